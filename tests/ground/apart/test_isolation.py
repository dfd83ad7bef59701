"""A child that opens what somebody sent: it answers, or it is ended and the caller goes on."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import MINIMAL, ROOT
from PIL import Image
from support.pace import pace_by_the_clock

from generator.ground.apart.isolation import End, EndedError, Isolated, Limits, isolated
from generator.ground.apart.nursery import PREFIX, Nursery

TASK = "tests.support.isolated_tasks:do"
LIMITS = Limits(seconds=1, memory_bytes=100_000_000, wait_seconds=6.0)


def test_it_answers_data_and_bytes_however_many_and_stays_the_same_child():
    with isolated(TASK, LIMITS) as one:
        answers = [one.ask({"do": "echo", "say": size}, os.urandom(1) * size) for size in (0, 1, 300_000, 20_000_000)]
    assert [answer.value["said"] for answer in answers] == [0, 1, 300_000, 20_000_000]
    assert [len(answer.content) for answer in answers] == [0, 1, 300_000, 20_000_000]
    assert len({answer.value["process"] for answer in answers}) == 1
    assert 5_000_000 < answers[0].peak_bytes < 100_000_000


@pytest.mark.parametrize(
    ("what", "end"), [("spin", End.TIME), ("sleep", End.TIME), ("fill", End.MEMORY), ("crash", End.CRASH)]
)
def test_what_takes_too_much_is_ended_and_the_next_question_is_answered(what, end):
    with isolated(TASK, LIMITS) as one:
        with pytest.raises(EndedError) as ended:
            one.ask({"do": what})
        assert ended.value.end is end
        assert one.ask({"do": "echo", "say": "next"}).value["said"] == "next"


def test_it_can_start_nothing_and_what_libraries_print_is_no_answer():
    with isolated(TASK, LIMITS) as one:
        assert one.ask({"do": "start"}).value == "subprocess.Popen"
        assert one.ask({"do": "shout"}).value == "own"


@pytest.mark.parametrize(
    "said",
    [
        "what no answer begins with, long enough",
        "9999999999 0000000000\n",
        "0000000002 0000000000\n[]",
        "-000000001 0000000000\n{}",
        '0000000013 0000000000\n{"value": 1}\n',
    ],
)
def test_an_answer_that_is_forged_ends_the_child_and_nothing_else(said: str) -> None:
    with isolated(TASK, LIMITS) as one:
        with pytest.raises(EndedError):
            one.ask({"do": "forge", "say": said})
        assert one.ask({"do": "echo", "say": "next"}).value["said"] == "next"


def test_nothing_is_left_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    one = Isolated(TASK, LIMITS)
    process = one.ask({"do": "echo", "say": ""}).value["process"]
    one.close()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_it_ends_with_a_parent_that_is_killed():
    script = f"""
from generator.ground.apart.isolation import Isolated
one = Isolated({TASK!r})
print(one.ask({{"do": "echo", "say": ""}}).value["process"], flush=True)
one.ask({{"do": "sleep"}})
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    until = time.monotonic() + 1
    while _is_running(child):
        assert time.monotonic() < until
        time.sleep(0.02)


# ---- a task that may start processes: its guard ends them all

FREE = replace(LIMITS, seconds=0, memory_bytes=1_000_000_000, confined=False)
TOLD = "tests.support.isolated_tasks:told"


def _ended(processes: Iterable[int], within: float = 1.0) -> bool:
    """Whether all of them have ended, or do in that time."""
    until = time.monotonic() + within
    left = set(processes)
    while left and time.monotonic() < until:
        left = {one for one in left if _is_running(one)}
        time.sleep(0.02)
    return not left


@pytest.fixture(params=["begun", "forked"])
def nursery(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Nursery | None]:
    """Children that are free are begun each by itself, or forked from a process that has loaded what they need."""
    one = Nursery([TOLD], tmp_path)
    yield one if request.param == "forked" else None
    one.close()


def test_it_tells_how_far_it_is_before_it_answers(nursery: Nursery | None) -> None:
    told: list[Any] = []
    one = Isolated(TOLD, FREE, told=told.append, nursery=nursery)
    try:
        assert one.ask({"do": "echo", "say": "done", "tell": 3}).value["said"] == "done"
    finally:
        one.close()
    assert told[:3] == [[0, "told"], [1, "told"], [2, "told"]]
    assert _ended(told[3][1:])


def test_ended_from_another_thread_it_takes_along_what_it_started_and_begins_no_more(nursery: Nursery | None) -> None:
    told: list[Any] = []
    one = Isolated(TOLD, FREE, told=lambda value: (told.append(value), one.end()), nursery=nursery)
    with pytest.raises(EndedError):
        one.ask({"do": "sleep", "tell": 0})
    assert _ended(told[0][1:])
    with pytest.raises(EndedError):
        one.ask({"do": "echo", "say": "", "tell": 0})


