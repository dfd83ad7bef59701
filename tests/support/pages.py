"""What stands where on the pages of a PDF, and what two PDFs do not agree on. Millimetres from the top left.

A page that is turned for the screen is measured as it is shown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pdfplumber

MM_PER_PT = 25.4 / 72
_THICKEST_RULE_PT = 3
_SAME_LINE_MM = 0.9
_SHORTEST_RULE_MM = 5
_CORNER_MM = 0.6
_CAP_MM = 1  # above the baseline, still within the characters
_NO_WIDTH = "\u200b\u2060"


@dataclass(frozen=True)
class Rule:
    """A straight rule: the middle of its thickness at `at_mm`, its ends along the other direction."""

    page: int
    horizontal: bool
    at_mm: float
    start_mm: float
    end_mm: float


@dataclass(frozen=True)
class Glyph:
    """A character and its origin, on the baseline."""

    page: int
    text: str
    x_mm: float
    y_mm: float


@dataclass(frozen=True)
class Page:
    """The rules and the characters of a page; characters line by line, white space left out."""

    rules: tuple[Rule, ...]
    lines: tuple[tuple[Glyph, ...], ...]

    @property
    def texts(self) -> list[str]:
        """The text of each line."""
        return ["".join(glyph.text for glyph in line) for line in self.lines]


def measured(pdf: Path) -> list[Page]:
    """The pages of the file."""
    with pdfplumber.open(pdf) as opened:
        return [_page(page, number) for number, page in enumerate(opened.pages, start=1)]


def _page(page: Any, number: int) -> Page:
    return Page(tuple(_rules(page, number)), tuple(_lines(_glyphs(page, number))))


def _glyphs(page: Any, number: int) -> list[Glyph]:
    """The characters that are seen, in the order of the file."""
    found = []
    for char in page.chars:
        # The matrix leads from the glyph to the page as it is shown, whose origin is at the lower left.
        *_, x, y = char["matrix"]
        if char["text"].strip().strip(_NO_WIDTH):
            found.append(Glyph(number, char["text"], x * MM_PER_PT, (float(page.height) - y) * MM_PER_PT))
    return found


def _lines(glyphs: Iterable[Glyph]) -> list[tuple[Glyph, ...]]:
    """The characters of one baseline together, from left to right; lines from top to bottom."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.y_mm):
        if lines and glyph.y_mm - lines[-1][0].y_mm < _SAME_LINE_MM:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [tuple(sorted(line, key=lambda one: one.x_mm)) for line in lines]


def _rules(page: Any, number: int) -> list[Rule]:
    """Straight rules: drawn as lines or as narrow boxes, pieces that touch joined to one."""
    pieces: list[Rule] = []
    for shape in (*page.lines, *page.rects, *page.curves):
        left, right, top, bottom = (float(shape[key]) * MM_PER_PT for key in ("x0", "x1", "top", "bottom"))
        thick = _THICKEST_RULE_PT * MM_PER_PT
        if bottom - top <= thick < right - left:
            pieces.append(Rule(number, True, (top + bottom) / 2, left, right))
        elif right - left <= thick < bottom - top:
            pieces.append(Rule(number, False, (left + right) / 2, top, bottom))
    rules = [rule for rule in _joined(pieces) if rule.end_mm - rule.start_mm >= _SHORTEST_RULE_MM]
    return [_met(rule, rules) for rule in rules]


def _met(rule: Rule, rules: Sequence[Rule]) -> Rule:
    """The rule from the middle to the middle of the rules that it meets: programs draw corners differently."""
    crossing = [one.at_mm for one in rules if one.horizontal is not rule.horizontal]

    def end(at_mm: float) -> float:
        nearest = min(crossing, key=lambda one: abs(one - at_mm), default=at_mm)
        return nearest if abs(nearest - at_mm) <= _CORNER_MM else at_mm

    return replace(rule, start_mm=end(rule.start_mm), end_mm=end(rule.end_mm))


