"""The list of problems as a workbook (问题清单) that an office can send back to who has to mend them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from generator.errors import Problem, Severity, grouped
from generator.rendering.excel_package import workbook_bytes
from generator.rendering.sheet_page import set_page
from generator.rendering.text_cells import write_text

COLUMNS = (
    ("级别", 6),
    ("申报单位", 18),
    ("文件", 24),
    ("工作表", 12),
    ("单元格或行", 11),
    ("项目", 18),
    ("问题", 46),
    ("怎么改", 46),
)
PLACE_COLUMN = 5
HEADER_FONT, TEXT_FONT = Font(name="黑体", size=11), Font(name="宋体", size=10.5)
LINK_FONT = Font(name="宋体", size=10.5, color="0563C1", underline="single")
FILLS = {
    Severity.ERROR: PatternFill("solid", fgColor="FDE9E7"),
    Severity.WARNING: PatternFill("solid", fgColor="FFF8E1"),
}
EDGE = Side(style="thin", color="BFBFBF")
BORDER = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
MODIFIED = date(1980, 1, 1)  # a list of problems has no date of its own; the same problems give the same bytes


def problem_sheet(problems: Sequence[Problem]) -> bytes:
    """A workbook with a row for each problem, by recommender and file, errors first; its cell is a link."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "问题清单"
    for column, (label, width) in enumerate(COLUMNS, start=1):
        head = sheet.cell(1, column, label)
        head.font, head.border, head.alignment = HEADER_FONT, BORDER, Alignment("center", "center")
        sheet.column_dimensions[head.column_letter].width = width
    for row, problem in enumerate(grouped(problems), start=2):
        _write(sheet, row, problem)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:H{max(2, len(problems) + 1)}"
    set_page(sheet, "landscape", header_row=1)
    book.properties.title = "问题清单"
    return workbook_bytes(book, MODIFIED)


def _write(sheet: Worksheet, row: int, problem: Problem) -> None:
    place = problem.place
    where = place.cell or (f"第{place.line}行" if place.line else "")
    texts = (
        problem.severity.label, problem.recommender, place.file, place.sheet, where,
        problem.field, problem.message, problem.fix,
    )  # fmt: skip
    for column, text in enumerate(texts, start=1):
        cell = sheet.cell(row, column)
        assert isinstance(cell, Cell)
        write_text(cell, text)
        cell.font, cell.border, cell.fill = TEXT_FONT, BORDER, FILLS[problem.severity]
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    if place.cell:
        link = sheet.cell(row, PLACE_COLUMN)
        link.hyperlink = f"{place.file}#'{place.sheet}'!{place.cell}"
        link.font = LINK_FONT
