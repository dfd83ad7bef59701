"""Titles and names of files as words.yaml has them, with the campaign's values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.campaign.fields import CAMPAIGN_FIELDS
from generator.campaign.records import Settings
from generator.composing.names import file_name
from generator.composing.wording.language import phrase


def title(settings: Settings, of: str) -> str:
    """The title of that document."""
    return "".join(title_pieces(settings, of))


def title_pieces(settings: Settings, of: str) -> list[str]:
    """The same in pieces, between which a line rather breaks than within them."""
    return phrase(settings.words.titles[of], _values(settings)).split("|")


def name_of_file(settings: Settings, of: str) -> str:
    """The name of that document's file, without ending."""
    return file_name(phrase(settings.words.file_names[of], _values(settings)))


def _values(settings: Settings) -> Mapping[str, Any]:
    return {field.label: getattr(settings, field.key) for field in CAMPAIGN_FIELDS}
