"""Whether a glyph in a file is drawn as an installed font draws a character.

The judge's own way to the font: fontTools reads the file of the machine anew, from the character to the outline. What
was found equal is kept on the disk as sums, since finding it takes a millisecond a glyph.
"""

from __future__ import annotations

import hashlib
import mmap
import struct
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from generator.fontfiles import programs
from generator.ground import keeping
from generator.rendering.proofreading.file_fonts import FileFont, drawn
from generator.typesetting.fonts import FONT_CLASSES, Face, font_files

_SIZE = 16  # bytes of the sum that a pair of glyph and character leaves
_MODULES = [Path(__file__), Path(__file__).with_name("file_fonts.py")]
_LANGUAGE, _LOCAL_FORMS = "ZHS ", "locl"  # OpenType's simplified Chinese, and its feature of local forms


@cache
def installed_fonts() -> Mapping[str, InstalledFont]:
    """The fonts of the classes that this machine has, by the names that embedded ones bear."""
    faces = dict.fromkeys(face for name in FONT_CLASSES for face in font_files(name))
    return {programs.name(face.path, face.index): InstalledFont(face) for face in faces}


class InstalledFont:
    """A font of the machine, and what is known of glyphs that are said to be its own."""

    def __init__(self, face: Face) -> None:
        """The font's file is read when a glyph is met that was never compared before."""
        self._face = face
        self._refuted: set[bytes] = set()
        self._count = 0  # of what is kept

    def draws(self, char: str, font: FileFont, code: int) -> bool:
        """Whether the file's glyph of that code has the outline and the width that this font gives the character."""
        said = b"\0".join((char.encode(), struct.pack("<f", font.width(code)), font.signature(code)))
        key = hashlib.blake2b(said, digest_size=_SIZE).digest()
        if key in self._proved:
            return True
        if key not in self._refuted:
            is_equal = any(self._is(name, font, code) for name in self._names(char))
            (self._proved if is_equal else self._refuted).add(key)
        return key in self._proved

    def keep(self) -> None:
        """Keep what was found equal, if much of it is new."""
        if "_proved" in vars(self) and len(self._proved) > self._count + self._count // 10:
            self._proved |= _read(keeping.kept(self._kept_name))
            self._count = len(self._proved)
            keeping.keep(self._kept_name, _written(self._proved))

    def _is(self, name: str, font: FileFont, code: int) -> bool:
        width = round(self._font["hmtx"][name][0] * 1000 / self._font["head"].unitsPerEm)
        return width == font.width(code) and drawn(self._glyphs, name) == font.outline(code)

    def _names(self, char: str) -> Iterator[str]:
        """The names of the glyphs that may stand for the character: the usual one, and the one of Chinese text."""
        if name := self._font.getBestCmap().get(ord(char)):
            yield name
            yield from (form[name] for form in self._chinese_forms if name in form)

    @cached_property
    def _chinese_forms(self) -> list[Mapping[str, str]]:
        """What text in simplified Chinese puts in the place of other glyphs (OpenType specification, GSUB)."""
        if "GSUB" not in self._font:
            return []
        table = self._font["GSUB"].table
        systems = [one for script in table.ScriptList.ScriptRecord for one in script.Script.LangSysRecord]
        features = {place for one in systems if one.LangSysTag == _LANGUAGE for place in one.LangSys.FeatureIndex}
        records = (table.FeatureList.FeatureRecord[place] for place in features)
        lookups = {at for one in records if one.FeatureTag == _LOCAL_FORMS for at in one.Feature.LookupListIndex}
        parts = (part for at in lookups for part in table.LookupList.Lookup[at].SubTable)
        plain = (getattr(part, "ExtSubTable", part) for part in parts)
        return [part.mapping for part in plain if hasattr(part, "mapping")]

    @cached_property
    def _font(self) -> TTFont:
        with self._face.path.open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return TTFont(content, fontNumber=self._face.index, lazy=True)

    @cached_property
    def _glyphs(self) -> Any:
        return self._font.getGlyphSet()

    @cached_property
    def _proved(self) -> set[bytes]:
        found = _read(keeping.kept(self._kept_name))
        self._count = len(found)
        return found

    @cached_property
    def _kept_name(self) -> str:
        """It changes with the font's file, and with how glyphs are compared."""
        key = f"{self._face.index}\0{keeping.stamp(self._face.path, *_MODULES)}\0{version('fonttools')}"
        return f"shapes/{hashlib.sha256(key.encode()).hexdigest()}"


def _written(keys: set[bytes]) -> bytes:
    return b"".join(sorted(keys))


def _read(content: bytes | None) -> set[bytes]:
    """The sums of such bytes."""
    return {content[at : at + _SIZE] for at in range(0, len(content), _SIZE)} if content else set()
