"""Printed words as a returned form is read by them: labels without what differs between two prints of the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

LONGEST_LABEL = 24  # characters, without blanks
ANY = "\ufffc"  # in a label, for what the campaign gives in its marks: it may be anything
_MARK, _BREAK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}"), "|"
JOINTS = re.compile("[/、及和或与]")  # between the parts of a label, whichever somebody likes
_BRACKETS = re.compile(r"[(\[【〔〈](?![^()\[\]]{0,8}[英外]文)[^()\[\]【】〔〕〈〉]{0,60}[)\]】〕〉]")
_NUMBER = re.compile(r"^(?:\d{1,2}[.、．)]|[一二三四五六七八九十]{1,3}[、.．]|[*※★●■]+)+(?=\D)")
_AROUND = "\"'“”‘’「」:：*_—-.。;；,，、/"
_QUOTES = {ord(mark): None for mark in "\"'“”‘’「」"}
_BEFORE = "，,；;。、|）)_"  # what may stand before a label within a text
SEALS = re.compile(r"[（(]\s*(?:盖章|公章|签章|签字|签名|盖公章|单位盖章)\s*[)）]")
_NOTE = re.compile(  # what stands on forms without saying anything of a project
    r"[\W_]*\d{0,4}[\W_]*|第?\d*页.*|(?:\d{4}年\d{1,2}月\d{1,2}|年月)日|续表|序号|.{2,14}(?:印制|制表|监制|会制)"
    r"|(?:附件|[注备说填][注明表]?.{0,4})[\d:：.].*|.{0,12}[(（].{0,6}[章字][)）].*|[(（].{0,8}(?:打印|填写|附后).{0,4}[)）]"
)

_DAY = re.compile(r"\d{4}(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2})")
_LABELLED, _PAGE = re.compile(r"[\u4e00-\u9fff]{2,10}[:：]"), re.compile(r"[—–-]*第?\d{1,3}页?[—–-]*")
_LONGEST_NOTE, _OF_OTHERS = 40, ("意见", "评语", "说明", "要求", "承诺")
_INSTRUCTIONS = re.compile(r"[一二三四五六、.]*(?:填.{0,4}|申报)?(?:说明|须知|要求|注意事项)[:：]?")


class Found(NamedTuple):
    """A label with a colon in a text: its bare words, where it begins, and where what it says begins."""

    word: str
    start: int
    says: int


@lru_cache(maxsize=4096)  # labels and short values, the same ones on every form
def bare_label(text: str) -> str:
    """The words of a label: half width, without blanks, numbers before it, brackets and the colon behind it."""
    marked = _MARK.sub(ANY, text).replace(_BREAK, "")
    words = "".join(unicodedata.normalize("NFKC", marked).split())
    without = _BRACKETS.sub("", words)
    if without == words and words.count("(") != words.count(")"):
        without = words.split("(")[0]
    return _NUMBER.sub("", without.strip(_AROUND)).strip(_AROUND).translate(_QUOTES)


def wordings(label: str, synonyms: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Every way in which the label may be printed, its own first, each bare."""
    own = bare_label(label)
    # 五小活动项目名称 is the label too of which the campaign gives the beginning.
    is_marked = ANY in own and len(shown(own)) > 1
    names = (name for name in synonyms if bare_label(name) == own or (is_marked and _is_spelt(bare_label(name), own)))
    others = (bare_label(other) for name in names for other in synonyms[name])
    return tuple(dict.fromkeys(word for word in (own, *others) if word))


def _is_spelt(bare: str, own: str) -> bool:
    return re.fullmatch(printed(own), bare) is not None


def shown(word: str) -> str:
    """The bare words as a message calls the label: without the place of what the campaign gives."""
    return word.replace(ANY, "")


def printed(label: str) -> str:
    """A regular expression for the label wherever blanks stand in it."""
    return r"\s*".join(".{0,40}?" if char == ANY else re.escape(char) for char in bare_label(label))


class Labels:
    """Labels that are looked for together, by their bare words."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words; those with something of the campaign in them are known by the rest."""
        every = frozenset(words)
        self._words = frozenset(word for word in every if ANY not in word)
        self._unjointed = {JOINTS.sub("", word): word for word in sorted(self._words, reverse=True)}
        marked = sorted((word for word in every if ANY in word), key=len, reverse=True)
        self._patterns = [(re.compile(printed(word)), word) for word in marked]

    def of(self, bare: str) -> str:
        """The label that these bare words are, empty where they are none."""
        if bare in self._words or not bare or len(bare) > 2 * LONGEST_LABEL:
            return bare if bare in self._words else ""
        if (word := self._unjointed.get(JOINTS.sub("", bare))) is not None:
            return word
        return next((word for pattern, word in self._patterns if pattern.fullmatch(bare)), "")

    def whole(self, text: str) -> str:
        """The label that the whole text is, empty where it is none."""
        return self.of(bare_label(text)) if len(text) <= 4 * LONGEST_LABEL else ""

    def within(self, text: str) -> list[Found]:
        """The labels with a colon in the text."""
        found: list[Found] = []
        done = 0
        for colon in re.finditer("[:：]", text):
            if (start := self._start(text, done, colon.start())) is not None:
                found.append(Found(self.of(bare_label(text[start : colon.start()])), start, colon.end()))
                done = colon.end()
        return found

    def _start(self, text: str, done: int, end: int) -> int | None:
        """Where the longest label begins that ends there: at the beginning, or behind a blank or a mark."""
        for start in range(max(done, end - 4 * LONGEST_LABEL), end):
            is_edge = start in (0, done) or text[start - 1].isspace() or text[start - 1] in _BEFORE
            if is_edge and not text[start].isspace() and self.of(bare_label(text[start:end])):
                return start
        return None


def says_more(text: str) -> bool:
    """Whether the text says anything of a project: no number of a row or page, day to be filled in, or note."""
    return len("".join(text.split())) > 1 and not _NOTE.fullmatch("".join(text.split()))


def is_day(text: str) -> bool:
    """Whether the text is a whole day: 2023年8月6日."""
    return _DAY.fullmatch("".join(text.split())) is not None


def is_labelled_note(text: str) -> bool:
    """Whether the paragraph has a label of its own that is none of the form's, or is the number of a page.

    A long one is no note but text whose first words end with a colon, unless somebody else speaks there.
    """
    bare = "".join(text.split())
    label = _LABELLED.match(bare)
    is_note = label is not None and (len(bare) <= _LONGEST_NOTE or label[0][:-1].endswith(_OF_OTHERS))
    return is_note or is_page(text)


def is_page(text: str) -> bool:
    """Whether the text is the number of a page: — 2 —."""
    return _PAGE.fullmatch("".join(text.split())) is not None


def begins_instructions(text: str) -> bool:
    """Whether the paragraph is the heading above what says how to fill in a form: 填表说明."""
    return _INSTRUCTIONS.fullmatch("".join(text.split())) is not None


@lru_cache(maxsize=256)
def labels(words: frozenset[str]) -> Labels:
    """The labels of these words, made once."""
    return Labels(words)
