"""Attachments spoilt at the level of their parts: objects, keys, filters, segments, chunks. The same for a seed."""

from __future__ import annotations

import random
import re
import struct
import zlib
from functools import cache

from support.hiding_places import pdfs, pictures

_TOKENS = re.compile(rb"/[A-Za-z0-9]+|\b\d+ 0 R\b|-?\b\d+(?:\.\d+)?\b|<<|>>|\[|\]|\bobj\b|\bendobj\b|\bstream\b")
_STRANGE = (
    b"0", b"-1", b"1", b"65536", b"2147483647", b"-2147483648", b"99999999999999999999", b"0.0000001", b"1 0 R",
    b"3 0 R", b"999 0 R", b"null", b"true", b"()", b"<<>>", b"[]", b"[[[[]]]]", b"/FlateDecode", b"/DCTDecode",
    b"/JBIG2Decode", b"/JPXDecode", b"/CCITTFaxDecode", b"/LZWDecode", b"/Crypt", b"/Form", b"/Image", b"/Pattern",
    b"/Kids", b"/Parent", b"/Length", b"/Annots", b"/SMask", b"/Rotate 45", b"/UserUnit 1e9",
)  # fmt: skip


@cache
def _sound() -> tuple[tuple[str, bytes], ...]:
    return (
        *(("a.pdf", content) for content in pdfs().values()),
        *(("a" + name[-4:], one) for name, one in pictures().items()),
    )


def spoilt(seed: int) -> tuple[str, bytes]:
    """A name and what the file of that name holds."""
    luck = random.Random(seed)
    name, content = luck.choice(_sound()[-8:]) if seed % 3 == 0 else luck.choice(_sound())
    change = {".pdf": _pdf, ".jpg": _jpeg, ".png": _png}[name[-4:]]
    return name, change(luck, content)


def _pdf(luck: random.Random, content: bytes) -> bytes:
    for _ in range(luck.randint(1, 4)):
        tokens = list(_TOKENS.finditer(content)) or [re.match(b"", content)]
        one, other = luck.choice(tokens), luck.choice(tokens)
        new = luck.choice((luck.choice(_STRANGE), other[0], b"", one[0] * luck.choice((2, 300))))
        content = content[: one.start()] + new + content[one.end() :]
    return content[: luck.randrange(len(content))] if luck.random() < 0.05 else content


def _jpeg(luck: random.Random, content: bytes) -> bytes:
    for _ in range(luck.randint(1, 3)):
        marks = [at for at in range(len(content) - 10) if content[at] == 0xFF and content[at + 1] > 0xBF] or [0]
        at, kind = luck.choice(marks), luck.random()
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if kind < 0.3:
            content = content[:at] + content[at:end] * luck.choice((0, 2, 2000)) + content[end:]
        elif kind < 0.6:
            size = struct.pack(">HH", luck.choice((0, 1, 60_000)), luck.choice((0, 1, 60_000)))
            content = content[: at + 5] + size + content[at + 9 :]
        else:
            place = at + luck.randrange(10)
            content = content[:place] + bytes((luck.randrange(256),)) + content[place + 1 :]
    return content


def _png(luck: random.Random, content: bytes) -> bytes:
    chunks, at = list[tuple[bytes, bytes]](), 8
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        chunks.append((content[at + 4 : at + 8], content[at + 8 : at + 8 + size]))
        at += size + 12
    for _ in range(luck.randint(1, 3)):
        chunks = chunks or [(b"IDAT", b"")]
        place = luck.randrange(len(chunks))
        kind, data = chunks[place]
        chunks[place : place + 1] = luck.choice((
            [], [(kind, data)] * 2, [(kind, data)] * 1000, [(luck.choice((b"zTXt", b"iCCP", b"acTL", b"fdAT")), data)],
            [(kind, bytes(luck.randrange(256) for _ in data))],
            [(b"iCCP", b"a\0\0" + zlib.compress(b"\0" * 5_000_000))],
            [(kind, struct.pack(">II", 60_000, 60_000) + data[8:])],
        )) or [(b"tEXt", b"")]  # fmt: skip
    return content[:8] + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
