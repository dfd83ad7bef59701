"""What a returned workbook would cost the library that inspects it: areas and formulas that it spreads over cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

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
_MOST = {
    "cells": MOST_CELLS,
    "merged": MOST_MERGED_CELLS,
    "linked": MOST_LINKED_CELLS,
    "rules": 2_000,  # validations and conditional formats; the blank form has 10
    "ranges": 20_000,  # that these name together
    "translated": 2_000_000,  # characters of shared formulas, once for each cell that shares one
}
MOST_FORM_ROWS = 20_000
_ROW, _MERGE, _LINK = f"{MAIN}row", f"{MAIN}mergeCell", f"{MAIN}hyperlink"
_RULES = (f"{MAIN}dataValidation", f"{MAIN}conditionalFormatting")


def require_modest_book(content: bytes) -> None:
    """Raises PackageRefusedError for a workbook that is broken, or spreads over more cells than any form holds."""
    with workbook_zip(content) as package:
        book, spent = opened(package), Counter[str]()
        for sheet in book.sheets:
            _judge(book, sheet.part, spent)


def _judge(book: Workbook, part: str, spent: Counter[str]) -> None:
    """Add what the sheet holds to what those before it did."""
    shared: Counter[str] = Counter()
    with book.parts.open(part) as content:
        for element in elements(content, f"{MAIN}worksheet", (_ROW, _MERGE, _LINK, *_RULES)):
            spent.update(_cost(element, shared))
            if spent["rows"] > MOST_FORM_ROWS:
                raise PackageRefusedError(ROWS_TOO_MANY)
            if any(spent[what] > most for what, most in _MOST.items()):
                raise PackageRefusedError(TOO_MUCH)


def _cost(element: Element, shared: Counter[str]) -> Mapping[str, int]:
    """What the element counts for; `shared` has the length of the sheet's shared formulas."""
    if element.tag == _ROW:
        translated = sum(_translated(formula, shared) for formula in element.iter(f"{MAIN}f"))
        return {"rows": 1, "cells": len(element), "translated": translated}
    if element.tag in (_MERGE, _LINK):
        cells = _cells(element.get("ref", ""))
        return {"linked": cells, "merged": cells * (element.tag == _MERGE)}
    return {"rules": 1, "ranges": len(element.get("sqref", "").split())}


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
