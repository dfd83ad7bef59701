"""Which rows and lines of Form 1 stand on which page, where 转化创造效益情况 or 项目简介 goes on over pages.

Word breaks pages by itself: rows whole, the two growing rows between lines. The PDF breaks where Word does, from the
same figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, islice
from typing import Any

from generator.campaign.fields import MOST_COMPLETERS
from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL, form1_data_rows, grid, row_groups
from generator.composing.fitting.slots import LINE_HEIGHT, Slot
from generator.rendering.sheets.paragraphs import FIRST_INDENT, Line, set_lines
from generator.typesetting.typeset import line_count

Row = Mapping[str, Any]

_SLIVER_MM = 1 * MM_PER_PT  # the line of 1 pt above a table in Word, and below the text of 项目简介
_RULES_MM = (FORM.outer_rule_pt + FORM.rule_pt) / 2 * MM_PER_PT
_AROUND_MM = 2 * FORM.above_mm + FORM.rule_pt * MM_PER_PT
_PAGE_MM = OFFICIAL.text_height_mm + FORM.slack_mm - 2 * _RULES_MM


# ---- 项目简介


@dataclass(frozen=True)
class IntroSheet:
    """The lines of 项目简介 on one page, and the height of the cell around them.

    `full_after` is the part (from 0) that ends here with one line free: the next heading is not left alone in it.
    """

    lines: tuple[Line, ...]
    height_mm: float
    full_after: int | None


def intro_sheets(parts: Sequence[Mapping[str, Any]]) -> list[IntroSheet]:
    """项目简介 page by page; nothing when there are no parts."""
    set_parts = [_intro_lines(part) for part in parts]
    pages = _intro_pages([len(lines) for lines in set_parts])
    lines = chain.from_iterable(set_parts)
    return [
        IntroSheet(tuple(islice(lines, count)), _height_mm(number, count, len(pages)), full_after)
        for number, (count, full_after) in enumerate(pages)
    ]


def intro_parts(parts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The parts of 项目简介 for Word; `fills_page` marks those whose last line keeps the next one from the heading."""
    full = {full_after for _, full_after in _intro_pages([_intro_line_count(part) for part in parts])}
    return [{**part, "fills_page": place in full} for place, part in enumerate(parts)]


def _intro_pages(counts: Sequence[int]) -> list[tuple[int, int | None]]:
    """How many of the parts' lines each page holds, and the part that is `full_after` on it."""
    pages: list[tuple[int, int | None]] = []
    room = 0
    for part, count in enumerate(counts):
        if room == 1 and count > 1:
            pages[-1], room = (pages[-1][0], part - 1), 0
        while count:
            if not room:
                room = _capacity(len(pages))
                pages.append((0, None))
            taken = min(room, count)
            pages[-1] = (pages[-1][0] + taken, None)
            room, count = room - taken, count - taken
    return pages


@cache
def _capacity(page: int) -> int:
    """How many lines the page holds, the first one below the head."""
    head, _ = grid("form1")["pages"]["intro"]
    height_mm = _PAGE_MM if page else _PAGE_MM - _SLIVER_MM - head["height_mm"]
    return int(height_mm / MM_PER_PT / FORM.intro_pitch_pt)


def _height_mm(page: int, lines: int, pages: int) -> float:
    """The height of the cell: as high as its lines, on the first page at least as in the blank."""
    _, text = grid("form1")["pages"]["intro"]
    last = page == pages - 1
    rows = lines if last else _capacity(page)
    height_mm = rows * FORM.intro_pitch_pt * MM_PER_PT + _RULES_MM + (_SLIVER_MM if last else 0)
    return float(height_mm if page else max(height_mm, text["height_mm"]))


_INTRO_WIDTH_PT = FORM.intro_characters * FORM.intro_pt


def _intro_lines(part: Mapping[str, Any]) -> list[Line]:
    """The heading and the paragraphs of one of the five parts."""
    lines = list(_heading_lines(f"{part['number']}{part['heading']}"))
    for paragraph in part["paragraphs"]:
        lines += set_lines([("songti", paragraph)], _INTRO_WIDTH_PT, FORM.intro_pt)
    return lines


