"""A thousand accidents to files, always the same: no traceback, no hang, no value that nobody typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MINIMAL, ROOT
from support.mutations import outcome, tried

ACCIDENTS, CHUNK = 1000, 100
WORKBOOK = ROOT / "data_examples/broken/excel-hidden-row/applications.xlsx"


@pytest.mark.parametrize("first", range(0, ACCIDENTS, CHUNK))
def test_no_accident_breaks_a_promise(first: int, tmp_path: Path) -> None:
    package = WORKBOOK.read_bytes()
    outcomes = {seed: tried(seed, MINIMAL, package, tmp_path) for seed in range(first, first + CHUNK)}
    assert {seed: told for seed, told in outcomes.items() if told} == {}


def test_an_invented_value_would_be_noticed(minimal: Path) -> None:
    assert outcome(minimal, "applications/NC-001.yaml") == ""
    assert "stands nowhere" in outcome(minimal, "notice.yaml")
