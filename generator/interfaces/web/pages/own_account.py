"""What somebody does to the own account: name and password chosen by a link, another password."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from starlette.responses import HTMLResponse, Response

from generator.interfaces.web.office import Office, OfficeHere, sender_of
from generator.interfaces.web.people import accounts
from generator.interfaces.web.people.who import ASKING
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.telling import page, to

router = APIRouter()
Secret = Annotated[str, Path(max_length=100)]
Text = Annotated[str, Form(max_length=2_000)]
DIFFERENT = ("invalid", "两次输入的密码不一样。", "请再输入一次。")


@router.get("/invite/{secret}")
async def invited(secret: Secret, office: OfficeHere) -> HTMLResponse:
    """Ask the person of a new account for name and password. Looking at it uses nothing up."""
    account = await _account(office, secret)
    return page("people/invite.html", secret=secret, account=account, name=account.name, wrong=None)


@router.post("/invite/{secret}")
async def take_up(
    secret: Secret, office: OfficeHere, name: Text = "", password: Text = "", again: Text = ""
) -> Response:
    """Keep name and password, and sign in; the link opens nothing any more."""
    account = await _account(office, secret)
    try:
        if password != again:
            raise RefusedError(*DIFFERENT)
        _, token = await office.sessions.people.take_up(secret, name, password)
    except RefusedError as wrong:
        if wrong.code != "invalid":
            raise
        return page("people/invite.html", 422, secret=secret, account=account, name=name, wrong=wrong)
    response = to("/")
    office.sessions.keep_in(response, token)
    return response


@router.get("/me")
async def own(changed: bool = False) -> HTMLResponse:
    """The own account."""
    return page("people/me.html", wrong=None, changed=changed)


@router.post("/me/password")
async def change_password(
    request: Request, office: OfficeHere, old: Text = "", password: Text = "", again: Text = ""
) -> Response:
    """Another password; who else is signed in with the account is out."""
    try:
        if password != again:
            raise RefusedError(*DIFFERENT)
        await office.sessions.change_password(ASKING.get(), old, password, sender_of(request))
    except RefusedError as wrong:
        return page("people/me.html", wrong.status, wrong=wrong, changed=False)
    return to("/me?changed=true")


async def _account(office: Office, secret: str) -> accounts.Account:
    people = office.sessions.people
    if not people.exist:
        raise accounts.no_link()
    return await asyncio.to_thread(people.read, lambda one: accounts.invited(one, secret))
