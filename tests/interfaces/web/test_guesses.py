"""Guessing passwords: it gets slow for the guesser, tells nothing by its time, and slows nobody else."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest
from support.bystanders import bystanders
from support.measured import Measured
from support.pace import pace_by_the_clock
from support.services import Running, running

from generator.interfaces.web.guesses import (
    FORGOTTEN_SECONDS,
    FREE_OF_ALL,
    FREE_OF_ONE,
    LONGEST_OF_ALL,
    LONGEST_OF_ONE,
    MOST_ADDRESSES,
    WAITING_OF_ALL,
    WAITING_OF_ONE,
    Guesses,
    network_of,
)
from generator.interfaces.web.refusals import RefusedError

PASSWORD = "correct horse battery"
GUESSERS, EACH = 50, 20


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with a password."""
    folder: Path = tmp_path_factory.mktemp("guarded")
    (folder / "password").write_text(PASSWORD, encoding="utf-8")
    (folder / "password").chmod(0o600)
    with running(folder, "--password-file", str(folder / "password")) as one:
        yield one


def guess(guesses: Guesses, address: str) -> None:
    async def once() -> None:
        async with guesses.turn(address) as wrong:
            wrong()

    asyncio.run(once())


def test_each_wrong_one_doubles_the_wait_and_some_minutes_forget_it() -> None:
    clock = [1000.0]
    guesses = Guesses(lambda: clock[0])
    waits = []
    for _ in range(FREE_OF_ONE + 8):
        waits.append(guesses.seconds("10.0.0.1"))
        guesses._note("10.0.0.1")
    assert waits == [*[0.0] * FREE_OF_ONE, 1, 2, 4, 8, 16, *[LONGEST_OF_ONE] * 3]
    assert guesses.seconds("10.0.0.2") == 0.0, "another address does not wait for it"
    clock[0] += FORGOTTEN_SECONDS
    assert guesses.seconds("10.0.0.1") == 0.0


def test_guesses_from_everywhere_slow_all_a_little_and_are_not_kept_for_ever() -> None:
    guesses = Guesses()
    for number in range(FREE_OF_ALL + 10):
        guesses._note(f"10.0.0.{number}")
    assert guesses.seconds("10.9.9.9") == LONGEST_OF_ALL
    for number in range(MOST_ADDRESSES + 10):
        guesses._note(f"host {number}")
    assert len(guesses._wrong) <= MOST_ADDRESSES


def test_who_waits_is_bounded_and_the_rest_is_sent_away_at_once() -> None:
    async def crowd() -> tuple[list[str], float]:
        guesses = Guesses()
        for _ in range(FREE_OF_ALL + 1):
            guesses._note("somewhere")

        async def come(number: int) -> str:
            try:
                async with guesses.turn(f"10.0.{number // WAITING_OF_ONE}.1"):
                    return "turn"
            except RefusedError as refused:
                return f"{refused.code} {time.monotonic() - started < 0.5}"

        started = time.monotonic()
        people = [asyncio.create_task(come(number)) for number in range(WAITING_OF_ALL + 20)]
        await asyncio.sleep(0.3)
        ended = [one.result() for one in people if one.done()]
        for one in people:
            one.cancel()
        await asyncio.gather(*people, return_exceptions=True)
        assert not guesses._waiting, "who goes away frees the place"
        assert not guesses._turns
        return ended, time.monotonic() - started

    ended, seconds = asyncio.run(crowd())
    assert ended == ["busy True"] * 20
    assert seconds * pace_by_the_clock() < 2


def test_an_ipv6_user_is_one_sender() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:1") != network_of("2001:db8:0:1::1")
    assert network_of("::ffff:10.1.2.3") == network_of("10.1.2.3") == "10.1.2.3"
    assert network_of("fe80::1%eth0") == network_of("fe80::2")


def login(service: Running, password: str) -> int:
    return service.send("/api/v1/session", {"password": password}).status


@pytest.mark.long
def test_a_right_password_waits_as_long_as_a_wrong_one(guarded: Running) -> None:
    for _ in range(FREE_OF_ONE + 1):
        assert login(guarded, "a guess") == 403
    seconds = {}
    for password, status in ((PASSWORD, 201), ("another guess", 403)):
        started = time.monotonic()
        assert login(guarded, password) in (status, 200)
        seconds[status] = time.monotonic() - started
    assert seconds[201] > 1.9
    assert abs(seconds[201] - seconds[403]) < 0.5 * seconds[403]


def test_a_thousand_wrong_passwords_slow_nobody_else(guarded: Running) -> None:
    _guessed(guarded)


@pytest.mark.long
def test_guessing_is_measured(guarded: Running, measured: Measured) -> None:
    seen, answers = _guessed(guarded)
    measured("service under 1,000 wrong passwords: median answer to others", round(seen, 1), "ms")
    measured("service under 1,000 wrong passwords: compared", answers[403], "passwords")


def _guessed(service: Running) -> tuple[float, Counter[int]]:
    """A thousand guesses over many connections: the median of others' answers in ms, and what the guesses got."""
    token = service.send("/api/v1/session", {"password": PASSWORD}).json.get("token", "")
    answers: Counter[int] = Counter()
    over = threading.Event()

    def try_some(number: int) -> None:
        with suppress(OSError, HTTPException):  # whoever still waits when the service ends
            for each in range(EACH):
                if not over.is_set():
                    answers[login(service, f"guess {number} {each}")] += 1

    people = [threading.Thread(target=try_some, args=(number,), daemon=True) for number in range(GUESSERS)]
    pages = ("/login", "/static/page.css", *(("/api/v1/info",) if token else ()))
    signed_in = Running(service.port, token, service.folder, service.log, service.process)
    with bystanders(signed_in, pages) as seen:
        for one in people:
            one.start()
        deadline = time.monotonic() + 20
        while answers.total() < (GUESSERS - WAITING_OF_ONE) * EACH and time.monotonic() < deadline:
            time.sleep(0.1)
        over.set()
    assert answers.keys() <= {403, 429}
    assert answers[429] > 0.9 * answers.total() > 0.9 * 800
    assert answers[403] <= 30, "few of the guesses were compared at all"
    assert seen.wrong == []
    assert seen.median_ms < 500
    return seen.median_ms, answers
