"""The check boxes ☑ and □ as a font of two glyphs of one size, since no Chinese text font has ☑."""

from __future__ import annotations

from functools import cache
from io import BytesIO

ADDRESS = "template:marks.ttf"
FONT_FACE = f'@font-face {{ font-family: "wuxiao marks"; src: url("{ADDRESS}") }}\n'

# Thousandths of an em: a box 860 wide that stands on -80, as tall as a Chinese character looks.
_OUTER = ((70, -80), (70, 780), (930, 780), (930, -80))
_INNER = ((125, -25), (875, -25), (875, 725), (125, 725))
_TICK = ((215, 365), (285, 430), (425, 265), (735, 640), (805, 585), (430, 120))


@cache
def font() -> bytes:
    """The TrueType font; the same bytes every time."""
    from fontTools.fontBuilder import FontBuilder  # takes longer to load than a form to make

    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "box", "ticked"])
    builder.setupCharacterMap({0x25A1: "box", 0x2611: "ticked"})
    box = (_OUTER, _INNER)
    builder.setupGlyf({".notdef": _glyph(box), "box": _glyph(box), "ticked": _glyph((*box, _TICK))})
    builder.setupHorizontalMetrics({name: (1000, 70) for name in (".notdef", "box", "ticked")})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupNameTable({"familyName": "wuxiao marks", "styleName": "Regular", "psName": "wuxiao-marks"})
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    stream = BytesIO()
    builder.save(stream)
    return stream.getvalue()


def _glyph(contours: tuple[tuple[tuple[int, int], ...], ...]) -> object:
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for first, *others in contours:
        pen.moveTo(first)
        for point in others:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()
