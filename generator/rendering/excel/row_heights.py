"""Row heights of Excel, computed from the text: Excel itself keeps whatever height a file says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.layout import MM_PER_PT
from generator.rendering.excel.columns import width_mm
from generator.typesetting.fonts import FONT_CLASSES
from generator.typesetting.typeset import Slot, fit, lines_height_mm

LARGEST_PT = 409  # Excel's limit for a row
CELL_PADDING_MM = 2.0  # both sides, with what programs differ in their column widths
ROW_PADDING_MM = 2
INDENT_MM = 3.5  # one step of a cell's indent
# The pitch of the free stand-ins; Windows' own fonts need less, so nothing is clipped anywhere.
LINE_HEIGHT = 1.45
# A word or number that is wider than its column is set smaller, in these steps, before it is broken.
_STEPS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7)
_CLASSES = {family: name for name, fonts in FONT_CLASSES.items() for family in fonts.families}


def set_row_height(sheet: Worksheet, row: int, least_pt: float) -> None:
    """Make the row high enough for the text of its cells, at least `least_pt`; narrow cells get smaller type."""
    needed = [least_pt]
    for cell in sheet[row]:
        if isinstance(cell, Cell) and isinstance(cell.value, str):
            needed.append(_fitted_height_pt(cell, _inner_width_mm(sheet, cell)))
    sheet.row_dimensions[row].height = min(round(max(needed), 2), LARGEST_PT)


def break_header(sheet: Worksheet, cell: Cell) -> None:
    """Break a header's text into lines as the typesetter does, so that every program shows the same ones.

    Its own lines stay whole where a size a little smaller allows it.
    """
    size_pt, own = float(cell.font.size or 11), str(cell.value).split("\n")
    slot = Slot(_inner_width_mm(sheet, cell), None, _class_of(cell), (size_pt,), LINE_HEIGHT)
    tried = {
        size: [line for text in own for line in _header_lines(text, replace(slot, ladder=(size,)))]
        for size in (size_pt, size_pt - 0.5)
    }
    chosen_pt = next((size for size, lines in tried.items() if len(lines) == len(own)), size_pt)
    cell.value = "\n".join(tried[chosen_pt])
    _resize(cell, chosen_pt)


def _header_lines(text: str, slot: Slot) -> list[str]:
    """The lines of one line of a header; an enumeration is broken after 、 only, where that is possible."""
    items = re.findall("[^、]+、?", text)
    if any(len(fit(item, slot).lines) > 1 for item in items):
        return [line.text for line in fit(text, slot).lines]
    lines = items[:1]
    for item in items[1:]:
        if len(fit(lines[-1] + item, slot).lines) == 1:
            lines[-1] += item
        else:
            lines.append(item)
    return lines


def _resize(cell: Cell, size_pt: float) -> None:
    if size_pt != cell.font.size:
        old = cell.font
        cell.font = Font(name=old.name, size=size_pt, bold=old.bold, italic=old.italic, color=old.color)


def _inner_width_mm(sheet: Worksheet, cell: Cell) -> float:
    """The width of the cell, or of the cells merged with it, without padding."""
    last = cell.column
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= cell.row <= merged.max_row and merged.min_col <= cell.column <= merged.max_col:
            last = merged.max_col
    indent_mm = (cell.alignment.indent or 0) * INDENT_MM
    letters = [get_column_letter(column) for column in range(cell.column, last + 1)]
    return sum(width_mm(sheet.column_dimensions[letter].width) for letter in letters) - CELL_PADDING_MM - indent_mm


def _fitted_height_pt(cell: Cell, inner_mm: float) -> float:
    size_pt = float(cell.font.size or 11)
    if not cell.alignment.wrap_text:
        return size_pt * LINE_HEIGHT + ROW_PADDING_MM / MM_PER_PT
    fitted_pt, height_pt = _measured(str(cell.value), inner_mm, _class_of(cell), size_pt)
    _resize(cell, fitted_pt)
    return height_pt


@lru_cache(maxsize=4096)
def _measured(text: str, inner_mm: float, font_class: str, size_pt: float) -> tuple[float, float]:
    """The size in pt at which no word is broken, and the height in pt of the lines with padding."""
    ladder = tuple(round(size_pt * step * 2) / 2 for step in _STEPS)
    fitted = fit(text, Slot(inner_mm, None, font_class, _distinct(ladder), LINE_HEIGHT))
    return fitted.size_pt, (lines_height_mm(fitted) + ROW_PADDING_MM) / MM_PER_PT


def _distinct(sizes: Sequence[float]) -> tuple[float, ...]:
    return tuple(dict.fromkeys(sizes))


def _class_of(cell: Cell) -> str:
    return _CLASSES.get(cell.font.name or "", "songti")
