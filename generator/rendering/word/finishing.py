"""The last step of a usual Word part, on its text: what `controls.finish` does to a tree, in a tenth of the time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import count

from generator.rendering.word.controls import BLANK_RUN, HINT

_BLANK_RUN, _HINT, _SHOWING = BLANK_RUN.encode(), HINT.encode(), b"<w:showingPlcHdr/>"
_PROPERTIES, _CONTENT, _END = b"<w:sdtPr>", b"</w:sdtPr><w:sdtContent>", b"</w:sdtContent>"
_PIECES = 6  # that a control is made of, with what follows it
_EMPTY = re.compile(b"></w:t>")
_EMPTY_TEXT = re.compile(rb"<w:t(?: [^>]*)?(?:></w:t>|/>)")
_EMPTY_RUN = re.compile(
    rb"<w:r(?: [^>]*)?>(?>(?:<w:rPr>.*?</w:rPr>|<w:rPr/>)?)(?:%s)+</w:r>" % _EMPTY_TEXT.pattern, re.DOTALL
)
_RUN_OR_PARAGRAPH = re.compile(rb"<w:[rp][ />]")
_RUN = re.compile(rb"<w:r(?: [^>]*)?>(?:<w:rPr>.*?</w:rPr>)?|<w:r/>", re.DOTALL)
_SIZE = re.compile(rb'<w:sz w:val="(\d+)"/>')
_LINE = re.compile(rb'(<w:spacing(?: [^>]*)? w:line=")(\d+)"')
_OWN_SIZE = re.compile(rb'(<w:sz(?:Cs)? w:val=")\d+"')
_OLD_ID, _TAG, _LOCK = (re.compile(rb"<w:%s(?: [^>]*)?/>" % name) for name in (b"id", b"tag", b"lock"))
_DRAWING = re.compile(rb'(<wp:docPr (?:[^>]* )?id=")[^"]*"')


def finished(part: bytes, first_id: int) -> bytes:
    """The part with empty runs dropped and controls completed; they and drawings are numbered from `first_id`."""
    before, *controls = (without_empty_runs(part) if _EMPTY.search(part) else part).split(_PROPERTIES)
    made = [before]
    for number, control in enumerate(controls, first_id):
        properties, _, rest = control.partition(_CONTENT)
        content, _, after = rest.partition(_END)
        if not _RUN_OR_PARAGRAPH.search(content):
            content += _BLANK_RUN
        runs = _RUN.findall(content) if _HINT in content else ()
        start, end = _head(properties, bool(runs) and all(_HINT in run for run in runs))
        made += (start, b"%d" % number, end, content, _END, after)
    _fit_pitch(made)
    text = b"".join(made)
    if b"docPr" not in text:
        return text
    numbers = count(first_id + len(controls))
    return _DRAWING.sub(lambda found: b'%s%d"' % (found[1], next(numbers)), text)


def _fit_pitch(pieces: list[bytes]) -> None:
    """Change the paragraphs of controls as `controls.finish` does; `pieces` are those of `finished`."""
    place, start, paragraph, largest = 0, 0, b"", 0
    for at in range(0, len(pieces) - 1, _PIECES):
        between = pieces[at]
        opens = between.rfind(b"<w:pPr>")
        if between.find(b"</w:p>", max(opens, 0)) >= 0:
            paragraph = b""
        elif opens >= 0:
            place, start, paragraph, largest = at, opens, between[opens:], 0
        if paragraph and (sizes := _SIZE.findall(pieces[at + 4])) and (size := max(map(int, sizes))) > largest:
            pieces[place] = pieces[place][:start] + _of_size(paragraph, size)
            largest = size


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
def _head(properties: bytes, is_placeholder: bool) -> tuple[bytes, bytes]:
    """A control up to its number, and on to its content."""
    properties = _OLD_ID.sub(b"", properties)
    if is_placeholder:
        properties = _LOCK.sub(lambda lock: lock[0] + _SHOWING, properties, count=1)
    tag = _TAG.search(properties)
    place = tag.end() if tag else 0
    return b'%s%s<w:id w:val="' % (_PROPERTIES, properties[:place]), b'"/>%s%s' % (properties[place:], _CONTENT)


@lru_cache(maxsize=1024)
def _of_size(paragraph: bytes, half_points: int) -> bytes:
    """The beginning of a paragraph whose largest value has that size."""
    properties, end, after = paragraph.partition(b"</w:pPr>")
    above, run, own = properties.partition(b"<w:rPr>")
    line, nominal = _LINE.search(above), _SIZE.search(own)
    if not line or not nominal:
        return paragraph
    pitch = b"%d" % round(int(line[2]) * half_points / int(nominal[1]))
    own = _OWN_SIZE.sub(rb"\g<1>%d" % half_points + b'"', own)
    return b"".join((above[: line.start(2)], pitch, above[line.end(2) :], run, own, end, after))
