"""Work in a child process with limits of its own, so that nothing a file holds can stop the service.

A child gets one task as a line of JSON on its standard input and answers in lines of JSON, short ones: what is long it
leaves in a file. It leads a process group: ending the group ends its helpers too. When the service itself dies, the
child's guard sees its input close and ends the group.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generator.campaign.errors import DataError, MachineError, TemplateError, UsageError
from generator.ground.disk import reason
from generator.interfaces.web.refusals import REFUSALS, RefusedError

LONGEST_LINE_BYTES = 8_000_000  # the longest is the names in an archive of as many files as may be
LONGEST_MESSAGE = 2_000  # characters
KILL_AFTER_SECONDS = 2.0
STOPPED, RETRY = "处理中途停止，可能是内存不够。", "请稍后重试；仍不行请联系维护人员。"
REFUSED_AS = {
    DataError.exit_code: "data-errors",
    UsageError.exit_code: "invalid",
    TemplateError.exit_code: "upload-unusable",
    MachineError.exit_code: "machine",
}

Told = Callable[[str, int, int], None]


def _untold(_stage: str, _done: int, _total: int) -> None:
    """No progress wanted."""


class Child:
    """One task in its own process group."""

    def __init__(self, task: str, arguments: Mapping[str, Any], *, temporary: Path, seconds: float) -> None:
        """Do `task` of worker.py with its temporary files in `temporary`, for `seconds` at the longest."""
        self._order = {"task": task, **arguments}
        self._temporary = temporary
        self._seconds = seconds
        self._process: asyncio.subprocess.Process | None = None
        self.cancelled = False

    async def run(self, told: Told = _untold) -> Any:
        """What the task returns.

        Raises:
            RefusedError: where the task refused, took too long, or its process died.
            asyncio.CancelledError: where `cancel` ended it.
        """
        self._process = process = await self._begun()
        try:
            if self.cancelled:
                raise asyncio.CancelledError
            async with asyncio.timeout(self._seconds):
                return await self._talk(process, told)
        except TimeoutError:
            raise RefusedError("took-too-long") from None
        except (ValueError, TypeError, LookupError, OSError):  # an answer that is none, or longer than any is
            raise RefusedError("machine", STOPPED, RETRY) from None
        finally:
            await self._end(process)

    async def _begun(self) -> asyncio.subprocess.Process:
        """The process. Raises RefusedError where the system has none to give."""
        if self.cancelled:
            raise asyncio.CancelledError
        try:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "generator.interfaces.web.work.worker",
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
                limit=LONGEST_LINE_BYTES, start_new_session=True, env=os.environ | {"TMPDIR": str(self._temporary)},
            )  # fmt: skip
        except OSError as wrong:
            raise RefusedError("machine", f"不能开始处理：{reason(wrong)}。", RETRY) from None

    async def _talk(self, process: asyncio.subprocess.Process, told: Told) -> Any:
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(ConnectionError):
            process.stdin.write(json.dumps(self._order).encode() + b"\n")
            await process.stdin.drain()
        async for line in process.stdout:
            answer = json.loads(line)
            if "progress" in answer:
                told(*answer["progress"])
            elif "refused" in answer:
                raise _refusal(**answer)
            else:
                return answer["done"]
        if self.cancelled:
            raise asyncio.CancelledError
        raise RefusedError("machine", STOPPED, RETRY)

    def cancel(self) -> None:
        """End the task and everything it started."""
        self.cancelled = True
        if self._process is not None and self._process.returncode is None:
            _signal(self._process.pid, signal.SIGTERM)

    @staticmethod
    async def _end(process: asyncio.subprocess.Process) -> None:
        """See that no process of the group is left."""
        if process.returncode is None:
            _signal(process.pid, signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), KILL_AFTER_SECONDS)
        _signal(process.pid, signal.SIGKILL)
        await process.wait()


def _refusal(refused: int | str, message: str, fix: str) -> RefusedError:
    """The child's refusal, by its code or by the exit code that the command line would end with."""
    code = REFUSED_AS.get(refused, "failed") if isinstance(refused, int) else refused
    return RefusedError(code if code in REFUSALS else "failed", message[:LONGEST_MESSAGE], fix[:LONGEST_MESSAGE])


def _signal(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
