"""Files mutated in their structure: a result or a problem in words, rows accounted for, little time and memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from support.opened_mutations import KINDS, ROWS, mutated, whole

from generator.ground.apart.isolation import EndedError, Isolated, Limits, isolated

TASK, LIMITS = "tests.support.opening_tasks:opened", Limits(seconds=30, memory_bytes=450_000_000)
SECONDS, BYTES = 30.0, 500_000_000


def broken_promise(kind: str, answer: Any) -> str:
    """What is wrong with how a file was taken, empty where nothing is."""
    told = answer.value["problems"]
    if any(not (message and fix) for _, message, fix in told):
        return "a problem without words"
    if answer.seconds > SECONDS or answer.peak_bytes > BYTES:
        return f"{answer.seconds} s, {answer.peak_bytes} bytes"
    if kind != KINDS[0]:
        return "" if answer.value["forms"] or told else "neither forms nor a problem"
    rows = answer.value["rows"].values()
    if any(min(one) < 0 or one[1] + one[2] > one[0] for one in rows):
        return f"rows do not add up: {rows}"
    kept = sum(records for _, records, _ in rows)
    return "" if kept >= ROWS or told else f"{kept} of {ROWS} rows, and nothing told"


def taken(seeds: Iterable[int], child: Isolated) -> dict[int, str]:
    """The broken promises by seed."""
    found = {}
    for seed in seeds:
        kind, content = mutated(seed)
        try:
            told = broken_promise(kind, child.ask(kind, content))
        except EndedError as ended:
            told = f"ended by {ended.end}"
        if told:
            found[seed] = f"{kind}: {told}"
    return found


def test_no_mutation_breaks_a_promise_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with isolated(TASK, LIMITS) as child:
        assert taken(range(150), child) == {}
    # The fonts' folder is this process's own, and goes with it.
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("wuxiao-fonts-")] == []


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, 5_000, 500))
def test_none_of_five_thousand_breaks_a_promise(first: int) -> None:
    with isolated(TASK, LIMITS) as child:
        assert taken(range(first, first + 500), child) == {}


def test_sound_files_are_read_and_a_lost_row_would_be_noticed() -> None:
    with isolated(TASK, LIMITS) as child:
        answer = child.ask(KINDS[0], whole(KINDS[0]))
    assert answer.value["rows"]["其他完成人"] == [ROWS, ROWS, 0]
    assert answer.value["problems"] == []
    answer.value["rows"]["其他完成人"] = [ROWS, ROWS - 1, 1]
    assert broken_promise(KINDS[0], answer) == "9 of 10 rows, and nothing told"
