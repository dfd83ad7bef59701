"""A returned workbook → the lists in its sheets, by the headers of the campaign's lists."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence

from openpyxl.utils import get_column_letter

from generator.campaign.errors import Place
from generator.reading.returned.list_rows import ListHeader, ListRow, ListTable, header_in, recommender_in, records
from generator.reading.returned.marks import FormMarks
from generator.reading.returned.values import Value, text_entered
from generator.reading.sheets.budget import Budget
from generator.reading.sheets.cells import Row, read_cells
from generator.reading.sheets.workbook_package import opened

HEADER_SEARCH_ROWS = 15


def list_tables(package: zipfile.ZipFile, name: str, known: Sequence[FormMarks]) -> list[ListTable]:
    """The tables of the known lists, one a sheet at most; a row that is a header once more is none of a table.

    Raises PackageRefusedError for more cells than a form can have, one of WORKBOOK_ERRORS for a broken file.
    """
    book, budget = opened(package), Budget()
    made = []
    for part in book.sheets:
        sheet = read_cells(book, part, budget)
        if found := _header(sheet.rows, known):
            at, header = found
            above = [_text(cell.value) for row in sheet.rows if row < at for cell in sheet.rows[row].values()]
            rows = _below(sheet.rows, at, header, Place(name, sheet.title), known)
            made_of, problems = records(header, rows)
            recommender = recommender_in(above, header.form)
            made.append(ListTable(header.form, recommender, tuple(made_of), tuple(problems)))
    return made


def _header(rows: Mapping[int, Row], known: Sequence[FormMarks]) -> tuple[int, ListHeader] | None:
    found = [
        (row, header)
        for row in rows
        if row <= HEADER_SEARCH_ROWS and (header := header_in(_texts(rows[row]), known)) is not None
    ]
    return max(found, key=lambda one: one[1].share, default=None)


def _below(
    rows: Mapping[int, Row], at: int, header: ListHeader, place: Place, known: Sequence[FormMarks]
) -> Iterator[ListRow]:
    for row in rows:
        if row > at and header_in(_texts(rows[row]), known) is None:
            blank = {column: (Value(""), _at(place, column, row)) for column in header.columns}
            cells = blank | {
                column: (_value(cell.value, header, column), _at(place, column, row))
                for column, cell in rows[row].items()
            }
            yield ListRow(cells, _at(place, 1, row))


def _value(value: object, header: ListHeader, column: int) -> Value:
    text = _text(value)
    mark = header.columns.get(column)
    return Value(text_entered(text, mark) if mark else text)


def _at(place: Place, column: int, row: int) -> Place:
    return Place(place.file, place.sheet, f"{get_column_letter(column)}{row}")


def _texts(row: Row) -> Mapping[int, str]:
    return {column: _text(cell.value) for column, cell in row.items()}


def _text(value: object) -> str:
    """The value as text; a number that is whole without a point."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return "" if value is None else str(value)
