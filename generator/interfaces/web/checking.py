"""The check of an uploaded campaign as plain data: problems, counts, and the state of every recommender."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from generator.checks.campaign import check_campaign, check_settings_of
from generator.errors import Problem, Severity, grouped
from generator.interfaces.answers import told_check
from generator.records import Campaign, Settings


def checked(folder: Path, *, final: bool) -> dict[str, Any]:
    """The answer of `check --json`, each problem with its recommender, and what the page shows of the campaign."""
    campaign, counts, problems = check_campaign(folder, final=final)
    settings, _ = check_settings_of(folder)
    ordered = grouped(problems)
    told = told_check(ordered, counts)
    for problem, entry in zip(ordered, told["problems"], strict=True):
        entry["recommender"] = problem.recommender
    return told | {
        "campaign": _about(settings) if settings else None,
        "recommenders": _states(settings, campaign, problems) if settings else [],
        "winners": len(campaign.winners) if campaign else 0,
    }


def _about(settings: Settings) -> dict[str, Any]:
    return {
        "year": settings.year,
        "title": f"{settings.year}年{settings.province}职工“五小”活动",
        "until": settings.applications_until.isoformat(),
    }


def _states(settings: Settings, campaign: Campaign | None, problems: list[Problem]) -> list[dict[str, Any]]:
    """Of every recommender: how many applications came, how many are due, how many problems stand."""
    errors = Counter(one.recommender for one in problems if one.severity is Severity.ERROR)
    warnings = Counter(one.recommender for one in problems if one.severity is Severity.WARNING)
    return [
        {
            "name": one.name,
            "quota": one.quota,
            "received": len(campaign.of(one.name)) if campaign else None,
            "errors": errors[one.name],
            "warnings": warnings[one.name],
        }
        for one in settings.recommenders
    ]
