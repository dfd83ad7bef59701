"""Fixed pages compiled: the blanks as WeasyPrint draws them, and the places of their values.

A blank is a probe (`places.py`) without its values, so nothing on the page can move when it is filled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf

from generator.rendering.glyphs.embedding import stored, stream
from generator.rendering.glyphs.glyph_text import MARKS_FACE
from generator.rendering.pdf.fixed_values import Context, FixedLayout
from generator.rendering.pdf.places import TOLERANCE_PT, NotFixedError, Place, corners, empty, places, see
from generator.typesetting.fonts import FONT_CLASSES, Face, font_files

_NUMBER, _GRAPHIC = re.compile(rb"(?<![\w/.-])(-?\d*\.?\d+)"), re.compile(rb"/x\d+")
# In the objects of a program: a reference to another of them, and to the fonts of the file.
_REFERENCE = re.compile(rb"\x01(\d+|fonts)\x01")
_KEPT = {"ser_json_bytes": "base64", "val_json_bytes": "base64"}  # how `kept` writes them, for pydantic


@dataclass(frozen=True)
class Blank:
    """A page without its values: width and height in pt, its drawing, its places by slot.

    `figures` are the lower left corners of its figures, in pt from the page's left and upper edge.
    """

    size_pt: tuple[float, float]
    drawing: Drawing
    places: Mapping[str, Place]
    figures: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Drawing:
    """What a blank draws, in pieces; between two pieces stands a number that grows with the page's height.

    `growing` are pairs: the number at a height of 0 mm, and how much it grows with a millimetre.
    """

    __pydantic_config__ = _KEPT
    pieces: tuple[bytes, ...]
    growing: tuple[tuple[float, float], ...]

    def stream(self, height_mm: float) -> bytes:
        """The stream object for this height."""
        numbers = [b"%.4f" % (start + step * height_mm) for start, step in self.growing]
        inside = b"".join(part for pair in zip(self.pieces, [*numbers, b""], strict=True) for part in pair)
        return stream(b"q\n" + inside + b"\nQ")


@dataclass(frozen=True)
class CompiledPages:
    """A template made ready: blanks by name, the objects that they draw with (the resources first), their fonts.

    `fonts` tells for every font name of the drawings the face, and what its glyphs in use stand for.
    """

    __pydantic_config__ = _KEPT
    title: str
    blanks: Mapping[str, Blank]
    objects: tuple[bytes, ...]
    fonts: Mapping[str, tuple[Face, Mapping[int, str]]]

    @staticmethod
    def linked(content: bytes, numbers: Sequence[int], fonts: int) -> bytes:
        """An object with the numbers that the objects, and the file's fonts, have in a file."""
        if b"\x01" not in content:
            return content
        return _REFERENCE.sub(
            lambda found: b"%d 0 R" % (fonts if found[1] == b"fonts" else numbers[int(found[1])]), content
        )


def compiled(layout: FixedLayout, printed: Context, lay_out: Callable[[Context], Any]) -> CompiledPages:
    """The program of the blanks that print this; `lay_out` gives WeasyPrint's document of a context.

    Raises:
        NotFixedError: the template does not place its values as can be followed.
    """
    probes = layout.probes(printed)
    wanted = [page for probe in probes for page in layout.pages(probe)]
    documents = [lay_out(probe) for probe in probes]
    laid_out = [page for document in documents for page in document.pages]
    if len(wanted) != len(laid_out):
        raise NotFixedError("pages")
    if any(page.links for page in laid_out):
        raise NotFixedError("links")  # a blank is a drawing: they would be lost
    slots = frozenset(slot for page in wanted for slot in page.values)
    seen = [see(page, slots) for page in laid_out]
    figures = [corners(page) for page in laid_out]
    for page in laid_out:
        empty(page, slots)
    document = documents[0].copy(laid_out)
    with pikepdf.open(BytesIO(document.write_pdf(uncompressed_pdf=True))) as pdf:
        alike: dict[str, list[int]] = {}
        for number, page in enumerate(wanted):
            alike.setdefault(page.name, []).append(number)
        blanks = {
            name: Blank(
                _size(pdf.pages[numbers[0]]),
                _drawing([(wanted[number].height_mm, pdf.pages[number].Contents.read_bytes()) for number in numbers]),
                places([(wanted[number], seen[number]) for number in numbers]),
                _same_corners([figures[number] for number in numbers]),
            )
            for name, numbers in alike.items()
        }
        resources = pdf.pages[0].obj.Resources
        _drop_unused(resources, [piece for blank in blanks.values() for piece in blank.drawing.pieces])
        copier = _Copier()
        copier.copy(resources)
        title = str(pdf.docinfo.get("/Title", ""))
    return CompiledPages(title, blanks, tuple(copier.objects), _fonts(document.fonts.values()))


