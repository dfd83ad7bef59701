"""Next year's campaign.yaml somewhere else: every setting over its whole range, by label as a clerk writes it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from support.generated_words import WORDS, person, phone

from generator.campaign.fields import CERTIFICATE_UNITS, DATE_STYLES, LETTERHEADS, SINGLE_SIDED
from generator.campaign.kinds import packet_items
from generator.campaign.settings import CAMPAIGN_FIELDS
from generator.reading.field_files.words_file import own_words
from generator.reading.schema import own_schema

RECOMMENDER_KINDS = tuple(kind.name for kind in own_words().recommender_kinds)


def settings_of(luck: random.Random) -> dict[str, Any]:
    """The values of campaign.yaml by key: texts, numbers, dates, yes and no, lists of records by label."""
    province, year = luck.choice(WORDS["provinces"]), luck.randint(2024, 2031)
    issuer = luck.choice(WORDS["issuers"]).format(province, province)[:30]
    recommenders = _recommenders(luck, province)
    names = [one["名称"] for one in recommenders]
    values = {"year": year, "province": province, "issuer": issuer, "recommenders": recommenders}
    values |= _dates(luck, year) | _limits(luck) | _words(luck) | _contacts(luck, province) | _certificates(luck, year)
    awarded = luck.choice((0, 1, 2, len(names)))
    values["organisation_awards"] = luck.sample(names, min(awarded, len(names)))
    values |= _imprint(luck, issuer, values)
    values["packet"] = _packet(luck)
    return values


def _dates(luck: random.Random, year: int) -> dict[str, Any]:
    """The dates in their order, some of them close together, some over a month's or a year's end."""

    def later(day: date, *spans: int) -> date:
        return day + timedelta(days=luck.choice(spans))

    issued = date(year, 1, 1) + timedelta(days=luck.randrange(0, 330))
    begins = later(issued, 0, 4, 30)
    until = later(begins, 0, 10, 22, 75)
    review = later(until, 0, 3, 16, 40, 120)
    awarded = later(review, 1, 20, 92)
    return {
        "issued_on": issued,
        "applications_from": begins,
        "applications_until": until,
        "review_until": review,
        "release_month": f"{review.year}年{review.month}月底前",
        "certificate_date": awarded,
        "bulletin_date": later(awarded, 0, 1, 5),
        "document_number": luck.choice((f"总工办〔{year}〕 号", f"总工发〔{year}〕12号", f"工技协字〔{year}〕第8号")),
        "bulletin_number": luck.choice((f"总工发〔{year}〕 号", f"总工发〔{year}〕105号")),
    }


def _limits(luck: random.Random) -> dict[str, Any]:
    return {
        "non_public_share": luck.choice((0, 1, 10, 20, 30, 50)),
        "recent_years": luck.choice((1, 2, 3, 5, 12)),
        "brief_limit": luck.choice((10, 50, 100, 100, 200, 300, 1000)),
        "summary_limit": luck.choice((100, 800, 2000, 2000, 5000)),
        "completer_limit": luck.randint(0, 5),
    }


def _words(luck: random.Random) -> dict[str, Any]:
    tiers = luck.choice(WORDS["tiers"])
    return {
        "categories": luck.sample(WORDS["categories"], luck.randint(1, 6)),
        "patent_forms": luck.choice(
            (WORDS["patent_forms"][:4], luck.sample(WORDS["patent_forms"], luck.randint(1, 5)))
        ),
        "patent_states": luck.choice((WORDS["patent_states"][0], luck.choice(WORDS["patent_states"]))),
        "tiers": [{"名称": name, "数量": luck.choice((0, 1, 2, 3, 10, 60))} for name in tiers],
        "letterhead": luck.choice(LETTERHEADS),
        "sealed": luck.random() < 0.7,
    }


def _contacts(luck: random.Random, province: str) -> dict[str, Any]:
    if luck.random() < 0.3:
        return {}
    return {
        "contact_address": f"{province}{luck.choice(WORDS['places'])}路{luck.randint(1, 999)}号（邮编330000）",
        "contact_name": luck.choice((person(luck), f"{person(luck)}、{person(luck)}"))[:20],
        "contact_phone": luck.choice((phone(luck), f"{phone(luck)}、{phone(luck)}")),
        "contact_email": luck.choice(("wuxiao@example.com", "a_b-c.d+5@mail.example.org")),
    }


def _certificates(luck: random.Random, year: int) -> dict[str, Any]:
    number = luck.choice(WORDS["numbers"])
    values: dict[str, Any] = {
        "certificate_number": number,
        "award_number": f"组{number}",
        "certificate_date_style": luck.choice(DATE_STYLES),
        "certificate_per": luck.choice((CERTIFICATE_UNITS[0], *CERTIFICATE_UNITS)),
        "certificate_overprint": luck.random() < 0.3,
        "single_sided": luck.choice((SINGLE_SIDED[0], SINGLE_SIDED[0], *SINGLE_SIDED)),
    }
    if values["certificate_overprint"]:
        values |= {
            "overprint_right_mm": luck.choice((0, 1.5, -15, 15)),
            "overprint_down_mm": luck.choice((0, -0.5, -15, 15)),
        }
    return values


def _imprint(luck: random.Random, issuer: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """None, or who printed and when, with or without those who get copies."""
    if luck.random() < 0.4:
        return {}
    imprint = {
        "printed_by": f"{issuer}办公室"[:40],
        "printed_on": values["issued_on"] + timedelta(days=luck.choice((0, 1, 8))),
        "bulletin_printed_on": values["bulletin_date"] + timedelta(days=luck.choice((0, 2))),
    }
    return imprint | ({"copy_to": luck.choice(WORDS["copy_to"])[:120]} if luck.random() < 0.7 else {})


def _packet(luck: random.Random) -> list[dict[str, Any]]:
    """None, which means the usual; the usual in another order; or some of it."""
    if luck.random() < 0.3:
        return []
    every = [item for own in packet_items(own_schema().forms.values()).values() for item in own]
    items = list(every) if luck.random() < 0.5 else luck.sample(every, luck.randint(1, len(every)))
    if luck.random() < 0.5:
        luck.shuffle(items)
    return [{"材料": item, "份数": luck.choice((1, 1, 2, 2, 3, 5))} for item in items]


def _recommenders(luck: random.Random, province: str) -> list[dict[str, Any]]:
    """One to forty bodies of every kind; up to six groups of them have a quota."""
    count = luck.choice((1, 1, 2, 3, 5, 8, 12, 18, 40))
    quotas = [0] * luck.choice((0, 1, 1)) + luck.sample((1, 2, 3, 5, 8, 20, 25, 120), luck.choice((0, 1, 2, 3, 4, 6)))
    made: dict[str, dict[str, Any]] = {}
    while len(made) < count:
        kind = luck.choice((RECOMMENDER_KINDS[0], RECOMMENDER_KINDS[0], *RECOMMENDER_KINDS))
        name, short = _body(luck, province, kind, len(made))
        if name not in made and short not in (one["简称"] for one in made.values()):
            made[name] = {"名称": name, "简称": short, "类型": kind, "最低数量": luck.choice(quotas or [0])}
    ordered = list(made.values())
    return sorted(ordered, key=lambda one: -one["最低数量"]) if luck.random() < 0.6 else ordered


def _body(luck: random.Random, province: str, kind: str, place: int) -> tuple[str, str]:
    """The full and the short name of a recommender."""
    if kind == RECOMMENDER_KINDS[0]:
        stem = (
            luck.choice(WORDS["stems"])
            if luck.random() < 0.4
            else f"{luck.choice(WORDS['places'])}{luck.choice(('', '东', '西'))}市"
        )
        return f"{stem}总工会", stem.removesuffix("市")[:12]
    stem = luck.choice(
        ("冶金", "电力", "铁路", "邮政通信", "医疗卫生", "教科文卫体", "机关事务", "A&B工程")
    ) + luck.choice(("", "", f"第{place}"))
    tail = {RECOMMENDER_KINDS[1]: "新区工会联合会", RECOMMENDER_KINDS[2]: "产业工会"}.get(kind, "有限公司直属工会")
    return f"{province}{stem}{tail}"[:30], stem[:12]


def written(key: str, value: Any) -> Any:
    """The value as a clerk writes it into campaign.yaml."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if key == "non_public_share":
        return f"{value}%"
    return [str(one) for one in value] if isinstance(value, Sequence) and not isinstance(value, str) else str(value)


def as_yaml_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """What campaign.yaml holds: the fields by label, in the order of the table, and the lists of records."""
    content = {field.label: written(field.key, values[field.key]) for field in CAMPAIGN_FIELDS if field.key in values}
    lists = {"等次": values["tiers"], "申报单位": values["recommenders"], "申报材料": values["packet"]}
    if values.get("revocations"):
        lists["撤销证书"] = values["revocations"]
    texts = {
        label: [{name: str(part) for name, part in one.items()} for one in records] for label, records in lists.items()
    }
    return content | texts
