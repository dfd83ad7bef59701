"""The check of an uploaded campaign as plain data: problems, counts, and the state of every recommender."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from generator.campaign.errors import DataError, grouped
from generator.campaign.kinds import ROWS, rows_with
from generator.checks.campaign import check_campaign, check_settings_of
from generator.composing.wording.titles import title
from generator.handing_out import receiving
from generator.interfaces.answers import told_check


def checked(folder: Path, *, final: bool, today: date) -> dict[str, Any]:
    """The answer of `check --json`, each problem with its recommender, and what the pages show of the campaign.

    `progress` is the state while applications come in (`wuxiao progress --json`), None where campaign.yaml is wrong.
    """
    campaign, counts, problems = check_campaign(folder, final=final)
    settings, _ = check_settings_of(folder)
    ordered = grouped(problems)
    rows = rows_with(settings.schema.forms.values()) if settings else ROWS
    told = told_check(ordered, counts)
    for problem, entry in zip(ordered, told["problems"], strict=True):
        entry["recommender"] = problem.recommender
    return told | {
        "title": title(settings, "活动") if settings else "",
        "kinds": {row.key: row.label for row in rows},
        "recommenders": list(settings.recommender_names) if settings else [],
        "winners": len(campaign.winners) if campaign else 0,
        "progress": _progress(folder, today),
    }


def _progress(folder: Path, today: date) -> dict[str, Any] | None:
    try:
        return receiving(folder, today)
    except DataError:
        return None
