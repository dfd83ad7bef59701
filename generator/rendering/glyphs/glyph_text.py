"""Text as a PDF shows it: glyph numbers of the fonts of a class, each character from the first font that has it.

Advances are those of the typesetter (`char_widths`), so a line is as wide as it was computed.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from generator.fontfiles import programs
from generator.rendering.glyphs import marks
from generator.rendering.glyphs.embedding import USUAL_WIDTH, Add, Embedded, embedded
from generator.typesetting.fonts import Face, covering_face, font_files, metrics
from generator.typesetting.typeset import space_face

# The check boxes' class; its one font is made here and not installed.
MARKS = "marks"
MARKS_FACE = Face("wuxiao marks", Path(), 0, 400)
MARK_GLYPHS: Mapping[int, int] = defaultdict(int, {0x25A1: 1, 0x2611: 2})
# Where a file needs so few of a face they are often what is printed on every record's page, the same as before.
FEW_GLYPHS = 80
_LENT = "\uffff"  # no glyph has this number: a font holds 65,535 at most, counted from 0
# Accents, joiners, selectors, controls: what they do to their neighbours takes a shaping engine.
_SHAPED = frozenset({"Mn", "Me", "Mc", "Cf", "Cc"})


class NotSetError(ValueError):
    """The text is more than one glyph for each character; WeasyPrint must set it."""


class _Codes(dict[int, str]):
    """Code point → glyph number as a character, for `str.translate`; filled as characters are met."""

    def __init__(self, font_class: str) -> None:
        super().__init__()
        self.font_class = font_class
        self.first = MARKS_FACE if font_class == MARKS else font_files(font_class)[0]

    def __missing__(self, code: int) -> str:
        if unicodedata.category(chr(code)) in _SHAPED:
            raise NotSetError(f"U+{code:04X}")
        glyph = glyphs(self.first)[code]
        self[code] = chr(glyph) if glyph else _LENT
        return self[code]


_codes = cache(_Codes)


def glyphs(face: Face) -> Mapping[int, int]:
    """Code point → glyph number of the face, 0 where it lacks the character."""
    return MARK_GLYPHS if face == MARKS_FACE else metrics(face).glyphs


@lru_cache(maxsize=4096)  # 男, 女, 高级工程师
def pieces(text: str, font_class: str) -> tuple[tuple[Face, str, bytes], ...]:
    """The text in stretches of one face: the face, its characters, their codes of two bytes each.

    Raises:
        NotSetError: the text holds an accent, a selector or the like, or a character that no font has.
    """
    codes = _codes(font_class)
    written = text.translate(codes)
    if _LENT not in written:
        return ((codes.first, text, _bytes(written)),)
    faces = [_face(text, place, codes) for place in range(len(text))]
    stretches = []
    for face, places in groupby(range(len(text)), key=faces.__getitem__):
        part = "".join(text[place] for place in places)
        numbers = [glyphs(face)[ord(char)] for char in part]
        if not all(numbers):
            raise NotSetError("space")
        stretches.append((face, part, _bytes("".join(map(chr, numbers)))))
    return tuple(stretches)


def _face(text: str, place: int, codes: _Codes) -> Face:
    char = text[place]
    if char in " \u00a0":
        before, after = text[:place].rstrip(" \u00a0"), text[place:].lstrip(" \u00a0")
        return space_face(before, after, codes.font_class)
    face = covering_face(char, codes.font_class)
    if face is None:
        raise NotSetError(f"U+{ord(char):04X}")
    return face


def _bytes(codes: str) -> bytes:
    """Two bytes a code, escaped for the inside of a literal string (ISO 32000-1, 7.3.4.2)."""
    raw = codes.encode("utf-16-be", "surrogatepass")
    for sign in (b"\\", b"(", b")"):
        raw = raw.replace(sign, b"\\" + sign)
    return raw.replace(b"\r", b"\\r")


def embed_face(face: Face, chars: Iterable[str], glyph_texts: Mapping[int, str], add: Add) -> int:
    """The number of the face's font object for these characters and glyphs.

    Where two characters share a glyph (a radical and the character that it is), copied text gives the usual one.
    """
    known, texts = glyphs(face), dict[int, str]()
    for char in chars:
        if glyph := known[ord(char)]:
            other = texts.get(glyph)
            texts[glyph] = char if other is None else max(char, other, key=_how_usual)
    texts.update(glyph_texts)
    few = len(texts) <= FEW_GLYPHS
    return (_embedded_again(face, frozenset(texts.items())) if few else _embedded(face, texts)).add_to(add)


@lru_cache(maxsize=64)
def _embedded_again(face: Face, texts: frozenset[tuple[int, str]]) -> Embedded:
    return _embedded(face, dict(texts))


def _embedded(face: Face, texts: Mapping[int, str]) -> Embedded:
    source = programs.read(marks.font()) if face == MARKS_FACE else programs.source(face.path, face.index)
    widths = _widths(face)
    return embedded(source, {glyph: widths[glyph] for glyph in texts}, texts)


def _how_usual(char: str) -> tuple[bool, int]:
    return unicodedata.normalize("NFKC", char) == char, -ord(char)


class _Widths(dict[int, int]):
    """Glyph number → advance in thousandths of an em; filled as glyphs are met."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.face = face

    def __missing__(self, glyph: int) -> int:
        self[glyph] = USUAL_WIDTH if self.face == MARKS_FACE else round(metrics(self.face).glyph_em(glyph) * 1000)
        return self[glyph]


_widths = cache(_Widths)
