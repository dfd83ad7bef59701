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
_LINE_OF_DEFAULT_FONT = 1.2  # sizes that a row of it is high
_STRUT_CHARACTERS = 1


@dataclass(frozen=True)
class SheetColumn:
    """A column of a list: key of the row's value, header, width in mm, place in the cell, size in pt."""

    key: str
    header: str
    width_mm: float
    align: str = "center"
    size_pt: float = 10.5
    header_pt: float = 10.5


def new_sheet(name: str, columns: Sequence[SheetColumn]) -> Worksheet:
    """The one sheet of a workbook of that name, its columns as wide as told."""
    book = Workbook()
    # Excel counts column widths in digits of the Normal style's font: it is fixed here.
    book._fonts[0] = Font(name=DEFAULT_FONT, size=DEFAULT_FONT_PT, family=2)  # type: ignore[attr-defined]
    book.properties.title = name
    sheet: Worksheet = book.worksheets[0]
    sheet.title = name
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width_characters(column.width_mm)
    return sheet


@dataclass(frozen=True)
class SheetLine:
    """A line of text over merged cells, found by its name."""

    cells: str
    name: str
    text: str
    family: str
    size_pt: float
    align: str
    height_mm: float


def add_line(sheet: Worksheet, line: SheetLine) -> None:
    """The line in the sheet."""
    first = line.cells.split(":")[0]
    sheet.merge_cells(line.cells)
    sheet[first] = line.text or None
    sheet[first].font = Font(name=line.family, size=line.size_pt)
    sheet[first].alignment = Alignment(horizontal=line.align, vertical="center", shrink_to_fit=True)
    sheet[first].number_format = TEXT_FORMAT
    sheet.row_dimensions[sheet[first].row].height = _points(line.height_mm)
    add_name(sheet, line.name, f"'{sheet.title}'!{absolute_coordinate(first)}")


def add_table(
    sheet: Worksheet, columns: Sequence[SheetColumn], header_row: int, *, header_mm: float = 10, row_mm: float = 10
) -> None:
    """The header row and, below it, the data row, which grows with its text."""
    last = len(columns)
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
    end = get_column_letter(last)
    for row, name, height_mm in ((header_row, "header", header_mm), (header_row + 1, "rows", row_mm)):
        sheet.row_dimensions[row].height = _points(height_mm)
        add_name(sheet, name, f"'{sheet.title}'!{absolute_coordinate(f'A{row}:{end}{row}')}")


def keep_rows_tall(sheet: Worksheet, row: int, column: int, height_mm: float) -> None:
    """Let data rows be so high where no height is told, and grow with what is typed into them.

    The sheet's own height is that of a row nobody has typed in. An empty cell beside the table, which every data
    row gets, has a font as high: what fits a row to its text (Excel, WPS, LibreOffice) goes no lower than that.
    """
    letter = get_column_letter(column)
    sheet.cell(row, column).font = Font(name=DEFAULT_FONT, size=round(_points(height_mm) / _LINE_OF_DEFAULT_FONT))
    sheet.column_dimensions[letter].width = _STRUT_CHARACTERS
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = _points(height_mm), True


def _border(first: bool, last: bool, top: bool) -> Border:
    """Thin rules inside, the outer ones heavier; the renderer closes the table below its last row."""
    outer, inner = Side(style=BORDER_MEDIUM), Side(style=BORDER_THIN)
    return Border(
        left=outer if first else inner, right=outer if last else inner, top=outer if top else inner, bottom=inner
    )


def add_name(sheet: Worksheet, name: str, meaning: str) -> None:
    """A name of the workbook: for cells, or for a number."""
    book = sheet.parent
    assert isinstance(book, Workbook)
    book.defined_names[name] = DefinedName(name, attr_text=meaning)


def finished(sheet: Worksheet, *, header_row: int, last: str) -> bytes:
    """The workbook's bytes, its page set up: A4 landscape, one page wide, the header on every page."""
    set_page(sheet, "landscape", header_row=header_row)
    sheet.print_area = f"A1:{last}"
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.sheet_view.showGridLines = False
    book = sheet.parent
    assert isinstance(book, Workbook)
    return workbook_bytes(book, _DRAFTED)


def _points(mm: float) -> float:
    return round(mm / MM_PER_PT, 2)
