"""Word and PDF of one context are one document: LibreOffice's pages of the Word file beside our PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from rendering import word_contexts as contexts
from support import own_forms
from support.fixed_words import FORM2_NOTE, OTHER_FORM1, OTHER_PATENT_WORDS, patent_boxes
from support.offices import converted_by_libreoffice
from support.pages import Page, changed_lines, measured, moved_labels, moved_rules
from support.second_opinion import second_opinion
from support.texts import bare

from generator.campaign.form_rows import all_rows
from generator.campaign.layout import package_templates
from generator.rendering.formats import render

pytestmark = pytest.mark.xdist_group("agreement")

DAY = date(2023, 7, 20)
PAIR = tuple[list[Page], list[Page]]


def _award() -> dict[str, Any]:
    """The certificate of an organisation award."""
    one = contexts.certificates(1, long=False)["certificates"][0]
    body = "你单位在2023年江西省职工“五小”活动中组织有力、申报质量高，荣获组织奖。"
    return {"certificates": [one | {"recipients": "江西省邮政通信产业工会：", "body": body}]}


def _heading_at_the_foot() -> dict[str, Any]:
    """Form 1 in which the fourth heading of 项目简介 would stand alone at the foot of the page."""
    context = contexts.form1(contexts.SHORTEST, intro=contexts.LONG * 6)
    context["intro"][2]["paragraphs"] = [contexts.LONG * 3, "短句。", "短句。"]
    return context


SAMPLES: Mapping[str, tuple[str, dict[str, Any]]] = {
    "form1-blank": ("form1/form1", contexts.form1(None)),
    "form1-shortest": ("form1/form1", contexts.form1(contexts.SHORTEST)),
    "form1-ordinary": ("form1/form1", contexts.form1(contexts.ORDINARY, completers=5, intro=contexts.LONG * 2)),
    "form1-rare": ("form1/form1", contexts.form1(contexts.RARE, intro=f"由{contexts.RARE['lead_name']}等完成。")),
    **{
        f"benefit-{length}": (
            "form1/form1",
            contexts.form1(contexts.SHORTEST | {"benefit": (contexts.LONG * 8)[:length]}, completers=5),
        )
        for length in (60, 130, 200, 260)
    },
    **{
        f"intro-{paragraphs}": (
            "form1/form1",
            contexts.form1(contexts.SHORTEST, intro=contexts.LONG * length, paragraphs=paragraphs),
        )
        for length, paragraphs in ((60, 1), (5, 2), (3, 3))
    },
    "intro-heading": ("form1/form1", _heading_at_the_foot()),
    **{
        f"benefit-beyond-{length}": (
            "form1/form1",
            contexts.form1(contexts.SHORTEST | {"benefit": (contexts.LONG * 30)[:length]}, completers=5),
        )
        for length in (400, 1100, 1500)
    },
    **{
        f"form1-other-settings-{name}": (
            "form1/form1",
            contexts.form1(values, completers=3) | OTHER_FORM1 | {"checks": patent_boxes(ticked, OTHER_PATENT_WORDS)},
        )
        for name, values, ticked in (("blank", None, ()), ("filled", contexts.ORDINARY, ("商标专用权", "已公开")))
    },
    "form2-blank": ("form2/form2", contexts.form2(None)),
    "form2-one": ("form2/form2", contexts.form2(contexts.SHORTEST)),
    "form2-many": ("form2/form2", contexts.form2(contexts.LONGEST, 25)),
    "notice": ("notice/notice", contexts.notice()),
    "notice-printed": ("notice/notice", contexts.notice(letterhead="printed", sealed=False, paragraphs=3)),
    "notice-reserved": ("notice/notice", contexts.notice(letterhead="reserved", paragraphs=9)),
    "notice-imprint": ("notice/notice", contexts.notice(paragraphs=0, imprint=contexts.IMPRINT)),
    "bulletin": ("bulletin/bulletin", contexts.bulletin(12)),
    **{
        f"bulletin-imprint-{place}": ("bulletin/bulletin", contexts.bulletin(rows, imprint=contexts.IMPRINT))
        for place, rows in {"next": 1, "here": 2, "after-blank": 9}.items()
    },
    "bulletin-printed": ("bulletin/bulletin", contexts.bulletin(3, letterhead="printed", sealed=False)),
    **{
        f"bulletin-signed-{len(name)}": ("bulletin/bulletin", contexts.bulletin(1, sealed=False, signatory=name))
        for name in ("江西省总工会办", "江西省总工会办公", "江西省总工会办公室", "江西省总工会综合协调委员会")
    },
    "bulletin-signed-23": (
        "bulletin/bulletin",
        contexts.bulletin(1, signatory="江西省总工会职工经济技术创新工作委员会秘书处"),
    ),
    "certificates-long": ("certificate/certificate", contexts.certificates(2, long=True)),
    "certificate-short": ("certificate/certificate", contexts.certificates(1, long=False)),
    "organisation-award": ("certificate/certificate", _award()),
    **{f"paper-{lines}": ("packet/paper", contexts.paper(lines=lines)) for lines in (2, 4, 15)},
    "paper-signed": ("packet/paper", contexts.paper(lines=5, signed=True)),
}
OFFICIAL = [name for name in SAMPLES if name.startswith(("notice", "bulletin", "paper"))]
# LibreOffice keeps rows together only on the straight way from Word file to PDF.
STRAIGHT = ("benefit-260", "benefit-beyond-400", "benefit-beyond-1100")
BLANKS = [name for name in SAMPLES if name.startswith("form1") and name.endswith("blank")]
WITH_RULES = [name for name in SAMPLES if not name.startswith(("cert", "organisation", "paper"))]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PAIR]:
    """The pages of our PDF and of LibreOffice's, for every sample."""
    folder = tmp_path_factory.mktemp("agreement")
    files = []
    for name, (template, context) in SAMPLES.items():
        for ending, kind in ((".docx", "docx"), ("-ours.pdf", "html")):
            (made,) = render(f"{template}.{kind}", [context], folders=(package_templates(),), modified=DAY)
            (folder / f"{name}{ending}").write_bytes(made)
        files.append(folder / f"{name}.docx")
    straight = [file for file in files if file.stem in STRAIGHT]
    theirs = second_opinion([file for file in files if file not in straight], folder)
    theirs |= {file.stem: file for file in converted_by_libreoffice(straight, folder)}
    return {name: (measured(folder / f"{name}-ours.pdf"), measured(theirs[name])) for name in SAMPLES}


