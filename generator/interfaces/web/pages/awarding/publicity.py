"""公示: for now its first and its last day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Form
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, Response

from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.pages.awarding.changing import found
from generator.interfaces.web.pages.awarding.review import counted
from generator.interfaces.web.telling import page, to

router = APIRouter(prefix="/campaigns/{campaign}/publicity")
USUAL_WORKING_DAYS = 5


class Days(BaseModel):
    """The two days as they were typed."""

    first: str = Field(default="", max_length=40)
    last: str = Field(default="", max_length=40)


@router.get("")
async def publicity(campaign: CampaignId, office: OfficeHere) -> Response:
    """The days, and how many are left."""
    about = office.store.campaign(campaign)
    days = Days(first=_iso(about.publicity_from), last=_iso(about.publicity_until))
    return await _shown(office, campaign, days, {})


@router.post("")
async def save(campaign: CampaignId, office: OfficeHere, days: Annotated[Days, Form()]) -> Response:
    """Keep the days."""
    first, last = _day(days.first), _day(days.last)
    wrong = {}
    if first is None:
        wrong["first"] = "请选公示开始的日期。" if not days.first else "日期不对，请写成 2023-11-06 的样子。"
    if last is None:
        wrong["last"] = "请选公示结束的日期。" if not days.last else "日期不对，请写成 2023-11-10 的样子。"
    if first and last and last < first:
        wrong["last"] = "结束不能早于开始。"
    if wrong:
        return await _shown(office, campaign, days, wrong)
    about = office.store.campaign(campaign)
    office.store.write_campaign(about.model_copy(update={"publicity_from": first, "publicity_until": last}))
    return to(f"/campaigns/{campaign}/publicity")


async def _shown(office: Office, campaign: str, days: Days, wrong: dict[str, str]) -> HTMLResponse:
    about = office.store.campaign(campaign)
    known = await found(office, campaign, "winners")
    today = datetime.now().astimezone().date()
    return page(
        "publicity.html", 422 if wrong else 200, about=about, step="publicity", days=days, wrong=wrong, known=known,
        tiers=counted(known), won=sum(bool(one["tier"]) for one in known["projects"]), today=today,
        usual=USUAL_WORKING_DAYS,
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
