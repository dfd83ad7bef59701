"""Texts that a row of fixed height cuts, by the typesetter's own measure, and texts too small to be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.campaign.errors import Place, Problem, warning
from generator.reading.returned.found import place_of
from generator.reading.returned.labels import Labels, labels, shown
from generator.reading.returned.marks import FormMarks
from generator.reading.word_tables.grid import Block, Cell, Grid
from generator.reading.word_tables.rooms import SMALLEST_PT, SetText, TightCell, all_grids, rooms
from generator.reading.word_tables.styles import StyleSheet
from generator.typesetting.fonts import FONT_CLASSES
from generator.typesetting.typeset import line_count

WIDER = "请调小字号、删减文字或加大行高，使内容完整。"
ONE_LINE, NUMBER = "line", "number"  # of a cell that its column cuts: a text that is not wrapped, a number
BY_COLUMN = {
    ONE_LINE: ("没有自动换行，超出列宽的文字打印不出来。", "请对这一格设“自动换行”，或加大列宽、调小字号。"),
    NUMBER: (
        "列宽放不下这个数字或日期，打印出来是####，或不是原来的样子。",
        "请把这一格改成文本格式后重填，或加大列宽、调小字号。",
    ),
}
_CLASSES = {family: name for name, fonts in FONT_CLASSES.items() for family in fonts.families}
_FEW = 3  # cells of a column that are told one by one
_SHOWN = 0.6  # of a line's pitch: a line of which so much is inside the row can be read


@dataclass(frozen=True)
class Small:
    """A cell with text of so many pt, too small to be read."""

    place: Place
    label: str
    size_pt: float


@dataclass(frozen=True)
class Tight:
    """A cell that may be cut: where it is, how it is called, what it holds, and what cuts it, empty for its row."""

    place: Place
    label: str
    cell: TightCell
    how: str = ""


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


def set_height_pt(texts: Iterable[SetText]) -> float:
    """How high the texts stand, one above the other."""
    return sum(text.before_pt + _lines(text) * text.pitch_pt + text.after_pt for text in texts)


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
        for cell, size_pt, room, is_crowded in rooms(grid, styles):
            is_small = size_pt < SMALLEST_PT or (is_crowded and room is None)  # what is cut is told as that
            if is_small or room is not None:
                place, label = place_of(file, grid, cell), _label(grid, cell, known_labels)
                small += [Small(place, label, size_pt)] if is_small and size_pt > 0 else []
                tight += [Tight(place, label, room)] if room is not None else []
    return small, tight


def _label(grid: Grid, cell: Cell, known: Labels) -> str:
    """The printed label to the left of the cell or above it, empty where there is none."""
    left = [one for one in grid.rows[cell.row] if one.column < cell.column]
    above = [one for at in range(cell.row - 1, -1, -1) if (one := grid.at(at, cell.column)) is not None]
    near = (known.whole(one.text) for one in (*reversed(left), *above))
    return shown(next((word for word in near if word), ""))


@dataclass(frozen=True)
class Cut:
    """A cell of which so many lines are cut, standing for `cells` of its column that are cut alike."""

    first: Tight
    lines: int
    cells: int


def cuts(tight: Iterable[Tight]) -> list[Cut]:
    """The cells of which not all is to be read; of many in a column of a list the first."""
    made: dict[tuple[object, ...], list[Cut]] = {}
    for one in tight:
        if lines := lines_cut(one.cell):
            alike = (one.place.file, one.place.sheet, one.label, one.how)
            made.setdefault(alike, []).append(Cut(one, lines, 1))
    return [
        cut
        for alike in made.values()
        for cut in (alike if len(alike) <= _FEW else [replace(alike[0], cells=len(alike))])
    ]


def cut_problems(tight: Iterable[Tight]) -> list[Problem]:
    """That text of these cells is cut, where not all of it is to be read."""
    return [_cut(one) for one in cuts(tight)]


def _cut(cut: Cut) -> Problem:
    message, fix = f"行高是固定的，放不下这一格的内容，末尾约{cut.lines}行打印不出来。", WIDER
    message, fix = BY_COLUMN.get(cut.first.how, (message, fix))
    if cut.cells > 1:
        message = f"{message.removesuffix('。')}，这样的共{cut.cells}格。"
    return warning("returned/cut", cut.first.place, cut.first.label, message, fix)


def small_problem(small: Small) -> Problem:
    """That the text of the cell is too small to be read."""
    message = f"这一格有字号（或行距）只有{small.size_pt:g}磅的文字，打印出来看不清。"
    fix = "请把这些文字剪切到填写处，或改成正常的字号和行距。"
    return warning("returned/cut", small.place, small.label, message, fix)
