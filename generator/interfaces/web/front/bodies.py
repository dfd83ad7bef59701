"""The body of a request: cut off where it is too large, and what is left of a refused one let arrive."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.types import Message, Receive, Scope

DRAINED_SECONDS, DRAINED_BYTES = 3.0, 16_000_000  # of a body that is refused: then the line ends whatever arrives


class TooLargeError(Exception):
    """More of a body arrives than may."""


class Body:
    """The body of one request."""

    def __init__(self, receive: Receive, scope: Scope, most: int) -> None:
        """Of at most so many bytes."""
        self._receive, self._left = receive, most
        named = {name for name, _ in scope["headers"]}
        # Who asks first whether to send it sends nothing after a refusal.
        self.is_unread = bool(named & {b"content-length", b"transfer-encoding"}) and b"expect" not in named
        self.is_too_large = False

    def require_whole(self) -> None:
        """Raises TooLargeError where the body was cut off."""
        if self.is_too_large:
            raise TooLargeError

    async def receive(self) -> Message:
        """What arrives next. Raises TooLargeError."""
        message = await self._next()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.is_too_large = True
        self.require_whole()
        return message

    async def drain(self) -> None:
        """Let the rest of it arrive, as far as that does not take long."""
        left = DRAINED_BYTES
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAINED_SECONDS):
                while self.is_unread and left > 0:
                    left -= len((await self._next()).get("body", b""))
        self.is_unread = False

    async def _next(self) -> Message:
        message = await self._receive()
        self.is_unread = self.is_unread and bool(message.get("more_body"))
        return message
