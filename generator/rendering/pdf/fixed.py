"""PDF of fixed layouts: a record's page is the blank, shared by all, and a stream of the record's own text.

The blank is compiled once (`blanks.py`); a record costs its lines, their glyph numbers and a deflate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple, TypeAlias

from PIL import Image

from generator.campaign.layout import MM_PER_PT, OFFICIAL
from generator.rendering.attached.foreign import ForeignDocument, ForeignPage
from generator.rendering.glyphs.embedding import stored
from generator.rendering.glyphs.glyph_text import embed_face
from generator.rendering.pdf.blanks import CompiledPages
from generator.rendering.pdf.pdf_file import PdfFile
from generator.rendering.pdf.set_pages import SetPage, face_names
from generator.typesetting.fonts import Face


class Binding(NamedTuple):
    """How pages are bound: their places in order, None for an empty page; a page may come more than once.

    The outline is names and the leaves (from 0) that they lead to; `printing` are the viewer's preferences.
    """

    leaves: Sequence[int | None]
    outline: Sequence[tuple[str, int]]
    printing: str


class SetDocument(NamedTuple):
    """A document that is set: its title and its pages."""

    title: str
    pages: Sequence[SetPage]


class Captioned(NamedTuple):
    """Pages of another file with captions, one page of them for each of the file's."""

    document: ForeignDocument
    captions: SetDocument | ForeignDocument

    @property
    def pages(self) -> Sequence[ForeignPage]:
        """Those of the file."""
        return self.document.pages


Document: TypeAlias = SetDocument | ForeignDocument | Captioned


