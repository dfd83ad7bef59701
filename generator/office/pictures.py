"""A picture of a template without what a camera or an editor wrote into it; only PNG and JPEG, by their own bytes.

The pixels are not touched: chunks (PNG, ISO/IEC 15948) and segments (JPEG, ISO/IEC 10918-1) that a picture is drawn
from are copied, all others left behind.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
MOST_PIXELS = 40_000_000
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD",
                     b"pHYs"})  # fmt: skip
_START_OF_SCAN, _END = 0xDA, 0xD9
_WITHOUT_LENGTH = frozenset((0x01, *range(0xD0, 0xD9)))
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Tables, frames and scans; of the application's own segments JFIF, the colour profile and Adobe's colour transform.
_SEGMENTS = frozenset((*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDD))
_APPLICATION = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}


def plain(picture: bytes, content_type: str) -> bytes:
    """The picture alone. Raises ValueError where it is not what its type says, damaged or too large."""
    try:
        if content_type == "image/png":
            return _png(picture)
        return b"".join(_jpeg(picture))
    except (struct.error, IndexError) as wrong:
        raise ValueError("图片已损坏") from wrong


def _png(picture: bytes) -> bytes:
    if not picture.startswith(PNG):
        raise ValueError("图片不是 PNG")
    made, at, kind = [PNG], len(PNG), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", picture, at)
        end = at + 12 + length
        if end > len(picture) or (len(made) == 1) != (kind == b"IHDR"):
            raise ValueError("图片已损坏")
        if kind == b"IHDR":
            _require_size(*struct.unpack_from(">II", picture, at + 8))
        if kind in _CHUNKS:
            made.append(picture[at:end])
        at = end
    return b"".join(made)


def _jpeg(picture: bytes) -> Iterator[bytes]:
    if not picture.startswith(JPEG):
        raise ValueError("图片不是 JPEG")
    yield JPEG
    at, marker = 2, 0
    while marker != _END:
        if picture[at] != 0xFF:
            raise ValueError("图片已损坏")
        marker = picture[at + 1]
        if marker == 0xFF:  # fill bytes
            at += 1
            continue
        length = 0 if marker == _END or marker in _WITHOUT_LENGTH else struct.unpack_from(">H", picture, at + 2)[0]
        end = at + 2 + length
        segment = picture[at:end]
        if marker in _FRAMES:
            _require_size(*struct.unpack_from(">HH", picture, at + 5))
        if marker == _START_OF_SCAN:
            end = _scan_end(picture, end)
            segment = picture[at:end]
        if marker == _END or marker in _SEGMENTS or _is_known_application(marker, segment):
            yield segment
        at = end


def _scan_end(picture: bytes, at: int) -> int:
    """Where the coded data ends: at a marker that is neither stuffing nor a restart."""
    while True:
        at = picture.index(b"\xff", at)
        if picture[at + 1] != 0 and not 0xD0 <= picture[at + 1] <= 0xD7:
            return at
        at += 2


def _is_known_application(marker: int, segment: bytes) -> bool:
    start = _APPLICATION.get(marker)
    return start is not None and segment[4:].startswith(start)


def _require_size(one: int, other: int) -> None:
    if not 0 < one * other <= MOST_PIXELS:
        raise ValueError("图片的像素过多")
