"""Jinja filters that make justified lines: WeasyPrint stretches only spaces, Chinese lines have none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.layout import FORM, MM_PER_PT, OFFICIAL, grid
from generator.typesetting.typeset import break_lines, char_widths, css_letter_spacing_pt, justify

INTRO_PITCH_PT = 20
INTRO_CHARACTERS = 36


@dataclass(frozen=True)
class Run:
    """Characters of one font class; `part` is the part of the paragraph that they come from, counted from 0."""

    font: str
    text: str
    part: int


@dataclass(frozen=True)
class Line:
    """A line ready to be placed: its runs, the letter-spacing that makes its edges flush, its indent (pt)."""

    runs: tuple[Run, ...]
    spacing_pt: float
    indent_pt: float


def set_lines(
    parts: Sequence[tuple[str, str]],
    width_pt: float,
    size_pt: float,
    indent: int = 2,
    tracking_pt: float = 0,
) -> list[Line]:
    """The lines of one paragraph, all but the last as wide as `width_pt`.

    `parts` are pairs of font class and text; `indent` counts characters.
    """
    widths = [width for font, text in parts for width in char_widths(text, font)]
    lines = break_lines(
        "".join(text for _, text in parts),
        width_pt,
        size_pt,
        parts[0][0],
        first_indent_em=indent * (1 + tracking_pt / size_pt),
        tracking_pt=tracking_pt,
        widths_em=widths,
    )
    return [
        Line(
            _runs_between(parts, line.start, line.start + len(line.text)),
            round(css_letter_spacing_pt(line.tracking_pt, size_pt), 4),
            round(line.indent_pt, 3),
        )
        for line in justify(lines, width_pt)
    ]


def _runs_between(parts: Sequence[tuple[str, str]], start: int, end: int) -> tuple[Run, ...]:
    """The runs of the characters from `start` up to `end` of the paragraph."""
    found, place = [], 0
    for number, (font, text) in enumerate(parts):
        if part := text[max(start - place, 0) : max(end - place, 0)]:
            found.append(Run(font, part, number))
        place += len(text)
    return tuple(found)


def official_lines(parts: Sequence[tuple[str, str]], indent: int = 2) -> list[Line]:
    """The lines of a paragraph of an official text (GB/T 9704-2012, clause 5.2.3)."""
    width_pt = OFFICIAL.text_width_mm / MM_PER_PT
    return set_lines(parts, width_pt, OFFICIAL.body_pt, indent, tracking_pt=OFFICIAL.body_tracking_pt)


def intro_sheets(parts: Iterable[Mapping[str, Any]]) -> list[list[Line]]:
    """The lines of 项目简介, a list for each page that they fill; none when there are no parts."""
    head, text = grid("form1")["pages"]["intro"]
    capacity = _intro_capacity(text["height_mm"])
    sheets: list[list[Line]] = []
    for part in parts:
        for place, line in enumerate(lines := _intro_lines(part)):
            # A heading is not left alone at the foot of a page.
            needed = 2 if place == 0 and len(lines) > 1 else 1
            if not sheets or len(sheets[-1]) + needed > capacity:
                if sheets:  # only the first page has the head above the text
                    capacity = _intro_capacity(head["height_mm"] + text["height_mm"])
                sheets.append([])
            sheets[-1].append(line)
    return sheets


def _intro_capacity(height_mm: float) -> int:
    """How many lines a cell of this height holds."""
    return int((height_mm - 2 * FORM.cell_padding_mm) / MM_PER_PT / INTRO_PITCH_PT)


def _intro_lines(part: Mapping[str, Any]) -> list[Line]:
    """The heading and the paragraphs of one of the five parts."""
    width_pt, size_pt = INTRO_CHARACTERS * FORM.cell_pt, FORM.cell_pt
    lines = set_lines([("heiti", f"{part['number']}{part['heading']}")], width_pt, size_pt, 0)
    for paragraph in part["paragraphs"]:
        lines += set_lines([("songti", paragraph)], width_pt, size_pt)
    return lines


def title_lines(title: str) -> list[str]:
    """The title on one line, or broken by meaning after “活动” when it is longer than a line holds."""
    longest = int(OFFICIAL.text_width_mm / MM_PER_PT / OFFICIAL.title_pt)
    head, word, tail = title.partition("活动")
    return [head + word, tail] if tail and len(title) > longest else [title]


FILTERS = {
    "set_lines": set_lines,
    "official_lines": official_lines,
    "intro_sheets": intro_sheets,
    "title_lines": title_lines,
}
