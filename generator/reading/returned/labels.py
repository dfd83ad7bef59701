"""Printed words as a returned form is read by them: labels without what differs between two prints of the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

LONGEST_LABEL = 24  # characters, without blanks
_MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\|")
_BRACKETS = re.compile(r"[(\[【〔〈][^()\[\]【】〔〕〈〉]{0,60}[)\]】〕〉]")
_NUMBER = re.compile(r"^(?:\d{1,2}[.、．)]|[一二三四五六七八九十]{1,3}[、.．]|[*※★●■]+)+(?=\D)")
_AROUND = "\"'“”‘’「」:：*_—-.。;；,，、/"
SEALS = re.compile(r"[（(]\s*(?:盖章|公章|签章|签字|签名|盖公章|单位盖章)\s*[)）]")


@lru_cache(maxsize=4096)  # labels and short values, the same ones on every form
def bare_label(text: str) -> str:
    """The words of a label: half width, without blanks, numbers before it, brackets and the colon behind it."""
    words = "".join(unicodedata.normalize("NFKC", _MARK.sub("", text)).split())
    without = _BRACKETS.sub("", words)
    if without == words and words.count("(") != words.count(")"):
        without = words.split("(")[0]
    return _NUMBER.sub("", without.strip(_AROUND)).strip(_AROUND).translate(_QUOTES)


_QUOTES = {ord(mark): None for mark in "\"'“”‘’「」"}


def wordings(label: str, synonyms: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Every way in which the label may be printed, its own first, each bare."""
    own = bare_label(label)
    others = (bare_label(other) for name, more in synonyms.items() if bare_label(name) == own for other in more)
    return tuple(dict.fromkeys(word for word in (own, *others) if word))


def label_in(text: str, known: Collection[str]) -> str:
    """The label that the whole text is, empty where it is none."""
    if len(text) > 4 * LONGEST_LABEL:
        return ""
    bare = bare_label(text)
    return bare if bare in known else ""


def ends_as(text: str, endings: Collection[str]) -> str:
    """The ending that the label has which the text is, empty where it is none: 市级工会意见 ends as 意见."""
    bare = bare_label(text) if len(text) <= 4 * LONGEST_LABEL else ""
    return next((one for one in endings if bare.endswith(one)), "") if len(bare) <= LONGEST_LABEL else ""


def labelled(text: str, known: Collection[str]) -> list[tuple[str, int, int]]:
    """The labels with a colon in the text, each with where it begins and where what it says begins."""
    found: list[tuple[str, int, int]] = []
    done = 0
    for colon in re.finditer("[:：]", text):
        start = _label_start(text, done, colon.start(), known)
        if start is not None:
            found.append((bare_label(text[start : colon.start()]), start, colon.end()))
            done = colon.end()
    return found


def _label_start(text: str, done: int, end: int, known: Collection[str]) -> int | None:
    """Where the longest label begins that ends there: at the beginning, or behind a blank or a mark."""
    begin = max(done, end - 4 * LONGEST_LABEL)
    for start in range(begin, end):
        is_edge = start == 0 or start == done or text[start - 1].isspace() or text[start - 1] in "，,；;。、|）)_"
        if is_edge and not text[start].isspace() and bare_label(text[start:end]) in known:
            return start
    return None
