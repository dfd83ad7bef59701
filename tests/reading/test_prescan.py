"""Hostile and foreign files in place of a workbook: each is named for what it is, quickly and with little memory."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLE
from openpyxl import Workbook
from support.own_fields import FIELDS
from support.pace import pace

from generator.reading.prescan import MOST_ROWS, workbook_trouble
from generator.reading.sheets.workbook_file import read_workbook

SHEET = "xl/worksheets/sheet1.xml"
SECONDS, BYTES = 3.0, 200_000_000


def plain() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def changed(*, add: dict[str, bytes] | None = None, replace: dict[str, tuple[bytes, bytes]] | None = None) -> bytes:
    """A plain workbook with parts added, or text in a part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if replace and name in replace:
                before, after = replace[name]
                assert before in content
                content = content.replace(before, after)
            new.writestr(name, content)
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def twice_the_same_part() -> bytes:
    out = io.BytesIO(plain())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as package:
        package.writestr(SHEET, b"<worksheet/>")
    return out.getvalue()


def overlapping_parts() -> bytes:
    """Two directory entries that point to the same bytes."""
    content = bytearray(plain())
    start = content.rfind(b"PK\x01\x02")
    second = content.rfind(b"PK\x01\x02", 0, start)
    content[start + 42 : start + 46] = content[second + 42 : second + 46]
    return bytes(content)


def encrypted_part() -> bytes:
    content = bytearray(plain())
    place = content.find(b"PK\x01\x02")
    flags = struct.unpack_from("<H", content, place + 8)[0]
    struct.pack_into("<H", content, place + 8, flags | 1)
    return bytes(content)


def many_rows(count: int) -> bytes:
    rows = b"".join(b'<row r="%d" s="1"/>' % number for number in range(1, count + 1))
    return changed(replace={SHEET: (b"<sheetData>", b"<sheetData>" + rows)})


def in_utf_16() -> bytes:
    declared = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'
    return changed(add={"xl/a.xml": declared.encode("utf-16")})


def many_cells(rows: int) -> bytes:
    letters = [bytes([65 + column]) for column in range(20)]
    cells = b"".join(
        b'<row r="%d">' % row + b"".join(b'<c r="%s%d" s="1"/>' % (letter, row) for letter in letters) + b"</row>"
        for row in range(1, rows + 1)
    )
    return changed(replace={SHEET: (b"<sheetData>", b"<sheetData>" + cells)})


def strict() -> bytes:
    plain_ns, strict_ns = (
        b"http://schemas.openxmlformats.org/spreadsheetml/",
        b"http://purl.oclc.org/ooxml/spreadsheetml/",
    )
    return changed(replace={"xl/workbook.xml": (plain_ns, strict_ns)})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600

FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "workbook-broken"),
    "text": (lambda: "编号,姓名\n1,甲\n".encode("gbk"), "workbook-format"),
    "old xls": (lambda: OLE, "workbook-format"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "workbook-encrypted"),
    "truncated": (lambda: plain()[:2000], "workbook-broken"),
    "encrypted part": (encrypted_part, "workbook-encrypted"),
    "duplicate part": (twice_the_same_part, "workbook-broken"),
    "overlapping parts": (overlapping_parts, "workbook-broken"),
    "macro": (lambda: changed(add={"xl/vbaProject.bin": b"x"}), "workbook-macro"),
    "embedded object": (lambda: changed(add={"xl/embeddings/a.bin": b"x"}), "workbook-object"),
    "external link": (lambda: changed(add={"xl/externalLinks/a.xml": b"<a/>"}), "workbook-link"),
    "entity": (lambda: changed(add={"xl/a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "workbook-entity"),
    "xlsb": (lambda: changed(add={"xl/workbook.bin": b"x"}), "workbook-format"),
    "strict": (strict, "workbook-format"),
    "ods": (lambda: changed(add={"mimetype": b"x"}), "workbook-format"),
    "active x": (lambda: changed(add={"xl/activeX/a.xml": b"<a/>"}), "workbook-object"),
    "declared in UTF-16": (in_utf_16, "workbook-entity"),
    "row beyond the last": (
        lambda: changed(replace={SHEET: (b"<sheetData>", b'<sheetData><row r="1048577"><c r="A1048577"/></row>')}),
        "workbook-broken",
    ),
    "column beyond the last": (
        lambda: changed(replace={SHEET: (b"<sheetData>", b'<sheetData><row r="1"><c r="AAAA1"/></row>')}),
        "workbook-broken",
    ),
    "900,000 cells": (lambda: many_cells(45_000), "workbook-too-large"),
    "1,048,577 rows": (lambda: many_rows(1_048_577), "workbook-too-large"),
    "over 20 MB": (lambda: plain() + b"0" * 20_000_000, "workbook-too-large"),
    "zip bomb": (lambda: changed(add={"xl/media/a.xml": b"0" * 300_000_000}), "workbook-too-large"),
    "many parts": (lambda: changed(add={f"xl/{n}.xml": b"" for n in range(1001)}), "workbook-too-large"),
    "huge merge": (
        lambda: changed(
            replace={SHEET: (b"</worksheet>", b'<mergeCells><mergeCell ref="A1:XFD2000"/></mergeCells></worksheet>')}
        ),
        "workbook-too-large",
    ),
    "styled rows": (lambda: many_rows(300_000), "workbook-too-large"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_safe_workbook_is_named_at_once(name: str, tmp_path: Path) -> None:
    make, code = FILES[name]
    path = tmp_path / "applications.xlsx"
    path.write_bytes(make())
    begun = time.process_time()
    tables, problems = read_workbook(path, path.name, FIELDS)
    seconds = time.process_time() - begun
    tracemalloc.start()
    read_workbook(path, path.name, FIELDS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert tables == {}
    assert [problem.code for problem in problems] == [code]
    assert problems[0].fix
    assert seconds * pace() < SECONDS
    assert peak < BYTES


def test_a_plain_workbook_and_the_example_pass(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(plain())
    assert workbook_trouble(path) is None
    assert workbook_trouble(EXAMPLE / "applications.xlsx") is None


def test_as_many_rows_as_allowed_pass(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(many_rows(MOST_ROWS))
    assert workbook_trouble(path) is None
