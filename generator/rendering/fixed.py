"""PDF of fixed layouts: a record's page is the blank, shared by all, and a stream of the record's own text.

The blank is compiled once (`blanks.py`); a record costs its lines, their glyph numbers and a deflate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from generator.layout import MM_PER_PT, OFFICIAL
from generator.rendering.blanks import Blank, Program
from generator.rendering.embedding import stream
from generator.rendering.fixed_values import FixedPage
from generator.rendering.glyph_text import NotSetError, embed_face, pieces
from generator.rendering.paragraphs import Line
from generator.rendering.pdf_file import PdfFile
from generator.rendering.places import Place
from generator.typesetting.fonts import Face

BLACK = (0.0, 0.0, 0.0)


class Binding(NamedTuple):
    """How pages are bound: their places in order, None for an empty page; a page may come more than once.

    The outline is names and the leaves (from 0) that they lead to; `printing` are the viewer's preferences.
    """

    leaves: Sequence[int | None]
    outline: Sequence[tuple[str, int]]
    printing: str


class FixedFile:
    """A PDF of filled pages: blanks and fonts stand in it once, however many records share them."""

    def __init__(self, title: str) -> None:
        """An empty file of that title, or of its first program's where it is empty."""
        self._pdf = PdfFile()
        self._title = title
        self._tree, self._fonts = self._pdf.reserve(), self._pdf.reserve()
        self._pages: list[bytes] = []
        self._programs: dict[int, tuple[Program, int]] = {}
        self._drawings: dict[tuple[int, str, float], int] = {}
        self._used: dict[Face, _Used] = {}

    def add(self, records: Sequence[tuple[Program, Sequence[FixedPage]]], title: str = "") -> int:
        """Add the pages of records, each by its program; return how many. Their title is the blank's if none is told.

        Raises:
            NotSetError: a value needs a shaping engine; no page is added then.
        """
        # All text first: what cannot be set must leave nothing behind.
        written = [(program, page, self._text(program, page)) for program, pages in records for page in pages]
        for program, page, text in written:
            self._title = self._title or title or program.title
            resources, drawing = self._resources(program), self._drawing(program, page)
            contents = f"{drawing} 0 R" + (f" {self._pdf.add(stream(text))} 0 R" if text else "")
            width, height = program.blanks[page.name].size_pt
            about = (
                f"<< /Type /Page /Parent {self._tree} 0 R /MediaBox [0 0 {width:g} {height:g}]"
                f" /Resources {resources} 0 R /Contents [{contents}] >>"
            )
            self._pages.append(about.encode())
        return len(written)

    def content(self, binding: Binding | None = None) -> bytes:
        """The file, its pages as they were added or as they are bound: the same pages give the same bytes."""
        leaves = binding.leaves if binding else range(len(self._pages))
        kids = [self._pdf.add(self._empty() if leaf is None else self._pages[leaf]) for leaf in leaves]
        self._pdf.put(self._fonts, self._font_dictionary())
        listed = " ".join(f"{number} 0 R" for number in kids)
        self._pdf.put(self._tree, f"<< /Type /Pages /Count {len(kids)} /Kids [{listed}] >>".encode())
        bound = self._bound(binding, kids) if binding else ""
        root = self._pdf.add(f"<< /Type /Catalog /Pages {self._tree} 0 R /Lang (zh-CN){bound} >>".encode())
        info = self._pdf.add(f"<< /Title {_text_string(self._title)} /Producer (wuxiao) >>".encode())
        return self._pdf.content(root, info)

    def _empty(self) -> bytes:
        width, height = (edge / MM_PER_PT for edge in (OFFICIAL.width_mm, OFFICIAL.height_mm))
        box = f"[0 0 {width:.3f} {height:.3f}]"
        return f"<< /Type /Page /Parent {self._tree} 0 R /MediaBox {box} /Resources << >> >>".encode()

    def _bound(self, binding: Binding, kids: Sequence[int]) -> str:
        """What the catalogue says besides: the outline (ISO 32000-1, 12.3.3), and how to print."""
        outline = self._pdf.reserve()
        items = [self._pdf.reserve() for _ in binding.outline]
        for place, (name, leaf) in enumerate(binding.outline):
            near = f" /Prev {items[place - 1]} 0 R" if place else ""
            near += f" /Next {items[place + 1]} 0 R" if place + 1 < len(items) else ""
            about = f"/Title {_text_string(name)} /Parent {outline} 0 R{near} /Dest [{kids[leaf]} 0 R /Fit]"
            self._pdf.put(items[place], f"<< {about} >>".encode())
        ends = f"/First {items[0]} 0 R /Last {items[-1]} 0 R /Count {len(items)}"
        self._pdf.put(outline, f"<< /Type /Outlines {ends} >>".encode())
        return f" /Outlines {outline} 0 R /PageMode /UseOutlines /ViewerPreferences {binding.printing}"

    def _font_dictionary(self) -> bytes:
        """All fonts by name: each face once, under our name of it and those of the blanks."""
        faces = {used.name.decode(): face for face, used in self._used.items()}
        printed: dict[Face, dict[int, str]] = defaultdict(dict)
        for program, _ in self._programs.values():
            for name, (face, texts) in program.fonts.items():
                faces[name] = face
                printed[face] |= texts
        numbers = {
            face: embed_face(face, self._chars(face), printed[face], self._pdf.add)
            for face in dict.fromkeys(faces.values())
        }
        return ("<< " + " ".join(f"/{name} {numbers[face]} 0 R" for name, face in faces.items()) + " >>").encode()

    def _resources(self, program: Program) -> int:
        """The number of what the program's blanks draw with, which is added with the first of its records."""
        if id(program) not in self._programs:
            numbers = [self._pdf.reserve() for _ in program.objects]
            for number, content in zip(numbers, program.objects, strict=True):
                self._pdf.put(number, program.linked(content, numbers, self._fonts))
            self._programs[id(program)] = (program, numbers[0])
        return self._programs[id(program)][1]

    def _drawing(self, program: Program, page: FixedPage) -> int:
        """The number of the page's blank."""
        key = (id(program), page.name, page.height_mm)
        if key not in self._drawings:
            self._drawings[key] = self._pdf.add(program.blanks[page.name].drawing.stream(page.height_mm))
        return self._drawings[key]

    def _text(self, program: Program, page: FixedPage) -> bytes:
        """The text stream of a page; empty where it has no values."""
        if page.name not in program.blanks:
            raise NotSetError(page.name)
        blank = program.blanks[page.name]
        pen = _Pen(blank.size_pt[1])
        for slot, lines in page.values.items():
            if lines:
                name, down = page.place_of(slot)
                self._slot(pen, blank.places[name], lines, down)
        text = b"BT\n" + b"".join(pen.written) + b"ET\n" if pen.written else b""
        return text + b"".join(_figure(blank, name, drawn) for name, drawn in page.figures.items())

    def _slot(self, pen: _Pen, place: Place, lines: Sequence[Line], down: float) -> None:
        for line, baseline in zip(lines, place.baselines(lines), strict=True):
            pen.move(place.left_of(line), baseline + down, line.tracking_pt, place.color)
            size = line.size_pt or place.size_pt
            for font, text, _ in line.runs:
                for face, chars, codes in pieces(text, font):
                    name, texts = self._used.get(face) or self._use(face)
                    texts.append(chars)
                    pen.show(name, size, codes)

    def _use(self, face: Face) -> _Used:
        self._used[face] = _Used(b"F%d" % len(self._used), [])
        return self._used[face]

    def _chars(self, face: Face) -> set[str]:
        return set().union(*self._used[face].texts) if face in self._used else set()


