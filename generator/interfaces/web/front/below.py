"""The one place that knows of a sub-path and of proxies: within, the service is its host's only one and meets clients.

On the way in the sub-path is taken off, whether a proxy has done that already or not, and what a believed proxy says
of client, scheme and host takes the place of the connection's. On the way out the sub-path is put before every address
that begins at the root: of a redirect, and of the links of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from generator.interfaces.web.front.proxies import FORWARDED, Proxies
from generator.interfaces.web.front.public import PublicAddress

# The attributes of the templates that hold addresses, also those that the page's script reads. Whatever somebody typed
# stands in a page without quotation marks, so that nothing of it looks like one.
LINK = re.compile(
    rb'(\s(?:href|src|action|formaction|data-(?:arrive|base|follow|live|upload))="|\scontent="0; url=)/(?!/)'
)
Headers = list[tuple[bytes, bytes]]


class Below:
    """ASGI middleware between the connection and everything else."""

    def __init__(self, app: ASGIApp, public: PublicAddress | None, proxies: Proxies) -> None:
        """Lead to `app`, which is reached under `public` where that is given."""
        self._app = app
        self._public = public
        self._proxies = proxies
        self._sub_path = public.sub_path if public else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        inner = self._inner(scope)
        if self._sub_path:
            send = _Outward(self._sub_path, inner["headers"], send)
        await self._app(inner, receive, send)

    def _inner(self, scope: Scope) -> Scope:
        peer = scope["client"][0] if scope.get("client") else ""
        said = self._proxies.passed(peer, scope["headers"])
        headers = [(name, value) for name, value in scope["headers"] if name not in FORWARDED]
        if said.host:
            headers = _replaced(headers, b"host", said.host)
        path = scope["path"]
        if self._sub_path:
            path = without(self._sub_path, path)
            headers = [(name, self._own_referer(value) if name == b"referer" else value) for name, value in headers]
        scheme = said.scheme or (self._public.scheme if self._public else scope["scheme"])
        client = (said.client, 0) if said.client else scope.get("client")
        return {**scope, "headers": headers, "path": path, "scheme": scheme, "client": client}

    def _own_referer(self, referer: bytes) -> bytes:
        """The page of ours that the request came from, as it is called within."""
        start = f"{self._public}/".encode()
        return b"/" + referer[len(start) :] if referer.startswith(start) else referer


class _Outward:
    """The way back of an answer: its redirect and the links of its page lead below the sub-path."""

    def __init__(self, sub_path: str, headers: Headers, send: Send) -> None:
        self._sub_path = sub_path.encode()
        self._host = dict(headers).get(b"host", b"").decode("latin-1")
        self._send = send
        self._page: Message | None = None  # the start of a page whose links are still to come
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if "location" in headers:
                headers["location"] = self._sub_path.decode() + _below_root(headers["location"], self._host)
            if headers.get("content-type", "").startswith("text/html"):
                self._page = message
                return
        elif self._page is not None:
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            start, message["body"] = self._page, linked(self._sub_path, self._body)
            MutableHeaders(scope=start)["content-length"] = str(len(message["body"]))
            self._page = None
            await self._send(start)
        await self._send(message)


def without(sub_path: str, path: str) -> str:
    """The path as it is called within."""
    inner = path.removeprefix(sub_path)
    return inner or "/" if inner.startswith("/") or not inner else path


def linked(sub_path: bytes, page: bytes) -> bytes:
    """The page with its links below the sub-path."""
    return LINK.sub(rb"\1" + sub_path.replace(b"\\", rb"\\") + b"/", page)


def _below_root(location: str, host: str) -> str:
    """A redirect's address from the root on; one that names our own host is ours all the same."""
    parts = urlsplit(location)
    return parts._replace(scheme="", netloc="").geturl() if parts.netloc == host else location


def _replaced(headers: Iterable[tuple[bytes, bytes]], name: bytes, value: str) -> Headers:
    return [*((one, kept) for one, kept in headers if one != name), (name, value.encode("latin-1"))]
