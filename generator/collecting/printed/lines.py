"""Characters of one place → its lines, and lines → paragraphs: where a line only had no room left, the next goes on.

A blank at the end of a line is drawn as a character, or not at all. So between Latin letters or digits it cannot be
told whether one stood there: `MAYBE_BLANK` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from generator.collecting.printed.glyphs import Glyph
from generator.reading.sheets.rich_text import LOWERED, RAISED, carried_over
from generator.reading.word_tables.texts import MAYBE_BLANK, Line, Span

_SAME_LINE, _SMALL = 0.35, 0.8  # of a character's size: apart from a baseline; of raised and lowered characters
_SHIFTED = 0.12  # of the size: from there a small character is raised or lowered
_GAP, _WIDE_GAP = 0.6, 1.8  # of the size: a blank that is not drawn, and one of several
_INDENT, _ROOM = 1.2, 1.3  # of the size: a first line's indent; what a full line may leave beside its next word
_LATIN_EM = 0.55  # of the size: how wide a Latin character is, on the whole
PADDING_PT = 5.4  # of a cell, as Word has it
# A number before Chinese is that of a paragraph, not one of its figures.
_BEGINS = re.compile(
    r"(?:\d{1,2}\s*[.、．)）#]|第?[一二三四五六七八九十]{1,3}[、.．]|[（(]\s*[\d一二三四五六七八九十]{1,2}\s*[)）]|[①-⑳【])"
    r"\s*(?=[\u4e00-\u9fff])"
)
_ENDS_OPEN = "-—/.·&@("  # behind these no blank stands


@dataclass(frozen=True)
class PrintedLine:
    """A line: its text, what of it is struck out, where it begins and ends, its size, and whether a blank ends it."""

    text: str
    struck: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    ends_blank: bool = False
    is_cut: bool = False  # a page ends behind it


def lines_of(found: Iterable[Glyph]) -> list[PrintedLine]:
    """The lines that the characters make, from above."""
    glyphs = list(found)
    drawn = [one for one in glyphs if not one.text.isspace()]
    if not drawn:
        return []
    usual = median(one.size for one in drawn)
    rows: list[list[Glyph]] = []
    for one in sorted((one for one in drawn if one.size >= _SMALL * usual), key=lambda one: one.baseline):
        if rows and one.baseline - rows[-1][0].baseline < _SAME_LINE * one.size:
            rows[-1].append(one)
        else:
            rows.append([one])
    for one in sorted((one for one in drawn if one.size < _SMALL * usual), key=lambda one: one.baseline):
        near = min(rows, key=lambda row: abs(row[0].baseline - one.baseline), default=None)
        if near is None or abs(near[0].baseline - one.baseline) > 0.6 * max(near[0].size, one.size):
            rows.append([one])
        else:
            near.append(one)
    blanks = [one for one in glyphs if one.text.isspace()]
    ordered = sorted(rows, key=lambda row: row[0].baseline)
    return [_line(row, [one for one in blanks if _is_on(one, row[0])]) for row in ordered]


def _is_on(blank: Glyph, first: Glyph) -> bool:
    return abs(blank.baseline - first.baseline) < _SAME_LINE * first.size


def _line(row: Sequence[Glyph], blanks: Sequence[Glyph]) -> PrintedLine:
    main = row[0]
    pieces, struck = list[str](), list[str]()
    right, ends_blank = None, False
    for one in sorted([*row, *blanks], key=lambda one: (one.left, one.right)):
        if one.text.isspace():
            ends_blank = True
            pieces += [one.text] if pieces else []
            continue
        if right is not None and not ends_blank and one.left - right > _GAP * main.size:
            pieces.append("  " if one.left - right > _WIDE_GAP * main.size else " ")
        (struck if one.is_struck else pieces).append(_at_height(one, main))
        right, ends_blank = one.right, False
    return PrintedLine(
        "".join(pieces).strip(),
        "".join(struck),
        min(one.left for one in row),
        max(one.right for one in row),
        min(one.top for one in row),
        max(one.bottom for one in row),
        main.size,
        ends_blank,
    )


def _at_height(one: Glyph, main: Glyph) -> str:
    """The character, as Unicode's own where it is raised or lowered."""
    if one.size >= _SMALL * main.size or abs(one.baseline - main.baseline) < _SHIFTED * main.size:
        return one.text
    return carried_over(one.text, RAISED if one.baseline < main.baseline else LOWERED) or one.text


def paragraphs(
    lines: Sequence[PrintedLine], left: float, right: float, *, padding: float = PADDING_PT
) -> tuple[Line, ...]:
    """The paragraphs of a place from `left` to `right`, as a document's."""
    made: list[list[str]] = []
    struck: list[str] = []
    place = _Place(left + padding, right - padding, min((one.left for one in lines), default=left))
    before: PrintedLine | None = None
    for one in lines:
        struck.append(one.struck)
        if before is None or _ends(before, one, place):
            made.append([one.text])
        else:
            made[-1] += [_between(before, one), one.text]
        before = one
    texts = ["".join(parts) for parts in made]
    last = len(texts) - 1
    return tuple(
        Line((Span(text, None),) if text else (), struck="".join(struck) if at == last else "")
        for at, text in enumerate(texts)
    )


def ends_paragraph(group: Sequence[PrintedLine], following: PrintedLine, margins: tuple[float, float]) -> bool:
    """Whether a paragraph ends with the last of these lines, which stand between the margins."""
    begin = min(one.left for one in (*group, following))
    return _ends(group[-1], following, _Place(*margins, begin))


class _Place(NamedTuple):
    """Where lines stand: from one edge to the other, and where most of them begin."""

    left: float
    right: float
    begin: float

    def is_centred(self, one: PrintedLine) -> bool:
        """Whether the line stands in the middle, as far from one edge as from the other."""
        before, behind = one.left - self.left, self.right - one.right
        return abs(before - behind) < _INDENT * one.size and before > 0

    def room(self, one: PrintedLine) -> float:
        """How much room the line left."""
        behind = self.right - one.right
        return behind + max(0.0, one.left - self.left) if self.is_centred(one) else behind


def _ends(one: PrintedLine, following: PrintedLine, place: _Place) -> bool:
    """Whether a paragraph ends with the line: it had room for more, or the next begins with a number or further in."""
    word = _first_word(following.text) * _LATIN_EM * following.size
    if place.room(one) > max(word, following.size) + _ROOM * following.size or _BEGINS.match(following.text):
        return True
    return following.left - place.begin > _INDENT * following.size and not place.is_centred(following)


def _first_word(text: str) -> int:
    """How many characters the text begins with that are no Chinese: they are not parted."""
    return next((at for at, char in enumerate(text) if char.isspace() or _is_chinese(char)), len(text))


def _between(one: PrintedLine, following: PrintedLine) -> str:
    """What stands between two lines of a paragraph."""
    last, first = one.text[-1:], following.text[:1]
    if one.ends_blank and (_is_latin(last) or _is_latin(first)):
        return " "
    if one.is_cut or (_is_latin(last) and _is_latin(first) and last not in _ENDS_OPEN):
        return MAYBE_BLANK
    return ""


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isprintable() and not char.isspace()


def _is_chinese(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"
