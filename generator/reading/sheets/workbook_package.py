"""A workbook's package → its sheets, strings and formats. Only parts that hold values are opened.

So nothing that is wrong with drawings, charts, validations or document properties keeps a value from being read, and
of the formats only those count that change what a value says: dates, struck-out, raised and lowered text.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from lxml.etree import _Element as Element
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from generator.reading.package_parts import Parts, TwoMainPartsError, parts_of
from generator.reading.prescan import (
    SAVE_AS,
    STRICT,
    TOO_MUCH,
    TWO_MAIN_PARTS,
    WORKBOOK_ERRORS,
    PackageRefusedError,
    Trouble,
)
from generator.reading.sheets.rich_text import MAIN, PLAIN, Font, Run, Shown, font_of, runs_of, shown
from generator.reading.streamed_xml import XmlDeclaresError, elements

OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STRICT_NAMES = "{http://purl.oclc.org/ooxml/"
WORKBOOK_PART = "xl/workbook.xml"
NO_WORKBOOK = Trouble("workbook-format", "这不是 Excel 工作簿。", SAVE_AS)
# Dates by number alone in Chinese programs (ECMA-376, 18.8.30, zh-cn); 32 to 35, 55 and 56 are times of day.
CHINESE_DATES = frozenset({*range(27, 32), 36, *range(50, 55), 57, 58})
LONGEST_CODE = 255  # of a number format, and 31 of a sheet's name, by Excel
LONGEST_TITLE = 255
MOST_CODES, MOST_FORMATS = 5_000, 70_000  # Excel writes some 250 and 65,490
MOST_STRINGS_BYTES = 100_000_000  # of the shared strings as they are held


class Format(NamedTuple):
    """What a cell's format says of its value."""

    is_date: bool = False
    is_duration: bool = False
    font: Font = PLAIN


class SheetPart(NamedTuple):
    """A sheet as the workbook lists it."""

    title: str
    part: str
    is_visible: bool


@dataclass(frozen=True)
class Workbook:
    """An open workbook. `has_formats` is False where they could not be read, `styles_part` names where they stand."""

    parts: Parts
    sheets: tuple[SheetPart, ...]
    strings: tuple[str | tuple[Run, ...], ...]
    formats: tuple[Format, ...]
    has_formats: bool
    epoch: datetime
    styles_part: str = ""
    _shown: dict[tuple[int, Font], Shown] = field(default_factory=dict)

    def string(self, number: int, font: Font) -> Shown:
        """A shared string in a cell of that font; many cells share one."""
        if number < 0:
            raise ValueError(number)
        one = self.strings[number]
        if isinstance(one, str) and font == PLAIN:
            return Shown(one)
        if (number, font) not in self._shown:
            self._shown[number, font] = shown(one, font)
        return self._shown[number, font]


def opened(package: zipfile.ZipFile) -> Workbook:
    """The workbook with its strings and formats. Raises PackageRefusedError or one of WORKBOOK_ERRORS."""
    parts = Parts(package, parts_of(package))
    root, relations = _workbook(parts)
    kinds = {kind: part for kind, part in relations.values()}
    for kind in ("sharedStrings", "styles"):
        if sum(one == kind for one, _ in relations.values()) > 1:
            raise PackageRefusedError(TWO_MAIN_PARTS)
    strings, formats = kinds.get("sharedStrings", ""), kinds.get("styles", "")
    read = _formats(parts, formats) if formats in parts.names else ()
    properties = root.find(f"{MAIN}workbookPr")
    is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return Workbook(
        parts,
        tuple(_sheets(root, relations, parts.names)),
        tuple(_strings(parts, strings)) if strings in parts.names else (),
        read or (),
        read is not None,
        CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900,
        formats,
    )


def sheets_in(package: zipfile.ZipFile) -> tuple[SheetPart, ...]:
    """The workbook's sheets alone. Raises as `opened` does."""
    parts = Parts(package, parts_of(package))
    root, relations = _workbook(parts)
    return tuple(_sheets(root, relations, parts.names))


