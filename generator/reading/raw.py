"""What reading yields: values as they stand in the file, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches

from generator.errors import Place, Problem, error
from generator.fields import Field, by_name

Scalar = str | int | float | bool | datetime | date | time | None


@dataclass(frozen=True)
class Raw:
    """One value and its place; a YAML list of texts is a tuple."""

    value: Scalar | tuple[str, ...]
    place: Place

    @property
    def is_blank(self) -> bool:
        """Nothing was entered."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


@dataclass(frozen=True)
class RawRecord:
    """The values of one row or mapping by field key, and where it starts."""

    values: Mapping[str, Raw]
    place: Place

    def text(self, key: str) -> str:
        """The value as bare text, empty where there is none; for matching rows to each other."""
        raw = self.values.get(key)
        return "" if raw is None or raw.value is None else str(raw.value).strip()


@dataclass
class RawTable:
    """The records of one table, with its accounting of rows."""

    records: list[RawRecord] = field(default_factory=list)
    read: int = 0
    blank: int = 0


def near_miss(word: str, known: tuple[str, ...]) -> str:
    """A remedy that names the word probably meant, or all that are possible."""
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"是否应为“{close[0]}”？" if close else f"可用的有：{'、'.join(known)}。"


def unknown_name(code: str, place: Place, what: str, name: str, fields: tuple[Field, ...]) -> Problem:
    """The problem that a header or key is none of the fields."""
    known = tuple(f.label for f in fields)
    return error(code, place, name, f"不认识的{what}“{name}”。", near_miss(name, known))


def field_called(name: str, fields: tuple[Field, ...]) -> Field | None:
    """The field of that label or key."""
    return by_name(fields).get(name)
