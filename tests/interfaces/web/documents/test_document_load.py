"""Single documents stay right under load. Here for seconds, without a bound on the clock; a minute and ten are long."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import MINIMAL
from support.document_load import ask_for_documents
from support.measured import Measured
from support.pace import pace_by_the_clock
from support.sent_records import Values, record_in
from support.services import Running, running

RECORDS = 20
MOST_GROWTH_MEGABYTES = 60


def _records() -> list[Values]:
    first = record_in(MINIMAL / "applications" / "NC-001.yaml")
    return [
        {**first, "项目编号": f"NC-{number:03d}", "项目名称": f"{number}号铣床主轴快速对中夹具"}
        for number in range(1, RECORDS + 1)
    ]


@pytest.mark.parametrize("output", ["docx", "pdf"])
def test_documents_stay_right_while_four_programs_ask_for_them(output: str, service: Running) -> None:
    load = ask_for_documents(service, "form1", _records(), output, lines=4, seconds=5)
    assert load.wrong == []
    assert len(load.seconds) > RECORDS
    assert load.growth < MOST_GROWTH_MEGABYTES


@pytest.mark.long
@pytest.mark.parametrize(("lines", "seconds"), [(1, 60), (8, 60), (8, 600)])
@pytest.mark.parametrize("output", ["docx", "pdf"])
def test_documents_are_quick_and_memory_is_flat(
    output: str, lines: int, seconds: int, tmp_path: Path, measured: Measured
) -> None:
    with running(tmp_path) as service:
        load = ask_for_documents(service, "form1", _records(), output, lines=lines, seconds=seconds)
    named = f"Form 1 as {output} over HTTP, {lines} at once for {seconds} s"
    for what, value, unit in (
        ("median", load.median_ms, "ms"),
        ("95 %", load.slow_ms, "ms"),
        ("documents a second", load.a_second, "/s"),
        ("memory at first", load.megabytes[0], "MB"),
        ("memory at last", load.megabytes[-1], "MB"),
        ("pace of the machine", pace_by_the_clock(), ""),
    ):
        measured(f"{named}, {what}", round(value, 2), unit)
    assert load.wrong == []
    assert load.growth < MOST_GROWTH_MEGABYTES
