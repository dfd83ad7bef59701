"""What CONTRIBUTING says of adding a field, a form and a document, done as it stands there in a temporary copy."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import MINIMAL, ROOT
from support.shown_values import file_pages, missing

CONTRIBUTING = ROOT / "CONTRIBUTING.md"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# The first line of a block that is written into a file.
_PLACE = re.compile(
    r"# (?P<file>\S+), (?:(?P<new>new)|at the end|(?P<where>above|below|in place of) “(?P<words>[^”]+)”)$"
)


@dataclass(frozen=True)
class Workshop:
    """A copy of the program, and a campaign in it."""

    folder: Path

    @property
    def campaign(self) -> Path:
        return self.folder / "CAMPAIGN_DIR"

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the copy's own `wuxiao`, or another command, in its folder."""
        if words[0] == "wuxiao":
            words = (sys.executable, "-c", "from generator.interfaces.cli import main; main()", *words[1:])
        env = os.environ | {"PYTHONPATH": str(self.folder)}
        return subprocess.run(words, cwd=self.folder, env=env, capture_output=True, text=True, timeout=120)

    def follow(self, recipe: str) -> None:
        """Do what the recipe's blocks say, one after the other."""
        for language, text in _blocks(recipe):
            if language == "bash":
                for line in text.splitlines():
                    done = self.run(*shlex.split(line))
                    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
            else:
                self.write(*text.split("\n", 1))

    def write(self, first: str, text: str) -> None:
        """Write a block's text where its first line says."""
        where = _PLACE.match(first)
        assert where, first
        path = self.folder / where["file"]
        if where["new"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        else:
            path.write_text(_edited(path.read_text(encoding="utf-8"), text, where["where"], where["words"]), "utf-8")

    def files(self, pattern: str) -> list[Path]:
        """The files of the build's output of that pattern; there must be some."""
        found = sorted((self.folder / "out").glob(pattern))
        assert found, sorted(path.name for path in (self.folder / "out").rglob("*"))
        return found


def _edited(content: str, text: str, where: str | None, words: str) -> str:
    """The content with the text above or below the line that has the words, in place of them, or at the end."""
    if where is None:
        return content.rstrip("\n") + "\n" + text
    assert content.count(words) == 1, words
    if where == "in place of":
        return content.replace(words, text.rstrip("\n"))
    (line,) = [line for line in content.splitlines(keepends=True) if words in line]
    return content.replace(line, text + line if where == "above" else line + text)


def _recipe(heading: str) -> str:
    text = CONTRIBUTING.read_text(encoding="utf-8")
    assert text.count(f"\n### {heading}\n") == 1
    return re.split(r"^##", text.split(f"\n### {heading}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def _blocks(recipe: str) -> Iterator[tuple[str, str]]:
    blocks = _BLOCK.findall(recipe)
    assert len(blocks) > 1
    yield from blocks


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """The program's folders, with the minimal campaign as CAMPAIGN_DIR."""
    for name in ("generator", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data_examples/starter", tmp_path / "data_examples/starter")
    shutil.copytree(MINIMAL, tmp_path / "CAMPAIGN_DIR")
    return Workshop(tmp_path)


def test_a_field_is_added(workshop: Workshop) -> None:
    workshop.follow(_recipe("Adding a field"))
    forms = workshop.files("03-申报表/*/*")
    assert {path.suffix for path in forms} == {".docx", ".pdf"}
    for path in forms:
        assert missing(file_pages(path), {"label": "学历", "value": "本科"}) == [], path.name
    for path in workshop.files("02-空白表格/附件1*"):
        assert "学历" in "".join(file_pages(path)), path.name
    assert workshop.run("wuxiao", "workbook", "--out", "asks.xlsx", "CAMPAIGN_DIR").returncode == 0
    assert "学历*" in "".join(file_pages(workshop.folder / "asks.xlsx"))


def test_a_form_is_added(workshop: Workshop) -> None:
    workshop.follow(_recipe("Adding a form"))
    forms = workshop.files("10-真实性承诺书/*/*")
    assert {path.suffix for path in forms} == {".docx", ".pdf"}
    for path in forms:
        values = (
            "2023年江西省职工“五小”活动优秀成果真实性承诺书",
            "立式铣床主轴快速对中夹具",
            "所报材料真实，成果权属无争议。",
        )
        assert missing(file_pages(path), {value: value for value in values}) == [], path.name
    assert any("真实性承诺书" in path.name for path in workshop.files("02-空白表格/*"))


def test_a_document_is_added(workshop: Workshop) -> None:
    workshop.follow(_recipe("Adding a document"))
    (path,) = workshop.files("11-收件回执/*")
    assert path.name == "南昌市总工会-收件回执.pdf"
    said = "今收到南昌市总工会的申报材料1项：NC-001立式铣床主轴快速对中夹具江西省总工会2023年8月15日"
    assert missing(file_pages(path), {"text": said}) == []


def test_a_recipe_that_names_no_place_is_noticed(workshop: Workshop) -> None:
    with pytest.raises(AssertionError):
        workshop.write("# CAMPAIGN_DIR/campaign.yaml, somewhere", "x: 1\n")
    with pytest.raises(AssertionError):
        workshop.write("# CAMPAIGN_DIR/campaign.yaml, in place of “no such words”", "x: 1\n")
