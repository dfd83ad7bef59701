"""Connections: half-sent requests, slow ones and very many keep nobody out, and are ended."""

from __future__ import annotations

import asyncio
import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from support.bystanders import bystanders
from support.measured import Measured
from support.services import Running

from generator.interfaces.web.front.proxies import proxies
from generator.interfaces.web.limits import (
    BODY_LEAST_BYTES,
    BODY_SECONDS,
    HEAD_SECONDS,
    LINES_AT_ONCE,
    LINES_OF_ONE,
    UNREAD_SECONDS,
)
from generator.interfaces.web.lines import Line, Lines, Listener, Turn

HALF_OPEN = 1_000
HEAD = "POST /login HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
HALVES = {
    "nothing": "",
    "half a head": HEAD,
    "half a body": HEAD + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 90000\r\n\r\npassword=",
    "refused, body outstanding": HEAD.replace("/login", "/campaigns") + "Content-Length: 90000\r\n\r\nx",
}


@contextmanager
def half_open(service: Running, count: int) -> Iterator[list[socket.socket]]:
    """So many connections with a part of a request each."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, count + 500)), hard))
    parts = [text.format(port=service.port).encode() for text in HALVES.values()]
    with ExitStack() as stack:
        lines = []
        for number in range(count):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", service.port), timeout=10))
            with suppress(OSError):  # cut already
                one.sendall(parts[number % len(parts)])
            lines.append(one)
        yield lines


def is_cut(line: socket.socket, until: float) -> bool:
    """Whether the service ends the connection until then."""
    while (left := until - time.monotonic()) > 0:
        line.settimeout(left)
        try:
            if not line.recv(4096):
                return True
        except ConnectionError:
            return True
        except TimeoutError:
            return False
    return False


def files_open(process: int) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def test_a_thousand_half_sent_requests_keep_nobody_out(service: Running) -> None:
    before = files_open(service.process.pid)
    with bystanders(service) as seen, half_open(service, HALF_OPEN):
        time.sleep(2.0)
        assert files_open(service.process.pid) < before + LINES_AT_ONCE
    assert seen.wrong == []
    assert len(seen.seconds) > 20
    assert seen.median_ms < 500


@pytest.mark.long
def test_half_sent_requests_come_to_an_end(service: Running, measured: Measured) -> None:
    before = files_open(service.process.pid)
    with bystanders(service) as seen, half_open(service, HALF_OPEN) as lines:
        until = time.monotonic() + max(HEAD_SECONDS, BODY_SECONDS) + 6
        assert all(is_cut(line, until) for line in lines)
        assert files_open(service.process.pid) < before + 20
    assert seen.wrong == []
    assert seen.median_ms < 500
    measured("service under 1,000 half-open requests: median answer to others", round(seen.median_ms, 1), "ms")


@pytest.mark.long
def test_whoever_never_ends_a_head_is_cut_off_and_others_of_the_same_address_are_not(service: Running) -> None:
    head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\n".encode()
    with socket.create_connection(("127.0.0.1", service.port)) as line:
        started = time.monotonic()
        line.settimeout(0.5)
        for byte in head + b"X-Slow: " + b"x" * 100:
            with suppress(TimeoutError):
                try:
                    line.sendall(bytes([byte]))
                    if not line.recv(100):
                        break
                except ConnectionError:
                    break
        assert HEAD_SECONDS - 1 < time.monotonic() - started < HEAD_SECONDS + 5
    assert service.ask("GET", "/").status == 200


def test_a_head_that_is_too_long_is_refused(service: Running) -> None:
    with socket.create_connection(("127.0.0.1", service.port)) as line:
        with suppress(ConnectionError):
            line.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 200_000)
        with suppress(ConnectionError):
            assert b" 400 " in line.recv(100)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def test_a_body_must_go_on_and_an_answer_be_read(pair: tuple[socket.socket, socket.socket]) -> None:
    line = Line(pair[0], "a", since=0.0, heard=0.0)
    assert not line.is_overdue(HEAD_SECONDS)
    assert line.is_overdue(HEAD_SECONDS + 1)
    line.hear(500, Turn.BODY, 5.0)
    line.hear(BODY_LEAST_BYTES, Turn.BODY, 6.0)
    assert not line.is_overdue(6.0 + BODY_SECONDS), "an upload of an office far away"
    assert line.is_overdue(7.0 + 2 * BODY_SECONDS), "which then stops"
    line.hear(1, Turn.BODY, 50.0)
    line.paused = lambda: True
    assert not line.is_overdue(60.0 + BODY_SECONDS), "we do not read: not the client's fault"
    line.change(Turn.OURS, 100.0)
    assert not line.is_overdue(10_000.0), "a build is followed for an hour"
    line.unread_since = 100.0
    assert line.is_overdue(101.0 + UNREAD_SECONDS)


def test_the_most_silent_makes_room_and_what_is_served_does_not() -> None:
    async def fill() -> None:
        lines = Lines(most=4, of_one=2)
        pairs = [socket.socketpair() for _ in range(7)]
        try:
            for number, host in enumerate(("a", "a", "b", "c")):
                assert lines.arrived(pairs[number][0], (host, number))
            lines.of(("a", 0)).hear(1, Turn.HEAD, time.monotonic() + 1)
            assert lines.arrived(pairs[4][0], ("a", 4)), "a has its two, and one of them makes room"
            assert not pairs[1][1].recv(1), "the one silent longest"
            assert lines.arrived(pairs[5][0], ("d", 5)), "all have their four, and who has most makes room"
            assert not pairs[4][1].recv(1)
            for host, number in (("a", 0), ("b", 2), ("c", 3), ("d", 5)):
                lines.of((host, number)).change(Turn.OURS, 0.0)
            assert not lines.arrived(pairs[6][0], ("e", 6)), "nobody is cut who is being answered"
            pairs[0][0].close()
            assert lines.arrived(pairs[6][0], ("e", 6))
            assert len(lines) == 4
            lines.of(("e", 6)).change(Turn.OURS, 0.0)
            lines.of(("b", 2)).change(Turn.HEAD, time.monotonic())
            lines.sweep(time.monotonic() + HEAD_SECONDS - 1)
            assert len(lines) == 4
            lines.sweep(time.monotonic() + HEAD_SECONDS + 1)
            assert not pairs[2][1].recv(1), "whoever never ends a head is cut off"
            assert len(lines) == 3
        finally:
            for pair in pairs:
                for one in pair:
                    one.close()

    asyncio.run(fill())
    assert LINES_OF_ONE < LINES_AT_ONCE


def test_lines_of_a_proxy_are_counted_by_its_clients() -> None:
    async def fill() -> None:
        lines = Lines(most=10, of_one=2, proxies=proxies(["10.0.0.1"]))
        with ExitStack() as stack:

            def arrive(port: int, client: str) -> socket.socket:
                ours, theirs = (stack.enter_context(one) for one in socket.socketpair())
                peer = ("10.0.0.1", port)
                assert lines.arrived(ours, peer), "the proxy itself may have as many as there are"
                assert lines.proxy(peer) == "10.0.0.1"
                lines.belongs(lines.of(peer), "10.0.0.1", [(b"x-forwarded-for", client.encode())])
                return theirs

            others = [arrive(port, f"198.51.100.{port}") for port in range(4)]
            greedy = [arrive(10 + number, "192.0.2.1") for number in range(4)]
            soon = time.monotonic() + 0.2
            assert [is_cut(line, soon) for line in greedy] == [True, True, False, False]
            assert not any(is_cut(line, soon) for line in others)
            assert lines.proxy(("192.0.2.1", 1)) == "", "anybody else's word is not asked for"

    asyncio.run(fill())


def test_an_answer_is_sent_without_waiting_for_the_piece_before() -> None:
    """asyncio does so for the lines of a listener that says its protocol."""

    async def accepted() -> int:
        with Listener(socket.AF_INET, Lines(10)) as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            with socket.create_connection(listener.getsockname()):
                line, _ = listener.accept()
                with line:
                    return line.proto

    assert asyncio.run(accepted()) == socket.IPPROTO_TCP
