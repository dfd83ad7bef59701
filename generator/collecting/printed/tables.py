"""The tables that the rules of a page make, as logical grids: merged cells once, tables within cells in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generator.collecting.printed.glyphs import Glyph
from generator.collecting.printed.lines import PrintedLine, lines_of, paragraphs
from generator.reading.word_tables.grid import Cell, Grid
from generator.reading.word_tables.signs import UNKNOWN

_SETTINGS = {"vertical_strategy": "lines", "horizontal_strategy": "lines", "snap_tolerance": 2.5}
_SAME_PT = 2.5  # edges nearer than this are one
_NEAR = 1.2  # of a character's size: a text outside of a cell goes on from within
_CUT = 0.3  # of a character's height: so much of it below its cell's rule and the row has cut it

Box = tuple[float, float, float, float]  # left, top, right and bottom in pt


@dataclass(eq=False)
class PrintedCell:
    """A cell: its box, its lines, tables within it."""

    box: Box
    lines: list[PrintedLine] = field(default_factory=list)
    tables: list[PrintedTable] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its lines as they stand there."""
        return "\n".join(line.text for line in self.lines)


@dataclass(eq=False)
class PrintedTable:
    """A table: its cells, and the edges of its columns and rows."""

    cells: list[PrintedCell]
    across: list[float]
    down: list[float]

    @property
    def box(self) -> Box:
        """The whole of it."""
        return self.across[0], self.down[0], self.across[-1], self.down[-1]

    def row(self, at: int) -> list[PrintedCell]:
        """The cells that cover the row, from the left."""
        top, bottom = self.down[at], self.down[at + 1]
        middle = (top + bottom) / 2
        found = [one for one in self.cells if one.box[1] < middle < one.box[3]]
        return sorted(found, key=lambda one: one.box[0])

    def begins_in(self, cell: PrintedCell, at: int) -> bool:
        """Whether the cell begins in that row."""
        return abs(cell.box[1] - self.down[at]) <= _SAME_PT


def tables_on(page: Any, glyphs: Sequence[Glyph]) -> tuple[list[PrintedTable], list[Glyph]]:
    """The tables of a page, and the characters that stand in none of them."""
    settings = {**_SETTINGS, "explicit_horizontal_lines": list(_missing_rules(page))}
    made = [_table([cell[:4] for cell in one.cells]) for one in page.find_tables(settings) if one.cells]
    made.sort(key=lambda one: _size(one.box))  # the smallest first: what stands within another is that one's alone
    left = list(glyphs)
    for table in made:
        for cell in table.cells:
            own = [one for one in left if _holds(cell.box, one.middle)]
            cell.lines = lines_of([*own, *_cut_off(cell, own)])
            taken = set(map(id, own))
            left = [one for one in left if id(one) not in taken]
    _tell_cut(made, left)
    outer = [one for one in made if not _is_within(one, made)]
    return sorted(outer, key=lambda one: one.box[1]), left


def _tell_cut(tables: Sequence[PrintedTable], outside: Sequence[Glyph]) -> None:
    """Put a stand-in into the cells beside which a text goes on outside: the edge of the paper cuts it, or a rule."""
    for one in outside:
        near = _NEAR * one.size
        for cell in (cell for table in tables for cell in table.cells):
            left, top, right, bottom = cell.box
            across, down = one.middle
            is_beside = top < down < bottom and (0 <= left - across < near or 0 <= across - right < near)
            if is_beside and cell.lines and not one.text.isspace():
                cell.lines[-1] = replace(cell.lines[-1], text=f"{cell.lines[-1].text}{UNKNOWN}")


def _missing_rules(page: Any) -> Iterator[dict[str, Any]]:
    """The rules that a table lacks where a page cuts a row: its upright rules end there, and none lies across."""
    upright = [one for one in page.edges if one["orientation"] == "v" and one["bottom"] - one["top"] > _SAME_PT]
    flat = [one["top"] for one in page.edges if one["orientation"] == "h" and one["x1"] - one["x0"] > _SAME_PT]
    for side in ("top", "bottom"):
        for place in _edges(one[side] for one in upright):
            ending = [one["x0"] for one in upright if abs(one[side] - place) <= _SAME_PT]
            if len(ending) > 1 and not any(abs(at - place) <= _SAME_PT for at in flat):
                yield _flat_rule(min(ending), max(ending), place)


