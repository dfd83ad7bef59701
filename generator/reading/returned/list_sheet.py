"""A returned workbook → the lists in its sheets, by the headers of the campaign's lists."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator.reading.returned.list_rows import ListHeader, ListRow, ListTable, header_in, recommender_in, records
from generator.reading.returned.marks import FormMarks
from generator.reading.returned.values import Value, text_entered
from generator.reading.sheets.budget import Budget
from generator.reading.sheets.cells import NOTHING, ReadCell, ReadRow, SheetCells, read_cells
from generator.reading.sheets.workbook_package import opened

HEADER_SEARCH_ROWS = 15


def list_tables(package: zipfile.ZipFile, name: str, known: Sequence[FormMarks]) -> list[ListTable]:
    """The tables of the known lists, one a sheet at most; a row that is a header once more is none of a table.

    Raises PackageRefusedError for more cells than a form can have, one of WORKBOOK_ERRORS for a broken file.
    """
    book, budget = opened(package), Budget()
    made = []
    sheets = [read_cells(book, part, budget, name) for part in book.sheets]
    for sheet in [one for one in sheets if one.is_visible] or sheets:
        if found := _header(sheet.rows, known):
            at, header = found
            above = [_text(cell.value) for row in sheet.rows if row < at for cell in sheet.rows[row].values()]
            rows = _below(sheet, at, header, known)
            made_of, problems = records(header, rows)
            recommender = recommender_in(above, header.form)
            made.append(ListTable(header.form, recommender, tuple(made_of), tuple(problems)))
    return made


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
            read = {**dict.fromkeys(header.columns, NOTHING), **merged.get(row, {}), **cells}
            made = {column: (_value(cell, header, column), sheet.place(row, column)) for column, cell in read.items()}
            yield ListRow(made, sheet.place(row, 1))


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
