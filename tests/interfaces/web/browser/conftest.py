"""The browser for the tests of this folder; those beside it need none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from support.browsing import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; not for longer than a module, since no other event loop runs beside it."""
    with chromium() as one:
        yield one
