"""A returned list in Excel → its rows, by the headers of the campaign's lists."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.reading.raw import Raw, RawRecord
from generator.reading.returned.marks import FormMarks
from generator.reading.sheets.budget import Budget
from generator.reading.sheets.cells import NOTHING, ReadRow, SheetCells, read_cells
from generator.reading.sheets.workbook_package import opened

HEADER_SEARCH_ROWS = 15
_MOST_LOST = 0.45  # of a list's headers: the others may have been changed
ListTable = tuple[list[RawRecord], str, FormMarks]


@dataclass(frozen=True)
class _Header:
    """A row that may be a list's header: the slots of its columns."""

    form: FormMarks
    row: int
    columns: Mapping[int, str]

    @property
    def share(self) -> float:
        """How much of the list's header it has."""
        return len(set(self.columns.values())) / len(self.form.slots)


def list_table(package: zipfile.ZipFile, name: str, known: Sequence[FormMarks]) -> ListTable | None:
    """The rows by slot, the recommender named above the header, and which of the known lists it is; None for none.

    Raises PackageRefusedError for more cells than a form can have, one of WORKBOOK_ERRORS for a broken file.
    """
    book, budget = opened(package), Budget()
    for part in book.sheets:
        sheet = read_cells(book, part, budget, name)
        rows = sheet.rows
        best = max(_headers(rows, known), key=lambda one: one.share, default=None)
        if best and best.share >= 1 - _MOST_LOST:
            below = [_row(sheet, row, best.columns) for row in rows if row > best.row]
            return below, _recommender(rows, best), best.form
    return None


def _headers(rows: Mapping[int, ReadRow], known: Sequence[FormMarks]) -> Iterator[_Header]:
    for form in known:
        slots = {_bare(header): slot for header, slot in zip(form.headers, form.slots, strict=True)}
        for row in [row for row in rows if row <= HEADER_SEARCH_ROWS]:
            named = {column: slots.get(_bare(str(cell.value or "")), "") for column, cell in rows[row].items()}
            yield _Header(form, row, {column: slot for column, slot in named.items() if slot})


def _recommender(rows: Mapping[int, ReadRow], header: _Header) -> str:
    """The name behind 申报单位： above the header, without the words for the seal."""
    label, seal = header.form.unit_label, header.form.seal
    above = [str(cell.value or "").strip() for row in rows if row < header.row for cell in rows[row].values()]
    named = [text.removeprefix(label).removesuffix(seal).strip() for text in above if label and text.startswith(label)]
    return named[0] if named else ""


def _bare(label: str) -> str:
    """The header's words without line breaks and what stands in brackets."""
    return "".join(label.replace("|", "").split()).split("（")[0]


def _row(sheet: SheetCells, row: int, columns: Mapping[int, str]) -> RawRecord:
    values = {}
    for column, key in columns.items():
        value = sheet.rows[row].get(column, NOTHING).value
        values[key] = Raw("" if value is None else str(value), sheet.place(row, column))
    return RawRecord(values, sheet.place(row, 1))
