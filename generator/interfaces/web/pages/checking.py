"""The page 检查: errors first, then reminders, each by recommender, equal ones in one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from generator.interfaces.web import receiving
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.office import OfficeHere
from generator.interfaces.web.store.problem_pages import Filter, ProblemPage
from generator.interfaces.web.telling import page

router = APIRouter()
Problems = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Line:
    """Problems that are equal but for their project: those of this page, and how many there are."""

    problems: Problems
    count: int


@dataclass(frozen=True)
class Section:
    """The errors or the reminders of one recommender, or of the whole campaign; the first of a severity `opens` it."""

    severity: str
    recommender: str
    lines: Sequence[Line]
    opens: bool


@router.get("/campaigns/{campaign}/check")
async def check(
    campaign: CampaignId,
    office: OfficeHere,
    final: str = "",
    recommender: str = "",
    severity: str = "",
    page_number: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1,
) -> HTMLResponse:
    """The problems, filtered, a page of them, and the state of every recommender."""
    about = office.store.campaign(campaign)
    is_final = {"true": True, "false": False}.get(final)  # else the deadline tells it
    found = await office.work.summary(campaign, final=is_final)
    wanted = Filter(recommender, severity)
    shown = await office.work.problems(campaign, wanted, page_number, final=is_final, order="rank")
    if page_number > shown.pages:
        shown = await office.work.problems(campaign, wanted, shown.pages, final=is_final, order="rank")
    asked = {"final": final, "recommender": recommender, "severity": severity}
    this = f"?{urlencode({name: value for name, value in asked.items() if value} | {'page': ''})}"
    return page(
        "check.html", about=about, step="check", final=found["final"], recommender=recommender, severity=severity,
        shown=shown, this=this, sections=list(sections(shown)), total=found["total"], errors=found["errors"],
        names=found["names"], found=found, questions=await receiving.open_questions(office, campaign),
    )  # fmt: skip


def sections(shown: ProblemPage) -> Iterator[Section]:
    """The problems of a page as it shows them."""
    before = ""
    for (severity, recommender), some in groupby(shown.problems, lambda one: (one["severity"], one["recommender"])):
        lines = [
            Line(list(same), shown.equal[number]) for number, same in groupby(some, lambda one: one["shown"]["same"])
        ]
        yield Section(severity, recommender, lines, severity != before)
        before = severity
