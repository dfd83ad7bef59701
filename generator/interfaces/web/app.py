"""The application: the gate, the interface, the pages."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from generator import __version__
from generator.campaign.layout import package_templates
from generator.interfaces.web.api import api, api_builds, api_papers
from generator.interfaces.web.office import Office, running
from generator.interfaces.web.pages import views, views_builds
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.safety import Gate
from generator.interfaces.web.service import Service
from generator.interfaces.web.sessions import Sessions
from generator.interfaces.web.store.store import Store
from generator.interfaces.web.telling import JsonAnswer, refusal_response

ABOUT = """评选活动文书的 HTTP 接口，与命令行 `wuxiao` 作同样的事。

每个请求都要带 `Authorization: Bearer 口令`：口令是启动时链接里的那一串，设有密码时用 `/api/v1/session` 换取。
凡不成功的回答都是 `{"code", "message", "fix"}`，`code` 不会变。
"""
CODES_OF_STATUS = {404: "not-found", 405: "wrong-method", 400: "malformed", 413: "too-large"}


def make_app(service: Service, store: Store, sessions: Sessions) -> FastAPI:
    """The application over an opened store."""

    def life(_app: FastAPI) -> AbstractAsyncContextManager[None]:
        return running(app.state.office)

    app = FastAPI(
        title="wuxiao", version=__version__, description=ABOUT, docs_url=None, redoc_url=None, lifespan=life,
        default_response_class=JsonAnswer,
    )  # fmt: skip
    app.state.office = Office(service, store, sessions)
    for module in (api, api_builds, api_papers):
        app.include_router(module.router)
    for pages in (views, views_builds):
        app.include_router(pages.router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=package_templates() / "web" / "static"))
    app.add_middleware(Gate, service=service, sessions=sessions)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    return app


def _refused(request: Request, wrong: Any) -> Response:
    return refusal_response(request.scope, wrong)


def _invalid(request: Request, wrong: Any) -> Response:
    """Names the fields, never the values."""
    fields = "、".join(sorted({str(one["loc"][-1]) for one in wrong.errors() if isinstance(one["loc"][-1], str)}))
    message = f"填写的内容不对：{fields[:200]}。" if fields.isprintable() and fields else ""
    return refusal_response(request.scope, RefusedError("invalid", message))


def _http(request: Request, wrong: Any) -> Response:
    code = CODES_OF_STATUS.get(wrong.status_code, "malformed")
    return refusal_response(request.scope, RefusedError(code), wrong.headers)
