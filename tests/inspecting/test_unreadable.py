"""What was filled in and cannot be read on paper is told with its cell: text that a fixed row cuts, or too small."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from inspected_files import made
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Border, Font
from support.returned_habits import HABITS, Paper

from generator.campaign.errors import Severity
from generator.inspecting.findings import Finding
from generator.inspecting.inspecting import inspect
from generator.office.package import read_package, write_package


def told(content: bytes, name: str) -> list[Finding]:
    """The findings about what was filled in."""
    return [one for one in inspect(content, name).findings if one.what == "填写的文字"]


@pytest.mark.parametrize(
    ("habit", "place", "found"),
    [
        ("text that its row cuts", "第3个表格 第14行第4格 “岗位职务”", "末尾约"),
        ("text too small to be read", "第3个表格 第2行第4格 “所属行业”", "1磅"),
    ],
)
def test_a_cell_of_form_1_that_cannot_be_read_is_told(habit: str, place: str, found: str) -> None:
    paper = Paper(made()["form1.docx"])
    HABITS[habit][0](paper)
    (finding,) = told(paper.content(), "a.docx")
    assert (finding.place, finding.severity) == (place, Severity.WARNING)
    assert found in finding.found


def test_a_cell_of_form_2_in_excel_that_its_row_cuts_is_told() -> None:
    book = load_workbook(io.BytesIO(made()["form2.xlsx"]))
    book.active["E5"].value = "江西昌北恒岳精密机械有限公司" * 6
    book.active.row_dimensions[5].height = 31
    out = io.BytesIO()
    book.save(out)
    assert next(one.place for one in told(out.getvalue(), "a.xlsx")) == "E5 “所在单位及职务”"


def test_a_cell_of_form_2_in_excel_that_is_too_small_to_be_read_is_told() -> None:
    book = load_workbook(io.BytesIO(made()["form2.xlsx"]))
    book.active["D5"].value, book.active["D5"].font = "13900001234", Font(size=3)
    out = io.BytesIO()
    book.save(out)
    assert [one.place for one in told(out.getvalue(), "a.xlsx")] == ["D5 “联系电话”"]


def spoilt(change: Callable[[Any], None]) -> bytes:
    """The filled list in Excel after that change of its sheet."""
    book = load_workbook(io.BytesIO(made()["form2.xlsx"]))
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _filtered(sheet: Any) -> None:
    sheet.auto_filter.ref = "A4:I6"
    sheet.row_dimensions[5].hidden = True


def _pasted_below_the_note(sheet: Any) -> None:
    for column in range(1, 10):
        sheet.cell(sheet.max_row + (column == 1), column).value = sheet.cell(5, column).value


def _last_column_not_printed(sheet: Any) -> None:
    sheet.print_area = "A1:H35"


def _a_long_number(sheet: Any) -> None:
    sheet["I5"].value, sheet["I5"].number_format = 13900001234, "0"


def _unwrapped(sheet: Any) -> None:
    sheet["G5"].alignment = Alignment(wrap_text=False)


@pytest.mark.parametrize(
    ("change", "place", "found"),
    [
        (_filtered, "第5行", "被隐藏"),
        (_pasted_below_the_note, "行", "在打印区域以外"),
        (_last_column_not_printed, "“备注”一列", "在打印区域以外"),
        (_a_long_number, "I5 “备注”", "####"),
        (_unwrapped, "G5 “项目简介”", "没有自动换行"),
    ],
)
def test_what_excel_does_not_print_of_a_list_is_told(change: Callable[[Any], None], place: str, found: str) -> None:
    (finding,) = told(spoilt(change), "a.xlsx")
    assert (place in finding.place, found in finding.found, finding.severity) == (True, True, Severity.WARNING)


def test_a_workbook_whose_cells_have_no_borders_at_all_is_inspected() -> None:
    content = spoilt(lambda sheet: [setattr(cell, "border", Border()) for cell in sheet[5]])
    parts = read_package(content)
    sides = b"".join(b"<%s />" % side for side in (b"left", b"right", b"top", b"bottom", b"diagonal"))
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"<border>%s</border>" % sides, b"<border/>")
    assert b"<border/>" in parts["xl/styles.xml"]
    assert [(one.what, one.found) for one in inspect(write_package(parts), "a.xlsx").findings][:1] == [("框线", "缺少")]


def test_a_header_of_two_rows_is_told_as_that() -> None:
    def two_rows(sheet: Any) -> None:
        sheet.insert_rows(5)
        for column in range(1, 10):
            sheet.merge_cells(start_row=4, end_row=5, start_column=column, end_column=column)

    found = [one for one in inspect(spoilt(two_rows), "a.xlsx").findings if "表头" in (one.place, one.what)]
    assert [(one.what, one.found) for one in found] == [("行数", "2行")]


@pytest.mark.parametrize("name", ["form1.docx", "form2.docx", "form2.xlsx"])
def test_nothing_of_our_own_forms_is(name: str) -> None:
    assert told(made()[name], name) == []
