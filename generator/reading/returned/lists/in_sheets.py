"""A returned workbook → the lists in its sheets, by the headers of the campaign's lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.campaign.errors import Place
from generator.reading.raw import Raw
from generator.reading.returned.labels import shown
from generator.reading.returned.lists.cells import NO_RESULT, ListRow
from generator.reading.returned.lists.header import ListHeader, header_in, header_of_two
from generator.reading.returned.lists.rows import (
    Above,
    ListTable,
    is_none,
    recommender_in,
    records,
)
from generator.reading.returned.marks import FormMarks
from generator.reading.returned.paper.cut import Small, Tight
from generator.reading.returned.paper.cut_sheet import Unprinted, sheet_rooms, unprinted
from generator.reading.returned.values import Value, text_entered
from generator.reading.sheets.budget import Budget
from generator.reading.sheets.cells import NOTHING, ReadCell, ReadRow, SheetCells, read_cells
from generator.reading.sheets.looks import read_looks
from generator.reading.sheets.workbook_package import SheetPart, Workbook

HEADER_SEARCH_ROWS = 15


@dataclass(frozen=True)
class ListSheet:
    """A sheet with a list: its header, in which row that begins, and the rows below it that are none of its kind."""

    part: SheetPart
    cells: SheetCells
    at: int
    header: ListHeader
    rows: tuple[ListRow, ...]

    @property
    def table(self) -> ListTable:
        """The list as it is read."""
        above = [_text(one.value) for row in self.cells.rows if row < self.at for one in self.cells.rows[row].values()]
        whose = recommender_in(above, self.header.form)
        sheet = Raw(self.part.title, Place(self.cells.file, self.part.title))  # so a sheet for each category is called
        titles = tuple(text for text in above if text.strip())
        rows, problems = records(self.header, self.rows, Above(sheet, whose=whose, titles=titles))
        return ListTable(self.header.form, whose or "", tuple(rows), tuple(problems))


def list_sheets(book: Workbook, name: str, known: Sequence[FormMarks]) -> list[ListSheet]:
    """The known lists in the workbook, one a sheet at most; a row that is a header once more is none of a list.

    Raises PackageRefusedError for more cells than a form can have, one of WORKBOOK_ERRORS for a broken file.
    """
    budget = Budget()
    sheets = [(part, read_cells(book, part, budget, name)) for part in book.sheets]
    visible = [one for one in sheets if one[1].is_visible]
    return [made for part, cells in visible or sheets if (made := list_in(part, cells, known)) is not None]


def list_in(part: SheetPart, cells: SheetCells, known: Sequence[FormMarks]) -> ListSheet | None:
    """The list in the sheet; its header may be two rows."""
    found = _header(cells.rows, known)
    if found is None:
        return None
    at, header = found
    joined = any(area.top == at and area.bottom == at + 1 for area in cells.merged)
    lower = _texts(cells.rows.get(at + 1, {}))
    both = header_of_two(_spread(cells, at), lower, known, joined=joined)
    last = at if both is None else at + 1
    header = both or header
    return ListSheet(part, cells, at, header, tuple(_below(cells, last, header, known)))


def _spread(cells: SheetCells, row: int) -> Mapping[int, str]:
    """The texts of the row, each over all the columns that its cell covers."""
    texts = dict(_texts(cells.rows[row]))
    for area in cells.merged:
        if area.top == area.bottom == row:
            texts |= dict.fromkeys(range(area.left, area.right + 1), texts.get(area.left, ""))
    return texts


def unread_on_paper(book: Workbook, one: ListSheet) -> tuple[list[Small], list[Tight], list[Unprinted]]:
    """What of the list's projects is too small to be read, may be cut, or is not printed."""
    looks = read_looks(book, one.part, Budget())
    labels = {column: shown(mark.words[0]) for column, mark in one.header.columns.items()}
    rows = [row.row for row in one.rows if not is_none(one.header, row)]
    printed = [row for row in rows if row not in one.cells.hidden_rows and looks.is_printed(row)]
    return (*sheet_rooms(one.cells, looks, labels, printed), unprinted(one.cells, looks, labels, rows))


def _header(rows: Mapping[int, ReadRow], known: Sequence[FormMarks]) -> tuple[int, ListHeader] | None:
    found = [
        (row, header)
        for row in rows
        if row <= HEADER_SEARCH_ROWS and (header := header_in(_texts(rows[row]), known)) is not None
    ]
    return max(found, key=lambda one: one[1].share, default=None)


def _below(sheet: SheetCells, at: int, header: ListHeader, known: Sequence[FormMarks]) -> Iterator[ListRow]:
    merged = _merged(sheet, at)
    for row, cells in sheet.rows.items():
        if row > at and header_in(_texts(cells), known) is None:
            read = {**dict.fromkeys(header.known, NOTHING), **merged.get(row, {}), **cells}
            made = {column: (_value(cell, header, column), sheet.place(row, column)) for column, cell in read.items()}
            rest = frozenset(merged.get(row, {}).keys() - {at for at, cell in cells.items() if not cell.is_blank})
            yield ListRow(made, sheet.place(row, 1), row, rest=rest)


def _merged(sheet: SheetCells, header: int) -> Mapping[int, Mapping[int, ReadCell]]:
    """What goes on from above into the rows below the header: what is merged counts for each of its rows."""
    made: dict[int, dict[int, ReadCell]] = defaultdict(dict)
    for area in sheet.merged:
        shown = sheet.rows.get(area.top, {}).get(area.left)
        if shown is not None and area.top > header:
            for row in range(area.top + 1, area.bottom + 1):
                made[row][area.left] = shown
    return made


def _value(cell: ReadCell, header: ListHeader, column: int) -> Value:
    """What the cell says, without what is struck out in it."""
    mark, text = header.columns.get(column), _text(cell.value)
    if cell.formula is not None and cell.value is None:
        return Value(NO_RESULT if column in header.known else "")
    for struck in cell.struck:
        text = text.replace(struck, "", 1)
    return Value(text_entered(text, mark) if mark else text, is_struck=bool(cell.struck))


def _texts(row: ReadRow) -> Mapping[int, str]:
    return {column: _text(cell.value) for column, cell in row.items()}


def _text(value: object) -> str:
    """The value as text; a number that is whole without a point."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return "" if value is None else str(value)
