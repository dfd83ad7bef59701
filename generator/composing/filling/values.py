"""Values as they stand in a form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.campaign.fields import Field
from generator.campaign.records import Filled
from generator.composing.shown import shown


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
