"""Makes the pictures of the service's pages in docs/pictures/: a part of `./run pictures`.

A service of its own with the example campaign and a broken one, seen through Debian's Chromium: as on a desktop, at
200 %, on a narrow window, printed.
"""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from generator.interfaces.web.store.store import file_id
from tests.support.services import Running, files_of, running
from tests.support.signed import filled, person

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "data_examples"
CHROMIUM = "/usr/bin/chromium"
COLOURS = 128
PICTURE_WIDTH = 900  # pixels
PRINTED_DOTS_PER_INCH = 70
RECOMMENDER = "南昌市总工会"
PEOPLE = (("admin", "王管理", ""), ("office", "李办公", ""), ("recommender", "周南昌", RECOMMENDER))


@dataclass(frozen=True)
class Shot:
    """One page as a window of `width` CSS pixels shows it at `zoom`; the whole page unless `height` cuts it.

    `role` is that of the account which looks at it, none before there are accounts.
    """

    address: str
    width: int = 1280
    zoom: int = 1
    height: int = 0
    role: str = ""


SHOTS = {
    "service-progress": Shot("{running}"),  # first: it does not last
    "service-home": Shot("/"),
    "service-new": Shot("/new"),
    "service-settings": Shot("{example}/settings", height=1300),
    "service-settings-narrow": Shot("{example}/settings", 390, height=1400),
    "service-wording": Shot("{example}/wording", height=1300),
    "service-notice": Shot("{example}/notice", height=1100),
    "service-collect": Shot("{example}", height=1500),
    "service-collect-narrow": Shot("{example}", 390, height=1400),
    "service-review": Shot("{example}/review", height=1300),
    "service-publicity": Shot("{example}/publicity"),
    "service-bulletin": Shot("{example}/bulletin", height=1100),
    "service-certificates": Shot("{example}/certificates", height=1300),
    "service-archive": Shot("{example}/archive"),
    "service-history": Shot("{example}/history", height=1100),
    "service-check": Shot("{broken}/check", height=1300),
    "service-check-narrow": Shot("{broken}/check", 400, height=1400),
    "service-check-zoomed": Shot("{broken}/check", 1280, 2, height=1400),
    "service-build": Shot("{example}/builds"),
    "service-results": Shot("{built}?kind=form1", height=1100),
    "service-results-narrow": Shot("{built}?kind=form1", 400, height=1400),
    "service-wall": Shot("{built}?kind=certificate", height=1100),
    "service-interface": Shot("/interface", height=1100),
    "service-login": Shot("/login"),
    "service-refused": Shot("/campaigns/000000000000000000000000"),
}
ACCOUNTS = {  # last: from the first account on the printed link opens nothing
    "service-own": Shot("{own}", height=1300, role="recommender"),
    "service-accounts": Shot("/accounts", height=1200, role="admin"),
    "service-actions": Shot("/actions", height=900, role="admin"),
}
PRINTED = {"service-check-printed": "{broken}/check"}
NAMES = frozenset(SHOTS) | frozenset(ACCOUNTS) | frozenset(PRINTED)


def draw_service(folder: Path) -> None:
    """Write one PNG for each row of SHOTS, PRINTED and ACCOUNTS into `folder`."""
    with tempfile.TemporaryDirectory() as scratch, running(Path(scratch)) as service, _browser() as browser:
        places = _campaigns(service)
        for name, shot in SHOTS.items():
            picture = _seen(browser, service, shot, shot.address.format(**places))
            picture.save(folder / f"{name}.png", optimize=True)
        for name, address in PRINTED.items():
            with _opened(browser, service, Shot(""), address.format(**places)) as page:
                _print(page, folder / name)
        people = {role: person(service, name, role, of) for role, name, of in PEOPLE}
        filled(people["office"], f"{places['example']}/rename", people["office"].token, name="2023年五小活动")
        for name, shot in ACCOUNTS.items():
            picture = _seen(browser, people[shot.role], shot, shot.address.format(**places))
            picture.save(folder / f"{name}.png", optimize=True)


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def _campaigns(service: Running) -> dict[str, str]:
    """The addresses of what the pictures show: campaigns, a finished build and one that runs."""
    example = service.upload(files_of(EXAMPLES / "jiangxi-2023")).json["id"]
    broken = service.upload(files_of(EXAMPLES / "broken" / "several-at-once")).json["id"]
    choice = {"formats": ["docx", "pdf", "xlsx"], "recommenders": [RECOMMENDER]}
    built = service.built(example, kinds=["form1", "form2", "certificate"], **choice)
    _wait_for_counts(service)
    order = {"kinds": ["form1", "packet"], "formats": ["pdf"]}
    runs = service.send(f"/api/v1/campaigns/{example}/builds", order).json
    campaign = f"/campaigns/{example}"
    return {
        "example": campaign,
        "broken": f"/campaigns/{broken}",
        "built": f"{campaign}/builds/{built['id']}",
        "running": f"{campaign}/builds/{runs['id']}",
        "own": f"{campaign}/recommenders/{file_id(RECOMMENDER)}",
    }


def _wait_for_counts(service: Running) -> None:
    """Until the first page has looked at every campaign."""
    deadline = time.monotonic() + 120
    while "正在查看" in service.page("/") and time.monotonic() < deadline:
        time.sleep(1)


@contextmanager
def _opened(browser: Browser, service: Running, shot: Shot, address: str) -> Iterator[Page]:
    """The page, signed in, with all its pictures loaded."""
    size = {"width": shot.width // shot.zoom, "height": (shot.height or 800) // shot.zoom}
    with browser.new_context(viewport=size, device_scale_factor=shot.zoom) as context:
        page = context.new_page()
        if shot.role:
            context.add_cookies([{"name": f"wuxiao-{service.port}", "value": service.token, "url": service.address}])
        else:
            page.goto(service.link)
            page.wait_for_url(f"{service.address}/")
        page.goto(service.address + address)
        if shot.address != "{running}":
            page.wait_for_load_state("networkidle")
        yield page


def _seen(browser: Browser, service: Running, shot: Shot, address: str) -> Image.Image:
    with _opened(browser, service, shot, address) as page:
        if shot.address == "{running}":
            page.locator("[data-stage]", has_text=re.compile("已完成[1-9]")).wait_for(timeout=300_000)
        taken = page.screenshot(full_page=not shot.height, animations="disabled")
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    if picture.width > PICTURE_WIDTH:
        picture = picture.resize((PICTURE_WIDTH, round(picture.height * PICTURE_WIDTH / picture.width)))
    return picture.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)


def _print(page: Page, target: Path) -> None:
    """The first sheet that the browser prints of the page, as `target`.png."""
    pdf = target.with_suffix(".pdf")
    page.pdf(path=pdf, prefer_css_page_size=True)
    options = ["-r", str(PRINTED_DOTS_PER_INCH), "-gray", "-f", "1", "-l", "1", "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *options, str(pdf), str(target)], check=True)
    pdf.unlink()
