"""Work summaries (工作总结) as Word files → the campaign's form of them: a paragraph a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml.etree import XMLSyntaxError

from generator.campaign.settings import Settings
from generator.checks.values.people import sameness
from generator.ground.inputs import read_file
from generator.reading.package_parts import TwoMainPartsError
from generator.reading.prescan import PACKAGE_ERRORS, PackageRefusedError
from generator.reading.returned.form import word_blocks
from generator.reading.streamed_xml import XmlTooMuchError
from generator.reading.word_package import word_package
from generator.reading.word_tables.texts import Line

WORD = "总结"
_TITLE_LINES, _LONGEST_TITLE = 4, 60  # lines among which the title is looked for; its characters
_ENDS_TITLE = re.compile(r"总结(?:报告|材料)?[》”)）]?$")
_DAY = re.compile(
    r"[0-9〇○零一二三四五六七八九十]{4}年[0-9一二三四五六七八九十]{1,3}月(?:[0-9一二三四五六七八九十]{1,3}日)?"
)
_SENTENCE = "。；：，！？,;:"


@dataclass(frozen=True)
class Summary:
    """A summary: its paragraphs, and what was left out: its title's lines, and the signature below.

    `has_more` says that there are tables or pictures, which are not taken over.
    """

    paragraphs: tuple[str, ...]
    title: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    has_more: bool = False

    @property
    def says_so(self) -> bool:
        """Whether its title calls it a summary."""
        return bool(self.title)


def summary_in(path: Path, settings: Settings) -> Summary | None:
    """What the Word file holds as a summary, None where it cannot be read."""
    try:
        with word_package(read_file(path)) as package:
            blocks, _ = word_blocks(package)
    except (OSError, MemoryError, RecursionError, XmlTooMuchError, PackageRefusedError, XMLSyntaxError,
            TwoMainPartsError, *PACKAGE_ERRORS):  # fmt: skip
        return None
    if blocks is None:
        return None
    lines = [one for one in blocks if isinstance(one, Line)]
    texts = [" ".join(one.text.split()) for one in lines]
    has_more = len(lines) < len(blocks) or any(one.pictures or one.boxes for one in lines)
    return _summary([one for one in texts if one], settings, has_more)


def _summary(texts: Sequence[str], settings: Settings, has_more: bool) -> Summary:
    title = _title(texts)
    rest = list(texts[len(title) :])
    names = {sameness(name) for one in settings.recommenders for name in (one.name, one.short_name)}
    signature: list[str] = []
    while rest and (_DAY.fullmatch("".join(rest[-1].split())) or sameness(rest[-1]) in names):
        signature.insert(0, rest.pop())
    return Summary(tuple(rest), title, tuple(signature), has_more)


def _title(texts: Sequence[str]) -> tuple[str, ...]:
    """The lines of the title: short ones without a sentence, the last of which ends with what it is."""
    for at, text in enumerate(texts[:_TITLE_LINES]):
        if len(text) > _LONGEST_TITLE or any(char in text for char in _SENTENCE):
            return ()
        if _ENDS_TITLE.search(text):
            return tuple(texts[: at + 1])
    return ()


def said_by(summary: Summary, settings: Settings) -> tuple[str, ...]:
    """The recommenders that title and signature name, else those that its first paragraph does."""
    for text in ("".join((*summary.title, *summary.signature)), *summary.paragraphs[:1]):
        found = tuple(one.name for one in settings.recommenders if one.name in text)
        if found:
            return found
    return ()


def written(summary: Summary, recommender: str) -> bytes:
    """The file of the campaign folder."""
    head = f"# {recommender}的工作总结，一行一段。\n申报单位: {recommender}\n工作总结: |\n"
    return (head + "".join(f"  {one}\n" for one in summary.paragraphs)).encode()
