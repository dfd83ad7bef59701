"""Rows that are typed in and run on to another page than the blank's are told, in Word as on paper; 项目简介 may."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from inspected_files import made
from support import typed_forms
from support.offices import converted_by_libreoffice

from generator.campaign.errors import Severity
from generator.inspecting.findings import Finding
from generator.inspecting.inspecting import inspect

pytestmark = pytest.mark.xdist_group("inspecting")

TYPED = {
    "benefit": {"benefit": 700},
    "opinion": {"opinion_1": 500},
    "intro": {"intro": 3000},
    "little": {"benefit": 120, "opinion_1": 60, "intro": 300},
}


@cache
def typed(name: str) -> bytes:
    texts = {tag: [typed_forms.text_of(length, random.Random(3))] for tag, length in TYPED[name].items()}
    return typed_forms.typed(made()["blank-form1.docx"], texts, random.Random(3))


def told(content: bytes, name: str) -> list[Finding]:
    return [one for one in inspect(content, name).findings if one.what == "各行"]


@pytest.mark.parametrize(
    ("name", "place", "row"),
    [("benefit", "第2页 表格", "项目完成人情况"), ("opinion", "第4页 表格", "专家评选委员会评选意见")],
)
def test_rows_of_a_word_form_that_run_on_are_told_with_the_first_of_them(name: str, place: str, row: str) -> None:
    (finding,) = told(typed(name), "a.docx")
    assert (finding.place, finding.severity) == (place, Severity.WARNING)
    assert f"“{row}”" in finding.found
    assert inspect(typed(name), "a.docx").intact


@pytest.mark.parametrize("name", ["intro", "little"])
def test_a_form_whose_pages_hold_their_rows_is_not_told(name: str) -> None:
    assert told(typed(name), "a.docx") == []


def test_on_paper_the_same_forms_are_told_and_no_other(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.docx" for name in TYPED]
    for file in files:
        file.write_bytes(typed(file.stem))
    found = {pdf.stem: told(pdf.read_bytes(), pdf.name) for pdf in converted_by_libreoffice(files, tmp_path)}
    assert {name: [one.place for one in some] for name, some in found.items()} == {
        "benefit": ["第2页 表格"],
        "opinion": ["第4页 表格"],
        "intro": [],
        "little": [],
    }
    assert "第3页" in found["benefit"][0].found
