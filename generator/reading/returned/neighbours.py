"""Where the value of a label stands in a table: beside it or below it, in one cell or in several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from generator.reading.returned.form_words import FormWords
from generator.reading.returned.labels import is_day, says_more
from generator.reading.returned.marks import LONG, NUMBER, SlotMark
from generator.reading.returned.ticks import has_sign
from generator.reading.word_tables.grid import Cell, Grid
from generator.reading.word_tables.options import Options, options_below, options_beside

_PAIR = 2  # a label and its value


@dataclass(frozen=True)
class Neighbours:
    """The cells around a label of a form with these words; `used` are those whose text was taken, and grow.

    `held` are the cells with short values, `columns` those of them that stand below their label.
    """

    words: FormWords
    used: set[Cell]
    held: dict[Cell, SlotMark] = field(default_factory=dict)
    columns: set[Cell] = field(default_factory=set)

    def hold(self, label: Cell, cells: Sequence[Cell], mark: SlotMark) -> None:
        """Keep in mind that the short value of the label stands in these cells."""
        self.held.update(dict.fromkeys(cells, mark))
        self.columns.update(one for one in cells if one.row > label.row)

    def more_of_held(self, grid: Grid, row: Sequence[Cell], words: Mapping[Cell, str]) -> Iterator[tuple[Cell, str]]:
        """The cells with short values beside which more stands in the row, or below which it does, with that text."""
        for at, cell in enumerate(row):
            if cell in self.held and (more := self._more_beside(row, at, words)):
                yield cell, more
            above = grid.at(cell.row - 1, cell.column)
            if above not in self.held or above is None or cell in self.used or cell.is_rest or cell in words:
                continue
            is_next = (not words and above in self.columns) or not any(one.text.strip() for one in row[:at])
            if is_next and (says_more(cell.text) or is_day(cell.text)):
                yield above, cell.text

    def beside(self, row: Sequence[Cell], at: int, words: Mapping[Cell, str], mark: SlotMark | None) -> list[Cell]:
        """The cell to the right that holds the value; of a number with a digit in each cell all of them."""
        right = row[at + 1 :]
        if not right or right[0] in words or right[0].is_rest or right[0] in self.used:
            return []
        if self._is_anothers(right[0], mark):
            return []
        if mark is None or mark.holds != NUMBER or len(right[0].text.strip()) != 1:
            return list(right[:1])
        digits = []
        for cell in right:
            if cell in words or len(cell.text.strip()) > 1:
                break
            digits.append(cell)
        return digits

    def is_header(self, grid: Grid, row: Sequence[Cell], words: Mapping[Cell, str]) -> bool:
        """Whether the values of the row's labels stand below them: two labels of values stand side by side."""
        asking = [cell in words and words[cell] in self.words.body for cell in row]
        pairs = [at for at, both in enumerate(pairwise(asking)) if all(both)]
        return bool(pairs) and all(self.below(grid, cell) for at in pairs for cell in row[at : at + 2])

    def below(self, grid: Grid, cell: Cell, mark: SlotMark | None = None) -> list[Cell]:
        """The cell below the label, where that is no label itself."""
        below = grid.at(cell.row + cell.rows, cell.column)
        if below is None or below in self.used or self.words.known.whole(below.text):
            return []
        return [] if self._is_anothers(below, mark) else [below]

    def _is_anothers(self, cell: Cell, mark: SlotMark | None) -> bool:
        """Whether the cell begins with another label and a colon: what stands there is that one's value."""
        if mark is None or mark.holds == LONG:
            return False
        found = self.words.in_cells.within(cell.text)
        return bool(found) and not cell.text[: found[0].start].strip() and found[0].word not in mark.words

    def options(self, grid: Grid, label: Cell, right: Sequence[Cell], words: Mapping[Cell, str]) -> Options | None:
        """The options of the label that stand in several cells beside it, or below where it spans them."""
        return options_beside(grid, label, right, words) or (None if right else options_below(grid, label, words))

    def _more_beside(self, row: Sequence[Cell], at: int, words: Mapping[Cell, str]) -> str:
        """What stands beside the value in that cell, up to the next label, and may belong to it; else empty.

        A label that is not known with its value is none of it, nor is a cell that spans rows: a photograph's frame.
        """
        more = list[Cell]()
        for cell in row[at + 1 :]:
            if cell in words or cell in self.used or cell.is_rest:
                more = more[:-1] if cell in self.used else more  # that cell was known without its label
                break
            more.append(cell)
        texts = [cell.text.strip() for cell in more]
        said = [text for text in texts if text]
        if not said or any(cell.rows > 1 for cell in more):
            return ""
        is_pair = len(said) == len(texts) == _PAIR and not any(has_sign(text) for text in said)
        return "" if is_pair or not (says_more("".join(said)) or has_sign("".join(said))) else " ".join(said)

    def may_name(self, row: Sequence[Cell], at: int) -> bool:
        """Whether the cell may be a label that is not known: what stands to its right was read."""
        return at + 1 < len(row) and row[at + 1] in self.used


def digits_in(cell: Cell) -> str:
    """What stands in a table of one row within the cell, a character in each of its cells; empty where none is."""
    rows = [row for table in cell.tables for row in table.rows]
    texts = [one.text.strip() for row in rows for one in row] if len(rows) == 1 else []
    return "".join(texts) if all(len(text) == 1 for text in texts) else ""
