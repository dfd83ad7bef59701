"""What is different in a PDF: the least that any file of its pages must hold."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from io import BytesIO

import pikepdf

FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def distinct_bytes(content: bytes) -> int:
    """The bytes of all streams, equal ones once, as they are stored; of every font face the largest program only.

    Cross-references, page objects and outline do not count, nor does a second subset of a face.
    """
    streams: dict[bytes, int] = {}
    programs: dict[str, int] = defaultdict(int)
    with pikepdf.open(BytesIO(content)) as pdf:
        fonts = {}
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == pikepdf.Name.FontDescriptor:
                for key in FONT_FILES:
                    if key in thing:
                        fonts[thing[key].objgen] = str(thing.FontName).partition("+")[2]
        for thing in pdf.objects:
            if not isinstance(thing, pikepdf.Stream) or str(thing.get("/Type")) in ("/ObjStm", "/XRef"):
                continue
            raw = thing.read_raw_bytes()
            if thing.objgen in fonts:
                face = fonts[thing.objgen]
                programs[face] = max(programs[face], len(raw))
            else:
                streams[hashlib.sha256(raw).digest()] = len(raw)
    return sum(streams.values()) + sum(programs.values())
