"""What every task is given, and how pages are told what an error leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from generator.interfaces.web.clerks.words import plain
from generator.interfaces.web.store.told_outputs import Omitted

if TYPE_CHECKING:
    from generator.campaign.scope import LeftOut

Arguments = Mapping[str, Any]
Tell = Callable[[Any], None]
REPORT_NAME = "问题清单.xlsx"
TOLD = "told.json"  # what a draft says
MOST_OMITTED, MOST_REASONS = 500, 3  # that a page names; the list in the output has all


def omitted(found: Iterable[LeftOut]) -> list[Omitted]:
    """What is left out, in a clerk's words: the first of many, and of each the first reasons."""
    return [_omitted(one) for _, one in zip(range(MOST_OMITTED), found, strict=False)]


def _omitted(one: LeftOut) -> Omitted:
    reasons = dict.fromkeys(plain(f"{why.field}：{why.message}".lstrip("：")) for why in one.reasons)
    return Omitted(plain(one.name), one.recommender, one.papers, tuple(reasons)[:MOST_REASONS])
