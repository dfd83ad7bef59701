"""The rows of a sheet as they are written: the text of every cell, its size, and the height of the row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from generator.rendering.excel.row_heights import fitted, header_fitted, line_height_pt, row_height_pt
from generator.rendering.excel.text_cells import Strings, stored
from generator.typesetting.typeset import Slot

NUMBER = "number"  # in the name of a look: the text is a whole number, and written as one
LookOf = Callable[[int, int, str], str]  # the look of a table's cell: row and column from 0, and its text


@dataclass
class Filling:
    """A record on its way into the workbook: its values, and what all sheets have in common, texts and styles."""

    context: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]
    look: LookOf | None
    styles: int  # how many the template has
    strings: Strings = field(default_factory=Strings)
    added: dict[int, int] = field(default_factory=dict)  # number of a further style → the one that it gets

    @property
    def is_blank(self) -> bool:
        """Whether the table is to be filled in: its rows get no height, so that they grow with what is typed."""
        return bool(self.context.get("blank"))

    @property
    def more(self) -> int:
        """How many rows the table has besides the data row."""
        return max(len(self.rows), 1) - 1

    def style(self, number: int) -> int:
        """The number that the style gets."""
        return number if number < self.styles else self.added.setdefault(number, self.styles + len(self.added))


class TextCell(NamedTuple):
    """A cell of text: its own, or the one of that number among those of the marks. Without a `slot` it is one line.

    Its styles are known by size in pt, look, and whether it is in the last row of a table.
    """

    letter: str
    text: str
    mark: int | None
    size_pt: float
    slot: Slot | None
    is_header: bool
    styles: Mapping[tuple[float, str, bool], int]

    def fitted(self, text: str) -> tuple[str, float, float]:
        """The text as it stands in the cell, its size and the height that it needs, in pt."""
        if not text:
            return text, self.size_pt, 0
        if self.slot is None:
            return text, self.size_pt, line_height_pt(self.size_pt)
        return header_fitted(text, self.slot, self.size_pt) if self.is_header else (text, *fitted(text, self.slot))


class OtherCell(NamedTuple):
    """A cell that stays as it is: its XML from behind the row's number.

    One that shows nothing (`is_strut`) only keeps the rows of a blank tall, and is left out of others.
    """

    letter: str
    rest: str
    is_strut: bool = False


class WorkbookRow(NamedTuple):
    """A row: XML of its attributes, the height in pt that it has at least, its cells in order."""

    number: int
    attributes: str
    least_pt: float
    cells: tuple[TextCell | OtherCell, ...]


def row_xml(row: WorkbookRow, number: int, texts: Sequence[str], filling: Filling, place: int | None = None) -> str:
    """The row with these texts of marks, as the row of that number, high enough for them.

    `place` is its place in a table, from 0.
    """
    needed_pt, cells, is_last = row.least_pt, [], place == filling.more
    for cell in row.cells:
        if type(cell) is OtherCell:
            if filling.is_blank or not cell.is_strut:
                cells.append(f'<c r="{cell.letter}{number}{cell.rest}')
        elif type(cell) is TextCell:
            text, size_pt, height_pt = cell.fitted(cell.text if cell.mark is None else stored(texts[cell.mark]))
            needed_pt = max(needed_pt, height_pt)
            look = filling.look(place, cell.mark or 0, text) if filling.look and place is not None else ""
            style = filling.style(cell.styles[size_pt, look, is_last])
            if not text:
                cells.append(f'<c r="{cell.letter}{number}" s="{style}"/>')
            elif NUMBER in look:
                cells.append(f'<c r="{cell.letter}{number}" s="{style}"><v>{int(text)}</v></c>')
            else:
                shared = filling.strings.number(text)
                cells.append(f'<c r="{cell.letter}{number}" s="{style}" t="s"><v>{shared}</v></c>')
    is_open = filling.is_blank and place is not None
    height = f' ht="{row_height_pt(needed_pt):g}" customHeight="1"' if needed_pt and not is_open else ""
    return f'<row r="{number}"{height}{row.attributes}>{"".join(cells)}</row>'
