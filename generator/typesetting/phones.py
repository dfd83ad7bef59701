"""Telephone numbers that are wider than their column: broken where they are read in parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.typesetting.typeset import PT_PER_MM, Fit, Slot, fit, width_em

READABLE_PT = 9  # an office reads no smaller size with ease: rather two lines than that
_LANDLINE = re.compile(r"(0\d{2,3}-)(\d{7,8})([-转]\d{1,6})?", re.ASCII)


def fit_phone(text: str, slot: Slot) -> Fit:
    """The text in its slot as `fit` sets it; a landline number that would be smaller than 9 pt takes more lines.

    They end behind the hyphen of the area code and before that of the extension, or 转: as few lines as there may be,
    at the largest size that allows so few.
    """
    made = fit(text, slot)
    if made.size_pt >= READABLE_PT:
        return made
    return min(_in_parts(text, slot), key=lambda one: len(one.lines), default=made)


def is_landline(text: str) -> bool:
    """Whether the text is a landline number with its area code, and nothing else."""
    return _LANDLINE.fullmatch(text) is not None


def _in_parts(text: str, slot: Slot) -> Iterator[Fit]:
    """The number on lines of whole parts, at each readable size at which they fit, the largest first."""
    found = _LANDLINE.fullmatch(text)
    parts = [part for part in found.groups() if part] if found else []
    for size_pt in slot.ladder if parts else ():
        room_em = slot.width_mm * PT_PER_MM / size_pt
        if size_pt >= READABLE_PT and all(width_em(part, slot.font_class) <= room_em for part in parts):
            lines = _packed(parts, room_em, slot.font_class)
            yield fit("\n".join(lines), replace(slot, ladder=(size_pt,)))


def _packed(parts: Sequence[str], room_em: float, font_class: str) -> list[str]:
    """The parts in lines, as many on a line as find room."""
    lines = [parts[0]]
    for part in parts[1:]:
        if width_em(lines[-1] + part, font_class) <= room_em:
            lines[-1] += part
        else:
            lines.append(part)
    return lines
