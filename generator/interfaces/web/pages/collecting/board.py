"""The page 收材料: every recommender, the uploads that wait for somebody, the curve of arrivals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from generator.interfaces.web import receiving
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.pages.collecting.curve import Arrived, arrivals_of, curve
from generator.interfaces.web.pages.collecting.files import below, last_uploads, shown_waiting
from generator.interfaces.web.pages.views import limits_of
from generator.interfaces.web.people.who import ASKING
from generator.interfaces.web.store.abouts import CampaignAbout
from generator.interfaces.web.store.history import Version
from generator.interfaces.web.store.store import file_id
from generator.interfaces.web.telling import page, to
from generator.reading.raw_campaign import SETTINGS_FILE

router = APIRouter(prefix="/campaigns/{campaign}")
VersionNumber = Annotated[int, Query(ge=0, le=1_000_000)]


@router.get("")
async def board(
    campaign: CampaignId, office: OfficeHere, done: VersionNumber = 0, just: bool = False, same: bool = False
) -> Response:
    """What has come in by recommender; a recommender's account is led to its own page.

    `done` is the change that was just made, the last with `just`. `same` says that nothing changed.
    """
    about = office.store.campaign(campaign)
    if ASKING.get().is_confined:
        return to(f"/campaigns/{campaign}/recommenders/{file_id(ASKING.get().recommender)}")
    files = office.store.files(campaign)
    versions = office.history(campaign).versions()
    done = versions[-1].number if just and versions else done
    shared = _shared(office, about, versions, done=done)
    if SETTINGS_FILE not in files:
        return page("collecting/bare.html", **shared, has_settings=False, same=same)
    found = await office.work.summary(campaign, final=None)
    rows = await office.work.rows(campaign)
    last = last_uploads(versions)
    begun = {row["recommender"]: about.made for row in rows["rows"]}  # what a campaign brought in had with it
    progress = found["progress"]
    table = [
        {**row, "id": file_id(row["recommender"]), "last": last.get(row["recommender"], begun.get(row["recommender"]))}
        for row in (progress["rows"] if progress else [])
        if rows["rows"] or row["recommender"] in rows["recommenders"]  # before anything came nobody did wrong
    ]
    opens, deadline = (date.fromisoformat(rows[of]) if rows.get(of) else None for of in ("opens", "deadline"))
    points = arrivals_of(versions, about.made, len(rows["rows"]))
    arrived = Arrived(points, len(rows["rows"]), rows.get("least", 0), opens, deadline)
    return page(
        "collecting/board.html", **shared, has_settings=True, same=same, progress=progress, table=table,
        names=rows["recommenders"], arrived=len(rows["rows"]), unsorted=len(below(files, "unsorted")), total=len(files),
        curve=curve(arrived, datetime.now().astimezone()),
        is_over=deadline is not None and deadline < datetime.now().astimezone().date(),
        questions=await receiving.open_questions(office, campaign),
    )  # fmt: skip


@router.post("/arrivals")
async def arrive(campaign: CampaignId, request: Request, office: OfficeHere) -> Response:
    """Take in what a form without script sends, or ask what it is."""
    return to(await receiving.settled(office, campaign, await receiving.receive(office, request, campaign)))


def _shared(office: Office, about: CampaignAbout, versions: Sequence[Version], *, done: int) -> dict[str, object]:
    own = office.arrivals(about.id)
    return {
        "about": about,
        "step": "collect",
        "limits": limits_of(office),
        "waiting": [shown_waiting(own, one) for one in own.waiting()],
        "done": next((one for one in versions if one.number == done), None),
    }
