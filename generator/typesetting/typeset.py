"""Text and a slot in, size and lines out, computed from font metrics.

The heart of every layout: PDF draws these lines, Word takes the size, Excel the row heights. Widths are sums
of advances, without kerning and ligatures; `fonts.font_css` tells WeasyPrint the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from fontTools.unicodedata import script

from generator.typesetting.breaking import TOLERANCE_EM, Paragraph, Span, fill, is_plain, paragraphs
from generator.typesetting.fonts import Face, covering_face, font_files, metrics

PT_PER_MM = 72 / 25.4
_SPACES = re.compile("[ \u00a0]+")
_WHOLE = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[0-9.]+[十百千万亿]{0,2}[美欧港]?元")  # a date; a sum
_ANY_SCRIPT = ("Zyyy", "Zinh")  # Unicode's names for common and inherited


class BrokenLine(NamedTuple):
    """One line of text.

    `width_pt` reaches from the first glyph to the end of the last one, at the paragraph's own tracking.
    `tracking_pt` goes into the `gaps` between glyphs, not after the last one. `start` is the place of the line's
    first character in the text that was broken; `indent_pt` is the free space before it.
    """

    text: str
    width_pt: float
    tracking_pt: float
    indent_pt: float
    start: int
    is_last: bool
    gaps: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for text; without a height it grows downward. `ladder` lists the sizes in pt, largest first."""

    width_mm: float
    height_mm: float | None
    font_class: str
    ladder: tuple[float, ...]
    line_height: float = 1.3
    first_indent_em: float = 0


@dataclass(frozen=True, slots=True)
class Fit:
    """A text in its slot. `overflow_chars` counts the characters that find no room even at the floor."""

    size_pt: float
    line_pitch_pt: float
    lines: tuple[BrokenLine, ...]
    at_floor: bool
    overflow_chars: int


class _Advances(dict[str, float]):
    """Advance of every character in em, looked up in the fonts when it is first met."""

    def __init__(self, font_class: str) -> None:
        super().__init__()
        self.font_class = font_class
        self.first = metrics(font_files(font_class)[0])
        self.lent: set[str] = set()  # characters that come from another than the first face

    def __missing__(self, char: str) -> float:
        if unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"}:
            advance = 0.0  # accents, joiners, variation selectors
        elif self.first.glyphs[ord(char)]:
            advance = self.first.advance_em(char)
        elif face := covering_face(char, self.font_class):
            advance = metrics(face).advance_em(char)
            self.lent.add(char)
        else:
            advance = 1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5
        self[char] = advance
        return advance


_advances = cache(_Advances)


def char_widths(text: str, font_class: str) -> list[float]:
    """Advance of every character in em, each from the first face of the class that has it."""
    table = _advances(font_class)
    text = text.replace("\t", " ")
    widths = list(map(table.__getitem__, text))
    if table.lent and _SPACES.search(text) and not table.lent.isdisjoint(text):
        for space in _SPACES.finditer(text):
            known = metrics(space_face(text[: space.start()], text[space.end() :], font_class))
            advance = known.advance_em(" ") if known.glyphs[0x20] else 0.5
            widths[space.start() : space.end()] = [advance] * len(space.group())
    return widths


@lru_cache(maxsize=4096)  # 男, 女, 高级工程师: asked when a value is fitted and when it is placed
def width_em(text: str, font_class: str) -> float:
    """The text's width in em, without tracking."""
    return sum(char_widths(text, font_class))


def space_face(before: str, after: str, font_class: str) -> Face:
    """The face of a space between two texts as Pango, WeasyPrint's text engine, chooses it (itemize.c).

    It stays in the font of the character before it, or takes that of the character after it when that comes
    earlier in the class; but the search for fonts ends where the script changes.
    """
    faces = font_files(font_class)
    spoken = next((name for name in map(script, reversed(before)) if name not in _ANY_SCRIPT), None)
    neighbours = [before[-1:]]
    if not before or script(after[:1] or " ") in {spoken, *_ANY_SCRIPT}:
        neighbours.append(after[:1])
    near = [covering_face(char, font_class) for char in neighbours if char]
    return min((face for face in near if face), key=faces.index, default=faces[0])


def break_lines(
    text: str,
    width_pt: float,
    size_pt: float,
    font_class: str,
    *,
    first_indent_em: float = 0,
    tracking_pt: float = 0,
) -> tuple[BrokenLine, ...]:
    """The text in lines no wider than `width_pt` (pt), not justified; an empty text is one empty line.

    The first line of every paragraph is indented by `first_indent_em` times the size.
    """
    widths_em = char_widths(text, font_class)
    return break_measured(text, widths_em, width_pt, size_pt, first_indent_em=first_indent_em, tracking_pt=tracking_pt)


