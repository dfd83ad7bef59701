"""Cells whose text may find no room in rows of fixed height, and text too small to be read: as figures to measure by.

A row of exact height cuts what does not fit (ECMA-376, 17.4.80). What surely fits is left out; the rest is measured
where the fonts are (`reading.returned.cut`), since a file is opened where none can be asked for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from lxml.etree import _Element as Element

from generator.reading.word_tables.elements import P, R, W, blocks
from generator.reading.word_tables.grid import Cell, Grid
from generator.reading.word_tables.styles import Properties, StyleSheet, number
from generator.reading.word_tables.texts import LineReader

TWIPS_PER_PT = 20
SMALLEST_PT = 5  # of text that a person reads without a glass
MOST_CHARACTERS = 20_000  # of a cell that is measured; no fixed row holds more
_LINE, _DEFAULT_PADDING = 1.3, 108  # of a line to the size; twips at the sides of a cell where nothing is said
_DEFAULT_PT = 10


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


def tight_cells(grid: Grid, styles: StyleSheet) -> Iterator[tuple[Cell, TightCell]]:
    """The cells of the table that stand in rows of fixed height and may not hold their text."""
    heights = [_exact_pt(cells[0].element if cells else None) for cells in grid.rows]
    for cells in grid.rows:
        for cell in cells:
            rows = heights[cell.row : cell.row + cell.rows]
            if cell.is_rest or cell.tables or cell.element is None or not cell.text.strip() or None in rows:
                continue
            texts = tuple(_texts(cell, grid, styles))
            room = sum(height or 0 for height in rows)
            if sum(one.most_pt for one in texts) > room:
                yield cell, TightCell(room, texts)


def smallest_pt(cell: Cell, styles: StyleSheet) -> float:
    """The size of the smallest text in the cell, in pt; 0 where there is none."""
    sizes = [
        min(known.size_pt, known.pitch_pt)
        for paragraph in _paragraphs(cell)
        if (known := _set(paragraph, 1, styles)) is not None
    ]
    return min(sizes, default=0)


def _exact_pt(cell: Element | None) -> float | None:
    """The height of the row that the cell stands in, where it is fixed."""
    row = next(cell.iterancestors(f"{W}tr"), None) if cell is not None else None
    height = row.find(f"{W}trPr/{W}trHeight") if row is not None else None
    if height is None or height.get(f"{W}hRule") != "exact":
        return None
    return _twips(height, "val") / TWIPS_PER_PT


def _texts(cell: Cell, grid: Grid, styles: StyleSheet) -> Iterator[SetText]:
    width_pt = _width_pt(cell, grid)
    made = [_set(paragraph, width_pt, styles) for paragraph in _paragraphs(cell)]
    last = max((at for at, one in enumerate(made) if one is not None and one.text.strip()), default=-1)
    yield from (one for one in made[: last + 1] if one is not None)


def _paragraphs(cell: Cell) -> list[Element]:
    return [one for one, _ in blocks(cell.element) if one.tag == P] if cell.element is not None else []


def _width_pt(cell: Cell, grid: Grid) -> float:
    """The width for text in the cell."""
    assert cell.element is not None
    own = cell.element.find(f"{W}tcPr/{W}tcW")
    table = grid.element
    columns = [_twips(one, "w") for one in table.iterfind(f"{W}tblGrid/{W}gridCol")] if table is not None else []
    wide = sum(columns[cell.column : cell.column + cell.columns])
    if own is not None and own.get(f"{W}type", "dxa") == "dxa" and _twips(own, "w"):
        wide = _twips(own, "w")
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


def _set(paragraph: Element, width_pt: float, styles: StyleSheet) -> SetText | None:
    """The paragraph as it is set by the size of most of its text; None where no text stands in it."""
    text = LineReader().line(paragraph).text.rstrip()[:MOST_CHARACTERS]
    sizes: dict[tuple[float, str], int] = {}
    for run in paragraph.iter(R):
        length = sum(len((one.text or "").strip()) for one in run.iter(f"{W}t"))
        if length or not text:
            known = styles.run(run, paragraph)
            key = number(known, "sz", "val", 2 * _DEFAULT_PT) / 2, known.get("rFonts", {}).get("eastAsia", "")
            sizes[key] = sizes.get(key, 0) + length
    if not text.strip() or not sizes:
        return None
    size_pt, family = max(sizes, key=lambda key: sizes[key])
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


def small_cells(grid: Grid, styles: StyleSheet) -> Iterator[tuple[Cell, float]]:
    """The cells with text that is too small to be read, each with its size in pt."""
    for cell in (cell for cells in grid.rows for cell in cells):
        if not cell.is_rest and cell.text.strip() and 0 < (size := smallest_pt(cell, styles)) < SMALLEST_PT:
            yield cell, size


def all_grids(parts: Sequence[object]) -> Iterator[Grid]:
    """The tables among the blocks, those within their cells too."""
    for block in parts:
        if isinstance(block, Grid):
            yield block
            for cell in (cell for cells in block.rows for cell in cells):
                yield from all_grids(cell.tables)
