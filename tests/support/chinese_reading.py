"""Reads Chinese sentences of official papers as a careful reader does: what is doubled, empty or unpaired.

It knows nothing of the program: what it finds wrong is wrong in any paper.
"""

from __future__ import annotations

import re

PAIRS = {"（": "）", "《": "》", "〈": "〉", "“": "”", "‘": "’", "〔": "〕"}
SLIPS = {
    "a count of nothing": r"(?<![\d.])0(?:[项个名件份字组条家]|%)|近〇年",
    "one of many": r"等1[项个名件份家]",
    "one counted body": r"1个单位",
    "two signs in a row": r"[，、；：。！？][，、；：。！？]",
    "a sign behind an opening mark": r"[（《〈“‘〔][，、；：。）》〉”’〕]",
    "a sign before a closing mark": r"[，、；：][）》〉”’〕]",
    "a sign at the beginning": r"\A[，、；：。）》〉”’〕]",
    "a half-width sign": r"(?<=[\u4e00-\u9fff”》）])[,;:?!](?=[\u4e00-\u9fff“《（])",
    "a mark left over": r"[{}｛｝]|None|Undefined",
    "各 of one body": r"(?:\A|[，。；：])[^，。；：、]*各(?:申报成果)?不少于",
    "several bodies without 各": r"(?:\A|[，。；：])[^，。；：]*、[^，。；：各]*不少于\d+项",
    "等 of one body": r"(?:\A|[，。；：])[^，。；：、]*等设区市",
    "two of the same words": r"([^\W\d_]{3,})\1",
}
ENDS = "。；："


def slips(sentence: str) -> list[str]:
    """What is wrong with the paragraph, in words."""
    found = [what for what, pattern in SLIPS.items() if re.search(pattern, sentence)]
    return found + _pairing(sentence)


def unended(paragraph: str) -> bool:
    """Whether the paragraph stops in the middle of a sentence."""
    return not paragraph.endswith(tuple(ENDS))


def _pairing(sentence: str) -> list[str]:
    opened: list[str] = []
    found = []
    for char in sentence:
        if char in PAIRS:
            if opened and opened[-1] == char:
                found.append(f"{char} within {char}")
            opened.append(char)
        elif char in PAIRS.values() and (not opened or PAIRS[opened.pop()] != char):
            found.append(f"{char} closes nothing")
    return found + [f"{char} is not closed" for char in opened]


def span(sentence: str, what: str) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """First and last day, as a reader understands them, of the span of days that is `what` (为申报期).

    A date without year or month has those of the date before it. A single day is both.
    """
    stretch = re.search(rf"((?:\d+年)?(?:\d+月)?\d+日)(?:至((?:\d+年)?(?:\d+月)?\d+日))?{what}", sentence)
    assert stretch, (sentence, what)
    first = _completed(stretch[1], (0, 0))
    return first, _completed(stretch[2], first[:2]) if stretch[2] else first


def _completed(text: str, before: tuple[int, int]) -> tuple[int, int, int]:
    parts = re.fullmatch(r"(?:(\d+)年)?(?:(\d+)月)?(\d+)日", text)
    assert parts, text
    return int(parts[1] or before[0]), int(parts[2] or before[1]), int(parts[3])
