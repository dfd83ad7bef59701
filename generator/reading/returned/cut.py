"""Texts that a row of fixed height cuts, by the typesetter's own measure, and texts too small to be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from generator.campaign.errors import Place, Problem, warning
from generator.reading.returned.found import place_of
from generator.reading.returned.labels import Labels, labels
from generator.reading.returned.marks import FormMarks
from generator.reading.word_tables.grid import Block, Cell, Grid
from generator.reading.word_tables.rooms import SMALLEST_PT, SetText, TightCell, all_grids, rooms
from generator.reading.word_tables.styles import StyleSheet
from generator.typesetting.fonts import FONT_CLASSES
from generator.typesetting.typeset import line_count

WIDER = "请调小字号、删减文字或加大行高，使内容完整。"
_CLASSES = {family: name for name, fonts in FONT_CLASSES.items() for family in fonts.families}
_SHOWN = 0.6  # of a line's pitch: a line of which so much is inside the row can be read


@dataclass(frozen=True)
class Small:
    """A cell with text of so many pt, too small to be read."""

    place: Place
    label: str
    size_pt: float


@dataclass(frozen=True)
class Tight:
    """A cell that may be cut: where it is, how it is called, and what it holds."""

    place: Place
    label: str
    cell: TightCell


def tight_of(told: Any) -> Tight:
    """The same as it was told as data."""
    texts = tuple(SetText(**one) for one in told["cell"]["texts"])
    return Tight(Place(**told["place"]), told["label"], TightCell(told["cell"]["room_pt"], texts))


def lines_cut(cell: TightCell) -> int:
    """How many lines of the cell's text are not to be read."""
    height, cut = 0.0, 0
    for text in cell.texts:
        height += text.before_pt
        for _ in range(_lines(text)):
            cut += bool(text.text.strip()) and height + _SHOWN * text.pitch_pt > cell.room_pt
            height += text.pitch_pt
        height += text.after_pt
    return cut


def _lines(text: SetText) -> int:
    font_class = _CLASSES.get(text.family, "songti")
    parts = text.text.split("\n")
    return sum(
        line_count(part, text.width_pt, text.size_pt, font_class, first_indent_em=text.indent_em if at == 0 else 0)
        for at, part in enumerate(parts)
    )


def rooms_in(
    blocks: Sequence[Block], file: str, styles: StyleSheet, known: Sequence[FormMarks]
) -> tuple[list[Small], list[Tight]]:
    """The texts in these blocks that are too small to be read, and the cells that may be cut."""
    words = {word for form in known for mark in form.marks for word in mark.words}
    words |= {word for form in known for word in form.others}
    known_labels = labels(frozenset(words))
    small, tight = [], []
    for grid in all_grids(blocks):
        for cell, size_pt, room in rooms(grid, styles):
            if size_pt < SMALLEST_PT or room is not None:
                place, label = place_of(file, grid, cell), _label(grid, cell, known_labels)
                small += [Small(place, label, size_pt)] if 0 < size_pt < SMALLEST_PT else []
                tight += [Tight(place, label, room)] if room is not None else []
    return small, tight


def _label(grid: Grid, cell: Cell, known: Labels) -> str:
    """The printed label to the left of the cell or above it, empty where there is none."""
    left = [one for one in grid.rows[cell.row] if one.column < cell.column]
    above = [one for at in range(cell.row - 1, -1, -1) if (one := grid.at(at, cell.column)) is not None]
    near = (known.whole(one.text) for one in (*reversed(left), *above))
    return next((word for word in near if word), "")


def cut_problems(cells: Iterable[Tight]) -> list[Problem]:
    """That text of these cells is cut, where not all of it is to be read."""
    return [_cut(one, count) for one in cells if (count := lines_cut(one.cell))]


def _cut(tight: Tight, count: int) -> Problem:
    message = f"行高是固定的，放不下这一格的内容，末尾约{count}行打印不出来。"
    return warning("returned/cut", tight.place, tight.label, message, WIDER)


def small_problem(small: Small) -> Problem:
    """That the text of the cell is too small to be read."""
    message = f"这一格有字号（或行距）只有{small.size_pt:g}磅的文字，打印出来看不清。"
    fix = "请把这些文字剪切到填写处，或改成正常字号。"
    return warning("returned/cut", small.place, small.label, message, fix)
