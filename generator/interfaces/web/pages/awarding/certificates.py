"""发证: all certificates made, looked at one by one, found, printed again; the words moved on prepared paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import FileResponse, HTMLResponse, Response

from generator.campaign.kinds import CERTIFICATE, FORMATS
from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.pages.awarding.changing import found
from generator.interfaces.web.pages.awarding.made import SINGLE, Made, made, make, picture_size, reprinted
from generator.interfaces.web.pages.awarding.review import plain
from generator.interfaces.web.pages.awarding.withdrawn import withdrawn_of
from generator.interfaces.web.pages.certificate_keys import is_key_elsewhere, see_to_keys
from generator.interfaces.web.store.abouts import Choice
from generator.interfaces.web.store.keys import public_key_file
from generator.interfaces.web.store.outputs import Output
from generator.interfaces.web.telling import download_response, page, to
from generator.interfaces.web.work.certifying import CALIBRATION

router = APIRouter(prefix="/campaigns/{campaign}/certificates")
ON_A_PAGE = 50

One = Mapping[str, Any]


class Asked(BaseModel):
    """Which certificates are listed, which one is shown, and the build in which it was printed again."""

    q: str = Field(default="", max_length=200)
    page: int = Field(default=1, ge=1, le=1_000_000)
    one: str = Field(default="", max_length=20)
    again: str = Field(default="", max_length=40)


@router.get("")
async def certificates(campaign: CampaignId, office: OfficeHere, asked: Annotated[Asked, Query()]) -> Response:
    """The certificates, found and looked at."""
    return await shown(office, campaign, asked)


@router.post("")
async def order(campaign: CampaignId, office: OfficeHere) -> Response:
    """Make all certificates, signed with the campaign's key; the first time it is made too."""
    if is_key_elsewhere(office, campaign):
        return await shown(office, campaign, Asked(), {}, {"key": "请先放入原来的密钥，或换用新密钥。"})
    await see_to_keys(office, campaign, [CERTIFICATE.key], 1)
    await make(office, campaign, Choice(kinds=[CERTIFICATE.key], formats=list(FORMATS)))
    return to(f"/campaigns/{campaign}/certificates")


@router.get("/calibration")
async def calibration(campaign: CampaignId, office: OfficeHere) -> FileResponse:
    """The page that measures a printer (套打校准页)."""
    folder = await office.work.kept("calibration", campaign)
    return download_response(folder / CALIBRATION, "application/pdf", CALIBRATION)


async def shown(
    office: Office,
    campaign: str,
    asked: Asked,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The page; `typed` is a form that was refused, `wrong` says of its fields why."""
    about = office.store.campaign(campaign)
    known = await found(office, campaign, "results")
    projects = (await found(office, campaign, "winners"))["projects"]
    state = await made(office, campaign, CERTIFICATE.key)
    every: Sequence[One] = known.get("certificates", ())
    listed = [one for one in every if _holds(one, asked.q)]
    pages = max(1, -(-len(listed) // ON_A_PAGE))
    at = min(asked.page, pages)
    one = next((one for one in every if one["key"] == asked.one), None) or (listed[0] if listed else None)
    file = file_of(one, known, state)
    place = listed.index(one) if one in listed else -1
    return page(
        "certificates.html", 422 if wrong else 200, about=about, step="certificates", known=known, made=state,
        asked=asked, every=every, listed=listed[(at - 1) * ON_A_PAGE : at * ON_A_PAGE], total=len(listed), pages=pages,
        at=at, all_listed=listed, one=one, file=file, word=word_of(one, known, state),
        previous=listed[place - 1]["key"] if place > 0 else "",
        following=listed[place + 1]["key"] if 0 <= place < len(listed) - 1 else "",
        revoked=sum(bool(one["revoked"]) for one in every), stopping=known["stopping"][CERTIFICATE.key],
        winners=sum(one["serial"] is not None for one in every), awarded=sum(bool(one["tier"]) for one in projects),
        withdrawn=list(withdrawn_of(state, projects)),
        has_key=public_key_file(office.store.campaign_folder(campaign)) is not None,
        is_key_elsewhere=is_key_elsewhere(office, campaign),
        again=await reprinted(office, campaign, asked.again) if asked.again else None,
        size=await picture_size(office, state, file),
        whole=[one for one in state.files if not one.group], typed=typed or {}, wrong=wrong or {},
        today=datetime.now().astimezone().date().isoformat(),
    )  # fmt: skip


def file_of(one: One | None, known: Mapping[str, Any], state: Made) -> Output | None:
    """The PDF that holds the certificate, None where it was not made."""
    if one is None or state.done is None:
        return None
    if one["serial"] is None:
        return state.pdf(starting=known["settings"]["award_file"])
    return state.pdf(SINGLE, f"{one['serial']:03d}-")


def word_of(one: One | None, known: Mapping[str, Any], state: Made) -> Output | None:
    """The Word file beside that PDF."""
    pdf = file_of(one, known, state)
    return next((word for word in state.files if pdf and word.format == "docx" and word.stem == pdf.stem), None)


def _holds(one: One, asked: str) -> bool:
    """Whether every word that was asked for stands in its number, names or unit; a number alone is the serial."""
    text = plain(" ".join((one["number"], one["key"], one["project"], one["unit"], one["tier"], *one["people"])))
    words = plain(asked).split()
    if len(words) == 1 and words[0].isdecimal():
        return one["key"].partition("-")[0] == words[0].lstrip("0") or f"{int(words[0]):03d}" in one["number"]
    return all(word in text for word in words)
