"""What an administrator sees: accounts with their links, keys of programs, the log of actions."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Query, Request
from starlette.responses import HTMLResponse, Response

from generator.interfaces.web.limits import LINK_DAYS
from generator.interfaces.web.office import Office, OfficeHere
from generator.interfaces.web.owners.belonging import all_listed
from generator.interfaces.web.people import accounts, keys, log
from generator.interfaces.web.people.log import ENTRIES_ON_A_PAGE, Done, Wanted
from generator.interfaces.web.people.who import ASKING, GIVEN, Role
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.telling import page, to

router = APIRouter()
Number = Annotated[int, Path(ge=1, le=1_000_000_000)]
Text = Annotated[str, Form(max_length=200)]


@router.get("/accounts")
async def all_accounts(office: OfficeHere) -> HTMLResponse:
    """The accounts and the keys."""
    return await _page(office)


@router.post("/accounts")
async def add(
    request: Request, office: OfficeHere, name: Text = "", role: Text = "", recommender: Text = ""
) -> Response:
    """Add an account; its link is shown once."""

    def change() -> tuple[accounts.Account, str]:
        with office.sessions.people.changing() as connection:
            account, secret = accounts.add(connection, name, _role(role), recommender)
            log.note(connection, ASKING.get(), Done(f"添加了账号{account.id}"))
        return account, secret

    try:
        account, secret = await asyncio.to_thread(change)
    except RefusedError as wrong:
        return await _page(office, wrong=wrong, typed={"name": name, "role": role, "recommender": recommender})
    stray = account.recommender if account.recommender not in await all_listed(office) else ""
    return await _page(office, link=(account.name, _address(request, office, secret)), stray=stray)


@router.post("/accounts/{account}/link")
async def new_link(account: Number, request: Request, office: OfficeHere) -> Response:
    """A new link for an account: whoever opens it chooses the password anew."""

    def change() -> tuple[str, str]:
        with office.sessions.people.changing() as connection:
            found = accounts.by_id(connection, account)
            log.note(connection, ASKING.get(), Done(f"给账号{account}做了新的链接"))
            return found.name, accounts.link(connection, account)

    name, secret = await asyncio.to_thread(change)
    return await _page(office, link=(name, _address(request, office, secret)))


@router.post("/accounts/{account}/close")
async def close(account: Number, office: OfficeHere) -> Response:
    """Close an account; whoever is signed in with it is out at once."""
    if account == ASKING.get().account:
        wrong = RefusedError("invalid", "不能关闭自己正在用的账号。", "请由别的管理员关闭。")
        return await _page(office, wrong=wrong)

    def change() -> None:
        with office.sessions.people.changing() as connection:
            accounts.close(connection, account)
            log.note(connection, ASKING.get(), Done(f"关闭了账号{account}"))

    await asyncio.to_thread(change)
    return to("/accounts")


@router.post("/accounts/keys")
async def add_key(office: OfficeHere, name: Text = "", role: Text = "", recommender: Text = "") -> Response:
    """A key for a program, shown once."""

    def change() -> str:
        with office.sessions.people.changing() as connection:
            number, secret = keys.add(connection, name, _role(role), recommender)
            log.note(connection, ASKING.get(), Done(f"添加了密钥{number}"))
        return secret

    try:
        secret = await asyncio.to_thread(change)
    except RefusedError as wrong:
        return await _page(office, wrong_key=wrong, typed_key={"name": name, "role": role, "recommender": recommender})
    return await _page(office, key=(name.strip(), secret))


@router.post("/accounts/keys/{key}/revoke")
async def revoke(key: Number, office: OfficeHere) -> Response:
    """Revoke a key."""

    def change() -> None:
        with office.sessions.people.changing() as connection:
            keys.revoke(connection, number=key)
            log.note(connection, ASKING.get(), Done(f"停用了密钥{key}"))

    await asyncio.to_thread(change)
    return to("/accounts")


@router.get("/actions")
async def actions(
    office: OfficeHere,
    who: Annotated[str, Query(max_length=200)] = "",
    campaign: Annotated[str, Query(max_length=24)] = "",
    what: Annotated[str, Query(max_length=100)] = "",
    failed: bool = False,
    page_number: Annotated[int, Query(alias="page", ge=1, le=1_000_000)] = 1,
) -> HTMLResponse:
    """Who did what, the newest first."""
    wanted, people = Wanted(who, campaign, what.strip(), failed), office.sessions.people
    found, total = await asyncio.to_thread(people.read, lambda one: log.entries(one, wanted, page_number))
    names, campaigns = await asyncio.to_thread(people.read, log.known)
    pages = max(1, -(-total // ENTRIES_ON_A_PAGE))
    query = urlencode({"who": who, "campaign": campaign, "what": what, "failed": f"{failed}".lower()})
    return page(
        "people/actions.html", entries=found, total=total, names=names, campaigns=campaigns, wanted=wanted,
        page_number=page_number, pages=pages, query=query, days=office.service.log_days,
    )  # fmt: skip


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise RefusedError("invalid", "请选择角色。", "请核对后再试。") from None


def _address(request: Request, office: Office, secret: str) -> str:
    """The address of a link as a browser opens it: below the public one, else below that which is used just now."""
    base = office.service.address if office.service.public else str(request.base_url).rstrip("/")
    return f"{base}/invite/{secret}"


async def _page(
    office: Office,
    *,
    wrong: RefusedError | None = None,
    typed: dict[str, str] | None = None,
    wrong_key: RefusedError | None = None,
    typed_key: dict[str, str] | None = None,
    **shown: object,
) -> HTMLResponse:
    people, empty = office.sessions.people, {"name": "", "role": Role.RECOMMENDER.value, "recommender": ""}
    found = await asyncio.to_thread(people.read, lambda one: (accounts.everybody(one), keys.all_keys(one)))
    given = {"link": None, "key": None, "stray": ""} | shown
    return page(
        "people/accounts.html", 422 if wrong or wrong_key else 200, accounts=found[0], keys=found[1], roles=GIVEN,
        recommenders=sorted(await all_listed(office)), days=LINK_DAYS, wrong=wrong, typed=typed or empty,
        wrong_key=wrong_key, typed_key=typed_key or empty, **given,
    )  # fmt: skip
