"""What was filled in and cannot be read on paper: cut by a row of fixed height, or too small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.errors import Place, Severity
from generator.campaign.forms import Form
from generator.campaign.layout import MM_PER_PT
from generator.inspecting.findings import Finding, points
from generator.inspecting.forms.books import PlacedBook, cell_text
from generator.inspecting.word_file import WordFile
from generator.reading.returned.cut import Small, Tight, lines_cut, rooms_in
from generator.reading.returned.labels import bare_label
from generator.reading.returned.marks import marks_of
from generator.reading.word_tables.grid import DocumentReader
from generator.reading.word_tables.rooms import SMALLEST_PT, SetText, TightCell
from generator.reading.word_tables.styles import StyleSheet
from generator.rendering.excel.columns import DEFAULT_FONT_PT, width_mm
from generator.rendering.excel.row_heights import CELL_PADDING_MM

_WHAT, _LINE = "填写的文字", 1.2  # the least pitch of Excel's lines to their size
_NO_WIDTH = 8.43


def unreadable_in_word(form: Form, file: WordFile) -> tuple[list[Small], list[Tight]]:
    """The cells with text too small to be read, and those that may be cut."""
    blocks = list(DocumentReader().blocks(file.body))
    return rooms_in(blocks, "", StyleSheet(file.styles), marks_of([form]))


def tight_in_book(book: PlacedBook) -> Iterator[Tight]:
    """The cells of the list whose row has a height of its own and may not hold their text."""
    sheet = book.sheet
    for row in range(book.header + 1, book.last + 1):
        height_pt = sheet.row_dimensions[row].height
        for column in range(1, book.width + 1) if height_pt else ():
            text = _set(sheet, row, column)
            if text is not None and text.most_pt > height_pt:
                label = bare_label(cell_text(sheet, book.header, column))
                place = Place("", "", f"{get_column_letter(column)}{row}")
                yield Tight(place, label, TightCell(height_pt, (text,)))


def small_in_book(book: PlacedBook) -> Iterator[Small]:
    """The cells of the list with text too small to be read."""
    for row in range(book.header + 1, book.last + 1):
        for column in range(1, book.width + 1):
            cell = book.sheet.cell(row, column)
            size_pt = float(cell.font.sz or DEFAULT_FONT_PT)
            if size_pt < SMALLEST_PT and str(cell.value or "").strip():
                label = bare_label(cell_text(book.sheet, book.header, column))
                yield Small(Place("", "", cell.coordinate), label, size_pt)


def _set(sheet: Worksheet, row: int, column: int) -> SetText | None:
    """The cell's text as Excel sets it; None where it is empty or goes on beyond its cell in one line."""
    cell = sheet.cell(row, column)
    text = str(cell.value).strip() if cell.value is not None else ""
    if not text or not cell.alignment.wrap_text:
        return None
    size_pt = float(cell.font.sz or DEFAULT_FONT_PT)
    width_pt = (width_mm(_characters(sheet, column)) - CELL_PADDING_MM) / MM_PER_PT
    return SetText(text, size_pt, str(cell.font.name or ""), max(width_pt, size_pt), size_pt * _LINE)


def _characters(sheet: Worksheet, place: int) -> float:
    """A column's width in characters; neighbours of one width are stored together."""
    for dimension in sheet.column_dimensions.values():
        first = dimension.min or 0
        if first <= place <= (dimension.max or first) and dimension.width is not None:
            return float(dimension.width)
    return float(sheet.sheet_format.defaultColWidth or _NO_WIDTH)


def findings_of(small: Sequence[Small], tight: Sequence[Tight]) -> Iterator[Finding]:
    """That these texts cannot be read; those that may be cut are measured now."""
    for one in small:
        found = f"字号（或行距）只有{points(one.size_pt)}"
        yield Finding(_called(one.place, one.label), _WHAT, "看得清", found, Severity.WARNING)
    for cell in tight:
        if count := lines_cut(cell.cell):
            found = f"末尾约{count}行被固定的行高截去"
            yield Finding(_called(cell.place, cell.label), _WHAT, "打印得全", found, Severity.WARNING)


def _called(place: Place, label: str) -> str:
    where = f"{place.sheet} {place.cell}".strip()
    return f"{where} “{label}”" if label else where
