"""The first page: the campaigns and how far they are; a new one, one brought in, one removed and brought back."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, Response

from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.limits import LONGEST_NAME, LONGEST_TYPED, UNDO_DAYS
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.owners.belonging import campaigns_of
from generator.interfaces.web.pages.views import limits_of
from generator.interfaces.web.people.who import ASKING
from generator.interfaces.web.stages import STAGES
from generator.interfaces.web.store.abouts import CampaignAbout
from generator.interfaces.web.store.removing import bring_back, expires_soon, set_aside_campaigns
from generator.interfaces.web.store.uploads import NAMELESS
from generator.interfaces.web.telling import download_response, page, to

router = APIRouter()
ADDRESSES = {one.step: one.address for one in STAGES}


@dataclass(frozen=True)
class Card:
    """A campaign on the first page. `found` is what its last check says, None before there is one."""

    about: CampaignAbout
    found: dict[str, Any] | None
    expires: datetime | None

    @property
    def stage(self) -> str:
        """The stage that the campaign is in by its days; that of collecting where they are not known."""
        found = self.found or {}
        return stage_of(
            found.get("days") or {},
            date.today(),  # noqa: DTZ011 - the clerk's day
            is_empty=found.get("is_empty", False),
            has_winners=bool(found.get("winners", True)),
        )

    @property
    def address(self) -> str:
        """Where that stage's page is, below the campaign's address."""
        return ADDRESSES.get(self.stage, "")

    @property
    def stage_label(self) -> str:
        """What a clerk calls the stage."""
        return next((one.label for one in STAGES if one.step == self.stage), "")


def stage_of(days: dict[str, str], today: date, *, is_empty: bool = False, has_winners: bool = True) -> str:
    """The stage on that day, by the campaign's own days (ISO).

    It is past collecting only where something was collected, and past the review only where somebody has won.
    """
    order = (("notice", "applications_from"), ("collect", "applications_until"), ("review", "review_until"))
    for step, until in order:
        if until in days and today.isoformat() <= days[until] and step in ADDRESSES:
            return "collect" if is_empty and step == "review" else step
    late = [step for step in ("bulletin", "certificates", "archive") if step in ADDRESSES]
    if not days or not late or is_empty:
        return "collect"
    if not has_winners:
        return "review"
    issued = days.get("certificate_date", "")
    return late[0] if today.isoformat() < issued else late[-1]


@router.get("/")
async def home(office: OfficeHere) -> HTMLResponse:
    """The campaigns, and what was removed; a recommender's account sees those that list it."""
    own = ASKING.get().recommender
    shown = await campaigns_of(office, own) if ASKING.get().is_confined else office.store.campaigns()
    cards = [
        Card(one, office.work.known_summary(one.id), expires_soon(office.store, one, office.service.keep_days))
        for one in shown
    ]
    for card in cards:
        if card.found is None:  # what is not known yet is looked for meanwhile
            office.work.look_later(card.about.id)
    if ASKING.get().is_confined:
        return page("people/own_home.html", cards=[(card, _state_of(card, own), _deadline_of(card)) for card in cards])
    return page("home.html", cards=cards, removed=set_aside_campaigns(office.store), undo_days=UNDO_DAYS)


def _state_of(card: Card, recommender: str) -> dict[str, Any] | None:
    """How far a recommender is in a campaign, as far as that is known."""
    progress = (card.found or {}).get("progress") or {}
    return next((row for row in progress.get("rows", ()) if row["recommender"] == recommender), None)


def _deadline_of(card: Card) -> str:
    """Until when a campaign takes applications, as far as that is known."""
    return str(((card.found or {}).get("progress") or {}).get("deadline", ""))


@router.get("/new")
async def new_form(office: OfficeHere, source: str = "") -> HTMLResponse:
    """What a new campaign is made of."""
    return _new_page(office, {"source": source}, {})


def _new_page(office: Office, typed: dict[str, str], wrong: dict[str, str]) -> HTMLResponse:
    given = {"year": f"{datetime.now().astimezone().year}", "source": "", "name": ""} | typed
    shown = {"year": "", "name": ""} | wrong
    return page(
        "new.html",
        422 if wrong else 200,
        campaigns=office.store.campaigns(),
        given=given,
        wrong=shown,
        limits=limits_of(office),
    )


@router.post("/new")
async def new(
    office: OfficeHere,
    year: Annotated[str, Form(max_length=LONGEST_TYPED)] = "",
    source: Annotated[str, Form(max_length=24)] = "",
    name: Annotated[str, Form(max_length=LONGEST_TYPED)] = "",
) -> Response:
    """Make a campaign of that year from the program's own or from another one."""
    typed = {"year": year.strip(), "source": source, "name": name.strip()}
    wrong = {}
    plain = unicodedata.normalize("NFKC", typed["year"])  # full-width digits are what an input method types
    if not re.fullmatch(r"20[0-9]{2}", plain):
        wrong["year"] = "请写四位数的年份，如2025。"
    if len(typed["name"]) > LONGEST_NAME:
        wrong["name"] = f"名称请不超过{LONGEST_NAME}个字。"
    if wrong:
        return _new_page(office, typed, wrong)
    about = await office.begin(int(plain), source or None, typed["name"])
    return to(f"/campaigns/{about.id}/settings")


@router.post("/import")
async def bring_in(request: Request, office: OfficeHere) -> Response:
    """A campaign out of the files that somebody kept of it; one that no clerk has named is called by its settings."""
    about = await office.receive(request, None)
    is_named = not about.name.isascii() and about.name != NAMELESS
    if not is_named and (title := (await office.work.summary(about.id, final=None))["title"]):
        office.rename(about.id, title[:LONGEST_NAME])
    return to(f"/campaigns/{about.id}?just=true")


@router.get("/campaigns/{campaign}/export.zip")
async def export(campaign: CampaignId, office: OfficeHere) -> Response:
    """Everything that makes up the campaign, as one file that can be brought in again."""
    about = office.store.campaign(campaign)
    made = await office.zips.of_campaign(campaign)
    return await asyncio.to_thread(download_response, made, "application/zip", f"{about.name}.zip")


@router.get("/campaigns/{campaign}/remove")
async def remove_form(campaign: CampaignId, office: OfficeHere) -> HTMLResponse:
    """Ask for the name of the campaign before it is removed."""
    return _remove_page(office, campaign)


def _remove_page(office: Office, campaign: str, wrong: str = "") -> HTMLResponse:
    about = office.store.campaign(campaign)
    works = any(one.state in ("waiting", "running") for one in office.builds.of(campaign))
    return page("remove.html", 422 if wrong else 200, about=about, works=works, wrong=wrong, undo_days=UNDO_DAYS)


@router.post("/campaigns/{campaign}/remove")
async def remove(campaign: CampaignId, office: OfficeHere, name: Annotated[str, Form(max_length=200)] = "") -> Response:
    """Remove the campaign, so that it can be brought back for some days."""
    if "".join(name.split()) != "".join(office.store.campaign(campaign).name.split()):
        return _remove_page(office, campaign, "名称不一样，没有删除。请照上面的名称填写。")
    await office.set_aside(campaign)
    return to("/")


@router.post("/removed/{campaign}/restore")
async def restore(campaign: CampaignId, office: OfficeHere) -> Response:
    """Bring a removed campaign back."""
    bring_back(office.store, campaign)
    return to("/")
