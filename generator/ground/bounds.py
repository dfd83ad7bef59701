"""Filling in a campaign's own template, ended where a record takes more time or memory than any document does.

A trial tells how a template behaves with two records; with a third it may never end. So while one of the campaign's
own is filled in, a thread watches the processor time of the thread that does it, and its memory. It raises an
exception there, which needs no signal: Dask's workers have threads. What stays in a library's own loop cannot be
stopped so; there the system ends the worker, and a note says over what.
"""

from __future__ import annotations

import ctypes
import os
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import parent_process
from pathlib import Path
from typing import Protocol, TypeVar

from generator.campaign.errors import TemplateError
from generator.ground.apart.isolated_child import memory
from generator.ground.apart.isolation import Limits

Made = TypeVar("Made")

LOOK_S = 0.1  # between two looks of the watching thread
GRACE_S = 3  # of processor time, after which a worker that took no heed is ended
AGAIN_S = 1.0  # after which what took no heed is told again
NOTE = "wuxiao-now-"


# What filling in a template may take, in its trial and for every record.
LIMITS = Limits(seconds=30, memory_bytes=1_000_000_000, file_bytes=50_000_000)


class Guard(Protocol):
    """Does work with a template for a record."""

    def __call__(self, template: str, record: str, work: Callable[[], Made], /) -> Made:
        """What the work makes. Raises TemplateError where it takes too much."""


class _ExhaustedError(BaseException):
    """Raised in the thread that took too much; no library that goes on after an Exception goes on after this."""


def unwatched(_template: str, _record: str, work: Callable[[], Made], /) -> Made:
    """What the work makes: templates that come with the program are not watched."""
    return work()


@contextmanager
def watched(is_own: Callable[[str], bool], limits: Limits = LIMITS) -> Iterator[Guard]:
    """A guard that watches work with the campaign's own templates, as long as it is in use."""
    watch = _Watch(is_own, limits)
    try:
        yield watch
    finally:
        watch.end()


class _Watch:
    """Watches the thread that made it."""

    def __init__(self, is_own: Callable[[str], bool], limits: Limits) -> None:
        self._is_own, self._limits = is_own, limits
        self._owner = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._owner)
        self._known: dict[str, bool] = {}
        self._bounds: tuple[float, int] | None = None  # of the thread's clock and of memory, while work is watched
        self._raised = False
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._thread: threading.Thread | None = None
        self._last_resort: _LastResort | None = None

    def __call__(self, template: str, record: str, work: Callable[[], Made], /) -> Made:
        if template not in self._known:
            self._known[template] = self._is_own(template)
        if not self._known[template]:
            return work()
        self._begin()
        try:
            try:
                made = self._timed(template, record, work)
            finally:
                self._stop()
        except BaseException as wrong:
            self._stop()  # the first may have been interrupted
            if isinstance(wrong, KeyboardInterrupt) or not (self._raised or isinstance(wrong, MemoryError)):
                raise
            raise TemplateError(taken_too_much(template, record)) from None
        if self._raised:  # and lost in a library, which may have made anything of it
            raise TemplateError(taken_too_much(template, record))
        return made

    def _begin(self) -> None:
        """Start watching, with the first of the templates."""
        if self._thread is None:
            if threading.current_thread() is threading.main_thread():
                self._last_resort = _LastResort(self._limits)
            self._thread = threading.Thread(target=self._look, daemon=True)
            self._thread.start()

    def _timed(self, template: str, record: str, work: Callable[[], Made]) -> Made:
        self._raised = False
        reserved, used = memory()
        if self._last_resort:
            self._last_resort.set(template, record, reserved + self._limits.memory_bytes)
        until = time.clock_gettime(self._clock) + self._limits.seconds
        self._bounds = until, used + self._limits.memory_bytes
        return work()

    def _stop(self) -> None:
        """Watch no more until the next work; what was to be raised and was not yet is taken back."""
        with self._lock:
            self._bounds = None
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._owner), None)
        if self._last_resort:
            self._last_resort.lift()

    def _look(self) -> None:
        pause = LOOK_S
        while not self._ended.wait(pause):
            pause = LOOK_S
            with self._lock:
                if self._bounds and self._are_passed(*self._bounds):
                    self._raised = True
                    raised = ctypes.py_object(_ExhaustedError)
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._owner), raised)
                    pause = AGAIN_S

    def _are_passed(self, until: float, most_bytes: int) -> bool:
        return time.clock_gettime(self._clock) > until or memory()[1] > most_bytes

    def end(self) -> None:
        """Watch no more."""
        self._ended.set()
        if self._thread:
            self._thread.join()
        if self._last_resort:
            self._last_resort.end()


class _LastResort:
    """What the system itself refuses or ends, in a process that does nothing but this work.

    Memory is refused to any process; a process is ended only where it is a worker, whose parent goes on.
    """

    def __init__(self, limits: Limits) -> None:
        self._seconds = limits.seconds
        self._memory = resource.getrlimit(resource.RLIMIT_AS)
        self._time = resource.getrlimit(resource.RLIMIT_CPU)
        self._is_worker = (parent := parent_process()) is not None
        if parent:
            self._note = Path(tempfile.gettempdir()) / f"{NOTE}{parent.pid}-{os.getpid()}"
            _lower(resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE), 0)
            self._file = os.open(self._note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)

    def set(self, template: str, record: str, memory_bytes: int) -> None:
        """Give the next work its own time and memory, and note what it is."""
        _lower(resource.RLIMIT_AS, self._memory, memory_bytes)
        if self._is_worker:
            _lower(resource.RLIMIT_CPU, self._time, int(time.process_time()) + self._seconds + GRACE_S)
            content = f"{record}\n{template}".encode()
            os.pwrite(self._file, content, 0)
            os.ftruncate(self._file, len(content))

    def lift(self) -> None:
        """Let what follows take what it likes."""
        resource.setrlimit(resource.RLIMIT_AS, self._memory)
        if self._is_worker:
            resource.setrlimit(resource.RLIMIT_CPU, self._time)

    def end(self) -> None:
        """Leave no note."""
        if self._is_worker:
            os.close(self._file)
            self._note.unlink(missing_ok=True)


def _lower(what: int, limits: tuple[int, int], wanted: int) -> None:
    """Lower the soft limit, which can be raised again; one that is lower already stays."""
    soft, hard = limits
    lower = [limit for limit in (soft, hard, wanted) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(what, (min(lower), hard))


def noted(records: Collection[str]) -> str:
    """What a worker of ours that ended over one of these records was filling in, in words; empty for none."""
    found = []
    with suppress(OSError):
        for note in Path(tempfile.gettempdir()).glob(f"{NOTE}{os.getpid()}-*"):
            record, _, template = note.read_text(encoding="utf-8").partition("\n")
            if record in records:
                found.append((note.stat().st_mtime_ns, record, template))
            note.unlink()
    return taken_too_much(max(found)[2], max(found)[1]) if found else ""


def taken_too_much(template: str, record: str) -> str:
    """What is told of such a template."""
    what = f"填写“{record}”时用尽了规定的时间或内存，可能有没有尽头的循环，没有生成任何文件"
    return f"模板 templates/{template} {what}。请改正模板，或恢复程序自带的模板。"
