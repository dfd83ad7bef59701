"""A list that was handed in: it holds every project that its recommender has in the data, each once, and no other's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.campaign.errors import Place, Problem, warning
from generator.campaign.forms import Per
from generator.campaign.masking import quoted
from generator.campaign.records import Application
from generator.campaign.settings import Settings
from generator.checks.tables import Sourced
from generator.checks.values.people import sameness
from generator.composing.filling.words import forms_of
from generator.reading.returned.form import ReturnedForm

MOST_NAMED = 3
Match = tuple[ReturnedForm, Sourced[Application]]


def list_problems(
    found: Sequence[tuple[ReturnedForm, Sourced[Application] | None]],
    applications: Sequence[Sourced[Application]],
    settings: Settings,
) -> Iterator[Problem]:
    """What each list has too much or lacks. `found` are the returned forms and the application each is about."""
    lists = {key for key, form in forms_of(settings).items() if form.per is Per.RECOMMENDER}
    rows = [(form, one) for form, one in found if form.kind in lists and one is not None]
    lists_of: dict[tuple[str, str], list[Match]] = defaultdict(list)
    for (file, stated), own in groupby(rows, key=lambda row: (row[0].record.place.file, row[0].recommender)):
        table = list(own)
        recommender = _stated(table, settings)
        if not recommender:
            recommender = Counter(one.record.recommender for _, one in table).most_common(1)[0][0]
            if stated:
                yield _unknown(Place(file), stated, recommender, settings)
        lists_of[file, recommender] += table  # a list may be in several tables or sheets
    for (file, recommender), matches in lists_of.items():
        yield from _of_one(Place(file), recommender, matches, applications, settings)


def _of_one(
    file: Place,
    recommender: str,
    rows: Sequence[Match],
    applications: Sequence[Sourced[Application]],
    settings: Settings,
) -> Iterator[Problem]:
    held: dict[str, Place] = {}
    fields = settings.schema.fields
    for form, one in rows:
        place, number = form.name.place, one.record.number
        if one.record.recommender != recommender:
            message = f"这个项目在申报数据（{one.at('recommender').place}）里由{one.record.recommender}申报。"
            fix = f"请核对申报单位；不是{recommender}申报的项目，请从汇总表中删去。"
            yield warning("returned/different", place, fields.label("recommender"), message, fix)
        elif number in held:
            message = f"这个项目在汇总表上（{held[number]}）已有一行。"
            yield warning(
                "returned/different", place, fields.label("name"), message, "一个项目只写一行，请删去多余的一行。"
            )
        held.setdefault(number, place)
    missing = [one for one in applications if one.record.recommender == recommender and one.record.number not in held]
    if missing:
        yield _lacking(file, recommender, missing)


def _stated(rows: Sequence[Match], settings: Settings) -> str:
    """Whose list it says it is, with a word more or less; empty where it does not say, or names nobody alone."""
    stated = sameness(rows[0][0].recommender)
    near = [name for name in settings.recommender_names if stated and _is_near(stated, sameness(name))]
    return next((name for name in near if sameness(name) == stated), near[0] if len(near) == 1 else "")


def _is_near(one: str, other: str) -> bool:
    return one in other or other in one


def _unknown(file: Place, stated: str, recommender: str, settings: Settings) -> Problem:
    message = f"写的是{quoted(stated)}，申报单位里没有；按其中多数项目的{recommender}核对。"
    label = settings.schema.fields.label("recommender")
    return warning("returned/different", file, label, message, "请核对申报单位。")


def _lacking(file: Place, recommender: str, missing: Sequence[Sourced[Application]]) -> Problem:
    named = "、".join(f"{quoted(one.record.name)}（{one.at('name').place}）" for one in missing[:MOST_NAMED])
    more = "等" if len(missing) > MOST_NAMED else ""
    message = f"缺少{recommender}的{len(missing)}个项目：{named}{more}。"
    return warning("returned/different", file, "", message, "请在汇总表中补上，或核对申报数据里的申报单位。")
