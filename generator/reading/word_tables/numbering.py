"""The numbers that Word puts before paragraphs by itself: `1.`, `一、`, `（1）`, as they show."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping

from lxml.etree import _Element as Element

from generator.reading.word_tables.elements import W, value_of

_LEVELS = range(9)
_DIGITS = "〇一二三四五六七八九"


def _chinese(number: int) -> str:
    """Up to 99 as it is counted: 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return f"{_DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[ones] if ones else ''}"


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26) if 0 < number < 100 else str(number)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


_COUNTS: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": lambda number: "".join(_DIGITS[int(one)] for one in str(number)),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalEnclosedParen": lambda number: f"({number})",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "none": lambda number: "",
}
_SILENT = ("bullet", "none")


class Numbering:
    """Counts the paragraphs of each list in the order in which they are asked for."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        """Take the parts that say what the lists look like; either may be missing."""
        self._abstract: dict[str, Element] = {}
        self._levels: dict[str, dict[int, Element]] = {}
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0 for _ in _LEVELS])
        self._of_style: dict[str, Element] = {}
        for one in numbering.iterfind(f"{W}abstractNum") if numbering is not None else ():
            self._abstract[one.get(f"{W}abstractNumId", "")] = one
        for one in numbering.iterfind(f"{W}num") if numbering is not None else ():
            self._levels[one.get(f"{W}numId", "")] = self._levels_of(one)
        for style in styles.iterfind(f"{W}style") if styles is not None and self._levels else ():
            if (own := style.find(f"{W}pPr/{W}numPr")) is not None:
                self._of_style[style.get(f"{W}styleId", "")] = own

    def _levels_of(self, number: Element) -> dict[int, Element]:
        """The levels of a list, those that it changes for itself too."""
        abstract = self._abstract.get(value_of(number, "abstractNumId"))
        found = {_level(one): one for one in abstract.iterfind(f"{W}lvl")} if abstract is not None else {}
        own = {_level(one): one for one in number.iterfind(f"{W}lvlOverride/{W}lvl")}
        return found | own

    def number(self, paragraph: Element) -> str:
        """The number before the paragraph with what goes with it, empty where it is in no list."""
        if not self._levels:
            return ""
        properties = paragraph.find(f"{W}pPr")
        own = properties.find(f"{W}numPr") if properties is not None else None
        of_style = self._of_style.get(value_of(properties, "pStyle"))
        key = value_of(own, "numId") or value_of(of_style, "numId")
        at = value_of(own, "ilvl") or value_of(of_style, "ilvl") or "0"
        levels = self._levels.get(key)
        if not levels or not at.isdecimal() or int(at) not in levels:
            return ""
        return self._next(key, int(at), levels)

    def _next(self, key: str, at: int, levels: Mapping[int, Element]) -> str:
        counts = self._counts[key]
        counts[at] = counts[at] + 1 if counts[at] else _start(levels[at])
        for deeper in range(at + 1, len(counts)):
            counts[deeper] = 0
        if value_of(levels[at], "numFmt") in _SILENT:
            return ""

        def counted(mark: re.Match[str]) -> str:
            level = int(mark[1]) - 1
            if level not in levels:
                return ""
            return _COUNTS.get(value_of(levels[level], "numFmt"), str)(counts[level] or _start(levels[level]))

        return re.sub(r"%([1-9])", counted, value_of(levels[at], "lvlText"))


def _level(element: Element) -> int:
    at = element.get(f"{W}ilvl", "0")
    return int(at) if at.isdecimal() and len(at) == 1 else 0


def _start(level: Element) -> int:
    start = value_of(level, "start")
    return int(start) if start.isdecimal() and len(start) < 6 else 1
