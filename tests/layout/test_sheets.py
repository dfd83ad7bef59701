"""Form 2 as LibreOffice prints the Excel file; and that a clipped cell is rejected."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from layout.sheets import Sheet, clipped_cells, printed_sheets, table_of
from openpyxl import load_workbook
from rendering.word_contexts import LONGEST, form2
from support.offices import converted_by_libreoffice

from generator.campaign.layout import package_templates
from generator.rendering.excel import workbook

pytestmark = pytest.mark.xdist_group("layout-sheets")

CATEGORIES = ("小发明", "小创造", "小革新", "小设计", "小建议")
HEADER = ["序号", "项目"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """The workbook with twelve of the longest rows, and the same with one row made too low; with their PDFs."""
    folder = tmp_path_factory.mktemp("sheets")
    template = (package_templates() / "form2" / "form2.xlsx").read_bytes()
    context: dict[str, Any] = form2(LONGEST, 12) | {"brief_limit": 100, "categories": CATEGORIES}
    content = workbook.render(template, context, modified=date(2023, 7, 20))
    book = load_workbook(io.BytesIO(content))
    (sheet,) = book.worksheets
    sheet.row_dimensions[8].height = 24
    book.save(folder / "low.xlsx")
    (folder / "whole.xlsx").write_bytes(content)
    made = [folder / "whole.xlsx", folder / "low.xlsx"]
    printed = converted_by_libreoffice(made, folder)
    return {path.stem: (path, pdf) for path, pdf in zip(made, printed, strict=True)}


def test_the_longest_rows_are_printed_whole_on_landscape_pages_with_their_header(
    files: dict[str, tuple[Path, Path]],
) -> None:
    book, pdf = files["whole"]
    sheets = printed_sheets(pdf)
    assert len(sheets) > 1
    assert all((round(sheet.width), round(sheet.height)) == (297, 210) for sheet in sheets)
    assert clipped_cells(sheets, table_of(book, "序号")) == []
    assert sum(len(sheet.rows) - 1 for sheet in sheets) == 12


def test_a_row_that_is_too_low_for_its_text_is_rejected(files: dict[str, tuple[Path, Path]]) -> None:
    book, pdf = files["low"]
    assert clipped_cells(printed_sheets(pdf), table_of(book, "序号")) != []


PAGE = Sheet(297, 210, [HEADER, ["1", "甲乙丙"]], [], 260)


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (PAGE, []),
        (replace(PAGE, rows=[["1", "甲乙丙"]]), ["page 1: no header", "0 rows in place of 1"]),
        (replace(PAGE, rows=[HEADER, ["1", "甲乙"]]), ["“甲乙丙” is printed as “甲乙”"]),
        (replace(PAGE, rows=[HEADER]), ["0 rows in place of 1"]),
        (replace(PAGE, clipped=["“丙” sticks out"]), ["“丙” sticks out"]),
    ],
)
def test_a_missing_header_a_missing_row_and_a_changed_word_are_rejected(page: Sheet, told: list[str]) -> None:
    assert clipped_cells([page], [HEADER, ["1", "甲乙丙"]]) == told
