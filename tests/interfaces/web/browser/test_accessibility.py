"""Every page for everybody: axe-core finds nothing wrong, and nothing has to be scrolled sideways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT
from playwright.sync_api import Browser, Page
from support.browsing import signed_in
from support.services import Running, files_of

SERIOUS = frozenset({"serious", "critical"})
EVERY_RULE: dict[str, object] = {"rules": {"target-size": {"enabled": True}}}
RULES_OF_LAYOUT: dict[str, object] = {"runOnly": ["color-contrast", "scrollable-region-focusable", "target-size"]}
# CSS pixels: a window of 1280 as it is, at 200 %, at 400 % (or a telephone). The other rules judge what stays.
WIDTHS = {1280: EVERY_RULE, 640: RULES_OF_LAYOUT, 320: RULES_OF_LAYOUT}


@pytest.fixture(scope="module")
def addresses(service: Running, campaign: str, build: str) -> Iterator[dict[str, str]]:
    """Every page there is, by what it shows."""
    broken = service.upload(files_of(ROOT / "data_examples/broken/several-at-once")).json["id"]
    running = service.send(f"/api/v1/campaigns/{campaign}/builds", {}).json["id"]
    stopped = service.send(f"/api/v1/campaigns/{campaign}/builds", {}).json["id"]
    service.ask("POST", f"/api/v1/campaigns/{campaign}/builds/{stopped}/cancel")
    here, built = f"/campaigns/{campaign}", build.removeprefix("/api/v1")
    yield {
        "progress": f"{here}/builds/{running}",  # first: it does not last
        "home": "/",
        "files": here,
        "check": f"/campaigns/{broken}/check",
        "state": f"{here}/check",
        "build": f"{here}/builds",
        "cancelled": f"{here}/builds/{stopped}",
        "results": f"{built}?kind=form1",
        "wall": f"{built}?kind=certificate",
        "interface": "/interface",
        "login": "/login",
        "refused": "/nowhere",
        "started": "",
    }
    service.ask("DELETE", f"/api/v1{here}/builds/{running}")


def test_axe_finds_nothing_serious_on_any_page_at_any_width(
    service: Running, browser: Browser, addresses: dict[str, str]
) -> None:
    wrong: dict[tuple[str, int, str], str] = {}
    with signed_in(browser, service) as page:
        for name, address in addresses.items():
            open_(page, service, address)
            for width, rules in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": 800})
                found = Axe().run(page, options=rules).response["violations"]
                wrong |= {
                    (name, width, one["id"]): one["nodes"][0]["html"] for one in found if one["impact"] in SERIOUS
                }
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    wrong[name, width, "scrolls sideways"] = ""
    assert wrong == {}


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
