"""The characters of a PDF page as they mean, each with its place; what cannot be read as a character is U+FFFD.

Fonts in PDFs name some characters by their shapes: radicals in place of the characters that look alike, places of sign
fonts. Boxes that are drawn, marks of a reader and pictures upon text stand for something that nobody can tell here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from generator.reading.word_tables.signs import UNKNOWN, as_shown, is_sign_font

# Radicals of simplified Chinese that Unicode does not decompose.
_RADICALS = str.maketrans(
    "⺁⺋⺟⺠⺫⺮⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "厂巳母民罒竹虎西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_SMALLEST_SHAPE_PT, _LARGEST_SHAPE_PT = 4, 26  # of a drawn box or ring: less is a rule, more a frame
_SMALLEST_PICTURE_PT = 4
_STRUCK = (0.25, 0.75)  # of a character's height: a rule there strikes it out
_HARMLESS = frozenset(("Link", "Popup"))  # of a reader's marks
_MARK_PT = 8.0  # how large a stand-in is
_PLACE_PT, _UPON = 2.0, 0.2  # for looking up neighbours; of the size: characters so near lie upon each other


@dataclass(frozen=True)
class Glyph:
    """A character: its box in pt from the page's left and top edge, its baseline, its size."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    baseline: float
    size: float
    is_struck: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def glyphs(page: Any) -> list[Glyph]:
    """The characters of a page of pdfplumber that show on paper, and a stand-in for whatever else may count."""
    shown = [one for one in page.dedupe_chars(tolerance=0.5).chars if one["upright"] and not _is_white(one)]
    found = [_glyph(one, float(page.height)) for one in shown]
    rules = list(_thin_rules(page))
    covers = [*(one for one in page.images if _is_large(one)), *_marks(page)]
    found = [_struck(one, rules) for one in found]
    hidden = [_stand_in(one.left, one.top) for one in found if not one.text.isspace() and _is_under(one, covers)]
    return [*found, *hidden, *_drawn(page), *(_upon(one) for one in _marks(page)), *_clashing(found)]


def _glyph(char: dict[str, Any], height: float) -> Glyph:
    baseline = height - char["matrix"][5]
    return Glyph(
        _meaning(char["text"], char["fontname"]),
        float(char["x0"]),
        float(char["x1"]),
        float(char["top"]),
        float(char["bottom"]),
        float(baseline),
        float(char["size"]),
    )


def _meaning(text: str, fontname: str) -> str:
    font = _family(fontname)
    if text.startswith("(cid:") or not text:
        return UNKNOWN
    if is_sign_font(font):
        return "".join(char if _is_real(char) else as_shown(char, font) for char in text)
    plain = "".join(unicodedata.normalize("NFKC", char) if _is_shape(char) else char for char in text)
    plain = as_shown(plain.translate(_RADICALS), "").replace("\u00a0", " ")
    return "".join(UNKNOWN if _is_nobodys(char) else char for char in plain)


def _family(fontname: str) -> str:
    """The font's name as the table of sign fonts has it."""
    plain = _SUBSET.sub("", fontname).lower().replace("regular", "").strip("-, ")
    return re.sub(r"^wingdings(?=[23])", "wingdings ", plain)


def _is_real(char: str) -> bool:
    """Whether a character of a sign font is no place in it but a character of Unicode's own."""
    return char.isspace() or (ord(char) > 0xFF and not 0xF000 <= ord(char) <= 0xF0FF)


def _is_shape(char: str) -> bool:
    return 0x2F00 <= ord(char) <= 0x2FDF or 0xFB00 <= ord(char) <= 0xFB06 or 0xF900 <= ord(char) <= 0xFAFF


def _is_nobodys(char: str) -> bool:
    is_radical = 0x2E80 <= ord(char) <= 0x2EFF
    return is_radical or unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs")


def _is_white(char: dict[str, Any]) -> bool:
    color = char.get("non_stroking_color")
    parts = color if isinstance(color, tuple | list) else (color,)
    numbers = [part for part in parts if isinstance(part, int | float)]
    if len(numbers) == 4:
        return not any(numbers)
    return bool(numbers) and all(part == 1 for part in numbers)


def _thin_rules(page: Any) -> Iterator[tuple[float, float, float]]:
    """Rules that lie flat: where they begin and end, and how far down they are."""
    for one in [*page.lines, *page.rects]:
        if one["bottom"] - one["top"] < 2 < one["x1"] - one["x0"]:
            yield one["x0"], one["x1"], (one["top"] + one["bottom"]) / 2


def _struck(one: Glyph, rules: list[tuple[float, float, float]]) -> Glyph:
    across = one.middle[0]
    high, low = (one.baseline - one.size * (1 - share) * 0.88 for share in _STRUCK)
    is_struck = any(left <= across <= right and high < at < low for left, right, at in rules)
    return replace(one, is_struck=is_struck) if is_struck else one


def _is_large(picture: dict[str, Any]) -> bool:
    return bool(min(picture["x1"] - picture["x0"], picture["bottom"] - picture["top"]) > _SMALLEST_PICTURE_PT)


def _is_under(one: Glyph, pictures: list[dict[str, Any]]) -> bool:
    across, down = one.middle
    return any(box["x0"] <= across <= box["x1"] and box["top"] <= down <= box["bottom"] for box in pictures)


def _stand_in(left: float, top: float) -> Glyph:
    return Glyph(UNKNOWN, left, left + _MARK_PT, top, top + _MARK_PT, top + _MARK_PT, _MARK_PT)


def _drawn(page: Any) -> Iterator[Glyph]:
    """Boxes, rings and small pictures: they may be ticks."""
    for one in [*page.rects, *page.curves, *page.images]:
        width, height = one["x1"] - one["x0"], one["bottom"] - one["top"]
        is_ring = one.get("object_type") == "curve"
        if min(width, height) >= _SMALLEST_SHAPE_PT and (is_ring or max(width, height) <= _LARGEST_SHAPE_PT):
            yield _upon(one)


def _upon(box: dict[str, Any]) -> Glyph:
    """A stand-in in the middle of the box."""
    return _stand_in((box["x0"] + box["x1"] - _MARK_PT) / 2, (box["top"] + box["bottom"] - _MARK_PT) / 2)


def _marks(page: Any) -> Iterator[dict[str, Any]]:
    """What a reader or a filler-in put upon the page: it is drawn apart from the text."""
    for one in page.annots:
        kind = (one.get("data") or {}).get("Subtype")
        if getattr(kind, "name", str(kind)) not in _HARMLESS:
            yield one


def _clashing(found: list[Glyph]) -> Iterator[Glyph]:
    """Characters upon others: of a text that had no room in its row."""
    by_place: dict[tuple[int, int], Glyph] = {}
    for one in (one for one in found if not one.text.isspace()):
        column, row = (round(part / _PLACE_PT) for part in one.middle)
        near = (by_place.get((column + x, row + y)) for x in (-1, 0, 1) for y in (-1, 0, 1))
        if any(other is not None and _are_upon(one, other) for other in near):
            yield _stand_in(one.left, one.top)
        by_place[column, row] = one


def _are_upon(one: Glyph, other: Glyph) -> bool:
    apart = (abs(mine - its) for mine, its in zip(one.middle, other.middle, strict=True))
    return max(apart) < _UPON * min(one.size, other.size)
