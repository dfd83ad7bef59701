"""Which font of a Chinese Windows sets which character in a Word file.

A PDF takes each character from the first font of its class that has it (`fonts.covering_face`). A Word file is set on
its reader's machine: there the same choice is made from what the fonts of Windows are known to hold, and named in the
file, so that it does not fall to whatever Word takes by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from generator.typesetting.fonts import FONT_CLASSES, INVISIBLE

# Two signs of GB 2312 for which Python's codec has other code points than the fonts.
_ALWAYS = "—·"
# Which font of Windows has the planes of rare characters is told by the table of WPF, its own text engine
# (GlobalUserInterface.CompositeFont: 20000–2EBEF SimSun-ExtB, from 30000 SimSun-ExtG).
EXTENSIONS = ("SimSun-ExtB", "SimSun-ExtG")
_NONE: frozenset[str] = frozenset()
_LENDERS = ("宋体", *EXTENSIONS)


def _in(codec: str) -> Callable[[str], bool]:
    def holds(char: str) -> bool:
        return char in _ALWAYS or char.encode(codec, "ignore") != b""

    return holds


def _in_gb18030_2000(char: str) -> bool:
    """GB 18030-2000: GBK and Extension A, which the fonts of Windows Vista and later hold."""
    return char < "\u4db6" or "\u4e00" <= char < "\u9fa6" or "\ue000" <= char <= "\uffff"


def _in_planes(first: int, last: int) -> Callable[[str], bool]:
    return lambda char: first <= ord(char) >> 16 <= last


_HOLDS: Mapping[str, Callable[[str], bool]] = {
    "方正小标宋简体": _in("gb2312"),
    "方正小标宋_GBK": _in("gbk"),
    "仿宋_GB2312": _in("gb2312"),
    "仿宋": _in_gb18030_2000,
    "楷体_GB2312": _in("gb2312"),
    "楷体": _in_gb18030_2000,
    "黑体": _in_gb18030_2000,
    "宋体": _in_planes(0, 0),  # with the characters that GB 18030-2022 adds
    "SimSun-ExtB": _in_planes(2, 2),
    "SimSun-ExtG": _in_planes(3, 3),
}


@lru_cache(maxsize=10_000)
def word_family(char: str, named: str) -> str:
    """The family that sets the character where a Word file names `named`.

    It is `named` where that has the character, or is none of the official fonts; else the next of its class, then
    宋体 and its extensions.
    """
    official = next((font.official for font in FONT_CLASSES.values() if named in font.official), ())
    if not official or INVISIBLE.match(char):
        return named
    following = [family for family in official[official.index(named) :] if family in _HOLDS]
    return next((family for family in (*following, *_LENDERS) if _HOLDS[family](char)), named)


def rare_in(text: str) -> frozenset[str]:
    """The characters of the text that not every official font holds: those outside of GB 2312."""
    if text.isascii():
        return _NONE
    try:  # the codec looks a text through ten times faster than a set
        for sign in _ALWAYS:
            text = text.replace(sign, "")
        text.encode("gb2312")
    except UnicodeEncodeError:
        return frozenset(text) - usual()
    return _NONE


@cache
def usual() -> frozenset[str]:
    """What every official font holds, and what needs no glyph."""
    ascii_and_blanks = (chr(code) for code in range(0x3001) if code < 0x80 or INVISIBLE.match(chr(code)))
    rows, cells = range(0xA1, 0xF8), range(0xA1, 0xFF)
    chinese = (bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in cells)
    return frozenset((*ascii_and_blanks, *chinese, *_ALWAYS))
