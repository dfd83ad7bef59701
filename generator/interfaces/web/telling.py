"""Pages from templates, and refusals as a page or as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from markupsafe import escape
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from generator import __version__
from generator.campaign.kinds import LABELS
from generator.campaign.layout import package_templates
from generator.campaign.masking import without_persons
from generator.campaign.showing import json_text, visible
from generator.ground.environment import StrictEnvironment, environment
from generator.interfaces.web.clerks.folders import place_label
from generator.interfaces.web.clerks.words import plain
from generator.interfaces.web.coming_back import asked_page
from generator.interfaces.web.people.who import ASKING
from generator.interfaces.web.refusals import TITLES, Refusal, RefusedError
from generator.interfaces.web.stages import OF_RECOMMENDER, STAGES, TOOLS

STATE_LABELS = {
    "waiting": "排队中",
    "running": "正在生成",
    "done": "已完成",
    "failed": "没有做成",
    "cancelled": "已取消",
}
FOR_PROGRAMS = re.compile(r"/(api|openapi)|/campaigns/[0-9a-f]+/arrivals/([0-9a-f]+/)?(pieces|whole)\b")
RANGE = re.compile(r"(\d{0,19})-(\d{0,19})")
RETRY_SECONDS = "2"
FORMAT_LABELS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}
SEVERITY_LABELS = {"error": "错误", "warning": "提醒"}
REMINDER = "提醒："  # before what is told at a box and may be right as it is


def kind_label(kind: str) -> str:
    """What a clerk calls a kind of document."""
    return LABELS.get(kind, kind)


def size_label(count: int) -> str:
    """A number of bytes as it is read."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f} MB"
    return f"{max(1, round(count / 1000))} KB" if count else "0 KB"


def said(problem: Mapping[str, Any]) -> str:
    """A problem as it is told at its box; what is only to be looked at says so first."""
    start = REMINDER if problem["severity"] == "warning" else ""
    return f"{start}{problem['message']}{problem['fix']}"


def count_label(count: int) -> str:
    """A number as it is read."""
    return f"{count:,}"


def time_label(moment: datetime) -> str:
    """A moment in this machine's time."""
    local = moment.astimezone()
    return f"{local.month}月{local.day}日 {local:%H:%M}"


@cache
def _environment() -> StrictEnvironment:
    filters = {
        "kind": kind_label,
        "size": size_label,
        "count": count_label,
        "time": time_label,
        "place": place_label,
        "masked": without_persons,
        "format_label": FORMAT_LABELS.__getitem__,
        "state_label": STATE_LABELS.__getitem__,
        "severity_label": SEVERITY_LABELS.__getitem__,
        "typed": escape,  # what comes back with the form must be all of it
        "plain": plain,
    }
    made = environment(FileSystemLoader(package_templates() / "web"), filters)
    made.finalize = _shown
    made.globals |= {"stages": STAGES, "tools": TOOLS, "own_stops": OF_RECOMMENDER, "reminder": REMINDER}
    return made


def _shown(value: Any) -> Any:
    """What a mark of a page puts in: of a text only what may be said, and nothing unseen."""
    return "\n".join(map(visible, value.split("\n"))) if type(value) is str else value


class JsonAnswer(JSONResponse):
    """An answer for programs, as `--json` writes it."""

    def render(self, content: Any) -> bytes:
        """The JSON."""
        return json_text(content).encode()


def page(name: str, status: int = 200, /, **context: Any) -> HTMLResponse:
    """One page from its template."""
    text = _environment().get_template(name).render(version=__version__, asking=ASKING.get(), **context)
    return HTMLResponse(text, status)


def to(address: str) -> RedirectResponse:
    """Go on to another page, with GET."""
    return RedirectResponse(address, status_code=303)


def download_response(path: Path, media_type: str, name: str, shown: str = "attachment") -> FileResponse:
    """A file as it is now, under a name. Raises FileNotFoundError where it has been removed."""
    about = path.stat()  # which the response would do when it is too late to say anything
    return _File(path, media_type=media_type, filename=name, stat_result=about, content_disposition_type=shown)


class _File(FileResponse):
    """A file of which a range may be asked for; one that is none is ignored, as RFC 9110 (14.2) has it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        usual = [one for one in scope["headers"] if one[0] != b"range" or _is_range(one[1].decode("latin-1"))]
        await super().__call__({**scope, "headers": usual}, receive, send)


def _is_range(written: str) -> bool:
    unit, _, parts = written.partition("=")
    ends = [RANGE.fullmatch(one.strip()) for one in parts.split(",")]
    return unit.strip().lower() == "bytes" and all(one and _is_forward(*one.groups()) for one in ends)


def _is_forward(first: str, last: str) -> bool:
    return bool(first or last) and not (first and last and int(first) > int(last))


def is_for_programs(path: str) -> bool:
    """Whether answers from this address are read by programs, not by people."""
    return FOR_PROGRAMS.match(path) is not None


def refusal_response(scope: Scope, refused: RefusedError, headers: Mapping[str, str] | None = None) -> Response:
    """The refusal as JSON for programs, as a page for people."""
    if is_for_programs(scope["path"]):
        body = Refusal(code=refused.code, message=refused.message, fix=refused.fix)
        response: Response = JsonAnswer(body.model_dump(), refused.status)
    else:
        response = _sign_in(scope) if refused.code == "signed-out" else refused_page(refused)
    response.headers.update(headers or {})
    if refused.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if refused.code == "overloaded":
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def refused_page(refused: RefusedError) -> HTMLResponse:
    """The refusal as a page, whose heading says what happened; who is a stranger is offered no way on."""
    inside = refused.code not in ("wrong-host", "foreign-origin")
    return page("refused.html", refused.status, refused=refused, title=TITLES[refused.code], inside=inside)


def sign_in_page(
    status: int, *, way: str, then: str, wrong: RefusedError | None = None, before: str = "", name: str = ""
) -> HTMLResponse:
    """The page that asks for account, password or the printed address (`way`); `name` is the account that was typed.

    `before`: "in" for somebody who was in before, "lost" where besides that what was sent just now is not kept.
    """
    return page("login.html", status, way=way, then=then, wrong=wrong, before=before, name=name)


def _sign_in(scope: Scope) -> Response:
    """The sign-in page for somebody without a session, who then comes back to what this request was about."""
    office, request = scope["app"].state.office, Request(scope)
    then = asked_page(request.method, request.url.path, request.url.query, request.headers.get("referer", ""))
    was_in = "in" if office.sessions.cookie_of(dict(request.headers.raw)) else ""
    before = was_in if request.method in ("GET", "HEAD") else "lost"
    return sign_in_page(401, way=office.sessions.way, then=then, before=before)
