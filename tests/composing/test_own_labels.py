"""Papers call a field as the campaign's own table does, and say nothing of fields that it lacks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pdfplumber
import pytest
from conftest import ROOT

from generator.campaign.layout import template_folders
from generator.campaign.records import Campaign, Received
from generator.checks.campaign import check_campaign, check_settings_of
from generator.composing import certificates, official
from generator.composing.receiving import NOTHING, receiving
from generator.drafting.forms.books import draft_list_workbook
from generator.rendering.formats import render

OTHER = ROOT / "data_examples" / "another-award"


@cache
def other() -> Campaign:
    campaign, _, problems = check_campaign(OTHER)
    assert campaign is not None, problems
    return campaign


def text_of(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return "".join(package.read(name).decode("utf-8", "ignore") for name in package.namelist())


def rewritten(file: Path, old: str, new: str = "") -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("template", ["bulletin/bulletin.docx", "bulletin/winners.xlsx", "certificate/register.xlsx"])
def test_a_list_of_winners_has_the_labels_of_the_campaign(template: str) -> None:
    composed = {
        "bulletin/bulletin.docx": official.bulletin,
        "bulletin/winners.xlsx": official.winner_list,
        "certificate/register.xlsx": certificates.register,
    }
    context: Mapping[str, Any] = composed[template](other())
    (made,) = render(template, [context], folders=template_folders(OTHER), modified=other().settings.issued_on)
    assert {"成果名称", "完成单位"} <= set(re.findall(r"成果名称|完成单位", text_of(made)))
    assert "项目名称" not in text_of(made).replace('"项目名称"', "")  # what a control is called is not printed
    assert "所在单位" not in text_of(made).replace('"所在单位"', "")


def test_the_progress_says_nothing_of_a_field_that_the_campaign_lacks(tmp_path: Path) -> None:
    folder = Path(copytree(OTHER, tmp_path / "campaign"))
    boxes = "{columns: [6, 6], label: 非公有制企业}, {columns: [7, 7], field: non_public, boxes: true}"
    rewritten(
        folder / "templates" / "fields.yaml", "  - {key: non_public, label: 非公有制企业, kind: 是否, example: 否}\n"
    )
    rewritten(
        folder / "templates" / "form1" / "form.yaml",
        f"[3, 5], field: unit_nature}}, {boxes}",
        "[3, 7], field: unit_nature}",
    )
    rewritten(folder / "campaign.yaml", "非公比例: 20%\n")
    settings, problems = check_settings_of(folder)
    assert settings is not None, problems
    received = Received(name=settings.recommender_names[0], applications=4, non_public=0, errors=0, reminders=0)
    state = receiving(settings, [received], settings.applications_until)
    assert state["rows"][0]["share"] == state["totals"]["share"] == NOTHING
    (page,) = render("progress/progress.html", [state], folders=template_folders(folder), modified=settings.issued_on)
    with pdfplumber.open(BytesIO(page)) as opened:
        assert "非公" not in opened.pages[0].extract_text()


def test_a_column_of_a_list_stands_in_excel_where_it_is_told() -> None:
    form = other().settings.schema.forms["form2"]
    assert "left" in {column.align for column in form.columns}
    drawn = text_of(draft_list_workbook(form))
    assert drawn.count('horizontal="left"') >= 2
