"""The state of the campaign while applications come in (申报进度), as plain data for every way of showing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from generator.campaign.records import Received
from generator.campaign.settings import Recommender, Settings
from generator.composing.wording.chinese import full_date
from generator.composing.wording.titles import title

NOTHING = "—"
NAMELESS = "申报单位不明"


def receiving(settings: Settings, received: Sequence[Received], today: date) -> dict[str, Any]:
    """Title, heading lines, `rows` of the table, one a recommender, and `totals`, a row of the same texts.

    A row holds texts, and for charts the numbers `applications` and `least`; `bar` and `mark` are the bar's length
    and the place of the least number in parts of the longest of either, from 0 to 1. `counts_non_public` says whether
    the campaign asks which units are not public: else nothing is said of them.
    """
    kinds = {one.name: one for one in settings.recommenders}
    longest = max([1, *(one.applications for one in received), *(one.least for one in settings.recommenders)])
    least = non_public_rule("{0}的非公成果占比应不低于{1}%。", settings)
    counts = settings.schema.fields.has("non_public")
    rows = [_row(place, one, kinds.get(one.name), settings, longest) for place, one in enumerate(received, start=1)]
    return {
        "title": title(settings, "申报进度"),
        "as_of": f"统计日期：{full_date(today)}",
        "deadline": _deadline(settings, today),
        "overview": _overview(rows),
        "rows": rows,
        "totals": _totals(received, counts),
        "notes": f"注：{least}有底色的未达到要求或有错误，“—”表示没有。",
        "counts_non_public": counts,
    }


def _row(
    place: int, one: Received, recommender: Recommender | None, settings: Settings, longest: int
) -> dict[str, Any]:
    least = recommender.least if recommender else 0
    judged = recommender is not None and settings.owes_share(recommender)
    wanted = -(-settings.non_public_share * one.applications // 100) if judged else 0
    return {
        "row_number": str(place),
        "recommender": one.name or NAMELESS,
        "least_text": str(recommender.quota) if recommender and least else NOTHING,
        "applications_text": str(one.applications),
        "missing": str(least - one.applications) if one.applications < least else NOTHING,
        **_non_public(one.non_public, one.applications, settings.schema.fields.has("non_public")),
        "errors": str(one.errors) if one.errors else NOTHING,
        "reminders": str(one.reminders) if one.reminders else NOTHING,
        "applications": one.applications,
        "least": least,
        "bar": one.applications / longest,
        "mark": least / longest,
        "is_short": one.applications < least,
        "is_share_short": one.non_public < wanted,
        "is_wrong": one.errors > 0,
    }


def _non_public(part: int, whole: int, counts: bool) -> dict[str, str]:
    """How many of the applications are of units that are not public, and their share."""
    share = f"{100 * part / whole:.1f}%" if counts and whole else NOTHING
    return {"non_public_text": str(part) if counts else NOTHING, "share": share}


def _deadline(settings: Settings, today: date) -> str:
    left = (settings.applications_until - today).days
    when = f"还有{left}天" if left > 0 else "今天截止" if left == 0 else "已截止"
    return f"申报截止：{full_date(settings.applications_until)}（{when}）"


def _overview(rows: Sequence[dict[str, Any]]) -> str:
    """What an office reads first: how many applications, from how many, and who is behind."""
    named = [row for row in rows if row["recommender"] != NAMELESS]
    active = sum(row["applications"] > 0 for row in named)
    asked = [row for row in named if row["least"]]
    enough = sum(not row["is_short"] for row in asked)
    wrong = sum(row["is_wrong"] for row in named)
    return (
        f"{len(named)}家申报单位中{active}家已申报，共{sum(row['applications'] for row in rows)}项；"
        f"有最低数量的{len(asked)}家中{enough}家已达到；{wrong}家的材料有错误待改正。"
    )


def _totals(received: Sequence[Received], counts: bool) -> dict[str, str]:
    applications, non_public = sum(one.applications for one in received), sum(one.non_public for one in received)
    return {
        "row_number": "",
        "recommender": "合计",
        "least_text": "",
        "missing": "",
        "applications_text": str(applications),
        **_non_public(non_public, applications, counts),
        "errors": str(sum(one.errors for one in received)),
        "reminders": str(sum(one.reminders for one in received)),
    }


def non_public_rule(sentence: str, settings: Settings) -> str:
    """The sentence with whom the share of non-public units binds ({0}) and the share ({1}); empty without any."""
    owing = [
        kind.together or one.short_name
        for kind in settings.owing_share
        for one in settings.recommenders
        if one.kind == kind.name
    ]
    *others, last = dict.fromkeys(owing) or ("",)
    bound = f"{'、'.join(others)}和{last}" if others else last
    return sentence.format(bound, settings.non_public_share) if bound and settings.non_public_share else ""
