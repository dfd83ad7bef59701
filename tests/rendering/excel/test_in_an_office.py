"""Workbooks to be filled in, in the hands of an office: LibreOffice types, inserts, deletes and sorts in them."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import EXAMPLE, ROOT
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from support.offices import edited_by_libreoffice
from support.own_fields import FIELDS

from generator.campaign.layout import MM_PER_PT
from generator.checks.campaign import check_settings_of
from generator.inspecting.inspecting import blank_form, inspect
from generator.reading.sheets.workbook_file import read_workbook
from generator.rendering.excel.entry_workbook import entry_workbook

pytestmark = pytest.mark.xdist_group("office")

LONG = "用弹簧探针仿形板一次检查前围板17个堵件是否漏装、是否压到位，并与链板线放行联锁，年节约21.6万元。" * 3
FORM2_EDITS = f"""
  book = opened("form2.xlsx")
  sheet = book.Sheets.getByIndex(0)
  sheet.getCellRangeByName("G5").String = "{LONG}"
  sheet.getCellRangeByName("B6").String = "短"
  sheet.Rows.insertByIndex(34, 1)
  sheet.getCellRangeByName("B35").String = "在末尾插入"
  sheet.Rows.insertByIndex(6, 2)
  sheet.getCellRangeByName("G7").String = "{LONG}"
  sheet.getCellRangeByName("B8").String = "在中间插入"
  sheet.Rows.removeByIndex(20, 5)
  saved book, "form2-edited.xlsx"
"""
# Rows 5 and 6 go, which are locked.
ENTRY_EDITS = """
  book = opened("{0}.xlsx")
  sheet = book.Sheets.getByName("申报项目")
  On Error Resume Next
  sheet.Rows.removeByIndex(4, 2)
  Err = 0
  On Error Goto finished
  sheet.Rows.insertByIndex(3, 1)
  sheet.getCellRangeByName("A4").String = "NC-100"
  Dim field_{0}(0) As New com.sun.star.table.TableSortField
  field_{0}(0).Field = 0 : field_{0}(0).IsAscending = False
  Dim order_{0}(1) As New com.sun.star.beans.PropertyValue
  order_{0}(0).Name = "SortFields" : order_{0}(0).Value = field_{0}()
  order_{0}(1).Name = "ContainsHeader" : order_{0}(1).Value = False
  sheet.getCellRangeByName("A3:AF8").sort(order_{0}())
  saved book, "{0}-edited.xlsx"
"""


# Cells as Excel stores them that were pasted with the format of a locked one: here, that of no format.
LOCKED = rb'(<c r="[A-Z]+[3-8]" )s="\d+"', rb'\1s="0"'

PROTECTED = b"</sheetData>", b'</sheetData><sheetProtection sheet="1" deleteRows="0" insertRows="0" sort="0"/>'


def changed(workbook: bytes, *changes: tuple[bytes, bytes]) -> bytes:
    """The workbook with these patterns of its second sheet exchanged, each of which is found."""
    out = BytesIO()
    with ZipFile(BytesIO(workbook)) as package, ZipFile(out, "w") as made:
        for name in package.namelist():
            part = package.read(name)
            for pattern, text in changes if name == "xl/worksheets/sheet2.xml" else ():
                part, count = re.subn(pattern, text, part)
                assert count
            made.writestr(name, part)
    return out.getvalue()


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the edited workbooks; `closed` is `entry` in protected sheets."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "form2.xlsx").write_bytes(blank_form("form2", "xlsx", None))
    settings, _ = check_settings_of(EXAMPLE)
    assert settings is not None
    rows = [{"number": f"NC-00{row}", "recommender": "南昌市总工会"} for row in range(3, 9)]
    entry = entry_workbook(settings, {"申报项目": rows}, modified=date(2023, 7, 20))
    (folder / "entry.xlsx").write_bytes(changed(entry, LOCKED))
    (folder / "closed.xlsx").write_bytes(changed(entry, LOCKED, PROTECTED))
    edited_by_libreoffice(FORM2_EDITS + ENTRY_EDITS.format("entry") + ENTRY_EDITS.format("closed"), folder)
    return folder


@pytest.fixture
def form2(edited: Path) -> Worksheet:
    return load_workbook(edited / "form2-edited.xlsx").worksheets[0]


@pytest.mark.parametrize("campaign", [None, ROOT / "data_examples" / "another-award"])
def test_a_blank_list_has_thirty_rows_without_a_height_of_their_own(campaign: Path | None) -> None:
    book = load_workbook(BytesIO(blank_form("form2", "xlsx", campaign)))
    sheet = book.worksheets[0]
    ((_, cells),) = book.defined_names["rows"].destinations
    rows = [row[0].row for row in sheet[cells.replace("$", "")]]
    assert (rows[0], len(rows)) == (5, 30)
    assert {sheet.row_dimensions[row].height for row in rows} == {None}
    assert sheet.sheet_format.customHeight
    assert sheet.sheet_format.defaultRowHeight == pytest.approx(11 / MM_PER_PT, abs=0.1)
    assert not sheet.protection.sheet


def heights(sheet: Worksheet, *rows: int) -> list[float]:
    return [sheet.row_dimensions[row].height or 0 for row in rows]


def test_rows_of_a_blank_list_grow_with_what_is_typed_and_stay_tall_otherwise(form2: Worksheet) -> None:
    typed, inserted = heights(form2, 5, 7)
    assert typed == inserted > 100
    assert {height > 28 for height in heights(form2, 6, 8, 12, 31)} == {True}


def test_rows_put_in_and_taken_out_move_note_print_area_titles_and_rules(form2: Worksheet) -> None:
    assert form2["B32"].value == "在末尾插入"
    assert str(form2["A33"].value).startswith("本表由各设区市总工会填写")
    assert form2.print_area == "'申报汇总表'!$A$1:$I$33"
    assert form2.print_title_rows == "$4:$4"
    rules = {str(rule.sqref).split(":")[0]: rule for rule in form2.data_validations.dataValidation}
    assert set(rules) == {"G5", "H5", "I5"}
    assert all(f"{first[0]}32" in rule.sqref for first, rule in rules.items())
    assert form2["D32"].number_format == form2["D8"].number_format == "@"


def test_an_edited_form2_is_found_intact(edited: Path) -> None:
    """But for the fonts: LibreOffice writes those that the machine has in their stead."""
    found = [one for one in inspect(edited / "form2-edited.xlsx").findings if one.what != "字体字号"]
    assert found == []


def test_what_was_pasted_with_a_lock_is_deleted_and_sorted(edited: Path) -> None:
    tables, problems = read_workbook(edited / "entry-edited.xlsx", "entry.xlsx", FIELDS)
    records = tables["申报项目"].records
    assert [record.values["number"].value for record in records] == ["NC-100", "NC-008", "NC-007", "NC-004", "NC-003"]
    assert {one.code for one in problems} == {"row-unfinished"}


def test_in_a_protected_sheet_it_would_stay(edited: Path) -> None:
    """So the test above shows something."""
    tables, _ = read_workbook(edited / "closed-edited.xlsx", "entry.xlsx", FIELDS)
    numbers = {record.values["number"].value for record in tables["申报项目"].records}
    assert numbers >= {"NC-005", "NC-006"}


def test_drop_downs_and_limits_survive(edited: Path) -> None:
    sheet = load_workbook(edited / "entry-edited.xlsx")["申报项目"]
    rules = [rule for rule in sheet.data_validations.dataValidation if rule.type != "custom"]
    assert len(rules) == len(FIELDS.tables["申报项目"])
    assert {str(rule.sqref)[-4:] for rule in rules} == {"1001"}
