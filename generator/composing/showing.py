"""A value as every document shows it: one way for each kind of field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.campaign.chinese import full_date, plain_number
from generator.campaign.fields import Field, Kind
from generator.campaign.records import Value

YES, NO = "是", "否"


def shown(value: Value, field: Field) -> str:
    """The value in words; "" where nothing was entered. Of a picture it is the name of its file.

    A text comes as it is, one with paragraphs with line feeds between them.
    """
    if value is None or value == () or value == "":
        return ""
    return _SHOWN.get(field.kind, _as_it_is)(value, field)


def _as_it_is(value: Any, field: Field) -> str:
    return str(value)


def _day(value: Any, field: Field) -> str:
    return full_date(value)


def _yes_no(value: Any, field: Field) -> str:
    return YES if value else NO


def _choices(value: Any, field: Field) -> str:
    return "、".join(value)


def _texts(value: Any, field: Field) -> str:
    return "；".join(value)


def _money(value: Any, field: Field) -> str:
    return f"{plain_number(value)}{field.unit}"


_SHOWN: Mapping[Kind, Callable[[Any, Field], str]] = {
    Kind.DATE: _day,
    Kind.YES_NO: _yes_no,
    Kind.CHOICES: _choices,
    Kind.TEXTS: _texts,
    Kind.MONEY: _money,
}
