"""Zip packages of Word and Excel that depend on nothing but their content: no clock, no user's name."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape

import deflate
from lxml import etree

CORE = "docProps/core.xml"
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_NAMESPACES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
_VERSION, _UTF8_NAME, _DEFLATED = 20, 0x800, 8
_PRIVATE = 0o600 << 16  # where a system has permissions
_DATE = 1 << 5 | 1  # 1 January 1980, the earliest that a zip file can say
# How hard libdeflate tries, of 12: little for what is stored for every record, much for what is packed once a process.
QUICK, WELL = 1, 9


@dataclass(frozen=True)
class Packed:
    """A part ready for a zip file: its deflated data, and what the directories say of it."""

    data: bytes
    checksum: int
    size: int


def packed(content: bytes, level: int = QUICK) -> Packed:
    """The part deflated."""
    return Packed(bytes(deflate.deflate_compress(content, level)), deflate.crc32(content), len(content))


def zip_file(parts: Mapping[str, Packed]) -> bytes:
    """The zip file of packed parts, in their order (PKWARE's APPNOTE, 4.3)."""
    files: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, part in parts.items():
        encoded = name.encode()
        flags = 0 if name.isascii() else _UTF8_NAME
        about = (flags, _DEFLATED, 0, _DATE, part.checksum, len(part.data), part.size, len(encoded), 0)
        head = _LOCAL.pack(b"PK\x03\x04", _VERSION, *about) + encoded
        directory += (_CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *about, 0, 0, 0, _PRIVATE, offset), encoded)
        files += (head, part.data)
        offset += len(head) + len(part.data)
    listing = b"".join(directory)
    count = len(parts)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listing), offset, 0)
    return b"".join((*files, listing, end))


def read_package(package: bytes) -> dict[str, bytes]:
    """The parts by name, in their order."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """The zip file of the parts, in their order; the same parts give the same bytes."""
    return zip_file({name: packed(data, WELL) for name, data in parts.items()})


def core_properties(title: str, modified: date | None) -> bytes:
    """The part that holds title and dates; it names no person."""
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{modified.isoformat()}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
        if modified
    )
    body = f"<cp:coreProperties {_NAMESPACES}><dc:title>{escape(title)}</dc:title>{times}</cp:coreProperties>"
    return HEAD + body.encode()


@lru_cache(maxsize=32)
def packed_core(title: str, modified: date) -> Packed:
    """That part deflated, as it is in file after file."""
    return packed(core_properties(title, modified), WELL)


def normalised(package: bytes, modified: date) -> bytes:
    """The same package with `modified` for every date in it, its title kept, its author left out."""
    parts = read_package(package)
    if CORE in parts:
        title = etree.fromstring(parts[CORE]).findtext(_TITLE) or ""
        parts[CORE] = core_properties(title, modified)
    return write_package(parts)
