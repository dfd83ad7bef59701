"""Sheets of the Excel templates: lines of text, a header row over one data row, the page.

The data row's cells, and the others that are filled, hold marks as the Word templates do (`{{ title }}`,
`{{ row.name }}`). Defined names tell which cell is what. A clerk may restyle all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.borders import BORDER_MEDIUM, BORDER_THIN
from openpyxl.utils import absolute_coordinate, get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.layout import MM_PER_PT
from generator.drafting.word.elements import HEI, SONG
from generator.rendering.excel.columns import DEFAULT_FONT, DEFAULT_FONT_PT, width_characters
from generator.rendering.excel.package import workbook_bytes
from generator.rendering.excel.sheet_page import set_page
from generator.rendering.excel.text_cells import TEXT_FORMAT

# A template has no date of its own; the file made of it gets the campaign's.
_DRAFTED = date(2023, 1, 1)


@dataclass(frozen=True)
class Column:
    """A column of a list: key of the row's value, header, width in mm, place in the cell, size in pt."""

    key: str
    header: str
    width_mm: float
    align: str = "center"
    size_pt: float = 10.5
    header_pt: float = 10.5


@dataclass(frozen=True)
class Heights:
    """Heights in mm of the header row and the data row; a row grows with its text."""

    header: float = 10
    row: float = 10


def new_workbook(name: str, columns: Sequence[Column]) -> tuple[Workbook, Worksheet]:
    """A workbook of one sheet of that name, its columns as wide as told."""
    book = Workbook()
    # Excel counts column widths in digits of the Normal style's font: it is fixed here.
    book._fonts[0] = Font(name=DEFAULT_FONT, size=DEFAULT_FONT_PT, family=2)  # type: ignore[attr-defined]
    book.properties.title = name
    sheet = _sheet(book)
    sheet.title = name
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width_characters(column.width_mm)
    return book, sheet


def _sheet(book: Workbook) -> Worksheet:
    sheet: Worksheet = book.worksheets[0]
    return sheet


@dataclass(frozen=True)
class Line:
    """A line of text over merged cells, found by its name."""

    cells: str
    name: str
    text: str
    family: str
    size_pt: float
    align: str
    height_mm: float


def add_line(book: Workbook, line: Line) -> None:
    """The line in the workbook's sheet."""
    sheet = _sheet(book)
    first = line.cells.split(":")[0]
    sheet.merge_cells(line.cells)
    sheet[first] = line.text or None
    sheet[first].font = Font(name=line.family, size=line.size_pt)
    sheet[first].alignment = Alignment(horizontal=line.align, vertical="center", shrink_to_fit=True)
    sheet[first].number_format = TEXT_FORMAT
    sheet.row_dimensions[sheet[first].row].height = _points(line.height_mm)
    _name(book, sheet, line.name, first)


def add_table(book: Workbook, columns: Sequence[Column], header_row: int, heights: Heights) -> None:
    """The header row and, below it, the data row."""
    sheet, last = _sheet(book), len(columns)
    for place, column in enumerate(columns, start=1):
        for row, text, family, size_pt, align in (
            (header_row, column.header, HEI, column.header_pt, "center"),
            (header_row + 1, f"{{{{ row.{column.key} }}}}", SONG, column.size_pt, column.align),
        ):
            cell = sheet.cell(row, place, text)
            cell.font = Font(name=family, size=size_pt)
            cell.alignment = Alignment(align, "center", wrap_text=True, indent=int(align == "left"))
            cell.number_format = TEXT_FORMAT
            cell.border = _border(place == 1, place == last, row == header_row)
    sheet.row_dimensions[header_row].height = _points(heights.header)
    sheet.row_dimensions[header_row + 1].height = _points(heights.row)
    end = get_column_letter(last)
    _name(book, sheet, "header", f"A{header_row}:{end}{header_row}")
    _name(book, sheet, "rows", f"A{header_row + 1}:{end}{header_row + 1}")


def _border(first: bool, last: bool, top: bool) -> Border:
    """Thin rules inside, the outer ones heavier; the renderer closes the table below its last row."""
    outer, inner = Side(style=BORDER_MEDIUM), Side(style=BORDER_THIN)
    return Border(
        left=outer if first else inner, right=outer if last else inner, top=outer if top else inner, bottom=inner
    )


def _name(book: Workbook, sheet: Worksheet, name: str, cells: str) -> None:
    book.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!{absolute_coordinate(cells)}")


def finished(book: Workbook, sheet: Worksheet, *, header_row: int, last: str) -> bytes:
    """The workbook's bytes, its page set up: A4 landscape, one page wide, the header on every page."""
    set_page(sheet, "landscape", header_row=header_row)
    sheet.print_area = f"A1:{last}"
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.sheet_view.showGridLines = False
    return workbook_bytes(book, _DRAFTED)


def _points(mm: float) -> float:
    return round(mm / MM_PER_PT, 2)
