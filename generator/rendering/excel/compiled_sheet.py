"""One sheet of an Excel template made ready: its marks, its rows, and what moves when the data row becomes many."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from itertools import product
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from lxml import etree
from lxml.etree import _Element as Element
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Border
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from generator.rendering.excel.columns import width_mm
from generator.rendering.excel.package import tag, text_of
from generator.rendering.excel.row_heights import cell_slot, sizes_pt
from generator.rendering.excel.sheet_marks import Marks
from generator.rendering.excel.sheet_rows import Filling, OtherCell, TextCell, WorkbookRow, row_xml
from generator.rendering.excel.text_cells import take_style

DEFAULT_PT = 11
_MARKS = ("{{", "{%")
_CELLS = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?")
# What of a sheet, but for its rows, tells of cells.
_AREAS = re.compile(
    "(<(?:dimension|autoFilter|mergeCell|conditionalFormatting|dataValidation|hyperlink|ignoredError)"
    ' (?:[^>]* )?(?:sq)?ref=")([^"]*)'
)
_ROWS, _HOLE = "<sheetData/>", re.compile("\ue000([0-9]+)\ue000")  # signs of private use, which no template has
_QUOTED = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


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


class Table(NamedTuple):
    """The table of a sheet: its data row, the header above, and looks of its cells by name beside those they have.

    `dress` gives a cell the look of that name.
    """

    data: CellRange
    header: CellRange | None
    looks: Sequence[str]
    dress: Callable[[Cell, str], None]


class CompiledSheet:
    """A sheet, compiled from its part as openpyxl wrote it; styles that its cells may need go into the workbook."""

    def __init__(self, sheet: Worksheet, part: bytes, table: Table | None) -> None:
        """Compile."""
        self._sheet, self._table = sheet, table
        self._marks, self._row_marks = Marks(), Marks()
        self._fonts: dict[tuple[int, float], int] = {}  # number of a font and a size → number of that font so large
        root = etree.fromstring(part)
        (rows,) = root.iterchildren(tag("sheetData"))
        found = {int(row.get("r", "0")): row for row in rows}
        self._row = table.data.min_row if table else max(found, default=0) + 1
        self._above = [_row(one, map(self._cell, one)) for number, one in found.items() if number < self._row]
        self._below = [_row(one, map(self._cell, one)) for number, one in found.items() if number > self._row]
        self._data_rows = self._data_row(table, found.get(self._row)) if table else ()
        rows[:] = []
        self._lists = {mark for rule in root.iter(tag("dataValidation")) for mark in self._take_rule(rule)}
        for merges in root.iter(tag("mergeCells")):
            del merges.attrib["count"]  # there may be more, and no program needs it
        self._around = etree.tostring(root, encoding="unicode")

    def part(self, filling: Filling) -> bytes:
        """The sheet filled. Raises TemplateError where a mark is wrong or names what the context lacks."""
        texts, more = self._marks.filled(filling.context), filling.more if self._table else 0
        rows = [row_xml(row, row.number, texts, filling) for row in self._above]
        rows += self._table_xml(filling)
        rows += [row_xml(row, row.number + more, texts, filling) for row in self._below]
        around = _AREAS.sub(lambda found: self._area(found[1], found[2], more), self._around)
        around = _HOLE.sub(lambda hole: self._in_rule(int(hole[1]), texts), around)
        return around.replace(_ROWS, f"<sheetData>{''.join(rows)}</sheetData>", 1).encode()

    def _table_xml(self, filling: Filling) -> Iterator[str]:
        """A row for each of the record's, or the data row emptied."""
        for place in range(filling.more + 1) if self._table else ():
            row = self._data_rows[min(place, 1)]
            texts = [""] * len(row.cells)
            if filling.rows:
                texts = self._row_marks.filled({**filling.context, "row": filling.rows[place]})
            yield row_xml(row, row.number + place, texts, filling, place)

    def _area(self, before: str, cells: str, more: int) -> str:
        """Cells that the sheet tells of, where they stand now; cells of the data row are merged in every row."""
        if before.startswith("<mergeCell") and {int(edge) for edge in re.findall(r"\d+", cells)} == {self._row}:
            return '"/>'.join(f"{before}{grown(cells, self._row - 1, by)}" for by in range(more + 1))
        return before + grown(cells, self._row, more)

    def _cell(self, element: Element) -> TextCell | OtherCell:
        text, cell = text_of(element), self._sheet[str(element.get("r"))]
        if text is None:
            return _other(element)
        mark = self._marks.add(self._place(cell), text) if _has_mark(text) else None
        return self._text(cell, text, mark, [("", False)])

    def _place(self, cell: Cell) -> str:
        return f"工作表“{self._sheet.title}”单元格 {cell.coordinate}"

    def _text(self, cell: Cell, text: str, mark: int | None, looks: Iterable[tuple[str, bool]]) -> TextCell:
        """A cell of text, with the styles that it may have: those looks, and the sizes in which it may be set."""
        size_pt, align = float(cell.font.size or DEFAULT_PT), cell.alignment
        header = self._table.header if self._table else None
        is_header = header is not None and cell.coordinate in header
        slot = None
        if align.wrap_text or is_header:
            slot = cell_slot(self._width_mm(cell), align.indent or 0, cell.font.name or "", size_pt)
        sizes = {size_pt, *(slot.ladder if slot else ()), *(sizes_pt(size_pt - 0.5) if is_header else ())}
        styles = {
            (size, look, is_last): self._style(dressed, None if size == size_pt else size)
            for look, is_last in looks
            for dressed in [self._dressed(cell, look, is_last)]
            for size in sorted(sizes)
        }
        return TextCell(cell.column_letter, text, mark, size_pt, slot, is_header, styles)

    def _dressed(self, model: Cell, look: str, is_last: bool) -> Cell:
        """A cell of that look; the rule above the header closes the table below its last row."""
        cell = Cell(self._sheet, row=1, column=1)
        take_style(cell, model)
        if self._table and look:
            self._table.dress(cell, look)
        header = self._table.header if self._table and is_last else None
        if header and header.min_col <= model.column <= header.max_col:
            old, rule = cell.border, self._sheet.cell(header.min_row, model.column).border.top
            cell.border = Border(left=old.left, right=old.right, top=old.top, bottom=rule)
        return cell

    def _style(self, model: Any, size_pt: float | None) -> int:
        """The number of the cell's style at that size, which the workbook has from now on."""
        cell: Any = Cell(self._sheet, row=1, column=1)
        take_style(cell, model)
        if size_pt is not None:
            sized = model._style.fontId, size_pt
            if sized not in self._fonts:
                font = copy(model.font)  # which takes as long as ten styles
                font.size = size_pt
                cell.font = font
                self._fonts[sized] = cell._style.fontId
            cell._style.fontId = self._fonts[sized]
        return int(cell.style_id)

    def _width_mm(self, cell: Cell) -> float:
        """The width of the cell, or of the cells merged with it."""
        merged = (one for one in self._sheet.merged_cells.ranges if cell.coordinate in one)
        last = next((one.max_col for one in merged), cell.column)
        letters = map(get_column_letter, range(cell.column, last + 1))
        return sum(width_mm(self._sheet.column_dimensions[letter].width) for letter in letters)

    def _data_row(self, table: Table, row: Element | None) -> tuple[WorkbookRow, WorkbookRow]:
        """The data row with what else stands in it, and as it is repeated: of that, with what keeps it tall alone."""
        row = etree.Element(tag("row"), r=str(self._row)) if row is None else row
        others: dict[int, OtherCell] = {}
        for one in row:
            cell = self._sheet[str(one.get("r"))]
            others[cell.column] = _other(one)._replace(is_strut=not shows(cell))
        columns = range(table.data.min_col, table.data.max_col + 1)
        looks = [*product(("", *table.looks), (False, True))]
        own: dict[int, TextCell | OtherCell] = {column: one for column, one in others.items() if column in columns}
        for column in columns:
            cell = self._sheet.cell(self._row, column)
            if isinstance(cell, Cell):
                mark = self._row_marks.add(self._place(cell), str(cell.value or ""))
                own[column] = self._text(cell, "", mark, looks)
        struts = {column: one for column, one in others.items() if one.is_strut}
        first, further = ([cells[column] for column in sorted(cells)] for cells in (others | own, struts | own))
        return _row(row, first), _row(row, further)

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
        if mark not in self._lists:
            return escape(texts[mark], _QUOTED)
        words = texts[mark].removeprefix('"').removesuffix('"').replace('"', '""')
        return escape(f'"{words}"')


def shows(cell: Any) -> bool:
    """Whether the cell has text, is part of a merged one, or is ruled or coloured."""
    if cell.value is not None or isinstance(cell, MergedCell):
        return True
    rules = cell.border.left, cell.border.right, cell.border.top, cell.border.bottom
    return cell.fill.fill_type is not None or any(side is not None and side.style for side in rules)


def _has_mark(text: str) -> bool:
    return any(mark in text for mark in _MARKS)


def _other(element: Element) -> OtherCell:
    letter = "".join(filter(str.isalpha, element.get("r", "")))
    rest = etree.tostring(element, encoding="unicode", with_tail=False).partition(' r="')[2].partition('"')[2]
    return OtherCell(letter, f'"{rest}')


def _row(row: Element, cells: Iterable[TextCell | OtherCell]) -> WorkbookRow:
    own = [name for name in map(str, row.keys()) if name not in ("r", "ht", "customHeight", "spans")]
    attributes = "".join(f' {name}="{escape(row.get(name, ""))}"' for name in own)
    return WorkbookRow(int(row.get("r", "0")), attributes, float(row.get("ht", "0")), tuple(cells))
