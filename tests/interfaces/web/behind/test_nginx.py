"""The service behind a real nginx, with the site file of the docs: over TLS, below a sub-path, for large files too."""

from __future__ import annotations

import http.client
import json
import random
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import sync_playwright
from support.browsing import CHROMIUM, PATIENCE_MS
from support.nginx import nginx
from support.offices_behind import FORM, PASSWORD, behind
from support.services import Answer, Running, files_of, free_port, multipart
from support.small_campaign import write_small_campaign

from generator.interfaces.web.front.self_signed import certificate_files, see_to_certificate

LARGE = random.Random(7).randbytes(20_000_000)
PIECE = 8_000_000


@dataclass(frozen=True)
class Front:
    """The service as somebody sees it through nginx."""

    port: int
    certificate: Path
    service: Running
    cookie: str = ""

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}/wuxiao"

    def line(self, method: str, path: str, body: bytes = b"", kind: str = "") -> http.client.HTTPSConnection:
        """A request that has been sent; TLS is verified."""
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        line = http.client.HTTPSConnection("localhost", self.port, timeout=120, context=trusting)
        headers = {"Content-Type": kind, "Cookie": self.cookie, "Origin": f"https://localhost:{self.port}"}
        line.request(method, path, body, {name: value for name, value in headers.items() if value})
        return line

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Answer:
        line = self.line(method, path, body, kind)
        answer = line.getresponse()
        found = Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        line.close()
        return found


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder, port = tmp_path_factory.mktemp("front"), free_port()
    see_to_certificate(folder, {"localhost"})
    certificate, key = certificate_files(folder)
    with behind(folder, f"https://localhost:{port}/wuxiao") as office:
        service = office.service
        with nginx(folder, port, service.port, certificate, key):
            stranger = Front(port, certificate, service)
            login = stranger.ask("POST", "/wuxiao/login", urlencode({"password": PASSWORD}).encode(), FORM)
            assert login.status == 303, login
            assert login.headers["location"] == "/wuxiao/"
            yield Front(port, certificate, service, login.headers["set-cookie"].partition(";")[0])


@pytest.fixture(scope="module")
def campaign(front: Front, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = write_small_campaign(tmp_path_factory.mktemp("campaign") / "活动", 2)
    kind, body = multipart(files_of(folder))
    answer = front.ask("POST", "/wuxiao/api/v1/campaigns", body, kind)
    assert answer.status == 201, answer
    return str(answer.json["id"])


def test_nobody_gets_in_without_the_password(front: Front) -> None:
    stranger = Front(front.port, front.certificate, front.service)
    assert stranger.ask("GET", "/wuxiao/").status == 401
    assert stranger.ask("GET", "/wuxiao").status in (301, 308)
    assert stranger.ask("GET", "/wuxiao/readyz").json == {"ok": True}
    assert front.ask("GET", "/wuxiao/").status == 200


def test_large_files_come_in_in_pieces_and_whole(front: Front, campaign: str) -> None:
    here, list_ = f"/wuxiao/campaigns/{campaign}/arrivals", {"files": [{"path": "扫描件.bin", "bytes": len(LARGE)}]}
    begun = front.ask("POST", f"{here}/pieces", json.dumps(list_).encode(), "application/json")
    upload = begun.json["upload"]
    for at in range(0, len(LARGE), PIECE):
        piece = LARGE[at : at + PIECE]
        sent = front.ask("POST", f"{here}/{upload}/pieces/0?at={at}", piece, "application/octet-stream")
        assert sent.json["received"] == at + len(piece)
    go = front.ask("POST", f"{here}/{upload}/whole").json["go"]
    assert go.startswith(f"/wuxiao/campaigns/{campaign}")
    assert front.ask("GET", go).status == 200
    kind, body = multipart({"另一个.bin": LARGE})
    whole = front.ask("POST", f"/wuxiao/campaigns/{campaign}/arrivals", body, kind)
    assert whole.status == 303
    assert whole.headers["location"].startswith("/wuxiao/campaigns/")
    kept = list((front.service.folder / "campaigns" / campaign).rglob("*"))
    assert sum(path.is_file() and path.stat().st_size == len(LARGE) for path in kept) >= 2


def test_a_build_is_followed_while_it_goes_on_and_downloaded(front: Front, campaign: str) -> None:
    order = json.dumps({"kinds": ["form1", "notice"], "formats": ["pdf"]}).encode()
    build = front.ask("POST", f"/wuxiao/api/v1/campaigns/{campaign}/builds", order, "application/json").json
    api = f"/wuxiao/api/v1/campaigns/{campaign}/builds/{build['id']}"
    line = front.line("GET", f"{api}/events")
    with line.getresponse() as events:
        states = [json.loads(one[6:])["state"] for one in events if one.startswith(b"data: ")]
    line.close()
    assert states[-1] == "done"
    assert states[0] in ("waiting", "running"), "the first answer waits for nothing"
    zipped = front.ask("GET", f"{api}/zip")
    assert zipped.body[:2] == b"PK"
    own = {"Host": f"localhost:{front.port}", "Authorization": "", "Cookie": front.cookie}
    direct = front.service.ask("GET", f"{api.removeprefix('/wuxiao')}/zip", **own)
    assert direct.body == zipped.body


def test_chromium_goes_all_the_way(front: Front, campaign: str, tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("invented", encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(ignore_https_errors=True, accept_downloads=True)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("response", lambda one: wrong.append(one.url) if not one.url.startswith(front.address) else None)
        page.goto(f"{front.address}/campaigns/{campaign}")
        page.fill("[type=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("#upload")
        assert page.url == f"{front.address}/campaigns/{campaign}"
        page.set_input_files("#upload input[type=file] >> nth=0", tmp_path / "说明.txt")
        page.wait_for_url(f"{front.address}/campaigns/{campaign}*/**")
        page.goto(f"{front.address}/campaigns/{campaign}/builds")
        page.click("form.order button.primary")
        page.wait_for_selector("text=下载全部")
        with page.expect_download() as started:
            page.click("text=下载全部 >> nth=0")
        assert Path(started.value.path()).read_bytes()[:2] == b"PK"
        page.goto(f"{front.address}/")
        page.click("text=退出")
        page.wait_for_selector("[type=password]")
        browser.close()
    assert wrong == []
