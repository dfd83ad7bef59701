"""The cells of a row of a returned list: halves of a value, ticked options, errors, what says that it is withdrawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.campaign.errors import Place, Problem
from generator.reading.raw import Raw
from generator.reading.returned.lists.header import ListHeader
from generator.reading.returned.marks import SlotMark
from generator.reading.returned.people import is_ditto
from generator.reading.returned.ticks import has_tick
from generator.reading.returned.values import Value

ROW_NUMBER = "row_number"
_ERROR = re.compile(r"#(?:REF!|VALUE!|N/A|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)")
NO_RESULT = "#VALUE!"  # for a formula of which the file does not say what it gives
_CHOSEN, _NOT_CHOSEN = ("1", "是", "有", "●", "★"), ("", "0", "否", "无", "×", "✗", "✕", "/", "-", "—", "□", "☐", "○")
GONE = "撤回|撤销|撤下|已撤|暂缓|不再参评|不再申报|不再推荐|不参评|退出|作废|淘汰|未推荐|不推荐|放弃|落选"
_WITHDRAWN = re.compile(rf"(?:已|拟|现|本?项目)*(?:{GONE}|撤)(?:申报|参评|推荐|评选|项目)?[。.]?")
_IN_BRACKETS = re.compile(rf"[（(【\[][^（）()【】\[\]]{{0,8}}(?:{GONE})[^（）()【】\[\]]{{0,8}}[)）】\]]")


@dataclass(frozen=True)
class ListRow:
    """A row below a header: what stands in each column, with its place; in a sheet also its number.

    `told` is what a clerk has to know of its cells beside their texts; the cells in the columns of `rest` are merged
    with those above.
    """

    cells: Mapping[int, tuple[Value, Place]]
    place: Place
    row: int = 0
    told: tuple[Problem, ...] = ()
    rest: frozenset[int] = frozenset()


def joined_halves(
    header: ListHeader, row: ListRow, above: Mapping[str, Raw]
) -> Mapping[str, tuple[Value, SlotMark, Place]]:
    """By slot what the columns of its two fields say, each behind its label; an error where one of them shows that."""
    made: dict[str, tuple[Value, SlotMark, Place]] = {}
    for column, (mark, half) in sorted(header.halves.items(), key=lambda one: one[1][1]):
        value, place = row.cells.get(column, (Value(""), row.place))
        text, label = value.text.strip(), f"{mark.parts[half][0]}："
        if is_ditto(text) and mark.slot in above:
            before = (line for line in str(above[mark.slot].value).split("；") if line.startswith(label))
            text = next(before, "").removeprefix(label)
        own = f"{label}{text}" if text and not is_error(text) else text
        known, _, first = made.get(mark.slot, (Value(""), mark, place))
        texts = [one for one in (known.text, own) if one]
        wrong = next((one for one in texts if is_error(one)), "")
        made[mark.slot] = Value(wrong or "；".join(texts)), mark, first
    return made


def chosen_options(header: ListHeader, row: ListRow) -> Mapping[str, tuple[str, Place]]:
    """By slot the words of the columns that are ticked; what else stands in one is added, to be asked."""
    made: dict[str, tuple[str, Place]] = {}
    for column, (mark, word) in header.options.items():
        value, place = row.cells.get(column, (Value(""), row.place))
        text, before = "".join(value.text.split()), made.get(mark.slot, ("", place))
        is_chosen = has_tick(text) or text in (*_CHOSEN, word)
        more = word if is_chosen else "" if text in _NOT_CHOSEN else f"{word}：{text}"
        made[mark.slot] = "、".join(one for one in (before[0], more) if one), place if is_chosen else before[1]
    return made


def is_error(text: str) -> bool:
    """Whether the text is how Excel shows a formula without a result."""
    return _ERROR.fullmatch(text.strip()) is not None


def withdrawn(header: ListHeader, row: ListRow) -> str:
    """What the row says of its project being withdrawn: in the place of its number, or in brackets."""
    for column, (value, _) in sorted(row.cells.items()):
        text = "".join(value.text.split())
        found = _WITHDRAWN.fullmatch(text) or _IN_BRACKETS.search(text)
        if column in header.known and found:
            return found[0]
    return ""
