"""Under a sub-path behind a proxy every page, form, redirect and answer stays below it, and nobody else is believed."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from support.offices_behind import PASSWORD, Behind, addresses, behind, is_below, leaving
from support.services import files_of, running

from generator.interfaces.web.front.below import linked, without

PUBLIC = "https://oa.example/wuxiao"
DOWNLOAD = re.compile(r"/(api|static)/|/files/|[.](zip|png|xlsx|docx|pdf)$")  # they hold no links


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    with behind(tmp_path_factory.mktemp("behind"), PUBLIC) as one:
        yield one.signed_in()


@pytest.fixture(scope="module")
def kept(office: Behind, folder: Path) -> str:
    """The path of a campaign that has a finished build."""
    answer = office.upload("/wuxiao/import", files_of(folder))
    assert answer.status == 303, answer
    campaign = answer.headers["location"].partition("?")[0]
    order = office.fill(f"{campaign}/builds", {"kinds": "notice", "formats": "pdf"})
    assert order.status == 303, order
    events = office.ask("GET", order.headers["location"].replace("/wuxiao/", "/wuxiao/api/v1/") + "/events")
    assert '"done"' in events.body.decode().split("data: ")[-1]
    return campaign


def test_every_page_of_a_campaign_leads_only_below_the_sub_path(office: Behind, kept: str) -> None:
    waiting, seen, wrong = [f"{PUBLIC}/", f"{PUBLIC}/login", f"{PUBLIC}{kept.removeprefix('/wuxiao')}"], set(), {}
    while waiting:
        at = waiting.pop()
        if at in seen or not is_below(at, PUBLIC):
            continue
        seen.add(at)
        answer = office.ask("GET", urlsplit(at)._replace(scheme="", netloc="").geturl())
        if "location" in answer.headers:
            assert is_below(urljoin(at, answer.headers["location"]), PUBLIC), at
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        page = answer.body.decode()
        assert int(answer.headers["content-length"]) == len(answer.body)
        if found := leaving(page, at, PUBLIC):
            wrong[at] = found
        waiting += [one for one in addresses(page, at) if not DOWNLOAD.search(one)]
    assert not wrong
    assert len(seen) > 20, seen


def test_a_link_out_of_the_sub_path_would_be_noticed() -> None:
    page = '<a href="/campaigns">1</a><a href="/wuxiao/new">2</a><form action="builds"></form><p data-other="/x">'
    assert leaving(page, f"{PUBLIC}/a/b", PUBLIC) == ["https://oa.example/campaigns", "https://oa.example/x"]
    assert leaving('<meta content="0; url=/wuxiaox">', PUBLIC, PUBLIC) == ["https://oa.example/wuxiaox"]


def test_what_somebody_typed_is_no_link() -> None:
    text = b'<p>&#34; href=&#34;/a href=/b</p><textarea> href="</textarea>'
    assert linked(b"/wuxiao", text) == text
    assert (
        linked(b"/wuxiao", b'<a href="/a"><a href="//b"><a href="c">')
        == b'<a href="/wuxiao/a"><a href="//b"><a href="c">'
    )


@pytest.mark.parametrize("strips", [True, False])
def test_a_proxy_may_take_the_sub_path_off_or_leave_it(office: Behind, kept: str, strips: bool) -> None:
    start = "" if strips else "/wuxiao"
    page = office.ask("GET", start + kept.removeprefix("/wuxiao") + "/notice")
    assert page.status == 200
    assert not leaving(page.body.decode(), f"{PUBLIC}/", PUBLIC)
    moved = office.fill(f"{start}{kept.removeprefix('/wuxiao')}/rename", {"name": "改过的名称"})
    assert moved.headers["location"].startswith(f"{kept}/settings")


def test_only_the_whole_word_is_taken_for_the_sub_path() -> None:
    assert without("/wuxiao", "/wuxiao") == "/"
    assert without("/wuxiao", "/wuxiao/new") == "/new"
    assert without("/wuxiao", "/wuxiaox/new") == "/wuxiaox/new"


def test_the_cookie_belongs_to_the_sub_path_and_to_tls(office: Behind) -> None:
    said = office.fill("/wuxiao/login", {"password": PASSWORD}).headers["set-cookie"]
    assert said.startswith("__Secure-wuxiao-")
    assert {"Secure", "Path=/wuxiao", "HttpOnly", "SameSite=strict"} <= set(said.split("; "))
    left = office.signed_in()
    gone = left.ask("POST", "/wuxiao/logout")
    assert {"Secure", "Path=/wuxiao", "Max-Age=0"} <= set(gone.headers["set-cookie"].split("; "))
    assert left.ask("GET", "/wuxiao/").status == 401


def test_at_the_root_of_its_host_the_cookie_belongs_to_the_host(tmp_path: Path) -> None:
    with behind(tmp_path, "https://oa.example:8443") as one:
        said = one.fill("/login", {"password": PASSWORD}).headers["set-cookie"]
        assert said.startswith("__Host-wuxiao-")
        assert "Path=/;" in said
        assert one.ask("GET", "/healthz").status == 200
        assert one.ask("GET", "/login", Host="oa.example").status == 421


def test_who_lost_the_session_comes_back_to_the_page(office: Behind, kept: str) -> None:
    stranger = Behind(office.service, PUBLIC)
    page = stranger.ask("POST", f"{kept}/rename", Referer=f"https://oa.example{kept}/settings").body.decode()
    within = kept.removeprefix("/wuxiao")
    assert f'value="{within}/settings"' in page
    back = stranger.fill("/wuxiao/login", {"password": PASSWORD, "then": f"{within}/settings"})
    assert back.headers["location"] == f"{kept}/settings"


def test_the_description_for_programs_names_the_sub_path(office: Behind) -> None:
    assert json.loads(office.ask("GET", "/wuxiao/openapi.json").body)["servers"] == [{"url": "/wuxiao"}]


def test_what_the_script_gets_leads_below_the_sub_path_too(office: Behind, kept: str) -> None:
    begun = office.ask(
        "POST", f"{kept}/arrivals/pieces", json.dumps({"files": [{"path": "a.txt", "bytes": 1}]}).encode(),
        Content_Type="application/json",
    )  # fmt: skip
    upload = begun.json["upload"]
    assert office.ask("POST", f"{kept}/arrivals/{upload}/pieces/0?at=0", b"a").status == 200
    assert office.ask("POST", f"{kept}/arrivals/{upload}/whole").json["go"].startswith(kept)
    form = office.ask("POST", f"{kept}/settings/preview", b"", Content_Type="application/x-www-form-urlencoded")
    if form.status == 200:
        assert all(one.startswith(f"{kept}/trials/") for one in form.json["drawn"])


def test_only_the_public_address_is_taken_for_the_own(office: Behind) -> None:
    here = f"127.0.0.1:{office.service.port}"
    assert office.ask("GET", "/wuxiao/", Host="oa.example:443").status == 200
    assert office.ask("GET", "/wuxiao/", Host=here).status == 421
    assert office.ask("GET", "/wuxiao/", Host=here, X_Forwarded_Host="oa.example").status == 200
    assert office.ask("GET", "/wuxiao/", X_Forwarded_Host="evil.example").status == 421
    assert office.ask("GET", "/wuxiao/", X_Forwarded_Proto="http").status == 421
    assert office.ask("POST", "/wuxiao/logout", Origin="http://oa.example").status == 403
    assert office.ask("POST", "/wuxiao/logout", Origin=f"http://{here}").status == 403


def test_forwarded_headers_of_anybody_else_are_ignored(tmp_path: Path) -> None:
    with behind(tmp_path, PUBLIC, "--trusted-proxy", "203.0.113.0/24") as trusting:
        assert trusting.ask("GET", "/login", Host="x", X_Forwarded_Host="oa.example").status == 200
    password = tmp_path / "password"
    (tmp_path / "own").mkdir()
    guard = ("--public-url", PUBLIC, "--trusted-proxy", "203.0.113.0/24", "--password-file", str(password))
    with running(tmp_path / "own", *guard) as one:
        other = Behind(one, PUBLIC)
        assert other.ask("GET", "/login", Host="x", X_Forwarded_Host="oa.example").status == 421
        assert other.ask("GET", "/login", X_Forwarded_Proto="http").status == 200


def test_guesses_are_counted_by_client_and_not_by_proxy(tmp_path: Path) -> None:
    with behind(tmp_path, PUBLIC) as one:
        guesser, honest = Behind(one.service, PUBLIC, "198.51.100.66"), Behind(one.service, PUBLIC, "198.51.100.7")
        for number in range(3):
            # what a client writes before the proxy's own word is not believed
            made_up = f"192.0.2.{number}, 198.51.100.66"
            assert guesser.fill("/wuxiao/login", {"password": "guess"}, X_Forwarded_For=made_up).status == 403
        began = time.monotonic()
        assert honest.fill("/wuxiao/login", {"password": PASSWORD}).status == 303
        at_once = time.monotonic() - began
        assert guesser.fill("/wuxiao/login", {"password": PASSWORD}).status == 303
        assert at_once < 0.9 < time.monotonic() - began - at_once
