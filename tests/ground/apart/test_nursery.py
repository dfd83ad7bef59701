"""A process from which children are forked: what it has loaded, they have; one that dies is replaced."""

from __future__ import annotations

import errno
import os
import resource
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.ground.apart.isolation import EndedError, Isolated, Limits
from generator.ground.apart.nursery import Nursery

TASK = "tests.support.isolated_tasks:do"
FREE = Limits(seconds=0, memory_bytes=100_000_000, wait_seconds=30.0, confined=False)


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    one = Nursery([TASK], tmp_path)
    yield one
    one.close()


def handles(process: int | str = "self") -> int:
    """How many a process has open."""
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def asked(nursery: Nursery, limits: Limits = FREE, **what: object) -> dict[str, int]:
    one = Isolated(TASK, limits, nursery=nursery)
    try:
        answer: dict[str, int] = one.ask(what).value
        return answer
    finally:
        one.close()


def test_children_have_what_it_has_loaded(nursery: Nursery) -> None:
    first, second = (asked(nursery, do="echo", say=1) for _ in range(2))
    assert first["loaded"] == second["loaded"]
    assert len({first["loaded"], first["process"], second["process"]}) == 3


def test_a_task_that_it_has_not_loaded_is_loaded_by_the_child(tmp_path: Path) -> None:
    nursery = Nursery(["no.such:task"], tmp_path)
    try:
        answer = asked(nursery, do="echo", say=1)
        assert answer["loaded"] == answer["process"]
    finally:
        nursery.close()


def test_one_that_was_killed_is_replaced(nursery: Nursery) -> None:
    first = asked(nursery, do="echo", say=1)["loaded"]
    os.kill(first, signal.SIGKILL)
    second = asked(nursery, do="echo", say=1)["loaded"]
    assert second != first


def test_a_child_has_limits_of_its_own(nursery: Nursery) -> None:
    with pytest.raises(EndedError):
        asked(nursery, do="fill")
    assert asked(nursery, replace(FREE, memory_bytes=3_000_000_000), do="fill") == 100


def test_handles_do_not_pile_up(nursery: Nursery) -> None:
    asked(nursery, do="echo", say=1)
    before = handles()
    for _ in range(20):
        process = asked(nursery, do="echo", say=1)
    assert handles() == before
    assert handles(process["loaded"]) < 10


def test_without_handles_it_is_no_crash(nursery: Nursery) -> None:
    """Wherever they run out: at the first pipe, at the second, or at the child's own."""
    asked(nursery, do="echo", say=1)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    ends = []
    for free in range(10):
        resource.setrlimit(resource.RLIMIT_NOFILE, (handles() - 1 + free, hard))
        try:
            ends.append(asked(nursery, do="echo", say=1)["said"])
        except OSError as wrong:
            ends.append(wrong.errno)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert sorted(set(ends)) == [1, errno.EMFILE]
    assert ends[0] == errno.EMFILE
    assert ends[-1] == 1


def test_when_it_is_closed_nothing_of_it_is_left(tmp_path: Path) -> None:
    nursery = Nursery([TASK], tmp_path)
    loaded = asked(nursery, do="echo", say=1)["loaded"]
    nursery.close()
    assert not Path(f"/proc/{loaded}").exists()
    assert list(tmp_path.iterdir()) == []
