"""Row heights as a script estimates them: a Chinese character is two digits wide, a line one third higher than type."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

PITCH, PADDING_PT, LAST_ASCII = 1.35, 6.0, 127


def height_pt(cells: Iterable[tuple[str, float, float]], least_pt: float) -> float:
    """The height of a row of these cells: text, width of the column in digits, size in pt."""
    return max(least_pt, *(_lines(text, width) * size * PITCH + PADDING_PT for text, width, size in cells))


def _lines(text: str, width: float) -> int:
    return sum(max(1, ceil(_digits(line) / max(width - 1, 1))) for line in text.split("\n"))


def _digits(line: str) -> int:
    return sum(1 if ord(char) <= LAST_ASCII else 2 for char in line)
