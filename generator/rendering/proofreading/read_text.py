"""A page's glyphs read as text, and compared with a text as exactly as glyphs can be told apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from generator.composing.certificates import SECOND_LEVEL, bare
from generator.rendering.proofreading.file_fonts import UNREADABLE, FileFont
from generator.rendering.proofreading.installed_shapes import installed_fonts
from generator.rendering.proofreading.shown_glyphs import Glyph
from generator.typesetting.fonts import INVISIBLE

_TAKEN = "\0"  # in the place of a glyph that belongs to a part found before
_LONGEST_COMPOSED = 3  # a letter and two accents, or the parts of a Hangul syllable, which may be one glyph
# The next line is so many em lower at least; the next glyph so much of its forerunner's width to the right.
_LINE_EM, _STEP = 0.5, 0.5


class PageReader:
    """Reads the pages of one file: a glyph of one font means the same on all of them."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self._known: dict[tuple[FileFont, int], str] = {}

    def read(self, glyphs: Sequence[Glyph]) -> ReadPage:
        """The page of these glyphs."""
        known = self._known
        for font, code, *_ in glyphs:
            if (font, code) not in known:
                known[font, code] = _character(font, code)
        shown = [glyph for glyph in glyphs if known[glyph[:2]]]
        return ReadPage(shown, "".join([known[glyph[:2]] for glyph in shown]))


class ReadPage:
    """A page read: a character for each of its glyphs, of which the parts of a certificate are taken one by one."""

    def __init__(self, glyphs: Sequence[Glyph], text: str) -> None:
        """Nothing is taken yet."""
        self._glyphs, self._whole, self._left = glyphs, text, text
        self._parts: dict[str, Sequence[Glyph]] = {}

    @property
    def rest(self) -> str:
        """What stands on the page besides the parts taken."""
        return self._left.replace(_TAKEN, "")

    def take(self, name: str, text: str) -> bool:
        """Whether the text stands on the page where no part taken before does; then it is taken under that name."""
        start, end = self._found(without_blanks(text))
        self._parts[name] = self._glyphs[start:end]
        self._left = self._left[:start] + _TAKEN * (end - start) + self._left[end:]
        return start >= 0

    def holds(self, text: str) -> bool:
        """Whether the text stands anywhere on the page, marks of both levels taken for the same."""
        if bare(text) in bare(self._whole):
            return True
        first = _parted(bare(text))
        texts = (_parted(without_blanks(text)), first, first.translate(SECOND_LEVEL))
        places = range(len(self._glyphs))
        return any(self._reach(one, place, self._whole)[0] == len(one) for one in texts for place in places)

    def nearest(self, text: str, before: int, after: int) -> tuple[str, str]:
        """The text and what is nearest to it on the page: from so many characters before the first difference on."""
        wanted = _parted(without_blanks(text))
        found = [(self._reach(wanted, start, self._left), start) for start in range(len(self._glyphs))]
        (alike, count), start = max(found, default=((0, 0), 0), key=lambda one: (one[0][0], -one[1]))
        end = start + count
        return wanted[max(alike - before, 0) : alike + after], self._whole[max(end - before, start) : end + after]

    def first_misplaced(self, names: Sequence[str]) -> str:
        """The first of these parts with a glyph that is neither right of the one before it nor lower; or nothing."""
        glyphs = [(name, glyph) for name in names for glyph in self._parts[name] if not _is_mark(glyph)]
        return next((name for (_, one), (name, other) in pairwise(glyphs) if not _follows(one, other)), "")

    def _found(self, wanted: str) -> tuple[int, int]:
        """Where the text starts and ends among the glyphs that are left; -1 twice where it is not."""
        start = self._left.find(wanted)
        if start >= 0:
            return start, start + len(wanted)
        parted = _parted(wanted)
        for start in range(len(self._glyphs)):
            alike, count = self._reach(parted, start, self._left)
            if alike == len(parted):
                return start, start + count
        return -1, -1

    def _reach(self, wanted: str, start: int, left: str) -> tuple[int, int]:
        """How many characters of the text the glyphs from a place on show, and with how many glyphs."""
        alike, place = 0, start
        while alike < len(wanted) and place < len(self._glyphs) and left[place] != _TAKEN:
            shown = _shown(self._glyphs[place], wanted[alike : alike + _LONGEST_COMPOSED])
            if not shown:
                break
            alike, place = alike + shown, place + 1
        return alike, place - start


def without_blanks(text: str) -> str:
    """The text without what shows nothing: blanks, selectors, joiners."""
    return INVISIBLE.sub("", text)


def _parted(text: str) -> str:
    """The text with accents as characters of their own, in Unicode's order of them.

    Characters that Unicode takes for others altogether stay: a font may draw 神 and 神 differently.
    """
    letters = ((char, unicodedata.normalize("NFD", char)) for char in text)
    apart = "".join(parts if len(parts) > 1 else char for char, parts in letters)
    marks: list[str] = []
    ordered = []
    for char in apart:
        if not unicodedata.combining(char):
            ordered += [*sorted(marks, key=unicodedata.combining), char]
            marks.clear()
        else:
            marks.append(char)
    return "".join(ordered + sorted(marks, key=unicodedata.combining))


def _character(font: FileFont, code: int) -> str:
    """The one character that the glyph is; nothing where it shows nothing, unreadable where only shapes can tell."""
    text = font.text(code)
    if len(text) != 1 or not _means(font, code, text):
        return UNREADABLE
    return without_blanks(text)


def _means(font: FileFont, code: int, char: str) -> bool:
    """Whether the glyph is the character's; of a font that is not one of the classes only the file can tell."""
    known = installed_fonts().get(font.name)
    if known is None:
        said, wanted = (unicodedata.normalize("NFKC", one) for one in (font.text(code), char))
        return said == wanted
    return known.draws(char, font, code)


def _shown(glyph: Glyph, wanted: str) -> int:
    """How many characters at the start of the text the glyph shows: an accented letter may be one glyph."""
    said = glyph.font.text(glyph.code)
    if len(said) == 1 and not _means(glyph.font, glyph.code, said):
        return 0  # copied from the file it would be another character than it is on paper
    for count in range(len(wanted), 0, -1):
        char = unicodedata.normalize("NFC", wanted[:count]) if count > 1 else wanted[0]
        if len(char) == 1 and _means(glyph.font, glyph.code, char):
            return count
    return 0


def _is_mark(glyph: Glyph) -> bool:
    said = glyph.font.text(glyph.code)
    return not said or unicodedata.category(said[-1]).startswith("M")


def _follows(one: Glyph, other: Glyph) -> bool:
    """Whether the other glyph is read after this one: to its right, or on a lower line."""
    (along, up), size = one.em, one.em[0] ** 2 + one.em[1] ** 2
    x, y = other.x - one.x, other.y - one.y
    right, down = (x * along + y * up) / size, (x * up - y * along) / size
    return down > _LINE_EM or (abs(down) <= _LINE_EM and right >= _STEP * one.font.width(one.code) / 1000)
