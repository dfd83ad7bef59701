"""Where a value stands, in the words of a reader's place, as a clerk finds it again."""

from __future__ import annotations

import re

from generator.campaign.errors import Place
from generator.collecting.found import Spot

_CELL = re.compile(r"第(\d+)行(?:第(\d+)格)?")
_TABLE = re.compile(r"第(\d+)个表格")
_EXCEL_CELL = re.compile(r"([A-Z]{1,3})(\d+)")


def spot_of(place: Place, file: str) -> Spot:
    """Where that is: tables of Word by number, sheets of Excel by name."""
    cell, table = _CELL.search(place.cell), _TABLE.search(place.sheet)
    if cell:
        return Spot(file, int(table[1]) if table else None, int(cell[1]), int(cell[2]) if cell[2] else None)
    if excel := _EXCEL_CELL.fullmatch(place.cell):
        return Spot(file, place.sheet, int(excel[2]), _column(excel[1]))
    return Spot(file, place.sheet or None)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
