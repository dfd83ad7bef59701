"""Pages set: what a record puts on its blanks, as text streams that are the same in every file that takes them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from generator.campaign.layout import MM_PER_PT
from generator.rendering.glyphs.embedding import stream
from generator.rendering.glyphs.glyph_text import MARKS_FACE, NotSetError, pieces
from generator.rendering.pdf.blanks import Blank, CompiledPages
from generator.rendering.pdf.fixed_values import FixedPage
from generator.rendering.pdf.places import Place
from generator.rendering.sheets.paragraphs import Line
from generator.rendering.sheets.photos import Photo
from generator.typesetting.fonts import FONT_CLASSES, Face, font_files

BLACK = (0.0, 0.0, 0.0)


class SetPage(NamedTuple):
    """A page that is set: its program, the name and height of its blank, its text stream, the texts by face.

    The stream is an object ready for any file, empty where the page has no values; it calls its photos by names that
    are the same in every file.
    """

    program: CompiledPages
    blank: str
    height_mm: float
    text: bytes
    texts: Mapping[Face, Sequence[str]]
    photos: Mapping[bytes, Photo] = {}


def set_page(program: CompiledPages, page: FixedPage) -> SetPage:
    """The page set by its program. Raises NotSetError where a value needs a shaping engine."""
    if page.name not in program.blanks:
        raise NotSetError(page.name)
    blank = program.blanks[page.name]
    pen = _Pen(blank.size_pt[1])
    for slot, lines in page.values.items():
        if lines:
            name, down = page.place_of(slot)
            _set_slot(pen, blank.places[name], lines, down)
    text = b"BT\n" + b"".join(pen.written) + b"ET\n" if pen.written else b""
    text += b"".join(_figure(blank, name, drawn) for name, drawn in page.figures.items())
    photos = {_photo_name(photo): (slot, photo, room) for slot, (photo, room) in page.photos.items()}
    text += b"".join(_photo(blank, name, *shown) for name, shown in photos.items())
    own = {name: photo for name, (_, photo, _) in photos.items()}
    return SetPage(program, page.name, page.height_mm, stream(text) if text else b"", pen.texts, own)


def _set_slot(pen: _Pen, place: Place, lines: Sequence[Line], down: float) -> None:
    for line, baseline in zip(lines, place.baselines(lines), strict=True):
        pen.move(place.left_of(line), baseline + down, line.tracking_pt, place.color)
        size = line.size_pt or place.size_pt
        for font, text, _ in line.runs:
            for face, chars, codes in pieces(text, font):
                pen.show(face, size, chars, codes)


@cache
def face_names() -> Mapping[Face, bytes]:
    """How text streams call the faces of this machine: a face has the same name in every file."""
    faces = dict.fromkeys(face for name in FONT_CLASSES for face in font_files(name))
    return {face: b"F%d" % place for place, face in enumerate((MARKS_FACE, *faces))}


class _Pen:
    """Writes a text stream (ISO 32000-1, 9.4): places from line to line, and only what changes of the rest."""

    def __init__(self, height_pt: float) -> None:
        self.written: list[bytes] = []
        self.texts: dict[Face, list[str]] = defaultdict(list)
        self._names = face_names()
        self._height_pt = height_pt
        self._at = (0, 0)  # in hundredths of a point: what is rounded does not add up
        self._tracking, self._colour, self._font = 0.0, BLACK, (MARKS_FACE, 0.0)

    def move(self, left: float, baseline: float, tracking: float, colour: tuple[float, float, float]) -> None:
        """To a line's start, pt from the page's left and upper edge."""
        before, self._at = self._at, (round(left * 100), round((self._height_pt - baseline) * 100))
        self.written.append(b"%g %g Td\n" % ((self._at[0] - before[0]) / 100, (self._at[1] - before[1]) / 100))
        if self._tracking != (tracking := round(tracking, 4)):
            self._tracking = tracking
            self.written.append(b"%g Tc\n" % tracking)
        if self._colour != colour:
            self._colour = colour
            self.written.append(b"%g %g %g rg\n" % colour)

    def show(self, face: Face, size_pt: float, chars: str, codes: bytes) -> None:
        """Glyphs, after those before them on the line; `chars` is what they stand for."""
        if self._font != (face, size_pt):
            self._font = (face, size_pt)
            self.written.append(b"/%s %g Tf\n" % (self._names[face], size_pt))
        self.texts[face].append(chars)
        self.written.append(b"(%s) Tj\n" % codes)


def _figure(blank: Blank, name: str, drawn: bytes) -> bytes:
    if name not in blank.figures:
        raise NotSetError(name)
    left, bottom = blank.figures[name]
    return b"q 1 0 0 1 %.3f %.3f cm\n%s\nQ\n" % (left, blank.size_pt[1] - bottom, drawn)


def _photo_name(photo: Photo) -> bytes:
    return b"P" + hashlib.sha256(photo.content).hexdigest()[:16].encode()


def _photo(blank: Blank, name: bytes, slot: str, photo: Photo, room_mm: tuple[float, float]) -> bytes:
    """The operators that draw the photo in the middle of its place."""
    wide, high = (side / MM_PER_PT for side in photo.size_mm)
    left, bottom = ((room / MM_PER_PT - side) / 2 for room, side in zip(room_mm, (wide, high), strict=True))
    return _figure(blank, slot, b"%.3f 0 0 %.3f %.3f %.3f cm /%s Do" % (wide, high, left, bottom, name))
