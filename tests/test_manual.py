"""The clerk's manual: a section for every stage, every link leads somewhere, and no word that only programs know."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

from generator.interfaces.web.stages import STAGES

MANUAL = ROOT / "docs/使用手册.md"
INSTALLATION = ROOT / "docs/离线安装.md"
TEXT = MANUAL.read_text(encoding="utf-8")
HEADINGS = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
FOREIGN = ("campaign.yaml", "YAML", "JSON", "UTF-8", "API", "HTTP", "Python", "pip", "任务")


def test_every_stage_has_its_section_in_its_order() -> None:
    assert [one for one in HEADINGS if one in {stop.label for stop in STAGES}] == [stop.label for stop in STAGES]
    assert {"新建活动", "检查", "账号"} <= {*HEADINGS}


def test_the_contents_lead_to_every_section() -> None:
    assert re.findall(r"\[[^\]]+\]\(#([^)]+)\)", TEXT.partition("## ")[0]) == HEADINGS


def test_every_stage_is_shown() -> None:
    sections = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]
    without = [section.splitlines()[0] for section in sections if "](pictures/" not in section]
    assert without == []


def test_no_word_of_programs_stands_in_the_manual() -> None:
    assert [word for word in FOREIGN if word in TEXT] == []


@pytest.mark.parametrize("page", [MANUAL, INSTALLATION], ids=["manual", "installation"])
def test_what_a_page_links_to_is_there(page) -> None:
    places = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert len(places) >= 2
    assert [one for one in places if not (page.parent / one).is_file()] == []


def test_the_buttons_that_the_manual_names_are_on_the_pages() -> None:
    pages = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "templates/web").rglob("*.html"))
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "generator").rglob("*.py"))
    code += (ROOT / "templates/web/static/page.js").read_text(encoding="utf-8")
    pressed = re.findall(r"点(?:开)?“([^”]+)”", TEXT)
    assert len(pressed) > 20
    plain = re.sub(r"<[^>]+>|\{[{%].*?[%}]\}", "", pages) + code
    assert [words for words in pressed if re.sub("[‘’（）].*", "", words) not in plain] == []
