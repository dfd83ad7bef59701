"""The gate before every request: host, origin, who is asking, rights and size; and the headers on every answer."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import time
import traceback
from collections.abc import Mapping
from pathlib import PurePath

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from generator.interfaces.web.front.bodies import Body, TooLargeError
from generator.interfaces.web.limits import BODY_BYTES, FORM_BYTES, HEAD_BYTES, PIECE_BYTES, Bounds
from generator.interfaces.web.office import Office
from generator.interfaces.web.owners.belonging import require_own
from generator.interfaces.web.owners.noting import Noted, note, to_note
from generator.interfaces.web.people.rights import Judged, judged, require_role
from generator.interfaces.web.people.who import ASKING, NOBODY, Who
from generator.interfaces.web.refusals import RefusedError, refused_for
from generator.interfaces.web.service import Service
from generator.interfaces.web.sessions import Sessions
from generator.interfaces.web.telling import refusal_response

LOG = logging.getLogger("wuxiao.serve")
STATIC = re.compile(r"/static/(icon\.svg|page\.css|page\.js)")  # all that a browser may keep
HEALTH = re.compile(r"/(healthz|readyz)")  # asked by machines, by any name: they say nothing else
UPLOADS = re.compile(r"(/api/v1)?/campaigns(/[0-9a-f]+/(files|arrivals|review/list|certificates/verify))?")
PIECES = re.compile(r"/campaigns/[0-9a-f]+/arrivals/[0-9a-f]+/pieces/[0-9]+")
ORDERS = re.compile(r"/api/v1/render/[^/]+")
FORMS = re.compile(r"/campaigns/[0-9a-f]+/((settings|wording)(/preview)?|arrivals/[0-9a-f]+|questions)")
LETTERS = str.maketrans("0123456789", "ghijklmnop")
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

    def __init__(self, app: ASGIApp, service: Service, sessions: Sessions, office: Office) -> None:
        """Guard `app`."""
        self._app = app
        self._office = office
        self._debug = service.debug
        self._service = service
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # a web socket is closed unaccepted
        started, status, request = time.monotonic(), 0, _new_request()
        body = Body(receive, scope, limit_of(scope["path"], self._service.bounds))
        scope.setdefault("state", {})["who"] = NOBODY
        noted: Noted | None = None

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if body.is_too_large:  # whatever the application makes of its body being cut off
                return
            is_refused = status >= 400 and not self._office.readiness.is_ending
            if is_refused and body.is_unread and message["type"] == "http.response.body":
                # A line that is closed on somebody who is still sending takes the answer with it.
                await send({**message, "more_body": True})
                await body.drain()
                message = {"type": "http.response.body"}
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(message, scope["path"], request)
                if noted is not None:  # before anybody hears that it was done
                    await asyncio.to_thread(note, self._office, noted, status, MutableHeaders(scope=message))
            await send(message)

        try:
            found = self._judge(scope)
            who: Who = scope["state"]["who"]
            noted = to_note(self._office, who, found)
            if found is not None and not found.right.is_open:
                require_role(found.right, who)
                await require_own(self._office, who, found)
            await self._app(scope, body.receive, send_guarded)
            body.require_whole()
        except ClientDisconnect:  # nobody waits for an answer
            pass
        except (Exception, asyncio.CancelledError) as wrong:
            refused = self._refused(wrong, request, scope["path"])
            body.is_too_large = False
            if not status:
                await refusal_response(scope, refused)(scope, receive, send_guarded)
        finally:
            route = getattr(scope.get("route"), "path", "-")  # never the address itself
            took = 1000 * (time.monotonic() - started)
            LOG.info("%s %s %s %d %.0f ms", request, scope["method"], route, status, took)

    def _refused(self, wrong: BaseException, request: str, path: str) -> RefusedError:
        """The refusal that it comes to, said without its words, which may hold personal data; else raises it."""
        if isinstance(wrong, TooLargeError):
            return _too_large(path, self._service.bounds)
        if isinstance(wrong, asyncio.CancelledError):
            if not self._office.readiness.is_ending:
                raise wrong
            return RefusedError("ending")  # it has waited for this as long as it may
        refused = refused_for(wrong, self._service.root)
        if refused.code == "failed":
            LOG.error(
                "%s internal error %s at %s", request, type(wrong).__name__, _place(wrong),
                exc_info=self._debug and wrong,
            )  # fmt: skip
        return refused

    def _judge(self, scope: Scope) -> Judged | None:
        """The row of the table of rights; None where the application itself refuses the method.

        Raises RefusedError where the request may not go on. Who asks is known from then on.
        """
        if sum(len(name) + len(value) for name, value in scope["headers"]) > HEAD_BYTES:  # all of it at once
            raise RefusedError("malformed", "请求头太大。", "请检查发送请求的程序。")
        headers = dict(scope["headers"])
        if len(scope["headers"]) != len(headers) and _doubled(scope, b"host", b"origin", b"authorization"):
            raise RefusedError("wrong-host")
        known = headers.get(b"host", b"").decode("latin-1").lower() in self._service.hosts
        if not known and not HEALTH.fullmatch(scope["path"]):
            raise RefusedError("wrong-host")
        if self._service.public and scope["scheme"] != self._service.scheme:
            raise RefusedError("wrong-host", "这个地址没有加密，已拒绝。", f"请用 {self._service.address} 打开。")
        self._judge_origin(scope, headers)
        found = self._judge_rights(scope, headers)
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > limit_of(scope["path"], self._service.bounds):
            raise _too_large(scope["path"], self._service.bounds)
        return found

    def _judge_origin(self, scope: Scope, headers: Headers) -> None:
        origin, site = headers.get(b"origin"), headers.get(b"sec-fetch-site")
        if origin is not None and origin.decode("latin-1") not in self._service.origins:
            raise RefusedError("foreign-origin")
        arriving = scope["method"] == "GET" and scope["path"] in ("/", "/start", "/login")
        navigating = arriving and headers.get(b"sec-fetch-mode") == b"navigate"
        if site is not None and site not in OWN_SITES and not navigating:
            raise RefusedError("foreign-origin")

    def _judge_rights(self, scope: Scope, headers: Headers) -> Judged | None:
        kind, _, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        by_cookie = kind.lower() != "bearer"
        who = self._sessions.who_has(self._sessions.cookie_of(headers) if by_cookie else token.strip())
        scope["state"]["who"] = who = who or NOBODY
        ASKING.set(who)
        try:
            found = judged(scope["method"], _route_path(scope))
        except RefusedError:
            if who.role is None:
                raise RefusedError("signed-out") from None
            raise
        scope["state"]["right"] = found.right if found is not None else None
        if found is not None and found.right.is_open:
            return found
        if who.role is None:
            raise RefusedError("signed-out")
        said_own = b"origin" in headers or headers.get(b"sec-fetch-site") == b"same-origin"
        if by_cookie and scope["method"] not in SAFE_METHODS and not said_own:
            raise RefusedError("foreign-origin")
        return found


def _new_request() -> str:
    """A number for a request, in letters alone: digits behind the time look like a telephone number in the log."""
    return secrets.token_hex(6).translate(LETTERS)


def limit_of(path: str, bounds: Bounds) -> int:
    """How many bytes a request to this path may carry."""
    if UPLOADS.fullmatch(path):
        return bounds.campaign_bytes + FORM_BYTES
    if FORMS.fullmatch(path) or ORDERS.fullmatch(path):
        return FORM_BYTES
    return PIECE_BYTES if PIECES.fullmatch(path) else BODY_BYTES


def _route_path(scope: Scope) -> str:
    """The path below the address at which the service stands."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(root) if root and path.startswith(f"{root}/") else path


