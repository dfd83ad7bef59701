"""A sheet's part → its cells by row and column, with what the sheet hides and merges. The cell's type is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries
from openpyxl.utils.datetime import from_excel, from_ISO8601

from generator.errors import Place
from generator.reading.prescan import (
    LAST_ROW,
    MOST_CELLS,
    MOST_MERGED_CELLS,
    MOST_ROWS,
    ROWS_TOO_MANY,
    TOO_MUCH,
    Trouble,
)
from generator.reading.raw import Scalar
from generator.reading.rich_text import MAIN, Shown, runs_of, shown
from generator.reading.workbook_package import Format, Package, SheetPart, forget

LAST_COLUMN = 16_384
CELL, VALUE, FORMULA, STRING = f"{MAIN}c", f"{MAIN}v", f"{MAIN}f", f"{MAIN}is"
ROW, COLUMN, MERGE = f"{MAIN}row", f"{MAIN}col", f"{MAIN}mergeCell"
TRUE = ("1", "true")
NOT_A_DATE = "#VALUE!"  # as Excel shows a number that is no day of its calendar


class WorkbookRefusedError(ValueError):
    """A sheet that is not read on, with the reason."""

    def __init__(self, trouble: Trouble) -> None:
        """Carry what the problem will say."""
        self.trouble = trouble
        super().__init__(trouble.message)


class Cell(NamedTuple):
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


Row = Mapping[int, Cell]  # the cells of a row that hold anything, by column from 1
NOTHING = Cell()
_DEFAULT = Format()


@dataclass
class SheetCells:
    """What a sheet holds. Rows without any cell that holds something are left out."""

    title: str
    is_visible: bool
    rows: dict[int, Row] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)


def place_of(sheet: SheetCells, file: str, row: int, column: int) -> Place:
    """Where a cell of the sheet is."""
    return Place(file, sheet.title, f"{get_column_letter(column)}{row}")


@dataclass
class Budget:
    """How many rows and cells may still be read of a workbook."""

    rows: int = MOST_ROWS
    cells: int = MOST_CELLS
    merged: int = MOST_MERGED_CELLS

    def spend(self, *, rows: int = 0, cells: int = 0, merged: int = 0) -> None:
        """Count these. Raises WorkbookRefusedError where there are more than any workbook of applications has."""
        self.rows -= rows
        self.cells -= cells
        self.merged -= merged
        if self.rows < 0:
            raise WorkbookRefusedError(ROWS_TOO_MANY)
        if self.cells < 0 or self.merged < 0:
            raise WorkbookRefusedError(TOO_MUCH)


def read_cells(package: Package, sheet: SheetPart, budget: Budget) -> SheetCells:
    """The sheet's cells in order of rows. Raises WorkbookRefusedError, or one of WORKBOOK_ERRORS for a broken part."""
    made = SheetCells(sheet.title, sheet.is_visible)
    number = 0
    for element in _elements(package, sheet):
        if element.tag == ROW:
            number = int(element.get("r") or number + 1)
            if not 0 < number <= LAST_ROW:
                raise ValueError(number)
            budget.spend(rows=1, cells=len(element))
            if _is_hidden(element, "ht"):
                made.hidden_rows.add(number)
            if cells := _cells(element, made.rows.get(number, {}), package):
                made.rows[number] = cells
        elif element.tag == COLUMN:
            if _is_hidden(element, "width"):
                made.hidden_columns.append((int(element.get("min", "0")), int(element.get("max", "0"))))
        else:
            budget.spend(merged=1)
            made.merged.append(Area(*range_boundaries(element.get("ref", ""))))
    made.rows = dict(sorted(made.rows.items()))
    return made


def is_empty(package: Package, sheet: SheetPart, budget: Budget) -> bool:
    """Whether no cell of the sheet shows anything."""
    for element in _elements(package, sheet):
        if element.tag == ROW:
            budget.spend(rows=1, cells=len(element))
            if any(not cell.is_blank for cell in _cells(element, {}, package).values()):
                return False
    return True


def _elements(package: Package, sheet: SheetPart) -> Iterator[Element]:
    """The rows, columns and merged areas of the sheet as they come."""
    with package.open(sheet.part) as content:
        found = etree.iterparse(content, tag=(ROW, COLUMN, MERGE), resolve_entities=False, no_network=True)
        for _, element in found:
            yield element
            forget(element)


def _is_hidden(element: Element, size: str) -> bool:
    """Whether a row or column is hidden, or drawn so small that nobody sees it."""
    return element.get("hidden") in TRUE or float(element.get(size, "1")) == 0


def _cells(row: Element, before: Row, package: Package) -> dict[int, Cell]:
    """The row's cells that hold something. Raises WorkbookRefusedError where one is given twice."""
    cells, column = dict(before), 0
    seen = set(before)
    for element in row:
        if element.tag != CELL:
            continue
        name = element.get("r")
        column = column_index_from_string(coordinate_from_string(name)[0]) if name else column + 1
        if not 0 < column <= LAST_COLUMN:
            raise ValueError(column)
        if column in seen:
            message = f"工作表里单元格 {name or column} 存了两个值。"
            raise WorkbookRefusedError(Trouble("cell-twice", message, "请把内容复制到新的填报工作簿后核对。"))
        seen.add(column)
        if len(element) and (cell := _cell(element, package)) != NOTHING:
            cells[column] = cell
    return cells


def _cell(element: Element, package: Package) -> Cell:
    kind, style = element.get("t", "n"), int(element.get("s", "0"))
    form = package.formats[style] if style < len(package.formats) else _DEFAULT
    formula = element.find(FORMULA)
    text = None if formula is None else formula.text or ""
    value = element.findtext(VALUE) or None
    if kind == "inlineStr":
        inline = element.find(STRING)
        return _text(Shown("") if inline is None else shown(runs_of(inline), form.font), text)
    if value is None:
        return Cell(formula=text)
    if kind == "s":
        return _text(shown(package.strings[int(value)], form.font), text)
    if kind == "str":
        return _text(shown(value, form.font), text)
    number, is_error = _number(value, kind, form, package.epoch)
    return Cell(number, is_error, text, (str(number),) if form.font.struck else ())


def _text(read: Shown, formula: str | None) -> Cell:
    return Cell(read.text, False, formula, read.struck, read.unshown)


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
