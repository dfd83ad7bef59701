"""The program's own forms, and what their contexts have of them, for contexts that a test writes by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from generator.campaign.forms import GridForm, ListForm
from generator.composing.filling.lists import listed
from generator.composing.fitting.slots import Slot, empty, fitted, parts_place, places
from generator.reading.schema import own_schema

FORM1, FORM2 = own_schema().forms["form1"], own_schema().forms["form2"]
assert isinstance(FORM1, GridForm)
assert isinstance(FORM2, ListForm)
SLOTS = tuple(places(FORM1))
COLUMNS = tuple(column.key for column in FORM2.columns)
DATA, INTRO, OPINIONS = FORM1.pages
COVER_LABELS = tuple(value.label for value in FORM1.cover.values) if FORM1.cover else ()


def words(union: str, office: str) -> dict[str, str]:
    """The labels of Form 1 that have marks in them, as they are printed."""
    return {"{{ union }}|意见": f"{union}|意见", "{{ office }}|审定意见": f"{office}|审定意见"}


def fitted_slots(texts: Mapping[str, str]) -> dict[str, Slot]:
    """These texts in the slots of Form 1."""
    return {key: fitted(FORM1, key, text) for key, text in texts.items()}


def empty_slots() -> dict[str, Slot]:
    """The slots of a blank Form 1."""
    return {key: empty(FORM1, key) for key in SLOTS}


def days(applied: Mapping[str, str]) -> dict[str, str]:
    """The date on the cover of Form 1."""
    year, month, day = (applied[part] for part in ("year", "month", "day"))
    return {"applied_on": f"{year}年{month}月{day}日" if year else ""}


def parts(texts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The parts of 项目简介, each with their place."""
    return [{**part, "place": parts_place(FORM1, INTRO)} for part in texts]


def list_rows(rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Rows of Form 2."""
    columns = {column.key: column for column in FORM2.columns}
    return [{key: listed(text, columns[key], FORM2) for key, text in row.items()} for row in rows]