def _workbook(parts: Parts) -> tuple[Element, dict[str, tuple[str, str]]]:
    """The workbook's root, and what it refers to. Raises PackageRefusedError where the package names two, or none."""
    try:
        main = parts.main(WORKBOOK_PART)
    except TwoMainPartsError as wrong:
        raise PackageRefusedError(TWO_MAIN_PARTS) from wrong
    root = parts.tree(main)
    if root is None:
        raise PackageRefusedError(NO_WORKBOOK)
    if root.tag != f"{MAIN}workbook":
        raise PackageRefusedError(STRICT if str(root.tag).startswith(STRICT_NAMES) else NO_WORKBOOK)
    listed = parts.relations(main)
    relations = dict(listed)
    if not listed or len(relations) < len(listed):
        raise ValueError(main)
    return root, relations


def _sheets(root: Element, relations: Mapping[str, tuple[str, str]], parts: Mapping[str, str]) -> Iterator[SheetPart]:
    """The sheets of cells in the workbook's order; one whose part is not there is not there."""
    seen: set[str] = set()
    for sheet in root.iter(f"{MAIN}sheet"):
        kind, part = relations.get(sheet.get(f"{OFFICE}id", ""), ("", ""))
        title = sheet.get("name", "")
        if len(title) > LONGEST_TITLE:
            raise PackageRefusedError(TOO_MUCH)
        if kind == "worksheet" and part in parts:
            if part in seen:  # as often as it is listed it would be read
                raise ValueError(part)
            seen.add(part)
            yield SheetPart(title, part, sheet.get("state", "visible") == "visible")


def _strings(parts: Parts, part: str) -> Iterator[str | tuple[Run, ...]]:
    left = MOST_STRINGS_BYTES
    with parts.open(part) as content:
        for item in elements(content, f"{MAIN}sst", (f"{MAIN}si",)):
            made = runs_of(item)
            left -= sys.getsizeof(made) + (0 if isinstance(made, str) else sum(sys.getsizeof(run.text) for run in made))
            if left < 0:
                raise PackageRefusedError(TOO_MUCH)
            yield made


def _formats(parts: Parts, part: str) -> tuple[Format, ...] | None:
    """The formats by the number that cells name; None where the part cannot be read."""
    codes: dict[int, str] = {}
    fonts: list[Font] = []
    pairs: list[tuple[int, int]] = []  # of number format and font
    try:
        with parts.open(part) as content:
            for one in elements(content, f"{MAIN}styleSheet", (f"{MAIN}numFmt", f"{MAIN}font", f"{MAIN}xf")):
                parent = one.getparent()
                within = None if parent is None else parent.tag
                if within == f"{MAIN}numFmts":
                    codes[int(one.get("numFmtId", ""))] = one.get("formatCode", "")
                elif within == f"{MAIN}fonts":
                    fonts.append(font_of(one))
                elif within == f"{MAIN}cellXfs":
                    pairs.append((int(one.get("numFmtId", "0")), int(one.get("fontId", "0"))))
                if len(codes) > MOST_CODES or max(len(fonts), len(pairs)) > MOST_FORMATS:
                    return None
    except XmlDeclaresError:
        raise
    except WORKBOOK_ERRORS:
        return None
    return tuple(_format(number, font, codes, fonts) for number, font in pairs)


def _format(number: int, font: int, codes: Mapping[int, str], fonts: list[Font]) -> Format:
    is_date, is_duration = _dated(codes.get(number) or BUILTIN_FORMATS.get(number, "General"))
    is_date = is_date or (number in CHINESE_DATES and number not in codes)
    return Format(is_date, is_duration, fonts[font] if 0 <= font < len(fonts) else PLAIN)


@lru_cache(maxsize=MOST_CODES)
def _dated(code: str) -> tuple[bool, bool]:
    """Whether a format makes a day or a duration of a number."""
    if len(code) > LONGEST_CODE:
        return False, False
    return bool(is_date_format(code)), bool(is_timedelta_format(code))
