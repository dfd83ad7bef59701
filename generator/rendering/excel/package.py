"""The bytes of an openpyxl workbook, in the form that Excel itself writes and with no clock in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO

from lxml import etree
from openpyxl.workbook import Workbook

from generator.office.package import normalised, read_package, write_package

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRINGS, _STYLES, _SHEETS = "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/"
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


def workbook_bytes(book: Workbook, modified: date) -> bytes:
    """The .xlsx file of the workbook; the same workbook gives the same bytes."""
    out = BytesIO()
    book.save(out)
    parts = read_package(out.getvalue())
    parts[_STYLES] = _with_ordered_fonts(parts[_STYLES])
    parts.update(_with_shared_strings(parts))
    parts[_TYPES] = _announced(parts[_TYPES], "Override", PartName=f"/{_STRINGS}", ContentType=_STRINGS_TYPE)
    parts[_RELATIONS] = _announced(
        parts[_RELATIONS], "Relationship", Type=_STRINGS_RELATION, Target=f"/{_STRINGS}", Id="rIdStrings"
    )
    return normalised(write_package(parts), modified)


def _tag(name: str) -> str:
    return f"{{{_MAIN}}}{name}"


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _announced(listing: bytes, kind: str, **about: str) -> bytes:
    """The list of parts or relations with one more, unless it is there already."""
    root = etree.fromstring(listing)
    key = next(iter(about))
    if all(entry.get(key) != about[key] for entry in root):
        etree.SubElement(root, etree.QName(etree.QName(root).namespace, kind), about)
    return _xml(root)


def _with_ordered_fonts(styles: bytes) -> bytes:
    root = etree.fromstring(styles)
    for font in root.iter(_tag("font")):
        font[:] = sorted(font, key=lambda part: _FONT_PARTS.index(etree.QName(part).localname))
    return _xml(root)


def _with_shared_strings(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The sheets with their texts moved to the table of strings, where Excel keeps them, and that table."""
    table: dict[bytes, int] = {}
    strings = etree.Element(_tag("sst"), nsmap={None: _MAIN})  # type: ignore[dict-item]
    changed: dict[str, bytes] = {}
    used = 0
    for name in [name for name in parts if name.startswith(_SHEETS) and name.endswith(".xml")]:
        sheet = etree.fromstring(parts[name])
        for cell in sheet.iter(_tag("c")):
            if cell.get("t") == "inlineStr":
                used += 1
                _share(cell, table, strings)
        for merges in sheet.iter(_tag("mergeCells")):  # openpyxl keeps them in a set
            merges[:] = sorted(merges, key=lambda merge: str(merge.get("ref")))
        _ignore_numbers_as_text(sheet)
        changed[name] = _xml(sheet)
    strings.set("count", str(used))
    strings.set("uniqueCount", str(len(table)))
    return changed | {_STRINGS: _xml(strings)}


def _share(cell: etree._Element, table: dict[bytes, int], strings: etree._Element) -> None:
    inline = cell[0]
    inline.tag = _tag("si")
    key = etree.tostring(inline)
    if key not in table:
        table[key] = len(table)
        strings.append(inline)
    for part in list(cell):
        cell.remove(part)
    cell.set("t", "s")
    etree.SubElement(cell, _tag("v")).text = str(table[key])


def _ignore_numbers_as_text(sheet: etree._Element) -> None:
    """Keep Excel's green corners off digits stored as text, such as phone and ID numbers."""
    dimension = sheet.find(_tag("dimension"))
    if dimension is None or sheet.find(_tag("ignoredErrors")) is not None:
        return
    ignored = etree.Element(_tag("ignoredErrors"))
    etree.SubElement(ignored, _tag("ignoredError"), sqref=str(dimension.get("ref")), numberStoredAsText="1")
    later = [place for place, part in enumerate(sheet) if etree.QName(part).localname in _AFTER_IGNORED]
    sheet.insert(later[0] if later else len(sheet), ignored)
