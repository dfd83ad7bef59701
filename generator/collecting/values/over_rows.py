"""What stands over rows of a list, and in columns to tick, says a field that has no column of its own.

二、小创造（4项） over a group, 小革新类……汇总表 over the list, a tick under 小发明 or 非公.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.campaign.fields import Field, Kind
from generator.checks.meaning import said_plainly
from generator.collecting.found import State, Value
from generator.collecting.values.spots import spot_of
from generator.collecting.values.understanding import asked
from generator.composing.shown import NO, YES
from generator.reading.raw import Raw
from generator.reading.returned.lists.rows import HEADING, TICKED, TITLES

# A heading over a group of rows, without blanks: 二、小创造（4项）.
_GROUP = (
    r"(?:[（(]?[一二三四五六七八九十\d]{{1,3}}[)）]?[、.．:：]?)?"
    r"{}类?(?:项目|成果)?[（(]?(?:共?\d+[项个件])?[)）]?[:：]?"
)
_TITLE = re.compile(r"[^非除不]*(?:表|名单|清单|一览|目录)(?:[（(][^（()）]{0,10}[)）])?")
_LONGEST_TITLE = 60
BY_TICKS = "按打了勾的栏目"
_BY_HEADING, _BY_TITLE = "按表里分组的标题", "按表的标题"


def said_over_rows(values: Mapping[str, Raw], field: Field, words: Sequence[str], file: str) -> Value | None:
    """What is ticked, said by the heading over the row's group or else by the list's title; None where nothing is."""
    if (ticked := _ticked(values.get(TICKED), field, words, file)) is not None or field.kind is not Kind.CHOICE:
        return ticked
    heading, titles = values.get(HEADING), values.get(TITLES)
    over = [str(heading.value)] if heading is not None else []
    lines = titles.value if titles is not None and isinstance(titles.value, tuple) else ()
    for texts, how in ((over, _BY_HEADING), ([*lines, *over], _BY_TITLE)):
        found = [(text, said) for text in texts if (said := _said_over(text, words, is_title=how is _BY_TITLE))]
        if (raw := heading or titles) is not None and len({said for _, said in found}) == 1:
            return Value(found[0][1], State.NORMALISED, spot_of(raw.place, file), found[0][0], how)
    return None


def _ticked(raw: Raw | None, field: Field, words: Sequence[str], file: str) -> Value | None:
    """What columns say that are words of the field, each to be ticked: 小发明｜小创造, or 非公｜公有."""
    if raw is None or not isinstance(raw.value, tuple) or field.kind not in (Kind.CHOICE, Kind.YES_NO):
        return None
    meant = {word: said_plainly(word, field) if field.kind is Kind.YES_NO else word for word in raw.value}
    own = {word: said for word, said in meant.items() if said in (words if field.kind is Kind.CHOICE else (YES, NO))}
    spot, said = spot_of(raw.place, file), tuple(dict.fromkeys(own.values()))
    if len(said) > 1:
        return replace(asked("选了不止一项。", said), spot=spot, raw="、".join(own))
    return Value(said[0], State.NORMALISED, spot, "、".join(own), BY_TICKS) if said else None


def _said_over(text: str, words: Sequence[str], *, is_title: bool) -> str:
    """The one of the words that a group's heading is, or that a list's title has, empty where it is none or several."""
    bare = "".join(text.split())
    if not is_title:
        said = [word for word in words if re.fullmatch(_GROUP.format(re.escape(word)), bare)]
    elif len(bare) <= _LONGEST_TITLE and _TITLE.fullmatch(bare):
        said = [word for word in words if len(word) > 1 and word in bare]
    else:
        said = []
    return said[0] if len(said) == 1 else ""
