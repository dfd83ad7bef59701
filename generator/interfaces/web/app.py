"""The application: the gate, the interface, the pages."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match
from starlette.staticfiles import StaticFiles

from generator import __version__
from generator.campaign.layout import package_templates
from generator.interfaces.web.api import api, api_builds, api_papers, api_render, health
from generator.interfaces.web.api.describing import described
from generator.interfaces.web.coming_back import FIRST_PAGE
from generator.interfaces.web.front.below import Below
from generator.interfaces.web.office import Office, running
from generator.interfaces.web.pages import (
    accounts,
    building,
    checking,
    history,
    home,
    notice,
    own_account,
    settings,
    signing_in,
    views,
)
from generator.interfaces.web.pages.awarding import (
    archive,
    bulletin,
    certificates,
    keys,
    lists,
    one_certificate,
    publicity,
    review,
    verifying,
)
from generator.interfaces.web.pages.collecting import arrivals, board, files, pieces, questions, recommender
from generator.interfaces.web.people.rights import Right, methods_at
from generator.interfaces.web.refusals import RefusedError, refused_parts
from generator.interfaces.web.safety import Gate
from generator.interfaces.web.service import Service
from generator.interfaces.web.sessions import Sessions
from generator.interfaces.web.store.store import Store
from generator.interfaces.web.telling import JsonAnswer, is_for_programs, refusal_response, to

ABOUT = """评选活动文书的 HTTP 接口，与命令行 `wuxiao` 作同样的事。

每个请求都要带 `Authorization: Bearer 口令`：口令是启动时链接里的那一串，设有密码或账号时用 `/api/v1/session` 换取，
也可用 `wuxiao account key` 给的密钥。
凡不成功的回答都是 `{"code", "message", "fix"}`，`code` 不会变。
"""
INTERFACE = (api, api_builds, api_papers, api_render)
STAGES = (notice, review, lists, publicity, bulletin, verifying, keys, one_certificate, certificates, archive)
COLLECTING = (board, pieces, arrivals, files, recommender, questions)
PAGES = (
    health, signing_in, accounts, own_account, home, settings, views, history, checking, building, *COLLECTING, *STAGES,
)  # fmt: skip
CODES_OF_STATUS = {404: "not-found", 400: "malformed", 413: "too-large"}


def make_app(service: Service, store: Store, sessions: Sessions) -> FastAPI:
    """The application over an opened store."""

    def life(_app: FastAPI) -> AbstractAsyncContextManager[None]:
        return running(app.state.office)

    app = FastAPI(
        title="wuxiao", version=__version__, description=ABOUT, docs_url=None, redoc_url=None, lifespan=life,
        default_response_class=JsonAnswer, dependencies=[Depends(_as_judged)],
        servers=[{"url": service.under("")}] if service.under("") else None,
    )  # fmt: skip
    app.openapi = partial(described, app)  # type: ignore[method-assign]
    app.state.office = Office(service, store, sessions)
    for module in INTERFACE:
        app.include_router(module.router)
    for module in PAGES:
        app.include_router(module.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=package_templates() / "web" / "static"))
    app.add_middleware(Gate, service=service, sessions=sessions, office=app.state.office)
    app.add_middleware(Below, public=service.public, proxies=service.proxies)  # the last one is the outermost
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    return app


def _page_above(request: Request) -> str:
    """The nearest page over an address that only takes forms: Back and Reload lead there after a form was refused."""
    for above in PurePosixPath(request.url.path).parents:
        asked = {**request.scope, "path": str(above)}
        if any(route.matches(asked)[0] is Match.FULL for route in request.app.routes):
            return str(above)
    return FIRST_PAGE


async def _as_judged(request: Request) -> None:
    """The route that answers is the one whose rights were looked at. Raises RefusedError."""
    right: Right | None = request.scope["state"].get("right")
    route = getattr(request.scope.get("route"), "path", "")
    if right is None or route != right.template:
        raise RefusedError("not-found")


def _refused(request: Request, wrong: Any) -> Response:
    return refusal_response(request.scope, wrong)


def _invalid(request: Request, wrong: Any) -> Response:
    return refusal_response(request.scope, refused_parts(wrong.errors()))


def _http(request: Request, wrong: Any) -> Response:
    if wrong.status_code == 405:
        return _wrong_method(request)
    code = CODES_OF_STATUS.get(wrong.status_code, "malformed")
    return refusal_response(request.scope, RefusedError(code), wrong.headers)


def _wrong_method(request: Request) -> Response:
    """Which methods there are, for programs; whoever opens the address of a form is led to the page above it."""
    if request.method == "GET" and not is_for_programs(request.url.path):
        return to(_page_above(request))
    methods = methods_at(request.url.path)
    fix = f"可用的是 {'、'.join(methods)}。" if is_for_programs(request.url.path) else ""
    return refusal_response(request.scope, RefusedError("wrong-method", fix=fix), {"Allow": ", ".join(methods)})
