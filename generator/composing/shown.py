"""A value as it is printed: one way for each kind of field, the same in every document."""

from __future__ import annotations

from datetime import date
from typing import Any

from generator.campaign.chinese import full_date
from generator.campaign.fields import Field, Kind

YES, NO = "是", "否"


def shown(value: Any, field: Field) -> str:
    """The value as every document prints it; empty where nothing was entered."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return full_date(value)
    if isinstance(value, tuple):
        return ("；" if field.kind is Kind.TEXTS else "、").join(value)
    return str(value)
