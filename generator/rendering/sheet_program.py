"""One sheet of an Excel template made ready: its marks, its rows, and what moves when the data row becomes many."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from lxml import etree
from lxml.etree import _Element as Element
from openpyxl.cell.cell import Cell
from openpyxl.styles import Border
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from generator.rendering.columns import width_mm
from generator.rendering.excel_package import tag, text_of
from generator.rendering.row_heights import cell_slot, fitted, header_fitted, line_height_pt, row_height_pt, sizes_pt
from generator.rendering.sheet_marks import Marks
from generator.rendering.text_cells import Strings, stored, take_style
from generator.typesetting.typeset import Slot

DEFAULT_PT = 11
NUMBER = "number"  # in the name of a look: the text is a whole number, and written as one
_MARKS = ("{{", "{%")
_CELLS = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?")
# What of a sheet, but for its rows, tells of cells.
_AREAS = re.compile(
    "(<(?:dimension|autoFilter|mergeCell|conditionalFormatting|dataValidation|hyperlink|ignoredError)"
    ' (?:[^>]* )?(?:sq)?ref=")([^"]*)'
)
_ROWS, _HOLE = "<sheetData/>", re.compile("\ue000([0-9]+)\ue000")  # signs of private use, which no template has
_QUOTED = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


Change = Callable[[Cell], None]  # gives a cell another look
LookOf = Callable[[int, int, str], str]  # the look of a table's cell: row and column from 0, and its text
_Look = tuple[str, bool]  # name of a look, and whether it is that of a table's last row


def as_it_is(_: Cell) -> None:
    """Leave the cell's look."""


_PLAIN: Mapping[_Look, Change] = {("", False): as_it_is}


@dataclass
class Filling:
    """A record on its way into the workbook: its values, and what all sheets have in common, texts and styles."""

    context: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]
    look: LookOf
    styles: int  # how many the template has
    strings: Strings = field(default_factory=Strings)
    added: dict[int, int] = field(default_factory=dict)  # number of a further style → the one that it gets

    @property
    def more(self) -> int:
        """How many rows the table has besides the data row."""
        return max(len(self.rows), 1) - 1

    def style(self, number: int) -> int:
        """The number that the style gets."""
        return number if number < self.styles else self.added.setdefault(number, self.styles + len(self.added))


class _Text(NamedTuple):
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


class _Other(NamedTuple):
    """A cell that stays as it is: its XML from behind the row's number."""

    letter: str
    rest: str


class _Row(NamedTuple):
    """A row: XML of its attributes, the height in pt that it has at least, its cells in order."""

    number: int
    attributes: str
    least_pt: float
    cells: tuple[_Text | _Other, ...]


def grown(cells: str, row: int, more: int) -> str:
    """Where cells stand when so many rows have been put in below `row`, which what ends there is to cover too.

    It takes what a sheet or a name says, such as `A5`, `$A$5:$I$9` or `H5 H7`.
    """

    def moved(found: re.Match[str]) -> str:
        left, right = found[1], found[3] or found[1]
        top, bottom = int(found[2]), int(found[4] or found[2])
        top, bottom = top + more * (top > row), bottom + more * (bottom >= row)
        return f"{left}{top}:{right}{bottom}" if found[3] or bottom > top else f"{left}{top}"

    return _CELLS.sub(moved, cells)


