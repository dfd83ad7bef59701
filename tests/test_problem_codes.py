"""docs/problems.md lists every code that the program may tell, and none besides."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

# Which argument of these calls is the code.
CALLS = {
    "error": 0,
    "warning": 0,
    "Problem": 1,
    "WrongValueError": 0,
    "RefusedError": 1,
    "Trouble": 0,
    "unknown_name": 0,
    "wrong": 0,
    "doubtful": 0,
    "Found": 0,
    "Words": 0,
    "PackageError": 2,
}
SOURCES = [
    ROOT / "generator" / part
    for part in (
        "reading",
        "checks",
        "collecting",
        "office",
        "linting",
        "rendering",
        "running/packets.py",
        "pipeline.py",
        "composing/wording",
    )
]


def codes_in(source: Path) -> Iterator[str]:
    files = sorted(source.rglob("*.py")) if source.is_dir() else [source]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (name := called(node)) in CALLS:
                place = CALLS[name]
                argument = node.args[place] if len(node.args) > place else None
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def called(node: ast.Call) -> str:
    """The name of the function or method that is called, empty where it has none."""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def test_the_documented_codes_are_those_of_the_program() -> None:
    used = {code for source in SOURCES for code in codes_in(source)}
    assert len(used) > 40
    text = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([a-z0-9/-]+)` \|", text, re.MULTILINE))
    assert documented == used
