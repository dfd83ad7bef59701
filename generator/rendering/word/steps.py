"""The steps that a compiled Word part consists of: bytes to write as they are, and functions of what is written.

Each function here does what its counterpart in `controls.finish` does, on the pieces written so far.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

BLANK_RUN = '<w:r><w:rPr><w:rStyle w:val="Hint"/></w:rPr><w:t xml:space="preserve">\u2003</w:t></w:r>'.encode()
_SHOWING = b"<w:showingPlcHdr/>"
_OLD_ID = re.compile(r"<w:id(?: [^>]*)?/>")
_TAG_PROPERTY, _LOCK = re.compile(r"<w:tag(?: [^>]*)?/>"), re.compile(r"<w:lock(?: [^>]*)?/>")
_OWN_LINE = re.compile(r'(<w:spacing(?: [^>]*?)? w:line=")(\d+)"')
_OWN_RUN = re.compile(r"<w:rPr>.*</w:rPr>", re.DOTALL)
_OWN_SIZE = re.compile(r'(<w:sz(?:Cs)? w:val=")(\d+)"')
_NOMINAL = re.compile(r'<w:sz w:val="(\d+)"')
_DRAWING_ID = re.compile(r' id="[^"]*"')


class UnusualError(Exception):
    """The part has a form that is not compiled; `controls.finish` takes it."""


@dataclass(slots=True)
class Writing:
    """A part being written: its pieces so far, and what is open. Places are numbers of pieces."""

    number: int  # of the next control
    pieces: list[bytes] = field(default_factory=list)
    run_at: int = 0
    text_at: int = 0
    lost_text: bool = False  # the open run had an empty text
    run_is_hint: bool = False
    run_half_points: int = 0
    placeholder_at: int | None = None
    runs: int = 0  # of the open control
    entered: bool = False  # one of them is no hint
    has_paragraph: bool = False
    half_points: int = 0  # the largest of the values in the open paragraph
    pitch_at: int = 0  # of the open paragraph
    pitch: tuple[int, int, range] = (0, 0, range(0))  # in twips, for a size in half points; the sizes' places behind it
    drawings_at: list[int] = field(default_factory=list)

    def saw(self, hint: bool, half_points: int) -> None:
        """Note a run of the open control."""
        self.runs += 1
        if not hint:
            self.entered = True
        if half_points > self.half_points:
            self.half_points = half_points

    def content(self) -> bytes:
        """The part as written."""
        for number, place in enumerate(self.drawings_at, start=self.number):
            self.pieces[place] = b"%d" % number
        return b"".join(self.pieces)


Step = bytes | Callable[[Writing], None]


@dataclass(frozen=True)
class OpenParagraph:
    """A step: a paragraph begins with these texts, the second of them its pitch; sizes stand behind that."""

    texts: Sequence[bytes]
    pitch: tuple[int, int, range]

    def __call__(self, to: Writing) -> None:
        """Write it."""
        to.half_points, to.pitch_at, to.pitch = 0, len(to.pieces) + 1, self.pitch
        to.pieces += self.texts


def open_run(head: str, text: str, *, hint: bool, half_points: int) -> Step:
    """A run begins whose text is not known yet; with `text`, the tag that stands next, that begins too."""
    written = (head.encode(), text.encode()) if text else (head.encode(),)

    def step(to: Writing) -> None:
        to.run_at, to.lost_text = len(to.pieces), False
        to.text_at = to.run_at + 1
        to.run_is_hint, to.run_half_points = hint, half_points
        to.pieces += written

    return step


def open_text(tag: str) -> Step:
    """A text begins in such a run."""
    written = tag.encode()

    def step(to: Writing) -> None:
        to.text_at = len(to.pieces)
        to.pieces.append(written)

    return step


def close_text(to: Writing) -> None:
    """The text ends; without content it goes."""
    if len(to.pieces) == to.text_at + 1:
        to.pieces.pop()
        to.lost_text = True
    else:
        to.pieces.append(b"</w:t>")


def lost_text(to: Writing) -> None:
    """A text without content stood here."""
    to.lost_text = True


def close_run(to: Writing) -> None:
    """The run ends; when nothing is left of it but its properties it goes."""
    if to.lost_text and len(to.pieces) == to.run_at + 1:
        to.pieces.pop()
    else:
        to.pieces.append(b"</w:r>")
        to.saw(to.run_is_hint, to.run_half_points)


def close_text_and_run(to: Writing) -> None:
    """The text ends, and with it the run, as most do."""
    if len(to.pieces) == to.text_at + 1:
        close_text(to)
        close_run(to)
    else:
        to.pieces.append(b"</w:t></w:r>")
        to.saw(to.run_is_hint, to.run_half_points)


def saw_run(*, hint: bool, half_points: int) -> Step:
    """A run known whole stands in the open control."""

    def step(to: Writing) -> None:
        to.saw(hint, half_points)

    return step


def saw_paragraph(to: Writing) -> None:
    """A paragraph stands in the open control."""
    to.has_paragraph = True


def open_control(before: str, properties: str, paragraph: OpenParagraph | None) -> Step:
    """A control begins, after that text: its properties get a number, and room for the mark of a placeholder.

    A `paragraph` begins just before, as nearly always.
    """
    properties = _OLD_ID.sub("", properties)
    tag = _TAG_PROPERTY.search(properties)
    number_at = tag.end() if tag else properties.index(">") + 1
    lock = _LOCK.search(properties)
    mark_at = lock.end() if lock else len(properties)
    if mark_at < number_at:
        raise UnusualError("the lock stands before the tag")
    head = f'{before}{properties[:number_at]}<w:id w:val="'.encode()
    middle, tail = f'"/>{properties[number_at:mark_at]}'.encode(), properties[mark_at:].encode()

    def step(to: Writing) -> None:
        to.pieces += (head, b"%d" % to.number, middle, b"", tail)
        to.number += 1
        to.placeholder_at = len(to.pieces) - 2 if lock else None
        to.runs, to.entered, to.has_paragraph = 0, False, False

    if paragraph is None:
        return step
    above, pitch = paragraph.texts, paragraph.pitch

    def step_with_paragraph(to: Writing) -> None:
        to.half_points, to.pitch_at, to.pitch = 0, len(to.pieces) + 1, pitch
        to.pieces += (*above, head, b"%d" % to.number, middle, b"", tail)
        to.number += 1
        to.placeholder_at = len(to.pieces) - 2 if lock else None
        to.runs, to.entered, to.has_paragraph = 0, False, False

    return step_with_paragraph


def close_control(to: Writing) -> None:
    """The control ends: an empty one gets a blank; a blank or hints alone are placeholders."""
    if not to.runs and not to.has_paragraph:
        to.pieces.append(BLANK_RUN)
        to.runs = 1
    if to.runs and not to.entered and to.placeholder_at is not None:
        to.pieces[to.placeholder_at] = _SHOWING


def open_paragraph(before: str, properties: str) -> OpenParagraph | None:
    """A paragraph begins, after that text, whose line pitch and own size change with the values in it; None without."""
    line, own, nominal = _OWN_LINE.search(properties), _OWN_RUN.search(properties), _NOMINAL.search(properties)
    if own and nominal and line is None and "<w:spacing" in properties:
        raise UnusualError("spacing without a line pitch")
    if line is None or own is None or nominal is None:
        return None
    cuts = [line.span(2), *(match.span(2) for match in _OWN_SIZE.finditer(properties, own.start()))]
    edges = [0, *(edge for cut in cuts for edge in cut), len(properties)]
    texts = [properties[start:end].encode() for start, end in pairwise(edges)]
    texts[0] = before.encode() + texts[0]
    # The sizes stand two pieces apart, behind the pitch.
    return OpenParagraph(texts, (int(line[2]), int(nominal[1]), range(2, 2 * len(cuts), 2)))


def close_paragraph(to: Writing) -> None:
    """Such a paragraph ends: its pitch grows or shrinks with the largest value in it."""
    if to.half_points:
        twips, nominal, sizes = to.pitch
        place, size = to.pitch_at, b"%d" % to.half_points
        to.pieces[place] = b"%d" % round(twips * to.half_points / nominal)
        for behind in sizes:
            to.pieces[place + behind] = size


def close_control_and_paragraph(to: Writing) -> None:
    """A control ends, and the paragraph around it."""
    close_control(to)
    close_paragraph(to)


def number_drawing(tag: str) -> Step:
    """A drawing: drawings are numbered after the controls."""
    found = _DRAWING_ID.search(tag)
    start, end = found.span() if found else (tag.index(" ") if " " in tag else len(tag.rstrip("/>")),) * 2
    head, tail = f'{tag[:start]} id="'.encode(), f'"{tag[end:]}'.encode()

    def step(to: Writing) -> None:
        to.drawings_at.append(len(to.pieces) + 1)
        to.pieces += (head, b"", tail)

    return step
