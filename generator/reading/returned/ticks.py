"""Which of the words beside boxes are ticked: by the signs before or after them, whichever people use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from generator.reading.word_tables.signs import TICKS

_BOXES = "□☐○◯〇◻⬜▢▣囗口◇❏❑"
_IN_BRACKETS = r"[\[【（(〔]\s*(?:[{0}]|[xX×vV对])?\s*[\]】）)〕]"
_SIGN = re.compile(
    rf"{_IN_BRACKETS.format(re.escape(TICKS + _BOXES))}|[{re.escape(TICKS)}]|[{re.escape(_BOXES)}]|[RVv]"
)
_EMPTY_BRACKETS = re.compile(r"[\[【（(〔]\s*[□☐○◯]?\s*[\]】）)〕]")
# （请在□内打“√”）: what a form says of ticks.
_LEGEND = re.compile(rf"[（(][^（()）]{{0,24}}[打划画][^（()）]{{0,6}}[{re.escape(TICKS)}][^（()）]{{0,16}}[)）]")
_SHAPES = re.compile("[\ufe00-\ufe0f\u200d]")  # how the sign before it is drawn
_CHOSEN = re.compile(r"(?:^|(?<=[\s，,。；;]))(?:选择?|已选|选的是|选项)\s*[:：]\s*(\S.*)$", re.DOTALL)
_ANSWERED = re.compile(r"\s*[（(【\[]\s*([是否√×对错])\s*[)）】\]]")
_YES, _LOOSE = "是√对", " \t\n\u3000、，,；;/|"
_BETWEEN = re.compile(r"[\s、，,；;/|.。·_\ufeff\u200b]+")


class _Sign(NamedTuple):
    """A sign between two words: whether it ticks, whether it touches the word before and after it.

    `before` and `after` say how far it stands from its neighbours: 0 touches, 1 a blank, 2 a mark or a new line.
    """

    ticks: bool
    touches_before: bool
    touches_after: bool
    before: int
    after: int


def ticked(text: str, words: Sequence[str]) -> tuple[str, ...] | None:
    """The ticked words in their order, () where none is; None where the text does not tell it.

    Without any sign words that stand there alone are those that were left, where not all of them do.
    """
    text = _LEGEND.sub(lambda one: one[0] if any(word in one[0] for word in words) else "", _SHAPES.sub("", text))
    text = _without_numbers(text, words)
    if (said := _said(text, words)) is not None:
        return said
    places = _places(text, words)
    if places is None:
        return None
    ends = [0, *(end for _, end, _ in places)]
    starts = [*(start for start, _, _ in places), len(text)]
    gaps = [_signs(text[end:start]) for end, start in zip(ends, starts, strict=True)]
    if any(gap is None for gap in gaps):
        return None
    signs = [gap or [] for gap in gaps]
    names = [word for _, _, word in places]
    if not any(signs):
        return tuple(names) if len(names) < len(words) else ()
    if len(names) < len(words) and any(len(gap) > 1 for gap in signs[1:]):
        return None  # one of the signs may be that of a word that is lost
    if not names:
        return () if not any(sign.ticks for gap in signs for sign in gap) else None
    owned = _owned(signs)
    chosen = None if owned is None else [any(sign.ticks for sign in own) for own in owned]
    return None if chosen is None else tuple(word for word in words if word in names and chosen[names.index(word)])


def _said(text: str, words: Sequence[str]) -> tuple[str, ...] | None:
    """What is said beside the boxes: 选：甲, or 是 and 否 behind each word; None where neither is said for sure."""
    if (named := _CHOSEN.search(text)) is not None and not has_tick(text[: named.start()]):
        parts = [part for part in _BETWEEN.split(named[1].strip()) if part]
        return tuple(word for word in words if word in parts) if parts and all(one in words for one in parts) else None
    places = _places(text, words)
    if places is None or len(places) != len(words):
        return None
    starts = [*(start for start, _, _ in places[1:]), len(text)]
    behind = [text[end:start].rstrip(_LOOSE) for (_, end, _), start in zip(places, starts, strict=True)]
    said = [_ANSWERED.fullmatch(one) for one in behind]
    if text[: places[0][0]].strip() or any(one is None for one in said):
        return None
    chosen = {word for (_, _, word), one in zip(places, said, strict=True) if one is not None and one[1] in _YES}
    return tuple(word for word in words if word in chosen)


def _without_numbers(text: str, words: Sequence[str]) -> str:
    """The text without the numbers that options have in a list: ③小革新 is 小革新."""
    spelt = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return (
        re.sub(rf"(?:[①-⑳⑴-⒛]|(?<![\d.])(?:[（(]\d{{1,2}}[)）]|\d{{1,2}}[.、．)）]?))\s*(?={spelt})", "", text)
        if words
        else text
    )


def has_tick(text: str) -> bool:
    """Whether anything is ticked in the text."""
    return any(_is_tick(one[0]) for one in _SIGN.finditer(text))


def has_sign(text: str) -> bool:
    """Whether a box or a tick stands in the text; letters that may stand for one do not count."""
    return any(char in _BOXES or char in TICKS for char in text)


def bare_of_signs(text: str) -> str:
    """The text without boxes, ticks and what stands between them."""
    return _BETWEEN.sub("", _SIGN.sub("", text))


def no_signs(text: str) -> bool:
    """Whether neither a box nor a tick stands in the text."""
    return _SIGN.search(text) is None


def _places(text: str, words: Sequence[str]) -> list[tuple[int, int, str]] | None:
    """Where each of the words stands, by the longest that fits; None where one stands there twice."""
    found: list[tuple[int, int, str]] = []
    for word in sorted(words, key=len, reverse=True):
        pattern = r"\s*".join(map(re.escape, word))
        for match in re.finditer(pattern, text):
            if not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((*match.span(), word))
    names = [word for _, _, word in found]
    return sorted(found) if len(set(names)) == len(names) else None


def _signs(gap: str) -> list[_Sign] | None:
    """The signs in the text between two words; None where other words stand there."""
    rest = _BETWEEN.sub("", _SIGN.sub("", gap))
    if rest.strip(":：性-—"):
        return None
    made, found = [], list(_SIGN.finditer(gap))
    ends = [0, *(one.end() for one in found)]
    starts = [*(one.start() for one in found), len(gap)]
    apart = [_apart(gap[end:start]) for end, start in zip(ends, starts, strict=True)]
    for one, before, after in zip(found, apart, apart[1:], strict=False):
        made.append(_Sign(_is_tick(one[0]), one.start() == 0, one.end() == len(gap), before, after))
    return made


def _apart(text: str) -> int:
    return 0 if not text else 1 if text.strip(" \t\u3000") == "" else 2


def _is_tick(sign: str) -> bool:
    return not _EMPTY_BRACKETS.fullmatch(sign) and sign not in _BOXES


def _owned(gaps: Sequence[Sequence[_Sign]]) -> list[list[_Sign]] | None:
    """The signs of each word: of those between two words the ones that belong to the first and to the second."""
    owned: list[list[_Sign]] = [[] for _ in gaps[1:]]
    before = bool(gaps[0])
    if not before and not gaps[-1]:  # neither the first word has one before it nor the last one after it
        if any(_side(one) == 0 for gap in gaps for one in gap):
            return None
        for at, gap in enumerate(gaps):
            for one in gap:
                owned[at - 1 if _side(one) < 0 else at].append(one)
        return owned
    for at, gap in enumerate(gaps):
        if (cut := _cut(gap, before)) is None:
            return None
        first, second = gap[:cut], gap[cut:]
        if at == 0:
            first, second = [], gap
        if at == len(gaps) - 1:
            first, second = gap, []
        if at:
            owned[at - 1] += first
        if at < len(owned):
            owned[at] += second
    return owned


def _side(sign: _Sign) -> int:
    """-1 where it touches the word before it alone, 1 where that after it, else 0."""
    return sign.touches_after - sign.touches_before


def _cut(gap: Sequence[_Sign], before: bool) -> int | None:
    """How many of the signs belong to the first word; `before` says that boxes stand before their words.

    None where a tick stands parted, and as near to the first word as to the box of the second.
    """
    if not before:
        return _cut_behind(gap)
    if len(gap) == 1:
        return int(_side(gap[0]) < 0)
    for at, sign in enumerate(gap):
        if at and not sign.ticks:
            last = gap[at - 1]
            if not last.ticks or last.before < last.after:
                return at
            return at - 1 if last.before > last.after else None
    return int(bool(gap) and gap[0].ticks and gap[0].touches_before)


def _cut_behind(gap: Sequence[_Sign]) -> int | None:
    """The same where boxes stand behind their words: a tick that is nearer to the second word is of that."""
    if not gap or not gap[-1].ticks or gap[-1].before < gap[-1].after:
        return len(gap)
    last = gap[-1]
    if last.before == last.after:
        return None if len(gap) > 1 and last.before else len(gap)
    return len(gap) - 1
