"""Pages from templates, and refusals as a page or as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from generator import __version__
from generator.campaign.kinds import LABELS
from generator.campaign.layout import package_templates
from generator.campaign.showing import json_text, visible
from generator.ground.environment import StrictEnvironment, environment
from generator.interfaces.web.refusals import Refusal, RefusedError

STATE_LABELS = {
    "waiting": "排队中",
    "running": "正在生成",
    "done": "已完成",
    "failed": "没有完成",
    "cancelled": "已取消",
}
FORMAT_LABELS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}
SEVERITY_LABELS = {"error": "错误", "warning": "提醒"}


def kind_label(kind: str) -> str:
    """What a clerk calls a kind of document."""
    return LABELS.get(kind, kind)


def size_label(count: int) -> str:
    """A number of bytes as it is read."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} KB"


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
        "format_label": FORMAT_LABELS.__getitem__,
        "state_label": STATE_LABELS.__getitem__,
        "severity_label": SEVERITY_LABELS.__getitem__,
    }
    made = environment(FileSystemLoader(package_templates() / "web"), filters)
    made.finalize = _shown
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
    text = _environment().get_template(name).render(version=__version__, **context)
    return HTMLResponse(text, status)


def download_response(path: Path, media_type: str, name: str, shown: str = "attachment") -> FileResponse:
    """A file as it is now, under a name. Raises FileNotFoundError where it has been removed."""
    about = path.stat()  # which the response would do when it is too late to say anything
    return FileResponse(path, media_type=media_type, filename=name, stat_result=about, content_disposition_type=shown)


def refusal_response(scope: Scope, refused: RefusedError, headers: Mapping[str, str] | None = None) -> Response:
    """The refusal as JSON for programs, as a page for people."""
    if scope["path"].startswith(("/api/", "/openapi")):
        body = Refusal(code=refused.code, message=refused.message, fix=refused.fix)
        response: Response = JsonAnswer(body.model_dump(), refused.status)
    else:
        response = page("refused.html", refused.status, refused=refused, home=refused.code != "signed-out")
    response.headers.update(headers or {})
    if refused.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
