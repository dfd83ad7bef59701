"""Compact Font Format (Adobe Technical Notes 5176 and 5177): the glyphs of a font, and a font of some of them.

A subset keeps the numbers of its glyphs: they are its CIDs. Their programs are written out (`charstrings`).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from generator.fontfiles.charstrings import (
    CALL_GLOBAL_SUBR,
    CALL_SUBR,
    Subroutines,
    whole_number,
    written_out,
)

# Operators of dictionaries (5176, tables 9, 10 and 23); a two-byte one is 1200 and its second byte.
CHARSET, CHAR_STRINGS, PRIVATE, LOCAL_SUBRS, DEFAULT_WIDTH, NOMINAL_WIDTH = 15, 17, 18, 19, 20, 21
FONT_MATRIX, ROS, CID_COUNT, FD_ARRAY, FD_SELECT = 1207, 1230, 1234, 1236, 1237
ADOBE, IDENTITY = 391, 392  # the first two strings of a font's own (5176, appendix A has 391)
ESCAPE = 12

Entries = dict[int, tuple[bytes, list[float]]]


class Index(Sequence[bytes]):
    """An INDEX (5176, clause 5): pieces of bytes, cut out when they are asked for. `end` is where it stops."""

    def __init__(self, data: bytes | memoryview, start: int) -> None:
        """Read the INDEX that starts at `start` of the table."""
        self._data = data
        self._count = int.from_bytes(data[start : start + 2], "big")
        self._size = data[start + 2] if self._count else 0
        self._offsets = start + 3
        self._base = self._offsets + (self._count + 1) * self._size - 1
        self.end = self._base + self._offset(self._count) if self._count else start + 2

    def _offset(self, place: int) -> int:
        start = self._offsets + place * self._size
        return int.from_bytes(self._data[start : start + self._size], "big")

    def __len__(self) -> int:
        """How many pieces."""
        return self._count

    def __getitem__(self, place: int) -> bytes:  # type: ignore[override]  # no slices
        """The piece at this place, counted from 0."""
        if not 0 <= place < self._count:
            raise IndexError(place)
        return bytes(self._data[self._base + self._offset(place) : self._base + self._offset(place + 1)])


@dataclass(frozen=True)
class PrivateGroup:
    """Glyphs with a private dictionary in common (an FD of a CID font): its bytes, its subroutines."""

    private: bytes
    subrs: Subroutines


class _Known(dict[int, tuple[int, bytes]]):
    """Glyph number → group and program, found when it is first asked for."""

    def __init__(self, find: Callable[[int], tuple[int, bytes]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, number: int) -> tuple[int, bytes]:
        self[number] = self._find(number)
        return self[number]


class Outlines:
    """The glyphs of a CFF table; `known` are those asked for: the group (from 0) of each, and its program.

    Programs are without calls of subroutines.
    """

    def __init__(self, table: bytes | memoryview) -> None:
        """Read the first font of the table."""
        names = Index(table, table[2])
        tops = Index(table, names.end)
        strings = Index(table, tops.end)
        self._table = table
        self._top = _entries(tops[0])
        self._global_subrs = Subroutines(Index(table, strings.end))
        self._glyphs = Index(table, int(self._top[CHAR_STRINGS][1][0]))
        self.known: dict[int, tuple[int, bytes]] = _Known(self._glyph)

    @cached_property
    def groups(self) -> Sequence[PrivateGroup]:
        """The private dictionaries; a font that is not a CID font has one."""
        if FD_ARRAY not in self._top:
            return [self._group(self._top)]
        fonts = Index(self._table, int(self._top[FD_ARRAY][1][0]))
        return [self._group(_entries(font)) for font in fonts]

    @property
    def matrix(self) -> bytes:
        """The operands of FontMatrix, empty where the usual thousandths of an em hold."""
        return self._top.get(FONT_MATRIX, (b"", []))[0]

    def _glyph(self, number: int) -> tuple[int, bytes]:
        place = self._groups_of[number] if FD_ARRAY in self._top else 0
        pools = {CALL_SUBR: self.groups[place].subrs, CALL_GLOBAL_SUBR: self._global_subrs}
        return place, written_out(self._glyphs[number], pools)

    def _group(self, font: Entries) -> PrivateGroup:
        size, start = (int(number) for number in font[PRIVATE][1])
        private = _entries(bytes(self._table[start : start + size]))
        subrs = private[LOCAL_SUBRS][1] if LOCAL_SUBRS in private else []
        widths = [operator for operator in (DEFAULT_WIDTH, NOMINAL_WIDTH) if operator in private]
        kept = b"".join(private[operator][0] + _operator(operator) for operator in widths)
        return PrivateGroup(kept, Subroutines(Index(self._table, start + int(subrs[0])) if subrs else ()))

    @cached_property
    def _groups_of(self) -> bytes:
        """The group of every glyph (5176, clause 19: FDSelect, formats 0 and 3)."""
        start, count = int(self._top[FD_SELECT][1][0]), len(self._glyphs)
        if self._table[start] == 0:
            return bytes(self._table[start + 1 : start + 1 + count])
        (ranges,) = struct.unpack_from(">H", self._table, start + 1)
        found = bytearray()
        for place in range(ranges):
            first, group, following = struct.unpack_from(">HBH", self._table, start + 3 + 3 * place)
            found += bytes([group]) * (following - first)
        return bytes(found)


def _entries(data: bytes) -> Entries:
    """A dictionary (5176, clause 4): operator → its operands, as bytes and as numbers."""
    found: Entries = {}
    place = start = 0
    numbers: list[float] = []
    while place < len(data):
        first = data[place]
        if first <= 21:
            end = place
            place += 1
            operator = first
            if first == ESCAPE:
                operator = 1200 + data[place]
                place += 1
            found[operator] = (data[start:end], numbers)
            start, numbers = place, []
        elif first == 30:  # a decimal number: its value is not needed here, only its bytes
            while data[place] & 15 != 15 and data[place] >> 4 != 15:
                place += 1
            place += 1
            numbers.append(float("nan"))
        else:
            value, place = whole_number(data, place, long=29)
            numbers.append(value)
    return found


def subset(outlines: Outlines, name: str, glyphs: Sequence[int]) -> bytes:
    """A CID-keyed CFF font of these glyphs, in rising order from 0, whose CIDs are their numbers."""
    programs = list(map(outlines.known.__getitem__, glyphs))
    used = sorted({group for group, _ in programs})
    places = {group: place for place, group in enumerate(used)}
    head = b"\x01\x00\x04\x04" + _index([name.encode("ascii")])
    tail = _index([b"Adobe", b"Identity"]) + _index([])
    top_size = len(_index([_top_dict(outlines, dict.fromkeys((CHARSET, FD_SELECT, CHAR_STRINGS, FD_ARRAY), 0))]))
    at = len(head) + top_size + len(tail)
    offsets: dict[int, int] = {}
    pieces: list[bytes] = []
    for operator, piece in (
        (CHARSET, b"\x00" + struct.pack(f">{len(glyphs) - 1}H", *glyphs[1:])),
        (FD_SELECT, b"\x00" + bytes(places[group] for group, _ in programs)),
        (CHAR_STRINGS, _index([program for _, program in programs])),
        (FD_ARRAY, b""),  # comes last: what it holds depends on where it stands
    ):
        offsets[operator] = at
        pieces.append(piece)
        at += len(piece)
    fonts = _font_dicts([outlines.groups[group].private for group in used], at)
    return b"".join((head, _index([_top_dict(outlines, offsets)]), tail, *pieces, fonts))


def _font_dicts(privates: Sequence[bytes], at: int) -> bytes:
    """The FDArray at this place of the file, followed by the private dictionaries that it points to."""

    def array(starts: Sequence[int]) -> bytes:
        pairs = zip(privates, starts, strict=True)
        return _index([_integer(len(private)) + _integer(start) + _operator(PRIVATE) for private, start in pairs])

    starts, start = [], at + len(array([0] * len(privates)))
    for private in privates:
        starts.append(start)
        start += len(private)
    return array(starts) + b"".join(privates)


def _top_dict(outlines: Outlines, offsets: Mapping[int, int]) -> bytes:
    parts = [_integer(ADOBE) + _integer(IDENTITY) + _integer(0) + _operator(ROS)]  # ROS stands first
    if outlines.matrix:
        parts.append(outlines.matrix + _operator(FONT_MATRIX))
    parts.append(_integer(65535) + _operator(CID_COUNT))
    parts += [_integer(offset) + _operator(operator) for operator, offset in offsets.items()]
    return b"".join(parts)


def _integer(number: int) -> bytes:
    """A number in five bytes, so that its size does not depend on its value."""
    return b"\x1d" + number.to_bytes(4, "big", signed=True)


def _operator(operator: int) -> bytes:
    return bytes([ESCAPE, operator - 1200]) if operator >= 1200 else bytes([operator])


def _index(pieces: Sequence[bytes]) -> bytes:
    """An INDEX of these pieces, its offsets of four bytes."""
    if not pieces:
        return b"\x00\x00"
    offsets = list(accumulate(map(len, pieces), initial=1))
    return struct.pack(f">HB{len(offsets)}L", len(pieces), 4, *offsets) + b"".join(pieces)
