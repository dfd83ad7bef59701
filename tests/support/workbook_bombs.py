"""Workbooks that mean ill, one for each bound, and the parts of a plain one that they are made of."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

from openpyxl.utils import get_column_letter

from generator.campaign.fields import SHEETS

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet2.xml"  # of the other completers, which has the fewest columns
TEXT = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
ROW = ("NC-001", "邹䶮", "男", "铣工", "", "厂")
ROWS = f'<row r="2">{"".join(TEXT.format(f"{chr(65 + place)}2", text) for place, text in enumerate(ROW))}</row>'
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
Parts = dict[str, bytes]


def relations(*targets: tuple[str, str], more: str = "") -> bytes:
    """A part of relationships: kind and target of each, named rId1 and so on."""
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{listed}{more}</Relationships>'.encode()


def sheet(labels: list[str], rows: str = "", *, before: str = "", after: str = "") -> bytes:
    """A sheet with a header in its first row."""
    header = "".join(TEXT.format(f"{get_column_letter(place)}1", label) for place, label in enumerate(labels, start=1))
    data = f'<sheetData><row r="1">{header}</row>{rows}</sheetData>'
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}{data}{after}</worksheet>'.encode()


def completers(rows: str = ROWS, *, before: str = "", after: str = "") -> bytes:
    """The sheet of the other completers."""
    return sheet([field.label for field in SHEETS["其他完成人"]], rows, before=before, after=after)


def plain() -> Parts:
    """A workbook with the three sheets, one completer in it."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(SHEETS, start=1)
    )
    made = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": relations(
            *(("worksheet", f"worksheets/sheet{number}.xml") for number in (1, 2, 3)),
            ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>邹䶮</t></si></sst>'.encode(),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/></cellXfs></styleSheet>'.encode(),
    }
    for number, (name, fields) in enumerate(SHEETS.items(), start=1):
        labels = [field.label for field in fields]
        made[f"xl/worksheets/sheet{number}.xml"] = sheet(labels, ROWS if name == "其他完成人" else "")
    return made


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """The plain workbook with one part put in place of its own, or added."""
    return packed(plain() | {name: content})


def rows_of(each: str, count: int) -> str:
    """So many rows of the same cells, from the second on."""
    return "".join(f'<row r="{row}">{each}</row>' for row in range(2, count + 2))


def _strings(items: str) -> bytes:
    return with_part("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{items}</sst>'.encode())


def _styles(inner: str) -> bytes:
    return with_part("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{inner}</styleSheet>'.encode())


def _merges(areas: list[str], tag: str = "mergeCell") -> bytes:
    inner = "".join(f"<{tag} ref='{area}'/>" for area in areas)
    return with_part(SHEET, completers(after=f"<mergeCells>{inner}</mergeCells>"))


def _prefixed() -> bytes:
    """The merged area under a prefix of its own, its attribute in single quotes and after a line break."""
    text = completers(after="<mergeCells><mergeCell\n ref = 'A1:XFD1048576'/></mergeCells>").decode()
    for name in ("worksheet", "sheetData", "row", "c", "is", "t", "mergeCells", "mergeCell"):
        text = text.replace(f"<{name}", f"<早:{name}").replace(f"</{name}>", f"</早:{name}>")
    while "<早:早:" in text:
        text = text.replace("早:早:", "早:")
    return with_part(SHEET, text.replace(f'xmlns="{MAIN}"', f'xmlns:早="{MAIN}"').encode())


def _elsewhere() -> bytes:
    parts = plain()
    parts["xl/any/where.bin"] = completers(after="<mergeCells><mergeCell ref='A1:XFD9999'/></mergeCells>")
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"worksheets/sheet2.xml", b"/xl/Any/./Where.bin"
    )
    return packed(parts)


def _twice(kind: str) -> bytes:
    parts = plain()
    if kind == "officeDocument":
        parts["_rels/.rels"] = relations(("officeDocument", "xl/workbook.xml"), ("officeDocument", "xl/other.xml"))
    else:
        targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in (1, 2, 3)]
        parts["xl/_rels/workbook.xml.rels"] = relations(*targets, (kind, "a.xml"), (kind, "b.xml"))
    return packed(parts)


def _flags(parts: bytes, bit: int) -> bytes:
    made = bytearray(parts)
    place = made.find(b"PK\x01\x02")
    struct.pack_into("<H", made, place + 8, struct.unpack_from("<H", made, place + 8)[0] | bit)
    return bytes(made)


def _declared(encoding: str) -> bytes:
    text = '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>' + completers().decode()
    return with_part(SHEET, text.encode(encoding))


def _same_sheet(count: int) -> bytes:
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, count))
    body = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'
    return with_part("xl/workbook.xml", body.encode())


def _many_entries(count: int) -> bytes:
    """A directory of so many entries, none of which has anything."""
    entry = b"PK\x01\x02" + b"\0" * 42
    directory = entry * count
    end = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 0xFFFF, 0xFFFF, len(directory), 4, 0)
    return b"PK\x03\x04" + directory + end


TOO_LARGE, BROKEN, ENTITY, TWICE = "workbook-too-large", "workbook-broken", "workbook-entity", "cell-twice"

BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "one area over the sheet": (lambda: _merges(["A1:XFD1048576"]), TOO_LARGE),
    "areas that add up": (lambda: _merges([f"A{row}:Z{row}" for row in range(1, 3000)]), TOO_LARGE),
    "an area from its end": (lambda: _merges(["C3:A1"]), BROKEN),
    "an area of whole columns": (lambda: _merges(["A:XFD"]), BROKEN),
    "an area beyond the sheet": (lambda: _merges(["A1:A1048577"]), BROKEN),
    "an area under a prefix": (_prefixed, TOO_LARGE),
    "a sheet elsewhere": (_elsewhere, TOO_LARGE),
    "cells without names": (lambda: with_part(SHEET, completers(rows_of("<c/>" * 20, 45_000))), TOO_LARGE),
    "rows without numbers": (lambda: with_part(SHEET, completers("<row/>" * 100_001)), TOO_LARGE),
    "one row of cells": (lambda: with_part(SHEET, completers("<row r='2'>" + "<c/>" * 900_000 + "</row>")), TOO_LARGE),
    "a cell of elements": (
        lambda: with_part(SHEET, completers("<row r='2'><c r='A2'>" + "<a/>" * 3_000_000 + "</c></row>")),
        TOO_LARGE,
    ),
    "elements beside the data": (lambda: with_part(SHEET, completers(after="<a/>" * 3_000_000)), TOO_LARGE),
    "attributes of one element": (
        lambda: with_part(
            SHEET, completers(before="<sheetPr " + " ".join(f'a{n}=""' for n in range(900_000)) + "/>")
        ),
        TOO_LARGE,
    ),
    "names of spaces": (
        lambda: with_part(
            SHEET, completers(before="<sheetPr " + " ".join(f'xmlns:a{n}="b"' for n in range(700_000)) + "/>")
        ),
        TOO_LARGE,
    ),
    "deep": (lambda: with_part(SHEET, completers(before="<a>" * 300_000 + "</a>" * 300_000)), TOO_LARGE),
    "a long text": (
        lambda: with_part(SHEET, completers(f"<row r='2'><c r='A2' t='str'><v>{'甲' * 9_000_000}</v></c></row>")),
        TOO_LARGE,
    ),
    "one string in many cells": (
        lambda: packed(
            plain()
            | {
                "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{"甲" * 30_000}</t></si></sst>'.encode(),
                SHEET: completers(rows_of('<c t="s"><v>0</v></c>', 90_000)),
            }
        ),
        TOO_LARGE,
    ),
    "many strings": (lambda: _strings("<si><t>甲</t></si>" * 1_600_000), TOO_LARGE),
    "many runs": (lambda: _strings("<si>" + "<r><t>a</t></r>" * 900_000 + "</si>"), TOO_LARGE),
    "a string nobody knows": (lambda: _strings("<si><a>b</a></si>"), BROKEN),
    "columns of widths": (
        lambda: with_part(SHEET, completers(before="<cols>" + "<col min='1' max='2'/>" * 60_000 + "</cols>")),
        TOO_LARGE,
    ),
    "a declaration": (lambda: _declared("utf-8"), ENTITY),
    "a declaration in UTF-16": (lambda: _declared("utf-16"), ENTITY),
    "a declaration in UTF-16 without a mark": (lambda: _declared("utf-16-be"), ENTITY),
    "a declaration in a part that nobody reads": (
        lambda: with_part("xl/Charts/Chart.XML", "<!DOCTYPE a><a/>".encode("utf-16-le")),
        ENTITY,
    ),
    "a long prolog": (lambda: with_part(SHEET, b"<!--" + b" " * 3_000_000 + b"-->" + completers()), TOO_LARGE),
    "two workbooks": (lambda: _twice("officeDocument"), BROKEN),
    "two lists of strings": (lambda: _twice("sharedStrings"), BROKEN),
    "two lists of styles": (lambda: _twice("styles"), BROKEN),
    "two roots": (lambda: with_part(SHEET, completers() + completers()), BROKEN),
    "a sheet listed often": (lambda: _same_sheet(50_000), BROKEN),
    "a cell with two values": (
        lambda: with_part(SHEET, completers("<row r='2'><c r='A2'><v>1</v><v>2</v></c></row>")),
        TWICE,
    ),
    "two rows of one number": (
        lambda: with_part(SHEET, completers(ROWS + "<row r='2'><c r='A2'><v>2</v></c></row>")),
        TWICE,
    ),
    "a cell in another row": (lambda: with_part(SHEET, completers("<row r='2'><c r='A3'><v>2</v></c></row>")), TWICE),
    "data that is no sheet": (lambda: with_part(SHEET, b"<worksheet/>"), BROKEN),
    "strict": (lambda: with_part(SHEET, completers().replace(MAIN.encode(), STRICT)), "workbook-format"),
    "bzip2": (lambda: packed(plain(), zipfile.ZIP_BZIP2), BROKEN),
    "lzma": (lambda: packed(plain(), zipfile.ZIP_LZMA), BROKEN),
    "names that fold": (lambda: with_part("XL/Workbook.xml", b"<a/>"), BROKEN),
    "many entries": (lambda: _many_entries(300_000), TOO_LARGE),
    "many parts": (lambda: packed(plain() | {f"a/{n}": b"" for n in range(1_001)}), TOO_LARGE),
    "a part that inflates": (lambda: with_part("xl/media/a.bin", bytes(101_000_000)), TOO_LARGE),
    "a part packed too well": (lambda: with_part("xl/media/a.bin", bytes(9_000_000)), TOO_LARGE),
    "encrypted": (lambda: _flags(packed(plain()), 1), "workbook-encrypted"),
}  # fmt: skip


def many_formats() -> bytes:
    """Formats enough that they are left unread, with what it takes long to judge."""
    codes = "".join(f'<numFmt numFmtId="{n}" formatCode="{"[" * 200}"/>' for n in range(200, 5_400))
    return _styles(f"<numFmts>{codes}</numFmts>")
