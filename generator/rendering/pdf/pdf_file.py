"""A PDF file of ready objects (ISO 32000-1, 7.5): numbered, small ones packed together, cross-referenced."""

from __future__ import annotations

import hashlib
import struct
from itertools import islice

from generator.rendering.glyphs.embedding import stream

HEAD = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
PACKED_TOGETHER = 200  # objects in one object stream


class PdfFile:
    """Objects on their way into a file. Numbers count from 1."""

    def __init__(self) -> None:
        """An empty file."""
        self._objects: dict[int, bytes] = {}
        self._count = 0

    def reserve(self) -> int:
        """A number for an object that comes later."""
        self._count += 1
        return self._count

    def put(self, number: int, content: bytes) -> None:
        """The object of a reserved number."""
        self._objects[number] = content

    def add(self, content: bytes) -> int:
        """The number of a new object."""
        number = self.reserve()
        self.put(number, content)
        return number

    def content(self, root: int, info: int) -> bytes:
        """The file. Its identifier is made of its content, so the same objects give the same bytes."""
        out = bytearray(HEAD)
        entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        small = []
        for number, content in sorted(self._objects.items()):
            if content.endswith(b"endstream"):
                entries[number] = (1, len(out), 0)
                out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
            else:
                small.append(number)
        packed = iter(small)
        while group := list(islice(packed, PACKED_TOGETHER)):
            holder = self.reserve()
            entries[holder] = (1, len(out), 0)
            entries |= {number: (2, holder, place) for place, number in enumerate(group)}
            out += b"%d 0 obj\n%s\nendobj\n" % (holder, self._packed(group))
        self._close(out, entries, root, info)
        return bytes(out)

    def _packed(self, numbers: list[int]) -> bytes:
        """An object stream (7.5.7): the numbers and places of its objects, then the objects."""
        heads, at = [], 0
        for number in numbers:
            heads.append(f"{number} {at}")
            at += len(self._objects[number]) + 1
        head = " ".join(heads).encode() + b"\n"
        body = b"\n".join(self._objects[number] for number in numbers)
        return stream(head + body, f"/Type /ObjStm /N {len(numbers)} /First {len(head)}")

    def _close(self, out: bytearray, entries: dict[int, tuple[int, int, int]], root: int, info: int) -> None:
        """Add the cross-reference stream (7.5.8), which is the last object, and the place where it starts."""
        number, start = self.reserve(), len(out)
        entries[number] = (1, start, 0)
        table = b"".join(struct.pack(">BLH", *entries[place]) for place in range(number + 1))
        digest = hashlib.sha256(out).hexdigest()[:32]
        about = (
            f"/Type /XRef /Size {number + 1} /W [1 4 2] /Root {root} 0 R /Info {info} 0 R /ID [<{digest}> <{digest}>]"
        )
        out += b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, stream(table, about), start)
