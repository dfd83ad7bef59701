"""campaign.yaml → Settings, with the checks of its values against each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from generator.campaign.errors import Problem, error, errors_of
from generator.campaign.fields import Field, Kind
from generator.campaign.form_rows import most_completers
from generator.campaign.kinds import packet_items
from generator.campaign.schema import Schema
from generator.campaign.settings import CAMPAIGN_FIELDS, CAMPAIGN_LISTS, Settings, fields_of
from generator.checks.settings.settings_rules import FORM_RULES, SETTINGS_RULES
from generator.checks.tables import record_of, typed_values
from generator.reading.raw_campaign import SETTINGS_FILE, RawCampaign

WORDS = frozenset({"categories", "patent_forms", "patent_states"})  # lists that fields may take their choices from
# Figures that only say something of one field of an application.
FIGURES = {"brief_limit": ("brief",), "recent_years": ("completed_on",), "non_public_share": ("non_public",)}
REQUIRED_LISTS = frozenset({"recommenders", "tiers"})


def campaign_fields(schema: Schema | None) -> tuple[Field, ...]:
    """The fields of campaign.yaml: as many other completers as every form has rows for.

    What no field of an application asks for may be left out; without a schema nothing is known of that.
    """
    if schema is None:
        known = WORDS | FIGURES.keys()
        return tuple(replace(field, required=field.required and field.key not in known) for field in CAMPAIGN_FIELDS)
    most = most_completers(tuple(schema.forms.values()))
    used = {field.choices for fields in schema.fields.tables.values() for field in fields}
    own = []
    for field in CAMPAIGN_FIELDS:
        if field.key == "completer_limit" and most is not None:
            field = replace(field, most=most, hint=f"申报表只有{most}行")
        elif field.key in WORDS - used or not schema.fields.has(*FIGURES.get(field.key, ())):
            field = replace(field, required=False)
        own.append(field)
    return tuple(own)


def check_settings(raw: RawCampaign) -> tuple[Settings | None, list[Problem]]:
    """The settings, or None where something is wrong."""
    refused = [one for one in errors_of(raw.problems) if one.place.file == SETTINGS_FILE or one.code == "file-name"]
    if refused and not raw.settings.values:
        return None, []  # the file was refused as a whole: that nothing is filled in is no further mistake
    known = raw.schema if raw.has_schema else None
    values, problems = typed_values(raw.settings, campaign_fields(known), None)
    if values is not None:
        values |= {key: values[key] or 0 for key in FIGURES}
    lists: dict[str, tuple[Any, ...]] = {}
    is_whole = True
    for label, (key, kind) in CAMPAIGN_LISTS.items():
        fields = fields_of(kind)
        if key == "recommenders":
            kinds = lists["recommender_kinds"] or (raw.words.recommender_kinds if raw.words else ())
            fields = _with_choices(fields, "kind", tuple(one.name for one in kinds))
        elif key == "packet":
            items = packet_items(known.forms.values()).values() if known else ()
            fields = _with_choices(fields, "item", tuple(item for own in items for item in own))
        built = [record_of(kind, one, fields, None) for one in raw.lists.get(key, [])]
        problems += [problem for _, found in built for problem in found]
        lists[key] = tuple(one for one, _ in built if one)
        is_whole = is_whole and len(lists[key]) == len(built)  # what is not may have been told when it was read
        if not built and key in REQUIRED_LISTS:
            problems.append(error("required", raw.settings.place, label, "没有填写。", "请补填。"))
    if values is None or not is_whole or errors_of(problems) or raw.words is None:
        return None, problems
    values["activity"] = values["activity"] or raw.words.activity
    try:
        settings = Settings.model_validate(values | lists | {"fields_and_forms": raw.schema, "words": raw.words})
    except ValidationError as wrong:  # a field table that does not fit the record is our own mistake
        raise AssertionError(f"{SETTINGS_FILE}: {wrong}") from wrong
    rules = (*SETTINGS_RULES, *(FORM_RULES if known else ()))
    problems += [problem for rule in rules for problem in rule(settings, raw)]
    return (None if known is None or errors_of(problems) else settings), problems


def _with_choices(fields: tuple[Field, ...], key: str, names: tuple[str, ...]) -> tuple[Field, ...]:
    """The fields, that of the key being one of these names; any text where the file that gives them is wrong."""
    return tuple(
        replace(field, choices=names, kind=Kind.CHOICE if names else Kind.TEXT) if field.key == key else field
        for field in fields
    )