class FixedFile:
    """A PDF of filled pages: blanks and fonts stand in it once, however many records share them."""

    def __init__(self, title: str) -> None:
        """An empty file of that title."""
        self._pdf = PdfFile()
        self._title = title
        self._tree, self._fonts = self._pdf.reserve(), self._pdf.reserve()
        self._pages: list[bytes] = []
        self._programs: dict[int, tuple[CompiledPages, list[int]]] = {}
        self._photos: dict[bytes, int] = {}
        self._drawings: dict[tuple[int, str, float], int] = {}
        self._texts: dict[Face, list[str]] = defaultdict(list)
        self._foreign: dict[bytes, int] = {}  # by likeness
        self._layers: list[int] = []
        self._hidden: list[int] = []

    def add(self, document: Document) -> None:
        """Add the pages of the document."""
        if isinstance(document, SetDocument):
            for page in document.pages:
                self._add_set(page)
        elif isinstance(document, ForeignDocument):
            numbers = self._copied(document)
            for one in document.pages:
                contents = [numbers[place] for place in one.contents]
                self._add_page(one.box, one.resources.linked(numbers), contents, one.turn)
        else:
            self._add_captioned(document)

    def _add_set(self, page: SetPage) -> None:
        width, height = page.program.blanks[page.blank].size_pt
        resources = b"%d 0 R" % self._resources(page.program)
        if page.photos:
            resources = self._with_photos(page)
        self._add_page(f"0 0 {width:g} {height:g}", resources, [self._drawing(page), *self._text(page)])

    def _add_captioned(self, document: Captioned) -> None:
        """Pages that show their captions too: the text of each, with the fonts that all captions share."""
        numbers = self._copied(document.document)
        for page, (fonts, text) in zip(document.pages, self._captions(document.captions), strict=True):
            resources = b"<< /XObject %s /Font %s >>" % (page.graphics.linked(numbers), fonts)
            self._add_page(page.box, resources, [*(numbers[place] for place in page.contents), *text], page.turn)

    def _captions(self, captions: SetDocument | ForeignDocument) -> list[tuple[bytes, list[int]]]:
        """The fonts and the text of each caption."""
        if isinstance(captions, SetDocument):
            return [(b"%d 0 R" % self._fonts, self._text(page)) for page in captions.pages]
        numbers = self._copied(captions)
        return [(page.fonts.linked(numbers), [numbers[page.contents[-1]]]) for page in captions.pages]

    def _add_page(self, box: str, resources: bytes, contents: Sequence[int], turn: int = 0) -> None:
        streams = b" ".join(b"%d 0 R" % number for number in contents)
        turned = b" /Rotate %d" % turn if turn else b""
        self._pages.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [%s]%s /Resources %s /Contents [%s] >>"
            % (self._tree, box.encode(), turned, resources, streams)
        )

    def _text(self, page: SetPage) -> list[int]:
        """The number of the page's text stream, if it has one; its characters are those of the file too."""
        for face, texts in page.texts.items():
            self._texts[face] += texts
        return [self._pdf.add(page.text)] if page.text else []

    def _copied(self, document: ForeignDocument) -> list[int]:
        """The numbers of the document's objects; of equal ones it is the same."""
        new = []
        for place, likeness in enumerate(document.likenesses):
            if likeness not in self._foreign:
                self._foreign[likeness] = self._pdf.reserve()
                new.append(place)
        numbers = [self._foreign[likeness] for likeness in document.likenesses]
        for place in new:
            self._pdf.put(numbers[place], document.objects[place].linked(numbers))
        self._layers += [numbers[place] for place in document.layers]
        self._hidden += [numbers[place] for place in document.hidden]
        return numbers

    def content(self, binding: Binding | None = None) -> bytes:
        """The file, its pages as they were added or as they are bound: the same pages give the same bytes."""
        leaves = binding.leaves if binding else range(len(self._pages))
        kids = [self._pdf.add(self._empty() if leaf is None else self._pages[leaf]) for leaf in leaves]
        self._pdf.put(self._fonts, self._font_dictionary())
        listed = " ".join(f"{number} 0 R" for number in kids)
        self._pdf.put(self._tree, f"<< /Type /Pages /Count {len(kids)} /Kids [{listed}] >>".encode())
        bound = self._bound(binding, kids) if binding else ""
        about = f"/Type /Catalog /Pages {self._tree} 0 R /Lang (zh-CN){bound}{self._of_layers()}"
        root = self._pdf.add(f"<< {about} >>".encode())
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

    def _of_layers(self) -> str:
        """What the catalogue says of layers (ISO 32000-1, 8.11), of all files in one list, hidden where they were."""
        if not self._layers:
            return ""
        every, hidden = (
            " ".join(f"{number} 0 R" for number in dict.fromkeys(some)) for some in (self._layers, self._hidden)
        )
        return f" /OCProperties << /OCGs [{every}] /D << /OFF [{hidden}] >> >>"

    def _font_dictionary(self) -> bytes:
        """All fonts by name: each face once, under our name of it and those of the blanks."""
        faces = {face_names()[face].decode(): face for face in self._texts}
        printed: dict[Face, dict[int, str]] = defaultdict(dict)
        for program, _ in self._programs.values():
            for name, (face, texts) in program.fonts.items():
                faces[name] = face
                printed[face] |= texts
        numbers = {
            face: embed_face(face, set().union(*self._texts[face]), printed[face], self._pdf.add)
            for face in dict.fromkeys(faces.values())
        }
        return ("<< " + " ".join(f"/{name} {numbers[face]} 0 R" for name, face in faces.items()) + " >>").encode()

    def _resources(self, program: CompiledPages) -> int:
        """The number of what the program's blanks draw with, which is added with the first of its records."""
        if id(program) not in self._programs:
            numbers = [self._pdf.reserve() for _ in program.objects]
            for number, content in zip(numbers, program.objects, strict=True):
                self._pdf.put(number, program.linked(content, numbers, self._fonts))
            self._programs[id(program)] = (program, numbers)
        return self._programs[id(program)][1][0]

    def _with_photos(self, page: SetPage) -> bytes:
        """What the page's blank draws with, and its photos: each stands in the file once."""
        for name, photo in page.photos.items():
            if name not in self._photos:
                self._photos[name] = self._pdf.add(jpeg_image(photo.content))
        _, numbers = self._programs[id(page.program)]
        resources = page.program.linked(page.program.objects[0], numbers, self._fonts)
        entries = b" ".join(b"/%s %d 0 R" % (name, self._photos[name]) for name in page.photos)
        return resources.replace(b"/XObject << ", b"/XObject << " + entries + b" ", 1)

    def _drawing(self, page: SetPage) -> int:
        """The number of the page's blank."""
        key = (id(page.program), page.blank, page.height_mm)
        if key not in self._drawings:
            self._drawings[key] = self._pdf.add(page.program.blanks[page.blank].drawing.stream(page.height_mm))
        return self._drawings[key]


def jpeg_image(content: bytes) -> bytes:
    """The picture as an image object (ISO 32000-1, 8.9.5), its JPEG as it is."""
    with Image.open(BytesIO(content), formats=["JPEG"]) as picture:
        width, height = picture.size
        space = "DeviceGray" if picture.mode == "L" else "DeviceRGB"
    about = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /{space}"
    return stored(content, f"{about} /BitsPerComponent 8 /Filter /DCTDecode")


def _text_string(text: str) -> str:
    return f"<feff{text.encode('utf-16-be').hex()}>"
