"""The lines outside of tables → paragraphs: what stands behind a label belongs to it, however many lines it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from generator.collecting.printed.lines import PrintedLine, ends_paragraph, paragraphs
from generator.reading.returned.labels import Labels
from generator.reading.word_tables.signs import UNKNOWN
from generator.reading.word_tables.texts import MAYBE_BLANK, Line

_COLON = re.compile("[:：]")
_NEAR = 2.2  # of a line's size: from one line to the next of the same text
_BESIDE = 1.75  # of it: from the line with a label to a further line of its value
_NEARER = 0.75  # of one distance: a line is that of its neighbour there, not of the one on its other side
_BEHIND = 3  # of the size: so much further in than its label a value begins at least
_TWICE = 1.15  # of the distance of two labels: no more than that lies between one and a line that belongs to it


class Known(NamedTuple):
    """The printed words of the campaign's forms, and those of them behind which one line is expected."""

    words: Labels
    short: Labels

    def begins(self, text: str) -> bool:
        """Whether the text is a label, or begins with one."""
        return bool(self.words.whole(text)) or _begins_with(text, self.words)


def _begins_with(text: str, words: Labels) -> bool:
    found = words.within(text)
    return bool(found) and not text[: found[0].start].strip()


def text_between(lines: Sequence[PrintedLine], known: Known) -> list[Line]:
    """The paragraphs of these lines, which have no margin but the longest of them."""
    left, right = min((one.left for one in lines), default=0.0), max((one.right for one in lines), default=0.0)
    made = list[Line]()
    for group in _grouped(list(_with_orphans(list(_with_values(lines, known)), known)), known, (left, right)):
        made += paragraphs(group, left, right, padding=0)
    return made


def _grouped(lines: Sequence[PrintedLine], known: Known, margins: tuple[float, float]) -> Iterator[list[PrintedLine]]:
    """The lines of each paragraph."""
    group = list[PrintedLine]()
    for one in lines:
        if group and (known.begins(one.text) or not _is_near(group[-1], one) or ends_paragraph(group, one, margins)):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _is_near(one: PrintedLine, following: PrintedLine) -> bool:
    """Whether the line stands where the next line of a text does; also one on the next page."""
    return following.top < one.top or following.bottom - one.bottom < _NEAR * one.size


def _with_values(lines: Sequence[PrintedLine], known: Known) -> Iterator[PrintedLine]:
    """The lines, those that stand above or below the value of a label as part of it."""
    rest = list(lines)
    for at, one in enumerate(rest):
        if _COLON.search(one.text) is not None or known.begins(one.text) or not one.text:
            continue
        above, below = (rest[near] if 0 <= near < len(rest) else None for near in (at - 1, at + 1))
        of_above = above is not None and _is_beside(above, one)
        of_below = below is not None and _is_beside(below, one)
        if above is not None and of_above and (not of_below or below is None or _is_nearer(one, above, below)):
            rest[at - 1], rest[at] = _with(above, f"{above.text}{one.text}", one), replace(one, text="")
        elif below is not None and of_below and (not of_above or above is None or _is_nearer(one, below, above)):
            label, value = _COLON.split(below.text, maxsplit=1)
            rest[at + 1] = _with(below, f"{label}：{one.text}{value.strip()}", one)
            rest[at] = replace(one, text="")
        elif above is not None and below is not None and of_above and of_below:
            rest[at - 1] = replace(above, text=f"{above.text}{UNKNOWN}")
            rest[at + 1] = replace(below, text=f"{below.text}{UNKNOWN}")
    yield from (one for one in rest if one.text or one.struck)


def _with(line: PrintedLine, text: str, more: PrintedLine) -> PrintedLine:
    bottom = max(line.bottom, more.bottom)
    return replace(line, text=text, right=max(line.right, more.right), bottom=bottom, struck=line.struck + more.struck)


def _is_beside(labelled: PrintedLine, one: PrintedLine) -> bool:
    """Whether the line stands above or below the value behind a label, and not below the label."""
    is_label = _COLON.search(labelled.text) is not None
    is_near = abs(labelled.bottom - one.bottom) < _BESIDE * max(labelled.size, one.size)
    return is_label and is_near and one.left > labelled.left + _BEHIND * labelled.size


def _is_nearer(one: PrintedLine, to: PrintedLine, than: PrintedLine) -> bool:
    return abs(one.bottom - to.bottom) < _NEARER * abs(one.bottom - than.bottom)


def _with_orphans(lines: Sequence[PrintedLine], known: Known) -> Iterator[PrintedLine]:
    """The lines, one that follows a short value as closely as labels follow each other as part of it."""
    held = list[PrintedLine]()
    for one in lines:
        if held and _begins_with(held[-1].text, known.short) and not known.begins(one.text):
            step = held[-1].bottom - held[-2].bottom if len(held) > 1 else 0
            if 0 < one.bottom - held[-1].bottom < min(_TWICE * step, _NEAR * one.size):
                held[-1] = _with(held[-1], f"{held[-1].text}{MAYBE_BLANK}{one.text}", one)
                continue
        held.append(one)
    yield from held
