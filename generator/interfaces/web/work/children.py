"""Work in a child process with limits of its own, so that nothing a file holds can stop the service.

The runner of such children (`generator.ground.apart.isolation`) waits for them in a thread. Ending one ends its process
group, and so its helpers too; when the service itself dies, the child's guard does that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.campaign.errors import MachineError
from generator.ground.apart.isolation import End, EndedError, Isolated, Limits
from generator.ground.apart.nursery import Nursery
from generator.ground.disk import reason
from generator.interfaces.web.limits import BUILDS_AT_ONCE, TASKS_AT_ONCE, UNPACKED_AT_ONCE
from generator.interfaces.web.refusals import REFUSALS, RefusedError

TASK = "generator.interfaces.web.work.worker:answer"
LONGEST_ANSWER_BYTES = 8_000_000  # the longest is the names in an archive of as many files as may be
LONGEST_MESSAGE = 2_000  # characters
SHORT = Limits(
    seconds=0, memory_bytes=3_000_000_000, wait_seconds=120.0, file_bytes=0, answer_bytes=LONGEST_ANSWER_BYTES,
    confined=False,
)  # fmt: skip
# Of which hundreds of files are read; LibreOffice, which saves those of older programs anew, reserves gigabytes.
_LONG = replace(SHORT, wait_seconds=1200.0, memory_bytes=8_000_000_000)
LONGER = dict.fromkeys(("plan", "answer"), _LONG)
STOPPED, RETRY = "处理中途停止，可能是内存不够。", "请稍后重试；仍不行请联系维护人员。"
_WAITING = ThreadPoolExecutor(BUILDS_AT_ONCE + TASKS_AT_ONCE + UNPACKED_AT_ONCE, "child")

Told = Callable[[str, int, int], None]


def _untold(_stage: str, _done: int, _total: int) -> None:
    """No progress wanted."""


class Child:
    """One task in its own process group."""

    def __init__(
        self,
        task: str,
        arguments: Mapping[str, Any],
        nursery: Nursery | None,
        *,
        temporary: Path,
        limits: Limits = SHORT,
    ) -> None:
        """Do `task` of worker.py under these limits, in a child of the nursery where there is one."""
        self._order = {"task": task, **arguments}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told: Told = _untold
        self._isolated = Isolated(TASK, limits, temporary=temporary, told=self._tell, nursery=nursery)
        self.cancelled = False

    async def run(self, told: Told = _untold) -> Any:
        """What the task returns.

        Raises:
            RefusedError: where the task refused, took too long, or its process died.
            asyncio.CancelledError: where `cancel` ended it.
        """
        self._loop, self._told = asyncio.get_running_loop(), told
        waiting = self._loop.run_in_executor(_WAITING, self._ask)
        waiting.add_done_callback(_looked_at)
        try:
            answer = await asyncio.shield(waiting)
            return answer["done"] if "done" in answer else _refuse(**answer)
        except EndedError as ended:
            if self.cancelled:
                raise asyncio.CancelledError from None
            raise (
                RefusedError("took-too-long") if ended.end is End.TIME else RefusedError("machine", STOPPED, RETRY)
            ) from None
        except (MachineError, TypeError, ValueError):  # an answer that is none
            raise RefusedError("machine", STOPPED, RETRY) from None
        except OSError as wrong:
            raise RefusedError("machine", f"不能开始处理：{reason(wrong)}。", RETRY) from None
        finally:
            self._isolated.end()
            await asyncio.wait([waiting])

    def cancel(self) -> None:
        """End the task and everything it started."""
        self.cancelled = True
        self._isolated.end()

    def _ask(self) -> Any:
        """What the task answers; in a thread, which closes what it opened."""
        try:
            return self._isolated.ask(self._order).value
        finally:
            self._isolated.close()

    def _tell(self, progress: Any) -> None:
        stage, done, total = progress
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._told, f"{stage}", int(done), int(total))


def _looked_at(done: asyncio.Future[Any]) -> None:
    """Take note of how it ended, where whoever waited for it has gone: the log is not told."""
    if not done.cancelled():
        done.exception()


def _refuse(refused: str, message: str, fix: str) -> Any:
    """Raise the child's refusal."""
    code = refused if refused in REFUSALS else "failed"
    raise RefusedError(code, message[:LONGEST_MESSAGE], fix[:LONGEST_MESSAGE])