def break_measured(
    text: str,
    widths_em: Sequence[float],
    width_pt: float,
    size_pt: float,
    *,
    first_indent_em: float = 0,
    tracking_pt: float = 0,
) -> tuple[BrokenLine, ...]:
    """The lines of a text that mixes font classes, as `break_lines` gives those of one class.

    `widths_em` are the joined `char_widths` of its parts; `BrokenLine.start` leads back to them.
    """
    return tuple(
        line
        for paragraph in paragraphs(text, widths_em)
        for line in _lines(
            paragraph,
            fill(paragraph, width_pt / size_pt, first_indent_em, tracking_pt / size_pt),
            size_pt,
            first_indent_em * size_pt,
            tracking_pt,
        )
    )


def line_count(text: str, width_pt: float, size_pt: float, font_class: str, *, first_indent_em: float = 0) -> int:
    """How many lines `break_lines` makes."""
    parts = paragraphs(text, char_widths(text, font_class))
    return sum(len(fill(part, width_pt / size_pt, first_indent_em, 0)) for part in parts)


def _lines(
    paragraph: Paragraph, spans: list[Span], size_pt: float, indent_pt: float, tracking_pt: float
) -> list[BrokenLine]:
    offsets_em, gaps_in, place = paragraph.offsets_em, paragraph.gaps, paragraph.place
    last = len(spans) - 1
    lines = []
    for number, (start, end, _) in enumerate(spans):
        gaps = gaps_in(start, end)
        width_pt = (offsets_em[end] - offsets_em[start]) * size_pt + gaps * tracking_pt
        text = paragraph.cut(start, end)
        lines.append(
            BrokenLine(text, width_pt, tracking_pt, 0 if number else indent_pt, place + start, number == last, gaps)
        )
    return lines


def justify(lines: Sequence[BrokenLine], width_pt: float) -> tuple[BrokenLine, ...]:
    """The lines with the tracking that makes all but the last of a paragraph exactly `width_pt` wide."""
    return tuple(_flush(line, width_pt) for line in lines)


def _flush(line: BrokenLine, width_pt: float) -> BrokenLine:
    if line.is_last or not line.gaps:
        return line
    slack = max(0.0, width_pt - line.indent_pt - line.width_pt)
    text, width, tracking, indent, start, is_last, gaps = line
    return BrokenLine(text, width, tracking + slack / gaps, indent, start, is_last, gaps)


def fit(text: str, slot: Slot) -> Fit:
    """The largest size of the slot's ladder at which the text fits, or the floor with what is too much.

    A size fits when the lines find room in the height and no word or number has to be broken. A date or a sum is
    broken where no size of the ladder keeps it on one line.
    """
    width_pt = slot.width_mm * PT_PER_MM
    for size_pt in slot.ladder if _WHOLE.fullmatch(text) else slot.ladder[:1]:
        if _is_one_line(text, slot, width_pt, size_pt):
            return _one_line(text, slot, size_pt)
    parts = paragraphs(text, char_widths(text, slot.font_class))
    for size_pt in slot.ladder:
        spans = [fill(part, width_pt / size_pt, slot.first_indent_em, 0) for part in parts]
        rows = sum(map(len, spans))
        pitch_pt = size_pt * slot.line_height
        room = rows if slot.height_mm is None else int(slot.height_mm * PT_PER_MM / pitch_pt + TOLERANCE_EM)
        if rows <= room and not any(span.forced for part in spans for span in part):
            break
    indent_pt = slot.first_indent_em * size_pt
    lines = [
        line for part, found in zip(parts, spans, strict=True) for line in _lines(part, found, size_pt, indent_pt, 0)
    ]
    too_wide = [line for line in lines[:room] if line.indent_pt + line.width_pt > width_pt + TOLERANCE_EM * size_pt]
    overflow = sum(len(line.text) for line in [*too_wide, *lines[room:]])
    return Fit(size_pt, pitch_pt, tuple(lines), size_pt == slot.ladder[-1], overflow)


def _is_one_line(text: str, slot: Slot, width_pt: float, size_pt: float) -> bool:
    """Whether it is plain that the text fits on one line at that size, as most values do at the largest."""
    high_enough = slot.height_mm is None or slot.height_mm * PT_PER_MM >= size_pt * slot.line_height
    plain = is_plain(text) and text.strip() == text  # no new line, no mark, no loose space
    return plain and high_enough and (slot.first_indent_em + width_em(text, slot.font_class)) * size_pt <= width_pt


def _one_line(text: str, slot: Slot, size_pt: float) -> Fit:
    width_pt = width_em(text, slot.font_class) * size_pt
    line = BrokenLine(text, width_pt, 0, slot.first_indent_em * size_pt, 0, True, max(0, len(text) - 1))
    return Fit(size_pt, size_pt * slot.line_height, (line,), size_pt == slot.ladder[-1], 0)


def lines_height_mm(fitted: Fit) -> float:
    """Height of the lines of a fitted text in mm: Excel's row height, without padding."""
    return len(fitted.lines) * fitted.line_pitch_pt / PT_PER_MM
