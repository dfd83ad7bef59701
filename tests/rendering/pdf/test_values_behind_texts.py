"""Values beside and behind a text that goes on over pages stand where the reference has them, wherever it ends."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import MINIMAL
from layout.measuring import measured
from rendering.pdf.test_fixed import FARTHEST_MM, differ
from support.one_file import book

from generator.campaign.layout import template_folders
from generator.checks.campaign import check_campaign
from generator.composing.document_table import documents
from generator.composing.documents import Asked
from generator.rendering.html import pages

FORM = """
title: 试填表
name: 试填表
folder: 10-试填表
per: application
kind: grid
sizes_pt: [12, 10.5, 9, 8, 7]
columns_mm: [40, 116]
pages:
  - rows:
      - {height_mm: 14, cells: [{columns: [0, 0], label: 实施方式}, {columns: [1, 1], field: implementation}]}
      - {height_mm: 180, grows: true, cells: [{columns: [0, 1], parts: [background, principle], as: intro}]}
  - rows:
      - {height_mm: 14, cells: [{columns: [0, 0], label: 所属行业}, {columns: [1, 1], field: industry}]}
      - {height_mm: 60, grows: true, cells: [{columns: [0, 1], field: benefit, hint: 没有的不填}]}
"""
SHEETS = (1, 2, 3)
LINES = {1: 1, 2: 40, 3: 75}
OTHERS = {"实施方式": "在本车间使用。" * 17, "转化创造效益情况": "年节约十二万元。" * 40}


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign with a form of values beside and behind its text, and projects whose texts end on each sheet."""
    folder = tmp_path_factory.mktemp("behind") / "campaign"
    shutil.copytree(MINIMAL, folder)
    form = folder / "templates" / "trial" / "form.yaml"
    form.parent.mkdir(parents=True)
    form.write_text(FORM, encoding="utf-8")
    project = folder / "applications" / "NC-001.yaml"
    text = project.read_text(encoding="utf-8")
    for sheets in SHEETS:
        more = text.replace("NC-001", f"NC-00{sheets}").replace(
            "成果背景: |\n", "成果背景: |\n" + "  另起一段。\n" * LINES[sheets]
        )
        for label, value in OTHERS.items():
            more = "\n".join(line for line in more.split("\n") if not line.startswith((f"{label}:", "  投入资金")))
            more += f"\n{label}: {value}\n"
        project.with_name(f"NC-00{sheets}.yaml").write_text(more, encoding="utf-8")
    return folder


def test_values_beside_and_behind_a_text_are_the_reference(campaign: Path) -> None:
    found, _, _ = check_campaign(campaign)
    assert found is not None
    given: list[Mapping[str, Any]] = [
        one.context() for one in documents(Asked(found), {"trial"}) if one.format == "pdf" and one.record
    ]
    folders = template_folders(campaign)
    made = book("shared/grid_form.html", given, folders=folders)
    assert made is not None
    content, counts = made
    assert tuple(counts) == tuple(sheets + 1 for sheets in SHEETS)
    ours = iter(measured(content))
    for context, count in zip(given, counts, strict=True):
        theirs = measured(pages.render("shared/grid_form.html", context, folders=folders))
        assert max(differ([next(ours) for _ in range(count)], theirs)) < FARTHEST_MM
