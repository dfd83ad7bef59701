"""The example row of each sheet of the entry workbook: written there, and known again when it is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from generator.campaign.fields import Field, Kind

EXAMPLE_MARK = "示例"  # what the first cell of the example row begins with
LAST_CHOICE = "最后一项"
_BEFORE = re.compile(r"申报开始前([0-9]{1,4})天")
_NUMBERS = frozenset({Kind.INTEGER, Kind.MONEY})


def example_of(field: Field, words: Sequence[str], begins: date) -> str | int | Decimal | date:
    """What the example row shows of the field; "" for nothing.

    A date that would do where applications come in from `begins`; of choices the first `words`, of one the last
    where that is asked for.
    """
    if field.kind is Kind.DATE:
        return _day(field.example, begins)
    named = field.example.split("、") if field.example else ["", *words]
    if field.kind not in (Kind.CHOICE, Kind.CHOICES) or set(named) <= set(words):
        return literal_example(field)
    if field.example == LAST_CHOICE:
        return words[-1]
    return "、".join(words[: 1 if field.kind is Kind.CHOICE else 2])


def literal_example(field: Field) -> str | int | Decimal:
    """The example as it stands in the field table, a number as a number."""
    if field.kind is Kind.INTEGER and field.example:
        return int(field.example)
    if field.kind is Kind.MONEY and field.example:
        return Decimal(field.example)
    return field.example or ("是" if field.kind is Kind.YES_NO else "")


def is_literal(field: Field) -> bool:
    """Whether the example is the same in every campaign: dates are moved, and choices may be the campaign's."""
    of_choices = field.kind in (Kind.CHOICE, Kind.CHOICES)
    return field.kind is not Kind.DATE and not (of_choices and field.example in ("", LAST_CHOICE))


def _day(example: str, begins: date) -> date:
    if before := _BEFORE.fullmatch(example):
        return begins - timedelta(int(before[1]))
    return date.fromisoformat(example) if example else begins


def wrong_example(field: Field) -> str:
    """What is wrong with the field's example, in words that follow it; "" where nothing is."""
    text, kind = field.example, field.kind
    if kind is Kind.DATE and not _BEFORE.fullmatch(text):
        try:
            date.fromisoformat(text)
        except ValueError:
            return "不是日期，应写成 2023-08-01 或“申报开始前100天”。"
    if kind is Kind.YES_NO and text not in ("是", "否"):
        return "不是“是”或“否”。"
    if kind in (Kind.CHOICE, Kind.CHOICES) and isinstance(field.choices, tuple) and text != LAST_CHOICE:
        chosen = text.split("、") if kind is Kind.CHOICES else [text]
        return "" if set(chosen) <= set(field.choices) else "不在可选的词里。"
    if kind in _NUMBERS:
        return _wrong_number(field)
    if field.limit is not None and len(text) > field.limit:
        return f"有{len(text)}个字，超过{field.limit}字。"
    return ""


def _wrong_number(field: Field) -> str:
    try:
        number = Decimal(field.example)
    except InvalidOperation:
        return "不是数。"
    if not number.is_finite() or (field.kind is Kind.INTEGER and number != int(number)):
        return "不是整数。"
    if (field.least is not None and number < field.least) or (field.most is not None and number > field.most):
        return f"不在{field.least}至{field.most}之间。"
    return ""