def _joined(pieces: Sequence[Rule], gap_mm: float = 0.6, off_mm: float = 0.3) -> list[Rule]:
    """Pieces of one direction at nearly the same place, end to end, as one rule each."""
    made: list[Rule] = []
    for piece in sorted(pieces, key=lambda one: (one.horizontal, one.start_mm, one.at_mm)):
        for place, rule in enumerate(made):
            same = rule.horizontal is piece.horizontal and abs(rule.at_mm - piece.at_mm) <= off_mm
            if same and piece.start_mm <= rule.end_mm + gap_mm:
                end = max(rule.end_mm, piece.end_mm)
                made[place] = Rule(rule.page, rule.horizontal, rule.at_mm, rule.start_mm, end)
                break
        else:
            made.append(piece)
    return made


def _near(one: Rule, other: Rule, tolerance_mm: float) -> bool:
    pairs = ((one.at_mm, other.at_mm), (one.start_mm, other.start_mm), (one.end_mm, other.end_mm))
    same = one.page == other.page and one.horizontal is other.horizontal
    return same and all(abs(a - b) <= tolerance_mm for a, b in pairs)


def moved_rules(ours: Sequence[Page], theirs: Sequence[Page], tolerance_mm: float = 0.5) -> list[Rule]:
    """The rules of either that have no counterpart in the other within the tolerance."""
    first = [rule for page in ours for rule in page.rules]
    second = [rule for page in theirs for rule in page.rules]
    return [
        rule
        for some, others in ((first, second), (second, first))
        for rule in some
        if not any(_near(rule, other, tolerance_mm) for other in others)
    ]


def places(pages: Sequence[Page], label: str) -> list[Glyph]:
    """The first characters of every place where the label stands on one line."""
    bare = re.sub(r"\s", "", label)
    return [
        line[found.start()]
        for page in pages
        for line, text in zip(page.lines, page.texts, strict=True)
        for found in re.finditer(re.escape(bare), text)
    ]


def moved_labels(
    ours: Sequence[Page], theirs: Sequence[Page], labels: Iterable[str], tolerance_mm: float = 1
) -> list[str]:
    """The labels that do not stand in the same places in both, each with where it stands; or stand nowhere."""
    wrong = []
    for label in dict.fromkeys(labels):
        first, second = places(ours, label), places(theirs, label)
        together = len(first) == len(second) and all(
            one.page == other.page
            and abs(one.x_mm - other.x_mm) <= tolerance_mm
            and abs(one.y_mm - other.y_mm) <= tolerance_mm
            for one, other in zip(first, second, strict=True)
        )
        if not (first and together):
            wrong.append(f"{label}: {_shown(first)} / {_shown(second)}")
    return wrong


def _shown(glyphs: Sequence[Glyph]) -> str:
    return ", ".join(f"p{one.page} {one.x_mm:.2f} {one.y_mm:.2f}" for one in glyphs) or "—"


def columns(page: Page) -> list[str]:
    """The texts between upright rules, column by column, each from top to bottom.

    Where rows are as high in two programs, the lines of a cell stand in one order, those beside them may not.
    """
    found: list[tuple[float, float, str]] = []
    for line in page.lines:
        middle = line[0].y_mm - _CAP_MM
        crossed = [rule.at_mm for rule in page.rules if not rule.horizontal and rule.start_mm < middle < rule.end_mm]
        edges = sorted(crossed)
        parts: dict[int, list[Glyph]] = {}
        for glyph in line:
            parts.setdefault(bisect_right(edges, glyph.x_mm), []).append(glyph)
        for place, glyphs in parts.items():
            left = edges[place - 1] if place else 0.0
            found.append((round(left), glyphs[0].y_mm, "".join(glyph.text for glyph in glyphs)))
    return [text for _, _, text in sorted(found)]


def changed_lines(ours: Sequence[Page], theirs: Sequence[Page]) -> list[str]:
    """The lines of text that are not the same on the same page of both, `-` ours and `+` theirs."""
    wrong = []
    for number in range(max(len(ours), len(theirs))):
        first = columns(ours[number]) if number < len(ours) else []
        second = columns(theirs[number]) if number < len(theirs) else []
        for place in range(max(len(first), len(second))):
            one, other = ("".join(texts[place : place + 1]) for texts in (first, second))
            if one != other:
                wrong.append(f"p{number + 1}.{place + 1} -{one} +{other}")
    return wrong
