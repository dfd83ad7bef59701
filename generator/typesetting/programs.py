"""Font programs: the subset of a font that a document embeds, made of pieces that are cut out once per process."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from generator.typesetting import cff, truetype

CFF, TRUETYPE = "CFF", "TrueType"


@dataclass(frozen=True)
class Program:
    """An embedded font: its kind, its bytes, and for TrueType the glyph of every CID (ISO 32000-1, 9.7.4.2)."""

    kind: str
    name: str
    content: bytes
    glyph_of_cid: bytes = b""


@dataclass(frozen=True)
class Source:
    """A font of this machine, ready to lend glyphs. Bounds and heights are in thousandths of an em."""

    name: str
    outlines: cff.Outlines | truetype.Outlines
    bounds: tuple[int, int, int, int]
    ascent: int
    descent: int
    is_serif: bool

    def subset(self, glyphs: Collection[int]) -> Program:
        """The font of these glyphs; a glyph's CID is its number in the whole font."""
        wanted = sorted({0, *glyphs})
        name = f"{_tag(wanted)}+{self.name}"
        if isinstance(self.outlines, cff.Outlines):
            return Program(CFF, name, cff.subset(self.outlines, name, wanted))
        whole = self.outlines.with_parts(wanted)
        places = bytearray(2 * (wanted[-1] + 1))
        for place, number in enumerate(whole):
            if number <= wanted[-1]:
                places[2 * number : 2 * number + 2] = place.to_bytes(2, "big")
        return Program(TRUETYPE, name, truetype.subset(self.outlines, whole), bytes(places))


def _tag(glyphs: Collection[int]) -> str:
    """The six letters before a subset's name (ISO 32000-1, 9.6.4): the same for the same glyphs."""
    digest = hashlib.sha256(",".join(map(str, glyphs)).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


@cache
def source(path: Path, index: int) -> Source:
    """The font at this place of a file, read once per process."""
    return read(path.read_bytes(), index)


def read(content: bytes, index: int = 0) -> Source:
    """The font at this place (from 0) of a font file or collection.

    Raises:
        fontTools.ttLib.TTLibError: these are not the bytes of a font.
    """
    with TTFont(BytesIO(content), fontNumber=index, lazy=True) as font:
        tables = font.reader
        (units,) = struct.unpack_from(">H", tables["head"], 18)
        edges = struct.unpack_from(">4h", tables["head"], 36)
        heights = struct.unpack_from(">2h", tables["hhea"], 4)
        outlines = (
            cff.Outlines(tables["CFF "])
            if "CFF " in tables
            else truetype.Outlines({tag: tables[tag] for tag in tables.keys() if tag in _USED})  # noqa: SIM118
        )
        name = _name(font["name"])
    left, bottom, right, top, ascent, descent = (round(edge * 1000 / units) for edge in (*edges, *heights))
    return Source(
        name,
        outlines,
        (left, bottom, right, top),
        ascent,
        descent,
        "Serif" in name or "Song" in name,
    )


def _name(names: Any) -> str:
    """Family and style, which people know; the PostScript name where the family's is not in Latin letters."""
    family, style = names.getBestFamilyName() or "", names.getBestSubFamilyName()
    postscript = names.getDebugName(6) or ""
    if family.isascii():
        postscript = family if style == "Regular" else f"{family} {style}"
    return re.sub(r"[^A-Za-z0-9_-]", "-", postscript) or "Font"


_USED = frozenset({"head", "hhea", "hmtx", "maxp", "loca", "glyf", *truetype.KEPT})
