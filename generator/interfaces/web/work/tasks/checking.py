"""The check of a campaign, in a child."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.campaign.errors import DataError, grouped, reminder
from generator.campaign.masking import without_numbers
from generator.interfaces.web.work.tasks.telling import Arguments, Tell, omitted

if TYPE_CHECKING:
    from generator.reading.raw import RawRecord

# The days by which a campaign is in one stage or the next.
DAYS = ("applications_from", "applications_until", "review_until", "bulletin_date", "certificate_date")


def check(order: Arguments, _tell: Tell) -> None:
    """The check of the campaign in a folder; `final` says that collecting is over, None that the deadline tells it.

    It is the answer of `check --json`, each problem with its recommender and in a clerk's words, and what the pages
    show of the campaign. `progress` is the state while applications come in (`wuxiao progress --json`), None where the
    settings are wrong; `omitted` is what a build of everything leaves out.
    """
    from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET
    from generator.campaign.kinds import ROWS, rows_with
    from generator.campaign.scope import Scope, left_out, owners_of, stopping
    from generator.checks.campaign import check_settings_of, check_with_rows
    from generator.checks.rules import OF_THE_END
    from generator.composing.wording.titles import title
    from generator.handing_out import receiving
    from generator.interfaces.answers import told_check
    from generator.interfaces.web.clerks.problems import is_empty, shown_problems, wrong_projects
    from generator.interfaces.web.store.problem_pages import write_check

    folder, today = Path(order["campaign"]), date.fromisoformat(order["today"])
    settings, _ = check_settings_of(folder)
    is_over = settings is not None and settings.applications_until < today
    final = is_over if order["final"] is None else order["final"]
    campaign, counts, problems, raw = check_with_rows(folder, final=final)
    ordered = grouped(problems)
    rows = rows_with(settings.schema.forms.values()) if settings else ROWS
    recommenders = list(settings.recommender_names) if settings else []
    told = told_check(ordered, counts)
    words = shown_problems(ordered, raw, recommenders)
    for problem, entry, in_words in zip(ordered, told["problems"], words, strict=True):
        entry |= {"recommender": problem.recommender, "shown": in_words}
    shown: dict[str, Any] = {
        "title": title(settings, "活动") if settings else "",
        "kinds": {row.key: row.label for row in rows},
        "recommenders": recommenders,
        "winners": len({one.text("number") for one in raw.tables[AWARD_SHEET].records if one.text("tier")}),
        "wrong": len(wrong_projects(problems, raw)),
        "final": final,
        "can_build": campaign is not None,
        "is_empty": campaign is not None and is_empty(problems, raw),
        "omitted": [],
        "projects": [_project(one) for one in raw.tables[APPLICATION_SHEET].records],
        "progress": None,
        "year": settings.year if settings else None,
        "days": {key: getattr(settings, key).isoformat() for key in DAYS} if settings else {},
    }
    if campaign is not None:
        now = [reminder(one) if one.code in OF_THE_END else one for one in problems]  # a build is no end of collecting
        scope = Scope(frozenset(row.key for row in rows), owners=owners_of(campaign), rows=rows)
        shown["omitted"] = [asdict(one) for one in omitted(left_out(stopping(now, scope), scope))]
    with suppress(DataError):
        shown["progress"] = receiving(folder, today)
    write_check(Path(order["target"]), told | shown)


def _project(record: RawRecord) -> tuple[str, str, str, str]:
    """What a project is looked for by: number, name, unit, recommender."""
    number, name, unit, owner = (record.text(key) for key in ("number", "name", "unit", "recommender"))
    return without_numbers(number), name, unit, owner
