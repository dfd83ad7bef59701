"""Files of a campaign as a clerk sees them: whose they are, what they are for, how they were called when sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from generator.collecting.files.incoming import is_litter
from generator.interfaces.web import receiving
from generator.interfaces.web.api.models import CampaignId, FileId
from generator.interfaces.web.clerks.folders import FOLDERS, place_label, shown_name
from generator.interfaces.web.office import OfficeHere
from generator.interfaces.web.people.who import ASKING
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.arrivals import Arrival, Arrivals
from generator.interfaces.web.store.history import Version
from generator.interfaces.web.store.store import file_id
from generator.interfaces.web.telling import download_response, page, to
from generator.reading.raw_campaign import SUMMARIES_FOLDER

router = APIRouter(prefix="/campaigns/{campaign}/files")
FILES_ON_A_PAGE = 100


@dataclass(frozen=True)
class ShownFile:
    """A file with its name in addresses, its name as sent, its place, and when it came."""

    id: str
    name: str
    place: str
    bytes: int
    made: datetime | None
    path: str

    @property
    def can_go(self) -> bool:
        """Whether it may be removed here: settings are changed where they are set."""
        return "/" in self.path

    @property
    def can_move(self) -> bool:
        """Whether it may be given another place: what the program itself writes may not."""
        return "/" in self.path and not self.path.startswith(("templates/", f"{SUMMARIES_FOLDER}/"))


def shown_files(files: Mapping[str, Path], versions: Sequence[Version]) -> list[ShownFile]:
    """The files with what the history knows of them."""
    known = {one.path: (one.name, version.made) for version in versions for one in version.changes if one.after}
    made = []
    for path, file in files.items():
        name, day = known.get(path, (PurePosixPath(path).name, None))
        made.append(ShownFile(file_id(path), shown_name(path, name), place_label(path), file.stat().st_size, day, path))
    return made


def below(files: Iterable[str], folder: str) -> list[str]:
    """The paths in that folder."""
    return [path for path in files if path.startswith(f"{folder}/")]


def last_uploads(versions: Sequence[Version]) -> dict[str, datetime]:
    """When each recommender's material changed last."""
    return {name: one.made for one in versions for name in one.recommenders}


def shown_waiting(own: Arrivals, about: Arrival) -> dict[str, object]:
    """An upload that waits for somebody: how many files, what the first is called, who sent it."""
    files = sorted(one for one in own.raw(about.id).rglob("*") if one.is_file())
    told = [one for one in files if not is_litter(PurePosixPath(one.name))] or files
    return {"about": about, "files": len(files), "first": told[0].name if told else ""}


@router.get("")
async def files(
    campaign: CampaignId,
    office: OfficeHere,
    place: str = "",
    page_number: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1,
) -> HTMLResponse:
    """All files, those of one kind where it is named, a page of them."""
    about = office.store.campaign(campaign)
    found = office.store.files(campaign)
    kinds = {folder: len(below(found, folder)) for folder in FOLDERS}
    wanted = {path: file for path, file in found.items() if not place or path.startswith(f"{place}/")}
    pages = max(1, -(-len(wanted) // FILES_ON_A_PAGE))
    page_number = min(page_number, pages)
    first = (page_number - 1) * FILES_ON_A_PAGE
    some = dict(list(wanted.items())[first : first + FILES_ON_A_PAGE])
    shown = shown_files(some, office.history(campaign).versions())
    return page(
        "collecting/files.html", about=about, step="collect", files=shown, total=len(found), page_number=page_number,
        pages=pages, place=place, kinds=[(key, FOLDERS[key], count) for key, count in kinds.items() if count],
    )  # fmt: skip


@router.get("/{file}")
async def download(campaign: CampaignId, file: FileId, office: OfficeHere) -> Response:
    """One file, under the name with which it was sent."""
    for path, here in office.store.files(campaign).items():
        if file_id(path) == file:
            name = office.names(campaign).get(path, here.name)
            return download_response(here, "application/octet-stream", name)
    raise RefusedError("not-found")


@router.post("/{file}/remove")
async def remove(campaign: CampaignId, file: FileId, office: OfficeHere) -> Response:
    """Take one file out; a recommender, who sees no history, is told on its own page."""
    office.remove_file(campaign, file)
    if ASKING.get().is_confined:
        return to(f"/campaigns/{campaign}/recommenders/{file_id(ASKING.get().recommender)}?gone=true")
    return to(f"/campaigns/{campaign}?just=true")


@router.post("/{file}/move")
async def move(campaign: CampaignId, file: FileId, office: OfficeHere) -> Response:
    """Ask where the file is to go."""
    about = receiving.move(office, campaign, file)
    return to(f"/campaigns/{campaign}/arrivals/{about.id}")