def _form1_labels(form: Mapping[str, Any]) -> Iterator[str]:
    """Every printed word of Form 1's table, a line each."""
    for row in all_rows(own_forms.FORM1, form["completer_limit"]):
        for cell in row.cells:
            for text in (cell.text, cell.note):
                yield from _written(text, form).split("|")
            yield from cell.opinion
    yield form["foot_note"]
    for choice in form["checks"].values():
        yield from (one["label"] for one in choice)


def _written(label: str, form: Mapping[str, Any]) -> str:
    """The label with what the campaign writes into it."""
    return label.replace("{{ union }}", form["union"]).replace("{{ office }}", form["office"])


def labels_of(name: str) -> list[str]:
    """The fixed words of a sample."""
    context = SAMPLES[name][1]
    form = context.get("form1", context)
    form1 = [line for line in _form1_labels(form) if line.strip()] if "checks" in form else []
    cover = [*own_forms.COVER_LABELS, "江西省总工会  制", "附件1", "优秀成果项目申报表"]
    form2_context = context.get("form2", context)
    form2 = ["附件2", "申报单位：", "（盖章）", "申报时间：", FORM2_NOTE]
    form2 += [part for text in form2_context.get("headers", ()) if "（" not in text for part in text.split("|")]
    form2 += ["项目类别", "（小发明、", "小建议）", "（牵头人）", "备注（是", "项目简介（100字以内）"]
    official = _official(context) if "letterhead" in context else []
    kinds = {
        "form1": [*form1, *cover],
        "intro": [*form1, *cover],
        "benefit": [*form1, *cover],
        "form2": form2,
        "notice": [*form1, *cover, *form2, *official],
        "bulletin": ["附件", "序号", "项目名称", "完成人", "所在单位", "推荐单位", "一等优秀成果", *official],
        "paper": _paper(context) if "signatory" in context else [],
        "certificates": ["荣誉证书", "江西省总工会", "二〇二三年十一月三十日", "第001号"],
    }
    kinds["certificate"] = kinds["organisation"] = kinds["certificates"]
    return kinds[name.partition("-")[0]]


def _paper(context: Mapping[str, Any]) -> list[str]:
    """Title, headings, signature, page numbers of a paper of the packet."""
    heads = [block["number"] + block["lead"] for block in context["blocks"] if block["lead"]]
    return [*context["title"], *heads, *filter(None, (context["signatory"], context["date"])), "—1—", "—2—"]


def _official(context: Mapping[str, Any]) -> list[str]:
    """Letterhead, number, title, headings, 附件说明, signature, page numbers."""
    heads = [block["number"] + block["lead"] for block in context["blocks"] if block["number"]]
    mark = ["江西省总工会文件"] if context["letterhead"] == "printed" else []
    fixed = ["赣工办〔2023〕", *context["title"], *heads, "附件：", "江西省总工会", context["date"]]
    return [*mark, *fixed, "—1—", "—2—", "—3—"]


