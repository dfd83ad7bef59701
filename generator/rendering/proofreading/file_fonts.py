"""The fonts of a PDF as a reader finds them: what codes stand for, how wide they are, how they are drawn.

pikepdf opens the file and fontTools the font programs; neither wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

Outline = tuple[Any, ...]

UNREADABLE = "\ufffd"
USUAL_WIDTH = 1000.0  # thousandths of an em: of a glyph of which the file says nothing (ISO 32000-1, table 117)
_MAPPED = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")


def drawn(glyphs: Any, name: str) -> Outline:
    """The outline of a glyph of one of fontTools' collections of glyphs."""
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return tuple(pen.value)


class FileFont:
    """A font of a file (ISO 32000-1, 9.5 to 9.10). Programs are read when a glyph's shape is asked for."""

    def __init__(self, thing: pikepdf.Object) -> None:
        """Read the dictionary."""
        self._is_composite = thing.get("/Subtype") == "/Type0"
        self._thing = thing.DescendantFonts[0] if self._is_composite else thing
        self.name = str(thing.get("/BaseFont", "")).removeprefix("/").rpartition("+")[2]
        self._texts = _texts(thing)
        self._widths = dict(_widths(self._thing)) if self._is_composite else {}

    def codes(self, string: bytes) -> Iterable[int]:
        """The codes of a string: two bytes each in a composite font (all that are written here), else one."""
        if not self._is_composite:
            return string
        return [high << 8 | low for high, low in zip(string[::2], string[1::2], strict=True)]

    def is_space(self, code: int) -> bool:
        """Whether word spacing is added (9.3.3)."""
        return code == ord(" ") and not self._is_composite

    def text(self, code: int) -> str:
        """What the file says that the code stands for."""
        return self._texts.get(code, UNREADABLE)

    def width(self, code: int) -> float:
        """In thousandths of an em."""
        return self._widths.get(code, USUAL_WIDTH)

    def signature(self, code: int) -> bytes:
        """Bytes that are the same only for the same outline, in whichever file."""
        # A program that calls nothing says all, and is quicker to read than to draw.
        return self._programs.get(code) or repr(self.outline(code)).encode()

    def outline(self, code: int) -> Outline | None:
        """How the glyph is drawn, in units of the font; None where the file does not have it."""
        if self._is_cff:
            name = self._top.charset[self._places[code]] if code in self._places else ""
            return drawn(self._top.CharStrings, name) if name else None
        if "/FontFile2" not in self._descriptor:
            return None
        order = self._truetype.getGlyphOrder()
        place = self._glyph(code)
        return drawn(self._truetype.getGlyphSet(), order[place]) if place < len(order) else None

    @cached_property
    def _descriptor(self) -> Any:
        return self._thing.get("/FontDescriptor", {})

    @cached_property
    def _is_cff(self) -> bool:
        return "/FontFile3" in self._descriptor

    @cached_property
    def _top(self) -> Any:
        program = CFFFontSet()
        program.decompile(BytesIO(self._descriptor.FontFile3.read_bytes()), None, isCFF2=False)
        return program[0]

    @cached_property
    def _places(self) -> Mapping[int, int]:
        """CID → place in a CFF font, whose charset lists the CIDs (9.7.4.2)."""
        named = {name: place for place, name in enumerate(self._top.charset)}
        return {int(name.removeprefix("cid")): place for name, place in named.items() if name.startswith("cid")}

    @cached_property
    def _programs(self) -> Mapping[int, bytes]:
        """CID → what draws the glyph, in a font whose programs call no subroutines."""
        if not self._is_cff:
            return {}
        fonts = getattr(self._top, "FDArray", (self._top,))
        if self._top.GlobalSubrs or any(hasattr(font.Private, "Subrs") for font in fonts):
            return {}
        index = self._top.CharStrings.charStringsIndex
        ends = [index.offsetBase + offset for offset in index.offsets]
        content = index.file.getvalue()
        return {code: content[ends[place] : ends[place + 1]] for code, place in self._places.items()}

    @cached_property
    def _truetype(self) -> TTFont:
        return TTFont(BytesIO(self._descriptor.FontFile2.read_bytes()))

    def _glyph(self, code: int) -> int:
        """The number of the code's glyph in a TrueType font (9.7.4.2)."""
        mapping = self._thing.get("/CIDToGIDMap")
        if not isinstance(mapping, pikepdf.Stream):
            return code
        return int.from_bytes(mapping.read_bytes()[2 * code : 2 * code + 2], "big")


def _texts(thing: pikepdf.Object) -> dict[int, str]:
    """Code → text, by the font's ToUnicode (9.10.3)."""
    mapping = thing.get("/ToUnicode")
    if mapping is None:
        return {}
    pairs = (pair for block in _MAPPED.findall(mapping.read_bytes()) for pair in _PAIR.findall(block))
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace") for code, text in pairs}


def _widths(thing: pikepdf.Object) -> Iterator[tuple[int, float]]:
    """Code and width of each entry of W: `first [widths]` or `first last width` (9.7.4.3)."""
    entries = iter(thing.get("/W", ()))
    for first in entries:
        following = next(entries)
        if isinstance(following, pikepdf.Array):
            yield from ((int(first) + place, float(width)) for place, width in enumerate(following))
        else:
            width = float(next(entries))
            yield from ((code, width) for code in range(int(first), int(following) + 1))
