"""A sheet's part → its cells by row and column, with what the sheet hides and merges. The cell's type is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from lxml.etree import _Element as Element
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_excel, from_ISO8601

from generator.campaign.errors import Place
from generator.reading.prescan import LAST_ROW, STRICT, PackageRefusedError, Trouble
from generator.reading.raw import Scalar
from generator.reading.sheets.budget import Budget
from generator.reading.sheets.rich_text import MAIN, Shown, runs_of, shown
from generator.reading.sheets.workbook_package import STRICT_NAMES, Format, SheetPart, Workbook
from generator.reading.streamed_xml import XmlRootError, elements

LAST_COLUMN = 16_384
DIGITS = "0123456789"
CELL, VALUE, FORMULA, STRING = f"{MAIN}c", f"{MAIN}v", f"{MAIN}f", f"{MAIN}is"
EXTENSION, LONGEST_NAME = f"{MAIN}extLst", 10
DATA = f"{MAIN}sheetData"
ROW, COLUMN, MERGE = f"{MAIN}row", f"{MAIN}col", f"{MAIN}mergeCell"
TRUE = ("1", "true")
COPY = "请把内容复制到新的填报表后核对。"
NOT_A_DATE = "#VALUE!"  # as Excel shows a number that is no day of its calendar


class ReadCell(NamedTuple):
    """A cell's value; `formula` is None where there is none, `struck` and `unshown` are as in rich text."""

    value: Scalar = None
    is_error: bool = False
    formula: str | None = None
    struck: tuple[str, ...] = ()
    unshown: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether the cell shows nothing."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


class Area(NamedTuple):
    """Merged cells, columns and rows counted from 1, both ends belonging to it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def name(self) -> str:
        """As Excel writes it: A1:C2."""
        return f"{get_column_letter(self.left)}{self.top}:{get_column_letter(self.right)}{self.bottom}"


ReadRow = Mapping[int, ReadCell]  # the cells of a row that hold anything, by column from 1
NOTHING = ReadCell()
_DEFAULT = Format()


@dataclass
class SheetCells:
    """What a sheet of a file holds. Rows without any cell that holds something are left out."""

    file: str
    title: str
    is_visible: bool
    rows: dict[int, ReadRow] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)

    def place(self, row: int, column: int) -> Place:
        """Where a cell of it is."""
        return Place(self.file, self.title, cell_called(row, column))


def cell_called(row: int, column: int) -> str:
    """How Excel calls the cell: H4."""
    return f"{get_column_letter(column)}{row}"


def read_cells(package: Workbook, sheet: SheetPart, budget: Budget, file: str) -> SheetCells:
    """The sheet's cells in order of rows; `file` is how messages call the workbook.

    Raises PackageRefusedError, or one of WORKBOOK_ERRORS for a broken part.
    """
    made = SheetCells(file, sheet.title, sheet.is_visible)
    for number, element in _elements(package, sheet, budget):
        if element.tag == ROW:
            if _is_hidden(element, "ht"):
                made.hidden_rows.add(number)
            if cells := _cells(element, number, made.rows.get(number, {}), package, budget):
                made.rows[number] = cells
        elif element.tag == COLUMN:
            if _is_hidden(element, "width"):
                made.hidden_columns.append((int(element.get("min", "0")), int(element.get("max", "0"))))
        else:
            made.merged.append(_area(element))
    made.rows = dict(sorted(made.rows.items()))
    return made


def is_empty(package: Workbook, sheet: SheetPart, budget: Budget) -> bool:
    """Whether no cell of the sheet shows anything."""
    for number, element in _elements(package, sheet, budget):
        if element.tag == ROW:
            cells = _cells(element, number, {}, package, budget)
            if any(not cell.is_blank for cell in cells.values()):
                return False
    return True


def _elements(package: Workbook, sheet: SheetPart, budget: Budget) -> Iterator[tuple[int, Element]]:
    """The rows, columns and merged areas of the sheet as they come, each paid for, with the number of the last row."""
    number = 0
    try:
        with package.parts.open(sheet.part) as content:
            for element in elements(content, f"{MAIN}worksheet", (ROW, COLUMN, MERGE, DATA)):
                if element.tag == DATA:
                    _require_rows(element[-1] if len(element) else None)
                    continue
                if element.tag == ROW:
                    _require_rows(element.getprevious())
                    number = int(element.get("r") or number + 1)
                    if not 0 < number <= LAST_ROW:
                        raise ValueError(number)
                    budget.spend(rows=1, cells=len(element))
                elif element.tag == COLUMN:
                    budget.spend(columns=1)
                else:
                    area = _area(element)
                    budget.spend(merged=(area.right - area.left + 1) * (area.bottom - area.top + 1))
                yield number, element
    except XmlRootError as wrong:
        if wrong.tag.startswith(STRICT_NAMES):
            raise PackageRefusedError(STRICT) from wrong
        raise


def _require_rows(before: Element | None) -> None:
    """Raises ValueError where among the rows stands something else, of which nobody knows what it shows."""
    if before is not None and before.tag != ROW:
        raise ValueError(before.tag)


def _area(merge: Element) -> Area:
    """Raises ValueError for one beyond the sheet, or from its end to its beginning."""
    area = Area(*range_boundaries(merge.get("ref", "")))
    if None in area or not (0 < area.left <= area.right <= LAST_COLUMN and 0 < area.top <= area.bottom <= LAST_ROW):
        raise ValueError(merge.get("ref"))
    return area


def _is_hidden(element: Element, size: str) -> bool:
    """Whether a row or column is hidden, or drawn so small that nobody sees it."""
    return element.get("hidden") in TRUE or float(element.get(size, "1")) == 0


def _cells(row: Element, number: int, before: ReadRow, package: Workbook, budget: Budget) -> dict[int, ReadCell]:
    """The row's cells that hold something. Raises PackageRefusedError where one is given twice."""
    cells, column = dict(before), 0
    seen = set(before)
    for element in row:
        if element.tag != CELL:
            if element.tag != EXTENSION:
                raise ValueError(element.tag)
            continue
        name = element.get("r")
        column = _column(name, number) if name else column + 1
        if not 0 < column <= LAST_COLUMN:
            raise ValueError(column)
        if column in seen:
            raise PackageRefusedError(twice(cell_called(number, column)))
        seen.add(column)
        if len(element) and (cell := _cell(element, package)) != NOTHING:
            if isinstance(cell.value, str):
                budget.spend(characters=len(cell.value))
            cells[column] = cell
    return cells


