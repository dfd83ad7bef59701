"""Excel cells whose content stays text: no formula and no error value, whatever it begins with."""

from __future__ import annotations

import re
from copy import copy
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.cell.cell import Cell

TEXT_FORMAT = "@"
LONGEST_TEXT = 32_767  # characters of a cell, Excel's limit
# Excel reads _x0041_ in a stored text as the character U+0041: the first sign of such a text is escaped.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2
_REMARKABLE = re.compile("[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|^\\s|\\s$")
_HEAD = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
)


class Strings:
    """The table of a workbook's texts, where Excel keeps them: each once, found by its number."""

    def __init__(self) -> None:
        """Begin with none."""
        self._numbers: dict[str, int] = {}
        self._used = 0

    def number(self, text: str) -> int:
        """The text's number; the text is as it is stored, see `stored`."""
        self._used += 1
        return self._numbers.setdefault(text, len(self._numbers))

    def part(self) -> bytes:
        """The part that holds the table. Raises ValueError where a text has a character that no XML file can carry."""
        counts = f'count="{self._used}" uniqueCount="{len(self._numbers)}"'
        return f"{_HEAD} {counts}>{''.join(map(_string, self._numbers))}</sst>".encode()


def _string(text: str) -> str:
    if not _REMARKABLE.search(text):
        return f"<si><t>{text}</t></si>"
    if _FORBIDDEN.search(text):
        raise ValueError("文字中有不能写入 Excel 文件的控制字符")
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<si><t{space}>{escape(text, {chr(13): '&#13;'})}</t></si>"


def stored(text: str) -> str:
    """The text as a cell stores it, so that Excel shows it as it is."""
    return _ESCAPED.sub("_x005F_", text)[:LONGEST_TEXT]


def write_text(cell: Cell, text: str) -> None:
    """Put the text into the cell as it is, even where it begins with = + - @ or #."""
    cell.value = stored(text) or None
    cell.data_type = "s" if text else "n"


def take_style(target: Any, source: Any) -> None:
    """Give a cell the whole style of another cell or of a column. openpyxl has no public way of doing it."""
    target._style = copy(source._style)
