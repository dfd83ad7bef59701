"""A new campaign out of another one: its settings, wording and own templates moved to the new year, nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from generator.campaign.fields import Kind
from generator.campaign.settings import CAMPAIGN_FIELDS
from generator.checks.values.values import date_in
from generator.editing.settings_text import TypedSettings, typed_settings, with_settings
from generator.ground.inputs import read_file
from generator.reading.raw_campaign import NOTICE_FILE, SETTINGS_FILE, TEMPLATES_FOLDER, is_own_file

OF_THE_YEAR = ("组织奖",)  # what a year's result fills
LISTS_OF_THE_YEAR = ("撤销证书",)
_YEAR_OF_DATE = re.compile(r"(?<!\d)20\d\d(?!\d)")
_YEAR_OF_TEXT = re.compile(r"(?<!\d)20\d\d(?=年|[〕］\])）])")
_GIVEN = re.compile(r"〕\s*\d+\s*号")
_LAST_29 = re.compile(r"29(?=\D*$)")


def begun(source: Path, year: int, changes: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """The files of a campaign of that year by their paths, made of those in `source`.

    Years and days move by as many years as lie between the two; `changes` are settings by label, said for the new one.
    Applications, results, revoked certificates stay behind. Raises DataError where campaign.yaml cannot be read.
    """
    settings = read_file(source / SETTINGS_FILE, link=True)
    files = {SETTINGS_FILE: _moved(settings, year, changes or {})}
    if (source / NOTICE_FILE).is_file():
        files[NOTICE_FILE] = read_file(source / NOTICE_FILE, link=True)
    for path in sorted((source / TEMPLATES_FOLDER).rglob("*")):
        if is_own_file(path):
            files[path.relative_to(source).as_posix()] = read_file(path)
    return files


def _moved(content: bytes, year: int, changes: Mapping[str, str]) -> bytes:
    typed = typed_settings(content)
    before = typed.values["年度"].strip()
    by = year - int(before) if before.isdecimal() else 0
    values = {of.label: _later(typed.values[of.label], of.kind, by) for of in CAMPAIGN_FIELDS}
    values |= {"年度": f"{year}"} | dict.fromkeys(OF_THE_YEAR, "") | dict(changes)
    return with_settings(content, TypedSettings(values, {label: () for label in LISTS_OF_THE_YEAR}))


def _later(text: str, kind: Kind, by: int) -> str:
    """The text with every year in it so many later, a number given in that year left out (〔2023〕12号 → 〔2025〕 号).

    29 February becomes the 28th where the year has none. Other figures, such as 2000 characters, are no years.
    """
    if kind not in (Kind.TEXT, Kind.DATE):
        return text
    years = _YEAR_OF_DATE if kind is Kind.DATE else _YEAR_OF_TEXT
    moved = _GIVEN.sub("〕 号", years.sub(lambda found: f"{int(found[0]) + by}", text))
    if kind is Kind.DATE and moved != text and date_in(moved) is None:
        moved = _LAST_29.sub("28", moved)
    return moved


def this_year() -> int:
    """The year that a new campaign is of where none is said."""
    return datetime.now().astimezone().year
