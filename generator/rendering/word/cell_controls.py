"""An empty control alone in its cell is made one of the cell, on the text of a part: what `controls.finish` does."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.rendering.word.controls import KINDS_OF_TEXT
from generator.rendering.word.pitch import largest_size, of_size

PIECES = 6  # that a control is made of, with what follows it
_CELL, _CONTROL = b"<w:tc>", b"<w:sdt>"
_BEHIND_RUNS, _RUNS_END = b"</w:sdt></w:p></w:tc>", b"</w:p></w:tc>"
# An empty paragraph behind the control counts for nothing.
_BEHIND = re.compile(
    rb"</w:sdt>(?:<w:p(?: [^>]*)?/>|<w:p(?: [^>]*)?>(?:<w:pPr>(?:(?!</w:pPr>).)*</w:pPr>|<w:pPr/>)?</w:p>)*</w:tc>",
    re.DOTALL,
)
_ROW_HEAD = re.compile(rb"<w:tr(?: [^>]*)?><w:trPr>.*?</w:trPr>", re.DOTALL)
_OF_TEXT = re.compile(b"<w:(?:%s)[ />]" % "|".join(KINDS_OF_TEXT).encode())
_EXACT_ROW, _GROWING_ROW = b' w:hRule="exact"', b' w:hRule="atLeast"'
_EXACT_LINE, _GROWING_LINE = b' w:lineRule="exact"', b' w:lineRule="atLeast"'


def in_cell(before: list[bytes], properties: bytes, content: bytes, after: bytes) -> tuple[bytes, bytes]:
    """The content of an empty control with its cell, and what follows it; changes what stands `before` it.

    Its lines grow where its properties let pictures stand in it.
    """
    start = before[-1].rfind(_CELL)
    head = before[-1][start:] if start >= 0 else b""
    holder, behind = _holder(head), 0
    if holder == b"w:p" and after.startswith(_BEHIND_RUNS):
        behind, end = len(_BEHIND_RUNS), _RUNS_END
        if size := largest_size(content):
            head = of_size(head, size)
    elif holder == b"w:tc" and (found := _BEHIND.match(after)):
        behind, end = found.end(), b"</w:tc>"
    if behind:
        content = head[: -len(_CONTROL)] + content + end
        after = b"</w:sdt>" + after[behind:]
        before[-1] = before[-1][:start] + _CONTROL
    if not content.startswith(_CELL):
        return content, after
    # The row of the cell before grows already where that was an empty one too.
    if b"w:tr" in before[-1] or len(before) < PIECES or not before[-3].startswith(_CELL):
        _let_row_grow(before)
    return content if _OF_TEXT.search(properties) else content.replace(_EXACT_LINE, _GROWING_LINE), after


@lru_cache(maxsize=1024)
def _holder(head: bytes) -> bytes:
    """In what a control stands that `head` opens with its cell: its only paragraph, or itself; else empty."""
    rest = _without(head.removeprefix(_CELL), b"tcPr")
    if rest == _CONTROL:
        return b"w:tc"
    tag, _, rest = rest.partition(b">")
    return b"w:p" if tag.split(b" ")[0] == b"<w:p" and _without(rest, b"pPr") == _CONTROL else b""


def _without(text: bytes, properties: bytes) -> bytes:
    """The text behind the properties that it may begin with."""
    if text.startswith(b"<w:%s/>" % properties):
        return text[len(properties) + 5 :]
    return text.partition(b"</w:%s>" % properties)[2] if text.startswith(b"<w:%s>" % properties) else text


def _let_row_grow(before: list[bytes]) -> None:
    """The row that is open at the end of these pieces."""
    for place in range(len(before) - 1, -1, -PIECES):  # what stands between the controls
        piece = before[place]
        if b"w:tr" not in piece:
            continue
        start, end = max(piece.rfind(b"<w:tr>"), piece.rfind(b"<w:tr ")), piece.rfind(b"</w:tr>")
        if start > end:
            if head := _ROW_HEAD.match(piece, start):
                before[place] = piece[:start] + head[0].replace(_EXACT_ROW, _GROWING_ROW) + piece[head.end() :]
            return
        if end >= 0:
            return  # of a row around a table it is not known where it begins
