"""The pages of builds: choosing, following one, ordering it again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from pydantic import BaseModel, Field, ValidationError
from starlette.responses import HTMLResponse, Response

from generator.campaign.kinds import FORMATS, LABELS
from generator.interfaces.web.api.api_builds import BuildHere, kinds_of, ordered
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.pages.certificate_keys import see_to_keys
from generator.interfaces.web.pages.results import Looked, results_page
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.abouts import Choice
from generator.interfaces.web.telling import page, to
from generator.running.options import EVERY

router = APIRouter(prefix="/campaigns/{campaign}/builds")
LONGEST = 2_000  # characters of a line of the form


class Ticked(BaseModel):
    """The form of the page as a clerk filled it in; `asked` where it was filled in at all."""

    asked: bool = False
    kinds: list[str] = []
    formats: list[str] = []
    recommenders: list[str] = []
    records: list[str] = []
    protect: bool = False
    numbers: str = Field(default="", max_length=LONGEST)
    find: str = Field(default="", max_length=LONGEST)


@router.get("")
async def choose(campaign: CampaignId, office: OfficeHere, ticked: Annotated[Ticked, Query()]) -> HTMLResponse:
    """What to make, what an error keeps from being made, and what was made before."""
    return await _form(campaign, office, ticked, {})


async def _form(
    campaign: str, office: Office, ticked: Ticked, wrong: Mapping[str, str], status: int = 200
) -> HTMLResponse:
    """The form as it is filled in, everything ticked where it is not; `wrong` tells at a field what is."""
    about = office.store.campaign(campaign)
    try:
        found = await office.work.summary(campaign, final=None)
        projects = await office.work.projects(campaign, ticked.find)
        chosen = await office.work.projects_of(campaign, ticked.records)
    except RefusedError as refused:  # what was made can be looked at all the same
        if refused.code not in ("machine", "took-too-long"):
            raise
        found, projects, chosen = {"refused": refused}, [], []
    kinds: Mapping[str, str] = found.get("kinds", LABELS)
    if not ticked.asked:
        ticked = ticked.model_copy(update={"kinds": list(kinds), "formats": list(FORMATS)})
    builds = [{"about": one, "before": office.builds.before(one.id)} for one in office.builds.of(campaign)]
    return page(
        "builds.html", status, about=about, step="build", kinds=kinds, every=EVERY, formats=FORMATS, found=found,
        builds=builds, ticked=ticked, wrong=wrong, projects=[*chosen, *(one for one in projects if one not in chosen)],
    )  # fmt: skip


@router.post("")
async def order(campaign: CampaignId, office: OfficeHere, ticked: Annotated[Ticked, Form()]) -> Response:
    """Put a build into the queue and follow it; where numbers of certificates are given, these are printed again."""
    ticked = ticked.model_copy(update={"asked": True})
    again = [word for word in re.split(r"[\s,，、；;]+", ticked.numbers) if word]
    kinds = ["certificate"] if again else ticked.kinds
    wrong = {} if kinds else {"kinds": "请至少选一种文书。"}
    if not ticked.formats:
        wrong["formats"] = "请至少选一种格式。"
    if wrong:
        return await _form(campaign, office, ticked, wrong, 422)
    if not again and set(kinds) >= set(await kinds_of(campaign, office)):
        kinds = [EVERY]
    asked = ticked.model_dump(include={"formats", "recommenders", "records", "protect"})
    try:
        choice = Choice.model_validate(asked | {"kinds": kinds, "numbers": again, "sound_only": True})
    except ValidationError:
        raise RefusedError("invalid") from None
    await see_to_keys(office, campaign, kinds, (await office.work.summary(campaign, final=None))["winners"])
    about = await ordered(campaign, choice, office)
    return to(f"/campaigns/{campaign}/builds/{about.id}")


@router.get("/{build}")
async def one_build(build: BuildHere, office: OfficeHere, looked: Annotated[Looked, Query()]) -> HTMLResponse:
    """How far the build is; once it is done, its files and their pages."""
    if build.state == "done":
        return await results_page(office, build, looked)
    about: dict[str, Any] = {"about": office.store.campaign(build.campaign)}
    said = build.said(office.builds.before(build.id))
    return page("progress.html", step="build", build=build, said=said, **about)


@router.post("/{build}/again")
async def again(build: BuildHere, office: OfficeHere) -> Response:
    """Order the same once more, of the files as they are now."""
    about = await ordered(build.campaign, build.choice, office)
    return to(f"/campaigns/{build.campaign}/builds/{about.id}")


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
