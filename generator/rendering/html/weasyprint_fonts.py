"""The fonts of a document that WeasyPrint lays out, embedded as subsets of our own making.

WeasyPrint has HarfBuzz cut every subset out of the whole font anew (half of the time of a small document) and
keeps a place for each of its 65,535 glyphs (half a megabyte); ours are put together of glyphs cut out before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydyf
import weasyprint.pdf

from generator.fontfiles import programs
from generator.rendering.glyphs.embedding import embedded

_of_weasyprint = weasyprint.pdf.build_fonts_dictionary
_sources: dict[tuple[str, int, int], programs.Source] = {}


def install() -> None:
    """Let WeasyPrint embed fonts through `fonts_dictionary`, in the whole process."""
    weasyprint.pdf.build_fonts_dictionary = fonts_dictionary


def fonts_dictionary(
    pdf: Any, fonts: Mapping[Any, Any], compress: bool, subset: bool, options: Mapping[str, Any]
) -> pydyf.Dictionary:
    """The entry Font of the pages' resources: name → font object, all added to the file.

    Fonts that we do not cut (emoji, bitmaps, variable ones) are left to WeasyPrint.
    """
    plain = [font for font in fonts.values() if is_plain(font)]
    others = {key: font for key, font in fonts.items() if not is_plain(font)}
    made = _of_weasyprint(pdf, others, compress, subset, options) if others else pydyf.Dictionary()
    for name in dict.fromkeys(font.hash for font in plain):
        alike = [font for font in plain if font.hash == name]  # one font in several sizes
        widths = {glyph: width for font in alike for glyph, width in font.widths.items()}
        texts = {glyph: text for font in alike for glyph, text in font.to_unicode.items()}
        number = embedded(source_of(alike[0]), widths, texts).add_to(lambda content: _add(pdf, content))
        made[name] = f"{number} 0 R"
    return made


def is_plain(font: Any) -> bool:
    """Whether the font consists of outlines that never change, and has every glyph asked of it."""
    special = font.bitmap or font.png or font.svg or font.colr or font.missing or font.used_in_forms
    return not special and "fvar" not in font.tables and not {"CFF ", "glyf"}.isdisjoint(font.tables)


def source_of(font: Any) -> programs.Source:
    """The font's glyphs, read once per process; two fonts of one name and one length are taken for the same."""
    key = font.hash, font.index, len(font.file_content)
    if key not in _sources:
        _sources[key] = programs.read(font.file_content, font.index)
    return _sources[key]


class _Raw(pydyf.Object):  # type: ignore[misc]
    """An object given as its bytes."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.content = content

    @property
    def data(self) -> bytes:
        """The bytes."""
        return self.content

    @property
    def compressible(self) -> bool:
        """Whether it may go into an object stream."""
        return not self.content.endswith(b"endstream")


def _add(pdf: Any, content: bytes) -> int:
    added = _Raw(content)
    pdf.add_object(added)
    return int(added.number)
