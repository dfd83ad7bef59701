"""The theme part, which validators ask of a Word file. No style and no run refers to its fonts or colours."""

from __future__ import annotations

from lxml.etree import _Element as Element

from generator.drafting.word.elements import FANGSONG, element

_COLORS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "44546A",
    "lt2": "E7E6E6",
    "accent1": "4472C4",
    "accent2": "ED7D31",
    "accent3": "A5A5A5",
    "accent4": "FFC000",
    "accent5": "5B9BD5",
    "accent6": "70AD47",
    "hlink": "0563C1",
    "folHlink": "954F72",
}


def _fill() -> Element:
    return element("a:solidFill", element("a:schemeClr", val="phClr"))


def _fonts(name: str) -> Element:
    typefaces = {"latin": FANGSONG, "ea": FANGSONG, "cs": FANGSONG}
    return element(f"a:{name}", *(element(f"a:{key}", typeface=face) for key, face in typefaces.items()))


def theme() -> Element:
    """A plain theme: three of each kind of format, as the schema asks."""
    colors = [element(f"a:{name}", element("a:srgbClr", val=color)) for name, color in _COLORS.items()]
    formats = {
        "fillStyleLst": [_fill() for _ in range(3)],
        "lnStyleLst": [element("a:ln", _fill(), w=6350) for _ in range(3)],
        "effectStyleLst": [element("a:effectStyle", element("a:effectLst")) for _ in range(3)],
        "bgFillStyleLst": [_fill() for _ in range(3)],
    }
    return element(
        "a:theme",
        element(
            "a:themeElements",
            element("a:clrScheme", *colors, name="公文"),
            element("a:fontScheme", _fonts("majorFont"), _fonts("minorFont"), name="公文"),
            element("a:fmtScheme", *(element(f"a:{key}", *parts) for key, parts in formats.items()), name="公文"),
        ),
        name="公文",
    )
