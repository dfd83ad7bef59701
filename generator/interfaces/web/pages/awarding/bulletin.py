"""通报: what it will say, what is missing, made and looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from generator.campaign.kinds import BULLETIN, FORMATS
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.office import OfficeHere
from generator.interfaces.web.pages.awarding.changing import found
from generator.interfaces.web.pages.awarding.made import made, make, picture_size
from generator.interfaces.web.store.abouts import Choice
from generator.interfaces.web.telling import page, to

router = APIRouter(prefix="/campaigns/{campaign}/bulletin")
_WITHOUT_NUMBER = re.compile(r"〕\s*号")


@router.get("")
async def bulletin(
    campaign: CampaignId, office: OfficeHere, page_number: Annotated[int, Query(alias="page", ge=1)] = 1
) -> Response:
    """What the bulletin is made of, and a page of it."""
    about = office.store.campaign(campaign)
    known = await found(office, campaign, "results")
    awards = await found(office, campaign, "winners")
    state = await made(office, campaign, BULLETIN.key)
    shown = state.pdf()
    pages = (shown.pages or 0) if shown else 0
    return page(
        "bulletin.html", about=about, step="bulletin", known=known, missing=list(_missing(known)), made=state,
        shown=shown, pages=pages, at=min(page_number, pages), won=sum(bool(one["tier"]) for one in awards["projects"]),
        stopping=known["stopping"][BULLETIN.key], size=await picture_size(office, state, shown),
    )  # fmt: skip


@router.post("")
async def order(campaign: CampaignId, office: OfficeHere) -> Response:
    """Make the bulletin and the list of winners."""
    await make(office, campaign, Choice(kinds=[BULLETIN.key], formats=list(FORMATS)))
    return to(f"/campaigns/{campaign}/bulletin")


def _missing(known: Mapping[str, Any]) -> Iterator[str]:
    """What the bulletin lacks, though it can be made."""
    if not known["ready"]:
        return
    settings = known["settings"]
    if _WITHOUT_NUMBER.search(settings["bulletin_number"]):
        yield f"发文字号“{settings['bulletin_number']}”里还没有号数。"
    for tier in known["tiers"]:
        if tier["count"] is not None and tier["won"] != tier["count"]:
            yield f"{tier['name']}应有{tier['count']}项，现有{tier['won']}项。"
    if not settings["organisation_awards"]:
        yield "没有写组织奖；不设组织奖的不用管。"
