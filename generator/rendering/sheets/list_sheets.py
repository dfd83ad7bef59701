"""A list page by page: the lines of every cell, the heights of rows, the rows of every page, their rules.

Template and compiled pages show the same sheets, so lines and pages are found once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from generator.campaign.forms import ListForm
from generator.campaign.layout import FORM, MM_PER_PT
from generator.composing.filling.lists import Listed
from generator.composing.fitting.fitting import line_pt
from generator.composing.fitting.list_cells import cell_sizes, fitted_cell
from generator.composing.fitting.list_head import height_mm, label_lines
from generator.rendering.sheets.paragraphs import Line, Run
from generator.typesetting.phones import is_landline

_RULE_MM, _OUTER_MM = FORM.rule_pt * MM_PER_PT, FORM.outer_rule_pt * MM_PER_PT
_AROUND_MM = 2 * FORM.cell_padding_mm + _RULE_MM

Cells = Mapping[str, tuple[Line, ...]]


class Box(NamedTuple):
    """A filled box in mm, from the table's left and upper edge."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class ListRow:
    """The lines of a row's cells by column, and its height from rule to rule."""

    cells: Cells
    height_mm: float


@dataclass(frozen=True)
class ListSheet:
    """A page: the labels of the columns, in lines, then rows."""

    widths_mm: tuple[float, ...]
    header: tuple[tuple[str, ...], ...]
    header_mm: float
    rows: tuple[ListRow, ...]

    @property
    def rows_mm(self) -> float:
        """The height of all rows, without the labels."""
        return sum(row.height_mm for row in self.rows)

    @property
    def middles_mm(self) -> list[float]:
        """How far below the table's upper edge the middle of each row is."""
        edges = accumulate((row.height_mm for row in self.rows), initial=self.header_mm)
        return [(top + foot) / 2 for top, foot in pairwise(edges)]

    @property
    def rules(self) -> list[Box]:
        """The rules of the table, each with its middle on an edge of rows or columns; the outer ones are thicker."""
        across = list(accumulate(self.widths_mm, initial=0.0))
        down = list(accumulate((row.height_mm for row in self.rows), initial=self.header_mm))
        half = _OUTER_MM / 2
        wide, high = across[-1] + _OUTER_MM, down[-1] + _OUTER_MM
        upright = [Box(place - width / 2, -half, width, high) for place, width in _ruled(across)]
        lying = [Box(-half, place - height / 2, wide, height) for place, height in _ruled([0.0, *down])]
        return [*upright, *lying]


def _ruled(edges: Sequence[float]) -> list[tuple[float, float]]:
    """The edges, each with the thickness of its rule."""
    return [(edge, _OUTER_MM if edge in (edges[0], edges[-1]) else _RULE_MM) for edge in edges]


def head_texts(form: Mapping[str, Any]) -> tuple[str, str]:
    """What stands above the table of a list that is filled in: whose it is, at the left, and its day, at the right."""
    table, day = form["form"], form["applied"]
    unit, seal, date = (form["words"].get(text, text) for text in (table.unit_label, table.seal, table.date_label))
    return f"{unit}{form['recommender']}{seal}", f"{date}{day['year']}年{day['month']}月{day['day']}日"


def head_pt(form: Mapping[str, Any]) -> float:
    """The size at which both stand on one line with room between them."""
    return line_pt("　".join(head_texts(form)), "songti", FORM.list_text_width_mm, FORM.cell_pt)


def list_sheets(form: Mapping[str, Any]) -> list[ListSheet]:
    """The sheets of a list's context. The note below the last row takes that row with it to the next page."""
    table: ListForm = form["form"]
    header = label_lines(table, form["headers"])
    header_mm = height_mm(header)
    room_mm = FORM.list_sheet_height_mm - header_mm
    first_mm = room_mm - FORM.list_head_mm
    widths = tuple(column.width_mm for column in table.columns)
    rows = [piece for row in form["rows"] for piece in _pieces(_cells(table, row), first_mm - FORM.list_note_mm)]
    return [ListSheet(widths, header, header_mm, tuple(some)) for some in _filled(rows, first_mm, room_mm)]


def _cells(form: ListForm, row: Mapping[str, str]) -> Cells:
    return {
        column.key: _cell_lines(row[column.key], column.width_mm, cell_sizes(form, column)) for column in form.columns
    }


@lru_cache(maxsize=4096)  # 是, 小革新, 冶金: and a packet shows the same rows once more
def _cell_lines(text: str, width_mm: float, sizes_pt: tuple[float, ...]) -> tuple[Line, ...]:
    if not text:
        return ()
    fitted = fitted_cell(text, width_mm, sizes_pt)
    return tuple(Line((Run("songti", line.text),), fitted.size_pt) for line in fitted.lines)


def _pieces(cells: Cells, room_mm: float) -> Iterator[ListRow]:
    """The row, as high as its text needs; in pieces, cut between lines, where it is higher than the room."""
    height_mm = max(FORM.list_row_mm, *(_text_mm(len(lines), lines[0].size_pt) for lines in cells.values() if lines), 0)
    if height_mm <= room_mm:
        yield ListRow(cells, height_mm)
        return
    counts = {
        key: int((room_mm - _AROUND_MM) / _pitch_mm(lines[0].size_pt)) if lines else 0 for key, lines in cells.items()
    }
    yield from _pieces({key: lines[: counts[key]] for key, lines in cells.items()}, room_mm)
    yield from _pieces({key: lines[counts[key] :] for key, lines in cells.items()}, room_mm)


def _text_mm(lines: int, size_pt: float) -> float:
    """How high a row is that so many lines just fill."""
    return lines * _pitch_mm(size_pt) + _AROUND_MM


def _pitch_mm(size_pt: float) -> float:
    return size_pt * FORM.list_line_height * MM_PER_PT


def _filled(rows: Sequence[ListRow], first_mm: float, room_mm: float) -> list[list[ListRow]]:
    """The rows page by page, as many as find room."""
    sheets: list[list[ListRow]] = [[]]
    left_mm = first_mm
    for place, row in enumerate(rows, start=1):
        needed_mm = row.height_mm + (FORM.list_note_mm if place == len(rows) else 0)
        if needed_mm > left_mm:
            sheets.append([])
            left_mm = room_mm
        sheets[-1].append(row)
        left_mm -= row.height_mm
    return sheets


def list_size(value: Listed, _key: str = "") -> float:
    """The size in pt at which the value stands in its column; for Word, which breaks its lines by itself."""
    sizes = value.sizes_pt
    lines = _cell_lines(value, value.column.width_mm, sizes)
    return lines[0].size_pt if lines else sizes[0]


def list_text(value: Listed) -> str:
    """The value for Word, which breaks lines by itself, but not a telephone number where it is read in parts."""
    if not is_landline(value):
        return value
    return "\n".join(line.text for line in _cell_lines(value, value.column.width_mm, value.sizes_pt))


# Word templates of earlier campaigns name the size as they did when Form 2 was the only list.
FILTERS = {
    "list_sheets": list_sheets,
    "list_size": list_size,
    "list_text": list_text,
    "form2_size": list_size,
    "head_pt": head_pt,
}
