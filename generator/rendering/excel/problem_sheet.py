"""Lists to hand on as workbooks: problems (问题清单), what was not made (未生成清单), what is archived (归档清单)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.errors import Place, Problem, Severity, grouped
from generator.campaign.showing import visible
from generator.rendering.excel.package import workbook_bytes
from generator.rendering.excel.sheet_page import set_page
from generator.rendering.excel.text_cells import write_text

Columns = Sequence[tuple[str, int]]  # label and width in characters
PLACE_LABEL = "单元格或行"
PLACE_COLUMNS: Columns = (("文件", 24), ("工作表", 12), (PLACE_LABEL, 11))
PROBLEM_COLUMNS: Columns = (
    ("级别", 6),
    ("申报单位", 18),
    *PLACE_COLUMNS,
    ("项目", 18),
    ("问题", 46),
    ("怎么改", 46),
)
LEFT_OUT_COLUMNS: Columns = (
    ("未生成的", 20),
    ("申报单位", 18),
    ("项目或单位", 20),
    *PLACE_COLUMNS,
    ("原因", 46),
    ("怎么改", 46),
)
ARCHIVE_COLUMNS: Columns = (("序号", 6), ("文件", 60), ("是什么", 18), ("大小（字节）", 14), ("校验码（SHA-256）", 70))
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
    rows = [
        (one, (one.severity.label, one.recommender, *_where(one.place), one.field, one.message, one.fix))
        for one in grouped(problems)
    ]
    return _list("问题清单", PROBLEM_COLUMNS, rows)


def left_out_sheet(parts: Iterable[tuple[str, str, str, Problem]]) -> bytes:
    """A workbook of what was not made: papers, recommender, name of the part, and the problem that is the reason."""
    rows = [
        (why, (papers, recommender, name, *_where(why.place), f"{why.field}：{why.message}".lstrip("："), why.fix))
        for papers, recommender, name, why in parts
    ]
    return _list("未生成清单", LEFT_OUT_COLUMNS, rows)


def archive_sheet(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook with a row for each file of an archive."""
    sheet = _headed("归档清单", ARCHIVE_COLUMNS)
    for row, texts in enumerate(rows, start=2):
        for column, text in enumerate(texts, start=1):
            _write_text(sheet, row, column, text)
    return _finished(sheet, len(rows))


def _list(title: str, columns: Columns, rows: Sequence[tuple[Problem, Sequence[str]]]) -> bytes:
    sheet = _headed(title, columns)
    link_column = [label for label, _ in columns].index(PLACE_LABEL) + 1
    for row, (problem, texts) in enumerate(rows, start=2):
        _write(sheet, row, problem, texts, link_column)
    return _finished(sheet, len(rows))


def _headed(title: str, columns: Columns) -> Worksheet:
    """The one sheet of a new workbook, with these columns."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = book.properties.title = title
    for column, (label, width) in enumerate(columns, start=1):
        head = sheet.cell(1, column, label)
        head.font, head.border, head.alignment = HEADER_FONT, BORDER, Alignment("center", "center")
        sheet.column_dimensions[head.column_letter].width = width
    return sheet


def _finished(sheet: Worksheet, rows: int) -> bytes:
    """The workbook's bytes, its page set up, the header always in view."""
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(sheet.max_column)}{max(2, rows + 1)}"
    set_page(sheet, "landscape", header_row=1)
    book = sheet.parent
    assert isinstance(book, Workbook)
    return workbook_bytes(book, MODIFIED)


def _where(place: Place) -> tuple[str, str, str]:
    """File, sheet, and cell or line, as they may be told."""
    told = place.told
    return told.file, told.sheet, told.cell or (f"第{told.line}行" if told.line else "")


def _write_text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    write_text(cell, visible(text))
    cell.font, cell.border, cell.alignment = TEXT_FONT, BORDER, Alignment(vertical="center", wrap_text=True)
    return cell


def _write(sheet: Worksheet, row: int, problem: Problem, texts: Sequence[str], link_column: int) -> None:
    for column, text in enumerate(texts, start=1):
        _write_text(sheet, row, column, text).fill = FILLS[problem.severity]
    place = problem.place
    if place.cell and visible(place.file + place.sheet) == place.file + place.sheet:  # a link has the names in it
        link = sheet.cell(row, link_column)
        link.hyperlink = f"{place.file}#'{place.sheet}'!{place.cell}"
        link.font = LINK_FONT
