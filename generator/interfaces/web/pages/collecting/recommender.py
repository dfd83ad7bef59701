"""One recommender: its projects, problems and files, and where to put more."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, Response

from generator.interfaces.web.api.models import BuildId, CampaignId, FileId
from generator.interfaces.web.clerks.discreet import discreet_problems, words_of_others
from generator.interfaces.web.clerks.folders import is_of
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.owners.belonging import is_own_paper, is_own_upload, own_files, own_papers, own_version
from generator.interfaces.web.pages.checking import sections
from generator.interfaces.web.pages.collecting.files import last_uploads, shown_files, shown_waiting
from generator.interfaces.web.pages.collecting.questions import open_questions
from generator.interfaces.web.pages.views import limits_of
from generator.interfaces.web.people.who import ASKING, Who
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.outputs import TYPES
from generator.interfaces.web.store.problem_pages import Filter
from generator.interfaces.web.store.store import file_id
from generator.interfaces.web.telling import download_response, page
from generator.interfaces.web.work.tasks.telling import REPORT_NAME

router = APIRouter(prefix="/campaigns/{campaign}/recommenders/{recommender}")
PROJECTS_ON_A_PAGE, FILES_SHOWN = 100, 200


class Asked(BaseModel):
    """Which page of projects, and what was just done: a change by its number, nothing changed, or a file went."""

    page: int = Field(1, ge=1, le=1_000_000)
    done: int = Field(0, ge=0, le=1_000_000)
    same: bool = False
    gone: bool = False


@router.get("")
async def one(
    campaign: CampaignId,
    recommender: FileId,
    office: OfficeHere,
    asked: Annotated[Asked, Query()],
) -> HTMLResponse:
    """The recommender."""
    about, who = office.store.campaign(campaign), ASKING.get()
    rows = await office.work.rows(campaign)
    name = _named(rows["recommenders"], recommender)
    own = [row for row in rows["rows"] if row["recommender"] == name]
    found = await office.work.summary(campaign, final=None)
    state = next((row for row in found["progress"]["rows"] if row["recommender"] == name), None)
    problems = await office.work.problems(campaign, Filter(name, ""), 1, final=None, order="rank")
    attached = {attachment for row in own for attachment in row["attachments"]}
    versions = office.history(campaign).versions()
    files = {path: file for path, file in office.store.files(campaign).items() if is_of(path, name, attached)}
    if who.is_confined:
        told = discreet_problems(problems.problems, words_of_others(name, rows))
        problems = replace(problems, problems=told, total=min(problems.total, len(told)))
        files = await own_files(office, campaign, name)
    done_version = next((version for version in versions if version.number == asked.done), None)
    build, papers = own_papers(office, campaign, name) if who.is_confined else ("", [])
    some = dict(list(files.items())[:FILES_SHOWN])
    pages = max(1, -(-len(own) // PROJECTS_ON_A_PAGE))
    page_number = min(asked.page, pages)
    first = (page_number - 1) * PROJECTS_ON_A_PAGE
    return page(
        "collecting/recommender.html", about=about, step="collect", name=name, id=recommender, state=state,
        projects=own[first : first + PROJECTS_ON_A_PAGE], total=len(own), page_number=page_number, pages=pages,
        problems=list(sections(problems)), problems_shown=len(problems.problems), problem_count=problems.total,
        files=shown_files(some, versions),
        file_count=len(files), limits=limits_of(office),
        last=last_uploads(versions).get(name, about.made if own else None),
        shared=sorted(_shared_books(own, name, files if who.is_confined else ())),
        done=own_version(done_version, who), same=asked.same, gone=asked.gone, build=build, papers=papers, stop="own",
        waiting=_waiting(office, campaign, who), deadline=found["progress"]["deadline"],
        questions=await open_questions(office, campaign) if who.is_confined else 0,
        counts_non_public=found["progress"]["counts_non_public"],
    )  # fmt: skip


@router.get("/problems.xlsx")
async def report(campaign: CampaignId, recommender: FileId, office: OfficeHere) -> Response:
    """The recommender's problems as a workbook to send back."""
    rows = await office.work.rows(campaign)
    name = _named(rows["recommenders"], recommender)
    others = words_of_others(name, rows) if ASKING.get().is_confined else ()
    file = await office.work.report_of(campaign, name, others)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return download_response(file, kind, f"{name}{REPORT_NAME}")


@router.get("/made/{build}/{file}")
async def made(campaign: CampaignId, recommender: FileId, build: BuildId, file: FileId, office: OfficeHere) -> Response:
    """One paper that was made of the recommender's own material."""
    name = _named((await office.work.rows(campaign))["recommenders"], recommender)
    about = office.builds.now(campaign, build)
    output = await office.work.output(about, file)
    if not is_own_paper(output, name):
        raise RefusedError("not-found")
    return download_response(office.store.output_folder(about) / output.path, TYPES[output.format], output.name)


def _shared_books(own: Sequence[Mapping[str, str]], name: str, files: Container[str]) -> set[str]:
    """The files that hold projects of the recommender and are not called by it, nor among those of its own."""
    return {row["file"] for row in own if not is_of(row["file"], name, ()) and row["file"] not in files} - {
        "applications.xlsx"
    }


def _waiting(office: Office, campaign: str, who: Who) -> list[dict[str, object]]:
    """The uploads from a recommender's own account that nobody has agreed to yet."""
    own = office.arrivals(campaign)
    return [shown_waiting(own, one) for one in own.waiting() if is_own_upload(one, who)]


def _named(names: list[str], identity: str) -> str:
    if not names:  # the settings have an error: nobody was renamed
        said = "活动的设置正在修改，暂时看不到各单位的材料。"
        raise RefusedError("data-errors", said, "已经上传的都在，请等设置改好以后再看。")
    for name in names:
        if file_id(name) == identity:
            return name
    raise RefusedError("not-found", "没有这个申报单位，可能已在设置里改名。", "请回到“收材料”查看。")
