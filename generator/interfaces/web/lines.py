"""The lines (connections) that the service holds: bounded in number and in how long each may keep it waiting.

A line is on one side's turn. While it is the client's, for the head of a request or for its body, the line is silent
between what arrives. Where there are too many, the one that has been silent longest makes room, so that half-sent
requests keep nobody out; and whoever lets us wait too long is cut off. While it is our turn a line is left alone,
unless nothing of the answer is read. Ending a line is shutting its socket, whatever stands above it (TLS, HTTP): the
event loop sees that it has ended and clears up.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from generator.interfaces.web.front.proxies import NO_PROXIES, Proxies
from generator.interfaces.web.limits import (
    BODY_LEAST_BYTES,
    BODY_SECONDS,
    HEAD_SECONDS,
    LINES_AT_ONCE,
    LINES_OF_ONE,
    UNREAD_SECONDS,
)

SWEEP_SECONDS = 1.0
LATE_SECONDS = 2.0  # a sweep later than this says that we were busy, not that clients were slow
BACKLOG = 2048  # of the system's own queue; beyond it a client asks again after a second


class Turn(Enum):
    """Whom a line waits for."""

    HEAD = auto()  # the client: TLS and the head of a request, or what follows an answer
    BODY = auto()  # the client: the body of a request
    OURS = auto()


@dataclass(eq=False)
class Line:
    """One connection. Times are of `time.monotonic`."""

    socket: socket.socket
    host: str
    since: float  # the turn, or of a body the while that is counted
    heard: float
    turn: Turn = Turn.HEAD
    received: int = 0  # bytes of the body in this while
    unread_since: float | None = None
    paused: Callable[[], bool] = field(default=lambda: False)  # whether we do not read at the moment

    def hear(self, count: int, turn: Turn, now: float) -> None:
        """So many bytes arrived, after which it is the turn of `turn`."""
        self.heard = now
        self.received += count
        self.change(turn, now)

    def change(self, turn: Turn, now: float) -> None:
        """It is the turn of `turn`."""
        if turn is not self.turn:
            self.turn, self.since, self.received = turn, now, 0

    def is_overdue(self, now: float) -> bool:
        """Whether the client has let us wait too long."""
        if self.unread_since is not None and now - self.unread_since > UNREAD_SECONDS:
            return True
        if self.turn is Turn.HEAD:
            return now - self.since > HEAD_SECONDS
        if self.turn is Turn.BODY and now - self.since > BODY_SECONDS:
            if self.received < BODY_LEAST_BYTES and not self.paused():
                return True
            self.since, self.received = now, 0
        return False

    def cut(self) -> None:
        """End the connection."""
        with suppress(OSError):  # ended already
            self.socket.shutdown(socket.SHUT_RDWR)


class Lines:
    """All lines of a service."""

    def __init__(self, most: int = LINES_AT_ONCE, of_one: int = LINES_OF_ONE, proxies: Proxies = NO_PROXIES) -> None:
        """At most so many, and so many from one address; what comes by `proxies` is its clients'."""
        self._most, self._of_one, self._proxies = most, of_one, proxies
        self._lines: dict[tuple[str, int], Line] = {}
        self._due: float | None = None

    def __len__(self) -> int:
        """How many there are."""
        return len(self._lines)

    def arrived(self, one: socket.socket, address: Any) -> bool:
        """Whether there is room for a new connection from (host, port, …); the most silent one may be cut for it."""
        self._forget_closed()
        host = str(address[0])
        hosts = Counter(line.host for line in self._lines.values())
        if hosts[host] >= self._of_one and host not in self._proxies and not self._make_room(host):
            return False
        if len(self._lines) >= self._most and not self._make_room(hosts.most_common(1)[0][0]):
            return False
        now = time.monotonic()
        self._lines[host, address[1]] = Line(one, host, now, now)
        if self._due is None:
            self._sweep_later()
        return True

    def of(self, address: Any) -> Line:
        """The line of a connection that has arrived."""
        return self._lines[str(address[0]), address[1]]

    def proxy(self, address: Any) -> str:
        """The host of a connection that comes by a proxy, else nothing."""
        host = str(address[0])
        return host if host in self._proxies else ""

    def belongs(self, line: Line, peer: str, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """A request arrived whose proxy names the client: the line is counted as that one's.

        Where the client has too many, its most silent one makes room, or else this one goes.
        """
        client = self._proxies.passed(peer, headers).client or peer
        if client == line.host:
            return
        line.host = client
        if sum(one.host == client for one in self._lines.values()) > self._of_one and not self._make_room(client):
            line.cut()

    def sweep(self, now: float) -> None:
        """Cut the lines of those who let us wait too long."""
        self._forget_closed()
        for key, line in list(self._lines.items()):
            if line.is_overdue(now):
                line.cut()
                del self._lines[key]

    def _make_room(self, host: str) -> bool:
        waiting = [key for key, one in self._lines.items() if one.host == host and one.turn is not Turn.OURS]
        if not waiting:
            return False
        longest = min(waiting, key=lambda key: self._lines[key].heard)
        self._lines.pop(longest).cut()
        return True

    def _forget_closed(self) -> None:
        self._lines = {key: line for key, line in self._lines.items() if line.socket.fileno() != -1}

    def _sweep_later(self) -> None:
        self._due = time.monotonic() + SWEEP_SECONDS
        asyncio.get_running_loop().call_later(SWEEP_SECONDS, self._sweep_now)

    def _sweep_now(self) -> None:
        now, due = time.monotonic(), self._due or 0.0
        self._due = None
        if self._lines:
            self._sweep_later()
        if now - due < LATE_SECONDS:
            self.sweep(now)


class Listener(socket.socket):
    """A listening socket that lets in what there is room for."""

    def __init__(self, family: int, lines: Lines) -> None:
        """A stream socket of this address family."""
        # With its protocol named, asyncio sends an answer's last piece at once instead of waiting for the one before.
        super().__init__(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._held = lines

    def listen(self, _backlog: int = BACKLOG, /) -> None:
        """Listen with a long queue, whatever number is taken from it at once."""
        super().listen(BACKLOG)

    def accept(self) -> tuple[socket.socket, Any]:
        """The next connection. Raises ConnectionAbortedError where there is no room for it."""
        one, address = super().accept()
        if not self._held.arrived(one, address):
            one.close()
            raise ConnectionAbortedError
        return one, address


class HttpLine(H11Protocol):
    """uvicorn's HTTP over a line, which it tells whose turn it is."""

    def __init__(self, lines: Lines, *arguments: Any, **named: Any) -> None:
        """A connection among `lines`; the rest is for uvicorn."""
        super().__init__(*arguments, **named)
        self._among = lines
        self._line: Line | None = None
        self._peer = ""  # of a line that comes by a proxy

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """TLS is done, if there is any."""
        super().connection_made(transport)
        with suppress(KeyError):  # cut a moment ago
            peer = transport.get_extra_info("peername")
            self._line = self._among.of(peer)
            self._peer = self._among.proxy(peer)
            self._line.paused = lambda: self.flow.read_paused

    def data_received(self, data: bytes) -> None:
        """Something of a request."""
        super().data_received(data)
        if self._line and self._peer and self.scope:
            self._among.belongs(self._line, self._peer, self.scope["headers"])
        if self._line:
            self._line.hear(len(data), self._turn(), time.monotonic())

    def on_response_complete(self) -> None:
        """The client's turn again, unless its next request is there already."""
        super().on_response_complete()
        if self._line:
            self._line.change(self._turn(), time.monotonic())

    def pause_writing(self) -> None:
        """The client does not read as fast as we write."""
        super().pause_writing()
        if self._line:
            self._line.unread_since = time.monotonic()

    def resume_writing(self) -> None:
        """The client has read."""
        super().resume_writing()
        if self._line:
            self._line.unread_since = None

    def _turn(self) -> Turn:
        if self.cycle is None or self.cycle.response_complete:
            return Turn.HEAD
        return Turn.BODY if self.conn.their_state is h11.SEND_BODY else Turn.OURS
