"""Whether every character that campaign.yaml and the table of fields have printed is in the fonts."""

from __future__ import annotations

from collections.abc import Iterator

from generator.campaign.errors import Place, Problem
from generator.campaign.fields import Field
from generator.campaign.settings import CAMPAIGN_FIELDS, CAMPAIGN_LISTS, Settings, fields_of
from generator.checks.printing import missing_glyphs
from generator.reading.field_files.fields_file import FIELDS_FILE
from generator.reading.raw_campaign import RawCampaign, setting_spot


def printable(settings: Settings, raw: RawCampaign) -> Iterator[Problem]:
    """Every text has its characters in the fonts."""
    for field in CAMPAIGN_FIELDS:
        yield from _unprintable(getattr(settings, field.key), setting_spot(raw, field.key)[0], field)
    for label, (key, kind) in CAMPAIGN_LISTS.items():
        for one, record in zip(getattr(settings, key), raw.lists.get(key, []), strict=True):
            for field in fields_of(kind):
                yield from _unprintable(getattr(one, field.key), record.place, field, label)


def printable_fields(settings: Settings, raw: RawCampaign) -> Iterator[Problem]:
    """What the campaign's own table of fields has printed has its characters in the fonts."""
    for fields in settings.schema.fields.tables.values():
        for field in fields:
            words = field.choices if isinstance(field.choices, tuple) else ()
            yield from missing_glyphs((field.label, *words), Place(f"templates/{FIELDS_FILE}"), field.label)


def _unprintable(value: object, place: Place, field: Field, label: str = "") -> Iterator[Problem]:
    for text in value if isinstance(value, tuple) else (value,):
        yield from missing_glyphs(text, place, f"{label}{field.label}")
