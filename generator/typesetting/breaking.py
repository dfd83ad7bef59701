"""Text and the widths of its characters in, lines out: where a line of Chinese text ends."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

# Characters that no line starts with, and none ends with: Word's standard lists for simplified Chinese, plus
# what GB/T 15834-2011 (clause 5) forbids besides: a split ——, and / at either end. Word files carry the same
# lists (noLineBreaksBefore, noLineBreaksAfter), whose lengths Word limits to 100 and 50.
NO_LINE_START = "!%),.:;>?]}/¢¨°·—ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．／：；？］｀｜｝～￠"
NO_LINE_END = "$([{/£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．／［｛￡￥"

# An unbreakable piece is kept whole, at a smaller size if need be, up to this length. A longer one (a web
# address) is broken wherever the line ends, at no cost to the size.
LONGEST_KEPT_WORD = 24
TOLERANCE_EM = 1e-6  # what the conversion of units may lose

# Every character becomes one letter, so that the rules are one short regular expression.
#   H stands alone (汉)   L letter   D digit   h hyphen   U square unit (㎡)   S space   Z zero-width space
#   C starts no line   O ends no line   B neither   c, o, b: the same, inside Latin words and numbers
#   a closing quote or apostrophe   q straight quote, opening or closing   G glue   M mark on the one before
MARK = "M"
_SPECIAL = {"’": "a", '"': "q", "'": "q", "-": "h", "‐": "h", "–": "h", "\u200b": "Z"}
_SPECIAL |= dict.fromkeys("°¢‰′″℃", "c") | dict.fromkeys("\u00a0\u2007\u202f\u2060\ufeff\u200d", "G")
_BREAK = re.compile(
    "(?<=[HUCa])(?=[HUOLDho])|(?<=[LDch])(?=[HO])|(?<=[Lch])(?=U)|(?<=Lh)(?=L)"
    "|(?<=Z)(?=[^CcBbaMGS])|(?<=[^SOoBbG])S+(?=[^SCcBbaMG])"
)
# 5 m³/h, 100 kW·h, 0.5 %: a number and, after one space, what looks like a unit.
_UNIT = re.compile(r"(?<=\d)[ \u3000](?=[A-Za-zµμΩ°%‰℃℉㍱-㏟][A-Za-zµμΩ°²³¹⁻·/\d]{0,7}(?![A-Za-z]))")
_NEWLINE = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text between two explicit line breaks, cut into atoms, which are not broken inside.

    Atom i is `text[starts[i]:ends[i]]`; what lies between two atoms is swallowed at a break. `offsets_em[i]`
    is the width of the first i characters, `clusters[i]` the number of them that take up tracking.
    """

    text: str
    place: int
    letters: str
    starts: list[int]
    ends: list[int]
    offsets_em: list[float]
    clusters: list[int]

    def width_em(self, start: int, end: int, tracking_em: float) -> float:
        """Width of `text[start:end]`, tracking between the glyphs included."""
        gaps = max(0, self.clusters[end] - self.clusters[start] - 1)
        return self.offsets_em[end] - self.offsets_em[start] + gaps * tracking_em


@dataclass(frozen=True, slots=True)
class Span:
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
        elif "\u3371" <= char <= "\u33df":
            letter = "U"
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


def _breaks(letters: str) -> list[tuple[int, int]]:
    """Places where a line may end, as (end of the text before, start of the text after)."""
    if MARK not in letters:
        return [match.span() for match in _BREAK.finditer(letters)]
    # Marks take no part: find the breaks without them, then count them in again.
    kept = [place for place, letter in enumerate(letters) if letter != MARK]
    return [(kept[end], kept[start]) for end, start in _breaks(letters.replace(MARK, ""))]


def _paragraph(text: str, place: int, widths: Sequence[float]) -> Paragraph:
    letters = classify(text)
    length = len(letters.rstrip("S"))
    found = _breaks(letters[:length])
    return Paragraph(
        text.replace("\t", " "),
        place,
        letters,
        [0, *(start for _, start in found)],
        [*(end for end, _ in found), length],
        [0.0, *accumulate(widths)],
        [0, *accumulate(letter != MARK for letter in letters)],
    )


def paragraphs(text: str, widths: Sequence[float]) -> list[Paragraph]:
    """The paragraphs of a text, one for every explicit new line; `widths` (em) has an entry per character."""
    edges = [0, *(edge for newline in _NEWLINE.finditer(text) for edge in newline.span()), len(text)]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [_paragraph(text[start:end], start, widths[start:end]) for start, end in pairs]


def fill(paragraph: Paragraph, width_em: float, indent_em: float, tracking_em: float) -> list[Span]:
    """The paragraph's lines, each as long as the width allows."""
    starts, ends = paragraph.starts, paragraph.ends
    spans: list[Span] = []
    start = atom = 0
    room = width_em - indent_em + TOLERANCE_EM
    while atom < len(ends):

        def reach(end: int, start: int = start) -> float:
            return paragraph.width_em(start, end, tracking_em)

        following = bisect_right(ends, room, lo=atom, key=reach)
        if following > atom:
            end, atom, forced = ends[following - 1], following, False
        else:
            fitting = start + bisect_right(range(start + 1, ends[atom]), room, key=reach)
            end = _forced_break(paragraph.letters, start, fitting, ends[atom])
            forced = ends[atom] - starts[atom] <= LONGEST_KEPT_WORD
            atom += end == ends[atom]
        spans.append(Span(start, end, forced))
        start = max(end, starts[atom]) if atom < len(ends) else end
        room = width_em + TOLERANCE_EM
    return spans


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
