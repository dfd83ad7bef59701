"""OpenType fonts read in place (OpenType specification): the file is mapped, and only what is asked for is read.

A Chinese font has some 65,000 characters, of which a campaign uses two thousand.
"""

from __future__ import annotations

import mmap
import struct
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

_ALL_UNICODE, _FIRST_PLANE = ((3, 10), (0, 6), (0, 4)), ((3, 1), (0, 3))  # platform and encoding, the usual one first
_ENGLISH = ((3, 1, 0x409), (3, 10, 0x409), (0, 3, 0), (1, 0, 0))  # platform, encoding and language of names
FAMILY_NAMES, STYLE_NAMES, POSTSCRIPT_NAME = (21, 16, 1), (22, 17, 2), (6,)

Tables = Mapping[str, memoryview]


@cache
def mapped(path: Path) -> memoryview:
    """The content of a file, of which the system loads what is looked at."""
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def tables(content: bytes | memoryview, index: int = 0) -> Tables:
    """The tables by tag of the font at this place (from 0) of a font file or collection.

    Raises:
        struct.error: these are not the bytes of a font.
    """
    view = memoryview(content)
    start = struct.unpack_from(">L", view, 12 + 4 * index)[0] if bytes(view[:4]) == b"ttcf" else 0
    (count,) = struct.unpack_from(">H", view, start + 4)
    records = (struct.unpack_from(">4sLLL", view, start + 12 + 16 * place) for place in range(count))
    return {tag.decode("latin-1"): view[at : at + size] for tag, _, at, size in records}


def name(font: Tables, numbers: tuple[int, ...]) -> str:
    """The first of these names that the font has in English; empty where it has none."""
    table = font["name"]
    count, strings = struct.unpack_from(">2xHH", table)
    records = [struct.unpack_from(">6H", table, 6 + 12 * place) for place in range(count)]
    found = {record[:4]: bytes(table[strings + record[5] : strings + record[5] + record[4]]) for record in records}
    for number in numbers:
        for platform, encoding, language in _ENGLISH:
            if text := found.get((platform, encoding, language, number)):
                return text.decode("mac-roman" if platform == 1 else "utf-16-be")
    return ""


class CharacterMap(dict[int, int]):
    """Code point → glyph number, by the table of all Unicode, else by that of its first plane; 0 of what has no glyph.

    It is filled as characters are asked for. What a font shows in simplified Chinese (`forms`, glyph → glyph) is in
    place of what its table names.
    """

    def __init__(self, cmap: memoryview, forms: Mapping[int, int]) -> None:
        """Read where the groups begin; a font without such a table has no characters for us."""
        super().__init__()
        self._table, self._forms, self._groups = cmap, forms, _groups(cmap)

    def __missing__(self, code: int) -> int:
        """Find the glyph."""
        found = self._found(code)
        self[code] = self._forms.get(found, found)
        return self[code]

    def _found(self, code: int) -> int:
        firsts, lasts, glyphs, lists = self._groups
        place = bisect_right(firsts, code) - 1
        if place < 0 or code > lasts[place]:
            return 0
        if lists and lists[place]:
            (glyph,) = struct.unpack_from(">H", self._table, lists[place] + 2 * (code - firsts[place]))
            return (glyph + glyphs[place] - firsts[place]) & 0xFFFF if glyph else 0
        return (glyphs[place] + code - firsts[place]) & 0xFFFF


class _Groups(NamedTuple):
    """Stretches of characters in rising order: the first and the last, the glyph of the first.

    `lists` are places in the table where the glyphs of a stretch are listed, to which the difference between
    the first's glyph and the first is added; 0, or nothing at all, where they follow each other.
    """

    firsts: Sequence[int]
    lasts: Sequence[int]
    glyphs: Sequence[int]
    lists: Sequence[int]


def _groups(cmap: memoryview) -> _Groups:
    (count,) = struct.unpack_from(">2xH", cmap)
    records = (struct.unpack_from(">HHL", cmap, 4 + 8 * place) for place in range(count))
    places = {(platform, encoding): at for platform, encoding, at in records}
    for kinds, number, read in ((_ALL_UNICODE, 12, _all_unicode), (_FIRST_PLANE, 4, _first_plane)):
        for at in (places[kind] for kind in kinds if kind in places):
            if struct.unpack_from(">H", cmap, at)[0] == number:
                return read(cmap, at)
    return _Groups((), (), (), ())


