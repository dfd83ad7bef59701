"""The other completers of a form: one a row; several people of one row are told apart where that is sure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.campaign.fields import Field, Kind
from generator.checks.values.absent import is_nothing
from generator.checks.values.people import are_several, sameness
from generator.collecting.found import State, Value
from generator.collecting.values.understanding import OWN_UNIT, SEXES, on_one_line, understood, without_number

_SEPARATORS = re.compile(
    r"\s*[、，,；;/／|\n]\s*(?![^（()）]{0,40}[)）])"
)  # one within brackets parts what is said of somebody
_AS_LEAD = re.compile(rf"[同与和](?:第一完成人|牵头人)(?:的?(?:工作|所在)?单位)?(?:相同|一致|一样)?|{OWN_UNIT}|同左")
_LEAD = re.compile(r"[（(]\s*(?:第一完成人|牵头人|主要完成人|负责人)")
_IN_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
_BLANKS = re.compile(r"\s+")
_NUMBERED = re.compile(r"\s*[（(]?\d{1,2}[)）]?[.、．:：]")
# What a sentence says around the names: 参与人员：甲、乙等2人.
_INTRODUCED = re.compile(r"^[\u4e00-\u9fff]{2,10}[:：]\s*(?=[^\s:：])")
_COUNTED = re.compile(r"等(?:共?[\d一二三四五六七八九十]{1,3}[人名位])?[。.]?$")
_NAME = Field("name", "姓名", Kind.PERSON)  # a name that was parted from others is judged as one alone


def completers_in(rows: Sequence[Mapping[str, Value]], unit: str, lead: str = "") -> Iterator[Mapping[str, Value]]:
    """The people of these rows by field key, in order. `unit` is that of the lead completer, `lead` the name."""
    for row in rows:
        entered = [one for one in row.values() if not is_nothing("".join(one.raw.split()))]
        if not any(one.text or (one.raw.strip() and one.state is State.ASK) for one in entered):
            continue  # rows struck through with signs are empty too
        row = _of_the_leads_unit(row, unit)
        name = row.get("name", Value())
        if name.state is State.ASK and _are_apart(row, name):
            yield from _several(row, name, unit)
        elif why := _misplaced(row, name, lead):
            yield {key: _doubted(value, why) for key, value in row.items()}
        else:
            yield row


def _are_apart(row: Mapping[str, Value], name: Value) -> bool:
    """Whether the names of several people can be told apart: by marks, or by lines where another cell has as many."""
    if not are_several(name.raw) and not are_several(on_one_line(name.raw)):
        return False
    if len(_parted(name.raw)) < 2:
        return False
    lines = _lines(name.raw)
    if len(lines) < 2 or are_several(name.raw.replace("\n", "")) or all(map(_NUMBERED.match, lines)):
        return True
    return any(len(_lines(one.raw)) == len(lines) for key, one in row.items() if key != "name")


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _misplaced(row: Mapping[str, Value], name: Value, lead: str) -> str:
    """Why nothing of the row can be taken as it stands, empty where it can."""
    if any("".join(one.raw.split()) in SEXES for key, one in row.items() if key != "sex"):
        return "这一行像是错开了一格，看不出各格填的是什么。"
    bare = sameness(_IN_BRACKETS.sub("", name.raw))
    if (bare and bare == sameness(lead)) or _LEAD.search(name.raw):
        return "这一行像是第一完成人；第一完成人不再填入其他完成人。"
    return ""


def _doubted(value: Value, why: str) -> Value:
    guess = (value.text,) if value.text else value.guess
    return replace(value, text="", state=State.ASK, how=why, guess=guess, fix="") if value.raw.strip() else value


def _of_the_leads_unit(row: Mapping[str, Value], unit: str) -> Mapping[str, Value]:
    """The row, with the lead's unit where it says that it is the same."""
    own = row.get("unit")
    if own is None or own.text or not unit or not _AS_LEAD.fullmatch("".join(own.raw.split())):
        return row
    return {
        **row,
        "unit": replace(own, text=unit, state=State.NORMALISED, how="写的是与第一完成人相同", guess=(), fix=""),
    }


def _several(row: Mapping[str, Value], name: Value, unit: str) -> Iterator[Mapping[str, Value]]:
    """One row for each name. What stands in the other cells is asked; the lead's unit alone is that of them all."""
    names = _parted(name.raw)
    for at, one in enumerate(names):
        own: dict[str, Value] = {}
        for key, value in row.items():
            if key == "name":
                own[key] = _alone(value, one)
            elif key == "unit" and value.text and value.text == unit:
                own[key] = replace(value, state=State.NORMALISED, how=f"{len(names)}个人合写一个单位")
            else:
                own[key] = _one_of(value, at, len(names))
        yield own


def _alone(names: Value, one: str) -> Value:
    """The name that was parted from the others; asked where one alone would be."""
    found = understood(one, _NAME)
    how = "一格写了几个人，逐个分开" if found.text else found.how
    state = State.NORMALISED if found.text else State.ASK
    return replace(names, text=found.text, state=state, how=how, guess=found.guess, fix=found.fix)


def _one_of(value: Value, at: int, count: int) -> Value:
    """The question which of what stands there is the person's."""
    parts = _parted(value.raw)
    guess = (parts[at],) if len(parts) == count else (value.text,) if value.text else ()
    why = f"{count}个人写在一格里，看不出这一项是谁的。"
    return replace(value, text="", state=State.ASK, how=why, guess=guess)


def _parted(text: str) -> list[str]:
    """What stands between separators, or else blanks, without numbers and what a sentence says around the names."""
    text = _COUNTED.sub("", _INTRODUCED.sub("", text.strip()))
    parts = [name for part in _SEPARATORS.split(text) if (name := without_number(part)) and not name.isdigit()]
    return parts if len(parts) > 1 else [part for part in _BLANKS.split(text) if part]
