"""docs/security.md promises nothing that no test shows."""

from __future__ import annotations

import ast
import re

from conftest import ROOT

TEXT = (ROOT / "docs/security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)


def test_every_test_that_is_named_exists() -> None:
    assert len(NAMED) > 30
    missing = []
    for file, name in NAMED:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        if name not in {
            node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }:
            missing.append(f"{file}::{name}")
    assert missing == []


def test_every_threat_names_its_proof() -> None:
    section = TEXT.split("## Threats")[1].split("## Limits")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ") and not line.startswith("| threat")]
    assert len(rows) >= 25
    assert [row for row in rows if "`tests/" not in row] == []
