"""Accidents to files, always the same: no traceback, no hang, no value that nobody typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.measured import Measured
from support.mutations import Sources, outcome, the_sources, tried

SAMPLE, EVERY, CHUNK = 300, 1000, 100


@pytest.fixture(scope="module")
def sources() -> Sources:
    return the_sources()


def _broken_promises(first: int, sources: Sources, folder: Path) -> dict[int, str]:
    outcomes = {seed: tried(seed, sources, folder) for seed in range(first, first + CHUNK)}
    return {seed: told for seed, told in outcomes.items() if told}


@pytest.mark.parametrize("first", range(0, SAMPLE, CHUNK))
def test_no_accident_breaks_a_promise(first: int, sources: Sources, tmp_path: Path) -> None:
    assert _broken_promises(first, sources, tmp_path) == {}


@pytest.mark.long
@pytest.mark.parametrize("first", range(SAMPLE, EVERY, CHUNK))
def test_no_further_accident_breaks_a_promise(first: int, sources: Sources, tmp_path: Path, measured: Measured) -> None:
    assert _broken_promises(first, sources, tmp_path) == {}
    measured("further accidents to files, all answered or told", CHUNK, "accidents")


def test_an_invented_value_would_be_noticed(minimal: Path) -> None:
    assert outcome(minimal, "applications/NC-001.yaml") == ""
    assert "stands nowhere" in outcome(minimal, "notice.yaml")
