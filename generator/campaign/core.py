"""The fields that rules, certificates and joins name: their kinds are fixed, whatever else a table may hold."""

from __future__ import annotations

from collections.abc import Mapping

from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET, COMPLETER_SHEET, Kind

_LINE, _PERSON, _LONG = Kind.TEXT, Kind.PERSON, Kind.LONG_TEXT

KINDS: Mapping[str, Mapping[str, Kind]] = {
    APPLICATION_SHEET: {
        "number": _LINE,
        "recommender": Kind.CHOICE,
        "name": _LINE,
        "category": Kind.CHOICE,
        "industry": _LINE,
        "non_public": Kind.YES_NO,
        "unit": _LINE,
        "patent_forms": Kind.CHOICES,
        "patent_status": Kind.CHOICE,
        "patent_number": Kind.PATENT_NUMBER,
        "patent_date": Kind.DATE,
        "implementation": _LINE,
        "benefit": _LONG,
        "completed_on": Kind.DATE,
        "lead_name": _PERSON,
        "lead_sex": Kind.CHOICE,
        "lead_title": _LINE,
        "lead_phone": Kind.PHONE,
        "lead_id_number": Kind.ID_NUMBER,
        "lead_post": _LINE,
        "lead_address": _LINE,
        "contact_name": _PERSON,
        "contact_phone": Kind.PHONE,
        "applied_on": Kind.DATE,
        "brief": _LONG,
        "background": _LONG,
        "principle": _LONG,
        "novelty": _LONG,
        "maturity": _LONG,
        "usage": _LONG,
        "attachments": Kind.TEXTS,
        "intro_paper": _LINE,
    },
    COMPLETER_SHEET: {
        "number": _LINE,
        "name": _PERSON,
        "sex": Kind.CHOICE,
        "post": _LINE,
        "title": _LINE,
        "unit": _LINE,
    },
    AWARD_SHEET: {"number": _LINE, "tier": Kind.CHOICE, "serial": Kind.INTEGER},
}
# Without these no row can be told from another, joined, or printed at all; so they are never left out or empty.
NEEDED: Mapping[str, tuple[str, ...]] = {
    APPLICATION_SHEET: ("number", "recommender", "name"),
    COMPLETER_SHEET: ("number", "name"),
    AWARD_SHEET: ("number", "tier", "serial"),
}
# The lists of campaign.yaml from which a rule or an order knows the words of a field.
LISTS: Mapping[str, Mapping[str, str]] = {
    APPLICATION_SHEET: {
        "recommender": "recommender_names",
        "patent_status": "patent_states",
    },
    COMPLETER_SHEET: {},
    AWARD_SHEET: {"tier": "tier_names"},
}
# Names that mean something else of an application, or of a place on a form.
RESERVED = frozenset(
    {"more", "value", "completers", "award", "people", "unit_and_post", "intro", "row_number", "slots", "title_lines"}
)
