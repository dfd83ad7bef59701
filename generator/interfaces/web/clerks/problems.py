"""The problems of a check as pages show them: in a clerk's words, errors first, by recommender, equal ones together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from generator.campaign.errors import Problem, Severity
from generator.campaign.fields import APPLICATION_SHEET
from generator.checks.touching import project_called
from generator.interfaces.web.clerks.places import Places
from generator.interfaces.web.clerks.words import plain
from generator.reading.raw_campaign import WORKBOOK_FILE, RawCampaign

ANSWER = "这一处正等答复：请在“待确认”里回答，答复后这一条就没有了。"


def shown_problems(problems: Sequence[Problem], raw: RawCampaign, recommenders: Sequence[str]) -> list[dict[str, Any]]:
    """What a page shows of each problem, in the order of `problems`.

    `rank` is its place on the pages, `same` the number of those equal to it: errors before reminders, what concerns the
    province before the recommenders in the campaign's order, equal ones together.
    """
    places = Places(raw, problems)
    order = {name: place for place, name in enumerate(("", *recommenders))}
    shown = [_shown(problem, places) for problem in problems]
    groups: dict[tuple[Any, ...], int] = {}
    for problem, one in zip(problems, shown, strict=True):
        key = (problem.severity, problem.recommender, one["label"], one["said"], one["remedy"])
        one["same"] = groups.setdefault(key, len(groups))
    ranked = sorted(
        range(len(problems)),
        key=lambda at: (
            problems[at].severity is Severity.WARNING,
            order.get(problems[at].recommender, len(order)),
            shown[at]["same"],
        ),
    )
    for rank, at in enumerate(ranked):
        shown[at]["rank"] = rank
    return shown


def _shown(problem: Problem, places: Places) -> dict[str, Any]:
    number, name = places.project(problem)
    said = plain(problem.message)
    origin, strip = places.origin(problem), places.strip(problem.place)
    waits = origin is not None and origin.is_open and not any(cell.is_wrong and cell.text for cell in strip)
    return {
        "number": number,
        "name": name,
        "where": places.where(problem),
        "label": problem.field,
        "said": said,
        "headline": headline(problem.field, said),
        "remedy": ANSWER if waits else plain(problem.fix),
        "strip": [asdict(cell) for cell in strip],
    }


def headline(label: str, said: str) -> str:
    """Field and message in a line."""
    return f"{label}：{said}" if label and said.startswith("“") else f"{label}{said}"


def wrong_projects(problems: Sequence[Problem], raw: RawCampaign) -> frozenset[str]:
    """The projects that were read and that errors make doubtful, by number or name."""
    read = frozenset(map(project_called, raw.tables[APPLICATION_SHEET].records))
    return read.intersection(_touched(problems))


def is_empty(problems: Sequence[Problem], raw: RawCampaign) -> bool:
    """Whether nothing has come in yet, and nothing else is wrong."""
    errors = [one for one in problems if one.severity is Severity.ERROR]
    return not raw.tables[APPLICATION_SHEET].records and all(
        one.code == "file-missing" and one.place.file == WORKBOOK_FILE for one in errors
    )


def _touched(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems:
        if problem.severity is Severity.ERROR:
            yield from (touch.name for touch in problem.touches if touch.kind == "project" and touch.name)
