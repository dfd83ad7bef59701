"""A returned Form 2 in Excel → its rows, by the header of the form."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from generator.campaign.errors import Place
from generator.reading.raw import Raw, RawRecord
from generator.reading.schema import own_list
from generator.reading.sheets.budget import Budget
from generator.reading.sheets.cells import Row, read_cells
from generator.reading.sheets.workbook_package import opened

HEADER_SEARCH_ROWS = 15
LEAST_HEADERS = 5


@dataclass(frozen=True)
class Form2Table:
    """What the sheet holds: the recommender named above the header, and the rows below it by slot."""

    recommender: str
    rows: tuple[RawRecord, ...]


def form2_table(package: zipfile.ZipFile, name: str) -> Form2Table | None:
    """The table of the form, None where no sheet has its header.

    Raises PackageRefusedError for more cells than a form can have, one of WORKBOOK_ERRORS for a broken file.
    """
    book, budget = opened(package), Budget()
    for part in book.sheets:
        sheet = read_cells(book, part, budget)
        rows = sheet.rows
        for number in [row for row in rows if row <= HEADER_SEARCH_ROWS]:
            columns = {column: key for column, cell in rows[number].items() if (key := _key(cell.value))}
            if len(set(columns.values())) >= LEAST_HEADERS:
                below = [_row(rows, row, columns, Place(name, sheet.title)) for row in rows if row > number]
                return Form2Table(_recommender(rows, number), tuple(below))
    return None


def _recommender(rows: Mapping[int, Row], header: int) -> str:
    """The name behind 申报单位： above the header, without the words for the seal."""
    label, seal = own_list("form2").unit_label, own_list("form2").seal
    above = [str(cell.value or "").strip() for row in rows if row < header for cell in rows[row].values()]
    named = [text.removeprefix(label).removesuffix(seal).strip() for text in above if text.startswith(label)]
    return named[0] if named else ""


def _key(header: object) -> str:
    """The slot that a header stands over, empty for another text."""
    bare = _bare(str(header or ""))
    return next((column.key for column in own_list("form2").columns if _bare(column.label) == bare), "")


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
