"""The parts of an openpyxl workbook, in the form that Excel itself writes and with no clock in them."""

from __future__ import annotations

import errno
import os
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from io import BytesIO

from lxml import etree
from lxml.etree import _Element as Element
from openpyxl.styles.stylesheet import write_stylesheet
from openpyxl.workbook import Workbook
from openpyxl.xml.functions import tostring

from generator.office.package import normalised, read_package, write_package
from generator.rendering.excel.text_cells import Strings

BOOK, SHEETS, STRINGS, STYLES = "xl/workbook.xml", "xl/worksheets/", "xl/sharedStrings.xml", "xl/styles.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES, _RELATIONS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STRINGS_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
# Order of a font's parts in CT_Font as the Open XML SDK checks it; openpyxl writes another.
_FONT_PARTS = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
# What may follow ignoredErrors in a sheet (ECMA-376 part 1, CT_Worksheet).
_AFTER_IGNORED = (
    *("smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects"),
    *("controls", "webPublishItems", "tableParts", "extLst"),
)
_SAVING = threading.Lock()


def workbook_parts(book: Workbook) -> dict[str, bytes]:
    """The parts of the workbook's file by name, but for the table of texts: those still stand in their cells."""
    parts = read_package(saved(book))
    parts[STYLES] = styles_part(book)
    parts[_TYPES] = _announced(parts[_TYPES], "Override", PartName=f"/{STRINGS}", ContentType=_STRINGS_TYPE)
    parts[_RELATIONS] = _announced(
        parts[_RELATIONS], "Relationship", Type=_STRINGS_RELATION, Target=f"/{STRINGS}", Id="rIdStrings"
    )
    has_formula = False
    for name in _sheets(parts):
        sheet = _as_written(parts[name])
        for merges in sheet.iter(tag("mergeCells")):  # openpyxl keeps them in a set
            merges[:] = sorted(merges, key=lambda merge: str(merge.get("ref")))
        _ignore_numbers_as_text(sheet)
        has_formula |= next(sheet.iter(tag("f")), None) is not None
        parts[name] = _xml(sheet)
    if not has_formula:
        parts[BOOK] = _without_calculation(parts[BOOK])
    return parts


def saved(book: Workbook) -> bytes:
    """The workbook's file as openpyxl writes it."""
    out = BytesIO()
    with _SAVING, _plain_temporary_folder():
        book.save(out)
    return out.getvalue()


@contextmanager
def _plain_temporary_folder() -> Iterator[None]:
    """Calls the temporary folder by its handle where lxml, to which openpyxl gives names, would take its for a URL."""
    folder = tempfile.gettempdir()
    if folder.isascii() or "%" not in folder:
        yield
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    tempfile.tempdir = f"/proc/self/fd/{handle}"
    try:
        yield
    finally:
        tempfile.tempdir = folder
        os.close(handle)


def _as_written(part: bytes) -> Element:
    """The root of a sheet. Raises OSError where it is not whole.

    openpyxl has lxml write it to a temporary file, and lxml says nothing where that disk is full.
    """
    try:
        return etree.fromstring(part)
    except etree.XMLSyntaxError:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None


def workbook_bytes(book: Workbook, modified: date) -> bytes:
    """The .xlsx file of the workbook; the same workbook gives the same bytes."""
    parts, strings = workbook_parts(book), Strings()
    for name in _sheets(parts):
        sheet = etree.fromstring(parts[name])
        for cell in sheet.iter(tag("c")):
            if (text := text_of(cell)) is not None:
                cell[:] = []
                cell.set("t", "s")
                etree.SubElement(cell, tag("v")).text = str(strings.number(text))
        parts[name] = _xml(sheet)
    return normalised(write_package(parts | {STRINGS: strings.part()}), modified)


def tag(name: str) -> str:
    """The name of an element of a workbook as lxml has it."""
    return f"{{{_MAIN}}}{name}"


def text_of(cell: Element) -> str | None:
    """The text that stands in a cell of `workbook_parts`, None of one that holds no text."""
    return cell.findtext(f"{tag('is')}/{tag('t')}") if cell.get("t") == "inlineStr" else None


def _sheets(parts: Mapping[str, bytes]) -> list[str]:
    return [name for name in parts if name.startswith(SHEETS) and name.endswith(".xml")]


def _xml(root: Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _announced(listing: bytes, kind: str, **about: str) -> bytes:
    """The list of parts or relations with one more, unless it is there already."""
    root = etree.fromstring(listing)
    key = next(iter(about))
    if all(entry.get(key) != about[key] for entry in root):
        etree.SubElement(root, etree.QName(etree.QName(root).namespace, kind), about)
    return _xml(root)


def styles_part(book: Workbook) -> bytes:
    """The part that holds the styles which the workbook has by now."""
    root = etree.fromstring(tostring(write_stylesheet(book)))
    for font in root.iter(tag("font")):
        font[:] = sorted(font, key=lambda part: _FONT_PARTS.index(etree.QName(part).localname))
    return _xml(root)


def _without_calculation(book: bytes) -> bytes:
    """The workbook without openpyxl's order to calculate on opening, after which Excel asks to save on closing."""
    root = etree.fromstring(book)
    for calculation in root.findall(tag("calcPr")):
        root.remove(calculation)
    return _xml(root)


def _ignore_numbers_as_text(sheet: Element) -> None:
    """Keep Excel's green corners off digits stored as text, such as phone and ID numbers."""
    dimension = sheet.find(tag("dimension"))
    if dimension is None or sheet.find(tag("ignoredErrors")) is not None:
        return
    ignored = etree.Element(tag("ignoredErrors"))
    etree.SubElement(ignored, tag("ignoredError"), sqref=str(dimension.get("ref")), numberStoredAsText="1")
    later = [place for place, part in enumerate(sheet) if etree.QName(part).localname in _AFTER_IGNORED]
    sheet.insert(later[0] if later else len(sheet), ignored)
