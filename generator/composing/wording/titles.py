"""Titles and names of files as words.yaml has them, with the campaign's values."""

from __future__ import annotations

from functools import lru_cache

from generator.campaign.fields import Field
from generator.campaign.settings import CAMPAIGN_FIELDS, Settings
from generator.composing.names import file_name
from generator.composing.wording.language import phrase


def title(settings: Settings, of: str) -> str:
    """The title of that document."""
    return "".join(title_pieces(settings, of))


def title_pieces(settings: Settings, of: str) -> list[str]:
    """The same in pieces, between which a line rather breaks than within them."""
    return _filled(settings.words.titles[of], settings).split("|")


def name_of_file(settings: Settings, of: str) -> str:
    """The name of that document's file, without ending."""
    return file_name(_filled(settings.words.file_names[of], settings))


def _filled(text: str, settings: Settings) -> str:
    return phrase(text, {field.label: getattr(settings, field.key) for field in _named(text)})


@lru_cache(maxsize=64)
def _named(text: str) -> tuple[Field, ...]:
    """The settings whose names stand in the text: no others are asked for."""
    return tuple(field for field in CAMPAIGN_FIELDS if field.label in text)
