"""The pages: signing in, the list of campaigns, a campaign's files, its check."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from generator.interfaces.web.api.models import CampaignId, FileId
from generator.interfaces.web.limits import CAMPAIGN_FILES, UPLOAD_BYTES
from generator.interfaces.web.office import OfficeHere, sender_of
from generator.interfaces.web.refusals import REFUSALS, RefusedError
from generator.interfaces.web.store.problem_pages import Filter
from generator.interfaces.web.store.store import file_id
from generator.interfaces.web.telling import page
from generator.reading.raw_campaign import APPLICATIONS_FOLDER, SETTINGS_FILE, WORKBOOK_FILE

router = APIRouter()


def to(address: str) -> RedirectResponse:
    """Go on to another page, with GET."""
    return RedirectResponse(address, status_code=303)


# ---- signing in


@router.get("/start")
async def start(office: OfficeHere, token: str = "") -> Response:
    """Open a session with the printed link.

    A page that goes on by itself, not a redirect: a browser sends the new cookie only from a page of our own.
    """
    response = page("started.html")
    office.sessions.keep_in(response, office.sessions.open_by_token(token))
    return response


@router.get("/login")
async def login_form(office: OfficeHere) -> HTMLResponse:
    """Ask for the password."""
    return page("login.html", by_password=office.service.password is not None, wrong=None)


@router.post("/login")
async def login(request: Request, office: OfficeHere, password: Annotated[str, Form(max_length=1000)] = "") -> Response:
    """Open a session with the password."""
    try:
        token = await office.sessions.open_by_password(password, sender_of(request))
    except RefusedError as wrong:
        return page("login.html", wrong.status, by_password=office.service.password is not None, wrong=wrong)
    response = to("/")
    office.sessions.keep_in(response, token)
    return response


@router.post("/logout")
async def logout(request: Request, office: OfficeHere) -> Response:
    """End the session."""
    office.sessions.close(office.sessions.cookie_of(dict(request.headers.raw)))
    response = page("login.html", by_password=office.service.password is not None, wrong=None)
    response.delete_cookie(office.sessions.cookie)
    return response


# ---- campaigns


@router.get("/")
async def home(office: OfficeHere) -> HTMLResponse:
    """What can be fetched, where to put a campaign, and those that are there."""
    shown = [
        {"about": one, "expires": office.store.expires(one), "builds": len(office.store.builds(one.id))}
        for one in office.store.campaigns()
    ]
    return page("home.html", campaigns=shown, limits=_limits(), keep_days=office.store.keep.days)


@router.post("/campaigns")
async def upload(request: Request, office: OfficeHere) -> Response:
    """Take in a campaign."""
    about = await office.receive(request, None)
    return to(f"/campaigns/{about.id}")


@router.get("/campaigns/{campaign}")
async def files(campaign: CampaignId, office: OfficeHere) -> HTMLResponse:
    """The campaign's files, and where to put more."""
    about = office.store.campaign(campaign)
    found = office.store.files(campaign)
    shown = [{"id": file_id(path), "path": path, "bytes": file.stat().st_size} for path, file in found.items()]
    has_applications = WORKBOOK_FILE in found or any(path.startswith(f"{APPLICATIONS_FOLDER}/") for path in found)
    return page(
        "files.html", about=about, step="files", files=shown, limits=_limits(), expires=office.store.expires(about),
        has_settings=SETTINGS_FILE in found, has_applications=has_applications,
    )  # fmt: skip


@router.post("/campaigns/{campaign}/files")
async def add_files(campaign: CampaignId, request: Request, office: OfficeHere) -> Response:
    """Add or replace files."""
    await office.receive(request, campaign)
    return to(f"/campaigns/{campaign}")


@router.post("/campaigns/{campaign}/files/{file}/remove")
async def remove_file(campaign: CampaignId, file: FileId, office: OfficeHere) -> Response:
    """Take one file out."""
    office.remove_file(campaign, file)
    return to(f"/campaigns/{campaign}")


@router.post("/campaigns/{campaign}/starter")
async def add_starter(campaign: CampaignId, office: OfficeHere) -> Response:
    """Use the settings that come with the program."""
    office.add_starter(campaign)
    return to(f"/campaigns/{campaign}")


@router.post("/campaigns/{campaign}/remove")
async def remove(campaign: CampaignId, office: OfficeHere) -> Response:
    """Remove the campaign with everything made of it."""
    await office.remove_campaign(campaign)
    return to("/")


@router.get("/campaigns/{campaign}/check")
async def check(
    campaign: CampaignId,
    office: OfficeHere,
    final: bool = False,
    recommender: str = "",
    severity: str = "",
    page_number: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1,
) -> HTMLResponse:
    """The problems, filtered, a page of them, and the state of every recommender."""
    about = office.store.campaign(campaign)
    found = await office.work.summary(campaign, final=final)
    wanted = Filter(recommender, severity)
    shown = await office.work.problems(campaign, wanted, page_number, final=final)
    if page_number > shown.pages:
        shown = await office.work.problems(campaign, wanted, shown.pages, final=final)
    asked = {"final": "true" if final else "", "recommender": recommender, "severity": severity}
    this = f"?{urlencode({name: value for name, value in asked.items() if value} | {'page': ''})}"
    return page(
        "check.html", about=about, step="check", final=final, recommender=recommender, severity=severity, shown=shown,
        this=this, total=found["total"], errors=found["errors"], names=found["names"], found=found,
    )  # fmt: skip


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


def _limits() -> dict[str, int]:
    return {"bytes": UPLOAD_BYTES, "files": CAMPAIGN_FILES}
