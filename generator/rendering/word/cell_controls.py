"""An empty control alone in its cell is made one of the cell, on the text of a part: what `controls.finish` does."""

from __future__ import annotations

import re

_CELL, _CONTROL = b"<w:tc>", b"<w:sdt>"
_PROPERTIES = rb"(?:<w:%s>(?:(?!</w:%s>).)*</w:%s>|<w:%s/>)?"
_OF_CELL, _OF_PARAGRAPH = (_PROPERTIES.replace(b"%s", name) for name in (b"tcPr", b"pPr"))
# What stands in a cell before a control that is alone in it: of its only paragraph, or of the cell itself.
_BEFORE = re.compile(rb"<w:tc>%s(<w:p(?: [^>]*)?>%s)?<w:sdt>" % (_OF_CELL, _OF_PARAGRAPH), re.DOTALL)
_BEHIND_RUNS = b"</w:sdt></w:p></w:tc>"
_BEHIND = re.compile(rb"</w:sdt>(?:<w:p(?: [^>]*)?/>|<w:p(?: [^>]*)?>%s</w:p>)*</w:tc>" % _OF_PARAGRAPH, re.DOTALL)
_ROW = re.compile(rb"<w:tr[ >]|</w:tr>")
_ROW_HEAD = re.compile(rb"<w:tr(?: [^>]*)?><w:trPr>.*?</w:trPr>", re.DOTALL)
_EXACT_ROW, _GROWING_ROW = b' w:hRule="exact"', b' w:hRule="atLeast"'
_EXACT_LINE, _GROWING_LINE = b' w:lineRule="exact"', b' w:lineRule="atLeast"'


def in_cell(before: list[bytes], content: bytes, after: bytes) -> tuple[bytes, bytes]:
    """The content of an empty control with its cell, and what follows it; changes what stands `before` it."""
    start = before[-1].rfind(_CELL)
    head = _BEFORE.fullmatch(before[-1], start) if start >= 0 else None
    if head and head[1] and after.startswith(_BEHIND_RUNS):
        content = before[-1][start : -len(_CONTROL)] + content + b"</w:p></w:tc>"
        after = b"</w:sdt>" + after[len(_BEHIND_RUNS) :]
        before[-1] = before[-1][:start] + _CONTROL
    elif head and not head[1] and (behind := _BEHIND.match(after)):
        content = before[-1][start : -len(_CONTROL)] + content + b"</w:tc>"
        after = b"</w:sdt>" + after[behind.end() :]
        before[-1] = before[-1][:start] + _CONTROL
    if not content.startswith(_CELL):
        return content, after
    _let_row_grow(before)
    return content.replace(_EXACT_LINE, _GROWING_LINE), after


def _let_row_grow(before: list[bytes]) -> None:
    """The row that is open at the end of these pieces."""
    open_rows = 0
    for place in range(len(before) - 1, -1, -1):
        for tag in reversed(list(_ROW.finditer(before[place]))):
            open_rows += 1 if tag[0] != b"</w:tr>" else -1
            if open_rows > 0:
                if head := _ROW_HEAD.match(before[place], tag.start()):
                    grown = head[0].replace(_EXACT_ROW, _GROWING_ROW)
                    before[place] = before[place][: head.start()] + grown + before[place][head.end() :]
                return
