"""The gate before every request: host, origin, session and size; and the headers on every answer."""

from __future__ import annotations

import logging
import re
import time
import traceback
from collections.abc import Mapping
from pathlib import PurePath

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from generator.interfaces.web.limits import BODY_BYTES, UPLOAD_BYTES
from generator.interfaces.web.refusals import RefusedError, refused_for
from generator.interfaces.web.service import Service
from generator.interfaces.web.sessions import Sessions
from generator.interfaces.web.telling import refusal_response

LOG = logging.getLogger("wuxiao.serve")
STATIC = re.compile(r"/static/(icon\.svg|page\.css|page\.js)")  # all that a browser may keep
OPEN = re.compile(r"/(start|login|static/[^/]+)")
SESSION_OPENER = "/api/v1/session"
UPLOADS = re.compile(r"(/api/v1)?/campaigns(/[0-9a-f]+/files)?")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({b"same-origin", b"none"})
POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    )
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# The browser's PDF viewer is a page of its own, which the policy would leave without its parts.
PDF_POLICY = "frame-ancestors 'none'"

Headers = Mapping[bytes, bytes]


class Gate:
    """ASGI middleware that lets a request through or refuses it."""

    def __init__(self, app: ASGIApp, service: Service, sessions: Sessions) -> None:
        """Guard `app`."""
        self._app = app
        self._debug = service.debug
        self._service = service
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # a web socket is closed unaccepted
        started, status = time.monotonic(), 0
        body = _Body(receive, limit_of(scope["path"]))

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if body.is_too_large:  # whatever the application makes of its body being cut off
                return
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(message, scope["path"])
            await send(message)

        try:
            self._judge(scope)
            await self._app(scope, body.receive, send_guarded)
            body.require_whole()
        except ClientDisconnect:  # nobody waits for an answer
            pass
        except Exception as wrong:  # said without its words, which may hold personal data
            refused = refused_for(wrong, self._service.root)
            body.is_too_large = False
            if refused.code == "failed":
                LOG.error(
                    "internal error %s at %s", type(wrong).__name__, _place(wrong), exc_info=self._debug and wrong
                )
            if not status:
                await refusal_response(scope, refused)(scope, receive, send_guarded)
        finally:
            route = getattr(scope.get("route"), "path", "-")  # never the address itself
            LOG.info("%s %s %d %.0f ms", scope["method"], route, status, 1000 * (time.monotonic() - started))

    def _judge(self, scope: Scope) -> None:
        """Raises RefusedError where the request may not go on."""
        headers = dict(scope["headers"])
        if len(scope["headers"]) != len(headers) and _doubled(scope, b"host", b"origin", b"authorization"):
            raise RefusedError("wrong-host")
        if headers.get(b"host", b"").decode("latin-1").lower() not in self._service.hosts:
            raise RefusedError("wrong-host")
        self._judge_origin(scope, headers)
        self._judge_session(scope, headers)
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > limit_of(scope["path"]):
            raise RefusedError("too-large")

    def _judge_origin(self, scope: Scope, headers: Headers) -> None:
        origin, site = headers.get(b"origin"), headers.get(b"sec-fetch-site")
        if origin is not None and origin.decode("latin-1") not in self._service.origins:
            raise RefusedError("foreign-origin")
        arriving = scope["method"] == "GET" and scope["path"] in ("/", "/start", "/login")
        navigating = arriving and headers.get(b"sec-fetch-mode") == b"navigate"
        if site is not None and site not in OWN_SITES and not navigating:
            raise RefusedError("foreign-origin")

    def _judge_session(self, scope: Scope, headers: Headers) -> None:
        opener = scope["path"] == SESSION_OPENER and scope["method"] == "POST"
        if OPEN.fullmatch(scope["path"]) or opener:
            return
        kind, _, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        if kind.lower() == "bearer":
            if not self._sessions.allow(token.strip()):
                raise RefusedError("signed-out")
            return
        if not self._sessions.allow(self._sessions.cookie_of(headers)):
            raise RefusedError("signed-out")
        said_own = b"origin" in headers or headers.get(b"sec-fetch-site") == b"same-origin"
        if scope["method"] not in SAFE_METHODS and not said_own:
            raise RefusedError("foreign-origin")


def limit_of(path: str) -> int:
    """How many bytes a request to this path may carry."""
    return UPLOAD_BYTES if UPLOADS.fullmatch(path) else BODY_BYTES


def _place(wrong: Exception) -> str:
    """File and line where the exception arose."""
    (*_, last) = traceback.extract_tb(wrong.__traceback__)
    return f"{PurePath(last.filename).name}:{last.lineno}"


def _doubled(scope: Scope, *names: bytes) -> bool:
    found = [name for name, _ in scope["headers"]]
    return any(found.count(name) > 1 for name in names)


class _Body:
    """A request's body, cut off where more of it arrives than may."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most
        self.is_too_large = False

    def require_whole(self) -> None:
        """Raises RefusedError where the body was cut off."""
        if self.is_too_large:
            raise RefusedError("too-large")

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.is_too_large = True
        self.require_whole()
        return message


def _add_headers(message: Message, path: str) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers[name] = value
    if headers.get("content-type") == "application/pdf":
        headers["Content-Security-Policy"] = PDF_POLICY
    kept = STATIC.fullmatch(path) and message["status"] in (200, 304)
    headers["Cache-Control"] = "max-age=3600" if kept else "no-store"
