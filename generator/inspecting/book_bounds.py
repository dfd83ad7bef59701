"""What a returned workbook would cost the library that inspects it: areas and formulas that it spreads over cells."""

from __future__ import annotations

from collections import Counter

from lxml.etree import _Element as Element
from openpyxl.utils.cell import range_boundaries

from generator.reading.prescan import (
    MOST_CELLS,
    MOST_MERGED_CELLS,
    ROWS_TOO_MANY,
    TOO_MUCH,
    PackageRefusedError,
    workbook_zip,
)
from generator.reading.sheets.rich_text import MAIN
from generator.reading.sheets.workbook_package import Workbook, opened
from generator.reading.streamed_xml import elements

MOST_LINKED_CELLS = 50_000  # over which hyperlinks are spread
MOST_RULES = 2_000  # validations and conditional formats; the blank form has 10
MOST_RANGES = 20_000  # that these name together
MOST_TRANSLATED = 2_000_000  # characters of shared formulas, once for each cell that shares one
MOST_FORM_ROWS = 20_000
_ROW, _MERGE, _LINK = f"{MAIN}row", f"{MAIN}mergeCell", f"{MAIN}hyperlink"
_RULES = (f"{MAIN}dataValidation", f"{MAIN}conditionalFormatting")


class _Spent:
    """What the sheets hold so far."""

    def __init__(self) -> None:
        self.rows = self.cells = self.merged = self.linked = self.rules = self.ranges = self.translated = 0

    def add(self, element: Element, shared: Counter[str]) -> None:
        """Count an element; `shared` has the length of the sheet's shared formulas."""
        if element.tag == _ROW:
            self.rows += 1
            self.cells += len(element)
            self.translated += sum(_translated(formula, shared) for formula in element.iter(f"{MAIN}f"))
        elif element.tag in (_MERGE, _LINK):
            cells = _cells(element.get("ref", ""))
            self.merged, self.linked = self.merged + cells * (element.tag == _MERGE), self.linked + cells
        else:
            self.rules += 1
            self.ranges += len(element.get("sqref", "").split())
        if self.rows > MOST_FORM_ROWS:
            raise PackageRefusedError(ROWS_TOO_MANY)
        if (
            self.cells > MOST_CELLS
            or self.merged > MOST_MERGED_CELLS
            or self.linked > MOST_LINKED_CELLS
            or max(self.rules / MOST_RULES, self.ranges / MOST_RANGES, self.translated / MOST_TRANSLATED) > 1
        ):
            raise PackageRefusedError(TOO_MUCH)


def require_modest_book(content: bytes) -> None:
    """Raises PackageRefusedError for a workbook that is broken, or spreads over more cells than any form holds."""
    with workbook_zip(content) as package:
        book, spent = opened(package), _Spent()
        for sheet in book.sheets:
            _judge(book, sheet.part, spent)


def _judge(book: Workbook, part: str, spent: _Spent) -> None:
    shared: Counter[str] = Counter()
    with book.parts.open(part) as content:
        for element in elements(content, f"{MAIN}worksheet", (_ROW, _MERGE, _LINK, *_RULES)):
            spent.add(element, shared)


def _translated(formula: Element, shared: Counter[str]) -> int:
    """The characters that the formula's cell costs: those of the one that it shares."""
    if formula.get("t") != "shared":
        return len(formula.text or "")
    key = formula.get("si", "")
    shared[key] = max(shared[key], len(formula.text or ""))
    return shared[key]


def _cells(ref: str) -> int:
    left, top, right, bottom = range_boundaries(ref)
    if left is None or top is None or right is None or bottom is None:
        return MOST_LINKED_CELLS + 1  # whole columns or rows
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)
