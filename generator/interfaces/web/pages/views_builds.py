"""The pages of builds: choosing, following, looking at what was made."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Form, Query
from pydantic import BaseModel, Field, ValidationError
from starlette.responses import HTMLResponse, Response

from generator.campaign.kinds import FORMATS, KINDS, LABELS
from generator.interfaces.web.api.api_builds import BuildHere, kinds_of, ordered
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.office import OfficeHere
from generator.interfaces.web.pages.views import to
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.abouts import Choice
from generator.interfaces.web.store.outputs import Output, outputs
from generator.interfaces.web.telling import page
from generator.running.options import EVERY

router = APIRouter(prefix="/campaigns/{campaign}/builds")


@dataclass(frozen=True)
class ShownPaper:
    """One document in all its formats; `shown` is the PDF that its pictures come from."""

    name: str
    formats: tuple[Output, ...]
    shown: Output | None


class Ticked(BaseModel):
    """The form of the page as a clerk filled it in."""

    kinds: list[str] = []
    formats: list[str] = []
    recommenders: list[str] = []
    protect: bool = False
    numbers: str = Field(default="", max_length=2000)


@router.get("")
async def choose(campaign: CampaignId, office: OfficeHere) -> HTMLResponse:
    """What to make, and what was made before."""
    about = office.store.campaign(campaign)
    found = await office.work.summary(campaign, final=False)
    builds = [{"about": one, "before": office.builds.before(one.id)} for one in office.builds.of(campaign)]
    return page(
        "builds.html", about=about, step="build", kinds=found.get("kinds", LABELS), every=EVERY, formats=FORMATS,
        found=found, errors=found["errors"], builds=builds,
    )  # fmt: skip


@router.post("")
async def order(campaign: CampaignId, office: OfficeHere, ticked: Annotated[Ticked, Form()]) -> Response:
    """Put a build into the queue and follow it; where numbers of certificates are given, these are printed again."""
    again = [word for word in re.split(r"[\s,，、]+", ticked.numbers) if word]
    kinds = ["certificate"] if again else ticked.kinds
    if not again and set(kinds) >= set(await kinds_of(campaign, office)):
        kinds = [EVERY]
    if not kinds or not ticked.formats:
        raise RefusedError("invalid", "没有选择要生成的文书或格式。", "请返回上一页，至少各选一项。")
    try:
        choice = Choice.model_validate(ticked.model_dump() | {"kinds": kinds, "numbers": again})
    except ValidationError:
        raise RefusedError("invalid") from None
    about = await ordered(campaign, choice, office)
    return to(f"/campaigns/{campaign}/builds/{about.id}")


@router.get("/{build}")
async def one_build(
    build: BuildHere,
    office: OfficeHere,
    kind: str = "",
    group: str = "",
    file: str = "",
    page_number: Annotated[int, Query(alias="page", ge=0)] = 0,
) -> HTMLResponse:
    """How far the build is; once it is done, its files and their pages."""
    about = office.store.campaign(build.campaign)
    if build.state != "done":
        before = office.builds.before(build.id)
        return page("progress.html", about=about, step="build", build=build, before=before)
    found = await asyncio.to_thread(outputs, office.store.output_folder(build))
    made = {output.document: output.kind_name for output in found if "/" in output.path}
    kinds = {one: made[one] for one in (*KINDS, *made) if one in made}
    kind = kind if kind in kinds else next(iter(kinds), "")
    own = [one for one in found if one.document == kind]
    groups = sorted({one.group for one in own})
    group = group if group in groups else groups[0] if groups else ""
    papers = _papers([one for one in own if one.group == group])
    shown = next((one for one in found if one.id == file and one.format == "pdf"), None)
    shown = shown or _first_shown(papers, kind)
    pages = shown.pages or 0 if shown else 0
    one_page = page_number if page_number <= pages else 0
    return page(
        "results.html", about=about, step="preview", build=build, kinds=kinds, kind=kind, groups=groups, group=group,
        papers=papers, shown=shown, pages=[one_page] if one_page else range(1, pages + 1),
        one_page=one_page, wall=kind == "certificate" and pages > 1 and not one_page,
        counts={one: sum(output.document == one for output in found) for one in kinds},
        bytes=sum(one.bytes for one in found), total=len(found),
    )  # fmt: skip


@router.post("/{build}/cancel")
async def cancel(build: BuildHere, office: OfficeHere) -> Response:
    """End a build."""
    await office.builds.cancel(build.campaign, build.id)
    return to(f"/campaigns/{build.campaign}/builds/{build.id}")


@router.post("/{build}/remove")
async def remove(build: BuildHere, office: OfficeHere) -> Response:
    """Remove a build and its files."""
    await office.builds.remove(build.campaign, build.id)
    return to(f"/campaigns/{build.campaign}/builds")


def _first_shown(papers: Sequence[ShownPaper], kind: str) -> Output | None:
    """The PDF that is shown unasked: the first, of certificates the one that holds all."""
    shown = [one.shown for one in papers if one.shown]
    if kind == "certificate":
        shown.sort(key=lambda one: one.pages or 0, reverse=True)
    return shown[0] if shown else None


def _papers(found: Sequence[Output]) -> list[ShownPaper]:
    """The files that are one document in different formats, together."""
    papers = []
    for _, same in groupby(sorted(found, key=lambda one: (one.stem, one.format)), key=lambda one: one.stem):
        formats = tuple(same)
        pdf = next((one for one in formats if one.format == "pdf"), None)
        papers.append(ShownPaper(formats[0].name.rsplit(".", 1)[0], formats, pdf))
    return papers
