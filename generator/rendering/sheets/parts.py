"""Numbered long texts (such as 项目简介) line by line, over as many pages as they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from generator.campaign.layout import FORM
from generator.composing.fitting.slots import Parts
from generator.rendering.sheets.paragraphs import FIRST_INDENT, Line, set_lines
from generator.typesetting.typeset import line_count


@dataclass(frozen=True)
class PartsSheet:
    """The lines of the texts on one page, and the height of the cell around them."""

    lines: tuple[Line, ...]
    height_mm: float


def parts_sheets(parts: Sequence[Mapping[str, Any]], place: Parts) -> list[PartsSheet]:
    """The texts page by page; nothing when there are none."""
    set_parts = [_part_lines(part, place.width_pt) for part in parts]
    pages = _parts_pages([len(lines) for lines in set_parts], place)
    lines = chain.from_iterable(set_parts)
    return [
        PartsSheet(tuple(islice(lines, count)), place.height_mm(number, count, len(pages)))
        for number, (count, _) in enumerate(pages)
    ]


def intro_parts(parts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The texts for Word; `fills_page` marks those whose last line keeps the next one from the heading."""
    if not parts:
        return []
    place: Parts = parts[0]["place"]
    pages = _parts_pages([_part_line_count(part, place.width_pt) for part in parts], place)
    full = {full_after for _, full_after in pages}
    return [{**part, "fills_page": number in full} for number, part in enumerate(parts)]


def _parts_pages(counts: Sequence[int], place: Parts) -> list[tuple[int, int | None]]:
    """How many of the texts' lines each page holds, and the text (from 0) that ends there with one line free.

    The next heading is not left alone in it.
    """
    pages: list[tuple[int, int | None]] = []
    room = 0
    for part, count in enumerate(counts):
        if room == 1 and count > 1:
            pages[-1], room = (pages[-1][0], part - 1), 0
        while count:
            if not room:
                room = place.capacity(len(pages))
                pages.append((0, None))
            taken = min(room, count)
            pages[-1] = (pages[-1][0] + taken, None)
            room, count = room - taken, count - taken
    return pages


def _part_lines(part: Mapping[str, Any], width_pt: float) -> list[Line]:
    """The heading and the paragraphs of one of the texts."""
    lines = list(_heading_lines(f"{part['number']}{part['heading']}", width_pt))
    for paragraph in part["paragraphs"]:
        lines += set_lines([("songti", paragraph)], width_pt, FORM.intro_pt)
    return lines


def _part_line_count(part: Mapping[str, Any], width_pt: float) -> int:
    """How many lines these are."""
    return len(_heading_lines(f"{part['number']}{part['heading']}", width_pt)) + sum(
        line_count(paragraph, width_pt, FORM.intro_pt, "songti", first_indent_em=FIRST_INDENT)
        for paragraph in part["paragraphs"]
    )


@lru_cache(maxsize=64)  # the same in nearly every form
def _heading_lines(heading: str, width_pt: float) -> tuple[Line, ...]:
    return tuple(set_lines([("heiti", heading)], width_pt, FORM.intro_pt, 0))
