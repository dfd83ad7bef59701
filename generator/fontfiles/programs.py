"""Font programs: the subset of a font that a document embeds, made of pieces that are cut out once per process."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from generator.fontfiles import cff, opentype, truetype
from generator.fontfiles.kept_glyphs import KeptGlyphs

CFF, TRUETYPE = "CFF", "TrueType"


@dataclass(frozen=True)
class Subset:
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
    kept: KeptGlyphs | None = None

    def subset(self, glyphs: Collection[int]) -> Subset:
        """The font of these glyphs; a glyph's CID is its number in the whole font."""
        wanted = sorted({0, *glyphs})
        name = f"{_tag(wanted)}+{self.name}"
        if isinstance(self.outlines, cff.Outlines):
            program = Subset(CFF, name, cff.subset(self.outlines, name, wanted))
            if self.kept:
                self.kept.keep()
            return program
        whole = self.outlines.with_parts(wanted)
        places = bytearray(2 * (wanted[-1] + 1))
        for place, number in enumerate(whole):
            if number <= wanted[-1]:
                places[2 * number : 2 * number + 2] = place.to_bytes(2, "big")
        return Subset(TRUETYPE, name, truetype.subset(self.outlines, whole), bytes(places))


def _tag(glyphs: Collection[int]) -> str:
    """The six letters before a subset's name (ISO 32000-1, 9.6.4): the same for the same glyphs."""
    digest = hashlib.sha256(struct.pack(f">{len(glyphs)}H", *glyphs)).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


@cache
def source(path: Path, index: int) -> Source:
    """The font at this place of a file, read once per process."""
    made = read(opentype.mapped(path), index)
    if isinstance(made.outlines, cff.Outlines):
        return replace(made, kept=KeptGlyphs(path, index, made.outlines.known))
    return made


def read(content: bytes | memoryview, index: int = 0) -> Source:
    """The font at this place (from 0) of a font file or collection.

    Raises:
        struct.error: these are not the bytes of a font.
    """
    font = opentype.tables(content, index)
    (units,) = struct.unpack_from(">H", font["head"], 18)
    edges = struct.unpack_from(">4h", font["head"], 36)
    heights = struct.unpack_from(">2h", font["hhea"], 4)
    name = _name(font)
    left, bottom, right, top, ascent, descent = (round(edge * 1000 / units) for edge in (*edges, *heights))
    return Source(
        name,
        cff.Outlines(font["CFF "]) if "CFF " in font else truetype.Outlines(font),
        (left, bottom, right, top),
        ascent,
        descent,
        "Serif" in name or "Song" in name,
    )


@cache
def name(path: Path, index: int) -> str:
    """What the font at this place of a file is called where it is embedded, behind the tag of the subset."""
    return _name(opentype.tables(opentype.mapped(path), index))


def _name(font: opentype.Tables) -> str:
    """Family and style, which people know; the PostScript name where the family's is not in Latin letters."""
    family = opentype.name(font, opentype.FAMILY_NAMES)
    style = opentype.name(font, opentype.STYLE_NAMES)
    shown = opentype.name(font, opentype.POSTSCRIPT_NAME)
    if family.isascii():
        shown = family if style == "Regular" else f"{family} {style}"
    return re.sub(r"[^A-Za-z0-9_-]", "-", shown) or "Font"
