"""A returned Form 2 in Excel → its rows, by the header of the form."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from generator.errors import Place
from generator.layout import grid
from generator.reading.raw import Raw, RawRecord
from generator.reading.sheet_table import Row, rows_of

HEADER_SEARCH_ROWS = 15
LEAST_HEADERS = 5


def form2_rows(path: Path, name: str) -> list[RawRecord] | None:
    """The rows with a project name by slot, None where no sheet has the form's header or it cannot be opened."""
    try:
        book = load_workbook(BytesIO(path.read_bytes()), data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, AttributeError):
        return None
    for sheet in book.worksheets:
        rows = rows_of(sheet)
        for number in [row for row in rows if row <= HEADER_SEARCH_ROWS]:
            columns = {column: key for column, cell in rows[number].items() if (key := _key(cell.value))}
            if len(set(columns.values())) >= LEAST_HEADERS:
                below = [_row(rows, row, columns, Place(name, sheet.title)) for row in rows if row > number]
                return [record for record in below if record.text("name")]
    return None


def _key(header: object) -> str:
    """The slot that a header stands over, empty for another text."""
    bare = _bare(str(header or ""))
    return next((column["key"] for column in grid("form2")["columns"] if _bare(column["label"]) == bare), "")


def _bare(label: str) -> str:
    """The header's words without line breaks and what stands in brackets."""
    return "".join(label.replace("|", "").split()).split("（")[0]


def _row(rows: Mapping[int, Row], row: int, columns: Mapping[int, str], place: Place) -> RawRecord:
    values = {}
    for column, key in columns.items():
        cell = rows[row].get(column)
        at = Place(place.file, place.sheet, f"{get_column_letter(column)}{row}")
        values[key] = Raw(str(cell.value) if cell is not None and cell.value is not None else "", at)
    return RawRecord(values, Place(place.file, place.sheet, f"A{row}"))
