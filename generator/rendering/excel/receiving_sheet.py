"""申报进度 in Excel: the filled template, its figures as numbers, who is behind in colour, and a bar chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties

from generator.rendering.excel import workbook
from generator.rendering.excel.sheet_page import A4
from generator.rendering.excel.sheet_rows import NUMBER

BEHIND = PatternFill("solid", fgColor="F4CCCC")
LOOKS = ("behind", "total", f" {NUMBER}", f"behind {NUMBER}", f"total {NUMBER}")
# Columns of the table, counted from its first, and the switch of a row that colours each.
NAME, LEAST, APPLICATIONS = 1, 2, 3
COLOURED = {4: "is_short", 6: "is_share_short", 7: "is_wrong"}
TOTALS_FONT = "黑体"
CHART_WIDTH_CM, ROW_CM, CHART_FRAME_CM = 25.0, 0.75, 2.4
PROGRESS_BAR, LEAST_BAR = "5B7FA6", "BFBFBF"


def receiving_sheet(template: bytes, context: Mapping[str, Any], *, modified: date) -> bytes:
    """The workbook of `composing.receiving`. Raises TemplateError as `workbook.render` does."""
    rows: Sequence[Mapping[str, Any]] = context["rows"]

    def look(place: int, column: int, text: str) -> str:
        """Whole numbers as numbers, so that they can be added up and drawn; who is behind in colour."""
        is_behind = place < len(rows) and rows[place].get(COLOURED.get(column, ""))
        kind = "total" if place == len(rows) else "behind" if is_behind else ""
        return f"{kind} {NUMBER}" if text.isascii() and text.isdigit() else kind

    whole = {**context, "rows": [*rows, context["totals"]]}
    charted = partial(_charted, bars=len(rows))
    return workbook.render(template, whole, modified=modified, prepared=charted, look=look)


@lru_cache(maxsize=8)
def _charted(template: bytes, bars: int) -> workbook.CompiledWorkbook:
    """The template made ready, with a chart of so many rows."""
    book = load_workbook(BytesIO(template))
    book.worksheets[0].page_setup.fitToHeight = 1
    _add_chart(book, bars)
    return workbook.CompiledWorkbook(book, LOOKS, _dress)


def _dress(cell: Cell, look: str) -> None:
    if NUMBER in look:
        cell.number_format = "0"
    if look.startswith("behind"):
        cell.fill = BEHIND
    if look.startswith("total"):
        cell.font = Font(name=TOTALS_FONT, size=cell.font.size)


def _add_chart(book: Workbook, bars: int) -> None:
    """Bars of what has come in beside what is asked for, one pair a recommender, on a sheet of its own."""
    sheet = book.worksheets[0]
    data = workbook.cells_of(book, sheet, workbook.ROWS)
    if data is None:
        raise ValueError(f"名称 {workbook.ROWS} 不在第一张工作表")
    left, top, bottom = data.min_col, data.min_row, data.min_row + bars - 1
    chart = BarChart()
    chart.type, chart.style, chart.title = "bar", 10, None
    for column, colour in ((left + LEAST, LEAST_BAR), (left + APPLICATIONS, PROGRESS_BAR)):
        chart.add_data(Reference(sheet, min_col=column, min_row=top - 1, max_row=bottom), titles_from_data=True)
        chart.series[-1].graphicalProperties.solidFill = colour
    chart.set_categories(Reference(sheet, min_col=left + NAME, min_row=top, max_row=bottom))
    chart.x_axis.scaling.orientation = "maxMin"  # the first recommender at the top
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.crosses, chart.y_axis.numFmt, chart.y_axis.majorGridlines = "max", "0", None
    chart.legend.position, chart.gapWidth = "t", 40
    chart.width = CHART_WIDTH_CM  # type: ignore[assignment]  # the stubs say int; openpyxl takes centimetres
    chart.height = CHART_FRAME_CM + ROW_CM * bars
    page = book.create_sheet("图表")
    page.sheet_view.showGridLines = False
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.add_chart(chart, "A1")
