"""A value as it is printed: one way for each kind of field, the same in every document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from generator.campaign.fields import Field, Kind
from generator.campaign.records import Filled, Value
from generator.campaign.settings import Settings
from generator.composing.wording.chinese import full_date, plain_number

YES, NO = "是", "否"


def shown(value: Value, field: Field) -> str:
    """The value as every document prints it, money with its unit; empty where nothing was entered.

    Paragraphs are parted by line feeds; of a picture it is the name of the file.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return full_date(value)
    if isinstance(value, Decimal):
        return f"{plain_number(value)}{field.unit}"
    if isinstance(value, tuple):
        return ("；" if field.kind is Kind.TEXTS else "、").join(value)
    return str(value)


def day_parts(day: date | None) -> dict[str, str]:
    """Year, month and day as the forms print them, empty without a date."""
    if day is None:
        return dict.fromkeys(("year", "month", "day"), "")
    return {"year": str(day.year), "month": str(day.month), "day": str(day.day)}


def text_of(record: Filled, fields: Sequence[Field]) -> str:
    """The values of these fields as printed, joined by a blank."""
    if len(fields) == 1:
        return shown(record.value(fields[0].key), fields[0])
    return " ".join(text for field in fields if (text := shown(record.value(field.key), field)))


def public_headers(settings: Settings) -> dict[str, str]:
    """What the lists of winners call the project and its unit: as the field table does."""
    return {key: settings.schema.fields.label(key) for key in ("name", "unit")}
