"""Excel cells whose content stays text: no formula and no error value, whatever it begins with."""

from __future__ import annotations

import re
from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell

TEXT_FORMAT = "@"
# Excel reads _x0041_ in a stored text as the character U+0041: the first sign of such a text is escaped.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_text(cell: Cell, text: str) -> None:
    """Put the text into the cell as it is, even where it begins with = + - @ or #."""
    cell.value = _ESCAPED.sub("_x005F_", text) or None
    cell.data_type = "s" if text else "n"


def take_style(target: Any, source: Any) -> None:
    """Give a cell the whole style of another cell or of a column. openpyxl has no public way of doing it."""
    target._style = copy(source._style)
