"""The sheets of a workbook as tables of a document: so a form that somebody drew in Excel is read as one in Word is.

A table's number is that of its sheet, a cell's that of its column. What stands alone in the rows above the first that
has more are paragraphs: a title, the lines of a cover.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from generator.campaign.errors import Place, Problem
from generator.reading.returned.found import unread
from generator.reading.returned.lists.beside_lists import comments_in
from generator.reading.sheets.budget import Budget
from generator.reading.sheets.cells import NOTHING, Area, ReadCell, ReadRow, SheetCells, read_cells
from generator.reading.sheets.workbook_package import SheetPart, Workbook
from generator.reading.word_tables.grid import Block, Cell, Grid
from generator.reading.word_tables.texts import Line, Span

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS, MOST_MERGED = 20, 400, 60, 2_000  # of a form; what lies beyond is told
_BEYOND, _HIDDEN = (
    "工作表太多，或者这张太大，后面的内容没有核对。",
    "这张工作表有隐藏的行、列，或者整张隐藏，里面的内容没有核对。",
)
_DRAWN = "这张工作表上有图片、文本框或图表，里面的内容没有核对。"


def sheet_blocks(book: Workbook, name: str) -> tuple[list[Block], list[Problem]]:
    """Paragraphs and a table for each visible sheet, and what of the workbook stands in none of them.

    Raises PackageRefusedError, or one of WORKBOOK_ERRORS for a broken file.
    """
    budget = Budget()
    sheets = [read_cells(book, part, budget, name) for part in book.sheets]
    shown = [(at, one) for at, one in enumerate(sheets, start=1) if one.is_visible]
    found = [block for at, one in shown[:MOST_SHEETS] for block in _blocks(_grid(one, at))]
    beyond = [unread(Place(name, one.title), "", _BEYOND) for _, one in shown[MOST_SHEETS:] if one.rows]
    beside = [
        problem for part in book.sheets for problem in (*comments_in(book, part, name), *_drawn_on(book, part, name))
    ]
    return found, [*beyond, *beside, *(problem for one in sheets for problem in _left_out(one))]


def _drawn_on(book: Workbook, part: SheetPart, name: str) -> Iterator[Problem]:
    """That something is drawn on the sheet: pictures, text boxes and charts lie over its cells."""
    if any(kind == "drawing" for kind, _ in dict(book.parts.relations(part.part)).values()):
        yield unread(Place(name, part.title), "", _DRAWN)


def _blocks(grid: Grid) -> Iterator[Block]:
    """The grid behind what stands above it, which is no more in its cells."""
    for row in grid.rows:
        filled = [cell for cell in row if cell.text.strip()]
        if len(filled) > 1:
            break
        for cell in filled:
            yield from cell.lines
            cell.lines = ()
    yield grid


def _left_out(sheet: SheetCells) -> Iterator[Problem]:
    place = Place(sheet.file, sheet.title)
    hidden = sheet.hidden_rows & sheet.rows.keys()
    if sheet.rows and (hidden or _hidden_columns(sheet) or not sheet.is_visible):
        yield unread(place, "", _HIDDEN)
    if any(row > MOST_ROWS or max(cells) > MOST_COLUMNS for row, cells in sheet.rows.items()):
        yield unread(place, "", _BEYOND)


def _hidden_columns(sheet: SheetCells) -> set[int]:
    """The hidden columns in which something stands."""
    written = {column for cells in sheet.rows.values() for column in cells}
    return {one for one in written if any(first <= one <= last for first, last in sheet.hidden_columns)}


def _grid(sheet: SheetCells, number: int) -> Grid:
    hidden = _hidden_columns(sheet)
    last = min(max(sheet.rows, default=0), MOST_ROWS)
    width = min(max((max(cells) for cells in sheet.rows.values()), default=0), MOST_COLUMNS)
    shown = {at: {} if at in sheet.hidden_rows else sheet.rows.get(at, {}) for at in range(1, last + 1)}
    areas = {
        (row, area.left): area
        for area in sheet.merged[:MOST_MERGED]
        for row in range(area.top, min(area.bottom, last) + 1)
    }
    rows = [list(_row(at, cells, areas, width, hidden)) for at, cells in shown.items()]
    return Grid(number, rows)


def _row(
    at: int, cells: ReadRow, areas: Mapping[tuple[int, int], Area], width: int, hidden: Collection[int]
) -> Iterator[Cell]:
    """The cells of the row, each merged one once."""
    column = 1
    while column <= width:
        area = areas.get((at, column), Area(column, at, column, at))
        cell = NOTHING if column in hidden or at > area.top else cells.get(column, NOTHING)
        columns = area.right - column + 1
        made = Cell(at - 1, column - 1, column, columns, at > area.top, tuple(_lines(cell)))
        made.rows = area.bottom - area.top + 1 if at == area.top else 1
        yield made
        column += columns


def _lines(cell: ReadCell) -> Iterator[Line]:
    """The lines of the cell; what is struck out is none of it."""
    text = _text(cell)
    for struck in cell.struck:
        text = text.replace(struck, "", 1)
    for number, line in enumerate(text.split("\n")):
        yield Line((Span(line, None),), struck="".join(cell.struck) if number == 0 else "")


def _text(cell: ReadCell) -> str:
    value = cell.value
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return "" if value is None else str(value)
