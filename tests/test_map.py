"""CONTRIBUTING's map of what is looked for leads to a file, and there to the words that it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT

ROW = re.compile(r"^\| ([^|]+) \| `([^`|]+)` \| `([^`|]+)` \|$", re.MULTILINE)
MAP = ROW.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
LOOKED_FOR = ("a certificate's wording", "Form 1's third row", "the text stream of a PDF's page written")


def is_there(file: str, words: str, root: Path = ROOT) -> bool:
    """Whether the file holds the words."""
    path = root / file
    return path.is_file() and words in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("question", "file", "words"), MAP, ids=[row[0] for row in MAP])
def test_what_is_looked_for_is_there(question: str, file: str, words: str) -> None:
    assert is_there(file, words), f"{question}: {words!r} is not in {file}"


def test_the_map_answers_what_a_newcomer_asks_first() -> None:
    assert len(MAP) > 12
    assert all(any(question.startswith(asked) for question, _, _ in MAP) for asked in LOOKED_FOR)


def test_a_wrong_place_would_be_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("here", encoding="utf-8")
    assert is_there("a.py", "here", tmp_path)
    assert not is_there("a.py", "elsewhere", tmp_path)
    assert not is_there("b.py", "here", tmp_path)
