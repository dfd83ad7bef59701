"""Every workbook that the program writes: closed without a question, and nothing for a validator to say."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import EXAMPLE
from openpyxl import Workbook, load_workbook
from openxml_audit import OpenXmlValidator
from rendering.excel.test_workbook import FILLED, NAMES, award_list, blank_form2

from generator.campaign.errors import Place, error
from generator.campaign.layout import package_templates
from generator.checks.campaign import check_settings_of
from generator.linting.samples import samples
from generator.rendering.excel.entry_workbook import entry_workbook
from generator.rendering.excel.package import saved, workbook_bytes
from generator.rendering.excel.problem_sheet import left_out_sheet, problem_sheet
from generator.rendering.formats import PROGRESS
from generator.rendering.formats import render as rendered

DAY = date(2023, 7, 20)
PROBLEM = error("x", Place("applications.xlsx", "申报项目"), "项目名称", "太长。", "请改短。")


def of(name: str, context: Mapping[str, object]) -> bytes:
    return rendered(name, [context], folders=(package_templates(),), modified=DAY)[0]


def entry() -> bytes:
    settings, _ = check_settings_of(EXAMPLE)
    assert settings is not None
    return entry_workbook(settings, modified=DAY)


WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    "form2, blank": lambda: of(NAMES[0], blank_form2()),
    "form2": lambda: of(NAMES[0], FILLED),
    "winners": lambda: of(NAMES[1], award_list(3)),
    "register": lambda: of(NAMES[2], award_list(3)),
    "progress": lambda: of(PROGRESS, samples(EXAMPLE).contexts[PROGRESS][0]),
    "entry workbook": entry,
    "problems": lambda: problem_sheet([PROBLEM]),
    "left out": lambda: left_out_sheet([("申报表", "南昌市总工会", "夹具", PROBLEM)]),
}


def parts(workbook: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(workbook)) as package:
        return {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}


def asks_to_save(workbook: bytes) -> bool:
    """Whether Excel would find something to work out, and have a change to save."""
    made = parts(workbook)
    sheets = [text for name, text in made.items() if name.startswith("xl/worksheets/")]
    assert sheets
    return "<calcPr" in made["xl/workbook.xml"] or any("<f>" in sheet or "<f " in sheet for sheet in sheets)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_it_is_closed_without_a_question_and_valid(name: str, tmp_path: Path) -> None:
    made = WORKBOOKS[name]()
    assert not asks_to_save(made)
    (tmp_path / "made.xlsx").write_bytes(made)
    assert [str(finding) for finding in OpenXmlValidator().validate(tmp_path / "made.xlsx").errors] == []


def test_one_with_a_formula_is_worked_out_when_it_is_opened() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "=1+1"
    made = workbook_bytes(book, DAY)
    assert 'fullCalcOnLoad="1"' in parts(made)["xl/workbook.xml"]
    assert asks_to_save(made)


@pytest.mark.parametrize("name", ["100%完成", "甲%41", "%E4%B8", "一 #二", "file:甲"])
def test_a_workbook_is_saved_wherever_temporary_files_lie(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "项目"
    assert load_workbook(BytesIO(saved(book))).active["A1"].value == "项目"
    assert tempfile.gettempdir() == str(folder)
    assert list(folder.iterdir()) == []
