"""TrueType outlines (OpenType specification, tables glyf and loca): the glyphs of a font, a font of some of them."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence

# What a renderer needs besides the glyphs, unchanged (ISO 32000-1, 9.9).
KEPT = ("cvt ", "fpgm", "prep")
# Flags of a part of a composite glyph.
WORDS, SCALE, MORE, TWO_SCALES, FOUR_SCALES = 0x1, 0x8, 0x20, 0x40, 0x80


class Outlines:
    """The glyphs of a TrueType font, cut out of its tables when they are asked for."""

    def __init__(self, font: Mapping[str, bytes | memoryview]) -> None:
        """Read the tables, given by their tags."""
        tables = self.tables = {
            tag: bytes(font[tag]) for tag in ("head", "hhea", "hmtx", "maxp", "loca", *KEPT) if tag in font
        }
        self._outlines = font["glyf"]
        long = struct.unpack_from(">h", tables["head"], 50)[0]
        count = len(tables["loca"]) // (4 if long else 2)
        places = struct.unpack(f">{count}{'L' if long else 'H'}", tables["loca"][: count * (4 if long else 2)])
        self._places = places if long else [2 * place for place in places]

    def glyph(self, number: int) -> bytes:
        """The glyph's description; empty for one that shows nothing."""
        return bytes(self._outlines[self._places[number] : self._places[number + 1]])

    def with_parts(self, glyphs: Sequence[int]) -> list[int]:
        """The glyphs in rising order, with those that composite ones are made of."""
        found = {0}
        waiting = list(glyphs)
        while waiting:
            number = waiting.pop()
            if number not in found or number == 0:
                found.add(number)
                waiting += [part for part, _ in _parts(self.glyph(number)) if part not in found]
        return sorted(found)

    def bearings(self, number: int) -> bytes:
        """The glyph's entry in hmtx: advance and left side bearing."""
        (full,) = struct.unpack_from(">H", self.tables["hhea"], 34)
        table = self.tables["hmtx"]
        if number < full:
            return table[4 * number : 4 * number + 4]
        bearing = 4 * full + 2 * (number - full)
        return table[4 * full - 4 : 4 * full - 2] + table[bearing : bearing + 2]


def _parts(glyph: bytes) -> Iterator[tuple[int, int]]:
    """The parts of a composite glyph: number, and where in the description it stands."""
    if len(glyph) < 10 or struct.unpack_from(">h", glyph)[0] >= 0:
        return
    place, flags = 10, MORE
    while flags & MORE:
        flags, number = struct.unpack_from(">HH", glyph, place)
        yield number, place + 2
        place += 8 if flags & WORDS else 6
        place += 2 if flags & SCALE else 4 if flags & TWO_SCALES else 8 if flags & FOUR_SCALES else 0


def subset(outlines: Outlines, glyphs: Sequence[int]) -> bytes:
    """A TrueType font of these glyphs, in this order; `glyphs` holds the parts of composite ones too."""
    new = {old: place for place, old in enumerate(glyphs)}
    pieces = [_renumbered(outlines.glyph(number), new) for number in glyphs]
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    tables = outlines.tables
    made = {
        "head": tables["head"][:50] + b"\x00\x01" + tables["head"][52:],
        "hhea": tables["hhea"][:34] + struct.pack(">H", len(glyphs)),
        "hmtx": b"".join(outlines.bearings(number) for number in glyphs),
        "maxp": tables["maxp"][:4] + struct.pack(">H", len(glyphs)) + tables["maxp"][6:],
        "loca": struct.pack(f">{len(offsets)}L", *offsets),
        "glyf": b"".join(pieces),
    }
    return _font(made | {tag: tables[tag] for tag in KEPT if tag in tables})


def _renumbered(glyph: bytes, new: Mapping[int, int]) -> bytes:
    written = bytearray(glyph)
    for number, place in _parts(glyph):
        struct.pack_into(">H", written, place, new[number])
    return bytes(written) + b"\0" * (-len(written) % 4)


def _font(tables: Mapping[str, bytes]) -> bytes:
    """The file of these tables (OpenType specification, "Organization of an OpenType font")."""
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">LHHHH", 0x00010000, count, 16 << power, power, 16 * (count - (1 << power)))
    at, records, body = len(head) + 16 * count, [], []
    for tag, data in sorted(tables.items()):
        padded = data + b"\0" * (-len(data) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        records.append(struct.pack(">4sLLL", tag.encode(), checksum, at, len(data)))
        body.append(padded)
        at += len(padded)
    return b"".join((head, *records, *body))
