"""How far a run is, told from its first moment on: whoever does a step of it leaves a mark, and a thread counts them.

Planner and workers are processes of their own, or of other machines; a byte at the end of one file in the work folder
is what all of them can leave at any moment. Marks only tell: where the disk takes none, the work goes on.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")
Progress = Callable[[str, int, int], None]
Step = Callable[[], object]

MARKS = "marks"  # in the work folder
PLANNING, MAKING = "检查数据", "生成文件"  # the stages of a run
READING_STEPS = 12  # of a campaign folder
CHECKING_STEPS = READING_STEPS + 24  # of the check of a campaign, the reading among them
PLANNING_STEPS = CHECKING_STEPS + 15  # of a plan, the check among them
SECONDS = 0.2  # between two looks at it


def nothing() -> None:
    """No steps told."""


def mark(file: Path) -> None:
    """Leave a mark: one more step is done."""
    with suppress(OSError):
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            os.write(handle, b".")
        finally:
            os.close(handle)


def in_tenths(items: Sequence[Item], step: Step) -> Iterator[Item]:
    """The items one after the other; with every tenth of them a step is done, ten in all."""
    for done, item in enumerate(items):
        yield item
        _steps(step, 10 * (done + 1) // len(items) - 10 * done // len(items))
    if not items:
        _steps(step, 10)


def _steps(step: Step, count: int) -> None:
    for _ in range(count):
        step()


class Watch:
    """The stage that a run is in, and the steps of it that are done."""

    def __init__(self, marks: Path, progress: Progress) -> None:
        """Tell `progress` of the marks in this file."""
        self._marks, self._progress = marks, progress
        self._stage, self._total, self._before = "", 0, 0
        self._told: tuple[str, int, int] | None = None
        self._one_at_a_time = threading.Lock()

    def begin(self, stage: str, total: int, done: int = 0) -> None:
        """From now on marks are steps of this stage, of which `done` were done before."""
        with self._one_at_a_time:
            self._stage, self._total, self._before = stage, total, self._count() - done
            self._tell(done)

    def finish(self) -> None:
        """The stage is done, whatever marks there are: a step that was done twice has two."""
        with self._one_at_a_time:
            self._tell(self._total)

    def look(self) -> None:
        """Tell how far the run is, where it has gone on. What is done last is told by `finish`."""
        with self._one_at_a_time:
            if self._stage:
                self._tell(max(0, min(self._count() - self._before, self._total - 1)))

    def _tell(self, done: int) -> None:
        now = (self._stage, done, self._total)
        if self._told is None or self._told[0] != self._stage or self._told[1] < done:
            self._told = now
            self._progress(*now)

    def _count(self) -> int:
        try:
            return self._marks.stat().st_size
        except OSError:
            return 0


@contextmanager
def watching(marks: Path, progress: Progress) -> Iterator[Watch]:
    """A watch over the marks, at which a thread looks until the block ends."""
    watch, ended = Watch(marks, progress), threading.Event()

    def look() -> None:
        while not ended.wait(SECONDS):
            watch.look()

    thread = threading.Thread(target=look, name="wuxiao-watch", daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        ended.set()
        thread.join()
