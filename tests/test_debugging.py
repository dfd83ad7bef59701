"""Every command of docs/debugging.md does what the page says, on a copy of the repository with one change."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from needs import OWNERS, owners_needed
from PIL import Image
from support import poppler, qpdf, repository
from support.commands import answers, commands

PAGE = ROOT / "docs/debugging.md"
CHANGE = ("铣工班班长", "铣工班组长")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a change since its last commit: a word of the minimal campaign."""
    place = tmp_path_factory.mktemp("repository")
    for name in ("generator", "templates", "data_examples/minimal", "data_examples/starter"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "data_examples/jiangxi-2023").symlink_to(ROOT / "data_examples/jiangxi-2023")
    git = repository.git
    git(place, "init", "--quiet")
    git(place, "add", "--all")
    git(place, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "before")
    file = place / "data_examples/minimal/applications/NC-001.yaml"
    text = file.read_text(encoding="utf-8")
    assert CHANGE[0] in text
    file.write_text(text.replace(*CHANGE), encoding="utf-8")
    return place


def test_what_the_page_starts_is_installed_for_this_test() -> None:
    words = {word for block in commands(PAGE) for word in block.split()}
    started = {owner for owner, (programs, _) in OWNERS.items() if words & {*programs}}
    assert started == {owner.__name__ for owner in (poppler, qpdf, repository)}
    assert started <= owners_needed([__file__])


def test_its_commands_answer_what_is_asked(place: Path) -> None:
    blocks = commands(PAGE)
    environment = os.environ | {"PYTHONPATH": str(place)}
    page, reference, keys, read, received, files, word, pdf, slow = answers(blocks, place, environment)

    pictures = [Image.open(place / name).convert("L") for name in ("out/page-2.png", "out/reference-page-2.png")]
    assert pictures[0].size == pictures[1].size
    assert all(len(picture.getcolors(256) or ()) > 2 for picture in pictures), "not blank"
    assert (page, reference) == ("", "")
    assert "key: lead_post" in keys
    assert "cell='T3'" in read
    assert "form1/form1.html" in received
    assert "总装车间内饰一班班长" in received
    assert sorted(line.rsplit(".", 1)[1] for line in files.splitlines()) == ["docx differ", "json differ", "pdf differ"]
    assert all(f"{sign} " in word for sign in "<>")
    assert CHANGE[1] in word
    assert "> Tj" in pdf
    assert "generator/pipeline.py" in slow


@pytest.mark.parametrize("wrong", ["false", "ls nowhere", "false | true", "true; wuxiao; diff a a", "diff a nowhere"])
def test_a_command_that_fails_is_told(wrong: str, tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(AssertionError):
        list(answers([f"{wrong}\ntrue\n"], tmp_path, os.environ))


def test_a_diff_may_find_something(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a\n", encoding="utf-8")
    (tmp_path / "b").write_text("b\n", encoding="utf-8")
    assert list(answers(["diff a b\necho on\n"], tmp_path, os.environ)) == ["1c1\n< a\n---\n> b\non\n"]


def test_a_block_that_nobody_runs_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```python\nprint()\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError):
        commands(page)
