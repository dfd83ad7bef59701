"""Row heights of Excel, computed from the text: Excel itself keeps whatever height a file says."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from generator.campaign.layout import MM_PER_PT
from generator.typesetting.fonts import FONT_CLASSES
from generator.typesetting.phones import fit_phone
from generator.typesetting.typeset import Slot, fit, lines_height_mm

LARGEST_PT = 409  # Excel's limit for a row
CELL_PADDING_MM = 2.0  # both sides, with what programs differ in their column widths
ROW_PADDING_PT = 2 / MM_PER_PT
INDENT_MM = 3.5  # one step of a cell's indent
# The pitch of the free stand-ins; Windows' own fonts need less, so nothing is clipped anywhere.
LINE_HEIGHT = 1.45
# A word or number that is wider than its column is set smaller, in these steps, before it is broken.
_STEPS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
_CLASSES = {family: name for name, fonts in FONT_CLASSES.items() for family in fonts.families}


@lru_cache(maxsize=256)
def cell_slot(width_mm: float, indent: float, family: str, size_pt: float) -> Slot:
    """The place for text in a cell whose lines break: so wide, indented so many steps, in that font."""
    inner_mm = width_mm - CELL_PADDING_MM - indent * INDENT_MM
    return Slot(inner_mm, None, _CLASSES.get(family, "songti"), sizes_pt(size_pt), LINE_HEIGHT)


def sizes_pt(size_pt: float) -> tuple[float, ...]:
    """The sizes in pt at which such text is tried, largest first."""
    return tuple(dict.fromkeys(round(size_pt * step * 2) / 2 for step in _STEPS))


def row_height_pt(needed_pt: float) -> float:
    """The height in pt of a row that needs so many."""
    return min(round(needed_pt, 2), LARGEST_PT)


def line_height_pt(size_pt: float) -> float:
    """The height in pt that a line needs, with padding."""
    return size_pt * LINE_HEIGHT + ROW_PADDING_PT


@lru_cache(maxsize=4096)
def fitted(text: str, slot: Slot) -> tuple[float, float]:
    """The size in pt at which no word is broken, and the height in pt of the lines with padding."""
    made = fit_phone(text, slot)
    return made.size_pt, lines_height_mm(made) / MM_PER_PT + ROW_PADDING_PT


@lru_cache(maxsize=256)
def header_fitted(text: str, slot: Slot, size_pt: float) -> tuple[str, float, float]:
    """A header's text broken into lines as the typesetter does, its size and the height in pt that it needs.

    So every program shows the same lines. The text's own lines stay whole where a size a little smaller allows it.
    """
    own = text.split("\n")
    tried = {
        size: [line for text in own for line in _header_lines(text, replace(slot, ladder=(size,)))]
        for size in (size_pt, size_pt - 0.5)
    }
    chosen_pt = next((size for size, lines in tried.items() if len(lines) == len(own)), size_pt)
    broken = "\n".join(tried[chosen_pt])
    return broken, *fitted(broken, replace(slot, ladder=sizes_pt(chosen_pt)))


def _header_lines(text: str, slot: Slot) -> list[str]:
    """The lines of one line of a header; an enumeration is broken after 、 only, where that is possible."""
    items = re.findall("[^、]+、?", text)
    if any(len(fit(item, slot).lines) > 1 for item in items):
        return [line.text for line in fit(text, slot).lines]
    lines = items[:1]
    for item in items[1:]:
        if len(fit(lines[-1] + item, slot).lines) == 1:
            lines[-1] += item
        else:
            lines.append(item)
    return lines
