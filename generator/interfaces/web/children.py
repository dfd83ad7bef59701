"""Work in a child process with limits of its own, so that nothing a file holds can stop the service.

A child gets one task as a line of JSON on its standard input and answers in lines of JSON. It leads a process group:
ending the group ends its helpers too. When the service itself dies, the child sees its input close and ends.
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

from generator.errors import DataError, MachineError, TemplateError, UsageError
from generator.interfaces.web.refusals import RefusedError

LONGEST_LINE_BYTES = 64_000_000  # the problems of a campaign come in one line
KILL_AFTER_SECONDS = 2.0
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
        if self.cancelled:
            raise asyncio.CancelledError
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "generator.interfaces.web.worker",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            limit=LONGEST_LINE_BYTES, start_new_session=True, env=os.environ | {"TMPDIR": str(self._temporary)},
        )  # fmt: skip
        try:
            async with asyncio.timeout(self._seconds):
                return await self._talk(self._process, told)
        except TimeoutError:
            raise RefusedError("took-too-long") from None
        finally:
            await self._end()

    async def _talk(self, process: asyncio.subprocess.Process, told: Told) -> Any:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(self._order).encode() + b"\n")
        with contextlib.suppress(ConnectionError):
            await process.stdin.drain()
        async for line in process.stdout:
            answer = json.loads(line)
            if "progress" in answer:
                told(*answer["progress"])
            elif "refused" in answer:
                raise RefusedError(REFUSED_AS.get(answer["refused"], "failed"), answer["message"], answer["fix"])
            else:
                return answer["done"]
        if self.cancelled:
            raise asyncio.CancelledError
        raise RefusedError("machine", "处理中途停止，可能是内存不够。", "请稍后重试；仍不行请联系维护人员。")

    def cancel(self) -> None:
        """End the task and everything it started."""
        self.cancelled = True
        if self._process is not None and self._process.returncode is None:
            _signal(self._process.pid, signal.SIGTERM)

    async def _end(self) -> None:
        """See that no process of the group is left."""
        process = self._process
        assert process is not None
        if process.returncode is None:
            _signal(process.pid, signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), KILL_AFTER_SECONDS)
        _signal(process.pid, signal.SIGKILL)
        await process.wait()


def _signal(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