def _text_string(text: str) -> str:
    return f"<feff{text.encode('utf-16-be').hex()}>"


class _Used(NamedTuple):
    """A face of the records' text: its name in the file, the texts set in it."""

    name: bytes
    texts: list[str]


class _Pen:
    """Writes a text stream (ISO 32000-1, 9.4): places from line to line, and only what changes of the rest."""

    def __init__(self, height_pt: float) -> None:
        self.written: list[bytes] = []
        self._height_pt = height_pt
        self._at = (0, 0)  # in hundredths of a point: what is rounded does not add up
        self._tracking, self._colour, self._font = 0.0, BLACK, (b"", 0.0)

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

    def show(self, font: bytes, size_pt: float, codes: bytes) -> None:
        """Glyphs, after those before them on the line."""
        if self._font != (font, size_pt):
            self._font = (font, size_pt)
            self.written.append(b"/%s %g Tf\n" % self._font)
        self.written.append(b"(%s) Tj\n" % codes)


def _figure(blank: Blank, name: str, drawn: bytes) -> bytes:
    if name not in blank.figures:
        raise NotSetError(name)
    left, bottom = blank.figures[name]
    return b"q 1 0 0 1 %.3f %.3f cm\n%s\nQ\n" % (left, blank.size_pt[1] - bottom, drawn)
