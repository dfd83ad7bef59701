"""The pages: the list of campaigns, a campaign's files, the interface."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from generator.interfaces.web.api.models import CampaignId
from generator.interfaces.web.limits import CAMPAIGN_FILES, PIECE_BYTES
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.refusals import REFUSALS
from generator.interfaces.web.telling import page, to

router = APIRouter()


# ---- campaigns


@router.post("/campaigns")
async def upload(request: Request, office: OfficeHere) -> Response:
    """Take in a campaign."""
    about = await office.receive(request, None)
    return to(f"/campaigns/{about.id}?just=true")


@router.post("/campaigns/{campaign}/files")
async def add_files(campaign: CampaignId, request: Request, office: OfficeHere) -> Response:
    """Add or replace files."""
    await office.receive(request, campaign)
    return to(f"/campaigns/{campaign}?just=true")


@router.post("/campaigns/{campaign}/starter")
async def add_starter(campaign: CampaignId, office: OfficeHere) -> Response:
    """Use the settings that come with the program."""
    office.add_starter(campaign)
    return to(f"/campaigns/{campaign}")


@router.get("/interface")
async def interface(request: Request) -> HTMLResponse:
    """The HTTP interface, for those who connect other systems."""
    described = request.app.openapi()
    operations = [
        {"method": method.upper(), "path": path, "summary": one["summary"], "answers": sorted(one["responses"])}
        for path, methods in described["paths"].items()
        for method, one in methods.items()
    ]
    codes = [{"code": code, "status": one[0], "message": one[1], "fix": one[2]} for code, one in REFUSALS.items()]
    return page("interface.html", operations=operations, codes=codes)


def limits_of(office: Office) -> dict[str, int]:
    """What an upload may be, as the pages' script asks it."""
    bounds = office.service.bounds
    return {
        "bytes": bounds.campaign_bytes, "file": bounds.file_bytes, "files": CAMPAIGN_FILES, "piece": PIECE_BYTES,
    }  # fmt: skip