def test_what_takes_too_long_by_the_clock_is_ended_with_what_it_started(nursery: Nursery | None) -> None:
    told: list[Any] = []
    one = Isolated(TOLD, replace(FREE, wait_seconds=3.0), told=told.append, nursery=nursery)
    with pytest.raises(EndedError) as ended:
        one.ask({"do": "sleep", "tell": 0})
    assert ended.value.end is End.TIME
    assert _ended(told[0][1:])


@pytest.mark.parametrize("nursery", ["None", "Nursery([TOLD], None)"])
def test_nothing_is_left_when_the_parent_is_killed(nursery: str) -> None:
    script = f"""
from generator.ground.apart.isolation import Isolated, Limits
from generator.ground.apart.nursery import Nursery
TOLD = {TOLD!r}
limits = Limits(seconds=0, memory_bytes=10**9, confined=False)
one = Isolated(TOLD, limits, told=lambda x: print(*x[1:], flush=True), nursery={nursery})
one.ask({{"do": "spin", "tell": 0}})
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        started = [int(word) for word in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGKILL)
    assert len(started) == 3
    assert _ended(started)


@pytest.mark.parametrize("forked", [False, True])
@pytest.mark.parametrize("ended", ["closed", "killed"])
def test_its_files_lie_where_they_were_asked_for_and_go_with_it(tmp_path: Path, ended: str, *, forked: bool) -> None:
    nursery = Nursery([TASK], tmp_path) if forked else None
    one = Isolated(TASK, FREE, temporary=tmp_path, nursery=nursery)
    one.ask({"do": "leave"})
    assert len(list(tmp_path.glob(f"{PREFIX}*/left"))) == 1
    if ended == "closed":
        one.close()
    else:
        one.end()
        with pytest.raises(EndedError):
            one.ask({"do": "leave"})
    if nursery:
        nursery.close()
    assert list(tmp_path.iterdir()) == []


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except OSError:  # gone meanwhile
        return False
    return state not in ("Z", "X")


def test_a_child_that_cannot_begin_is_the_machines_doing_and_no_files(tmp_path):
    shutil.copytree(MINIMAL, tmp_path / "campaign")
    (tmp_path / "campaign/attachments").mkdir()
    Image.new("RGB", (9, 9)).save(tmp_path / "campaign/attachments/a.jpg")
    file = tmp_path / "campaign/applications/NC-001.yaml"
    file.write_text(f"附件: [a.jpg]\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    ending = "import os, sys\nif 'generator.ground.apart.isolated_child' in sys.orig_argv: os._exit(1)\n"
    (tmp_path / "sitecustomize.py").write_text(ending, encoding="utf-8")
    command = [sys.executable, "-c", "from generator.interfaces.cli import main; main()", "check", str(file.parents[1])]
    paths = os.pathsep.join([str(tmp_path), *os.environ.get("PYTHONPATH", str(ROOT)).split(os.pathsep)])
    environment = os.environ | {"PYTHONPATH": paths}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)
    assert (ended.returncode, "a.jpg" in ended.stdout + ended.stderr) == (4, False), ended
    assert "内存" in ended.stderr


def test_lower_limits_of_whoever_started_the_program_stay():
    lower = {"as": 900_000_000, "fsize": 200_000_000, "cpu": 50}
    script = f"""
from generator.ground.apart.isolation import Limits, ask
print(*ask({TASK!r}, {{"do": "limits"}}, limits=Limits(seconds=100, memory_bytes=10**10)).value)
"""
    command = ["prlimit", *(f"--{name}={value}" for name, value in lower.items()), sys.executable, "-c", script]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT)
    assert ended.stdout.split() == [f"{value}" for value in lower.values()], ended


def test_a_long_question_to_one_that_reads_nothing_ends_in_its_time():
    with isolated(TASK, replace(FREE, wait_seconds=2.0)) as one:
        stopped = one.ask({"do": "echo", "say": ""}).value["process"]
        os.kill(stopped, signal.SIGSTOP)
        before = time.monotonic()
        with pytest.raises(EndedError) as ended:
            one.ask({"do": "echo", "say": ""}, bytes(1_000_000))
        assert ended.value.end is End.TIME
        assert (time.monotonic() - before) * pace_by_the_clock() < 6.0
        assert one.ask({"do": "echo", "say": "next"}).value["said"] == "next"


@pytest.mark.parametrize("forked", [False, True])
def test_the_number_of_one_that_has_ended_may_be_anothers(tmp_path: Path, *, forked: bool) -> None:
    nursery = Nursery([TASK], tmp_path) if forked else None
    one = Isolated(TASK, FREE, temporary=tmp_path, nursery=nursery)
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as other:
        try:
            one.ask({"do": "echo", "say": ""})
            child = one._child
            assert child is not None
            os.killpg(child.pid, signal.SIGKILL)
            child.wait(20)
            child.pid = other.pid  # as the system may give it after a while
            one.close()
            assert other.poll() is None
            with pytest.raises(subprocess.TimeoutExpired):
                other.wait(0.3)
        finally:
            other.kill()
            if nursery:
                nursery.close()
