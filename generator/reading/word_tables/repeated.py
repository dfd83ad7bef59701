"""Texts as LibreOffice 7.4 writes those of controls: several times over, around pieces of themselves.

A text of pieces a b c comes out as abc a abc b abc c abc abc, one of a single piece as v vv v. In an old .doc the
copies of one cell follow the label in the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.reading.word_tables.grid import Cell, Grid
from generator.reading.word_tables.texts import Span

_COPIES = 4  # of a text of a single piece
_LEAST_ECHOES = 3
_MOST_LINES = 60  # in which copies of one text are looked for
_COLONS = ("：", ":")


def written_once(text: str) -> str:
    """The text without its copies: of the whole, of a line, or of lines that follow each other."""
    if (whole := _once(text)) != text:
        return whole
    lines = [_once(line) for line in text.split("\n")]
    made, at = list[str](), 0
    while at < len(lines):
        made.append(lines[at])
        at += _copied(lines[at : at + _MOST_LINES])
    return "\n".join(made)


def drop_echoes(grid: Grid) -> None:
    """Let labels stand without the copies of the cell before them."""
    before = ""
    for cell in (cell for row in grid.rows for cell in row if not cell.is_rest):
        bare = _bare(_once(cell.text))
        if _is_text(before) and bare.count(before) >= _LEAST_ECHOES:
            bare = bare.replace(before, "").replace(before, "", 1)
            _say(cell, bare)
        before = bare


def _say(cell: Cell, text: str) -> None:
    if text.endswith(_COLONS) and cell.lines:
        cell.lines = (cell.lines[0]._replace(spans=(Span(text, None),)),)


def _copied(lines: Sequence[str]) -> int:
    """How many of the lines are the first one and its copies."""
    first = _bare(lines[0])
    following = next((bare for line in lines[1:] if (bare := _bare(line))), "")
    if not _is_text(first) or first not in following:
        return 1
    ends = [end for end in _ends(lines, first) if _is_repeated("".join(map(_bare, lines[:end])), first)]
    return max(ends, default=1)


def _ends(lines: Sequence[str], first: str) -> Iterator[int]:
    for end, line in enumerate(lines, start=1):
        bare = _bare(line)
        if bare and first not in bare:
            return
        yield end


def _once(text: str) -> str:
    """What the whole text says several times over; else the text."""
    bare = _bare(text)
    for length in range(2, len(bare) // 3 + 1):
        if bare.startswith(bare[-length:]) and _is_repeated(bare, bare[:length]):
            return _beginning(text, length)
    return text


def _is_repeated(bare: str, one: str) -> bool:
    """Whether the text is copies of the one, as many as its pieces make."""
    if not _is_text(one) or not bare.startswith(one) or not bare.endswith(one):
        return False
    between = bare.split(one)
    pieces = [piece for piece in between if piece]
    return (not pieces and len(between) - 1 == _COPIES) or ("".join(pieces) == one and len(pieces) > 1)


def _is_text(bare: str) -> bool:
    """Whether it is more than one sign, however often."""
    return len(set(bare)) > 1


def _beginning(text: str, length: int) -> str:
    """The beginning of the text with so many signs, blanks not counted."""
    seen = 0
    for at, char in enumerate(text):
        seen += not char.isspace()
        if seen == length:
            return text[: at + 1].strip()
    return text


def _bare(text: str) -> str:
    return "".join(text.split())
