"""campaign.yaml → Settings, with the checks of its values against each other."""

from __future__ import annotations

from pydantic import ValidationError

from generator.campaign.errors import Problem, error, errors_of
from generator.campaign.fields import CAMPAIGN_FIELDS, CAMPAIGN_LISTS
from generator.campaign.records import PacketItem, Recommender, Record, Revocation, Settings, Tier
from generator.checks.settings.settings_rules import SETTINGS_RULES
from generator.checks.tables import record_of, typed_values
from generator.reading.raw_campaign import SETTINGS_FILE, RawCampaign

RECORDS: dict[str, type[Record]] = {
    "recommenders": Recommender,
    "tiers": Tier,
    "revocations": Revocation,
    "packet": PacketItem,
}
REQUIRED_LISTS = frozenset({"recommenders", "tiers"})


def check_settings(raw: RawCampaign) -> tuple[Settings | None, list[Problem]]:
    """The settings, or None where something is wrong."""
    refused = [one for one in errors_of(raw.problems) if one.place.file == SETTINGS_FILE or one.code == "file-name"]
    if refused and not raw.settings.values:
        return None, []  # the file was refused as a whole: that nothing is filled in is no further mistake
    values, problems = typed_values(raw.settings, CAMPAIGN_FIELDS, None)
    lists = {}
    for label, (key, fields) in CAMPAIGN_LISTS.items():
        built = [record_of(RECORDS[key], one, fields, None) for one in raw.lists.get(key, [])]
        problems += [problem for _, found in built for problem in found]
        lists[key] = tuple(one for one, _ in built if one)
        if not built and key in REQUIRED_LISTS:
            problems.append(error("required", raw.settings.place, label, "没有填写。", "请补填。"))
    if values is None or errors_of(problems):
        return None, problems
    try:
        settings = Settings.model_validate(values | lists)
    except ValidationError as wrong:  # a field table that does not fit the record is our own mistake
        raise AssertionError(f"{SETTINGS_FILE}: {wrong}") from wrong
    problems += [problem for rule in SETTINGS_RULES for problem in rule(settings, raw)]
    return (None if errors_of(problems) else settings), problems
