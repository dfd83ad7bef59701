"""What was filled in and cannot be read on paper is told with its cell: text that a fixed row cuts, or too small."""

from __future__ import annotations

import io

import pytest
from inspected_files import made
from openpyxl import load_workbook
from openpyxl.styles import Font
from support.returned_habits import HABITS, Paper

from generator.campaign.errors import Severity
from generator.inspecting.findings import Finding
from generator.inspecting.inspecting import inspect


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


@pytest.mark.parametrize("name", ["form1.docx", "form2.docx", "form2.xlsx"])
def test_nothing_of_our_own_forms_is(name: str) -> None:
    assert told(made()[name], name) == []
