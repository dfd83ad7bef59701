"""Raw records → typed records, through the field table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from generator.campaign.errors import Place, Problem
from generator.campaign.fields import Field
from generator.campaign.records import Application, Filled
from generator.campaign.settings import Record, Settings
from generator.checks.values.values import convert
from generator.reading.raw import Raw, RawRecord

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Sourced(Generic[R]):
    """A record with the raw values that it and its parts came from, so that later checks can name the place.

    Where a value is wrong, `is_whole` is False and the record lacks that attribute: it can be judged by what is
    right in it, but nothing can be made of it.
    """

    record: R
    raw: RawRecord
    completers: tuple[RawRecord, ...] = ()
    award: RawRecord | None = None
    is_whole: bool = True

    def has(self, *keys: str) -> bool:
        """Whether these values are right; of a field that the table lacks its empty value is."""
        more = getattr(self.record, "more", ())
        return all(key in more or hasattr(self.record, key) for key in keys)

    def at(self, key: str) -> Raw:
        """The raw value of that field, or the record's own place where the field was not given."""
        return self.raw.values.get(key, Raw(None, self.raw.place))

    def completer_at(self, place: int, key: str) -> Place:
        """The place of a value of the completer of that place, counted from 1."""
        row = self.completers[place - 1]
        return row.values[key].place if key in row.values else row.place


def people_of(one: Sourced[Application]) -> Iterator[tuple[str, Place]]:
    """The completers' names with their places, the lead first where the table has one."""
    if one.record.lead_name:
        yield one.record.lead_name, one.at("lead_name").place
    for place, completer in enumerate(one.record.completers, start=1):
        yield completer.name, one.completer_at(place, "name")


def choices_of(field: Field, settings: Settings | None) -> Sequence[str]:
    """The words that a choice field allows: its own, or a list of the campaign's settings."""
    if isinstance(field.choices, tuple):
        return field.choices
    words: tuple[str, ...] = getattr(settings, field.choices)
    return words


def attributes(kind: type[Filled], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the record takes them: those that it has no attribute for as `more`."""
    core = kind.model_fields
    own: dict[str, Any] = {key: value for key, value in values.items() if key in core}
    return own | {"more": {key: value for key, value in values.items() if key not in core}}


def right_values(
    raw: RawRecord, fields: tuple[Field, ...], settings: Settings | None
) -> tuple[dict[str, Any], list[Problem]]:
    """The values by key without the wrong ones; with every problem."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    here = Raw(None, raw.place)
    for field in fields:
        converted = convert(raw.values.get(field.key), field, choices_of(field, settings), here)
        problems.extend(converted.problems)
        if converted.ok:
            values[field.key] = converted.value
    return values, problems


def typed_values(
    raw: RawRecord, fields: tuple[Field, ...], settings: Settings | None
) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The values by key, or None where one of them is wrong; with every problem."""
    values, problems = right_values(raw, fields, settings)
    return (values if len(values) == len(fields) else None), problems


def record_of(
    kind: type[R], raw: RawRecord, fields: tuple[Field, ...], settings: Settings | None
) -> tuple[R | None, list[Problem]]:
    """The frozen record, or None where a value is wrong."""
    values, problems = typed_values(raw, fields, settings)
    return (None if values is None else kind.model_validate(values)), problems
