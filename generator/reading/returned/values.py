"""What was entered in a place of a returned form: neither its hint nor what stands beside its control."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from generator.reading.returned.labels import SEALS, printed
from generator.reading.returned.marks import BOXES, LONG, SlotMark
from generator.reading.word_tables.repeated import written_once
from generator.reading.word_tables.signs import EMPTY, TICKED
from generator.reading.word_tables.texts import Line, Span

# What Word and WPS put where nothing was entered, when a control has no words of its own.
_PROMPTS = re.compile(
    r"(?:单击或点击|单击|点击|点按)(?:或点击|或点按)?(?:此处|这里)(?:以)?(?:输入|键入|选择)(?:文字|文本|内容|日期)?[。.]?"
    r"|选择一项[。.]?|请选择[。.]?|Clickortapheretoentertext\.?|Chooseanitem\.?|Clickortaptoenteradate\.?"
)
_PROMPT_BESIDE = re.compile(
    r"(?:单击|点击|点按)(?:或点击|或点按)?(?:此处|这里)(?:以)?(?:输入|键入|选择)(?:文字|文本|内容|日期)[。.]?"
)
_OPEN_DAY = re.compile(r"年月日")
_NOTES = re.compile(r"（[^（）]{4,}）")
_CAPTION = re.compile(r"\s*图\s*[\d一二三四五六七八九十]+")


class Value(NamedTuple):
    """What was entered, what stands beside a filled control in its cell, and whether text there is struck out.

    `whole` are the two together, in their order.
    """

    text: str
    beside: str = ""
    is_struck: bool = False
    whole: str = ""


def value_in(lines: Sequence[Line], mark: SlotMark) -> Value:
    """What was entered in these paragraphs of the slot."""
    return _value(lines, mark)._replace(is_struck=any(line.struck.strip() for line in lines))


def _value(lines: Sequence[Line], mark: SlotMark) -> Value:
    if mark.holds == BOXES:
        return Value("\n".join("".join(map(_boxed, line.spans)) for line in lines).strip())
    spans = [_once(line.spans) for line in (_without_captions(lines) if mark.holds == LONG else lines)]
    whole = _entered("\n".join("".join(span.text for span in line) for line in spans), mark)
    inside = _entered("\n".join("".join(span.text for span in line if span.control) for line in spans), mark)
    outside = _entered("\n".join("".join(span.text for span in line if not span.control) for line in spans), mark)
    if not inside or not outside or mark.holds == LONG:
        return Value(whole if mark.holds == LONG else inside or outside)
    return Value(inside, outside, whole=whole)


def text_entered(text: str, mark: SlotMark) -> str:
    """The text without the hint of the slot, empty where nothing but that stands there."""
    return _entered(text, mark)


def _entered(text: str, mark: SlotMark) -> str:
    bare = "".join(text.split())
    if not bare or _PROMPTS.fullmatch(bare) or _OPEN_DAY.fullmatch(bare):
        return ""
    text = _PROMPT_BESIDE.sub("", text, count=1)
    for hint in _hints(mark.hint):
        text = hint.sub("", text, count=1)
    text = written_once(text)
    if mark.holds != LONG:
        text = SEALS.sub("", _own_label(mark.words).sub("", text))
    return text.strip().strip("_").strip()


@lru_cache(maxsize=256)
def _own_label(words: tuple[str, ...]) -> re.Pattern[str]:
    """The label of the slot, written once more before its value."""
    spelt = "|".join(map(printed, words))
    return re.compile(rf"^\s*(?:{spelt})\s*[:：]") if spelt else re.compile(r"(?!)")


@lru_cache(maxsize=256)
def _hints(lines: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """The hint as a whole, wherever its lines are broken, then each line alone on a line of its own."""
    if not lines:
        return ()
    whole = re.compile(_spaced("".join(lines)))
    notes = _NOTES.findall("".join(lines))  # which stay where the lines before them became headings
    return (whole, *(re.compile(rf"(?m)^\s*{_spaced(line)}\s*$") for line in (*lines, *notes)))


def _spaced(text: str) -> str:
    return r"\s*".join(re.escape(char) for char in text if not char.isspace())


def _boxed(span: Span) -> str:
    """The text; of a box that shows no sign what its control says of itself."""
    if span.control is None or span.control.ticked is None:
        return span.text
    shown = span.text.strip()
    if not shown or shown == "\ufffd":
        return TICKED if span.control.ticked else EMPTY
    return span.text


def _once(spans: Sequence[Span]) -> list[Span]:
    """The spans; of neighbours without names that LibreOffice made of one control (v, vv, v) the first.

    Version 7.4 writes a control whose text is in several runs up to three times over.
    """
    made: list[Span] = []
    place = 0
    while place < len(spans):
        last = next((end for end in (place + 2, place + 1) if _is_repeated(spans[place : end + 1], end - place)), place)
        made.append(spans[place])
        place = last + 1
    return made


def _is_repeated(spans: Sequence[Span], more: int) -> bool:
    if len(spans) != more + 1 or any(
        one.control is None or one.control.tag or one.control.ticked is not None for one in spans
    ):
        return False
    first, last = spans[0].text.strip(), spans[-1].text.strip()
    return bool(first) and first == last and all(_made_of(one.text.strip(), first) for one in spans[1:-1])


def _made_of(text: str, whole: str) -> bool:
    """Whether the text is the whole one, after or before pieces of it."""
    if text.endswith(whole):
        rest = text.removesuffix(whole)
    elif text.startswith(whole):
        rest = text.removeprefix(whole)
    else:
        return False
    return rest in whole or rest == ""


def _without_captions(lines: Sequence[Line]) -> list[Line]:
    """The lines but those that name a picture beside it: 图1 装置示意."""
    kept = []
    for place, line in enumerate(lines):
        near = lines[max(0, place - 1) : place + 2]
        if not (_CAPTION.match(line.text) and len(line.text) < 60 and any(one.pictures for one in near)):
            kept.append(line)
    return kept


def has_value(lines: Sequence[Line]) -> bool:
    """Whether anything but blanks stands there."""
    return any(line.text.strip() for line in lines)
