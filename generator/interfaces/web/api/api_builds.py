"""The HTTP interface of builds: order, follow, cancel, remove, and fetch what was made."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import FileResponse, Response

from generator.campaign.kinds import KINDS, LABELS
from generator.campaign.showing import visible_in
from generator.composing.names import file_name
from generator.interfaces.web.api.models import (
    BuildAnswer,
    BuildId,
    CampaignId,
    FileId,
    PageNumber,
)
from generator.interfaces.web.limits import FILES_ON_A_PAGE, PICTURE_WIDTHS
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.refusals import RefusedError, answers_of
from generator.interfaces.web.store.abouts import BuildAbout, Choice
from generator.interfaces.web.store.outputs import TYPES, Output, outputs
from generator.interfaces.web.telling import download_response, kind_label
from generator.running.options import EVERY

router = APIRouter(prefix="/api/v1/campaigns/{campaign}/builds", tags=["生成"])
UNKNOWN = answers_of("not-found", "invalid")
UNFINISHED = answers_of("not-found", "not-ready", "invalid")
AskedKind = Annotated[str, Query(pattern=r"^[a-z][a-z0-9_]{1,29}$", description="文书的种类，或另加的表格的文件夹名")]


def build_here(campaign: CampaignId, build: BuildId, office: OfficeHere) -> BuildAbout:
    """The build that the address names, as it is now."""
    return office.builds.now(campaign, build)


BuildHere = Annotated[BuildAbout, Depends(build_here)]


def download(*types: str) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI entries of a download, whole or in part."""
    content: dict[str, Any] = {one: {"schema": {"type": "string", "format": "binary"}} for one in types}
    return {
        200: {"content": content, "description": "文件"},
        206: {"content": content, "description": "文件的一部分"},
        416: {"content": {"text/plain": {}}, "description": "没有请求的这一部分"},
    }


@router.get("", responses=UNKNOWN, summary="一个活动的全部生成任务")
async def builds(campaign: CampaignId, office: OfficeHere) -> list[BuildAnswer]:
    """The builds of a campaign, the newest first."""
    return [told(office, about) for about in office.builds.of(campaign)]


@router.post(
    "", status_code=202, responses=answers_of("not-found", "full", "invalid", "busy"), summary="开始生成（排队）"
)
async def order(campaign: CampaignId, body: Choice, office: OfficeHere) -> BuildAnswer:
    """Put a build into the queue."""
    return told(office, await ordered(campaign, body, office))


async def ordered(campaign: str, choice: Choice, office: Office) -> BuildAbout:
    """The build in the queue. Raises RefusedError("invalid") where the campaign has no documents of such a kind."""
    further = set(choice.kinds) - {EVERY, *KINDS}
    if further and not further <= set(await kinds_of(campaign, office)):
        raise RefusedError("invalid", "没有选择的这种文书。", "请刷新页面后重新选择。")
    return office.builds.add(campaign, choice)


async def kinds_of(campaign: str, office: Office) -> Mapping[str, str]:
    """The kinds of the campaign's documents with what a clerk calls them, its own forms' too."""
    found = await office.work.summary(campaign, final=None)
    kinds: Mapping[str, str] = found.get("kinds", LABELS)  # what an earlier version found has none
    return kinds


@router.get("/{build}", responses=UNKNOWN, summary="生成到哪里了")
async def one_build(build: BuildHere, office: OfficeHere) -> BuildAnswer:
    """One build and how far it is."""
    return told(office, build)


@router.get("/{build}/events", response_class=EventSourceResponse, responses=UNKNOWN, summary="进度（SSE）")
async def events(build: BuildHere, office: OfficeHere) -> AsyncIterator[ServerSentEvent]:
    """How far the build is now, then every change until it has ended: events `progress`, each a BuildAnswer."""
    async for about in office.builds.watch(build.campaign, build.id):
        yield ServerSentEvent(event="progress", data=visible_in(told(office, about).model_dump(mode="json")))


@router.post("/{build}/cancel", responses=UNKNOWN, summary="取消生成")
async def cancel(build: BuildHere, office: OfficeHere) -> BuildAnswer:
    """End a build that has not ended; nothing of it is kept."""
    return told(office, await office.builds.cancel(build.campaign, build.id))


@router.delete("/{build}", status_code=204, responses=UNKNOWN, summary="删除生成结果")
async def remove(build: BuildHere, office: OfficeHere) -> None:
    """Remove a build and its files, ending it if need be."""
    await office.builds.remove(build.campaign, build.id)


@router.get("/{build}/files", responses=UNFINISHED, summary="生成的文件")
async def files(build: BuildHere, office: OfficeHere, response: Response, page: PageNumber = 1) -> list[Output]:
    """The files that a finished build made, 2,000 a page; the header X-Total-Count says how many there are."""
    found = await asyncio.to_thread(outputs, office.store.output_folder(build))
    response.headers["X-Total-Count"] = f"{len(found)}"
    return list(found[(page - 1) * FILES_ON_A_PAGE : page * FILES_ON_A_PAGE])


@router.get(
    "/{build}/files/{file}",
    response_class=FileResponse,
    responses=UNFINISHED | download(*TYPES.values()),
    summary="下载一个文件",
)
async def one_file(build: BuildHere, file: FileId, office: OfficeHere, inline: bool = False) -> FileResponse:
    """One file; `inline` lets the browser show a PDF itself."""
    output = await office.work.output(build, file)
    shown = "inline" if inline and output.format == "pdf" else "attachment"
    path = office.store.output_folder(build) / output.path
    return download_response(path, TYPES[output.format], output.name, shown)


@router.get(
    "/{build}/files/{file}/pages/{page}",
    response_class=FileResponse,
    responses=answers_of("not-found", "not-ready", "invalid", "took-too-long", "machine") | download("image/png"),
    summary="一页的图片",
)
async def one_page(
    build: BuildHere, file: FileId, page: int, office: OfficeHere, size: Literal["small", "large"] = "large"
) -> FileResponse:
    """One page of a PDF as a PNG picture."""
    output = await office.work.output(build, file)
    width = PICTURE_WIDTHS[size == "large"]
    picture = await office.work.picture(build, output, page, width)
    return download_response(picture, "image/png", f"{page}.png", "inline")


@router.get(
    "/{build}/zip",
    response_class=FileResponse,
    responses=UNFINISHED | download("application/zip"),
    summary="下载全部文件（压缩包）",
)
async def archive(build: BuildHere, office: OfficeHere, kind: AskedKind | None = None) -> FileResponse:
    """All files of a build with its manifest, or those of one kind, in a zip."""
    if kind and kind not in KINDS and all(one.document != kind for one in outputs(office.store.output_folder(build))):
        raise RefusedError("invalid")
    target = await office.zips.of_build(build, kind or "")
    return download_response(target, "application/zip", zip_name(office, build, kind or ""))


def told(office: Office, about: BuildAbout) -> BuildAnswer:
    """The build as the interface tells it."""
    known = about.model_dump(exclude={"result"}) | (about.result or {})
    before = office.builds.before(about.id)
    return BuildAnswer(**known, before=before, share=about.share, said=about.said(before))


def zip_name(office: Office, build: BuildAbout, kind: str) -> str:
    """What the zip is called: the campaign, the kind, and when it was made."""
    campaign = file_name(office.store.campaign(build.campaign).name)
    made = build.made.astimezone()
    return f"{campaign}-{kind_label(kind) if kind else '全部文件'}-{made:%m%d-%H%M}.zip"
