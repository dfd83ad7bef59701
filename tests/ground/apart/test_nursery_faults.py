"""The process that children are forked from hangs, dies or cannot begin: whoever asks is served within a bound."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from support.pace import pace_by_the_clock

from generator.ground.apart import nursery as nursery_module
from generator.ground.apart.isolation import Isolated, Limits
from generator.ground.apart.nursery import Nursery

TASK = "tests.support.isolated_tasks:do"
HANGING = "tests.support.hanging_tasks:none"
FREE = Limits(seconds=0, memory_bytes=100_000_000, wait_seconds=30.0, confined=False)
BOUND_SECONDS, BEGUN_SECONDS = 1.0, 5.0  # of waiting for it; of a child that begins by itself
MANY = 6


@pytest.fixture(autouse=True)
def _bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nursery_module, "LONGEST_WAIT_SECONDS", BOUND_SECONDS)


@pytest.fixture
def hanging(tmp_path: Path) -> Iterator[Nursery]:
    one = Nursery([HANGING, TASK], tmp_path)
    yield one
    one.close()


@pytest.fixture
def sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nursery]:
    monkeypatch.setattr(nursery_module, "LONGEST_WAIT_SECONDS", 30.0)
    one = Nursery([TASK], tmp_path)
    yield one
    one.close()


def asked(nursery: Nursery) -> dict[str, Any]:
    one = Isolated(TASK, FREE, nursery=nursery)
    try:
        answer: dict[str, Any] = one.ask({"do": "echo", "say": 1}).value
        return answer
    finally:
        one.close()


def stopped_in(folder: Path) -> int:
    """The process with its temporary files in the folder, once it is stopped."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if state_of(int(entry.name)) == "T" and f"TMPDIR={folder}".encode() in (entry / "environ").read_bytes():
                    return int(entry.name)
            except OSError:
                continue
        time.sleep(0.05)
    raise AssertionError


def ended_of_all() -> int:
    """How many processes have ended and are not put away."""
    return sum(state_of(int(one.name)) == "Z" for one in Path("/proc").glob("[0-9]*"))


def state_of(process: int) -> str:
    """The letter by which proc(5) tells it, none where there is no such process."""
    try:
        about = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    return about.rpartition(")")[2].split()[0]


def test_while_it_hangs_everybody_is_served_after_one_bound(hanging: Nursery) -> None:
    before = time.monotonic()
    with ThreadPoolExecutor(MANY) as threads:
        answers = list(threads.map(asked, [hanging] * MANY))
    seconds = time.monotonic() - before
    assert [one["said"] for one in answers] == [1] * MANY
    assert (seconds - BOUND_SECONDS) * pace_by_the_clock() < BEGUN_SECONDS


def test_it_is_closed_at_once_whoever_waits_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nursery_module, "LONGEST_WAIT_SECONDS", 60.0)
    nursery = Nursery([HANGING], tmp_path)
    with ThreadPoolExecutor(MANY) as threads:
        waiting = [threads.submit(asked, nursery) for _ in range(MANY)]
        stopped = stopped_in(tmp_path)
        before = time.monotonic()
        nursery.close()
        refused = [one.exception(timeout=30) for one in waiting]
        seconds = time.monotonic() - before
    assert {type(one) for one in refused} == {OSError}
    assert seconds * pace_by_the_clock() < 2.0
    assert not Path(f"/proc/{stopped}").exists()
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_it_is_left_when_its_service_is_killed_while_it_hangs(tmp_path: Path) -> None:
    script = f"""
import pathlib, time
from generator.ground.apart.nursery import Nursery
Nursery([{HANGING!r}], pathlib.Path({str(tmp_path)!r})).begin()
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", script]) as parent:
        stopped = stopped_in(tmp_path)
        parent.kill()
    until = time.monotonic() + 5
    while state_of(stopped) not in ("", "Z", "X"):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_one_that_cannot_begin_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nursery = Nursery([TASK], tmp_path)
    before = len(list(Path("/proc/self/fd").iterdir()))
    with monkeypatch.context() as without:
        without.setattr("sys.executable", "/nowhere/python")
        for _ in range(3):
            with pytest.raises(FileNotFoundError):
                nursery.begin()
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert asked(nursery)["said"] == 1
    nursery.close()
    assert list(tmp_path.iterdir()) == []


def test_one_killed_as_it_answered_leaves_no_second_child_on_the_same_pipes(
    sound: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, orphans = nursery_module._answered, list[int]()

    def killed(*about: Any) -> tuple[int, int]:
        pid, handle = answered(*about)
        if not orphans:
            orphans.append(pid)
            os.close(handle)
            raise ConnectionResetError
        return pid, handle

    monkeypatch.setattr(nursery_module, "_answered", killed)
    one = Isolated(TASK, FREE, nursery=sound)
    try:
        for said in range(20):
            assert one.ask({"do": "echo", "say": said}).value["said"] == said
        until = time.monotonic() + 10
        while Path(f"/proc/{orphans[0]}").exists():
            assert time.monotonic() < until, "the child that nobody knows goes on"
            time.sleep(0.02)
    finally:
        one.close()


def test_what_it_prepared_stays_for_its_children_when_it_is_replaced(sound: Nursery) -> None:
    """The configuration of the fonts lies among its temporary files, and children begin further processes."""
    first = asked(sound)["loaded"]
    environment = Path(f"/proc/{first}/environ").read_bytes().split(b"\0")
    (folder,) = (Path(one[7:].decode()) for one in environment if one.startswith(b"TMPDIR="))
    (folder / "prepared").touch()
    os.kill(first, signal.SIGKILL)
    assert asked(sound)["loaded"] != first
    assert (folder / "prepared").exists()


def test_no_dead_child_is_left_where_the_service_is_the_first_process_of_a_container(tmp_path: Path) -> None:
    script = f"""
import pathlib, time
from generator.ground.apart.nursery import Nursery
from tests.ground.apart.test_nursery_faults import TASK, asked, ended_of_all
nursery = Nursery([TASK], pathlib.Path({str(tmp_path)!r}))
for _ in range(5):
    asked(nursery)
until = time.monotonic() + 5
while (dead := ended_of_all()) and time.monotonic() < until:
    time.sleep(0.02)
print(dead)
nursery.close()
"""
    inside = ["unshare", "--map-root-user", "--pid", "--fork", "--kill-child", "--mount-proc"]
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "tests")))
    environment = os.environ | {"PYTHONPATH": paths}
    ended = subprocess.run(
        [*inside, sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=environment,
    )
    assert ended.stdout.split() == ["0"], ended