def _flat_rule(left: float, right: float, at: float) -> dict[str, Any]:
    shape = {"object_type": "line", "orientation": "h", "width": right - left, "height": 0}
    return {**shape, "x0": left, "x1": right, "top": at, "bottom": at}


def _table(boxes: Sequence[Box]) -> PrintedTable:
    across = _edges(edge for box in boxes for edge in (box[0], box[2]))
    down = _edges(edge for box in boxes for edge in (box[1], box[3]))
    return PrintedTable([PrintedCell(box) for box in boxes], across, down)


def _edges(places: Iterable[float]) -> list[float]:
    made: list[float] = []
    for place in sorted(places):
        if not made or place - made[-1] > _SAME_PT:
            made.append(place)
    return made


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _holds(box: Box, place: tuple[float, float]) -> bool:
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def _cut_off(cell: PrintedCell, own: Sequence[Glyph]) -> Iterator[Glyph]:
    """A stand-in where a row cuts a character of the cell, or one from above reaches into it."""
    for one in own:
        high = (one.bottom - one.top) or 1
        over = max(one.baseline - cell.box[3], cell.box[1] - (one.baseline - 0.7 * one.size))
        if over > _CUT * high:
            yield _unknown_at(one)
            return


def _unknown_at(one: Glyph) -> Glyph:
    return Glyph(UNKNOWN, one.right, one.right, one.top, one.bottom, one.baseline, one.size)


def _is_within(table: PrintedTable, others: Sequence[PrintedTable]) -> bool:
    """Whether the table stands in a cell of another, which keeps it."""
    left, top, right, bottom = table.box
    for other in sorted(others, key=lambda one: _size(one.box)):
        for cell in other.cells if other is not table else ():
            if _holds(cell.box, (left + 1, top + 1)) and _holds(cell.box, (right - 1, bottom - 1)):
                cell.tables.append(table)
                return True
    return False


class Numbering:
    """Numbers the tables of a file, those within others too, and makes them grids."""

    def __init__(self) -> None:
        """Begin with the first."""
        self._tables = 0

    def grid(self, table: PrintedTable) -> Grid:
        """The logical grid of the table."""
        self._tables += 1
        grid = Grid(self._tables, [])
        made: dict[int, Cell] = {}
        for at in range(len(table.down) - 1):
            row = list[Cell]()
            for number, one in enumerate(table.row(at), start=1):
                begins = table.begins_in(one, at)
                cell = self._cell(table, one, at, number, begins=begins)
                if begins:
                    made[id(one)] = cell
                elif id(one) in made:
                    made[id(one)].rows += 1
                row.append(cell)
            grid.rows.append(row)
        return grid

    def _cell(self, table: PrintedTable, one: PrintedCell, at: int, number: int, *, begins: bool) -> Cell:
        column, end = _place(table.across, one.box[0]), _place(table.across, one.box[2])
        cell = Cell(at, column, number, max(1, end - column), not begins, ())
        if begins:
            cell.lines = paragraphs(one.lines, one.box[0], one.box[2])
            cell.tables = [self.grid(inner) for inner in one.tables]
        return cell


def _place(edges: Sequence[float], at: float) -> int:
    return min(range(len(edges)), key=lambda one: abs(edges[one] - at))


def goes_on(table: PrintedTable, following: PrintedTable) -> list[tuple[PrintedCell, PrintedCell]]:
    """The cells of a table's last row and of the next page's first row, where a page has cut that row in two.

    Then the columns are the same, and the cell where the row's label stands says nothing more.
    """
    last, first = table.row(len(table.down) - 2), following.row(0)
    if len(last) != len(first) or any(not _same_columns(*pair) for pair in zip(last, first, strict=True)):
        return []
    begun = [table.begins_in(one, len(table.down) - 2) for one in last]
    own = [pair for pair, begins in zip(zip(last, first, strict=True), begun, strict=True) if begins]
    if len(own) == 1:
        return own if own[0][1].lines else []
    if not own or own[0][1].lines or not any(cell.lines for _, cell in own):
        return []
    return own


def _same_columns(one: PrintedCell, other: PrintedCell) -> bool:
    return all(abs(one.box[at] - other.box[at]) <= _SAME_PT for at in (0, 2))


def without_first_row(table: PrintedTable) -> PrintedTable | None:
    """The table below its first row, None where there is nothing."""
    first = table.row(0)
    rest = [one for one in table.cells if one not in first]
    if not rest:
        return None
    kept = [one.box for one in rest]
    return PrintedTable(rest, table.across, _edges(edge for box in kept for edge in (box[1], box[3])))
