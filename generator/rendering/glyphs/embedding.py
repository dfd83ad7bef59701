"""Fonts in a PDF (ISO 32000-1, 9.7): the composite font of a subset, with the text that its glyphs stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import deflate

from generator.fontfiles.programs import CFF, Source, Subset

# Adds an object, given as its bytes, to a file; the answer is its number.
Add = Callable[[bytes], int]

# Outlines of CFF shrink by a fifth when deflated, which takes half of the time of a single form: only fonts of this
# many bytes, which many records share, are.
WORTH_DEFLATING = 200_000

# How hard libdeflate tries, of 12. Text: half of the time that zlib takes for the same size. Outlines: a hundredth
# larger in half of that time.
WELL, QUICKLY = 6, 1

USUAL_WIDTH = 1000  # thousandths of an em: what a glyph is wide of which the file says nothing (table 117)
SYMBOLIC, SERIF = 1 << 2, 1 << 1  # flags of a font (ISO 32000-1, table 123)


def stream(content: bytes, about: str = "", level: int = WELL) -> bytes:
    """A stream object of this content, deflated; `about` are further entries of its dictionary."""
    return stored(bytes(deflate.zlib_compress(content, level)), f"{about} /Filter /FlateDecode")


def stored(content: bytes, about: str) -> bytes:
    """A stream object of this content as it is."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (about.encode("latin-1"), len(content), content)


class Embedded(NamedTuple):
    """A subset of a font ready for any file: its name, file, widths, mapping of CIDs and text, as objects."""

    name: str
    is_cff: bool
    descriptor: str
    file: bytes
    widths: str
    glyph_of_cid: bytes
    unicode: bytes

    def add_to(self, add: Add) -> int:
        """The number of the font object, added with all that it refers to."""
        descriptor = add(f"<< {self.descriptor} {add(self.file)} 0 R >>".encode())
        mapping = f"{add(self.glyph_of_cid)} 0 R" if self.glyph_of_cid else "/Identity"
        glyphs = add(
            f"<< /Type /Font /Subtype /CIDFontType{0 if self.is_cff else 2} /BaseFont /{self.name}"
            f" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /CIDToGIDMap {mapping} /W [{self.widths}] /FontDescriptor {descriptor} 0 R >>".encode()
        )
        unicode = add(self.unicode)
        return add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{self.name} /Encoding /Identity-H"
            f" /DescendantFonts [{glyphs} 0 R] /ToUnicode {unicode} 0 R >>".encode()
        )


def embedded(source: Source, widths: Mapping[int, int], texts: Mapping[int, str]) -> Embedded:
    """The subset; `widths` (thousandths of an em) and `texts` (what a glyph stands for) have every glyph in use."""
    program = source.subset(widths)
    return Embedded(
        program.name,
        program.kind == CFF,
        _descriptor(source, program),
        _file(program),
        _widths(widths),
        stream(program.glyph_of_cid) if program.glyph_of_cid else b"",
        stream(_to_unicode(texts)),
    )


def _file(program: Subset) -> bytes:
    if program.kind == CFF and len(program.content) < WORTH_DEFLATING:
        return stored(program.content, "/Subtype /CIDFontType0C")
    if program.kind == CFF:
        return stream(program.content, "/Subtype /CIDFontType0C", QUICKLY)
    return stream(program.content, f"/Length1 {len(program.content)}")


def _descriptor(source: Source, program: Subset) -> str:
    """The font's descriptor, up to the number of its file."""
    box = " ".join(map(str, source.bounds))
    return (
        f"/Type /FontDescriptor /FontName /{program.name} /Flags {SYMBOLIC | (SERIF if source.is_serif else 0)}"
        f" /FontBBox [{box}] /ItalicAngle 0 /Ascent {source.ascent} /Descent {source.descent}"
        f" /CapHeight {source.ascent} /StemV 80 /FontFile{3 if program.kind == CFF else 2}"
    )


def _widths(widths: Mapping[int, int]) -> str:
    """The entry W: for every run of glyph numbers the first of them and their widths; the usual width goes without."""
    written: list[str] = []
    before = None
    for glyph in sorted(glyph for glyph, width in widths.items() if width != USUAL_WIDTH):
        if glyph - 1 != before:
            written.append(f"{']' if written else ''}{glyph}[")
        written.append(f"{widths[glyph]} ")
        before = glyph
    return "".join(written) + ("]" if written else "")


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    """The CMap from glyph numbers to text (ISO 32000-1, 9.10.3), at most 100 entries a block."""
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <ffff> endcodespacerange",
            *_blocks(texts),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    ).encode()


def _blocks(texts: Mapping[int, str]) -> Iterator[str]:
    entries = list(map(_ENTRIES.__getitem__, sorted(texts.items())))
    for start in range(0, len(entries), 100):
        block = entries[start : start + 100]
        yield "\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"])


class _Entries(dict[tuple[int, str], str]):
    """Glyph and text → their line; filled as they are met, the same in document after document."""

    def __missing__(self, key: tuple[int, str]) -> str:
        glyph, text = key
        self[key] = f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>"
        return self[key]


_ENTRIES = _Entries()
