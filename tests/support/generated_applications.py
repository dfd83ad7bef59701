"""Applications with values of every make, by key; what field has which limit is asked of the field table."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from support import generated_words as words
from support.own_fields import FIELDS, INTRO_KEYS

from generator.campaign.fields import Field, Kind

_LONG = ("benefit", *INTRO_KEYS)
NUMBERS = ("NC-{:03d}", "{}", "甲{:02d}", "A/{:02d}", "（{}）", "2025.{:03d}", "XJ_{:04d}", "{:03d} 号")
Limits = Mapping[str, int]
# Field → longest that finds room in its place, where that is less than the field's limit.
ROOM = {"lead_title": 12, "lead_name": 16, "lead_post": 20, "implementation": 100, "contact_name": 12}


def applications_of(luck: random.Random, settings: Mapping[str, Any], count: int) -> list[dict[str, Any]]:
    """So many applications in the order handed in; some are winners, or none."""
    pattern = luck.choice(NUMBERS)
    made = [_application(luck, settings, pattern.format(place)) for place in range(1, count + 1)]
    for later, one in enumerate(made):  # the same project of the same unit may not stand twice
        if (one["name"], one["unit"]) in [(earlier["name"], earlier["unit"]) for earlier in made[:later]]:
            one["name"] = f"{later}号{one['name']}"[:60]
    return made


def award(luck: random.Random, applications: list[dict[str, Any]], tiers: list[dict[str, Any]]) -> None:
    """Choose winners, number them tier by tier, and set the tiers' counts to what was given."""
    winners = luck.sample(applications, luck.randint(1, len(applications)))
    serial = luck.choice((1, 1, 1, 98, 998, 12_345))
    order = sorted(luck.randrange(len(tiers)) for _ in winners)
    for tier in tiers:
        tier["数量"] = 0
    for winner, place in zip(winners, order, strict=True):
        tiers[place]["数量"] += 1
        winner["award"] = {"tier": tiers[place]["名称"], "serial": serial}
        serial += luck.choice((1, 1, 1, 1, 2))


def _application(luck: random.Random, settings: Mapping[str, Any], number: str) -> dict[str, Any]:
    """One application; with `whole` long texts it has many pages."""
    whole = luck.random() < 0.06
    man = luck.random() < 0.6
    names = words.people(luck, 1 + luck.randint(0, settings["completer_limit"]))
    until = settings["applications_until"]
    made: dict[str, Any] = {"number": number, "lead_name": names[0], "lead_sex": "男" if man else "女"}
    made["lead_id_number"] = words.id_number(luck, man=man)
    made["applied_on"] = until - timedelta(days=luck.randint(0, (until - settings["applications_from"]).days))
    made["completed_on"] = until - timedelta(days=luck.randint(0, 300))
    made["brief"] = words.line(luck, luck.choice((1, 40, settings["brief_limit"], settings["brief_limit"])))[
        : settings["brief_limit"]
    ].strip()
    made |= _patent(luck, settings, until)
    for field in FIELDS.application:
        if field.key not in made and (field.required or luck.random() < 0.7):
            made[field.key] = _value(luck, field, settings, whole=whole)
    made["unit"] = words.unit(luck, 36)
    made["completers"] = [_completer(luck, name, made["unit"]) for name in names[1:]]
    return made


def _value(luck: random.Random, field: Field, settings: Mapping[str, Any], *, whole: bool) -> Any:
    """A value of the field's kind."""
    if field.key in ("attachments", "intro_paper"):
        return [] if field.kind is Kind.TEXTS else ""
    choices = _choices(field, settings)
    longest = min(field.limit or 60, ROOM.get(field.key, 10**6))
    makers: dict[Kind, Callable[[], Any]] = {
        Kind.TEXT: lambda: _text(luck, field.key, longest),
        Kind.LONG_TEXT: lambda: words.paragraphs(luck, _long(luck, longest, whole=whole)),
        Kind.TEXTS: lambda: [_text(luck, field.key, longest)],
        Kind.CHOICE: lambda: luck.choice(choices),
        Kind.CHOICES: lambda: luck.sample(choices, luck.randint(0, len(choices))),
        Kind.YES_NO: lambda: luck.random() < 0.5,
        Kind.DATE: lambda: settings["applications_until"],
        Kind.PHONE: lambda: words.phone(luck),
        Kind.ID_NUMBER: lambda: words.id_number(luck, man=True),
        Kind.PATENT_NUMBER: lambda: words.patent_number(luck, 2022),
        Kind.INTEGER: lambda: luck.randint(1, 9),
        Kind.PERCENT: lambda: luck.randint(0, 50),
        Kind.MILLIMETRES: lambda: 0.0,
    }
    return makers.get(field.kind, makers[Kind.TEXT])()  # another kind is a text of some form


def _choices(field: Field, settings: Mapping[str, Any]) -> list[str]:
    if field.choices == "recommender_names":
        return [one["名称"] for one in settings["recommenders"]]
    return list(settings[field.choices] if isinstance(field.choices, str) and field.choices else field.choices)


def _text(luck: random.Random, key: str, longest: int) -> str:
    makers = {
        "name": lambda: words.project(luck, longest),
        "unit": lambda: words.unit(luck, longest),
        "industry": lambda: luck.choice(words.WORDS["trades"]),
        "lead_post": lambda: luck.choice(words.WORDS["posts"]),
        "lead_title": lambda: luck.choice(words.WORDS["titles"]),
        "contact_name": lambda: words.person(luck),
        "lead_address": lambda: (
            f"{luck.choice(words.WORDS['places'])}区大道{luck.randint(1, 999)}-{luck.randint(1, 9)}号"
        ),
    }
    return str(makers.get(key, lambda: words.line(luck, words.length(luck, longest)))())[:longest].strip()


def _long(luck: random.Random, longest: int, *, whole: bool) -> int:
    return longest if whole else words.length(luck, min(longest, 900))


def _patent(luck: random.Random, settings: Mapping[str, Any], until: date) -> dict[str, Any]:
    """What goes together: a granted patent has all, one not applied for neither number nor date."""
    states = settings["patent_states"]
    status = luck.choice((states[0], states[-1], luck.choice(states)))
    forms = sorted(luck.sample(settings["patent_forms"], luck.randint(1, min(3, len(settings["patent_forms"])))))
    made: dict[str, Any] = {
        "patent_status": status,
        "patent_forms": forms if status != states[0] or luck.random() < 0.3 else [],
    }
    granted = status == states[-1]
    made["patent_number"] = words.patent_number(luck, until.year - 2) if granted else ""
    made["patent_date"] = until - timedelta(days=luck.randint(30, 700)) if granted else None
    return made


def _completer(luck: random.Random, name: str, unit: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": name,
        "sex": luck.choice("男女"),
        "unit": unit if luck.random() < 0.6 else words.unit(luck, 30),
    }
    made |= {"post": luck.choice(words.WORDS["posts"]), "title": luck.choice(("", luck.choice(words.WORDS["titles"])))}
    known = {field.key for field in FIELDS.completer}
    return {key: value for key, value in made.items() if key in known}
