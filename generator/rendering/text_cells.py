"""Excel cells whose content stays text: no formula, no error value, no green corner for digits."""

from __future__ import annotations

import re

from lxml import etree
from openpyxl.cell.cell import Cell

from generator.rendering.package import read_package, write_package

TEXT_FORMAT = "@"
# Excel reads _x0041_ in a stored text as the character U+0041: the first sign of such a text is escaped.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# What may follow ignoredErrors in a sheet (ECMA-376 part 1, CT_Worksheet).
_LATER = (
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)


def write_text(cell: Cell, text: str) -> None:
    """Put the text into the cell as it is, whatever it begins with (= + - @ #)."""
    cell.value = _ESCAPED.sub("_x005F_", text) or None
    cell.data_type = "s" if text else "n"


def without_number_marks(package: bytes) -> bytes:
    """The workbook without Excel's green corners at digits stored as text, such as phone and ID numbers."""
    parts = read_package(package)
    for name, data in parts.items():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            parts[name] = _ignoring(data)
    return write_package(parts)


def _ignoring(sheet: bytes) -> bytes:
    root = etree.fromstring(sheet)
    dimension = root.find(f"{{{_MAIN}}}dimension")
    if dimension is None or root.find(f"{{{_MAIN}}}ignoredErrors") is not None:
        return sheet
    ignored = etree.Element(f"{{{_MAIN}}}ignoredErrors")
    cells = str(dimension.get("ref"))
    etree.SubElement(ignored, f"{{{_MAIN}}}ignoredError", sqref=cells, numberStoredAsText="1")
    later = [place for place, part in enumerate(root) if etree.QName(part).localname in _LATER]
    root.insert(later[0] if later else len(root), ignored)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
