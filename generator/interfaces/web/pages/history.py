"""What was changed of a campaign's files, when, with every version to download and a way back."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from starlette.responses import HTMLResponse, Response

from generator.interfaces.web.api.models import CampaignId, FileId
from generator.interfaces.web.clerks.folders import place_label, shown_name
from generator.interfaces.web.office import OfficeHere
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.history import Change, Version
from generator.interfaces.web.store.store import file_id
from generator.interfaces.web.telling import download_response, page, to
from generator.reading.raw_campaign import SETTINGS_FILE

router = APIRouter(prefix="/campaigns/{campaign}/history")
Number = Annotated[int, Path(ge=1, le=1_000_000)]
VERSIONS_ON_A_PAGE, CHANGES_SHOWN = 30, 200


@router.get("")
async def history(
    campaign: CampaignId,
    office: OfficeHere,
    page_number: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1,
    stayed: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    undone: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> HTMLResponse:
    """The changes, the newest first; `undone` is the one just taken back, of whose files `stayed` did not go back."""
    about = office.store.campaign(campaign)
    versions = office.history(campaign).versions()[::-1]
    pages = max(1, -(-len(versions) // VERSIONS_ON_A_PAGE))
    page_number = min(page_number, pages)
    first = (page_number - 1) * VERSIONS_ON_A_PAGE
    undoing = {one.undoes: one.number for one in versions}
    shown = [
        {
            "version": one,
            "undone_by": undoing.get(one.number),
            "begins": any(change.path == SETTINGS_FILE and change.before is None for change in one.changes),
            "changes": [_shown(change) for change in one.changes[:CHANGES_SHOWN]],
            "more": max(0, len(one.changes) - CHANGES_SHOWN),
        }
        for one in versions[first : first + VERSIONS_ON_A_PAGE]
    ]
    return page(
        "history.html", about=about, step="history", versions=shown, total=len(versions), page_number=page_number,
        pages=pages, stayed=stayed, undone=undone,
    )  # fmt: skip


@router.get("/{number}/files/{file}/{which}")
async def one_file(
    campaign: CampaignId, number: Number, file: FileId, which: Literal["before", "after"], office: OfficeHere
) -> Response:
    """A file as it was before or after a change, under the name with which it was sent."""
    found = office.history(campaign)
    change = _change(found.version(number), file)
    digest, name = (change.after, change.name) if which == "after" else (change.before, change.name_before)
    if digest is None:
        raise RefusedError("not-found")
    return download_response(found.content(digest), "application/octet-stream", name)


@router.post("/{number}/undo")
async def undo(campaign: CampaignId, number: Number, office: OfficeHere) -> Response:
    """Take a change back."""
    done = office.undo(campaign, number)
    return to(f"/campaigns/{campaign}/history?undone={number}&stayed={len(done.stayed)}")


def _change(version: Version, file: str) -> Change:
    found = [one for one in version.changes if file_id(one.path) == file]
    if not found:
        raise RefusedError("not-found")
    return found[0]


def _shown(change: Change) -> dict[str, object]:
    kind = "放入" if change.before is None else "移去" if change.after is None else "换新"
    names = {"name": shown_name(change.path, change.name), "old": shown_name(change.path, change.name_before)}
    return {"id": file_id(change.path), "place": place_label(change.path), "kind": kind, "change": change} | names
