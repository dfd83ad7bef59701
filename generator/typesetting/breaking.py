"""Text and the widths of its characters in, lines out: where a line of Chinese text ends."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, product
from operator import add
from typing import NamedTuple

# Characters that no line starts with, and none ends with: Word's standard lists for simplified Chinese, plus
# what GB/T 15834-2011 (clause 5) forbids besides: a split ——, and / at either end; and the commonest units in one
# sign, which stay with their number. Word files carry the same lists (noLineBreaksBefore, noLineBreaksAfter), whose
# lengths Word limits to 100 and 50.
_UNIT_SIGNS = "²³㎃㎎㎏㎐㎑㎒㎓㎖㎗㎘㎚㎛㎜㎝㎞㎟㎠㎡㎢㎣㎤㎥㎩㎪㎫㎷㎸㎹㎻㎽㎾㏄"
NO_LINE_START = (
    "!%),.:;>?]}/¢¨°·—ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．／：；？］｀｜｝～￠"
    + _UNIT_SIGNS
)
NO_LINE_END = "$([{/£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．／［｛￡￥"

# An unbreakable piece is kept whole, at a smaller size if need be, up to this length. A longer one (a web
# address) is broken wherever the line ends, at no cost to the size.
LONGEST_KEPT_WORD = 24
TOLERANCE_EM = 1e-6  # what the conversion of units may lose

# Every character becomes one letter, so that the rules are one short regular expression.
#   H stands alone (汉)   L letter   D digit   h hyphen   S space   Z zero-width space
#   C starts no line   O ends no line   B neither   c, o, b: the same, inside Latin words and numbers
#   a closing quote or apostrophe   q straight quote, opening or closing   G glue   M mark on the one before
MARK = "M"
_SPECIAL = {"’": "a", '"': "q", "'": "q", "-": "h", "‐": "h", "–": "h", "\u200b": "Z"}
_SPECIAL |= dict.fromkeys("°¢‰′″℃²³", "c") | dict.fromkeys("\u00a0\u2007\u202f\u2060\ufeff\u200d", "G")
# One group around all, so that splitting gives what stands between the breaks and what they swallow.
_BREAK = re.compile(
    "((?<=[HCa])(?=[HOLDho])|(?<=[LDch])(?=[HO])|(?<=Lh)(?=L)|(?<=Z)(?=[^CcBbaMGS])|(?<=[^SOoBbG])S+(?=[^SCcBbaMG]))"
)
# 5 m³/h, 100 kW·h, 0.5 %: a number and, after one space, what looks like a unit.
_UNIT = re.compile(r"(?<=\d) (?=[A-Za-zµμΩ°%‰℃℉㍱-㏟][A-Za-zµμΩ°²³¹⁻·/\d]{0,7}(?![A-Za-z]))")
_NEWLINE = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
# What nearly all texts consist of: no new line, no mark. Where a line of them may end is told, but for spaces and a
# few more, by the two characters at its end: looking up these is ten times faster than cutting the text into atoms.
_PLAIN = re.compile("[ -~°±²³µ·×÷Α-ω‐-…‰′″₀-₉℃ℓ№ΩⅠ-Ⅻ−√∞≈≠≤≥①-⑩㎡㎏㎜㎝　-】〔-〗\u3400-\u9fff！-～]*")
_PAIRS = {
    left + right: _BREAK.search(left + right) is not None
    for left, right in product("HCOBLDcobqh", "HCOBLDcobqha")
    if left + right != "hL"  # A-B is broken, 3-B is not
}


@dataclass(eq=False)  # made for every text of every record: a frozen one takes three times as long
class Paragraph:
    """Text between two explicit line breaks; nothing changes it.

    `offsets_em[i]` is the width of the first i characters, `clusters[i]` the number of them that take up tracking.
    `stop` is where the last line ends: before the spaces at the end.
    """

    text: str
    place: int
    offsets_em: Sequence[float]
    clusters: Sequence[int]
    stop: int
    is_plain: bool

    @cached_property
    def letters(self) -> str:
        """How every character behaves at the end of a line."""
        return classify(self.text)

    @cached_property
    def atoms(self) -> tuple[list[int], list[int]]:
        """Where the pieces that are not broken inside start, and where they end.

        What lies between two of them is swallowed at a break.
        """
        shown = self.letters[: self.stop]
        return _atoms_with_marks(shown) if MARK in shown else _atoms(shown)

    def cut(self, start: int, end: int) -> str:
        """These characters as they are shown: a tab is a space."""
        return self.text[start:end].replace("\t", " ")

    def gaps(self, start: int, end: int) -> int:
        """Number of gaps between the glyphs of `text[start:end]`: places for tracking."""
        return max(0, self.clusters[end] - self.clusters[start] - 1)


class Span(NamedTuple):
    """One line as character positions. `forced` tells that a piece was broken that should have been kept."""

    start: int
    end: int
    forced: bool = False


class _Letters(dict[int, str]):
    """The letter of every code point, filled as characters are met; `str.translate` reads it."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category, width = unicodedata.category(char), unicodedata.east_asian_width(char)
        sides = (char in NO_LINE_START) + 2 * (char in NO_LINE_END)
        if char in _SPECIAL:
            letter = _SPECIAL[char]
        elif sides:
            letter = (".cob" if char.isascii() else ".COB")[sides]
        elif category == "Zs" or char == "\t":
            letter = "S"
        elif category in {"Mn", "Me", "Mc", "Cf", "Cc"}:
            letter = MARK
        elif category == "Nd":
            letter = "D"
        elif width in "WF" and category not in {"Lu", "Ll"}:  # not the letters of ＡＢＣ
            letter = "H"
        else:  # of the ambiguous, ① and ■ stand alone like Chinese characters
            letter = "H" if width == "A" and category in {"So", "No"} and char >= "\u2460" else "L"
        self[code] = letter
        return letter


