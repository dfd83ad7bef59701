"""A child process in which files that somebody sent are opened: with little memory, little time, and nothing to reach.

Libraries that read PDFs, pictures and packages can be made to fill the memory, to run for hours or to crash. Here that
ends the child, never the run: the caller is told how it ended and goes on with the next file in a new one. A task is
named as `package.module:function`; what it is given and answers is data, so whatever a file makes of the child,
nothing of it runs here. The child leads a process group: ending it ends whatever it started.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from generator.campaign.errors import MachineError
from generator.ground.apart.beginning import Child, begun, kill, put_away
from generator.ground.apart.isolated_child import READY
from generator.ground.apart.nursery import PREFIX, Nursery

SIZES_BYTES = 22  # of an answer's data and of its bytes, ten digits each
NOT_BEGUN = "启动不了读取文件用的进程：多半是内存不够，没有做完，原有输出没有改动。请关闭其他程序后重试。"
Told = Callable[[Any], None]


@dataclass(frozen=True)
class Limits:
    """What a task may take.

    Args:
        seconds: of processor time, for each question; 0 are any.
        memory_bytes: on top of what the child has when it has loaded the task.
        wait_seconds: by the clock, for each question, on a machine however busy.
        file_bytes: the largest file that it may write; 0 are any.
        answer_bytes: the longest answer, and the longest bytes that go with it.
        confined: whether it may start no process and reach nothing. In front of one that may stands its guard.
    """

    seconds: int = 25
    memory_bytes: int = 350_000_000
    wait_seconds: float = 120.0
    file_bytes: int = 400_000_000
    answer_bytes: int = 400_000_000
    confined: bool = True


LIMITS = Limits()


class End(StrEnum):
    """What ended a child before it had answered."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"


class EndedError(Exception):
    """The task was not answered: it used up its time or memory, or the child crashed."""

    def __init__(self, end: End) -> None:
        """Carry what ended it."""
        super().__init__(end.value)
        self.end = end


@dataclass(frozen=True)
class Answer:
    """What a task answered: data as JSON has it, and bytes where it made some; and what that took.

    `peak_bytes` is the most memory that the child held in its whole life, `seconds` the task's processor time.
    """

    value: Any
    content: bytes
    peak_bytes: int
    seconds: float


