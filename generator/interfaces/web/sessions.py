"""Who may use the service: accounts and keys; without any account the start token or the password.

The sessions of people are kept in their database, those of somebody who is alone end with the service.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from typing import Literal

from starlette.requests import cookie_parser
from starlette.responses import Response

from generator.interfaces.web.guesses import Guesses
from generator.interfaces.web.limits import SESSION_SECONDS, SESSIONS_KEPT
from generator.interfaces.web.people.people import People
from generator.interfaces.web.people.who import Role, Who
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.service import Service

Way = Literal["account", "password", "link"]  # what is asked of who wants in
ALONE = Who(Role.ALONE)


class Sessions:
    """The sessions of one start of the service, and of its people."""

    def __init__(self, service: Service) -> None:
        """A start token of its own, unless a password is what opens sessions."""
        self._password = service.password
        self._secure = service.is_secure
        self.start_token = None if service.password else secrets.token_urlsafe(32)
        self.cookie, self._path = service.cookie
        self._until: dict[str, float] = {}
        self._guesses = Guesses()
        self.people = People(service.root)

    @property
    def way(self) -> Way:
        """How one signs in."""
        return "account" if self.people.exist else "link" if self._password is None else "password"

    def open_by_token(self, token: str) -> str:
        """A new session's token. Raises RefusedError("signed-out")."""
        if self.people.exist:
            raise RefusedError("signed-out", "这个服务现在用账号登录。", "请输入登录名和密码。")
        if not self._is_start(token):
            raise RefusedError(
                "signed-out", "这个地址已经不能用了：不完整，或者服务重新启动过。", "请用启动本服务的窗口里最新的地址。"
            )
        return self._open()

    async def open_by_password(self, password: str, address: str) -> str:
        """A new session's token, after the while that somebody from this address has to wait.

        Raises RefusedError("wrong-password" | "busy").
        """
        async with self._guesses.turn(address) as wrong:
            if self._password is None or self.people.exist or not _same(password, self._password):
                wrong()
                raise RefusedError("wrong-password")
        return self._open()

    async def open_by_account(self, name: str, password: str, address: str) -> tuple[Who, str]:
        """Who signed in and the new session's token, after the while that this address has to wait.

        Raises RefusedError("wrong-password" | "busy").
        """
        async with self._guesses.turn(address) as wrong:
            try:
                return await self.people.sign_in(name, password)
            except RefusedError:
                wrong()
                raise

    async def change_password(self, who: Who, old: str, new: str, address: str) -> None:
        """Another password of the own account; whoever guesses the old one has to wait as when signing in.

        Raises RefusedError("wrong-password" | "invalid" | "busy").
        """
        async with self._guesses.turn(address) as wrong:
            try:
                await self.people.change_password(who, old, new)
            except RefusedError as refused:
                if refused.code == "wrong-password":
                    wrong()
                raise

    def close(self, token: str) -> None:
        """End a session."""
        self._until.pop(token, None)
        if self.people.exist:
            self.people.sign_out(token)

    def who_has(self, token: str) -> Who | None:
        """Who has this token of a session, start or key; None where it opens nothing."""
        if self.people.exist:
            return self.people.who_has(token) if token else None
        is_open = self._is_start(token) or self._until.get(token, 0) > time.monotonic()
        return ALONE if is_open else None

    def cookie_of(self, headers: Mapping[bytes, bytes]) -> str:
        """The session token in the request's cookie, empty where there is none."""
        return cookie_parser(headers.get(b"cookie", b"").decode("latin-1")).get(self.cookie, "")

    def keep_in(self, response: Response, token: str) -> None:
        """Give the browser the session as a cookie that no script reads and no other site sends."""
        response.set_cookie(
            self.cookie, token, max_age=SESSION_SECONDS, path=self._path, httponly=True, samesite="strict",
            secure=self._secure,
        )  # fmt: skip

    def forget_in(self, response: Response) -> None:
        """Let the browser forget the session; of a cookie whose name asks for TLS it takes nothing without."""
        response.delete_cookie(self.cookie, self._path, secure=self._secure, httponly=True, samesite="strict")

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