class SheetProgram:
    """A sheet, compiled from its part as openpyxl wrote it; `data` is the data row, `header` the one above the table.

    Styles that its cells may need are added to the workbook.
    """

    def __init__(
        self,
        sheet: Worksheet,
        part: bytes,
        data: CellRange | None,
        header: CellRange | None,
        looks: Mapping[str, Change],
    ) -> None:
        self._sheet, self._header = sheet, header
        self._marks, self._row_marks = Marks(), Marks()
        root = etree.fromstring(part)
        (rows,) = root.iterchildren(tag("sheetData"))
        found = {int(row.get("r", "0")): row for row in rows}
        self._row = data.min_row if data else max(found, default=0) + 1
        self._above = [_row(one, map(self._cell, one)) for number, one in found.items() if number < self._row]
        self._below = [_row(one, map(self._cell, one)) for number, one in found.items() if number > self._row]
        self._table = self._table_rows(data, found.get(self._row), looks) if data else None
        rows[:] = []
        self._lists = {mark for rule in root.iter(tag("dataValidation")) for mark in self._take_rule(rule)}
        for merges in root.iter(tag("mergeCells")):
            del merges.attrib["count"]  # there may be more, and no program needs it
        self._around = etree.tostring(root, encoding="unicode")

    def part(self, filling: Filling) -> bytes:
        """The sheet filled. Raises TemplateError where a mark is wrong or names what the context lacks."""
        texts, more = self._marks.filled(filling.context), filling.more if self._table else 0
        rows = [_row_xml(row, row.number, texts, filling) for row in self._above]
        rows += self._table_xml(filling)
        rows += [_row_xml(row, row.number + more, texts, filling) for row in self._below]
        around = _AREAS.sub(lambda found: self._area(found[1], found[2], more), self._around)
        around = _HOLE.sub(lambda hole: self._in_rule(int(hole[1]), texts), around)
        return around.replace(_ROWS, f"<sheetData>{''.join(rows)}</sheetData>", 1).encode()

    def _table_xml(self, filling: Filling) -> Iterator[str]:
        """A row for each of the record's, or the data row emptied."""
        if self._table is None:
            return
        first, further = self._table
        for place in range(filling.more + 1):
            row = further if place else first
            if filling.rows:
                texts = self._row_marks.filled({**filling.context, "row": filling.rows[place]})
            else:
                texts = [""] * len(row.cells)
            yield _row_xml(row, row.number + place, texts, filling, place)

    def _area(self, before: str, cells: str, more: int) -> str:
        """Cells that the sheet tells of, where they stand now; cells of the data row are merged in every row."""
        if before.startswith("<mergeCell") and {int(edge) for edge in re.findall(r"\d+", cells)} == {self._row}:
            return '"/>'.join(f"{before}{grown(cells, self._row - 1, by)}" for by in range(more + 1))
        return before + grown(cells, self._row, more)

    def _cell(self, element: Element) -> _Text | _Other:
        text, cell = text_of(element), self._sheet[element.get("r")]
        if text is None:
            return _other(element)
        return self._text(cell, text, self._marks.add(self._place(cell), text) if _has_mark(text) else None)

    def _place(self, cell: Cell) -> str:
        return f"工作表“{self._sheet.title}”单元格 {cell.coordinate}"

    def _text(self, cell: Cell, text: str, mark: int | None, looks: Mapping[_Look, Change] = _PLAIN) -> _Text:
        size_pt, align = float(cell.font.size or DEFAULT_PT), cell.alignment
        is_header = self._header is not None and cell.coordinate in self._header
        slot = None
        if align.wrap_text or is_header:
            slot = cell_slot(self._width_mm(cell), align.indent or 0, cell.font.name or "", size_pt)
        sizes = {size_pt, *(slot.ladder if slot else ()), *(sizes_pt(size_pt - 0.5) if is_header else ())}
        styles = {
            (size, *look): _style(cell, None if size == size_pt else size, change)
            for size, (look, change) in product(sorted(sizes), looks.items())
        }
        return _Text(cell.column_letter, text, mark, size_pt, slot, is_header, styles)

    def _width_mm(self, cell: Cell) -> float:
        """The width of the cell, or of the cells merged with it."""
        merged = (one for one in self._sheet.merged_cells.ranges if cell.coordinate in one)
        last = next((one.max_col for one in merged), cell.column)
        letters = map(get_column_letter, range(cell.column, last + 1))
        return sum(width_mm(self._sheet.column_dimensions[letter].width) for letter in letters)

    def _table_rows(self, data: CellRange, row: Element | None, looks: Mapping[str, Change]) -> tuple[_Row, _Row]:
        """The data row with what else stands in it, and without, as it is repeated."""
        row = etree.Element(tag("row"), r=str(self._row)) if row is None else row
        others = {self._sheet[one.get("r")].column: _other(one) for one in row}
        columns = range(data.min_col, data.max_col + 1)
        repeated: dict[int, _Text | _Other] = {column: one for column, one in others.items() if column in columns}
        for column in columns:
            cell = self._sheet.cell(self._row, column)
            if isinstance(cell, Cell):
                mark = self._row_marks.add(self._place(cell), str(cell.value or ""))
                repeated[column] = self._text(cell, "", mark, self._in_table(column, looks))
        return tuple(_row(row, (cells[column] for column in sorted(cells))) for cells in (others | repeated, repeated))

    def _in_table(self, column: int, looks: Mapping[str, Change]) -> dict[_Look, Change]:
        """The looks of a column's cells; the rule above the header closes the table below its last row."""
        header = self._header
        has_header = header is not None and header.min_col <= column <= header.max_col
        rule = self._sheet.cell(header.min_row, column).border.top if has_header else None

        def closed(cell: Cell, change: Change) -> None:
            change(cell)
            old = cell.border
            if has_header:
                cell.border = Border(left=old.left, right=old.right, top=old.top, bottom=rule)

        open_looks = {(look, False): change for look, change in looks.items()}
        return open_looks | {(look, True): partial(closed, change=change) for look, change in looks.items()}

    def _take_rule(self, rule: Element) -> Iterator[int]:
        """Put the marks in the texts of a data validation aside; the numbers of those that are lists."""
        place = f"工作表“{self._sheet.title}”{rule.get('sqref')} 的数据验证"
        for name in ("error", "prompt"):
            if _has_mark(text := rule.get(name, "")):
                rule.set(name, f"\ue000{self._marks.add(place, text)}\ue000")
        for formula in rule.iterchildren(tag("formula1")):
            if _has_mark(text := formula.text or ""):
                mark = self._marks.add(place, text)
                formula.text = f"\ue000{mark}\ue000"
                yield mark

    def _in_rule(self, mark: int, texts: Sequence[str]) -> str:
        """The text of a data validation; words of a list are quoted so that no formula begins there."""
        words = texts[mark]
        if mark in self._lists:
            inner = words.removeprefix('"').removesuffix('"').replace('"', '""')
            words = f'"{inner}"'
        return escape(words, _QUOTED)