def _intro_line_count(part: Mapping[str, Any]) -> int:
    """How many lines these are."""
    return len(_heading_lines(f"{part['number']}{part['heading']}")) + sum(
        line_count(paragraph, _INTRO_WIDTH_PT, FORM.intro_pt, "songti", first_indent_em=FIRST_INDENT)
        for paragraph in part["paragraphs"]
    )


@lru_cache(maxsize=64)  # the same five in nearly every form
def _heading_lines(heading: str) -> tuple[Line, ...]:
    return tuple(set_lines([("heiti", heading)], _INTRO_WIDTH_PT, FORM.intro_pt, 0))


# ---- the page of data


def is_one_data_sheet(slots: Mapping[str, Slot]) -> bool:
    """Whether the rows of Form 1's data stand as in the blank, since none grows beyond its cell."""
    return all(_text_mm(row, slots) <= row["height_mm"] for row in grid("form1")["pages"]["data"] if row.get("grows"))


def data_sheets(slots: Mapping[str, Slot], completers: int = MOST_COMPLETERS) -> list[list[Row]]:
    """The rows of Form 1's data page by page: one page, and more where 转化创造效益情况 grows beyond its cell.

    There are rows for that many other completers.

    The cells of a row that is cut are marked `cut`; that of the value has the `lines` that stand in it.
    """
    sheets: list[list[Row]] = [[]]
    room_mm = _PAGE_MM - _SLIVER_MM
    for group in row_groups(form1_data_rows(completers)):
        pieces: list[list[Row]] = [list(group)]
        if group[0].get("grows"):
            pieces = [[piece] for piece in _grown(group[0], slots, room_mm)]
        if len(pieces) > 1:
            sheets[-1] = [_cut_below(row, len(sheets[-1]) - place) for place, row in enumerate(sheets[-1])]
        for piece in pieces:
            height_mm = sum(row["height_mm"] for row in piece)
            if height_mm > room_mm:
                sheets.append([])
                room_mm = _PAGE_MM
            sheets[-1] += piece
            room_mm -= height_mm
    return sheets


def _grown(row: Row, slots: Mapping[str, Slot], room_mm: float) -> Iterator[Row]:
    """The row as high as its text needs, cut between lines where the page ends."""
    lines, pitch_mm = _grown_lines(row, slots)
    height_mm = max(row["height_mm"], _text_mm(row, slots))
    if height_mm <= room_mm:
        yield {**row, "height_mm": height_mm}
        return
    cells, start = row["cells"], 0
    while start < len(lines):
        piece = lines[start : start + int((room_mm - _AROUND_MM) / pitch_mm)]
        yield {
            "height_mm": len(piece) * pitch_mm + _AROUND_MM,
            "cells": [{**cell, "cut": True, **({"lines": piece} if "slot" in cell else {})} for cell in cells],
        }
        start, room_mm = start + len(piece), _PAGE_MM
        # What goes on has its labels on the page before.
        cells = [cell if "slot" in cell else {"columns": cell["columns"]} for cell in row["cells"]]
        cells = [*({"columns": [place, place]} for place in range(cells[0]["columns"][0])), *cells]


def _text_mm(row: Row, slots: Mapping[str, Slot]) -> float:
    """How high a row is that its text just fills."""
    lines, pitch_mm = _grown_lines(row, slots)
    return len(lines) * pitch_mm + _AROUND_MM


def _grown_lines(row: Row, slots: Mapping[str, Slot]) -> tuple[Sequence[str], float]:
    """The lines of the row's value, and their pitch in mm."""
    (key,) = (cell["slot"] for cell in row["cells"] if "slot" in cell)
    return slots[key].lines, slots[key].size_pt * LINE_HEIGHT * MM_PER_PT


def _cut_below(row: Row, rows_below: int) -> Row:
    """The row, its cells that span more than `rows_below` further ones marked as cut."""
    return {**row, "cells": [cell | {"cut": cell.get("rows", 1) > rows_below} for cell in row["cells"]]}


FILTERS = {"intro_sheets": intro_sheets, "intro_parts": intro_parts, "data_sheets": data_sheets}
