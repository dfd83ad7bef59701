"""Streams of attachments without what no page shows: what stands in a coding beside the picture, behind its end.

Nothing is decoded and coded anew that loses by it.
"""

from __future__ import annotations

import struct
import zlib

import pikepdf

from generator.checks.attached.bounds import PDF_ERRORS, DamagedError, unpacked
from generator.checks.attached.codings import END, FRAMES, SCAN, jbig2_segments, jpeg_segments
from generator.rendering.attached.content import plain_content
from generator.rendering.attached.profile import plain_profile

_CONTENT = frozenset(("form", "glyph", "pattern"))
_FLATE = ("/FlateDecode", "/Fl")
_PACKINGS = frozenset(("/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode",
                       "/Fl", "/LZW", "/A85", "/AHx", "/RL"))  # fmt: skip
_LEVEL = 6
_INKS = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/Lab": 3, "/DeviceCMYK": 4, "/Indexed": 1}


def clean_stream(stream: pikepdf.Stream, kind: str) -> None:
    """Leave of the stream, which is of that kind of `attached_parts`, what draws."""
    filters = _filters(stream)
    if kind in _CONTENT:
        _put(stream, plain_content(_readable(stream)))
    elif kind == "icc":
        _put(stream, plain_profile(_readable(stream)))
    elif filters and filters[-1] not in _PACKINGS:
        _clean_coded(stream, filters)
    elif kind == "image":
        _cut_to_size(stream, filters)
    elif _has_more_than_it_unpacks_to(stream, filters):
        _put(stream, _readable(stream))


def _readable(stream: pikepdf.Stream) -> bytes:
    """What the stream holds; nothing where it is damaged, of which viewers draw nothing either."""
    try:
        return unpacked(stream)
    except DamagedError:
        return b""


def _filters(stream: pikepdf.Stream) -> list[str]:
    named = stream.get("/Filter")
    every = list(named) if isinstance(named, pikepdf.Array) else [named] if named is not None else []
    return [str(one) for one in every]


def _put(stream: pikepdf.Stream, content: bytes) -> None:
    stream.write(zlib.compress(content, _LEVEL), filter=pikepdf.Name.FlateDecode, decode_parms=None)


def _has_more_than_it_unpacks_to(stream: pikepdf.Stream, filters: list[str]) -> bool:
    return len(filters) != 1 or filters[0] not in _FLATE or _flate_size(stream.read_raw_bytes(), -1) is None


def _flate_size(raw: bytes, most: int) -> int | None:
    """How much it unpacks to; None where something follows, or that is more than `most` (-1: any)."""
    unpacking, size, waiting = zlib.decompressobj(), 0, raw
    try:
        while waiting and not unpacking.eof:
            size += len(unpacking.decompress(waiting, 1 << 20))
            waiting = unpacking.unconsumed_tail
            if 0 <= most < size:
                return None
    except zlib.error:
        return None
    # An end of line may stand before the word that ends the stream (7.3.8.1).
    return size if unpacking.eof and not unpacking.unused_data.strip(b"\r\n") else None


# ---- pictures that are only packed


def _cut_to_size(stream: pikepdf.Stream, filters: list[str]) -> None:
    """The rows of the picture and nothing after them."""
    row = _row_bytes(stream)
    if row is None or (not filters and len(stream.read_raw_bytes()) == row * int(stream.Height)):
        return
    size = row * int(stream.get("/Height", 0))
    with_tags = size + int(stream.get("/Height", 0))  # a byte before each row says how it was predicted
    if len(filters) == 1 and filters[0] in _FLATE:
        found = _flate_size(stream.read_raw_bytes(), with_tags)
        if found is not None and found in (size, with_tags):
            return
    try:
        _put(stream, stream.read_bytes()[:size])
    except PDF_ERRORS:  # damaged, or more than qpdf may unpack: as it is
        return