def _place(wrong: BaseException) -> str:
    """File and line where the exception arose."""
    (*_, last) = traceback.extract_tb(wrong.__traceback__)
    return f"{PurePath(last.filename).name}:{last.lineno}"


def _doubled(scope: Scope, *names: bytes) -> bool:
    found = [name for name, _ in scope["headers"]]
    return any(found.count(name) > 1 for name in names)


def _too_large(path: str, bounds: Bounds) -> RefusedError:
    """The refusal, in words for what is sent there."""
    most = f"{limit_of(path, bounds) / 1_000_000:g} MB"
    if UPLOADS.fullmatch(path):
        return RefusedError("too-large", f"上传的内容太大，一个活动最多{bounds.campaign_bytes // 1_000_000} MB。")
    if PIECES.fullmatch(path):
        return RefusedError("too-large")
    if ORDERS.fullmatch(path):
        return RefusedError("too-large", f"请求的内容太大，最多{most}。", "请核对内容，记录多的分几次发送。")
    return RefusedError("too-large", f"填写的内容太多，最多{most}。", "请删去一些再试。")


def _add_headers(message: Message, path: str, request: str) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers[name] = value
    headers["X-Request-ID"] = request  # by which somebody finds the line of the log
    if headers.get("content-type") == "application/pdf":
        headers["Content-Security-Policy"] = PDF_POLICY
    kept = STATIC.fullmatch(path) and message["status"] in (200, 304)
    headers["Cache-Control"] = "max-age=3600" if kept else "no-store"
