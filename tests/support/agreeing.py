"""Whether a Word file and a PDF show one document: the same pages, words, lines and rules, through a second opinion.

A line that ends elsewhere counts, unless it stands in `tests/agreement/hairlines.yaml`: there the next character misses
the line by less than what the two programs round, and a test works that out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from support.pages import Page, changed_lines, measured, moved_rules
from support.second_opinion import second_opinion

RULE_MM = 0.5
MOST_LINES_MOVED = 8  # of a paragraph, by one character that is a hair too wide
HAIRLINES = Path(__file__).parents[1] / "agreement" / "hairlines.yaml"


@dataclass(frozen=True)
class Hairline:
    """A line that is full in the PDF, and the character that LibreOffice still sets on it."""

    line: str
    then: str
    font: str
    size_pt: float
    tracking_pt: float
    room_pt: float


def hairlines() -> list[Hairline]:
    """The lines that are known to end elsewhere."""
    return [Hairline(**one) for one in yaml.safe_load(HAIRLINES.read_text(encoding="utf-8"))]


def word_pages(files: Sequence[Path], folder: Path) -> dict[Path, list[Page]]:
    """The pages that the second opinion makes of each Word file; files in several folders may have one name."""
    named = {folder / f"{number:04}.docx": file for number, file in enumerate(files)}
    for link, file in named.items():
        link.symlink_to(file)
    theirs = second_opinion(list(named), folder)
    return {file: measured(theirs[link.stem]) for link, file in named.items()}


def disagreements(ours: Sequence[Page], theirs: Sequence[Page], *, ruled: bool = True) -> list[str]:
    """What the PDF's pages and the Word file's do not agree on; without rules where they are part of a drawing."""
    found = []
    if len(ours) != len(theirs):
        found.append(f"{len(ours)} pages, {len(theirs)} in Word")
    if _signs(ours) != _signs(theirs):
        lost, added = _signs(ours) - _signs(theirs), _signs(theirs) - _signs(ours)
        found.append(f"only in the PDF: {''.join(lost.elements())}, only in Word: {''.join(added.elements())}")
    lines = changed_lines(ours, theirs)
    if not _is_hairline(lines):
        found += lines
    if ruled:
        found += [f"rule moved: {rule}" for rule in moved_rules(ours, theirs, RULE_MM)]
    return found


def _signs(pages: Iterable[Page]) -> Counter[str]:
    """Every character, as often as it stands on the pages."""
    return Counter(glyph.text for page in pages for line in page.lines for glyph in line)


def _is_hairline(changed: Sequence[str]) -> bool:
    """Whether the first of the changed lines is known, and no more than its paragraph is changed."""
    if not changed or len(changed) > MOST_LINES_MOVED:
        return not changed
    _, _, both = changed[0].partition(" -")
    ours, _, word = both.partition(" +")
    return any((ours, word) == (_bare(one.line), _bare(one.line + one.then)) for one in hairlines())


def _bare(text: str) -> str:
    return "".join(text.split())
