"""Text broken into lines of a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence

WIDEST, NARROWEST = 100, 20
# A word of Latin letters or an option with its value's name, or one other character; what may not begin a line stays
# with what is before it, what may not end one with what comes after (GB/T 15834, 5.1).
_PART = re.compile(r"\s+|[“（《〔]*(?:[!-+\--~]+,?|.)(?:\.\w+)?[，。、；：？！”）》〕…]*", re.ASCII | re.DOTALL)


def terminal_width() -> int:
    """The columns of the terminal (80 where there is none), at most so many that lines stay readable."""
    return max(NARROWEST, min(shutil.get_terminal_size().columns, WIDEST))


def columns_of(text: str) -> int:
    """How many columns the text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns; a word that is wider is cut, nothing is left out."""
    lines, line, used = [], "", 0
    for part in _parts(text, width):
        size = columns_of(part)
        if used and used + size > width:
            lines.append(line.rstrip())
            line, used = "", 0
        if used or not part.isspace():
            line, used = line + part, used + size
    return [*lines, line.rstrip()]


def _parts(text: str, width: int) -> Iterator[str]:
    """What stays together; what is too wide for a line, character by character."""
    for part in _PART.findall(text):
        yield from part if columns_of(part) > width else [part]


def listed(rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """The lines of a list of names and what they mean: side by side, on a narrow terminal one below the other."""
    names = min(max((columns_of(name) for name, _ in rows), default=0), width // 3)
    for name, meaning in rows:
        if width < 60:
            yield from (f"  {line}" for line in wrapped(name, width - 2))
            yield from (f"      {line}" for line in wrapped(meaning, width - 6))
            continue
        beside = wrapped(meaning, width - names - 4)
        if columns_of(name) > names:
            yield f"  {name}"
        else:
            yield f"  {name}{' ' * (names - columns_of(name))}  {beside.pop(0)}".rstrip()
        yield from (f"{' ' * (names + 4)}{line}" for line in beside)
