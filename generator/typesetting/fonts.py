"""Which font sets which character: the five classes of official documents, and this machine's part of them.

The only place that knows font families. Whatever measures or draws text asks here, so that Word, PDF and
Excel start from the same glyphs.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from zlib import crc32

from generator.fontfiles import opentype
from generator.ground.needed import without_fontconfig, without_fonts


@dataclass(frozen=True, slots=True)
class FontClass:
    """Families of one class, in the order in which they are tried for every character.

    `official` are the names on a Chinese Windows, the first of them the one that a Word file names. A machine
    with neither an official family nor the stand-in cannot set the class; `fallback` only lends characters.
    """

    official: tuple[str, ...]
    stand_in: tuple[str, ...]
    fallback: tuple[str, ...]
    weight: int = 400

    @property
    def families(self) -> tuple[str, ...]:
        """All families, first choice first."""
        return self.official + self.stand_in + self.fallback


_SERIF, _SANS, _LAST = "Noto Serif CJK SC", "Noto Sans CJK SC", "BabelStone Han"
# What a Chinese Windows lends; Word files name the same (`word_fonts`).
_LENT = ("宋体", "SimSun", "SimSun-ExtB", "SimSun-ExtG")

# Latin letters and digits come from the Chinese font too: no Western family stands before it in any class.
FONT_CLASSES: Mapping[str, FontClass] = {
    # No free 小标宋 exists. Bold Noto Serif is the nearest in colour and proportion.
    "xiaobiaosong": FontClass(
        ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
        (_SERIF,),
        (*_LENT, _LAST),
        700,
    ),
    "fangsong": FontClass(
        ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong"), ("FandolFang",), (*_LENT, _SERIF, _LAST)
    ),
    "kaiti": FontClass(("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"), ("FandolKai",), (*_LENT, _SERIF, _LAST)),
    "heiti": FontClass(("黑体", "SimHei"), (_SANS, "FandolHei"), (*_LENT, _LAST)),
    "songti": FontClass(("宋体", "SimSun"), (_SERIF,), (*_LENT[2:], _LAST)),
}

# White space, format characters, variation selectors: they need no glyph.
INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_CONFIGURATION = "wuxiao-fonts.conf"
# fontconfig's weights (FC_WEIGHT_* in fontconfig.h) and those of CSS.
_FONTCONFIG_WEIGHTS = (0, 40, 50, 55, 75, 80, 100, 180, 200, 205, 210)
_CSS_WEIGHTS = (100, 200, 300, 350, 380, 400, 500, 600, 700, 800, 900)
_WEIGHTS = dict(zip(_FONTCONFIG_WEIGHTS, _CSS_WEIGHTS, strict=True))


@dataclass(frozen=True, slots=True)
class Face:
    """One font of the machine: family as in `FONT_CLASSES`, file, place in a .ttc (from 0), CSS weight."""

    family: str
    path: Path
    index: int
    weight: int
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Hash it once: a face is looked up for every line. The sum is the same in the process that unpickles it."""
        object.__setattr__(self, "_hash", crc32(f"{self.family}\0{self.path}\0{self.index}\0{self.weight}".encode()))

    def __hash__(self) -> int:
        """What was found once."""
        return self._hash


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a face says about its glyphs: code point → glyph number (0 of what it lacks), glyph number → advance."""

    units_per_em: int
    glyphs: Mapping[int, int]
    advances: array[int]

    def advance_em(self, char: str) -> float:
        """Advance width of a character that the face has, in em."""
        return self.glyph_em(self.glyphs[ord(char)])

    def glyph_em(self, glyph: int) -> float:
        """Advance width of a glyph, in em."""
        # The last entry stands for all further glyphs (OpenType specification, hmtx).
        return self.advances[min(glyph, len(self.advances) - 1)] / self.units_per_em


def font_css() -> str:
    """CSS that gives templates the classes, as variables (`var(--fangsong)`) and class names (`.fangsong`).

    Kerning, ligatures and `ccmp` (which makes one glyph of ——) are off: then a line is as wide as the sum of
    its advances, which is what the typesetter computes. The language is given in a form that Pango does not
    know: a language that it knows it ignores beside Latin letters, where the dash would become narrower.
    """
    rules = [
        'html { font-kerning: none; font-variant-ligatures: none; font-feature-settings: "ccmp" 0;'
        ' font-language-override: "zh-hans" }'
    ]
    for name, font in FONT_CLASSES.items():
        stack = ", ".join(f'"{family}"' for family in font.families)
        rules.append(f":root {{ --{name}: {stack}; --{name}-weight: {font.weight} }}")
        rules.append(f".{name} {{ font-family: var(--{name}); font-weight: var(--{name}-weight) }}")
    return "\n".join(rules) + "\n"


def configure_fontconfig() -> Path:
    """The fontconfig file in force: the machine's own configuration plus the folders of this program.

    The folders are `share/wuxiao/fonts` of the installation and the one named by `WUXIAO_FONTS`. Call it
    before WeasyPrint is imported. The file is private, named through the environment, so that workers inherit
    it, and deleted when the process that wrote it ends.
    """
    present = Path(os.environ.get("FONTCONFIG_FILE", ""))
    if present.name == _CONFIGURATION and present.is_file():
        return present
    folder = Path(tempfile.mkdtemp(prefix=f"wuxiao-fonts-{os.getpid()}-"))
    atexit.register(_remove, folder, os.getpid())
    file = folder / _CONFIGURATION
    # A relative name is looked up in fontconfig's own path, wherever the system keeps it.
    file.write_text(_configuration(os.environ.get("FONTCONFIG_FILE", "fonts.conf"), folder), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(file)
    return file


def _configuration(base: str, spare_cache: Path) -> str:
    folders = [Path(sys.prefix, "share", "wuxiao", "fonts")]
    if extra := os.environ.get("WUXIAO_FONTS"):
        folders.append(Path(extra).absolute())
    dirs = "\n".join(f"  <dir>{escape(str(folder))}</dir>" for folder in folders)
    return f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{dirs}
  <include>{escape(base)}</include>
  <!-- Used only where the caches of the system and the user cannot be written. -->
  <cachedir>{escape(str(spare_cache))}</cachedir>
  <!-- They claim the weight of their regular cuts, so either could be chosen. -->
  <selectfont><rejectfont>
    <glob>*/FandolHei-Bold.otf</glob><glob>*/FandolSong-Bold.otf</glob>
  </rejectfont></selectfont>
  <!-- An official 小标宋 counts as regular; asked for bold, it must not be thickened. -->
  <match target="font"><edit name="embolden" mode="assign"><bool>false</bool></edit></match>
</fontconfig>
"""


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # a forked worker inherits the exit handler, not the folder
        shutil.rmtree(folder, ignore_errors=True)


