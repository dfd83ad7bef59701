"""Pages of other files made ready to stand in ours: their objects as bytes, cut where they refer to others.

Objects that say the same, down to all that they refer to, have the same likeness; a file stores them once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import count
from typing import Any, NamedTuple

import pikepdf

# In qpdf's writing of an object: a string, in which nothing refers to anything, or a reference.
_REFERENCE = re.compile(rb"\((?:[^\\)]|\\.)*\)|\b(\d+) (\d+) R\b", re.DOTALL)
# A layer stands for itself: of two with the same name one can be hidden.
_LAYER = b"/Type /OCG"


class Written(NamedTuple):
    """Something written out: between two pieces stands a reference to the object of that place."""

    pieces: tuple[bytes, ...]
    places: tuple[int, ...]

    def linked(self, numbers: Sequence[int]) -> bytes:
        """As it stands in a file where the objects have these numbers."""
        if not self.places:
            return self.pieces[0]
        links = [b"%d 0 R" % numbers[place] for place in self.places]
        return b"".join(part for pair in zip(self.pieces, [*links, b""], strict=True) for part in pair)


class ForeignPage(NamedTuple):
    """A page: its box, how it is turned (degrees clockwise), what it draws with and the places of its content.

    Of the resources, fonts and graphics once more by themselves.
    """

    box: str
    turn: int
    resources: Written
    fonts: Written
    graphics: Written
    contents: tuple[int, ...]

    @property
    def is_across(self) -> bool:
        """Whether it is wider than high."""
        left, bottom, right, top = map(float, self.box.split())
        return right - left > top - bottom


class ForeignDocument(NamedTuple):
    """Pages of a file and the objects that they lead to, each with its likeness; its layers, and which are hidden."""

    pages: Sequence[ForeignPage]
    objects: Sequence[Written]
    likenesses: Sequence[bytes]
    layers: Sequence[int]
    hidden: Sequence[int]


def foreign(content: bytes) -> ForeignDocument:
    """The document of a PDF file."""
    with pikepdf.open(BytesIO(content)) as pdf:
        collector = _Collector(pdf)
        pages = [_page(page, collector) for page in pdf.pages]
        layers, hidden = ([collector.place(layer.objgen) for layer in some] for some in _layers(pdf))
        objects = collector.collected()
    return ForeignDocument(pages, objects, _likenesses(objects, content), layers, hidden)


def packed(document: ForeignDocument) -> tuple[Any, bytes]:
    """The document as data and bytes, to be handed from one process to another."""
    every = [one for page in document.pages for one in (page.resources, page.fonts, page.graphics)]
    every += document.objects
    pages = [[page.box, page.turn, page.contents] for page in document.pages]
    sizes = [[list(map(len, one.pieces)), one.places] for one in every]
    about = [pages, sizes, [one.hex() for one in document.likenesses], list(document.layers), list(document.hidden)]
    return about, b"".join(piece for one in every for piece in one.pieces)


def unpacked(about: Any, content: bytes) -> ForeignDocument:
    """The document that was packed."""
    pages, sizes, likenesses, layers, hidden = about
    every, at = list[Written](), 0
    for lengths, places in sizes:
        pieces = []
        for length in lengths:
            pieces.append(content[at : at + length])
            at += length
        every.append(Written(tuple(pieces), tuple(places)))
    made = [
        ForeignPage(box, turn, every[at], every[at + 1], every[at + 2], tuple(contents))
        for at, (box, turn, contents) in zip(count(0, 3), pages, strict=False)
    ]
    return ForeignDocument(made, every[3 * len(made) :], [bytes.fromhex(one) for one in likenesses], layers, hidden)


def _page(page: pikepdf.Page, collector: _Collector) -> ForeignPage:
    resources = page.resources
    contents = page.obj.get("/Contents", pikepdf.Array())
    return ForeignPage(
        " ".join(f"{float(edge):g}" for edge in page.mediabox),
        int(page.obj.get("/Rotate", 0)),
        collector.written(resources),
        collector.written(resources.get("/Font", pikepdf.Dictionary())),
        collector.written(resources.get("/XObject", pikepdf.Dictionary())),
        tuple(collector.place(one.objgen) for one in (contents if isinstance(contents, pikepdf.Array) else [contents])),
    )


def _layers(pdf: pikepdf.Pdf) -> tuple[list[pikepdf.Object], list[pikepdf.Object]]:
    """The layers, and those that are off when printed: at first (8.11.4.3), or because printing says so."""
    about = pdf.Root.get("/OCProperties", pikepdf.Dictionary())
    usual = about.get("/D", pikepdf.Dictionary())
    layers, off = list(about.get("/OCGs", pikepdf.Array())), list(usual.get("/OFF", pikepdf.Array()))
    if usual.get("/BaseState") == pikepdf.Name.OFF:
        on = {layer.objgen for layer in usual.get("/ON", pikepdf.Array())}
        off = [layer for layer in layers if layer.objgen not in on]
    printed = _states_when_printed(usual)
    hidden = {layer.objgen for layer in off}
    return layers, [layer for layer in layers if printed.get(layer.objgen, layer.objgen not in hidden) is False]


def _states_when_printed(usual: pikepdf.Object) -> dict[tuple[int, int], bool]:
    """Which layers printing turns on or off, whatever is seen on the screen (8.11.4.4)."""
    states = {}
    for rule in usual.get("/AS", pikepdf.Array()):
        if rule.get("/Event") == "/Print" and pikepdf.Name.Print in rule.get("/Category", pikepdf.Array()):
            for layer in rule.get("/OCGs", pikepdf.Array()):
                usage = layer.get("/Usage", pikepdf.Dictionary()).get("/Print", pikepdf.Dictionary())
                if "/PrintState" in usage:
                    states[layer.objgen] = usage.PrintState != "/OFF"
    return states


class _Collector:
    """The objects of a file that were referred to, by place; those that they refer to join them."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._places: dict[tuple[int, int], int] = {}

    def place(self, number: tuple[int, int]) -> int:
        """The place of the object with this number and generation."""
        return self._places.setdefault(number, len(self._places))

    def written(self, thing: pikepdf.Object) -> Written:
        """A thing that is no stream, written out."""
        return self._cut(thing.unparse(resolved=True))

    def collected(self) -> list[Written]:
        """All objects in order of their places."""
        objects: list[Written] = []
        while len(objects) < len(self._places):
            some = list(self._places)[len(objects) :]
            objects += [self._object(self._pdf.get_object(number)) for number in some]
        return objects

    def _object(self, thing: pikepdf.Object) -> Written:
        if not isinstance(thing, pikepdf.Stream):
            return self.written(thing)
        about = pikepdf.Dictionary({key: thing[key] for key in sorted(thing.keys()) if key != "/Length"})
        pieces, places = self._cut(about.unparse().removeprefix(b"<<").removesuffix(b">>"))
        content = thing.read_raw_bytes()
        end = b"%s /Length %d >>\nstream\n%s\nendstream" % (pieces[-1], len(content), content)
        return Written((b"<<" + pieces[0], *pieces[1:-1], end) if places else (b"<<" + end,), places)

    def _cut(self, text: bytes) -> Written:
        pieces, places, at = list[bytes](), list[int](), 0
        for found in _REFERENCE.finditer(text):
            if found[1]:
                pieces.append(text[at : found.start()])
                places.append(self.place((int(found[1]), int(found[2]))))
                at = found.end()
        return Written((*pieces, text[at:]), tuple(places))


def _likenesses(objects: Sequence[Written], content: bytes) -> list[bytes]:
    """For each object what equal ones have in common, whatever file they come from.

    One that leads back to itself, and a layer, has a likeness of its own.
    """
    known: dict[int, bytes] = {}
    own = hashlib.sha256(content).digest()
    waiting, begun = list(range(len(objects))), set[int]()
    while waiting:
        place = waiting[-1]
        made = objects[place]
        missing = [inner for inner in made.places if inner not in known]
        if place in known:
            waiting.pop()
        elif missing and place not in begun:
            begun.add(place)
            waiting += missing
        else:
            stands_for_itself = bool(missing) or any(_LAYER in piece for piece in made.pieces)
            parts = [*made.pieces, *(known.get(inner, b"") for inner in made.places)]
            known[place] = _hash([*parts, own, b"%d" % place] if stands_for_itself else parts)
            waiting.pop()
    return [known[place] for place in range(len(objects))]


def _hash(parts: Iterable[bytes]) -> bytes:
    made = hashlib.sha256()
    for part in parts:
        made.update(b"%d " % len(part) + part)
    return made.digest()