def _has_mark(text: str) -> bool:
    return any(mark in text for mark in _MARKS)


def _style(cell: Cell, size_pt: float | None, change: Change) -> int:
    """The number of the cell's style at that size, changed so; it is added where the workbook lacks it."""
    model = Cell(cell.parent, row=1, column=1)
    take_style(model, cell)
    if size_pt is not None:
        font: Any = copy(cell.font)
        font.size = size_pt
        model.font = font
    change(model)
    return int(model.style_id)


def _other(element: Element) -> _Other:
    letter = "".join(filter(str.isalpha, element.get("r", "")))
    rest = etree.tostring(element, encoding="unicode", with_tail=False).partition(' r="')[2].partition('"')[2]
    return _Other(letter, f'"{rest}')


def _row(row: Element, cells: Iterable[_Text | _Other]) -> _Row:
    about = {name: value for name, value in row.attrib.items() if name not in ("r", "ht", "customHeight", "spans")}
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in about.items())
    return _Row(int(row.get("r", "0")), attributes, float(row.get("ht", "0")), tuple(cells))


def _row_xml(row: _Row, number: int, texts: Sequence[str], filling: Filling, place: int | None = None) -> str:
    """The row with these texts of marks, as the row of that number, high enough for them; `place` is that in a table."""
    needed_pt, cells = row.least_pt, []
    for cell in row.cells:
        if type(cell) is _Other:
            cells.append(f'<c r="{cell.letter}{number}{cell.rest}')
        elif type(cell) is _Text:
            text, size_pt, height_pt = cell.fitted(cell.text if cell.mark is None else stored(texts[cell.mark]))
            needed_pt = max(needed_pt, height_pt)
            look = "" if place is None else filling.look(place, cell.mark or 0, text)
            style = filling.style(cell.styles[size_pt, look, place == filling.more])
            if not text:
                cells.append(f'<c r="{cell.letter}{number}" s="{style}"/>')
            elif NUMBER in look:
                cells.append(f'<c r="{cell.letter}{number}" s="{style}"><v>{int(text)}</v></c>')
            else:
                shared = filling.strings.number(text)
                cells.append(f'<c r="{cell.letter}{number}" s="{style}" t="s"><v>{shared}</v></c>')
    height = f' ht="{row_height_pt(needed_pt):g}" customHeight="1"' if needed_pt else ""
    return f'<row r="{number}"{height}{row.attributes}>{"".join(cells)}</row>'
