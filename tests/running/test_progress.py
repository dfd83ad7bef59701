"""How far a run is: told from its first moment on, in small steps, whoever does them."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.small_campaign import write_small_campaign

from generator.checks.campaign import check_campaign
from generator.ground.steps import CHECKING_STEPS, MAKING, PLANNING, PLANNING_STEPS, Watch, in_tenths, mark
from generator.pipeline import build
from generator.running.options import Options


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_campaign(tmp_path_factory.mktemp("campaign") / "small", 3)


@pytest.mark.parametrize("jobs", [1, 2], ids=["in one process", "in processes of their own"])
def test_a_build_tells_planning_and_then_every_file(campaign: Path, tmp_path: Path, jobs: int) -> None:
    told: list[tuple[str, int, int]] = []
    options = Options(campaign, tmp_path / "out", frozenset({"form1"}), frozenset({"docx", "pdf"}), jobs=jobs)
    report = build(options, lambda *now: told.append(now))
    assert told[0] == (PLANNING, 0, PLANNING_STEPS)
    assert [stage for stage, _, _ in told] == sorted((one[0] for one in told), key=(PLANNING, MAKING).index)
    assert told[-1] == (MAKING, report.files, report.files)
    for stage in (PLANNING, MAKING):
        counts = [done for name, done, _ in told if name == stage]
        assert counts == sorted(set(counts)), "it only goes on"
    assert max(done for name, done, _ in told if name == PLANNING) < PLANNING_STEPS, "what follows is not begun yet"


def test_a_check_tells_as_many_steps_as_it_says(campaign: Path) -> None:
    steps: list[None] = []
    check_campaign(campaign, step=lambda: steps.append(None))
    assert len(steps) == CHECKING_STEPS


def test_marks_are_steps_of_the_stage_in_which_they_are_left(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    marks = tmp_path / "marks"
    watch = Watch(marks, lambda *now: told.append(now))
    watch.begin("one", 3)
    mark(marks)
    watch.look()
    watch.begin("two", 10, 4)
    for _ in range(20):  # a worker that dies has its piece done again
        mark(marks)
    watch.look()
    watch.finish()
    assert told == [("one", 0, 3), ("one", 1, 3), ("two", 4, 10), ("two", 9, 10), ("two", 10, 10)]
    mark(tmp_path / "nowhere" / "marks")  # which only tells, and so does no harm


@pytest.mark.parametrize("count", [0, 1, 7, 10, 1234])
def test_however_many_items_there_are_ten_steps_are_done(count: int) -> None:
    steps: list[None] = []
    assert list(in_tenths(range(count), lambda: steps.append(None))) == list(range(count))
    assert len(steps) == 10
