"""Cells whose text may find no room in rows of fixed height, and text too small to be read: as figures to measure by.

A row of exact height cuts what does not fit (ECMA-376, 17.4.80). What surely fits is left out; the rest is measured
where the fonts are (`reading.returned.paper.cut`), since a file is opened where none can be asked for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from lxml.etree import _Element as Element

from generator.reading.word_tables.elements import R, T, W
from generator.reading.word_tables.grid import Cell, Grid
from generator.reading.word_tables.styles import Properties, StyleSheet, number
from generator.reading.word_tables.texts import Line

TWIPS_PER_PT = 20
_GRID = f"{W}tblGrid/{W}gridCol"
SMALLEST_PT = 5  # of text that a person reads without a glass
MOST_CHARACTERS = 20_000  # of a cell that is measured; no fixed row holds more
_LINE, _DEFAULT_PADDING = 1.3, 108  # of a line to the size; twips at the sides of a cell where nothing is said
_DEFAULT_PT, _LEAST_PT = 10, 0.5
_CROWDED = 0.75  # of the size: lines of a lower pitch cover each other


@dataclass(frozen=True)
class SetText:
    """A paragraph as it is set: so wide, with lines of that pitch, in that family; lengths in pt."""

    text: str
    size_pt: float
    family: str
    width_pt: float
    pitch_pt: float
    before_pt: float = 0
    after_pt: float = 0
    indent_em: float = 0

    @property
    def most_pt(self) -> float:
        """A height that it surely does not exceed."""
        lines = sum(
            ceil(1.05 * _wide_em(line) * self.size_pt / max(self.width_pt, self.size_pt)) + 1
            if _wide_em(line) * self.size_pt > 0.9 * self.width_pt
            else 1
            for line in self.text.split("\n")
        )
        return self.before_pt + lines * self.pitch_pt + self.after_pt


@dataclass(frozen=True)
class TightCell:
    """A cell of fixed height and its paragraphs, up to the last with text."""

    room_pt: float
    texts: tuple[SetText, ...]


@dataclass(frozen=True)
class TallRow:
    """A row: how high it is at least, and the texts of its cells that it grows with."""

    name: str
    least_pt: float
    cells: tuple[tuple[SetText, ...], ...]

    @property
    def most_pt(self) -> float:
        """A height that it surely does not exceed."""
        return max((sum(text.most_pt for text in cell) for cell in self.cells), default=0)


@dataclass(frozen=True)
class TallPage:
    """The rows of a page of the form that may not all find room on it, to be measured where the fonts are."""

    number: int
    room_pt: float
    rows: tuple[TallRow, ...]


class Room(NamedTuple):
    """The smallest text of a cell in pt, and the cell to be measured where it may be cut.

    `is_crowded` says that its lines overlap: then the pitch is what counts as smallest.
    """

    cell: Cell
    smallest_pt: float
    tight: TightCell | None
    is_crowded: bool = False


def rooms(grid: Grid, styles: StyleSheet) -> Iterator[Room]:
    """The cells of the table with text, all of them."""
    heights = [height.pt if (height := height_of(cells)).is_exact else None for cells in grid.rows]
    for cell in (cell for cells in grid.rows for cell in cells):
        if cell.is_rest or cell.element is None or not cell.text.strip():
            continue
        rows = heights[cell.row : cell.row + cell.rows]
        width_pt = 0.0 if None in rows else _width_pt(cell, grid.element)
        texts = _texts(cell, width_pt, styles)
        room = sum(height or 0 for height in rows)
        may_cut = None not in rows and not cell.tables and sum(one.most_pt for one in texts) > room
        written = [one for one in texts if one.text.strip()]
        smallest = min((min(one.size_pt, one.pitch_pt) for one in written), default=0)
        crowded = min((one.pitch_pt for one in written if one.pitch_pt < _CROWDED * one.size_pt), default=0)
        yield Room(cell, crowded or smallest, TightCell(room, texts) if may_cut else None, crowded > 0)


class Height(NamedTuple):
    """How high a row is: just so, or at least."""

    pt: float
    is_exact: bool


def height_of(cells: Sequence[Cell]) -> Height:
    """The height of the row that these cells are."""
    row = next(cells[0].element.iterancestors(f"{W}tr"), None) if cells and cells[0].element is not None else None
    height = row.find(f"{W}trPr/{W}trHeight") if row is not None else None
    if height is None:
        return Height(0, is_exact=False)
    return Height(_twips(height, "val") / TWIPS_PER_PT, height.get(f"{W}hRule") == "exact")


def texts_in(grid: Grid, cell: Cell, styles: StyleSheet) -> tuple[SetText, ...]:
    """The paragraphs of a cell of the table as they are set."""
    return () if cell.element is None else _texts(cell, _width_pt(cell, grid.element), styles)


def _texts(cell: Cell, width_pt: float, styles: StyleSheet) -> tuple[SetText, ...]:
    return tuple(one for line in cell.lines if (one := _set(line, width_pt, styles)) is not None)


def _width_pt(cell: Cell, table: Element | None) -> float:
    """The width for text in the cell."""
    assert cell.element is not None
    columns = [] if table is None else [_twips(one, "w") for one in table.iterfind(_GRID)]
    own, wide = cell.element.find(f"{W}tcPr/{W}tcW"), sum(columns[cell.column : cell.end])
    if own is not None and own.get(f"{W}type", "dxa") == "dxa":
        wide = _twips(own, "w") or wide
    return max(0, wide - _padding(cell.element, table)) / TWIPS_PER_PT


def _padding(cell: Element, table: Element | None) -> float:
    """The twips that stay free at both sides."""
    margins = [cell.find(f"{W}tcPr/{W}tcMar"), table.find(f"{W}tblPr/{W}tblCellMar") if table is not None else None]
    total = 0.0
    for names in (("left", "start"), ("right", "end")):
        found = (one.find(f"{W}{name}") for one in margins if one is not None for name in names)
        side = next((one for one in found if one is not None), None)
        total += _DEFAULT_PADDING if side is None else _twips(side, "w")
    return total


def _twips(element: Element, name: str) -> float:
    try:
        return float(element.get(f"{W}{name}", "0"))
    except ValueError:
        return 0


def _set(line: Line, width_pt: float, styles: StyleSheet) -> SetText | None:
    """The paragraph as it is set by the size of most of its text, an empty one where widths count; else None."""
    text, paragraph = line.text.rstrip()[:MOST_CHARACTERS], line.element
    if paragraph is None or not (text or width_pt):
        return None
    sizes: dict[tuple[float, str], int] = {}
    for run in paragraph.iter(R):
        if length := sum(len((one.text or "").strip()) for one in run.iterfind(T)):
            known = styles.run(run, paragraph)
            key = number(known, "sz", "val", 2 * _DEFAULT_PT) / 2, known.get("rFonts", {}).get("eastAsia", "")
            sizes[key] = sizes.get(key, 0) + length
    if not sizes:
        sizes = {(number(styles.mark(paragraph), "sz", "val", 2 * _DEFAULT_PT) / 2, ""): 0}
    size_pt, family = max(sizes, key=lambda key: sizes[key])
    size_pt = max(size_pt, _LEAST_PT)
    known = styles.paragraph(paragraph)
    before, after = (number(known, "spacing", side) / TWIPS_PER_PT for side in ("before", "after"))
    wide = max(width_pt - _indents_pt(known), size_pt)
    first = number(known, "ind", "firstLineChars") / 100 or number(known, "ind", "firstLine") / TWIPS_PER_PT / size_pt
    return SetText(text, size_pt, family, wide, _pitch_pt(known, size_pt), before, after, first)


def _indents_pt(known: Properties) -> float:
    left = number(known, "ind", "left") or number(known, "ind", "start")
    right = number(known, "ind", "right") or number(known, "ind", "end")
    return (left + right) / TWIPS_PER_PT


def _pitch_pt(known: Properties, size_pt: float) -> float:
    line, rule = number(known, "spacing", "line"), known.get("spacing", {}).get("lineRule", "auto")
    if line and rule == "exact":
        return line / TWIPS_PER_PT
    if line and rule == "atLeast":
        return max(line / TWIPS_PER_PT, size_pt * _LINE)
    return size_pt * _LINE * (line / 240 if line else 1)


def _wide_em(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.62 for char in text)


def all_grids(parts: Sequence[object]) -> Iterator[Grid]:
    """The tables among the blocks, those within their cells too."""
    for block in parts:
        if isinstance(block, Grid):
            yield block
            for cell in (cell for cells in block.rows for cell in cells):
                yield from all_grids(cell.tables)
