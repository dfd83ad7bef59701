"""Numbered long texts of one place, each given to its field by the headings before it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.campaign.fields import Field
from generator.checks.meaning import plainly

_HAN = "一二三四五六七八九十"
_NUMBER = (
    rf"(?:\d{{1,2}}\s*[.、．)）:：]?|第?[{_HAN}]{{1,2}}\s*[、.．:：]|[（(【\[]\s*[\d{_HAN}]{{1,2}}\s*[)）】\]]\s*[、.．]?"
    r"|[①-⑳⑴-⒇⒈-⒛㈠-㈩Ⅰ-Ⅻ]\s*[、.．:：]?|[▲△●○■□◆◇★☆※*•·]+)"
)
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
    found = _headings(text, fields)
    if not found:
        return Split({}, dict.fromkeys((field.key for field in fields), text))
    before = text[: found[0].start].strip()
    keys = [field.key for field in fields]
    order = [keys.index(one.field.key) for one in found]
    texts, doubtful = dict[str, str](), dict[str, str]()
    if order != sorted(set(order)):
        return Split({}, dict.fromkeys(keys, text), before)
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


def _headings(text: str, fields: Sequence[Field]) -> list[_Heading]:
    found = [heading for field in fields for heading in _of_field(text, field)]
    return sorted(found, key=lambda one: one.start)


def _of_field(text: str, field: Field) -> list[_Heading]:
    """Where the field's heading stands: numbered or alone at the beginning of a line, else numbered within one."""
    spelt = _spelt(field.label)
    begun = rf"(?m)^[ \t\u3000]*(?:{_NUMBER})?\s*[【\[]?\s*{spelt}{_AFTER}"
    within = rf"{_NUMBER}\s*[【\[]?\s*{spelt}\s*[】\]]?\s*[:：]"
    for pattern in (begun, within):
        hits = [one.span() for one in re.finditer(pattern, text)]
        if hits:
            return [_Heading(field, *hit) for hit in hits]
    return []


def _spelt(label: str) -> str:
    return r"\s*".join("[，,、；;和及与]?" if char in "，,、；;" else _like(char) for char in label)


def _like(char: str) -> str:
    return {"与": "[与和及、]", "和": "[和与及、]", "及": "[及和与、]", "的": "的?"}.get(char, re.escape(char))


def same_content(one: str, other: str) -> bool:
    """Whether two texts hold the same but for blanks and marks."""
    return plainly(one) == plainly(other)
