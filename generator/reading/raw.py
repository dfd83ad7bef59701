"""What reading yields: values as they stand in the file, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import SequenceMatcher, get_close_matches
from functools import cache

from generator.campaign.errors import Place, Problem, error
from generator.campaign.fields import Field, bare_label, by_name
from generator.campaign.masking import QUOTED_CHARACTERS, quoted

REMARK = re.compile(
    r"[(\[【〔](?:(?:必|选|非必)(?:填|选)项?|可选|可不填|可空|如有|如无可?不填|全称|文本|文本格式|单选|多选|可多选|下拉选择|\d+字(?:以)?内)[)\]】〕]"
)
NEAR_ENOUGH = 0.5  # of difflib, from 0 to 1
MOST_NAMED = 60  # names in a remedy: all keys of a file and all recommenders, not every project of a campaign
Scalar = str | int | float | bool | datetime | date | time | None


@dataclass(frozen=True)
class Raw:
    """One value and its place; a YAML list of texts is a tuple. `refused`: its problem has been told already.

    `whole` is all that stands in its place of a returned form, where that is more than the value.
    """

    value: Scalar | tuple[str, ...]
    place: Place
    refused: bool = False
    whole: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was entered."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


@dataclass(frozen=True)
class RawRecord:
    """The values of one row or mapping by field key, and where it starts."""

    values: dict[str, Raw]
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


def near_field(name: str, fields: tuple[Field, ...]) -> Field | None:
    """The field that a misspelt header or key probably means."""
    close = get_close_matches(name, [field.label for field in fields], n=1, cutoff=NEAR_ENOUGH)
    return by_name(fields)[close[0]] if close else None


def near_miss(word: str, known: tuple[str, ...]) -> str:
    """A remedy that names the word probably meant, or those that are possible, of many the first."""
    same = [one for one in known if one.casefold() == word.casefold()]
    close = same or get_close_matches(word, known, n=2, cutoff=NEAR_ENOUGH)
    likely = [one for one in close if _likeness(word, one) == _likeness(word, close[0])]
    meant = "或".join(f"“{one}”" for one in likely)
    return f"是否应为{meant}？" if close else f"可用的有：{'、'.join(known[:MOST_NAMED])}{_beyond(known)}。"


def _beyond(known: tuple[str, ...]) -> str:
    return f"……共{len(known)}个" if len(known) > MOST_NAMED else ""


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, other, one).ratio()


def unknown_name(code: str, place: Place, what: str, name: str, fields: tuple[Field, ...]) -> Problem:
    """The problem that a header or key is none of the fields."""
    known = tuple(f.label for f in fields)
    return error(code, place, name[:QUOTED_CHARACTERS], f"不认识的{what}{quoted(name)}。", near_miss(name, known))


def field_called(name: str, fields: tuple[Field, ...]) -> Field | None:
    """The field of that label or key, however its width, blanks and remarks in brackets are written."""
    names = names_of(fields)
    return names.get(bare_label(name)) or names.get(bare_name(name))


def bare_name(name: str) -> str:
    """A header or key without blanks, the marks of what is required, and remarks such as （必填） or （100字以内）."""
    return REMARK.sub("", "".join(unicodedata.normalize("NFKC", name).replace("*", "").split())).rstrip(":")


@cache
def names_of(fields: tuple[Field, ...]) -> Mapping[str, Field]:
    """The fields by label and key, as they are and as bare names; those of money also with their unit behind."""
    with_units = {bare_name(f"{field.label}({field.unit})"): field for field in fields if field.unit}
    return with_units | {bare_name(name): field for name, field in by_name(fields).items()} | dict(by_name(fields))
