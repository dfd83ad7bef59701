"""Whether a Word file and a PDF show one document: the same pages, words on each, lines and rules, by a second opinion.

A line that ends elsewhere counts, unless it stands in `tests/agreement/hairlines.yaml`, by document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from support.pages import Page, changed_lines, measured, moved_rules
from support.second_opinion import second_opinion

RULE_MM = 0.5
HAIRLINES = Path(__file__).parents[1] / "agreement" / "hairlines.yaml"


@dataclass(frozen=True)
class Hairline:
    """The first line of a document that ends elsewhere in LibreOffice, in which place of it, and what changes with it.

    `lines` of its page and later ones are others; the characters `carried` stand on another page.
    """

    document: str
    place: str
    pdf: str
    word: str
    lines: int
    carried: str = ""

    def covers(self, changed: Sequence[str]) -> bool:
        """Whether these changes are the known ones."""
        ours, _, word = changed[0].partition(" +")
        # On a cover the label stands on the line of a value that LibreOffice does not break.
        return len(changed) <= self.lines and ours.endswith(f" -{self.pdf}") and word.endswith(self.word)


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
    carried = Counter(known.carried if known else "")
    for number, (one, other) in enumerate(zip(ours, theirs, strict=False), start=1):
        lost, added = _signs(one) - _signs(other), _signs(other) - _signs(one)
        if not (lost <= carried and added <= carried):
            sides = (
                f"only in the {side}: {''.join(signs.elements())}"
                for side, signs in (("PDF", lost), ("Word file", added))
            )
            found.append(f"p{number} {', '.join(sides)}")
    lines = changed_lines(ours, theirs)
    if lines and not (known and known.covers(lines)):
        found += lines
    if ruled:
        found += [f"rule moved: {rule}" for rule in moved_rules(ours, theirs, RULE_MM)]
    return found


def _signs(page: Page) -> Counter[str]:
    """Every character, as often as it stands on the page."""
    return Counter(glyph.text for line in page.lines for glyph in line)
