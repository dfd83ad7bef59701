"""Colour profiles of attachments without their words."""

from __future__ import annotations

import struct

# What colours are made of (ICC.1, 9.2): tables, curves, white. No names, no rights, no measurements.
_COLOUR_TAGS = frozenset((
    b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"wtpt", b"bkpt", b"chad", b"A2B0", b"A2B1",
    b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt", b"D2B0", b"D2B1", b"D2B2", b"D2B3", b"B2D0", b"B2D1", b"B2D2", b"B2D3",
))  # fmt: skip


def plain_profile(profile: bytes) -> bytes:
    """The ICC profile with the tags that colours are made of; what is no profile is nothing."""
    if len(profile) < 132 or profile[36:40] != b"acsp":
        return b""
    count = min(int.from_bytes(profile[128:132], "big"), 100)
    tags = [
        struct.unpack(">4sII", profile[at : at + 12]) for at in range(132, min(132 + 12 * count, len(profile) - 11), 12)
    ]
    kept = {tag: profile[begin : begin + size] for tag, begin, size in tags if tag in _COLOUR_TAGS}
    at, table, data, places = 132 + 12 * len(kept), b"", b"", dict[bytes, int]()
    for tag, content in kept.items():
        if content not in places:
            places[content] = at + len(data)
            data += content + b"\0" * (-len(content) % 4)
        table += struct.pack(">4sII", tag, places[content], len(content))
    head = profile[4:48] + b"\0" * 16 + profile[64:80] + b"\0" * 48  # no maker, model, creator and sum
    return struct.pack(">I", at + len(data)) + head + struct.pack(">I", len(kept)) + table + data
