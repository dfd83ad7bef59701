"""Zip packages of Word and Excel that depend on nothing but their content: no clock, no user's name."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

from lxml import etree

CORE = "docProps/core.xml"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can say
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_NAMESPACES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def read_package(package: bytes) -> dict[str, bytes]:
    """The parts by name, in their order."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """The zip file of the parts, in their order; the same parts give the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # what the machine is does not matter
            archive.writestr(info, data)
    return out.getvalue()


def core_properties(title: str, modified: date | None) -> bytes:
    """The part that holds title and dates; it names no person."""
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{modified.isoformat()}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
        if modified
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    body = f"<cp:coreProperties {_NAMESPACES}><dc:title>{escape(title)}</dc:title>{times}</cp:coreProperties>"
    return (head + body).encode()


def normalised(package: bytes, modified: date) -> bytes:
    """The same package with `modified` for every date in it, its title kept, its author left out."""
    parts = read_package(package)
    if CORE in parts:
        title = etree.fromstring(parts[CORE]).findtext(_TITLE) or ""
        parts[CORE] = core_properties(title, modified)
    return write_package(parts)