def _all_unicode(cmap: memoryview, at: int) -> _Groups:
    """The groups of format 12."""
    (count,) = struct.unpack_from(">L", cmap, at + 12)
    numbers = struct.unpack_from(f">{3 * count}L", cmap, at + 16)
    return _Groups(numbers[::3], numbers[1::3], numbers[2::3], ())


def _first_plane(cmap: memoryview, at: int) -> _Groups:
    """The segments of format 4. Its glyphs are counted by 65,536."""
    (double,) = struct.unpack_from(">H", cmap, at + 6)
    starts = (at + 14, at + 16 + double, at + 16 + 2 * double, at + 16 + 3 * double)
    lasts, firsts, deltas, offsets = (struct.unpack_from(f">{double // 2}H", cmap, start) for start in starts)
    glyphs = [first + delta for first, delta in zip(firsts, deltas, strict=True)]
    return _Groups(
        firsts, lasts, glyphs, [offset and starts[3] + 2 * place + offset for place, offset in enumerate(offsets)]
    )


def chinese_forms(gsub: memoryview) -> dict[int, int]:
    """Glyphs that text in simplified Chinese puts in place of others: GSUB feature `locl`, language ZHS.

    The Noto fonts keep a dash of full width there; the one in their character map is 0.89 em.
    """
    scripts, features, lookups = struct.unpack_from(">4x3H", gsub)
    found: dict[int, int] = {}
    for script in _tagged(gsub, scripts, 0, b"hani"):
        for language in _tagged(gsub, script, 2, b"ZHS "):
            for number in _numbers(gsub, language + 4):
                tag, feature = struct.unpack_from(">4sH", gsub, features + 2 + 6 * number)
                for lookup in _numbers(gsub, features + feature + 2) if tag == b"locl" else ():
                    (at,) = struct.unpack_from(">H", gsub, lookups + 2 + 2 * lookup)
                    found |= _replaced(gsub, lookups + at)
    return found


def _tagged(gsub: memoryview, at: int, head: int, tag: bytes) -> list[int]:
    """Where the records of this tag lead, of a list of records behind a head of so many bytes."""
    (count,) = struct.unpack_from(">H", gsub, at + head)
    records = (struct.unpack_from(">4sH", gsub, at + head + 2 + 6 * place) for place in range(count))
    return [at + offset for found, offset in records if found == tag]


def _numbers(gsub: memoryview, at: int) -> tuple[int, ...]:
    """A list of numbers behind their count."""
    (count,) = struct.unpack_from(">H", gsub, at)
    return struct.unpack_from(f">{count}H", gsub, at + 2)


def _replaced(gsub: memoryview, lookup: int) -> dict[int, int]:
    """What a lookup replaces, one glyph by one: type 1, or 7, which only wraps another."""
    kind = struct.unpack_from(">H", gsub, lookup)[0]
    found: dict[int, int] = {}
    for offset in _numbers(gsub, lookup + 4):
        at, inner = lookup + offset, kind
        if kind == 7:
            inner, further = struct.unpack_from(">2xHL", gsub, at)
            at += further
        if inner == 1:
            layout, coverage, number = struct.unpack_from(">HHH", gsub, at)
            covered = _covered(gsub, at + coverage)
            new = [(glyph + number) & 0xFFFF for glyph in covered] if layout == 1 else _numbers(gsub, at + 4)
            found |= dict(zip(covered, new, strict=True))
    return found


def _covered(gsub: memoryview, at: int) -> list[int]:
    """The glyphs of a coverage table, in order."""
    layout, count = struct.unpack_from(">HH", gsub, at)
    if layout == 1:
        return list(_numbers(gsub, at + 2))
    ranges = struct.iter_unpack(">3H", gsub[at + 4 : at + 4 + 6 * count])
    return [glyph for first, last, _ in ranges for glyph in range(first, last + 1)]
