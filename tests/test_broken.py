"""One wrong input beside its full list of expected problems; `--update-golden` writes the lists anew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from openpyxl import load_workbook
from rich.console import Console

from generator.campaign.errors import Place, Problem, Severity
from generator.campaign.fields import APPLICATION_FIELDS
from generator.interfaces.cli import run
from generator.interfaces.problem_tables import plain_lines, show_tables
from generator.reading.campaign_folder import read_campaign

BROKEN = ROOT / "data_examples" / "broken"
FOLDERS = sorted(path.parent for path in BROKEN.glob("*/campaign.yaml"))
LEAST_CASES = 60
PRIVATE = frozenset(field.key for field in APPLICATION_FIELDS if field.personal)
LONG = re.compile(r"(?<![\d.L])(?:1\d{10}|\d{17}[\dXx]|0\d{2,3}-\d{7,8})(?![\d.])")
# Parts of addresses that stand on other lines too: the names of the city and of the recommenders.
SAMPLE = "0791-88000000"  # how a remedy writes a landline number
PUBLIC = frozenset({"江西省南", "西省南昌", "省南昌市"})


def told(folder: Path, report: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]]]:
    code = run(["check", str(folder), "--json", "--report", str(report)])
    return code, json.loads(capsys.readouterr().out)["problems"]


def shown(problems: list[dict[str, Any]], report: Path) -> str:
    """All that the terminal, the JSON and the workbook show of the problems, without the line breaks of a table."""
    keys = ("file", "sheet", "cell", "line")
    listed = [
        Problem(
            Severity(one["severity"]), one["code"], Place(*(one[key] for key in keys)),
            one["field"], one["message"], one["fix"],
        )
        for one in problems
    ]  # fmt: skip
    terminal = StringIO()
    show_tables(listed, Console(file=terminal, width=60))
    cells = [str(cell) for row in load_workbook(report).active.iter_rows(values_only=True) for cell in row]
    parts = [terminal.getvalue(), json.dumps(problems, ensure_ascii=False), *plain_lines(listed), *cells]
    return "".join("".join(part.split()) for part in parts).replace(SAMPLE, "")


def private_texts(folder: Path) -> set[str]:
    """What the campaign's files hold of personal values, in parts long enough to know somebody by.

    Of numbers every six digits that stand together, since masked ones keep three and four; of an address every four
    characters.
    """
    raw = read_campaign(folder)
    records = [*(record for table in raw.tables.values() for record in table.records)]
    records += [form.record for form in raw.returned]
    values = {
        str(value.value)
        for record in records
        for key, value in record.values.items()
        if key in PRIVATE and not value.is_blank
    }
    values |= {
        number
        for file in folder.rglob("*.yaml")
        for number in LONG.findall(file.read_bytes().decode("utf-8", "replace"))
    }
    return {part for value in values for part in _parts("".join(value.split()))} - PUBLIC


def _parts(value: str) -> Iterator[str]:
    size = 6 if value.lstrip("+（")[:1].isdigit() else 4
    yield from (value[start : start + size] for start in range(len(value) - size + 1))


def test_there_are_enough_broken_campaigns() -> None:
    assert len(FOLDERS) >= LEAST_CASES


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_broken_campaign_has_exactly_the_expected_problems(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], pytestconfig: pytest.Config
) -> None:
    report = tmp_path / "问题清单.xlsx"
    code, problems = told(folder, report, capsys)
    golden = folder / "expected.json"
    if pytestconfig.getoption("--update-golden"):
        golden.write_text(json.dumps(problems, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert problems == json.loads(golden.read_text(encoding="utf-8"))
    assert problems
    assert code == (1 if any(problem["severity"] == "error" for problem in problems) else 0)
    for problem in problems:
        assert problem["file"]
        assert problem["message"]
        assert problem["fix"]
    everything = shown(problems, report)
    assert [part for part in private_texts(folder) if part in everything] == []


def test_a_personal_value_among_the_problems_would_be_noticed() -> None:
    private = private_texts(BROKEN / "form1-other-phone")
    assert {"390000", "198705", "创业路1"} <= private
