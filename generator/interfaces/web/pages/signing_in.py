"""The pages of signing in and out. Whoever lost a session comes back to the page where that was noticed."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, Response

from generator.interfaces.web.coming_back import local_path
from generator.interfaces.web.office import OfficeHere, sender_of
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.telling import page, sign_in_page, to

router = APIRouter()
LONGEST = 2_000  # characters of a password, an address, a page
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,}")
Then = Annotated[str, Query(max_length=LONGEST)]


@router.get("/start")
async def start(office: OfficeHere, token: str = "", then: Then = "/") -> Response:
    """Open a session with the printed link.

    A page that goes on by itself, not a redirect: a browser sends the new cookie only from a page of our own.
    """
    response = page("started.html", then=local_path(then))
    office.sessions.keep_in(response, office.sessions.open_by_token(token))
    return response


@router.get("/login")
async def login_form(office: OfficeHere, then: Then = "/") -> HTMLResponse:
    """Ask for account or password, or for the printed address where there is neither."""
    return sign_in_page(200, way=office.sessions.way, then=local_path(then))


@router.post("/login")
async def login(
    request: Request,
    office: OfficeHere,
    name: Annotated[str, Form(max_length=LONGEST)] = "",
    password: Annotated[str, Form(max_length=LONGEST)] = "",
    link: Annotated[str, Form(max_length=LONGEST)] = "",
    then: Annotated[str, Form(max_length=LONGEST)] = "/",
) -> Response:
    """Open a session with account, password or the printed address, and go on to where the clerk was."""
    way, then = office.sessions.way, local_path(then)
    try:
        if way == "account":
            _, token = await office.sessions.open_by_account(name, password, sender_of(request))
        elif way == "password":
            token = await office.sessions.open_by_password(password, sender_of(request))
        else:
            token = office.sessions.open_by_token(_token_in(link))
    except RefusedError as wrong:
        status = 403 if way == "link" else wrong.status  # 401 would ask for a header that no page sends
        return sign_in_page(status, way=way, then=then, wrong=wrong, name=name)
    response = to(then)
    office.sessions.keep_in(response, token)
    return response


@router.post("/logout")
async def logout(request: Request, office: OfficeHere) -> Response:
    """End the session."""
    await asyncio.to_thread(office.sessions.close, office.sessions.cookie_of(dict(request.headers.raw)))
    response = sign_in_page(200, way=office.sessions.way, then="/")
    office.sessions.forget_in(response)
    return response


def _token_in(link: str) -> str:
    """The token at the end of an address as it was copied, with whatever stands around it."""
    found = TOKEN.findall(link)
    return found[-1] if found else ""
