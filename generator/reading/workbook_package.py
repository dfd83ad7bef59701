"""A workbook's package → its sheets, strings and formats. Only parts that hold values are opened.

So nothing that is wrong with drawings, charts, validations or document properties keeps a value from being read, and
of the formats only those count that change what a value says: dates, struck-out, raised and lowered text.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, NamedTuple

from lxml import etree
from lxml.etree import _Element as Element
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from generator.reading.prescan import WORKBOOK_ERRORS
from generator.reading.rich_text import MAIN, PLAIN, Font, Run, font_of, runs_of

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WORKBOOK_PART = "xl/workbook.xml"
# Dates by number alone in Chinese programs (ECMA-376, 18.8.30, zh-cn); 32 to 35, 55 and 56 are times of day.
CHINESE_DATES = frozenset({*range(27, 32), 36, *range(50, 55), 57, 58})
PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


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
class Package:
    """An open workbook. `has_formats` is False where they could not be read."""

    zip: zipfile.ZipFile
    parts: Mapping[str, str]  # by their names in lower case, as OPC compares them
    sheets: tuple[SheetPart, ...]
    strings: tuple[str | tuple[Run, ...], ...]
    formats: tuple[Format, ...]
    has_formats: bool
    epoch: datetime

    def open(self, part: str) -> IO[bytes]:
        """The part's content. Raises KeyError where there is none."""
        return self.zip.open(self.parts[part.lower()])


def opened(source: IO[bytes]) -> Package:
    """The workbook's package, its strings and formats read. Raises one of WORKBOOK_ERRORS."""
    package = zipfile.ZipFile(source)
    parts = {name.lower(): name for name in package.namelist()}
    _require_main_part(package, parts)
    root = etree.fromstring(package.read(parts[WORKBOOK_PART]), PARSER)
    relations = _relations(package, parts)
    kinds = {kind: target for kind, target in relations.values()}
    strings, formats = kinds.get("sharedStrings", "").lower(), kinds.get("styles", "").lower()
    sheets = tuple(_sheets(root, relations, parts))
    read = _formats(package, parts[formats]) if formats in parts else ()
    properties = root.find(f"{MAIN}workbookPr")
    is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return Package(
        package,
        parts,
        sheets,
        tuple(_strings(package, parts[strings])) if strings in parts else (),
        read or (),
        read is not None,
        CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900,
    )


def _require_main_part(package: zipfile.ZipFile, parts: Mapping[str, str]) -> None:
    """Raises ValueError where the package names another workbook than the one that is read."""
    if "_rels/.rels" in parts:
        root = etree.fromstring(package.read(parts["_rels/.rels"]), PARSER)
        mains = [
            one for one in root.iter(f"{RELATIONS}Relationship") if one.get("Type", "").endswith("/officeDocument")
        ]
        if any(posixpath.normpath(one.get("Target", "").lstrip("/")).lower() != WORKBOOK_PART for one in mains):
            raise ValueError(WORKBOOK_PART)


def _relations(package: zipfile.ZipFile, parts: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Kind and part of each relation of the workbook, by its name."""
    root = etree.fromstring(package.read(parts["xl/_rels/workbook.xml.rels"]), PARSER)
    return {
        one.get("Id", ""): (one.get("Type", "").rsplit("/", 1)[-1], _part(one.get("Target", "")))
        for one in root.iter(f"{RELATIONS}Relationship")
        if one.get("TargetMode", "Internal").lower() != "external"
    }


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _sheets(root: Element, relations: Mapping[str, tuple[str, str]], parts: Mapping[str, str]) -> Iterator[SheetPart]:
    """The sheets of cells in the workbook's order; one whose part is not there is not there."""
    for sheet in root.iter(f"{MAIN}sheet"):
        kind, part = relations.get(sheet.get(f"{OFFICE}id", ""), ("", ""))
        if kind == "worksheet" and part.lower() in parts:
            yield SheetPart(sheet.get("name", ""), part, sheet.get("state", "visible") == "visible")


def _strings(package: zipfile.ZipFile, part: str) -> Iterator[str | tuple[Run, ...]]:
    with package.open(part) as content:
        for _, item in etree.iterparse(content, tag=f"{MAIN}si", resolve_entities=False, no_network=True):
            yield runs_of(item)
            forget(item)


def forget(element: Element) -> None:
    """Free what was parsed up to the end of this element."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _formats(package: zipfile.ZipFile, part: str) -> tuple[Format, ...] | None:
    """The formats by the number that cells name; None where the part cannot be read."""
    try:
        root = etree.fromstring(package.read(part), PARSER)
        codes = {int(one.get("numFmtId", "")): one.get("formatCode", "") for one in root.iter(f"{MAIN}numFmt")}
        fonts = [font_of(font) for font in root.iterfind(f"{MAIN}fonts/{MAIN}font")]
        return tuple(_format(one, codes, fonts) for one in root.iterfind(f"{MAIN}cellXfs/{MAIN}xf"))
    except WORKBOOK_ERRORS:
        return None


def _format(xf: Element, codes: Mapping[int, str], fonts: list[Font]) -> Format:
    number, font = int(xf.get("numFmtId", "0")), int(xf.get("fontId", "0"))
    code = codes.get(number) or BUILTIN_FORMATS.get(number, "General")
    is_date = (number in CHINESE_DATES and number not in codes) or bool(is_date_format(code))
    return Format(is_date, bool(is_timedelta_format(code)), fonts[font] if font < len(fonts) else PLAIN)
