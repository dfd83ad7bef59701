"""A thousand accidents to files, always the same: no traceback, no hang, no value that nobody typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.mutations import Sources, outcome, the_sources, tried

ACCIDENTS, CHUNK = 1000, 100


@pytest.fixture(scope="module")
def sources() -> Sources:
    return the_sources()


@pytest.mark.parametrize("first", range(0, ACCIDENTS, CHUNK))
def test_no_accident_breaks_a_promise(first: int, sources: Sources, tmp_path: Path) -> None:
    outcomes = {seed: tried(seed, sources, tmp_path) for seed in range(first, first + CHUNK)}
    assert {seed: told for seed, told in outcomes.items() if told} == {}


def test_an_invented_value_would_be_noticed(minimal: Path) -> None:
    assert outcome(minimal, "applications/NC-001.yaml") == ""
    assert "stands nowhere" in outcome(minimal, "notice.yaml")
