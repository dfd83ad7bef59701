"""A folder of returned forms → what they hold: its files, the campaign's forms and their other names, one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from generator.campaign.errors import DataError, UsageError, errors_of
from generator.campaign.layout import template_folders
from generator.campaign.settings import Settings
from generator.checks.values.people import sameness
from generator.collecting.collecting import Wanted, Whose, collect, quiet
from generator.collecting.files.converting import converted
from generator.collecting.files.incoming import incoming
from generator.collecting.found import Collected
from generator.collecting.taking import Told
from generator.collecting.workbooks.known import Earlier
from generator.reading.field_files.synonyms_file import synonyms_of
from generator.reading.returned.marks import FormMarks, marks_of


def collect_folder(folder: Path, out: Path, wanted: Wanted, before: Earlier, told: Told = quiet) -> Collected:
    """What the files below the folder hold; those of `out` are left alone, unless the folder itself is one of them."""
    unpacked, made = (wanted.beside / name for name in ("unpacked", "converted"))
    for one in (unpacked, made):
        one.mkdir()
    inside = out.resolve()
    is_inside = folder.resolve().is_relative_to(inside)
    files = [one for one in incoming(folder, unpacked) if is_inside or not one.path.resolve().is_relative_to(inside)]
    return collect(converted(files, made, told), wanted, before, told)


def wanted(campaign: Path, settings: Settings, beside: Path, whose: Whose) -> Wanted:
    """By what the campaign's forms are read, with its own names of their labels; `beside` is a temporary folder.

    Raises:
        DataError: synonyms.yaml is wrong.
        UsageError: there is no such recommender.
    """
    whose = replace(whose, recommender=named(whose.recommender, settings))
    return Wanted(settings, marks(campaign, settings), beside, whose)


def marks(campaign: Path, settings: Settings) -> Sequence[FormMarks]:
    """By what the campaign's forms are known and read. Raises DataError where its synonyms.yaml is wrong."""
    synonyms, problems = synonyms_of(template_folders(campaign))
    if errors_of(problems):
        raise DataError(problems)
    return marks_of(settings.schema.forms.values(), synonyms)


def named(recommender: str, settings: Settings) -> str:
    """The recommender's name, by that or its short name; empty where none is given. Raises UsageError."""
    if not recommender:
        return ""
    for one in settings.recommenders:
        if sameness(recommender) in (sameness(one.name), sameness(one.short_name)):
            return one.name
    known = "、".join(one.short_name for one in settings.recommenders[:20])
    raise UsageError(f"--recommender 不认识“{recommender}”。可用的有：{known}。")
