"""The last step of a usual Word part, on its text: what `controls.finish` does to a tree, in a tenth of the time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import count

from generator.rendering.word.cell_controls import PIECES, in_cell
from generator.rendering.word.controls import BLANK_RUN, HINT, INDENT
from generator.rendering.word.pitch import largest_size, of_size

_BLANK_RUN, _HINT, _SHOWING = BLANK_RUN.encode(), HINT.encode(), b"<w:showingPlcHdr/>"
_PROPERTIES, _CONTENT, _END = b"<w:sdtPr>", b"</w:sdtPr><w:sdtContent>", b"</w:sdtContent>"
_EMPTY = re.compile(b"></w:t>")
_EMPTY_TEXT = re.compile(rb"<w:t(?: [^>]*)?(?:></w:t>|/>)")
_EMPTY_RUN = re.compile(
    rb"<w:r(?: [^>]*)?>(?>(?:<w:rPr>.*?</w:rPr>|<w:rPr/>)?)(?:%s)+</w:r>" % _EMPTY_TEXT.pattern, re.DOTALL
)
_ANY_RUN = re.compile(rb"<w:r[ />]")
_RUN = re.compile(rb"<w:r(?: [^>]*)?>(?:<w:rPr>.*?</w:rPr>)?|<w:r/>", re.DOTALL)
_PARAGRAPH_END = re.compile(rb"(<w:p(?: [^>]*)?)/>|</w:p>")
_OLD_ID, _TAG = (re.compile(rb"<w:%s(?: [^>]*)?/>" % name) for name in (b"id", b"tag"))
_OF_EMPTY = re.compile(rb"^<w:rPr>.*?</w:rPr>|<w:text(?: [^>]*)?/>")
_PLACEHOLDER, _LOCK = re.compile(rb"<w:placeholder>.*?</w:placeholder>"), re.compile(rb"<w:lock(?: [^>]*)?/>")
_DRAWING = re.compile(rb'(<wp:docPr (?:[^>]* )?id=")[^"]*"')
_TOLD = b"<?%s " % INDENT.encode()
_TOLD_INDENT = re.compile(rb"<\?%s (\d+)\?>" % INDENT.encode())
_IND = re.compile(rb"<w:ind(?: [^>]*)?/>")
_RIGHT = re.compile(rb' w:right="[^"]*"')


def finished(part: bytes, first_id: int) -> bytes:
    """The part with empty runs dropped and controls completed; they and drawings are numbered from `first_id`."""
    before, *controls = (without_empty_runs(part) if _EMPTY.search(part) else part).split(_PROPERTIES)
    made = [before]
    for number, control in enumerate(controls, first_id):
        properties, _, rest = control.partition(_CONTENT)
        content, end, after = rest.partition(_END)
        if not end:  # it holds other controls, which come next
            start, close = _head(properties, None)
            made += (start, b"%d" % number, close, b"", b"", content)
            continue
        if not _ANY_RUN.search(content):
            content = _with_blank(content)
        runs = _RUN.findall(content) if _HINT in content else ()
        is_empty = bool(runs) and all(_HINT in run for run in runs)
        start, close = _head(properties, is_empty)
        if is_empty:
            content, after = in_cell(made, properties, content, after)
        made += (start, b"%d" % number, close, content, end, after)
    _fit_pitch(made)
    text = b"".join(made)
    if _TOLD in text:
        text = _indented(text)
    if b"docPr" not in text:
        return text
    numbers = count(first_id + len(controls))
    return _DRAWING.sub(lambda found: b'%s%d"' % (found[1], next(numbers)), text)


def _with_blank(content: bytes) -> bytes:
    """The content of a control without a run, with a blank to click on at its end."""
    last = next(reversed(list(_PARAGRAPH_END.finditer(content))), None)
    if last is None:
        return content + _BLANK_RUN
    end = b"%s>%s</w:p>" % (last[1], _BLANK_RUN) if last[1] else _BLANK_RUN + last[0]
    return content[: last.start()] + end + content[last.end() :]


def _fit_pitch(pieces: list[bytes]) -> None:
    """Change the paragraphs of controls as `controls.finish` does; `pieces` are those of `finished`."""
    place, start, paragraph, largest = 0, 0, b"", 0
    for at in range(0, len(pieces) - 1, PIECES):
        between = pieces[at]
        opens = between.rfind(b"<w:pPr>")
        if between.find(b"</w:p>", max(opens, 0)) >= 0:
            paragraph = b""
        elif opens >= 0:
            place, start, paragraph, largest = at, opens, between[opens:], 0
        if paragraph and (size := largest_size(pieces[at + 4])) > largest:
            pieces[place] = pieces[place][:start] + of_size(paragraph, size)
            largest = size


def _indented(text: bytes) -> bytes:
    """The text with the right indents that instructions in its paragraphs tell."""
    before, *told = _TOLD_INDENT.split(text)
    for twips, after in zip(told[::2], told[1::2], strict=True):
        start = max(before.rfind(b"<w:p>"), before.rfind(b"<w:p "))
        properties = before.find(b"><w:pPr>", max(start, 0))
        end = before.find(b"</w:pPr>", properties)
        if start >= 0 and properties == before.find(b">", start) and end > 0:
            before = before[:properties] + _with_right(before[properties:end], twips) + before[end:]
        before += after
    return before


def _with_right(properties: bytes, twips: bytes) -> bytes:
    """The properties of a paragraph with that right indent."""
    right = b' w:right="%s"' % twips
    if own := _IND.search(properties):
        changed = _RIGHT.sub(right, own[0]) if _RIGHT.search(own[0]) else own[0][:-2] + right + b"/>"
        return properties[: own.start()] + changed + properties[own.end() :]
    places = [properties.find(name) for name in (b"<w:jc ", b"<w:rPr>")]
    at = next((place for place in places if place >= 0), len(properties))
    return properties[:at] + b"<w:ind%s/>" % right + properties[at:]


def without_empty_runs(text: bytes) -> bytes:
    """Without texts that hold nothing, and without the runs that hold nothing else: docxtpl leaves them at its tags."""
    return _EMPTY_TEXT.sub(b"", _EMPTY_RUN.sub(b"", text))


def runs_in_texts(pieces: Iterable[str]) -> bool:
    """Whether a value that is a run stands in a text of the template: the run around it is no longer known.

    The pieces are what Jinja yields: the template's own texts, and values, which are Markup.
    """
    own = ""
    for piece in pieces:
        if type(piece) is not str:
            if "<w:r>" in piece and own.startswith(("<w:t>", "<w:t "), own.rfind("<")):
                return True
        elif "<" in piece:
            own = piece
    return False


@lru_cache(maxsize=1024)
def _head(properties: bytes, is_empty: bool | None) -> tuple[bytes, bytes]:
    """A control up to its number, and on to its content; None of one that holds others."""
    properties = _OLD_ID.sub(b"", properties)
    if is_empty:
        before = _PLACEHOLDER if _PLACEHOLDER.search(properties) else _LOCK
        properties = before.sub(lambda found: found[0] + _SHOWING, properties, count=1)
    elif is_empty is False:
        properties = _OF_EMPTY.sub(b"", properties)
    tag = _TAG.search(properties)
    place = tag.end() if tag else 0
    return b'%s%s<w:id w:val="' % (_PROPERTIES, properties[:place]), b'"/>%s%s' % (properties[place:], _CONTENT)
