"""A sheet's part → how its cells are set and printed: heights, widths, fonts, wrapping, the area that is printed.

Only what a returned list is judged by; the values are read without it (`cells`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml.etree import _Element as Element
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import column_index_from_string, range_boundaries

from generator.reading.sheets.budget import Budget
from generator.reading.sheets.cells import CELL, COLUMN, DIGITS, ROW, TRUE
from generator.reading.sheets.rich_text import MAIN
from generator.reading.sheets.workbook_package import MOST_FORMATS, WORKBOOK_PART, SheetPart, Workbook
from generator.reading.streamed_xml import elements

_USUAL_PT, _USUAL_WIDTH = 11.0, 8.43  # of text and columns of which nothing is said
_DIGIT_EM, _PIXELS_PER_PT = 0.556, 96 / 72  # widths count the widest digit of the usual font, in whole pixels
_MOST_COLUMNS = 16_384  # of a sheet
_PRINTED, _SHEET_FORMAT = "_xlnm.Print_Area", f"{MAIN}sheetFormatPr"


class Look(NamedTuple):
    """How a cell sets what it holds: font, whether lines are wrapped or shrunk, the code of its numbers."""

    size_pt: float = _USUAL_PT
    family: str = ""
    wraps: bool = False
    shrinks: bool = False
    code: str = "General"


_USUAL = Look()


@dataclass
class SheetLooks:
    """Heights of rows that have their own, widths of columns (first, last, digits), areas printed (from, to)."""

    digit_pt: float
    printed: Sequence[tuple[int, int, int, int]]
    heights_pt: dict[int, float] = field(default_factory=dict)
    widths: list[tuple[int, int, float]] = field(default_factory=list)
    usual_width: float = _USUAL_WIDTH
    cells: dict[tuple[int, int], Look] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Look:
        """How that cell looks."""
        return self.cells.get((row, column), _USUAL)

    def width_pt(self, column: int) -> float:
        """The width of a column."""
        own = (wide for first, last, wide in self.widths if first <= column <= last)
        return next(own, self.usual_width) * self.digit_pt

    def is_printed(self, row: int) -> bool:
        """Whether the row stands in the area that is printed, where one is set."""
        return not self.printed or any(top <= row <= bottom for _, top, _, bottom in self.printed)

    def is_column_printed(self, column: int) -> bool:
        """The same of a column."""
        return not self.printed or any(left <= column <= right for left, _, right, _ in self.printed)


def read_looks(book: Workbook, sheet: SheetPart, budget: Budget) -> SheetLooks:
    """How the sheet's cells look. Raises PackageRefusedError, or one of WORKBOOK_ERRORS for a broken part."""
    looks, usual_pt = _looks(book)
    digit_pt = round(usual_pt * _DIGIT_EM * _PIXELS_PER_PT) / _PIXELS_PER_PT
    made = SheetLooks(digit_pt, tuple(_printed(book, sheet)))
    number = 0
    with book.parts.open(sheet.part) as content:
        for element in elements(content, f"{MAIN}worksheet", (ROW, COLUMN, _SHEET_FORMAT)):
            if element.tag == ROW:
                number = int(element.get("r") or number + 1)
                budget.spend(rows=1, cells=len(element))
                if height_pt := float(element.get("ht") or 0):
                    made.heights_pt[number] = height_pt
                made.cells |= {(number, column): looks.get(style, _USUAL) for column, style in _styles_in(element)}
            elif element.tag == COLUMN:
                budget.spend(columns=1)
                wide = float(element.get("width") or made.usual_width)
                made.widths.append((int(element.get("min", "0")), int(element.get("max", "0")), wide))
            else:
                made.usual_width = float(element.get("defaultColWidth") or _USUAL_WIDTH)
    return made


def _styles_in(row: Element) -> Iterator[tuple[int, int]]:
    """The column of each cell, and the number of its format."""
    column = 0
    for cell in row.iterchildren(CELL):
        name = cell.get("r", "").rstrip(DIGITS)
        column = column_index_from_string(name) if name else column + 1
        yield column, int(cell.get("s", "0"))


def _printed(book: Workbook, sheet: SheetPart) -> Iterator[tuple[int, int, int, int]]:
    """The areas that are printed (left, top, right, bottom), none where none is set: a name of the sheet's place."""
    root = book.parts.tree(book.parts.main(WORKBOOK_PART))
    listed = [] if root is None else [one.get("name", "") for one in root.iter(f"{MAIN}sheet")]
    for name in () if root is None else root.iter(f"{MAIN}definedName"):
        place = int(name.get("localSheetId", "-1"))
        if name.get("name") == _PRINTED and 0 <= place < len(listed) and listed[place] == sheet.title:
            for area in (name.text or "").split(","):
                left, top, right, bottom = _bounds(area.rpartition("!")[2])
                if top and bottom:
                    yield left or 1, top, right or _MOST_COLUMNS, bottom


def _bounds(area: str) -> tuple[int | None, int | None, int | None, int | None]:
    """Of an area such as $A$1:$I$35; nothing of what is no area, such as a formula."""
    try:
        return range_boundaries(area)
    except ValueError:
        return None, None, None, None


def _looks(book: Workbook) -> tuple[Mapping[int, Look], float]:
    """The looks by the numbers that cells name, and the size of the usual font; none where no part says them."""
    codes: dict[int, str] = dict(BUILTIN_FORMATS)
    fonts: list[tuple[float, str]] = []
    made: dict[int, Look] = {}
    if book.styles_part not in book.parts.names:
        return made, _USUAL_PT
    with book.parts.open(book.styles_part) as content:
        for one in elements(content, f"{MAIN}styleSheet", (f"{MAIN}numFmt", f"{MAIN}font", f"{MAIN}xf")):
            parent = one.getparent()
            within = None if parent is None else parent.tag
            if within == f"{MAIN}numFmts":
                codes[int(one.get("numFmtId", ""))] = one.get("formatCode", "")
            elif within == f"{MAIN}fonts":
                fonts.append(_font(one))
            elif within == f"{MAIN}cellXfs" and len(made) < MOST_FORMATS:
                made[len(made)] = _look(one, codes, fonts)
    return made, fonts[0][0] if fonts else _USUAL_PT


def _font(one: Element) -> tuple[float, str]:
    size, name = one.find(f"{MAIN}sz"), one.find(f"{MAIN}name")
    size_pt = _USUAL_PT if size is None else float(size.get("val") or _USUAL_PT)
    return size_pt, "" if name is None else name.get("val", "")


def _look(form: Element, codes: Mapping[int, str], fonts: Sequence[tuple[float, str]]) -> Look:
    font, set_ = int(form.get("fontId", "0")), form.find(f"{MAIN}alignment")
    size_pt, family = fonts[font] if 0 <= font < len(fonts) else (_USUAL_PT, "")
    wraps, shrinks = (set_ is not None and set_.get(name) in TRUE for name in ("wrapText", "shrinkToFit"))
    return Look(size_pt, family, wraps, shrinks, codes.get(int(form.get("numFmtId", "0")), "General"))
