"""A PDF of ours made quick to read: the same codes, fonts' mappings and places of its text, without what is drawn.

A reader of text goes through every curve of ornaments and glyphs, on every page, only to know how large they are.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

import deflate

from generator.typesetting.cff import boxed

# A form XObject or a font program as they stand in our files, up to their content.
_HEAD = rb"<< [^\n]*/Subtype /(Form|CIDFontType0C)\b[^\n>]*?(/Filter /FlateDecode )?/Length (\d+) >>\nstream\n"
_DRAWN = re.compile(_HEAD)
# Showing text, other forms, images within the content (ISO 32000-1, table 51).
_SHOWS_MORE = re.compile(rb"\b(?:BT|Do|BI)\b")


def plain(content: bytes) -> bytes:
    """The file with nothing in the place of ornaments and with boxes in the place of glyphs, as many bytes.

    What is not as our own writer writes it stays as it is.
    """
    pieces, at = [], 0
    for found in _DRAWN.finditer(content):
        end = found.end() + int(found[3])
        stream = content[found.end() : end]
        pieces += [content[at : found.end()], _plain(stream, found[1] == b"Form", bool(found[2]))]
        at = end
    return b"".join([*pieces, content[at:]])


def _plain(stream: bytes, is_form: bool, is_deflated: bool) -> bytes:
    """A stream of the same length in the place of this one."""
    if is_form:
        return _without_curves(stream) if is_deflated else stream
    if not is_deflated:
        return boxed(stream)
    made: bytearray = deflate.zlib_compress(boxed(zlib.decompress(stream)), 1)
    return bytes(made.ljust(len(stream), b"\n")) if len(made) <= len(stream) else stream


@lru_cache(maxsize=16)
def _without_curves(deflated: bytes) -> bytes:
    """An empty stream, unless the form that these bytes draw shows text."""
    if _SHOWS_MORE.search(zlib.decompress(deflated)):
        return deflated
    return zlib.compress(b"").ljust(len(deflated), b"\n")