class Isolated:
    """One task, asked any number of times. The child begins with the first question; after an end, a new one does."""

    def __init__(
        self, task: str, limits: Limits = LIMITS, *, temporary: Path | None = None, told: Told | None = None,
        nursery: Nursery | None = None,
    ) -> None:  # fmt: skip
        """Ask `task` under these limits; use `isolated`, which ends the child.

        Its temporary files lie in a folder of its own in `temporary`, which goes when the child does: also what a
        child that was killed had open. A task that tells how far it is takes a third argument for it; `told` is called
        with each thing that it tells. The child of a task that is not confined may be forked from a `nursery`.
        """
        self._task = task
        self._limits = limits
        self._temporary = temporary
        self._told = told
        self._nursery = nursery
        self._until = 0.0
        self._is_over = False
        self._child: Child | None = None
        self._is_ready = False  # the child has loaded its task
        self._put_away: weakref.finalize[..., Isolated] | None = None

    def ask(self, value: Any, content: bytes = b"") -> Answer:
        """The task's answer to a value (as JSON has it) and bytes.

        Raises:
            EndedError: there was none.
            MachineError: the child could not even begin, which is no file's fault.
            OSError: the system has no process to give.
        """
        if self._child is None:
            self.begin()
        assert self._child is not None
        self._until = time.monotonic() + self._limits.wait_seconds
        try:
            with suppress(BrokenPipeError):
                self._send(json.dumps(value).encode(), content)
            self._is_ready = self._is_ready or self._received(len(READY)) == READY
            head, answer = self._answered()
            while "told" in head and self._told is not None:
                self._told(head["told"])
                head, answer = self._answered()
            head = {name: head[name] for name in ("value", "memory", "peak_bytes", "seconds")}
        except _SilenceError:
            end = self._end()
            raise EndedError(end) if self._is_ready or self._is_over else MachineError(NOT_BEGUN) from None
        except (ValueError, KeyError, TypeError, RecursionError):  # no answer of the child's own
            self.close()
            raise EndedError(End.CRASH) from None
        if head["memory"]:
            self.close()
            raise EndedError(End.MEMORY)
        return Answer(head["value"], answer, int(head["peak_bytes"]), float(head["seconds"]))

    def begin(self) -> None:
        """Start the child, which loads the task while the caller does something else."""
        self._is_ready = False
        own = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=self._temporary)
        order = asdict(self._limits) | {"parent": os.getpid(), "tells": self._told is not None}
        try:
            self._child = self._begun(order, own)
        except OSError:
            shutil.rmtree(own, ignore_errors=True)
            raise
        self._put_away = weakref.finalize(self, put_away, self._child, own, os.getpid())
        if self._is_over:
            self.close()
            raise EndedError(End.CRASH)

    def _begun(self, order: Mapping[str, Any], folder: str) -> Child:
        """A child of the nursery; where nobody answers there, one that loads the task by itself."""
        if self._nursery is not None:
            with suppress(ConnectionError, TimeoutError):
                return self._nursery.child(self._task, order, folder)
        return begun(self._task, order, folder)

    def close(self) -> None:
        """End the child, and remove what it left."""
        self._child = None
        if self._put_away is not None:
            self._put_away()
            self._put_away = None

    def end(self) -> None:
        """End the child, and let none begin any more: whoever asks, in another thread, finds that it ended."""
        self._is_over = True
        child = self._child
        if child is not None:
            kill(child)

    def _send(self, line: bytes, content: bytes) -> None:
        """Ask. Raises _SilenceError where the child lets us wait too long, BrokenPipeError where it has ended."""
        assert self._child is not None
        assert self._child.stdin is not None
        pipe = self._child.stdin.fileno()
        os.set_blocking(pipe, False)  # a child that reads nothing would hold us for ever
        for part in (b"%d %d\n" % (len(line), len(content)), line, content):
            view = memoryview(part)
            while view:  # a pipe may take a part only
                self._wait_for(pipe, select.POLLOUT)
                view = view[os.write(pipe, view) :]

    def _wait_for(self, pipe: int, ready: int) -> None:
        """Wait until the pipe is ready for that. Raises _SilenceError where the time is over."""
        waiting = select.poll()  # select(2) knows the first 1,024 handles only
        waiting.register(pipe, ready)
        if not waiting.poll(max(0.0, self._until - time.monotonic()) * 1000):
            raise _SilenceError

    def _answered(self) -> tuple[dict[str, Any], bytes]:
        """What the child says of its answer, or tells before it, and the bytes of it."""
        line, made = (int(size) for size in self._received(SIZES_BYTES).split())
        head = json.loads(self._received(line))
        if not isinstance(head, dict):
            raise TypeError(type(head))
        return head, self._received(made)

    def _received(self, size: int) -> bytes:
        if not 0 <= size <= self._limits.answer_bytes:
            raise ValueError(size)
        parts, missing = list[bytes](), size
        while missing:
            parts.append(self._received_some(missing))
            missing -= len(parts[-1])
        return b"".join(parts)

    def _received_some(self, most: int) -> bytes:
        """Some bytes, at most so many. Raises _SilenceError where the child has ended or lets us wait too long."""
        assert self._child is not None
        assert self._child.stdout is not None
        self._wait_for(self._child.stdout.fileno(), select.POLLIN)
        some = os.read(self._child.stdout.fileno(), min(most, 1 << 20))
        if not some:
            raise _SilenceError
        return some

    def _end(self) -> End:
        """What ended the child, which is put away."""
        child = self._child
        assert child is not None
        try:
            status = child.wait(timeout=1.0)
        except subprocess.TimeoutExpired:  # it is still at work
            status = -signal.SIGXCPU
        self.close()
        of_time = (-signal.SIGXCPU, -signal.SIGKILL) if self._limits.seconds else (-signal.SIGXCPU,)
        return End.TIME if status in of_time else End.CRASH


class _SilenceError(Exception):
    """No answer comes."""


@contextmanager
def isolated(task: str, limits: Limits = LIMITS) -> Iterator[Isolated]:
    """The task to be asked, whose child ends with the block."""
    one = Isolated(task, limits)
    try:
        yield one
    finally:
        one.close()


def ask(task: str, value: Any, content: bytes = b"", limits: Limits = LIMITS) -> Answer:
    """The answer to one question in a child of its own. Raises EndedError where there is none."""
    with isolated(task, limits) as one:
        return one.ask(value, content)
