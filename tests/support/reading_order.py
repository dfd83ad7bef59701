"""The text of a PDF in the order in which it is read: what Poppler finds, cell by cell, without the page's furniture.

A PDF holds its text as it was drawn, on a form the printed words before the values. Here rules make the cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from support.pages import Rule, measured
from support.poppler import PlacedWord, placed_words
from support.texts import bare

_SAME_LINE_MM = 1.5
_CLOSE_LINES_MM = 9  # lines above one rule belong together where they stand no further apart
_REACH_MM = 0.3  # so far may a rule end before the text that it bounds
_HEADER_CELLS = 4  # a row of so many cells at the top of a page may be a header that stands again there
_NUMBER_WORDS = 3  # into so many words may a page number be cut, which on a turned page stand one below the other
_PAGE_NUMBER = re.compile(r"—\d+—|第\d+页共\d+页")

Bounds = tuple[Rule | None, Rule | None, Rule | None, Rule | None]


@dataclass(frozen=True)
class Region:
    """A cell, or what stands above a rule, or a line without one; read at `y_mm`, from `x_mm`."""

    y_mm: float
    x_mm: float
    closed: bool
    text: str


def text_as_read(pdf: Path, *, ruled: bool = True) -> str:
    """The text without white space, page numbers and headers that stand again; not `ruled` where rules are a drawing.

    Raises AssertionError where there is no text.
    """
    rules = [page.rules if ruled else () for page in measured(pdf)]
    pages = [list(_read(words, some)) for words, some in zip(placed_words(pdf), rules, strict=True)]
    assert any(pages), f"{pdf.name} has no text"
    return "".join(region.text for page in _without_repeated_headers(pages) for region in page)


def _read(words: Sequence[PlacedWord], rules: Sequence[Rule]) -> Iterator[Region]:
    """The regions of a page in reading order: those of one height from left to right."""
    inside: dict[Bounds, list[PlacedWord]] = {}
    for word in _without_page_number(words):
        inside.setdefault(_bounds(rules, word), []).append(word)
    regions = (region for bounds, some in inside.items() for region in _regions(bounds, some))
    found = sorted(regions, key=lambda one: one.y_mm)
    while found:
        beside = [one for one in found if one.y_mm - found[0].y_mm < _SAME_LINE_MM]
        yield from sorted(beside, key=lambda one: one.x_mm)
        found = found[len(beside) :]


def _without_page_number(words: Sequence[PlacedWord]) -> list[PlacedWord]:
    """The words of a page without those that make up its number, which follow on each other."""
    for start in range(len(words)):
        for end in range(start + 1, start + 1 + _NUMBER_WORDS):
            if _PAGE_NUMBER.fullmatch(bare("".join(word.text for word in words[start:end]))):
                return [*words[:start], *words[end:]]
    return list(words)


def _bounds(rules: Sequence[Rule], word: PlacedWord) -> Bounds:
    """The nearest rule to the left, to the right, above and below."""
    x_mm = word.x_mm + _REACH_MM

    def nearest(at_mm: float, across_mm: float, *, horizontal: bool) -> tuple[Rule | None, Rule | None]:
        crossing = [
            rule
            for rule in rules
            if rule.horizontal is horizontal and rule.start_mm - _REACH_MM <= across_mm <= rule.end_mm + _REACH_MM
        ]
        before = max((one for one in crossing if one.at_mm <= at_mm), key=_at_mm, default=None)
        return before, min((one for one in crossing if one.at_mm > at_mm), key=_at_mm, default=None)

    return *nearest(x_mm, word.y_mm, horizontal=False), *nearest(word.y_mm, x_mm, horizontal=True)


def _at_mm(rule: Rule) -> float:
    return rule.at_mm


def _regions(bounds: Bounds, words: Iterable[PlacedWord]) -> Iterator[Region]:
    """A closed cell, read at its upper rule; elsewhere lines close above one rule, read at the last; or each line."""
    left, _, top, foot = bounds
    lines = _lines(words)
    if left and top and None not in bounds:
        yield Region(top.at_mm, left.at_mm, True, _text(lines))
        return
    together: list[list[list[PlacedWord]]] = []
    for line in lines:
        if foot and together and line[0].base_mm - together[-1][-1][0].base_mm < _CLOSE_LINES_MM:
            together[-1].append(line)
        else:
            together.append([line])
    for some in together:
        yield Region(some[-1][0].base_mm, min(line[0].x_mm for line in some), False, _text(some))


def _text(lines: Iterable[Iterable[PlacedWord]]) -> str:
    return bare("".join(word.text for line in lines for word in line))


def _lines(words: Iterable[PlacedWord]) -> list[list[PlacedWord]]:
    """The words line by line, each from left to right."""
    lines: list[list[PlacedWord]] = []
    for word in sorted(words, key=lambda one: one.base_mm):
        if lines and word.base_mm - lines[-1][0].base_mm < _SAME_LINE_MM:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda one: one.x_mm) for line in lines]


def _without_repeated_headers(pages: Iterable[Sequence[Region]]) -> Iterator[Sequence[Region]]:
    """The pages; a row at the top of one that stood as a row of many cells on an earlier one is left out."""
    seen: set[tuple[str, ...]] = set()
    for page in pages:
        rows = [[one.text for one in row] for _, row in groupby(page, key=lambda one: (one.closed, one.y_mm))]
        heads = {tuple(row) for row in rows if len(row) >= _HEADER_CELLS}
        yield page[len(rows[0]) :] if rows and tuple(rows[0]) in seen else page
        seen |= heads
