"""Programs that no test runs take from the house and from the tests only what is there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import ROOT

FILES = sorted([*ROOT.glob("benchmarks/**/*.py"), *ROOT.glob("docs/*.py"), *ROOT.glob("bundle/*.py")])
FILES = [file for file in FILES if "node_modules" not in file.parts]
HOUSE = ("generator", "tests")


def borrowed(text: str) -> Iterator[tuple[str, str]]:
    """Module and name of each import from the house."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in HOUSE:
            yield from ((f"{node.module}", alias.name) for alias in node.names)


def lacking(text: str) -> list[str]:
    """The names that are not there."""
    return [f"{module}.{name}" for module, name in borrowed(text) if not _is_there(module, name)]


def _is_there(module: str, name: str) -> bool:
    found = import_module(module)
    return hasattr(found, name) or (hasattr(found, "__path__") and find_spec(f"{module}.{name}") is not None)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_name_that_is_borrowed_is_there(file: Path) -> None:
    assert lacking(file.read_text(encoding="utf-8")) == []


def test_names_are_borrowed_and_a_lost_one_is_noticed() -> None:
    assert sum(len(list(borrowed(file.read_text(encoding="utf-8")))) for file in FILES) > 50
    assert lacking("from tests.support.load import bear, share\n") == ["tests.support.load.share"]
