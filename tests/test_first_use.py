"""As a new user would: the entry workbook filled in wrongly, saved by LibreOffice, mended from the messages alone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import MINIMAL
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from support.campaigns import empty_copy, workbook_rows
from support.offices import converted

from generator.campaign.fields import SHEETS
from generator.campaign.records import Application
from generator.checks.campaign import check_campaign
from generator.interfaces.cli import run

PROJECTS, COMPLETERS = "申报项目", "其他完成人"
# Ten wrong entries: sheet, row, header and what was typed; a number where the cell was pasted from elsewhere.
WRONG: tuple[tuple[str, int, str, Any], ...] = (
    (PROJECTS, 4, "申报单位", "南昌总工会"),
    (PROJECTS, 4, "项目类别", "小发名"),
    (PROJECTS, 3, "是否非公", "民营"),
    (PROJECTS, 3, "专利号", None),
    (PROJECTS, 4, "第一完成人联系电话", "1390000123"),
    (PROJECTS, 4, "身份证号码", 360102198705120034),
    (PROJECTS, 4, "申报时间", "2023年8月"),
    (PROJECTS, 3, "项目简介（100字以内）", "针对" * 60),
    (COMPLETERS, 4, "项目编号", "NC-01"),
    (COMPLETERS, 5, "工作单位", None),
)


@pytest.fixture(scope="module")
def projects() -> tuple[Application, Application]:
    """What the user means to hand in."""
    campaign, _, _ = check_campaign(MINIMAL)
    assert campaign is not None
    (one,) = campaign.applications
    other = {"number": "NC-002", "name": "卧式铣床对中夹具", "lead_id_number": "360102198705120034"}
    return one, one.model_copy(update=other)


def column(sheet: Worksheet, header: str) -> int:
    return next(cell.column for cell in sheet[1] if str(cell.value).removesuffix("*") == header)


def fill(path: Path, projects: tuple[Application, ...]) -> Mapping[tuple[str, str], Any]:
    """Type the projects into the workbook, then spoil ten cells; what should have stood there, by sheet and cell."""
    book = load_workbook(path)
    meant = {}
    for title, rows in workbook_rows(projects).items():
        for number, row in enumerate(rows, start=3):
            for place, field in enumerate(SHEETS[title], start=1):
                cell = book[title].cell(number, place, row.get(field.key))
                cell.number_format = "@" if isinstance(cell.value, str) else "yyyy-mm-dd"
    for title, number, header, typed in WRONG:
        cell = book[title].cell(number, column(book[title], header))
        meant[title, cell.coordinate] = cell.value
        cell.value = typed
    book.save(path)
    return meant


def mended(problem: Mapping[str, Any], typed: Any, meant: Any) -> Any:
    """What somebody enters who reads the remedy: the word it offers, the form it shows, or the value on his paper."""
    fix = problem["fix"]
    if offered := re.search(r"是否应为“([^”]+)”", fix) or re.search(r"可用的有：([^、。]+)", fix):
        return offered[1]
    if cut := re.search(r"请删减(\d+)个?字", fix):
        return typed[: -int(cut[1])]
    if form := re.search(r"请写成 (\d{4}-\d\d-\d\d)", fix):
        return form[1]
    return meant if meant is None or isinstance(meant, str) else str(meant)


def problems_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    run(["check", str(folder), "--json"])
    told: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["problems"]
    return told


@pytest.mark.xdist_group("office")
def test_ten_wrong_entries_saved_by_libreoffice_are_named_at_once_and_mended_from_the_messages(
    projects: tuple[Application, Application], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed, folder = tmp_path / "applications.xlsx", empty_copy(tmp_path / "campaign")
    assert run(["workbook", "--out", str(typed), str(MINIMAL)]) == 0
    meant = fill(typed, projects)
    converted("xlsx", [typed], folder, tmp_path / "profile")
    capsys.readouterr()
    saved = folder / "applications.xlsx"

    problems = problems_of(folder, capsys)
    assert {(problem["sheet"], problem["cell"]) for problem in problems} == set(meant)
    assert len(problems) == len(WRONG) == 10

    book = load_workbook(saved)
    for problem in problems:
        cell = book[problem["sheet"]][problem["cell"]]
        cell.value = mended(problem, cell.value, meant[problem["sheet"], problem["cell"]])
        cell.number_format = "@"
    book.save(saved)
    assert problems_of(folder, capsys) == []
    campaign, _, _ = check_campaign(folder)
    assert campaign is not None
    assert [one.number for one in campaign.applications] == ["NC-001", "NC-002"]
    assert [len(one.completers) for one in campaign.applications] == [2, 2]
