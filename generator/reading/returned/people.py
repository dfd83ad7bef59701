"""The rows of the other completers on a returned form: found by their header, wherever its columns stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.campaign.forms import COMPLETER
from generator.reading.raw import Raw
from generator.reading.returned.found import FoundForm, beside, place_of
from generator.reading.returned.labels import labels
from generator.reading.returned.marks import OF_COMPLETER, TABLE, FormMarks, SlotMark
from generator.reading.returned.values import Value, value_in
from generator.reading.word_tables.grid import Cell, Grid

_DITTO = frozenset(("同上", "同前", "〃", "″", '"', "”"))
_MOST_LOST = 0.4  # of the header's labels: the others may have been changed
_LEAST = 2
_NAME, _MOST_GOING_ON = f"{COMPLETER}_name", 2


@dataclass(frozen=True, eq=False)
class PeopleTable:
    """The columns below a header: the slot of each, its first column and its place among the cells; rows so far."""

    columns: tuple[tuple[SlotMark, int, int], ...]
    cells: int
    rows: int = 0
    last: tuple[tuple[str, str], ...] = ()

    def take(self, form: FoundForm, grid: Grid, row: Sequence[Cell], file: str) -> PeopleTable | None:
        """The table after this row, whose values the form takes; None where the row is none of it."""
        found = ((mark, self._cell(row, column, at)) for mark, column, at in self.columns)
        cells = [(mark, cell) for mark, cell in found if cell is not None]
        if len({id(cell) for _, cell in cells}) < max(_LEAST, len(self.columns) * (1 - _MOST_LOST)):
            return None
        form.columns |= {mark.slot for mark, _, _ in self.columns}
        known, said, own = dict(self.last), dict[SlotMark, tuple[Value, Cell]](), False
        for mark, cell in cells:
            shown = grid.at(cell.row, cell.column) if cell.is_rest else cell
            value = value_in((shown or cell).lines, mark)
            if is_ditto(value.text) and known.get(mark.slot):
                value = Value(known[mark.slot])
            said[mark] = value, cell
            own = own or (bool(value.text) and not cell.is_rest)
        if not own:  # an empty row is nobody's: the next person takes its place
            return self
        if self.rows and self._goes_on(form, said):
            return self
        for mark, (value, cell) in said.items():
            slot = mark.slot.replace(f"{COMPLETER}_", f"{COMPLETER}{self.rows + 1}_", 1)
            form.take(slot, value, mark, place_of(file, grid, cell))
        last = tuple((mark.slot, value.text) for mark, (value, _) in said.items())
        return replace(self, rows=self.rows + 1, last=last)

    def _goes_on(self, form: FoundForm, said: Mapping[SlotMark, tuple[Value, Cell]]) -> bool:
        """Whether the row, in which a cell or two are filled and no name, goes on with the person above; it is told."""
        filled = [(mark, value) for mark, (value, cell) in said.items() if value.text and not cell.is_rest]
        if len(filled) > _MOST_GOING_ON or any(mark.slot == _NAME for mark, _ in filled):
            return False
        for mark, value in filled:
            above = form.values.get(mark.slot.replace(f"{COMPLETER}_", f"{COMPLETER}{self.rows}_", 1))
            form.problems += [beside(mark, value.text, above.place)] if above is not None else []
        return True

    def behind(self, form: FoundForm) -> PeopleTable:
        """The table going on behind the people whom the form has already, under a header that was printed once more."""
        numbers = [
            int(found[1])
            for slot, raw in form.values.items()
            if (found := OF_COMPLETER.match(slot)) and not raw.is_blank
        ]
        return replace(self, rows=max(numbers, default=0))

    def _cell(self, row: Sequence[Cell], column: int, at: int) -> Cell | None:
        """The cell of that column: by its place where the row has as many cells as the header, else by the grid."""
        if len(row) == self.cells:
            return row[at]
        return next((one for one in row if one.column <= column < one.column + one.columns), None)


def is_ditto(text: str) -> bool:
    """Whether the text says that what stands above it counts."""
    return "".join(text.split()).strip("。.") in _DITTO


def people_header(cells: Sequence[Cell], form: FormMarks) -> PeopleTable | None:
    """The table below the row, where it is the header of the completers: labels alone, most of them theirs."""
    marks = {word: mark for mark in form.marks if mark.where == TABLE for word in mark.words}
    known = labels(frozenset((*marks, *form.others)))
    named = [(known.whole(cell.text), cell) for cell in cells if cell.text.strip()]
    own = {marks[word].slot: (marks[word], cell) for word, cell in reversed(named) if word in marks}
    slots = {mark.slot for mark in marks.values()}
    if not slots or len(own) < max(_LEAST, len(slots) * (1 - _MOST_LOST)):
        return None
    if len(own) < len(slots) and len(own) < len(named) * (1 - _MOST_LOST):  # with all of them there may be more
        return None
    columns = tuple((mark, cell.column, cell.number - 1) for mark, cell in own.values())
    return PeopleTable(columns, max(cell.number for cell in cells))


def fill_people(form: FoundForm, marks: FormMarks) -> None:
    """Let the rows that the form has no more, or that are empty, say so: nobody stands in them.

    Of a column that was not found nothing is said.
    """
    own = [mark for mark in marks.marks if mark.where == TABLE and mark.slot in form.columns]
    for number in range(1, marks.completers + 1):
        for mark in own:
            form.values.setdefault(mark.slot.replace("_", f"{number}_", 1), Raw("", form.place))
