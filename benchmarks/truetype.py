"""Fonts with TrueType outlines, for engines that take no others; a font is converted once and kept."""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

from benchmarks.measuring import WORK

NEAR = 1.0  # units of an em of 1000, by which an outline may differ
TABLES = ("cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post")
# What the table says of programs in glyphs: there are none.
NO_PROGRAMS = ("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements")


def truetype(path: Path, index: int) -> Path:
    """The font itself, or what was converted of it."""
    font = TTFont(path, fontNumber=index, lazy=True)
    if "glyf" in font:
        return path
    target = WORK / "truetype" / f"{path.stem}-{index}-{path.stat().st_size}.ttf"
    if not target.is_file():
        print(f"  {path.name} to TrueType outlines, once", file=sys.stderr, flush=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        _converted(font).save(target.with_suffix(".part"))
        target.with_suffix(".part").rename(target)
    return target


def _converted(font: TTFont) -> TTFont:
    """The font with its outlines as quadratic curves (OpenType specification, glyf)."""
    shapes, order = font.getGlyphSet(), font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        shapes[name].draw(Cu2QuPen(pen, NEAR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    made = TTFont(sfntVersion="\x00\x01\x00\x00")
    made.setGlyphOrder(order)
    for tag in TABLES:
        made[tag] = font[tag]
    made["loca"], made["glyf"] = newTable("loca"), newTable("glyf")
    made["glyf"].glyphOrder, made["glyf"].glyphs = order, glyphs
    limits = made["maxp"]
    limits.tableVersion, limits.maxZones = 0x00010000, 1
    for name in (*NO_PROGRAMS, "maxSizeOfInstructions", "maxComponentElements"):
        setattr(limits, name, 0)
    made["post"].formatType, made["post"].extraNames, made["post"].mapping = 3.0, [], {}
    return made
