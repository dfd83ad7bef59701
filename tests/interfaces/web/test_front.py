"""Addresses that somebody writes, proxies that are believed or not, and whether work can be given to the service."""

from __future__ import annotations

import asyncio
import re
import subprocess
from pathlib import Path

import pytest
from support.services import Running

from generator.campaign.errors import UsageError
from generator.interfaces.web.front.proxies import Passed, proxies
from generator.interfaces.web.front.public import public_address
from generator.interfaces.web.front.readiness import Readiness, can_write
from generator.interfaces.web.service import Service, require_guard

TRUSTED = proxies(["127.0.0.1", "10.0.0.0/8", "fd00::/8"])
SMALL_DISK = 'mount -t tmpfs -o size=32k none "$1" && shift && exec "$@"'
TRYING = """
import sys, pathlib
from generator.interfaces.web.front.readiness import can_write
print(can_write(pathlib.Path(sys.argv[1])))
"""


@pytest.mark.parametrize(
    ("written", "origin", "sub_path"),
    [
        ("https://oa.example/wuxiao", "https://oa.example", "/wuxiao"),
        ("https://OA.example:443/wuxiao/", "https://oa.example", "/wuxiao"),
        ("https://oa.example:8443", "https://oa.example:8443", ""),
        ("https://[2001:db8::1]/a/b", "https://[2001:db8::1]", "/a/b"),
        ("https://评选.example/", "https://xn--4pvx0z.example", ""),
    ],
)
def test_a_public_address_is_what_browsers_send(written: str, origin: str, sub_path: str) -> None:
    found = public_address(written)
    assert (found.sub_path, found.scheme) == (sub_path, "https")
    assert found.origin == origin or not written.isascii()


@pytest.mark.parametrize(
    "written",
    [
        "oa.example", "ftp://oa.example", "https://", "https://a@oa.example", "https://oa.example/?a", "https://oa.example/#a",
        "https://oa.example/a//b", "https://oa.example/../a", 'https://oa.example/"', "https://oa.example:99999",
        "https://oa.example/campaigns", "https://oa.example/static/x",
    ],
)  # fmt: skip
def test_what_is_none_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="--public-url"):
        public_address(written)


def test_behind_a_proxy_a_password_and_tls_are_needed_on_a_loopback_address_too(tmp_path: Path) -> None:
    public = public_address("https://oa.example/wuxiao")
    require_guard(Service(tmp_path, public=public, password="a long password"))
    for unguarded in (
        Service(tmp_path, public=public),
        Service(tmp_path, public=public_address("http://oa.example"), password="a long password"),
        Service(tmp_path, public=public, password="a long password", host="10.1.2.3"),
    ):
        with pytest.raises(UsageError):
            require_guard(unguarded)


def passed(peer: str, **headers: str) -> Passed:
    return TRUSTED.passed(peer, [(k.replace("_", "-").lower().encode(), v.encode()) for k, v in headers.items()])


@pytest.mark.parametrize(
    ("said", "client"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("192.0.2.1, 198.51.100.7", "198.51.100.7"),
        ("192.0.2.1, 198.51.100.7, 10.1.2.3", "198.51.100.7"),
        ("198.51.100.7:5000", "198.51.100.7"),
        ("[2001:db8::1]:5000", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("10.1.2.3", "10.1.2.3"),
        ("192.0.2.1, nonsense", ""),
        ("192.0.2.1, nonsense, 10.1.2.3", "10.1.2.3"),
        ("", ""),
    ],
)
def test_the_client_is_the_last_one_who_is_no_proxy(said: str, client: str) -> None:
    assert passed("127.0.0.1", X_Forwarded_For=said).client == client
    assert passed("fd00::5", X_Forwarded_For=said).client == client
    assert passed("198.51.100.9", X_Forwarded_For=said) == Passed()


def test_the_standard_header_says_the_same() -> None:
    said = 'for=192.0.2.1, for="[2001:db8::1]:4711";proto=https;host="oa.example"'
    assert passed("127.0.0.1", Forwarded=said) == Passed("2001:db8::1", "https", "oa.example")
    assert passed("198.51.100.9", Forwarded=said) == Passed()


def test_of_two_kinds_of_headers_a_client_may_have_written_one() -> None:
    assert passed("127.0.0.1", Forwarded="for=192.0.2.1", X_Forwarded_For="198.51.100.7") == Passed()


@pytest.mark.parametrize("written", ["proxy", "10.0.0.1/8", "10.0.0.0/40", ""])
def test_what_is_no_address_of_a_proxy_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="--trusted-proxy"):
        proxies([written])


def test_who_watches_the_service_asks_without_a_login_and_learns_nothing_else(service: Running) -> None:
    for path in ("/healthz", "/readyz"):
        answer = service.ask("GET", path, Authorization="", Host="10.9.8.7")
        assert (answer.status, answer.json) == (200, {"ok": True})
    assert service.ask("GET", "/readyz/x", Authorization="", Host="10.9.8.7").status == 421


def test_every_answer_has_a_number_that_the_log_knows(service: Running) -> None:
    answer = service.ask("GET", "/interface")
    number = answer.headers["x-request-id"]
    assert number.isalpha(), "digits behind the time would be masked as a telephone number"
    assert service.ask("GET", "/interface").headers["x-request-id"] != number  # by now the first one's line is written
    assert re.search(rf"{number} GET /interface 200 \d+ ms", service.log.read_text(encoding="utf-8"))


def test_a_service_that_ends_is_not_ready(tmp_path: Path) -> None:
    async def asked() -> list[bool]:
        one = Readiness(tmp_path)
        found = [await one.is_ready()]
        one.is_ending = True
        return [*found, await one.is_ready()]

    assert asyncio.run(asked()) == [True, False]
    assert not list(tmp_path.iterdir())


def test_a_folder_that_takes_nothing_is_not_ready(tmp_path: Path) -> None:
    assert can_write(tmp_path)
    assert not can_write(tmp_path / "gone")
    own = ["unshare", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK, "sh", str(tmp_path)]
    tried = subprocess.run([*own, "python", "-c", TRYING, tmp_path], capture_output=True, text=True, check=True)
    assert tried.stdout.strip() == "False"
