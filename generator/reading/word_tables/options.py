"""Options to choose from that stand in cells of their own, beside the label or with the ticks below them."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from generator.reading.word_tables.grid import Cell, Grid

_LONGEST_OPTION, _LONGEST_SIGN, _LONGEST_LABEL = 12, 3, 24  # characters
_OF_SENTENCES = frozenset("。；;，,！!")
_BOX = "□"


class Options(NamedTuple):
    """The text of all the cells, as if it stood in one."""

    text: str
    cells: tuple[Cell, ...]


def options_beside(grid: Grid, label: Cell, right: Sequence[Cell], words: Container[Cell]) -> Options | None:
    """The options in several cells to the right of their label; None where one cell holds them all."""
    return _options(grid, right, words, may_be_below=label.rows > 1)


def options_below(grid: Grid, label: Cell, words: Container[Cell]) -> Options | None:
    """The options in several cells below their label, which spans them; None where one cell holds them all."""
    at = label.row + label.rows
    row = grid.rows[at] if at < len(grid.rows) else []
    return _options(grid, [cell for cell in row if label.column <= cell.column < label.end], words, may_be_below=False)


def _options(grid: Grid, row: Sequence[Cell], words: Container[Cell], *, may_be_below: bool) -> Options | None:
    cells = []
    for cell in row:
        if cell in words or cell.is_rest or not _is_option(cell.text):
            break
        cells.append(cell)
    while cells and not cells[-1].text.strip():
        cells.pop()
    if len([cell for cell in cells if cell.text.strip()]) < 2:
        return None
    below = [grid.at(cell.row + cell.rows, cell.column) for cell in cells]
    signs = ["".join(cell.text.split()) if cell is not None else "" for cell in below]
    are_below = may_be_below or any(signs)
    if not are_below or any(cell is None or len(sign) > _LONGEST_SIGN for cell, sign in zip(below, signs, strict=True)):
        return Options(" ".join(cell.text for cell in cells), tuple(cells))
    text = " ".join(f"{cell.text}{sign or _BOX}" for cell, sign in zip(cells, signs, strict=True))
    return Options(text, (*cells, *(cell for cell in below if cell is not None)))


def is_labelled(texts: Sequence[str]) -> bool:
    """Whether a row of these cells looks like one that a label begins, though nobody knows it."""
    return len(texts) > 1 and len("".join(texts[0].split())) <= _LONGEST_LABEL and not _OF_SENTENCES & set(texts[0])


def _is_option(text: str) -> bool:
    bare = "".join(text.split())
    return len(bare) <= _LONGEST_OPTION and not any(char.isdigit() for char in bare)