@cache
def font_files(font_class: str) -> tuple[Face, ...]:
    """The faces of the class that this machine has, in the order in which they are tried, at least one.

    Raises MachineError where it has none.
    """
    if not (found := _found(font_class)):
        raise without_fonts(missing_fonts())
    return found


@cache
def _found(font_class: str) -> tuple[Face, ...]:
    font = FONT_CLASSES[font_class]
    found: list[Face] = []
    for family in font.families:
        cuts = [face for face in _installed() if face.family == family]
        # Two names of one file (仿宋, FangSong) are one face.
        cuts = [face for face in cuts if (face.path, face.index) not in {(f.path, f.index) for f in found}]
        found += sorted(cuts, key=lambda face: (abs(face.weight - font.weight), face.path, face.index))[:1]
    return tuple(found)


@cache
def _installed() -> tuple[Face, ...]:
    """Every upright, static face of the families named above, as fontconfig lists them."""
    configure_fontconfig()
    command = ["fc-list", ":slant=0:variable=False", "--format", r"%{file}\t%{index}\t%{weight}\t%{family}\n"]
    try:
        listing = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    except FileNotFoundError:
        raise without_fontconfig() from None
    wanted = {family for font in FONT_CLASSES.values() for family in font.families}
    faces = []
    for file, index, weight, families in (line.split("\t") for line in listing.splitlines()):
        css_weight = _WEIGHTS[min(_WEIGHTS, key=lambda known: abs(known - float(weight)))]
        # The upper half of fontconfig's index numbers the instances of a variable font.
        place = int(index) & 0xFFFF
        faces += [Face(name, Path(file), place, css_weight) for name in families.split(",") if name in wanted]
    return tuple(faces)


@cache
def metrics(face: Face) -> Metrics:
    """Glyphs and advances of a face, read once per process."""
    font = opentype.tables(opentype.mapped(face.path), face.index)
    (full,) = struct.unpack_from(">H", font["hhea"], 34)
    advances = array("H", bytes(font["hmtx"][: 4 * full]))
    if sys.byteorder == "little":
        advances.byteswap()
    forms = opentype.chinese_forms(font["GSUB"]) if "GSUB" in font else {}
    (units,) = struct.unpack_from(">H", font["head"], 18)
    # The table holds pairs: advance, left side bearing.
    return Metrics(units, opentype.CharacterMap(font["cmap"], forms), advances[::2])


@cache
def covering_face(char: str, font_class: str) -> Face | None:
    """The first face of the class that has the character, or None."""
    return next((face for face in font_files(font_class) if metrics(face).glyphs[ord(char)]), None)


def is_covered(char: str, font_class: str) -> bool:
    """Whether a face of the class has the character, or it needs no glyph."""
    return covering_face(char, font_class) is not None or bool(INVISIBLE.match(char))


def missing_fonts() -> tuple[str, ...]:
    """The classes that this machine cannot set: neither an official font nor the stand-in is there."""
    return tuple(
        name
        for name, font in FONT_CLASSES.items()
        if not {face.family for face in _found(name)} & {*font.official, *font.stand_in}
    )


# U+E815…U+E864, where GBK's FE50…FEA0 stood before Unicode had these 80 characters. Python's codec knows 66
# of them (GB 18030-2000); the other 14 were settled by GB 18030-2005 and GB 18030-2022.
_TRAIL_BYTES = (*range(0x50, 0x7F), *range(0x80, 0xA1))
_PRIVATE_USE = {
    0xE815 + place: bytes((0xFE, byte)).decode("gb18030") for place, byte in enumerate(_TRAIL_BYTES)
} | str.maketrans(
    "\ue816\ue817\ue818\ue81e\ue826\ue82b\ue82c\ue831\ue832\ue83b\ue843\ue854\ue855\ue864",
    "\U00020087\U00020089\U000200cc\u9fb4\u9fb5\u9fb6\u9fb7\U000215d7\u9fb8\U0002298f\u9fb9\u9fba\U000241fe\u9fbb",
)


def normalise_private_use(text: str) -> str:
    """The text with GBK's 80 old private-use characters (䶮 as U+E863) in their Unicode places.

    Any other private-use character stays, for the caller to refuse: nobody can say what it shows.
    """
    return text.translate(_PRIVATE_USE)
