"""The values that wording may use: every setting by its label, and the counts that follow from the applications."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from generator.campaign.records import Application
from generator.campaign.settings import CAMPAIGN_FIELDS, SOME, Recommender, Settings


class _Open(str):
    """若干 in place of a number: more than any number that wording compares it with."""

    __slots__ = ()

    def __gt__(self, _number: object) -> bool:
        return True

    def __lt__(self, _number: object) -> bool:
        return False

    __ge__, __le__ = __gt__, __lt__


def values(settings: Settings, applications: Sequence[Application], *, reviewed: bool = True) -> dict[str, Any]:
    """The values by name. Recommenders without a quota and tiers of which there are none are in no list.

    A tier of which the number is not fixed has as many as were awarded; before the review SOME, as their sum has.
    What is not `reviewed` was issued before it, whatever has been awarded since.
    """
    winners = Counter(one.award.tier for one in applications if one.award and reviewed)
    counts = [
        (tier, winners[tier.name] if tier.is_open and winners else _counted(tier.count)) for tier in settings.tiers
    ]
    bound = [recommender for recommender in settings.recommenders if recommender.least > 0]
    named = {field.label: getattr(settings, field.key) for field in CAMPAIGN_FIELDS}
    return named | {
        "申报数量": [_quota_group(list(group), quota) for quota, group in groupby(bound, key=lambda one: one.quota)],
        "等次": [
            {"名称": tier.name, "数量": count, "首个项目": _first_of(applications, tier.name)}
            for tier, count in counts
            if count
        ],
        "获奖总数": _Open(SOME) if SOME in (count for _, count in counts) else sum(int(count) for _, count in counts),
        "申报总数": len(applications),
        "申报单位数": len({application.recommender for application in applications}),
        "非公项数": sum(application.non_public for application in applications),
    }


def _quota_group(group: Sequence[Recommender], quota: int | str) -> dict[str, Any]:
    """Neighbours with the same quota: 单位, 类型 and 数量; 类型 is empty where they are of several."""
    kinds = {one.kind for one in group}
    return {
        "单位": [one.short_name for one in group],
        "类型": kinds.pop() if len(kinds) == 1 else "",
        "数量": _counted(quota),
    }


def _counted(number: int | str) -> int | str:
    return number if isinstance(number, int) else _Open(number)


def _first_of(applications: Sequence[Application], tier: str) -> str:
    """The name of the tier's first project by certificate number, empty before the review."""
    named = [(a.award.serial, a.name) for a in applications if a.award and a.award.tier == tier]
    return min(named)[1] if named else ""
