"""Long titles, issuers and recommenders stand on the same lines in Word as in the PDF."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rendering import word_contexts as contexts
from support.pages import changed_lines, measured
from support.second_opinion import second_opinion

from generator.campaign.layout import package_templates
from generator.composing.fitting.fitting import title_lines
from generator.composing.fitting.slots import fitted_words
from generator.rendering.formats import render
from generator.rendering.sheets.paragraphs import certificate_words

pytestmark = pytest.mark.xdist_group("agreement")

DAY = date(2023, 7, 20)
ISSUER = "新疆维吾尔自治区总工会办公室"
NAME = "新疆维吾尔自治区总工会职工技术协会与劳动和经济工作部办公室处"  # 30 characters, as many as there may be
TITLE = "关于开展2023年新疆维吾尔自治区职工“五小”活动优秀成果评选及发布活动的通知"
OFFICIAL = {
    "issuer": ISSUER,
    "signatory": NAME,
    "title": title_lines(TITLE),
    "imprint": contexts.IMPRINT | {"printed_by": f"{NAME}综合处与秘书处"},
}


def certificate() -> dict[str, Any]:
    context = contexts.certificates(1, long=True)
    context["certificates"][0] |= {"issuer": NAME, "title": "职工技术创新优秀成果荣誉证书"}
    return context


def closing_apart() -> dict[str, Any]:
    """Certificates of names of every length whose closing words are a paragraph of their own."""
    made = []
    for length in range(2, 40):
        one = contexts.certificates(1, long=False)["certificates"][0]
        one["body"] = one["body"].replace("夹具", "夹具改进"[: 1 + length % 4] + "研" * length)
        one["body_size_pt"] = fitted_words("certificate_body", one["body"] + one["closing"]).size_pt
        made += [one] if len(certificate_words(one)) > 2 else []
    assert made
    return {"certificates": made[:3]}


SAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "notice": ("notice/notice", contexts.notice(letterhead="printed", **OFFICIAL)),
    "notice-unsealed": ("notice/notice", contexts.notice(letterhead="reserved", sealed=False, **OFFICIAL)),
    "bulletin": (
        "bulletin/bulletin",
        contexts.bulletin(2, letterhead="printed", **OFFICIAL)
        | {"annex_title": "2023年新疆维吾尔自治区职工“五小”活动优秀成果名单"},
    ),
    "form1": (
        "form1/form1",
        contexts.form1(None)
        | {"title": "2023年新疆维吾尔自治区职工“五小”活动优秀成果项目申报表", "issuer": f"{NAME}  制"},
    ),
    "form2": (
        "form2/form2",
        contexts.form2(contexts.SHORTEST)
        | {"title": "2023年新疆维吾尔自治区生产兵团职工“五小”活动优秀成果申报汇总表", "recommender": NAME},
    ),
    "paper": (
        "packet/paper",
        contexts.paper(lines=5, signed=True)
        | {"signatory": NAME, "title": title_lines([NAME, "2023年“五小”活动创新成果评选工作总结"])},
    ),
    "certificate": ("certificate/certificate", certificate()),
    "certificate-closing": ("certificate/certificate", closing_apart()),
}


def test_every_line_of_long_names_is_the_same_in_word_and_pdf(tmp_path: Path) -> None:
    files = []
    for name, (template, context) in SAMPLES.items():
        for ending, source in ((".docx", "docx"), ("-ours.pdf", "html")):
            (made,) = render(f"{template}.{source}", [context], folders=(package_templates(),), modified=DAY)
            (tmp_path / f"{name}{ending}").write_bytes(made)
        files.append(tmp_path / f"{name}.docx")
    theirs = second_opinion(files, tmp_path)
    for name in SAMPLES:
        ours, word = measured(tmp_path / f"{name}-ours.pdf"), measured(theirs[name])
        assert len(ours) == len(word) > 0
        assert changed_lines(ours, word) == [], name
    assert sum(len(page.lines) for page in measured(tmp_path / "notice-ours.pdf")) > 50
