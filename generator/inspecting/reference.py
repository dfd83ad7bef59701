"""The campaign's blank forms, which returned ones are compared with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from generator.campaign.errors import DataError
from generator.campaign.layout import starter_folder, template_folders
from generator.campaign.settings import Settings
from generator.checks.campaign import check_settings_of
from generator.composing.document_table import blank_of
from generator.inspecting.words import Words
from generator.linting.trial import require_sound
from generator.rendering.formats import render


@cache
def settings_of(campaign: Path | None) -> Settings:
    """The campaign's settings, or those that come with the program. Raises DataError where they are wrong."""
    settings, problems = check_settings_of(campaign or starter_folder())
    if settings is None:
        raise DataError(problems)
    return settings


def words_of(campaign: Path | None) -> Words:
    """The comparison of printed words: exact where the campaign is known."""
    return Words(settings_of(campaign), campaign is not None)


@cache
def blank_form(kind: str, output: str, campaign: Path | None) -> bytes:
    """The blank of the campaign's form of that kind in docx, pdf or xlsx."""
    settings = settings_of(campaign)
    wanted = blank_of(settings, kind, output)
    folders, day = template_folders(campaign), settings.issued_on
    require_sound([wanted], folders, day)
    return render(wanted.template, [wanted.context()], folders=folders, modified=day)[0]
