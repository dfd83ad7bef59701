"""A place that holds several fields together (工作单位及职务): told apart by what another place says of one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.campaign.fields import Field
from generator.checks.meaning import plainly
from generator.collecting.found import State, Value
from generator.collecting.values.understanding import asked, understood

_BETWEEN = r"[\s,，、;；:：/／|｜\-—–()（）.。·]"
_GAP = re.compile(rf"{_BETWEEN}+")
FROM_JOINED = "从单位、职务连写的一格里分出"
# How a unit's name ends: only behind such a one may the first gap be the one before the post.
_UNIT = re.compile(
    r"(?:公司|集团|厂|院|局|所|处|部|中心|学校|大学|银行|支行|合作社|林场|农场|站|段|矿|队|社|店|馆|会|库|校|室)[)）]?$"
)
_OF_UNIT = re.compile(r".{0,12}?(?:公司|集团|厂|院|局|中心|学校|大学|银行|合作社)")  # so a name of a unit goes on
_LABEL = re.compile(r"(?:^|(?<=[\s,，;；、]))([\u4e00-\u9fff][\u4e00-\u9fff /、]{1,7})[:：]")
# A post alone: nothing in it ends as the name of a unit does.
_POST = re.compile(r"[\u4e00-\u9fff]{1,6}(?:员|师|工|任|长|手|理|记|干事|组长)")
_SPLIT = "请写清单位和职务各是什么。"


def apart(whole: Value, fields: Sequence[Field], known: Mapping[str, Value]) -> dict[str, Value]:
    """The values of these fields by key, those known already among them where they agree.

    `whole` is what stands there. Only two fields can be told apart.
    """
    first, last = fields[0], fields[-1]
    if not whole.text:
        return _none(whole, fields, known)
    before = known.get(first.key)
    if (labelled := _by_labels(whole.text, fields)) is not None:
        return _each(labelled, whole, fields, known)
    if before is not None and before.text:
        rest = _behind(whole.text, before.text)
        rest = rest if rest is not None else _in_front(whole.text, before.text)
        if rest is None and first.key == "unit" and _POST.fullmatch(whole.text.strip()):
            rest = whole.text
        if rest is None:
            if (parts := _two(whole.text, fields)) and plainly(parts[0]) == plainly(before.text):
                rest = parts[1]
            else:
                return _other_first(whole, fields, before, parts)
        return {last.key: _source(understood(rest, last), whole)}
    parts = _two(whole.text, fields) or _two_lines(whole, fields)
    if parts and (first.key != "unit" or _UNIT.search(parts[0])):
        made = {one.key: _source(understood(text, one), whole) for one, text in zip(fields, parts, strict=True)}
        if before is not None and before.state is State.ASK and before.guess:
            made[first.key] = _beside_doubt(made[first.key], before)
        return made
    why = f"{first.label}和{last.label}连在一起，分不开。"
    guesses = [(one,) for one in parts] if parts else [()] * len(fields)
    return {one.key: _source(asked(why, guess, _SPLIT), whole) for one, guess in zip(fields, guesses, strict=True)}


def _beside_doubt(value: Value, before: Value) -> Value:
    """The value, where another place may mean it too; else what that place asks, with this one to choose from."""
    if any(plainly(one) == plainly(value.text) for one in before.guess):
        return value
    guess = tuple(dict.fromkeys(one for one in (value.text, *before.guess) if one))
    return replace(before, guess=guess)


def _other_first(
    whole: Value, fields: Sequence[Field], before: Value, parts: tuple[str, str] | None
) -> dict[str, Value]:
    """The question which of two units it is; the post, where it is clear what is before it."""
    first, last = fields[0], fields[-1]
    is_clear = parts is not None and _UNIT.search(parts[0]) is not None
    guess = tuple(dict.fromkeys((before.text, parts[0] if parts and is_clear else whole.text)))
    doubt = replace(before, text="", state=State.ASK, how=f"两处写的{first.label}不一样。", guess=guess)
    if parts and is_clear:
        return {first.key: doubt, last.key: _source(understood(parts[1], last), whole)}
    return {first.key: doubt, last.key: _source(asked(f"分不出{last.label}是哪几个字。", fix=_SPLIT), whole)}


def begins_with(whole: Value, first: Value) -> bool:
    """Whether the text of several fields begins with that value."""
    return bool(whole.text and first.text) and _behind(whole.text, first.text) is not None


def _none(whole: Value, fields: Sequence[Field], known: Mapping[str, Value]) -> dict[str, Value]:
    made = {}
    for one in fields:
        before = known.get(one.key)
        if before is None or not before.text:
            value = whole if whole.state is State.ASK else understood("", one)
            made[one.key] = before if before is not None and before.raw else replace(value, spot=whole.spot)
    return made


def _behind(text: str, begin: str) -> str | None:
    """What follows the beginning in the text, whatever the blanks and marks between; None where it begins otherwise."""
    spelt = r"\s*".join(re.escape(char) for char in begin if not char.isspace())
    found = re.match(rf"\s*{spelt}{_BETWEEN}*", text)
    if found is None:
        return None
    rest = text[found.end() :]
    closes = text[: found.end()].rstrip().endswith(("(", "（"))
    return rest.rstrip(")） ") if closes else rest


def _in_front(text: str, end: str) -> str | None:
    """What stands before the end of the text, whatever the marks between; None where it ends otherwise."""
    spelt = r"\s*".join(re.escape(char) for char in end if not char.isspace())
    found = re.fullmatch(rf"\s*(\S.*?){_BETWEEN}+{spelt}\s*[)）]?\s*", text, re.DOTALL)
    return found[1] if found else None


def _by_labels(text: str, fields: Sequence[Field]) -> dict[str, str] | None:
    """The text of each field behind a label of its own, by key; None where one has none that is known.

    A label is known by its last two characters: 单位 is that of 所在单位.
    """
    found = list(_LABEL.finditer(text))
    if not found or text[: found[0].start()].strip():
        return None
    ends = [*(one.start() for one in found[1:]), len(text)]
    made: dict[str, str] = {}
    for one, end in zip(found, ends, strict=True):
        field = next((field for field in fields if field.label[-2:] == "".join(one[1].split())[-2:]), None)
        if field is None or field.key in made:
            return None
        made[field.key] = text[one.end() : end].strip(" \t\n\u3000,，;；、")
    return made


def _each(
    texts: Mapping[str, str], whole: Value, fields: Sequence[Field], known: Mapping[str, Value]
) -> dict[str, Value]:
    """The values of these texts; one that is known already, and otherwise here, is asked."""
    made = {}
    for field in fields:
        text, before = texts.get(field.key, ""), known.get(field.key)
        if before is None or not before.text:
            made[field.key] = _source(understood(text, field), whole)
        elif text and plainly(text) != plainly(before.text):
            guess = (before.text, text)
            why = f"两处写的{field.label}不一样。"
            made[field.key] = replace(before, text="", state=State.ASK, how=why, guess=guess)
    return made


def _two(text: str, fields: Sequence[Field]) -> tuple[str, str] | None:
    """The two parts of a text with one gap in it."""
    parts = [part for part in _GAP.split(text.strip()) if part]
    return (parts[0], parts[1]) if len(parts) == len(fields) == 2 else None


def _two_lines(whole: Value, fields: Sequence[Field]) -> tuple[str, str] | None:
    """The two parts of a text that was written on two lines; what was printed breaks lines where they are full."""
    lines = [line.strip() for line in whole.raw.split("\n") if line.strip()]
    if whole.spot.file.lower().endswith(".pdf") or not len(lines) == len(fields) == 2:
        return None
    is_whole = plainly("".join(lines)) == plainly(whole.text) and not _OF_UNIT.match(lines[1])
    return (lines[0], lines[1]) if is_whole else None


def _source(value: Value, whole: Value) -> Value:
    """The value with the place of the whole, from which it was taken."""
    if whole.state is State.ASK:
        return whole
    state = State.NORMALISED if value.text else value.state
    how = value.how or (FROM_JOINED if value.text else "")
    return replace(value, state=state, how=how, spot=whole.spot, raw=whole.raw, around=whole.around, note=whole.note)
