"""归档: everything in one download, and what is still missing for it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from generator.composing.names import file_name
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.clerks.folders import place_label
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.pages.awarding.changing import found
from generator.interfaces.web.pages.awarding.made import is_old, newest_of_each
from generator.interfaces.web.pages.awarding.review import counted
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.abouts import BuildAbout
from generator.interfaces.web.store.outputs import Output, outputs
from generator.interfaces.web.telling import download_response, page
from generator.interfaces.web.work.archiving import ARCHIVE

router = APIRouter(prefix="/campaigns/{campaign}/archive")
NOT_ARCHIVED = frozenset({"blank"})  # kinds of which an archive lacks nothing where they were not made


class Item(NamedTuple):
    """A thing that belongs into the archive: what it is, what is missing of it, and where that is mended."""

    label: str
    missing: str
    address: str


Parts = list[tuple[BuildAbout, list[Output]]]


@router.get("")
async def archive(campaign: CampaignId, office: OfficeHere) -> Response:
    """What the archive will hold, and what it lacks."""
    about = office.store.campaign(campaign)
    parts = await _parts(office, campaign)
    files = office.store.files(campaign)
    size = sum(one.stat().st_size for one in files.values()) + sum(one.bytes for _, own in parts for one in own)
    items = await _items(office, campaign, parts)
    return page(
        "archive.html", about=about, step="archive", items=items, missing=sum(bool(one.missing) for one in items),
        files=len(files), made=sum(len(own) for _, own in parts), bytes=size,
    )  # fmt: skip


@router.get("/download")
async def download(campaign: CampaignId, office: OfficeHere) -> FileResponse:
    """The zip of all of it."""
    about = office.store.campaign(campaign)
    files = office.store.files(campaign)
    if not files:
        raise RefusedError("not-found", "还没有资料，不能归档。", "请先收材料。")
    parts = await _parts(office, campaign)
    made = [
        {"folder": f"{office.store.output_folder(build)}", "paths": [one.path for one in own]} for build, own in parts
    ]
    labels = {path: place_label(path).partition(" · ")[0] for path in files}
    folder = await office.work.kept("archive", campaign, made, made=made, labels=labels, title=about.name)
    name = f"{file_name(about.name)}-归档-{datetime.now().astimezone():%Y%m%d}.zip"
    return download_response(folder / ARCHIVE, "application/zip", name)


async def _parts(office: Office, campaign: str) -> Parts:
    """The newest builds that hold a kind of document, each with the files of these kinds."""
    kinds = (await office.work.summary(campaign, final=None)).get("kinds", {})
    newest = newest_of_each(office.builds.of(campaign), kinds)
    builds = {build.id: build for build in newest.values()}
    parts = []
    for identity, build in builds.items():
        own = {kind for kind, one in newest.items() if one.id == identity}
        every = await asyncio.to_thread(outputs, office.store.output_folder(build))
        parts.append((build, [one for one in every if one.document in own]))
    return parts


async def _items(office: Office, campaign: str, parts: Parts) -> list[Item]:
    """What belongs into the archive, in the order of a campaign."""
    here, about = f"/campaigns/{campaign}", office.store.campaign(campaign)
    checked = await office.work.summary(campaign, final=None)
    known = await found(office, campaign, "winners")
    wrong = f"资料里还有{checked['errors']}处错误，与它们有关的文书没有生成。" if checked["errors"] else ""
    received = len(known["projects"])
    return [
        Item("申报资料", "" if received else "还没有申报项目。", here),
        Item("检查", wrong if received else "还没有可以检查的。", f"{here}/check"),
        Item("评选结果", _of_results(known), f"{here}/review"),
        Item("公示", "" if about.publicity_until else "没有记下公示的起止日期。", f"{here}/publicity"),
        *_of_kinds(office, campaign, checked.get("kinds", {}), parts),
    ]


def _of_results(known: Mapping[str, Any]) -> str:
    won = [one for one in known["projects"] if one["tier"]]
    if not won:
        return "还没有评选结果。"
    lacking = [f"{one['name']}应有{one['count']}项，现有{one['won']}项" for one in counted(known) if one["more"]]
    wrong = sum(bool(one["wrong"]) for one in known["projects"])
    lacking += [f"有{wrong}项要改"] if wrong else []
    return f"{'；'.join(lacking)}。" if lacking else ""


def _of_kinds(office: Office, campaign: str, kinds: Mapping[str, str], parts: Parts) -> list[Item]:
    """What each kind of document lacks: it was not made, or of other data than there is now."""
    stage = {"bulletin": "/bulletin", "certificate": "/certificates"}
    made = {one.document: build for build, own in parts for one in own}
    items = []
    for kind, label in kinds.items():
        if kind in NOT_ARCHIVED:
            continue
        build = made.get(kind)
        missing = "还没有生成。" if build is None else ""
        if build is not None and is_old(office, campaign, build, kind):
            missing = "是资料改动以前生成的，请重新生成。"
        items.append(Item(label, missing, f"/campaigns/{campaign}{stage.get(kind, '/builds')}"))
    return items
