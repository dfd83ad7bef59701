"""Who may use the service: the start token, the password, and the sessions they open."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping

from starlette.requests import cookie_parser
from starlette.responses import Response

from generator.interfaces.web.guesses import Guesses
from generator.interfaces.web.limits import SESSION_SECONDS, SESSIONS_KEPT
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.service import Service


class Sessions:
    """The sessions of one start of the service; none outlives it."""

    def __init__(self, service: Service) -> None:
        """A start token of its own, unless a password is what opens sessions."""
        self._password = service.password
        self._secure = service.certificate is not None
        self.start_token = None if service.password else secrets.token_urlsafe(32)
        self.cookie = f"{'__Host-' if self._secure else ''}wuxiao-{service.port}"
        self._until: dict[str, float] = {}
        self._guesses = Guesses()

    def open_by_token(self, token: str) -> str:
        """A new session's token. Raises RefusedError("signed-out")."""
        if not self._is_start(token):
            raise RefusedError("signed-out", "链接里的口令不对，或服务已重新启动。")
        return self._open()

    async def open_by_password(self, password: str, address: str) -> str:
        """A new session's token, after the while that somebody from this address has to wait.

        Raises RefusedError("wrong-password" | "busy").
        """
        async with self._guesses.turn(address) as wrong:
            if self._password is None or not _same(password, self._password):
                wrong()
                raise RefusedError("wrong-password")
        return self._open()

    def close(self, token: str) -> None:
        """End a session."""
        self._until.pop(token, None)

    def allow(self, token: str) -> bool:
        """Whether this is the start token or the token of an open session."""
        return self._is_start(token) or self._until.get(token, 0) > time.monotonic()

    def cookie_of(self, headers: Mapping[bytes, bytes]) -> str:
        """The session token in the request's cookie, empty where there is none."""
        return cookie_parser(headers.get(b"cookie", b"").decode("latin-1")).get(self.cookie, "")

    def keep_in(self, response: Response, token: str) -> None:
        """Give the browser the session as a cookie that no script reads and no other site sends."""
        response.set_cookie(
            self.cookie, token, max_age=SESSION_SECONDS, httponly=True, samesite="strict", secure=self._secure
        )

    def _is_start(self, token: str) -> bool:
        start = self.start_token
        return start is not None and _same(token, start)

    def _open(self) -> str:
        now = time.monotonic()
        self._until = {token: until for token, until in self._until.items() if until > now}
        if len(self._until) >= SESSIONS_KEPT:
            self._until.pop(next(iter(self._until)))
        token = secrets.token_urlsafe(32)
        self._until[token] = now + SESSION_SECONDS
        return token


def _same(one: str, other: str) -> bool:
    """Whether the texts are equal; the time that it takes tells neither where they differ nor how long they are."""
    return hmac.compare_digest(*(hashlib.sha256(text.encode("utf-8", "replace")).digest() for text in (one, other)))
