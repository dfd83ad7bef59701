"""Whether a Word file and a PDF show one document: the same pages, words, lines and rules, through a second opinion.

A line that ends elsewhere counts, unless it stands in `tests/agreement/hairlines.yaml`, by document.
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
HAIRLINES = Path(__file__).parents[1] / "agreement" / "hairlines.yaml"


@dataclass(frozen=True)
class Hairline:
    """The first line of a document that ends elsewhere in LibreOffice, why, and how many lines change with it."""

    document: str
    pdf: str
    word: str
    lines: int
    why: str

    def covers(self, changed: Sequence[str]) -> bool:
        """Whether these changes are the known ones."""
        return len(changed) <= self.lines and changed[0].endswith(f" -{self.pdf} +{self.word}")


def hairlines() -> dict[str, Hairline]:
    """The lines that are known to end elsewhere, by document: its path in the output, without ending."""
    listed = yaml.safe_load(HAIRLINES.read_text(encoding="utf-8"))
    return {one["document"]: Hairline(**one) for one in listed}


def word_pages(files: Sequence[Path], folder: Path) -> dict[Path, list[Page]]:
    """The pages that the second opinion makes of each Word file; files in several folders may have one name."""
    named = {folder / f"{number:04}.docx": file for number, file in enumerate(files)}
    for link, file in named.items():
        link.symlink_to(file)
    theirs = second_opinion(list(named), folder)
    return {file: measured(theirs[link.stem]) for link, file in named.items()}


def disagreements(
    ours: Sequence[Page], theirs: Sequence[Page], *, ruled: bool = True, known: Hairline | None = None
) -> list[str]:
    """What the PDF's pages and the Word file's do not agree on; without rules where they are part of a drawing."""
    found = []
    if len(ours) != len(theirs):
        found.append(f"{len(ours)} pages, {len(theirs)} in Word")
    if _signs(ours) != _signs(theirs):
        lost, added = _signs(ours) - _signs(theirs), _signs(theirs) - _signs(ours)
        found.append(f"only in the PDF: {''.join(lost.elements())}, only in Word: {''.join(added.elements())}")
    lines = changed_lines(ours, theirs)
    if lines and not (known and known.covers(lines)):
        found += lines
    if ruled:
        found += [f"rule moved: {rule}" for rule in moved_rules(ours, theirs, RULE_MM)]
    return found


def _signs(pages: Iterable[Page]) -> Counter[str]:
    """Every character, as often as it stands on the pages."""
    return Counter(glyph.text for page in pages for line in page.lines for glyph in line)
