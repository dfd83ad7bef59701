"""Pictures as they are coded: how many pixels their own heads claim. Nothing is decoded; what is odd claims nothing."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pikepdf

_LONGEST_HEAD = 4_000_000  # bytes of a file that are looked at
# Markers of JPEG (ITU-T T.81, table B.1): frames, and those that stand alone.
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
ALONE = frozenset({0x01, *range(0xD0, 0xDA)} - {0xD9})
SCAN, END = 0xDA, 0xD9


def coded_sizes(picture: pikepdf.Stream) -> list[tuple[int, int]]:
    """Width and height as the coding of the picture says them, perhaps several times."""
    named = picture.get("/Filter")
    last = str(list(named)[-1]) if isinstance(named, pikepdf.Array) and len(named) else str(named)
    head = _SIZES.get(last)
    if head is None or (isinstance(named, pikepdf.Array) and len(named) > 1):
        return []
    try:
        return list(head(picture.read_raw_bytes()[:_LONGEST_HEAD]))
    except (struct.error, IndexError):
        return []


def jpeg_segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, begin and end of each segment (with its marker) up to the first scan; what stands between is left out."""
    at = 2
    while at + 4 <= len(content):
        at = content.find(b"\xff", at)
        if at < 0 or at + 4 > len(content):
            return
        marker = content[at + 1]
        if marker in (0x00, 0xFF) or marker in ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker == END:
            return
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        yield marker, at, end
        if marker == SCAN:
            return
        at = end


def _of_jpeg(content: bytes) -> Iterator[tuple[int, int]]:
    for marker, begin, end in jpeg_segments(content):
        if marker in FRAMES and end - begin >= 9:
            height, width = struct.unpack(">HH", content[begin + 5 : begin + 9])
            yield width, height


def _of_jpx(content: bytes) -> Iterator[tuple[int, int]]:
    """The size of the reference grid (ISO 15444-1, A.5.1)."""
    at = content.find(b"\xff\x4f\xff\x51")
    if at >= 0:
        yield struct.unpack(">II", content[at + 8 : at + 16])


def jbig2_segments(content: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Type, begin, begin of the data and end of each segment (ISO 14492, 7.2)."""
    at = 0
    while at + 11 <= len(content):
        number, flags, referred = struct.unpack(">IBB", content[at : at + 6])
        count, after = referred >> 5, at + 6
        if count == 7:
            count = int.from_bytes(content[at + 5 : at + 9], "big") & 0x1FFFFFFF
            after = at + 9 + (count + 8) // 8
        after += count * (1 if number <= 256 else 2 if number <= 65536 else 4) + (4 if flags & 0x40 else 1)
        size = int.from_bytes(content[after : after + 4], "big")
        after += 4
        end = len(content) if size == 0xFFFFFFFF else min(len(content), after + size)
        yield flags & 0x3F, at, after, end
        at = max(end, at + 11)


def _of_jbig2(content: bytes) -> Iterator[tuple[int, int]]:
    """Of pages (48) and regions, which begin with their size (7.4.1, 7.4.8)."""
    for kind, _, begin, end in jbig2_segments(content):
        if (kind == 48 or 4 <= kind <= 43) and kind != 16 and end - begin >= 8:
            width, height = struct.unpack(">II", content[begin : begin + 8])
            yield width, 0 if kind == 48 and height == 0xFFFFFFFF else height


_SIZES = {
    "/DCTDecode": _of_jpeg, "/DCT": _of_jpeg, "/JPXDecode": _of_jpx, "/JBIG2Decode": _of_jbig2,
}  # fmt: skip
