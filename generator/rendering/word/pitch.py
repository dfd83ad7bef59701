"""The pitch of a paragraph whose value brings its own size, on the text of a part."""

from __future__ import annotations

import re
from functools import lru_cache

_SIZE = re.compile(rb'<w:sz w:val="(\d+)"/>')
_LINE = re.compile(rb'(<w:spacing(?: [^>]*)? w:line=")(\d+)"')
_OWN_SIZE = re.compile(rb'(<w:sz(?:Cs)? w:val=")\d+"')


def largest_size(content: bytes) -> int:
    """The largest size in it, in half points; 0 where it has none."""
    return max(map(int, _SIZE.findall(content)), default=0)


@lru_cache(maxsize=1024)
def of_size(paragraph: bytes, half_points: int) -> bytes:
    """The beginning of a paragraph whose largest value has that size."""
    properties, end, after = paragraph.partition(b"</w:pPr>")
    above, run, own = properties.partition(b"<w:rPr>")
    line, nominal = _LINE.search(above), _SIZE.search(own)
    if not line or not nominal:
        return paragraph
    pitch = b"%d" % round(int(line[2]) * half_points / int(nominal[1]))
    own = _OWN_SIZE.sub(rb"\g<1>%d" % half_points + b'"', own)
    return b"".join((above[: line.start(2)], pitch, above[line.end(2) :], run, own, end, after))