@pytest.mark.parametrize("name", SAMPLES)
def test_word_and_pdf_have_the_same_number_of_pages(name: str, pairs: dict[str, PAIR]) -> None:
    ours, theirs = pairs[name]
    assert len(ours) == len(theirs) > 0


def on_equal_pages(name: str, pairs: dict[str, PAIR]) -> PAIR:
    """The pages of a sample without that of a blank on which a row leaves its room to those that grow in Word."""
    ours, theirs = pairs[name]
    if name not in BLANKS:
        return ours, theirs
    return [ours[0], *ours[2:]], [theirs[0], *theirs[2:]]


@pytest.mark.parametrize("name", BLANKS)
def test_in_a_blank_word_leaves_20_mm_to_the_rows_that_grow(name: str, pairs: dict[str, PAIR]) -> None:
    ours, theirs = (sorted({rule.at_mm for rule in some[1].rules if rule.horizontal}) for some in pairs[name])
    moved = [at - other for at, other in zip(ours, theirs, strict=True)]
    assert all(after > before - 0.2 for before, after in pairwise(moved))  # rows are lower, none higher
    assert 19.5 < moved[-1] < 20.5
    assert pairs[name][0][1].texts[0] == pairs[name][1][1].texts[0]


@pytest.mark.parametrize("name", WITH_RULES)
def test_every_rule_stands_where_it_does_in_the_pdf(name: str, pairs: dict[str, PAIR]) -> None:
    ours, theirs = on_equal_pages(name, pairs)
    assert sum(len(page.rules) for page in ours) >= 10
    assert moved_rules(ours, theirs, 0.5) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_label_stands_where_it_does_in_the_pdf(name: str, pairs: dict[str, PAIR]) -> None:
    labels = labels_of(name)
    assert len(labels) >= 4
    ours, theirs = on_equal_pages(name, pairs)
    printed = bare("".join(text for page in ours for text in page.texts))
    labels = [label for label in labels if name not in BLANKS or bare(label) in printed]
    assert moved_labels(ours, theirs, labels, 1) == []


@pytest.mark.parametrize("name", OFFICIAL)
def test_every_line_of_notice_and_bulletin_is_the_same(name: str, pairs: dict[str, PAIR]) -> None:
    ours, theirs = pairs[name]
    assert sum(len(page.lines) for page in ours) > 20
    assert changed_lines(ours, theirs) == []


def test_rare_characters_stand_on_both_pages_at_the_same_place(pairs: dict[str, PAIR]) -> None:
    name = contexts.RARE["lead_name"]
    for some in pairs["form1-rare"]:
        # In the narrow cell of the table it takes two lines.
        assert sum(text.count(name) for page in some for text in page.texts) == 1 + len(contexts.PARTS)
    assert moved_labels(*pairs["form1-rare"], [name, "𬭎合金刀具", "每班加工50㎡。", "䶮𬭎𠀀甲等完成。"], 1) == []


@pytest.mark.parametrize("name", [name for name in SAMPLES if "-imprint" in name])
def test_the_imprint_stands_on_the_last_page_which_is_even(name: str, pairs: dict[str, PAIR]) -> None:
    for some in pairs[name]:
        assert len(some) % 2 == 0
        foot = [text for text in some[-1].texts if "—" not in text][-1]
        assert foot == "江西省总工会办公室2023年7月20日印发"
        assert ("序号" in "".join(some[-1].texts)) is name.endswith("-here")
        assert (some[-2].texts == []) is name.endswith("-blank")
        assert ("—" in some[-1].texts[-1]) is not name.endswith("-blank")


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.startswith("intro")])
def test_every_page_of_a_long_intro_begins_and_ends_with_the_same_line(name: str, pairs: dict[str, PAIR]) -> None:
    ours, theirs = pairs[name]
    assert len(ours) > 4
    assert changed_lines(ours[2:], theirs[2:]) == []


def test_a_heading_of_the_intro_is_not_left_alone_at_the_foot(pairs: dict[str, PAIR]) -> None:
    for some in pairs["intro-heading"]:
        assert some[3].texts[0] == "4.成熟程度，适用范围和安全性"


def test_rows_that_belong_together_move_together_below_a_benefit_that_grows(pairs: dict[str, PAIR]) -> None:
    for some in pairs["benefit-beyond-400"]:
        assert "其他完成人" not in "".join(some[1].texts)
        assert some[2].texts[0] == "姓名性别岗位职务职称工作单位"
    for some in pairs["benefit-beyond-1100"]:
        assert some[2].texts[0].startswith("项目完成人情况")


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.startswith(("form1", "intro", "benefit"))])
def test_the_opinions_stand_on_one_page_the_last(name: str, pairs: dict[str, PAIR]) -> None:
    for some in pairs[name]:
        assert [sum("（盖章）" in text for text in page.texts) for page in some] == [0] * (len(some) - 1) + [3]