def _row_bytes(stream: pikepdf.Stream) -> int | None:
    space = stream.get("/ColorSpace")
    if stream.get("/ImageMask"):
        inks, bits = 1, 1
    else:
        family = str(space[0]) if isinstance(space, pikepdf.Array) and len(space) else str(space)
        if family == "/ICCBased":
            inks = int(space[1].get("/N", 0)) if isinstance(space[1], pikepdf.Stream) else 0  # type: ignore[index]
        elif family in ("/Separation", "/DeviceN"):
            inks = 1 if family == "/Separation" else len(space[1])  # type: ignore[index]
        else:
            inks = _INKS.get(family, 0)
        bits = int(stream.get("/BitsPerComponent", 0))
    return -(-int(stream.get("/Width", 0)) * inks * bits // 8) or None


# ---- pictures with a coding of their own


def _clean_coded(stream: pikepdf.Stream, filters: list[str]) -> None:
    clean = _CLEAN.get(filters[-1])
    if clean is None or any(one not in _PACKINGS for one in filters[:-1]):
        return
    coded = _coded(stream, filters)
    parms = stream.get("/DecodeParms")
    own = list(parms)[-1] if isinstance(parms, pikepdf.Array) and len(parms) else parms
    kept = own if isinstance(own, pikepdf.Dictionary) else None
    stream.write(clean(coded), filter=pikepdf.Name(filters[-1]), decode_parms=kept)


def _coded(stream: pikepdf.Stream, filters: list[str]) -> bytes:
    """The picture's own coding, unpacked."""
    if len(filters) == 1:
        return stream.read_raw_bytes()
    with pikepdf.new() as alone:
        packed = alone.make_stream(stream.read_raw_bytes())
        packed.Filter = pikepdf.Array([pikepdf.Name(one) for one in filters[:-1]])
        return packed.read_bytes()


def plain_jpeg(content: bytes) -> bytes:
    """The JPEG with what is needed to draw it: tables, frame, scans, how its colours are meant. None else, no end.

    Its colour profile has no texts. What does not look like a JPEG is as it was.
    """
    if not content.startswith(b"\xff\xd8"):
        return content
    kept, at = [b"\xff\xd8"], 2
    profile = list[bytes]()
    for marker, begin, end in jpeg_segments(content):
        segment = content[begin:end]
        if marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0":
            profile.append(segment)
        elif marker in FRAMES or marker in (0xC4, 0xCC, 0xDB, 0xDD) or (marker == 0xEE and segment[4:9] == b"Adobe"):
            kept.append(segment[:16] if marker == 0xEE and segment[2:4] == b"\0\x0e" else segment)
        elif marker == 0xE0 and segment[4:9] == b"JFIF\0" and len(segment) >= 18:
            kept.append(b"\xff\xe0\0\x10" + segment[4:16] + b"\0\0")  # without its small picture
        elif marker == SCAN:
            kept += [*_profile_segments(profile), *_scans(content, begin)]
        at = end
    return b"".join(kept) if at > 2 else content


def _scans(content: bytes, at: int) -> list[bytes]:
    """All from the first scan on to the end of the picture, without comments and applications' data between scans."""
    kept = list[bytes]()
    while 0 <= at < len(content) - 1:
        marker = content[at + 1]
        if marker == END:
            return [*kept, b"\xff\xd9"]
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == SCAN:
            end = _scan_end(content, end)
        if marker in FRAMES or marker in (0xC4, 0xCC, 0xDB, 0xDC, 0xDD, SCAN):
            kept.append(content[at:end])
        at = _next_marker(content, end)
    return kept


def _scan_end(content: bytes, at: int) -> int:
    """The next marker that is no part of a scan's data."""
    at = _next_marker(content, at)
    while 0 <= at < len(content) - 1 and (content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7):
        at = _next_marker(content, at + 2)
    return at if at >= 0 else len(content)


def _next_marker(content: bytes, at: int) -> int:
    at = content.find(b"\xff", at)
    while 0 <= at < len(content) - 1 and content[at + 1] == 0xFF:
        at += 1
    return at


def _profile_segments(segments: list[bytes]) -> list[bytes]:
    """The colour profile, which stands in parts of at most 65,519 bytes."""
    profile = plain_profile(b"".join(one[18:] for one in sorted(segments, key=lambda one: one[16:17])))
    parts = [profile[at : at + 65_519] for at in range(0, len(profile), 65_519)]
    return [
        b"\xff\xe2" + struct.pack(">H", len(part) + 16) + b"ICC_PROFILE\0" + bytes((number, len(parts))) + part
        for number, part in enumerate(parts, 1)
    ]


def _plain_jpx(content: bytes) -> bytes:
    """The JPEG 2000 picture without boxes that hold data of others, and without comments (ISO 15444-1, A.9, I.4)."""
    if content.startswith(b"\xff\x4f"):
        return _plain_codestream(content)
    kept, at = b"", 0
    while at + 8 <= len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        head = 8
        if size == 1 and at + 16 <= len(content):
            size, head = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        end = len(content) if size == 0 else at + size
        if kind == b"jp2c":
            codestream = _plain_codestream(content[at + head : end])
            return kept + struct.pack(">I4s", len(codestream) + 8, kind) + codestream
        if kind in (b"jP  ", b"ftyp", b"jp2h"):
            kept += content[at:end]
        at = max(end, at + 8)
    return content


def _plain_codestream(content: bytes) -> bytes:
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0x90:
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if content[at + 1] != 0x64:
            kept.append(content[at:end])
        at = end
    last = content.rfind(b"\xff\xd9")
    return b"".join([*kept, content[at : last + 2 if last > at else len(content)]])


def _plain_jbig2(content: bytes) -> bytes:
    """Without extension segments, which hold comments (ISO 14492, 7.4.16)."""
    return b"".join(content[begin:end] for kind, begin, _, end in jbig2_segments(content) if kind != 62)


_CLEAN = {
    "/DCTDecode": plain_jpeg, "/DCT": plain_jpeg, "/JPXDecode": _plain_jpx, "/JBIG2Decode": _plain_jbig2,
}  # fmt: skip
