"""A returned workbook → the lists in its sheets, by the headers of the campaign's lists."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence

from generator.reading.returned.list_rows import ListHeader, ListRow, ListTable, header_in, recommender_in, records
from generator.reading.returned.marks import FormMarks
from generator.reading.returned.values import Value, text_entered
from generator.reading.sheets.budget import Budget
from generator.reading.sheets.cells import ReadRow, SheetCells, read_cells
from generator.reading.sheets.workbook_package import opened

HEADER_SEARCH_ROWS = 15


def list_tables(package: zipfile.ZipFile, name: str, known: Sequence[FormMarks]) -> list[ListTable]:
    """The tables of the known lists, one a sheet at most; a row that is a header once more is none of a table.

    Raises PackageRefusedError for more cells than a form can have, one of WORKBOOK_ERRORS for a broken file.
    """
    book, budget = opened(package), Budget()
    made = []
    for part in book.sheets:
        sheet = read_cells(book, part, budget, name)
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
    for row, cells in sheet.rows.items():
        if row > at and header_in(_texts(cells), known) is None:
            values = {**dict.fromkeys(header.columns, ""), **_texts(cells)}
            made = {column: (_value(text, header, column), sheet.place(row, column)) for column, text in values.items()}
            yield ListRow(made, sheet.place(row, 1))


def _value(text: str, header: ListHeader, column: int) -> Value:
    mark = header.columns.get(column)
    return Value(text_entered(text, mark) if mark else text)


def _texts(row: ReadRow) -> Mapping[int, str]:
    return {column: _text(cell.value) for column, cell in row.items()}


def _text(value: object) -> str:
    """The value as text; a number that is whole without a point."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return "" if value is None else str(value)
