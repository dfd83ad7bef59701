"""Rows of one sheet of a workbook emptied; every other part of the file stays byte for byte."""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from generator.office.package import read_package, write_package
from generator.reading.prescan import workbook_zip
from generator.reading.sheets.rich_text import MAIN
from generator.reading.sheets.workbook_package import sheets_in

_CHAIN = "xl/calcChain.xml"  # lists the cells with formulas; programs make it anew where it is missing
_LISTS = ("[Content_Types].xml", "xl/_rels/workbook.xml.rels")


def without_rows(content: bytes, title: str, rows: Collection[int]) -> bytes:
    """The workbook whose sheet of that name, blanks in it aside, has nothing in these rows but their look."""
    with workbook_zip(content) as package:
        found = {one.part.lower() for one in sheets_in(package) if "".join(one.title.split()) == title}
    parts = read_package(content)
    for name in [one for one in parts if one.lower() in found]:
        parts[name] = _emptied(parts[name], rows)
    return write_package(_without_chain(parts) if _CHAIN in parts else parts)


def _emptied(sheet: bytes, rows: Collection[int]) -> bytes:
    root = etree.fromstring(sheet, etree.XMLParser(resolve_entities=False, no_network=True))
    number = 0
    for row in root.iter(f"{MAIN}row"):
        number = int(row.get("r") or number + 1)
        if number in rows:
            for cell in row.iter(f"{MAIN}c"):
                cell[:] = []
                cell.attrib.pop("t", "")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _without_chain(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts without the list of formulas, which may name cells that are empty now."""
    kept = {name: part for name, part in parts.items() if name != _CHAIN}
    for name in _LISTS:
        root = etree.fromstring(kept[name], etree.XMLParser(resolve_entities=False, no_network=True))
        for one in list(root):
            if (one.get("PartName") or one.get("Target") or "").endswith("calcChain.xml"):
                root.remove(one)
        kept[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return kept
