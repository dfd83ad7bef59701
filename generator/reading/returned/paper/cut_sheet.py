"""What of a list in Excel is not to be read on paper: cut by its row or column, too small, hidden, or not printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from generator.campaign.errors import Place, Problem, warning
from generator.reading.returned.paper.cut import NUMBER, ONE_LINE, Small, Tight
from generator.reading.sheets.cells import NOTHING, ReadCell, SheetCells
from generator.reading.sheets.looks import Look, SheetLooks
from generator.reading.word_tables.rooms import SMALLEST_PT, SetText, TightCell

_LINE = 1.2  # the least pitch of Excel's lines to their size
_PADDING_PT, _EDGES_PT = 5.67, 3.75  # free at both sides of text, with what programs differ in; of a number
_SHOWN_RUNS = 5  # of rows that a message names
HIDDEN, OUTSIDE = "被隐藏（或被筛选掉）", "在打印区域以外"
_REMEDIES = {
    HIDDEN: "请取消筛选或取消隐藏后打印；不申报的，请删去这些行、列。",
    OUTSIDE: "请重新设置打印区域；多出的行也可移进表内插入的行。",
}


@dataclass(frozen=True)
class Unprinted:
    """Rows or columns with text that are not printed: `place` is the first cell, `which` tells all of them."""

    place: Place
    which: str
    why: str
    is_column: bool = False


def sheet_rooms(
    sheet: SheetCells, looks: SheetLooks, labels: Mapping[int, str], rows: Iterable[int]
) -> tuple[list[Small], list[Tight]]:
    """The cells of these rows, in the columns with labels, that are too small to be read or may be cut."""
    small, tight = [], []
    merged = {(row, area.left) for area in sheet.merged for row in range(area.top, area.bottom + 1)}
    for row in rows:
        for column, label in labels.items():
            cell, look = sheet.rows.get(row, {}).get(column, NOTHING), looks.at(row, column)
            if cell.is_blank or (row, column) in merged:
                continue
            place = sheet.place(row, column)
            if look.size_pt < SMALLEST_PT:
                small.append(Small(place, label, look.size_pt))
            last = column == max(labels)
            if (how := _tight(sheet, looks, row, column, is_last=last)) is not None:
                tight.append(Tight(place, label, *how))
    return small, tight


def _tight(
    sheet: SheetCells, looks: SheetLooks, row: int, column: int, *, is_last: bool
) -> tuple[TightCell, str] | None:
    """The cell to be measured and what cuts it; None where it surely has room."""
    cell, look, wide_pt = sheet.rows[row][column], looks.at(row, column), looks.width_pt(column)
    pitch_pt, number = look.size_pt * _LINE, _number(cell, look)
    if look.shrinks and not look.wraps:
        return None
    if number:
        made = SetText(number, look.size_pt, look.family, max(wide_pt - _EDGES_PT, 1), pitch_pt)
        return _where_tight(made, pitch_pt, NUMBER)
    made = SetText(str(cell.value).strip(), look.size_pt, look.family, max(wide_pt - _PADDING_PT, 1), pitch_pt)
    if look.wraps:
        height_pt = looks.heights_pt.get(row)
        return _where_tight(made, height_pt, "") if height_pt else None
    if is_last or not sheet.rows[row].get(column + 1, NOTHING).is_blank:
        return _where_tight(made, pitch_pt, ONE_LINE)
    return None


def _where_tight(text: SetText, room_pt: float, how: str) -> tuple[TightCell, str] | None:
    return (TightCell(room_pt, (text,)), how) if text.most_pt > room_pt else None


def _number(cell: ReadCell, look: Look) -> str:
    """A number or day about as Excel shows it; empty for a text."""
    value = cell.value
    if isinstance(value, date):
        return (
            f"{value.year}年{value.month}月{value.day}日"
            if "年" in look.code
            else f"{value.year}/{value.month}/{value.day}"
        )
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    decimals = look.code.partition(";")[0].partition(".")[2].count("0")
    return f"{value:.{decimals}f}"


def unprinted(sheet: SheetCells, looks: SheetLooks, labels: Mapping[int, str], rows: Iterable[int]) -> list[Unprinted]:
    """The rows and columns of the list that hold something and are not printed."""
    rows = list(rows)
    first = min(labels, default=1)
    made = [
        Unprinted(sheet.place(some[0], first), _named(some), why)
        for why, some in (
            (HIDDEN, [row for row in rows if row in sheet.hidden_rows]),
            (OUTSIDE, [row for row in rows if row not in sheet.hidden_rows and not looks.is_printed(row)]),
        )
        if some
    ]
    for column in labels:
        is_hidden = any(low <= column <= high for low, high in sheet.hidden_columns)
        if is_hidden or not looks.is_column_printed(column):
            why = HIDDEN if is_hidden else OUTSIDE
            made.append(Unprinted(sheet.place(rows[0], column), f"“{labels[column]}”一列", why, is_column=True))
    return made


def _named(rows: Iterable[int]) -> str:
    """The rows as a message calls them: 第6行、第8—10行."""
    runs = [list(run) for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0])]
    named = [f"第{run[0][1]}行" if len(run) == 1 else f"第{run[0][1]}—{run[-1][1]}行" for run in runs]
    return "、".join(named[:_SHOWN_RUNS]) + ("等" if len(named) > _SHOWN_RUNS else "")


def unprinted_problems(found: Iterable[Unprinted]) -> Iterator[Problem]:
    """That they are not printed; what stands there is compared all the same."""
    for one in found:
        yield warning("returned/cut", one.place, "", f"{one.which}{one.why}，打印不出来。", _REMEDIES[one.why])
