"""What the tests share: the example folders and ways to change them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ("support.whole_run",)

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "data_examples" / "jiangxi-2023"
MINIMAL = ROOT / "data_examples" / "minimal"
LONGEST_NAMING_BYTES = 24


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew from what is found")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """The name of a case given as the bytes of a file: they may tell the time, and processes must agree on it."""
    return argname if isinstance(val, bytes) and len(val) > LONGEST_NAMING_BYTES else None


@pytest.fixture(autouse=True)
def _process_as_it_was() -> Iterator[None]:
    """Fails where a test leaves this process other than it found it: the next one would answer for it."""
    before = _process()
    yield
    left = _process()
    os.umask(before["umask"])
    assert left == before


def _process() -> dict[str, Any]:
    os.umask(umask := os.umask(0o077))
    return {"umask": umask, "folder": Path.cwd(), "temporary folder": tempfile.gettempdir()}


@pytest.fixture
def minimal(tmp_path: Path) -> Path:
    """A copy of the minimal campaign that a test may spoil."""
    return Path(shutil.copytree(MINIMAL, tmp_path / "minimal"))


@pytest.fixture
def edited(minimal: Path) -> Callable[[str, str, str], Path]:
    """A function that replaces text in a file of the minimal campaign and returns the campaign's folder."""

    def edit(file: str, old: str, new: str) -> Path:
        path = minimal / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return minimal

    return edit
