"""Numbered long texts of one place, each given to its field by the headings before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from generator.campaign.fields import Field
from generator.checks.meaning import plainly

_HAN = "一二三四五六七八九十"
_NUMBER = (
    rf"(?:\d{{1,2}}\s*[.、．)）:：#＃]?|第[\d{_HAN}]{{1,2}}(?:部分|项|点|条)\s*[:：、.．]?|第?[{_HAN}]{{1,2}}\s*[、.．:：]|[（(【\[]\s*[\d{_HAN}]{{1,2}}\s*[)）】\]]\s*[、.．]?"
    r"|[①-⑳⑴-⒇⒈-⒛㈠-㈩Ⅰ-Ⅻ]\s*[、.．:：]?|[▲△●○■□◆◇★☆※*•·]+)"
)
_GAP = re.compile(r"\s{100,}")  # says nothing, and takes long to be looked through
_AFTER = r"\s*[】\]]?\s*(?:[（(][^（()）\n]{0,30}[）)])?\s*(?:[:：；;。.]|——|—|$|\n|(?=\s))"


@dataclass(frozen=True)
class Split:
    """The text of each part by field key, and the keys of those whose text cannot be told from another's."""

    texts: Mapping[str, str]
    doubtful: Mapping[str, str]
    before: str = ""


@dataclass(frozen=True)
class _Heading:
    field: Field
    start: int
    end: int


def split_parts(text: str, fields: Sequence[Field]) -> Split:
    """The parts of the text. A part whose heading is missing, or comes out of order or twice, is doubtful."""
    text = _GAP.sub(lambda gap: "\n" if "\n" in gap[0] else "  ", text)
    found = _without_echoes(_headings(text, fields), text)
    if not found:
        return Split({}, dict.fromkeys((field.key for field in fields), text))
    before = text[: found[0].start].strip()
    keys = [field.key for field in fields]
    order = [keys.index(one.field.key) for one in found]
    texts, doubtful = dict[str, str](), dict[str, str]()
    if order != sorted(set(order)) and not _is_whole(order, len(keys)):
        return Split({}, dict.fromkeys(keys, text), before)
    if order != sorted(order):  # each has its heading once, in another order
        ends = [*(one.start for one in found[1:]), len(text)]
        own = {one.field.key: text[one.end : end].strip() for one, end in zip(found, ends, strict=True)}
        return Split(own, {}, before)
    for at, one in enumerate(found):
        end = found[at + 1].start if at + 1 < len(found) else len(text)
        following = order[at + 1] if at + 1 < len(found) else len(keys)
        content = text[one.end : end].strip()
        if following == order[at] + 1:
            texts[keys[order[at]]] = content
        else:  # the headings between are missing: their texts stand here too
            doubtful |= dict.fromkeys(keys[order[at] : following], content)
    if order[0] > 0:
        doubtful |= dict.fromkeys(keys[: order[0]], before)
        before = ""
    return Split(texts, doubtful, before)


def _is_whole(order: Sequence[int], parts: int) -> bool:
    """Whether each part is there once, in whatever order."""
    return sorted(order) == list(range(parts))


def _without_echoes(found: Sequence[_Heading], text: str) -> list[_Heading]:
    """The headings, one that stands several times over with nothing between as the last of them.

    So LibreOffice writes the heading of a blank whose text is in a control (`word_tables/repeated.py`).
    """
    kept = []
    for one, following in zip_longest(found, found[1:]):
        between = "" if following is None else text[one.end : following.start].replace(one.field.label, "")
        if following is None or following.field is not one.field or re.search(r"[^\W\d]", between):
            kept.append(one)
    return kept


def _headings(text: str, fields: Sequence[Field]) -> list[_Heading]:
    """The headings; those whose text follows on their line count where each part has one, in order."""
    alone = _found(text, fields, r"[:：。]?[ \t]*$")
    if {one.field.key for one in alone} == {field.key for field in fields}:
        return alone
    inline = _found(text, fields, r"(?:[:：]|[ \t]*$)")
    return inline if [one.field.key for one in inline] == [field.key for field in fields] else alone


def _found(text: str, fields: Sequence[Field], end: str) -> list[_Heading]:
    found = [
        heading
        for number, field in enumerate(fields, start=1)
        for heading in _of_field(text, field)
        or _shortened(text, field, number, end)
        or _reworded(text, fields, number, end)
    ]
    return sorted(found, key=lambda one: one.start)


def _of_field(text: str, field: Field) -> list[_Heading]:
    """Where the field's heading stands: numbered or alone at the beginning of a line, else numbered within one."""
    spelt = _spelt(field.label)
    begun = rf"(?m)^[ \t\u3000]*(?:{_NUMBER})?\s*[【\[]?\s*{spelt}{_AFTER}"
    within = rf"{_NUMBER}\s*[【\[]?\s*{spelt}\s*[】\]]?\s*[:：]"
    framed = rf"(?m)^[ \t\u3000]*(?:{_NUMBER})?\s*(?:【\s*{spelt}\s*】|\[\s*{spelt}\s*\]|〔\s*{spelt}\s*〕)[:：]?"
    for pattern in (begun, framed, within):
        hits = [one.span() for one in re.finditer(pattern, text)]
        if hits:
            return [_Heading(field, *hit) for hit in hits]
    return []


def _shortened(text: str, field: Field, number: int, end: str) -> list[_Heading]:
    """A line with the number of the part and some of its heading alone: 1.背景 is that of 成果背景."""
    if number > len(_HAN):
        return []
    numbers = rf"(?:{number}|{_HAN[number - 1]}|[（(]\s*[{number}{_HAN[number - 1]}]\s*[)）])\s*[.、．:：]?"
    line = rf"(?m)^[ \t\u3000]*{numbers}\s*([\u4e00-\u9fff]{{2,8}})\s*{end}"
    found = [one for one in re.finditer(line, text) if one[1] in field.label]
    return [_Heading(field, *found[0].span())] if len(found) == 1 else []


def _reworded(text: str, fields: Sequence[Field], number: int, end: str) -> list[_Heading]:
    """A short line with the number of the part that has words of its heading and of no other: 3.创新性与先进性."""
    if number > len(_HAN):
        return []
    numbers = rf"(?:{number}|{_HAN[number - 1]}|[（(]\s*[{number}{_HAN[number - 1]}]\s*[)）])\s*[.、．:：]?"
    line = rf"(?m)^[ \t\u3000]*{numbers}\s*([\u4e00-\u9fff、，]{{3,14}})\s*{end}"
    own, found = _pairs(fields[number - 1].label), list(re.finditer(line, text))
    others = {pair for field in fields if field is not fields[number - 1] for pair in _pairs(field.label)}
    like = [one for one in found if _pairs(one[1]) & (own - others) and not _pairs(one[1]) & (others - own)]
    return [_Heading(fields[number - 1], *like[0].span())] if len(like) == 1 and len(found) == 1 else []


def _pairs(words: str) -> set[str]:
    """The pairs of neighbouring characters that say what the words are about."""
    return {words[at : at + 2] for at in range(len(words) - 1)}


def _spelt(label: str) -> str:
    return r"\s*".join("[，,、；;和及与]?" if char in "，,、；;" else _like(char) for char in label)


def _like(char: str) -> str:
    return {"与": "[与和及、]", "和": "[和与及、]", "及": "[及和与、]", "的": "的?"}.get(char, re.escape(char))


def same_content(one: str, other: str) -> bool:
    """Whether two texts hold the same but for blanks and marks."""
    return plainly(one) == plainly(other)