_LETTERS = _Letters()


def classify(text: str) -> str:
    """One letter for every character of the text, telling how it behaves at the end of a line."""
    letters = text.translate(_LETTERS)
    if "a" in letters:
        letters = letters.replace("LaL", "LLL")  # don’t
    if "S" in letters:
        for unit in _UNIT.finditer(text):
            letters = f"{letters[: unit.start()]}G{letters[unit.end() :]}"
    return letters.replace("SM", "GM") if MARK in letters else letters


def with_units_kept(text: str) -> str:
    """The text with a no-break space between a number and its unit, for programs that break lines by themselves."""
    return _UNIT.sub("\u00a0", text) if " " in text else text


def _atoms(letters: str) -> tuple[list[int], list[int]]:
    """Where the pieces that are not broken inside start, and where they end."""
    edges = list(accumulate(map(len, _BREAK.split(letters))))
    return [0, *edges[1::2]], edges[::2]


def _atoms_with_marks(letters: str) -> tuple[list[int], list[int]]:
    """The same where marks, which take no part in breaking, stand between the other letters."""
    kept = [place for place, letter in enumerate(letters) if letter != MARK]
    starts, ends = _atoms(letters.replace(MARK, ""))
    kept.append(len(letters))
    return [0, *(kept[start] for start in starts[1:])], [*(kept[end] for end in ends[:-1]), len(letters)]


def _paragraph(text: str, place: int, widths: Sequence[float]) -> Paragraph:
    letters = classify(text)
    clusters = [0, *accumulate(letter != MARK for letter in letters)] if MARK in letters else range(len(text) + 1)
    return Paragraph(text, place, list(accumulate(widths, initial=0.0)), clusters, len(letters.rstrip("S")), False)


def is_plain(text: str) -> bool:
    """Whether the text has neither marks nor new lines, only characters that are in daily use."""
    return _PLAIN.fullmatch(text) is not None


def paragraphs(text: str, widths: Sequence[float]) -> list[Paragraph]:
    """The paragraphs of a text, one for every explicit new line; `widths` (em) has an entry per character."""
    if is_plain(text):
        stop = len(text.rstrip())
        return [Paragraph(text, 0, list(accumulate(widths, initial=0.0)), range(len(text) + 1), stop, True)]
    edges = [0, *(edge for newline in _NEWLINE.finditer(text) for edge in newline.span()), len(text)]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [_paragraph(text[start:end], start, widths[start:end]) for start, end in pairs]


def fill(paragraph: Paragraph, width_em: float, indent_em: float, tracking_em: float) -> list[Span]:
    """The paragraph's lines, each as long as the width allows."""
    text, stop, is_plain = paragraph.text, paragraph.stop, paragraph.is_plain
    reaches = _reaches(paragraph, tracking_em)
    spans: list[Span] = []
    start, room = 0, width_em - indent_em + TOLERANCE_EM
    while True:
        # The character up to which the line has room, counted as if tracking followed the last one too.
        fitting = bisect_right(reaches, reaches[start] + tracking_em + room, lo=start + 1) - 1
        if fitting >= stop:
            spans.append(Span(start, stop))
            return spans
        end = _plain_break(text, start, fitting) if is_plain else None
        if end is None:
            span, start = _break(paragraph, start, fitting)
            spans.append(span)
            if start >= stop:
                return spans
        else:
            spans.append(Span(start, end))
            start = end
        room = width_em + TOLERANCE_EM


def _plain_break(text: str, start: int, fitting: int) -> int | None:
    """The last place up to `fitting` where a line may end, by the two characters there; None where they do not tell."""
    for end in range(fitting, start, -1):
        may_end = _PAIRS.get(text[end - 1 : end + 1].translate(_LETTERS))
        if may_end is None:
            return None
        if may_end:
            return end
    return None


def _break(paragraph: Paragraph, start: int, fitting: int) -> tuple[Span, int]:
    """The line from `start` with room up to `fitting`, by the paragraph's atoms, and where the next one starts."""
    starts, ends = paragraph.atoms
    atom = bisect_right(starts, start) - 1
    following = bisect_right(ends, fitting, lo=atom)
    if following > atom:
        end, atom, forced = ends[following - 1], following, False
    else:
        end = _forced_break(paragraph.letters, start, min(fitting, ends[atom] - 1), ends[atom])
        forced = ends[atom] - starts[atom] <= LONGEST_KEPT_WORD
        atom += end == ends[atom]
    return Span(start, end, forced), max(end, starts[atom]) if atom < len(ends) else end


def _reaches(paragraph: Paragraph, tracking_em: float) -> Sequence[float]:
    """How far the first i characters reach (em), tracking after each of them."""
    if not tracking_em:
        return paragraph.offsets_em
    return list(map(add, paragraph.offsets_em, (tracking_em * count for count in paragraph.clusters)))


def _forced_break(letters: str, start: int, fitting: int, stop: int) -> int:
    """Where to end a line inside a piece that is wider than the line, after `start` and at most at `stop`.

    As late as `fitting` allows, but at least one character on; best not before ） nor after （.
    """
    end = max(fitting, start + 1)
    while end < stop and letters[end] == MARK:
        end += 1
    for candidate in range(end, start, -1):
        if letters[candidate - 1] not in "OoBb" and letters[candidate : candidate + 1] not in tuple("CcBbaM"):
            return candidate
    return end
