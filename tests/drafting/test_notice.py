"""The Word template of the notice, whatever forms are its attachments: lists lie across, forms of cells stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from support.own_forms import FORM1, FORM2

from generator.campaign.forms import Form, GridForm
from generator.drafting.notice import draft_notice

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GRID, LIST = FORM1, FORM2
BARE = replace(GRID, key="bare", cover=None)
NAMES = {GRID: "grid", LIST: "list", BARE: "bare"}


@pytest.mark.parametrize(
    "forms", [(), (GRID,), (LIST,), (LIST, GRID), (GRID, LIST, BARE), (BARE, GRID)],
    ids=lambda forms: "-".join(NAMES[form] for form in forms) or "none",
)  # fmt: skip
def test_each_form_stands_in_a_section_of_its_own(forms: Sequence[Form], tmp_path: Path) -> None:
    (tmp_path / "notice.docx").write_bytes(draft_notice(forms))
    assert OpenXmlValidator().validate(tmp_path / "notice.docx").errors == []
    with ZipFile(BytesIO((tmp_path / "notice.docx").read_bytes())) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    sections = list(document.iter(f"{W}sectPr"))
    turned = [section.find(f"{W}pgSz").get(f"{W}orient") == "landscape" for section in sections]
    text, *own = turned[: 1 + len(forms)]
    assert not text
    assert own == [not isinstance(form, GridForm) for form in forms]
    assert not any(turned[1 + len(forms) :])  # the pages of the imprint
    for section, lies in zip(sections, turned, strict=True):
        named = {each.get(f"{W}type"): each.values() for each in section.iterfind(f"{W}headerReference")}
        assert bool(named) or not any(turned[: sections.index(section)])  # headers of a turned page end with it
        assert lies is ("rIdOddHead" in str(named))


def test_every_form_takes_its_names_from_its_own_context() -> None:
    with ZipFile(BytesIO(draft_notice((GRID, LIST)))) as package:
        text = "".join(etree.fromstring(package.read("word/document.xml")).itertext())
    assert "with title=form1.title" in text
    assert "intro=form1.intro" in text
    assert "rows=form2.rows" in text