def _drop_unused(resources: pikepdf.Object, contents: Iterable[bytes]) -> None:
    """Take out graphics that none of the contents draws: those of further probes are the same once more."""
    graphics: Any = resources.get("/XObject", {})
    coming, used = list(contents), set[str]()
    while coming:
        names = {name.decode() for name in _GRAPHIC.findall(coming.pop())} & set(graphics.keys()) - used
        used |= names
        coming += [graphics[name].read_bytes() for name in names if graphics[name].Subtype == pikepdf.Name.Form]
    for name in set(graphics.keys()) - used:
        del graphics[name]


def _same_corners(found: Sequence[Mapping[str, tuple[float, float]]]) -> Mapping[str, tuple[float, float]]:
    """The corners, which are the same on all pages of the name. Raises NotFixedError where they are not."""
    first = found[0]
    for other in found:
        if other.keys() != first.keys():
            raise NotFixedError("figures")
        for name, corner in other.items():
            if max(abs(a - b) for a, b in zip(corner, first[name], strict=True)) > TOLERANCE_PT:
                raise NotFixedError(name)
    return first


def _drawing(samples: Sequence[tuple[float, bytes]]) -> Drawing:
    """What the pages draw, each given by its height in mm and its content.

    Raises:
        NotFixedError: they differ in more than numbers that grow with the height.
    """
    heights = [height for height, _ in samples]
    contents = [_NUMBER.split(content) for _, content in samples]
    # WeasyPrint counts its names of graphics up from page to page.
    words = [[_GRAPHIC.sub(b"/x", word) for word in content[::2]] for content in contents]
    if any(one != words[0] for one in words):
        raise NotFixedError("the values change what is printed")
    pieces: list[bytes] = [b""]
    growing = []
    for place, part in enumerate(contents[0]):
        numbers = [content[place] for content in contents]
        if place % 2 == 0 or all(number == part for number in numbers):
            pieces[-1] += part
        else:
            growing.append(_growth(heights, [float(number) for number in numbers]))
            pieces.append(b"")
    return Drawing(tuple(pieces), tuple(growing))


def _growth(heights: Sequence[float], numbers: Sequence[float]) -> tuple[float, float]:
    (low, at_low), (high, at_high) = min(zip(heights, numbers, strict=True)), max(zip(heights, numbers, strict=True))
    if high == low:
        raise NotFixedError("the values move what is printed")
    step = (at_high - at_low) / (high - low)
    start = at_low - step * low
    if any(abs(start + step * height - number) > TOLERANCE_PT for height, number in zip(heights, numbers, strict=True)):
        raise NotFixedError("the values move what is printed")
    return start, step


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return right - left, top - bottom


def _fonts(fonts: Any) -> dict[str, tuple[Face, dict[int, str]]]:
    made: dict[str, tuple[Face, dict[int, str]]] = {}
    for font in fonts:
        made.setdefault(font.hash, (_face(font), {}))[1].update(font.to_unicode)
    return made


def _face(font: Any) -> Face:
    """The typesetter's face for a font of WeasyPrint: the one of its file."""
    if font.family == MARKS_FACE.family:
        return MARKS_FACE
    for face in (face for name in FONT_CLASSES for face in font_files(name)):
        if face.index == font.index and face.path.stat().st_size == len(font.file_content):
            return face
    raise NotFixedError(font.family)


class _Copier:
    """Objects of a PDF written out, with marks in the places of references."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []
        self._places: dict[tuple[int, int], int] = {}

    def copy(self, thing: pikepdf.Object) -> int:
        """The place of the object, which is added with all that it refers to."""
        place = len(self.objects)
        self._places[thing.objgen] = place
        self.objects.append(b"")
        about = self._dictionary(thing) if isinstance(thing, pikepdf.Stream) else self._written(thing, whole=True)
        if isinstance(thing, pikepdf.Stream):
            made = stored if "/Filter" in thing else stream
            about = made(thing.read_raw_bytes(), about.decode("latin-1"))
        self.objects[place] = about
        return place

    def _written(self, thing: Any, *, whole: bool = False) -> bytes:
        if isinstance(thing, pikepdf.Object) and thing.is_indirect and not whole:
            place = self._places[thing.objgen] if thing.objgen in self._places else self.copy(thing)
            return b"\x01%d\x01" % place
        if isinstance(thing, pikepdf.Dictionary):
            return b"<< %s >>" % self._dictionary(thing)
        if isinstance(thing, pikepdf.Array):
            return b"[%s]" % b" ".join(self._written(one) for one in thing)
        if isinstance(thing, bool):
            return b"true" if thing else b"false"
        if isinstance(thing, int | Decimal):
            return format(thing, "f").encode() if isinstance(thing, Decimal) else b"%d" % thing
        return bytes(thing.unparse())

    def _dictionary(self, thing: pikepdf.Object) -> bytes:
        entries = []
        for key in sorted(thing.keys()):
            if key == "/Length":
                continue
            written = b"\x01fonts\x01" if key == "/Font" else self._written(thing[key])
            entries.append(key.encode() + b" " + written)
        return b" ".join(entries)
