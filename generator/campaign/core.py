"""The fields that rules, certificates and joins name: their kinds are fixed, whatever else a table may hold."""

from __future__ import annotations

from collections.abc import Mapping

from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET, COMPLETER_SHEET, Kind
from generator.campaign.records import Application, Award, Completer, Filled


def _kinds(record: type[Filled]) -> dict[str, Kind]:
    """The kinds of the attributes that a field gives."""
    told = {key: attribute.metadata for key, attribute in record.model_fields.items()}
    return {key: kinds[0] for key, kinds in told.items() if kinds}


KINDS: Mapping[str, Mapping[str, Kind]] = {
    APPLICATION_SHEET: _kinds(Application),
    COMPLETER_SHEET: {"number": Kind.TEXT, **_kinds(Completer)},
    AWARD_SHEET: {"number": Kind.TEXT, **_kinds(Award)},
}
# Without these no row can be told from another, joined, or printed at all; so they are never left out or empty.
NEEDED: Mapping[str, tuple[str, ...]] = {
    APPLICATION_SHEET: ("number", "recommender", "name"),
    COMPLETER_SHEET: ("number", "name"),
    AWARD_SHEET: ("number", "tier", "serial"),
}
# The lists of campaign.yaml from which a rule or an order knows the words of a field.
LISTS: Mapping[str, Mapping[str, str]] = {
    APPLICATION_SHEET: {"recommender": "recommender_names", "patent_status": "patent_states"},
    COMPLETER_SHEET: {},
    AWARD_SHEET: {"tier": "tier_names"},
}
# Names that mean something else of an application, or of a place on a form.
RESERVED = frozenset(
    {"more", "value", "completers", "award", "people", "unit_and_post", "intro", "row_number", "slots", "title_lines"}
)
