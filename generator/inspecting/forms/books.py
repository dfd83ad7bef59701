"""A workbook as it was handed in: its sheet, and where the table of a list stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.forms import ListForm
from generator.composing.filling.lists import headers
from generator.inspecting.book_bounds import require_modest_book
from generator.inspecting.word_file import BrokenFileError, Why
from generator.inspecting.words import Words, bare
from generator.reading.prescan import ROWS_TOO_MANY, TOO_MUCH, WORKBOOK_ERRORS, PackageRefusedError

_HEADER, _HEADER_ROWS, _MOST_COLUMNS = 4, 30, 100  # where the header stands, and where it is looked for


@dataclass(frozen=True)
class Book:
    """The sheet that holds the table, and how many sheets there are."""

    sheet: Worksheet
    sheets: int


@dataclass(frozen=True)
class PlacedBook(Book):
    """The same where the form is known: the rows of its header, its last too, and of the table's last (from 1)."""

    header: int
    header_last: int
    last: int
    width: int

    @property
    def foot(self) -> int:
        """The row of the foot note, after the last row of the table."""
        return self.last + 1


def read_book(content: bytes) -> Book:
    """The workbook opened. Raises BrokenFileError where it is no whole workbook."""
    try:
        require_modest_book(content)
    except PackageRefusedError as refused:
        is_large = refused.trouble in (TOO_MUCH, ROWS_TOO_MANY)
        raise BrokenFileError(Why.LARGE if is_large else Why.BROKEN) from refused
    try:
        book = load_workbook(BytesIO(content))
        return Book(book.worksheets[0], len(book.worksheets))
    except WORKBOOK_ERRORS as wrong:
        raise BrokenFileError(Why.UNUSUAL) from wrong


def placed(book: Book, form: ListForm, words: Words) -> PlacedBook:
    """The table: its header is the row with most of the form's labels, its last row stands above the note."""
    sheet = book.sheet
    labels = {_label(label) for label in headers(words.settings, form)}
    columns = range(1, min(sheet.max_column, _MOST_COLUMNS) + 1)
    counts = {
        row: sum(_label(cell_text(sheet, row, column)) in labels for column in columns)
        for row in range(1, min(sheet.max_row, _HEADER_ROWS) + 1)
    }
    header = max(counts, key=lambda row: counts[row]) if any(counts.values()) else _HEADER
    note = bare(form.foot_note.split("{{")[0])[:8]
    tall = (area.max_row for area in sheet.merged_cells.ranges if area.min_row == header)
    header_last = max(tall, default=header)
    below = range(header, sheet.max_row + 1)
    foot = next((row for row in below if note and cell_text(sheet, row, 1).startswith(note)), 0)
    ruled = max((row for row in below if edge(sheet.cell(row, 1), "left")), default=sheet.max_row)
    return PlacedBook(sheet, book.sheets, header, header_last, foot - 1 if foot else ruled, len(form.columns))


def text_of(book: Book) -> str:
    """The text of the sheet."""
    rows = book.sheet.iter_rows(values_only=True)
    return "".join(str(value) for row in rows for value in row if value is not None)


def cell_text(sheet: Worksheet, row: int, column: int) -> str:
    """The text of a cell without white space."""
    value = sheet.cell(row, column).value
    return bare(str(value)) if value is not None else ""


def edge(cell: Any, side: str) -> str:
    """The kind of rule at that side of the cell, empty for none."""
    drawn = getattr(cell.border, side)
    return (drawn.style or "") if drawn is not None else ""


def _label(text: str) -> str:
    """The words of a header without what stands in brackets behind them."""
    return bare(text.replace("|", "")).split("（")[0]
