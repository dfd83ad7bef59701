"""Debian's Chromium, signed in at a running service, and what a person does in it with the keyboard alone."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, Page, TimeoutError, expect, sync_playwright
from support.services import Running

CHROMIUM = "/usr/bin/chromium"
PATIENCE_MS = 240_000  # a build on a busy machine
MOST_STOPS = 80


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, without a window."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def signed_in(browser: Browser, service: Running, width: int = 1280, height: int = 800) -> Iterator[Page]:
    """A page at the service's start, opened with the printed link, in a window of this many CSS pixels."""
    with browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True) as context:
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("requestfailed", lambda request: wrong.append(f"{request.url} {request.failure}"))
        page.goto(service.link)
        page.wait_for_url(f"{service.address}/")
        yield page
        assert [one for one in wrong if "ERR_ABORTED" not in one and "ERR_INTERNET_DISCONNECTED" not in one] == []


def node() -> str:
    """The Node that Playwright brings: the program that runs JavaScript outside a browser."""
    program, _ = compute_driver_executable()
    return program


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so."""
    passed = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(() => { const one = document.activeElement;"
            " return one.getAttribute('aria-label') || (one.labels?.[0] || one).innerText || ''; })()"
        )
        passed.append(focused.strip())
        if name in focused:
            return
    raise AssertionError(f"Tab never comes to {name!r}, but to {passed}")


def enter(page: Page) -> None:
    """Press Enter on what leads to another page, and wait for that."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, label: str, option: str, until: Literal["commit", "load"] = "load") -> None:
    """Choose an option that leads to another page at once, and wait for that: a click could still meet the old one."""
    with page.expect_navigation(wait_until=until):
        page.get_by_label(label).select_option(option)


def choose_by_enter(page: Page, files: Sequence[Path]) -> None:
    """Press Enter on what opens the dialog for files, again where nothing came of it, and choose these."""
    for last in (False, False, False, False, True):
        try:
            with page.expect_file_chooser(timeout=PATIENCE_MS / 16) as chooser:
                page.keyboard.press("Enter")
            chooser.value.set_files(files)
        except TimeoutError:
            if last:
                raise
        else:
            return


def until(page: Page, script: str) -> None:
    """Wait until the script tells true; the page's own policy lets no page poll for us."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(script):
        assert time.monotonic() < deadline, script
        page.wait_for_timeout(100)
