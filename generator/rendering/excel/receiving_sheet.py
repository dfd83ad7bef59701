"""申报进度 in Excel: the filled template, its figures as numbers, who is behind in colour, and a bar chart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from generator.rendering.excel import workbook
from generator.rendering.excel.package import workbook_bytes
from generator.rendering.excel.sheet_page import A4

BEHIND = PatternFill("solid", fgColor="F4CCCC")
# Columns of the table, counted from its first, and the switch of a row that colours each.
NAME, LEAST, APPLICATIONS = 1, 2, 3
COLOURED = {4: "is_short", 6: "is_share_short", 7: "is_wrong"}
TOTALS_FONT = "黑体"
CHART_WIDTH_CM, ROW_CM, CHART_FRAME_CM = 25.0, 0.75, 2.4
PROGRESS_BAR, LEAST_BAR = "5B7FA6", "BFBFBF"


def receiving_sheet(template: bytes, context: Mapping[str, Any], *, modified: date) -> bytes:
    """The workbook of `composing.receiving`. Raises TemplateError as `workbook.render` does."""
    whole = {**context, "rows": [*context["rows"], context["totals"]]}
    book = load_workbook(BytesIO(workbook.render(template, whole, modified=modified)))
    sheet = book.worksheets[0]
    cells = next(cells for _, cells in book.defined_names[workbook.ROWS].destinations)
    left, top, right, bottom = (int(edge or 1) for edge in range_boundaries(cells))
    _make_numbers(sheet, top)
    for place, row in enumerate(context["rows"]):
        for column, switch in COLOURED.items():
            if row[switch]:
                sheet.cell(top + place, left + column).fill = BEHIND
    for column in range(left, right + 1):
        total = sheet.cell(bottom, column)
        total.font = Font(name=TOTALS_FONT, size=total.font.size)
    sheet.page_setup.fitToHeight = 1
    _add_chart(book, sheet, left, top, bottom - 1)
    return workbook_bytes(book, modified)


def _make_numbers(sheet: Worksheet, top: int) -> None:
    """Whole numbers as numbers, so that they can be added up and drawn."""
    for row in sheet.iter_rows(min_row=top):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.isascii() and cell.value.isdigit():
                cell.value, cell.number_format = int(cell.value), "0"


def _add_chart(book: Workbook, sheet: Worksheet, left: int, top: int, bottom: int) -> None:
    """Bars of what has come in beside what is asked for, one pair a recommender, on a sheet of its own."""
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
    chart.height = CHART_FRAME_CM + ROW_CM * (bottom - top + 1)
    page = book.create_sheet("图表")
    page.sheet_view.showGridLines = False
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.add_chart(chart, "A1")
