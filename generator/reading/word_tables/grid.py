"""A document → its paragraphs and tables; a table → its cells in a logical grid, merged ones once.

Rows and cells that were deleted with changes tracked are left out. Tables within cells, also in text boxes, follow
the table that holds them; they are counted in the order of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from generator.reading.word_tables.elements import TC, TR, P, W, blocks, children, is_on, value_of
from generator.reading.word_tables.numbering import Numbering
from generator.reading.word_tables.signs import TICKS, UNKNOWN
from generator.reading.word_tables.texts import Control, Line, LineReader, Span

MOST_COLUMNS = 200  # of a grid; a cell that says that it covers more covers so many


@dataclass(eq=False)
class Cell:
    """A cell of the grid: row and column from 0, how many columns and rows it covers, its text, tables within it.

    `number` is its place among the cells of its row, from 1. `is_rest` says that it goes on from the row above, and
    so shows nothing of its own.
    """

    row: int
    column: int
    number: int
    columns: int
    is_rest: bool
    lines: tuple[Line, ...]
    tables: list[Grid] = field(default_factory=list)
    rows: int = 1
    element: Element | None = None

    @property
    def end(self) -> int:
        """The column after it."""
        return self.column + self.columns

    @property
    def text(self) -> str:
        """The whole text, a line a paragraph; of a cell that goes on from above none."""
        return "" if self.is_rest else "\n".join(line.text for line in self.lines)

    @property
    def controls(self) -> Iterator[Control]:
        """The controls of its text."""
        return (span.control for line in self.lines for span in line.spans if span.control is not None)


@dataclass(eq=False)
class Grid:
    """A table: its cells row by row. `number` is its place among the tables of the file, from 1."""

    number: int
    rows: list[list[Cell]]
    element: Element | None = None

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this place; of one that goes on from above the one that it belongs to."""
        for up in range(row, -1, -1):
            if not 0 <= up < len(self.rows):
                return None
            found = next((one for one in self.rows[up] if one.column <= column < one.column + one.columns), None)
            if found is None or not found.is_rest:
                return found
        return None


Block = Line | Grid


class DocumentReader:
    """Reads the blocks of one document, in order."""

    def __init__(self, numbering: Element | None = None, styles: Element | None = None) -> None:
        """Take the parts that number its paragraphs."""
        self._numbering = Numbering(numbering, styles)
        self._lines = LineReader()
        self._tables = 0

    def blocks(self, container: Element, around: tuple[Element, ...] = ()) -> Iterator[Block]:
        """Paragraphs outside of tables, and tables; what stands in a paragraph's text boxes follows it."""
        for element, controls in blocks(container, around):
            if element.tag == P:
                line = self._line(element, controls)
                yield line
                for box in line.boxes:
                    yield from map(_afloat, self.blocks(box))
            else:
                yield self._grid(element)

    def _line(self, paragraph: Element, controls: Sequence[Element]) -> Line:
        return self._lines.line(paragraph, controls, self._numbering.number(paragraph))

    def _grid(self, table: Element) -> Grid:
        self._tables += 1
        grid = Grid(self._tables, [], table)
        elements = [row for row, _ in children(table, TR) if not is_on(row.find(f"{W}trPr"), "del")]
        for at, row in enumerate(elements):
            grid.rows.append(list(self._cells(row, at)))
        _stretch(grid)
        return grid

    def _cells(self, row: Element, at: int) -> Iterator[Cell]:
        column = _count(row.find(f"{W}trPr"), "gridBefore", least=0)
        found = [(cell, around) for cell, around in children(row, TC) if cell.find(f"{W}tcPr/{W}cellDel") is None]
        for number, (element, around) in enumerate(found, start=1):
            properties = element.find(f"{W}tcPr")
            columns = _count(properties, "gridSpan")
            cell = Cell(at, column, number, columns, _goes_on(properties), (), element=element)
            self._fill(cell, element, around)
            yield cell
            column += columns

    def _fill(self, cell: Cell, element: Element, around: tuple[Element, ...]) -> None:
        lines: list[Line] = []
        for block in self.blocks(element, around):
            if isinstance(block, Grid):
                if (only := _only_cell(block)) is None:
                    cell.tables.append(block)
                else:
                    lines += only.lines
            else:
                lines.append(block)
        cell.lines = tuple(lines)


def _afloat(block: Block) -> Block:
    """What stands in a text box; a tick alone was drawn over something, and nobody can tell over what."""
    if isinstance(block, Line) and (bare := block.text.strip()) and not bare.strip(TICKS):
        return block._replace(spans=(Span(UNKNOWN, None),))
    return block


def _only_cell(grid: Grid) -> Cell | None:
    """The cell of a table that has no other and no table within: pasted from Excel it is a text like any other."""
    cells = [cell for row in grid.rows for cell in row]
    return cells[0] if len(cells) == 1 and not cells[0].tables else None


def _goes_on(properties: Element | None) -> bool:
    merge = properties.find(f"{W}vMerge") if properties is not None else None
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _count(properties: Element | None, name: str, least: int = 1) -> int:
    text = value_of(properties, name)
    return max(least, min(int(text), MOST_COLUMNS)) if text.isdecimal() and len(text) < 9 else least


def _stretch(grid: Grid) -> None:
    """Count the rows that each cell covers; what goes on from a cell that is not there shows its own text."""
    begun: dict[int, Cell] = {}
    for cells in grid.rows:
        now: dict[int, Cell] = {}
        for cell in cells:
            above = begun.get(cell.column)
            if cell.is_rest and above is not None:
                above.rows += 1
                now[cell.column] = above
            else:
                cell.is_rest = False
                now[cell.column] = cell
        begun = now
