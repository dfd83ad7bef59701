"""A returned list in Excel → its rows, by the headers of the campaign's lists."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.reading.raw import Raw, RawRecord
from generator.reading.returned.marks import FormMarks
from generator.reading.sheets.budget import Budget
from generator.reading.sheets.cells import NOTHING, ReadRow, SheetCells, read_cells
from generator.reading.sheets.workbook_package import opened

HEADER_SEARCH_ROWS = 15
_MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
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
        slots = [(_printed(_bare(header)), slot) for header, slot in zip(form.headers, form.slots, strict=True)]
        for row in [row for row in rows if row <= HEADER_SEARCH_ROWS]:
            named = {column: _slot(str(cell.value or ""), slots) for column, cell in rows[row].items()}
            yield _Header(form, row, {column: slot for column, slot in named.items() if slot})


def _recommender(rows: Mapping[int, ReadRow], header: _Header) -> str:
    """The name behind 申报单位： above the header, without the words for the seal."""
    label, seal = header.form.unit_label, header.form.seal
    above = [str(cell.value or "").strip() for row in rows if row < header.row for cell in rows[row].values()]
    line = re.compile(f"{_printed(label)}(.*?)(?:{_printed(seal)})?", re.DOTALL)
    named = [found[1].strip() for text in above if label and (found := line.fullmatch(text))]
    return named[0] if named else ""


def _slot(header: str, slots: Sequence[tuple[str, str]]) -> str:
    """The slot of the column with that header; of several that it may be the one whose words are known best."""
    bare = _bare(header)
    found = [(len(printed), slot) for printed, slot in slots if bare and re.fullmatch(printed, bare)]
    return max(found, default=(0, ""))[1]


def _printed(label: str) -> str:
    """A regular expression for the label as it is printed: what the campaign gives in its marks may be anything."""
    return ".*?".join(map(re.escape, _MARK.split(label)))


def _bare(label: str) -> str:
    """The header's words without line breaks and what stands in brackets."""
    return "".join(label.replace("|", "").split()).split("（")[0]


def _row(sheet: SheetCells, row: int, columns: Mapping[int, str]) -> RawRecord:
    values = {}
    for column, key in columns.items():
        value = sheet.rows[row].get(column, NOTHING).value
        values[key] = Raw("" if value is None else str(value), sheet.place(row, column))
    return RawRecord(values, sheet.place(row, 1))
