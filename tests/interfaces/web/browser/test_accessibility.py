"""Every page for everybody: axe-core finds nothing wrong, and nothing has to be scrolled sideways."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT
from playwright.sync_api import Browser, Page
from support.browsing import signed_in
from support.by_recommender import EXAMPLE, numbers_of, workbook_of
from support.services import Running, files_of, multipart

SERIOUS = frozenset({"serious", "critical"})
EVERY_RULE: dict[str, object] = {"rules": {"target-size": {"enabled": True}}}
RULES_OF_LAYOUT: dict[str, object] = {"runOnly": ["color-contrast", "scrollable-region-focusable", "target-size"]}
# CSS pixels: a window of 1280 as it is, at 200 %, at 400 % (or a telephone). The other rules judge what stays.
WIDTHS = {1280: EVERY_RULE, 640: RULES_OF_LAYOUT, 320: RULES_OF_LAYOUT}
BEYOND = """() => {
    document.querySelectorAll("main details").forEach((one) => { one.open = true; });
    const lists = document.querySelectorAll(".steps li, main .problems, main .equal > li, main .strip");
    return [...lists].filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map((one) => one.outerHTML.slice(0, 200));
}"""


@pytest.fixture(scope="module")
def addresses(service: Running, campaign: str, build: str) -> Iterator[dict[str, str]]:
    """Every page there is, by what it shows."""
    broken = service.upload(files_of(ROOT / "data_examples/broken/several-at-once")).json["id"]
    empty = service.upload(files_of(ROOT / "data_examples/starter")).json["id"]
    running = service.send(f"/api/v1/campaigns/{campaign}/builds", {}).json["id"]
    stopped = service.send(f"/api/v1/campaigns/{campaign}/builds", {}).json["id"]
    service.ask("POST", f"/api/v1/campaigns/{campaign}/builds/{stopped}/cancel")
    here, built = f"/campaigns/{campaign}", build.removeprefix("/api/v1")
    yield {
        "progress": f"{here}/builds/{running}",  # first: it does not last
        "home": "/",
        "new": "/new",
        "notice": f"{here}/notice",
        "settings": f"{here}/settings",
        "wrong settings": f"/campaigns/{broken}/settings",
        "wording": f"{here}/wording",
        "remove": f"{here}/remove",
        "files": here,
        "history": f"{here}/history",
        **collecting(service),
        "check": f"/campaigns/{broken}/check",
        "state": f"{here}/check",
        "build": f"{here}/builds",
        "search for projects": f"{here}/builds?asked=true&find=1",
        "build of what is sound": f"/campaigns/{broken}/builds",
        "search in results": f"{built}?find=NC",
        "cancelled": f"{here}/builds/{stopped}",
        "results": f"{built}?kind=form1",
        "wall": f"{built}?kind=certificate",
        "review": f"{here}/review",
        "nothing to review": f"/campaigns/{empty}/review",
        "publicity": f"{here}/publicity",
        "bulletin": f"{here}/bulletin",
        "certificates": f"{here}/certificates",
        "printing": f"{here}/certificates/printing",
        "verifying": f"{here}/certificates/verify",
        "archive": f"{here}/archive",
        "interface": "/interface",
        "login": "/login",
        "refused": "/nowhere",
        "started": "",
    }
    service.ask("DELETE", f"/api/v1{here}/builds/{running}")


def collecting(service: Running) -> dict[str, str]:
    """The pages of a campaign for which something has come in, and something waits."""
    made = service.upload({name: (EXAMPLE / name).read_bytes() for name in ("campaign.yaml", "notice.yaml")}).json
    here, name = f"/campaigns/{made['id']}", "赣州市总工会"
    returned = ROOT / f"data_examples/returned/{name}.zip"
    waiting = {"填报表.xlsx": workbook_of(name, {numbers_of(name)[0]: {"项目名称": "改过"}}), "照片.jpg": b"x"}
    for files in ({returned.name: returned.read_bytes()}, waiting):
        kind, body = multipart(files)
        answer = service.ask("POST", f"{here}/arrivals", body, Content_Type=kind, Origin=service.address)
        assert answer.status == 303
    board = service.ask("GET", here).body.decode()
    own = re.search(rf'href="({here}/recommenders/[0-9a-f]+)">{name}', board)
    assert own
    return {
        "board": here,
        "recommender": own.group(1),
        "all files": f"{here}/files",
        "questions": f"{here}/questions",
        "arrival": answer.headers["location"],
    }


def test_axe_finds_nothing_serious_on_any_page_at_any_width(
    service: Running, browser: Browser, addresses: dict[str, str]
) -> None:
    wrong: dict[tuple[str, int, str], str] = {}
    with signed_in(browser, service) as page:
        for name, address in addresses.items():
            open_(page, service, address)
            wrong |= wrong_on(page, name)
    assert wrong == {}


def wrong_on(page: Page, name: str) -> dict[tuple[str, int, str], str]:
    """What is wrong with the page at any width: name, width and rule, with the element."""
    wrong = {}
    for width, rules in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options=rules).response["violations"]
        wrong |= {(name, width, one["id"]): one["nodes"][0]["html"] for one in found if one["impact"] in SERIOUS}
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong[name, width, "scrolls sideways"] = ""
        if beyond := page.evaluate(BEYOND):
            wrong[name, width, "sticks out"] = beyond[0]
    return wrong


def open_(page: Page, service: Running, address: str) -> None:
    """Go there; the page after signing in goes on by itself, which is kept from it."""
    if not address:
        page.route(f"{service.address}/", lambda route: route.fulfill(status=204))
        address = service.link.removeprefix(service.address)
    page.goto(service.address + address)


def test_axe_would_find_something(browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content("<html><body><img src='x.png'><p style='color: #ccc; background: #fff'>pale</p></body></html>")
        found = {one["id"] for one in Axe().run(page).response["violations"] if one["impact"] in SERIOUS}
    assert {"image-alt", "color-contrast"} <= found