def twice(name: str) -> Trouble:
    """That a cell holds two values; readers show one of them, and not all the same."""
    message = f"工作表里单元格 {name[:LONGEST_NAME]} 存了两个值。"
    return Trouble("cell-twice", message, COPY)


def _column(name: str, row: int) -> int:
    """The column that a cell names. Raises PackageRefusedError where it names another row than the one it stands in."""
    letters = name.rstrip(DIGITS)
    if name[len(letters) :] != str(row):
        message = f"工作表里单元格 {name[:LONGEST_NAME]} 在哪一行，文件里有两种说法。"
        raise PackageRefusedError(Trouble("cell-twice", message, COPY))
    return _column_called(letters)


@lru_cache(maxsize=LAST_COLUMN)
def _column_called(letters: str) -> int:
    return column_index_from_string(letters)


def _cell(element: Element, package: Workbook) -> ReadCell:
    kind, style = element.get("t", "n"), int(element.get("s", "0"))
    form = package.formats[style] if 0 <= style < len(package.formats) else _DEFAULT
    parts = {child.tag: child for child in element}
    if len(parts) != len(element):
        raise PackageRefusedError(twice(element.get("r", "")))
    formula, given = parts.get(FORMULA), parts.get(VALUE)
    text = None if formula is None else formula.text or ""
    value = None if given is None else given.text or None
    if kind == "inlineStr":
        inline = parts.get(STRING)
        return _text(Shown("") if inline is None else shown(runs_of(inline), form.font), text)
    if value is None:
        return ReadCell(formula=text)
    if kind == "s":
        return _text(package.string(int(value), form.font), text)
    if kind == "str":
        return _text(shown(value, form.font), text)
    number, is_error = _number(value, kind, form, package.epoch)
    return ReadCell(number, is_error, text, (str(number),) if form.font.struck else ())


def _text(read: Shown, formula: str | None) -> ReadCell:
    return ReadCell(read.text, False, formula, read.struck, read.unshown)


def _number(value: str, kind: str, form: Format, epoch: datetime) -> tuple[Scalar, bool]:
    """The value that is no text, and whether it is an error that the cell shows."""
    if kind == "e":
        return value, True
    if kind == "b":
        return bool(int(value)), False
    if kind == "d":
        return _scalar(from_ISO8601(value)), False  # type: ignore[no-untyped-call]
    number = float(value) if set(value) & set(".eEnN") else int(value)
    if not form.is_date:
        return number, False
    try:
        return _scalar(from_excel(number, epoch, timedelta=form.is_duration)), False
    except (OverflowError, ValueError):
        return NOT_A_DATE, True


def _scalar(value: object) -> Scalar:
    """The day or time; a duration becomes its text, since no field takes one."""
    return str(value) if isinstance(value, timedelta) or not isinstance(value, date | time | int | float) else value
