"""Every key of campaign.yaml takes effect in every document that names it; the field table says which there are."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from openpyxl import load_workbook
from support import own_forms
from support.every_setting import (
    LEFT_OVER,
    LISTS,
    MARKS,
    PLAIN,
    THAT,
    THIS,
    all_labels,
    all_values,
    named_in_notice,
    write_campaign,
)
from support.own_fields import MOST_COMPLETERS
from support.poppler import READERS
from support.texts import bare

from generator.campaign.fields import Kind
from generator.campaign.form_rows import most_completers
from generator.campaign.settings import CAMPAIGN_FIELDS, CAMPAIGN_LISTS, fields_of
from generator.inspecting.inspecting import inspect
from generator.interfaces.cli import run

pytestmark = pytest.mark.xdist_group("every-setting")  # two whole campaigns are made for it

# The documents by the words of this test, and their files; {} is the year in names of files.
FILES = {
    "notice": ("01-通知/*.docx", "01-通知/*.pdf"),
    "blank form1": ("02-空白表格/附件1*.docx", "02-空白表格/附件1*.pdf"),
    "blank form2": ("02-空白表格/附件2*.docx", "02-空白表格/附件2*.pdf", "02-空白表格/附件2*.xlsx"),
    "form1": ("03-申报表/*/NC-001*.docx", "03-申报表/*/NC-001*.pdf"),
    "form2": ("04-汇总表/*.docx", "04-汇总表/*.pdf", "04-汇总表/*.xlsx"),
    "certificate": ("05-证书/荣誉证书*.docx", "05-证书/荣誉证书*.pdf"),
    "organisations": ("05-证书/组织奖*.docx", "05-证书/组织奖*.pdf"),
    "register": ("05-证书/发证登记表.xlsx",),
    "proof": ("05-证书/证书校样.pdf",),
    "calibration": ("05-证书/套打校准页.pdf",),
    "bulletin": ("06-通报/*.docx", "06-通报/*.pdf"),
    "winners": ("06-通报/获奖名单.xlsx",),
    "packet": ("07-申报材料/*市总工会-申报材料.pdf",),
    "intro": ("08-介绍材料/*/NC-001*.docx", "08-介绍材料/*/NC-001*.pdf"),
    "summary": ("09-工作总结/*.docx", "09-工作总结/*.pdf"),
    "entry": ("填报表.xlsx",),
    "progress": ("申报进度.pdf", "申报进度.xlsx"),
}
FORM1, FORM2 = ("blank form1", "form1"), ("blank form2", "form2")
TITLED = (*FORM1, *FORM2, "register", "proof", "entry", "progress")
PAPERS, CERTIFICATES = ("notice", "bulletin"), ("certificate", "organisations", "proof")

# Where each key of the second campaign is to be read, and as what. Every key that has words stands in the notice, too.
SAID: dict[str, Mapping[str, str]] = {
    "年度": {
        **dict.fromkeys(TITLED, "2031年龙江省职工技术革新活动"),
        **dict.fromkeys(("intro", "bulletin"), "2031年龙江省职工"),
        **dict.fromkeys(("certificate", "organisations"), "在2031年龙江省职工技术革新活动中"),
        "summary": "2031年技术革新活动",
    },
    "省份": {
        **dict.fromkeys((*TITLED, "intro", "bulletin", "certificate", "organisations"), "年龙江省职工"),
    },
    "活动名称": {
        **dict.fromkeys((*TITLED, "summary", "certificate", "organisations", "bulletin"), "技术革新活动"),
        "intro": "技术革新活动优秀成果介绍材料",
        "winners": "技术革新活动优秀成果名单",
    },
    "主办单位": dict.fromkeys((*PAPERS, *FORM1, *CERTIFICATES), "龙江省总工会"),
    "发文字号": {"notice": "龙工办〔2031〕8号"},
    "成文日期": {"notice": "龙江省总工会2031年3月4日"},
    "版头": dict.fromkeys(PAPERS, "龙江省总工会文件"),
    "加盖印章": {},
    "申报开始": {"entry": "申报时间为2031年4月5日"},
    "申报截止": {"entry": "至2031年5月6日。", "progress": "申报截止：2031年5月6日", "bulletin": "截至2031年5月6日"},
    "评选截止": {},
    "发布月份": {},
    "邮寄地址": {},
    "联系人": {},
    "联系电话": {},
    "邮箱": {},
    "非公比例": {"entry": "非公企业成果不少于35%", "progress": "地级市和龙江新区的非公成果占比应不低于35%"},
    "成果年限": {},
    "项目简介字数": {**dict.fromkeys(FORM2, "项目简介（120字以内）"), "entry": "项目简介（120字以内）*"},
    "工作总结字数": {},
    "其他完成人人数": {"entry": "其他完成人不超过3人"},
    "项目类别": {
        **dict.fromkeys(FORM2, "（微发明、微创造、微革新）"),
        "entry": "微发明,微创造,微革新",
        "bulletin": "微发明、微创造、微革新",
        "intro": "微发明",
        "packet": "微发明、微创造、微革新",
    },
    "专利形式": {**dict.fromkeys(FORM1, "发明类专利新型类专利著作权登记"), "entry": "发明类专利,新型类专利,著作权登记"},
    "专利状况": {**dict.fromkeys(FORM1, "尚未申请审查当中已经授权"), "entry": "尚未申请,审查当中,已经授权"},
    "证书编号": dict.fromkeys(("certificate", "register", "proof"), "龙工证字〔2031〕第001-1号"),
    "发证日期": dict.fromkeys(("certificate", "organisations", "register"), "2031年8月13日"),
    "发证日期写法": dict.fromkeys(("certificate", "organisations"), "2031年8月13日"),
    "证书发放": dict.fromkeys(("certificate", "register", "proof"), "第002-3号"),
    "组织奖证书编号": dict.fromkeys(("organisations", "register"), "龙工组字〔2031〕第001号"),
    "证书套打": {"calibration": "证书套打校准页"},
    "套打右移毫米": {"calibration": "套打右移2.5毫米"},
    "套打下移毫米": {"calibration": "套打下移-3.5毫米"},
    "通报发文字号": {"bulletin": "龙工发〔2031〕6号"},
    "通报成文日期": {"bulletin": "龙江省总工会2031年7月9日"},
    "通报印发日期": {"bulletin": "龙江省总工会办公室2031年7月12日印发"},
    "组织奖": {
        "bulletin": "授予榆林市总工会、龙江新区工会联合会2个单位组织奖",
        **dict.fromkeys(("organisations", "register"), "榆林市总工会"),
    },
    "抄送": dict.fromkeys(PAPERS, "抄送：龙江省委办公厅。"),
    "印发机关": dict.fromkeys(PAPERS, "龙江省总工会办公室"),
    "印发日期": {"notice": "龙江省总工会办公室2031年3月6日印发"},
    "单面打印": {},
    "申报单位/名称": {
        **dict.fromkeys(("form2", "summary", "entry", "progress", "packet"), "榆林市总工会"),
        **dict.fromkeys(("register", "bulletin", "winners"), "榆林市总工会"),
    },
    "申报单位/简称": {"notice": "榆林不少于4项；", "progress": "地级市和龙江新区", "entry": "地级市和龙江新区"},
    "申报单位/类型": {"progress": "地级市和龙江新区", "entry": "地级市和龙江新区"},
    "单位类型/名称": {"progress": "地级市和龙江新区"},
    "单位类型/非公比例": {"progress": "地级市和龙江新区的非公成果占比应不低于35%"},
    "单位类型/统称": {"progress": "地级市和龙江新区", "entry": "地级市和龙江新区"},
    "申报单位/最低数量": {"notice": "龙江新区不少于6项；", "progress": "有最低数量的2家"},
    "等次/名称": {
        **dict.fromkeys(("notice", "bulletin", "winners", "entry"), "优胜成果"),
        **dict.fromkeys(("certificate", "register", "proof"), "优胜成果"),
    },
    "等次/数量": dict.fromkeys(("notice", "bulletin"), "特等成果1项"),
    "撤销证书/证书": {"register": "2031年9月14日撤销：申报重复"},
    "撤销证书/撤销日期": {"register": "2031年9月14日撤销"},
    "撤销证书/撤销原因": {"register": "撤销：申报重复"},
    "申报材料/材料": {"packet": "项目申报表3"},
    "申报材料/份数": {
        **dict.fromkeys(FORM1, "本表一式三份，附件一式四份。"),
        **dict.fromkeys(FORM2, "一式七份。"),
        "packet": "申报汇总表7",
    },
}  # fmt: skip

# Keys without words, whose effect another test below sees.
SEEN_OTHERWISE = frozenset({"加盖印章", "单面打印"})


@dataclass(frozen=True)
class Made:
    """What was made of a campaign: its folder, and the text of each file by document."""

    folder: Path
    texts: Mapping[str, tuple[str, ...]]


def workbook_words(path: Path) -> str:
    """Every text of a workbook: cells, drop-downs, prompts, messages."""
    book = load_workbook(path)
    words = [READERS["xlsx"](path)]
    for sheet in book:
        for rule in sheet.data_validations.dataValidation:
            words += [str(text) for text in (rule.formula1, rule.prompt, rule.error) if text]
    return bare("".join(words))


def made_of(campaign: Path, out: Path) -> Made:
    """All documents of the campaign, made by the command itself."""
    assert run(["build", str(campaign), "--out", str(out), "--jobs", "1"]) == 0
    assert run(["workbook", str(campaign), "--out", str(out / "填报表.xlsx")]) == 0
    assert run(["progress", str(campaign), "--out", str(out)]) == 0
    files = {name: [file for one in patterns for file in sorted(out.glob(one))[:1]] for name, patterns in FILES.items()}
    return Made(out, {name: tuple(words_of(file) for file in found) for name, found in files.items()})


def words_of(file: Path) -> str:
    """The words of a file. Boxes are left out: a PDF has them where they are drawn, behind the words of the page."""
    readers = READERS | {"xlsx": workbook_words}
    return readers[file.suffix[1:]](file).translate(str.maketrans("", "", "□☑"))


@pytest.fixture(scope="module")
def this(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("this")
    return made_of(write_campaign(folder / "campaign", THIS), folder / "out")


@pytest.fixture(scope="module")
def that(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("that")
    return made_of(write_campaign(folder / "campaign", THAT), folder / "out")


def test_every_key_of_the_field_table_is_changed_and_looked_for() -> None:
    assert all_values() == all_labels()
    assert set(SAID) == all_labels()
    assert [label for label, (one, other) in PLAIN.items() if one == other] == []


def spoken(value: Any) -> str:
    """The value as the notice of these campaigns writes it."""
    return ("、".join(value) if isinstance(value, list) else str(value)).removesuffix("%")


def test_the_notice_may_name_every_key_that_has_words(this: Made, that: Made) -> None:
    for field in (one for one in CAMPAIGN_FIELDS if named_in_notice(one.kind)):
        for which, made in enumerate((this, that)):
            for text in made.texts["notice"]:
                assert bare(f"{field.label}是{spoken(PLAIN[field.label][which])}。") in text


@pytest.mark.parametrize("label", sorted(SAID))
def test_a_key_takes_effect_in_every_document_that_names_it(label: str, this: Made, that: Made) -> None:
    named = any(one.label == label and named_in_notice(one.kind) for one in CAMPAIGN_FIELDS)
    assert SAID[label] or named or label in SEEN_OTHERWISE
    for document, words in SAID[label].items():
        assert len(that.texts[document]) == len(FILES[document]), document
        for text in that.texts[document]:
            assert bare(words) in text, (document, words)
        for text in this.texts[document]:
            assert bare(words) not in text, (document, words)


def test_no_document_holds_a_value_of_the_other_campaign(this: Made, that: Made) -> None:
    for words in LEFT_OVER:
        assert any(words in text for texts in this.texts.values() for text in texts), words
        found = [document for document, texts in that.texts.items() if any(words in text for text in texts)]
        assert (words, found) == (words, [])
    names = [path.relative_to(that.folder).as_posix() for path in that.folder.rglob("*")]
    assert [name for name in names if "2023" in name or "南昌" in name] == []
    assert "01-通知/2031年技术革新活动通知.pdf" in names
    assert "09-工作总结/榆林市总工会-工作总结.pdf" in names


def test_a_seal_moves_name_and_date(this: Made, that: Made) -> None:
    """GB/T 9704-2012, 7.3.5: with a seal the date ends four characters from the right, without one the name two."""
    assert from_the_right_pt(this, "2023年7月20日") == pytest.approx(4 * 16, abs=2)
    assert from_the_right_pt(that, "龙江省总工会") == pytest.approx(2 * 16, abs=2)


def from_the_right_pt(made: Made, words: str) -> float:
    """How far from the edge of the type area the last line of only these words in the notice ends."""
    (file,) = made.folder.glob(FILES["notice"][1])
    with pdfplumber.open(file) as pdf:
        ends = [
            (page.page_number, line["x1"])
            for page in pdf.pages
            for line in page.extract_text_lines()
            if bare(line["text"]) == words
        ]
    number, end = ends[-1]
    outer_mm = 26 if number % 2 else 28
    return float((210 - outer_mm) * 72 / 25.4 - end)


def test_form1_has_a_row_for_each_completer_that_may_be_named(this: Made, that: Made) -> None:
    for made, rows in ((this, MOST_COMPLETERS), (that, PLAIN["其他完成人人数"][THAT])):
        for document in ("blank form1", "form1"):
            word, pdf = (next(made.folder.glob(pattern)) for pattern in FILES[document])
            with zipfile.ZipFile(word) as package:
                tags = re.findall(r'"completer(\d)_name"', package.read("word/document.xml").decode())
            assert [int(tag) for tag in tags] == list(range(1, rows + 1))
            assert completer_rows(pdf) == rows


def completer_rows(file: Path) -> int:
    """How many rows stand below 姓名, 性别, 岗位职务 on Form 1's page of data."""
    with pdfplumber.open(file) as pdf:
        (table,) = pdf.pages[1].extract_tables()
    heads = [place for place, row in enumerate(table) if "岗位职务" in [bare(cell or "") for cell in row]]
    return len(table) - 1 - heads[0]


def test_form1_keeps_its_four_pages(this: Made, that: Made) -> None:
    for made in (this, that):
        with pdfplumber.open(next(made.folder.glob(FILES["blank form1"][1]))) as pdf:
            assert len(pdf.pages) == 4


def test_a_packet_holds_what_the_list_says_in_its_order(this: Made, that: Made) -> None:
    titles = ("申报材料清单", "申报汇总表", "项目申报表", "介绍材料", "工作总结")
    for made, wanted in (
        (this, ["申报材料清单1", "申报汇总表1", "项目申报表2"]),
        (that, ["项目申报表3", "介绍材料5", "工作总结6", "申报汇总表7", "申报材料清单8"]),
    ):
        (text,) = made.texts["packet"]
        contents = text.rsplit("申报材料清单打印：")[-1]
        found = re.findall(rf"(?:{'|'.join(titles)})\d", contents)
        assert list(dict.fromkeys(found)) == wanted


def test_backs_are_printed_apart_only_where_they_are_asked_for(this: Made, that: Made) -> None:
    names = [[path.name for path in (made.folder / "07-申报材料").rglob("*")] for made in (this, that)]
    assert [any("背面" in name for name in some) for some in names] == [False, True]


def test_a_revoked_certificate_is_not_printed(this: Made, that: Made) -> None:
    assert not any("第001号" in text for text in this.texts["certificate"])
    assert not any("龙江新区工会联合会：" in text for text in that.texts["organisations"])


def test_overprinted_certificates_leave_out_what_stands_on_the_paper(this: Made, that: Made) -> None:
    assert this.texts["calibration"] == ()
    for made, printed in ((this, True), (that, False)):
        assert [("荣誉证书" in text) for text in made.texts["certificate"]] == [printed, printed]


def test_the_grid_has_as_many_rows_for_completers_as_the_field_allows() -> None:
    assert most_completers((own_forms.FORM1, own_forms.FORM2)) == MOST_COMPLETERS


def test_the_blank_forms_are_found_intact_by_their_own_campaign(that: Made) -> None:
    campaign = that.folder.parent / "campaign"
    files = [
        next(that.folder.glob(pattern)) for document in ("blank form1", "blank form2") for pattern in FILES[document]
    ]
    assert len(files) == 5
    for file in files:
        assert inspect(file, campaign=campaign).findings == (), file.name


# ---- marks of XML and HTML in every text of the settings

MARKED = frozenset({Kind.TEXT, Kind.TEXTS})


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("marked")
    return made_of(write_campaign(folder / "campaign", THIS, with_marks), folder / "out")


def with_marks(text: str) -> str:
    return MARKS_IN.get(text, text)


def texts_of_settings() -> dict[str, list[str]]:
    """The texts of every key that takes one, of the first campaign."""
    found = {one.label: PLAIN[one.label][THIS] for one in CAMPAIGN_FIELDS if one.kind in MARKED}
    for label, (_, kind) in CAMPAIGN_LISTS.items():
        keys = [one.label for one in fields_of(kind) if one.kind in MARKED and one.label not in ("证书", "材料")]
        found |= {f"{label}/{key}": [one[key] for one in LISTS[label][THIS]] for key in keys}
    return {label: value if isinstance(value, list) else [value] for label, value in found.items()}


MARKS_IN = {text: text[:2] + MARKS + text[2:] for label, texts in texts_of_settings().items() for text in texts}


def test_marks_in_a_text_are_printed_as_typed(marked: Made, this: Made) -> None:
    for label, texts in texts_of_settings().items():
        for text in texts:
            for document, files in this.texts.items():
                for place, plain in enumerate(files):
                    if f"{label}是{text}。" in plain or (text in plain and label in SHOWN_WHOLE):
                        assert bare(with_marks(text)) in marked.texts[document][place], (label, document)
    assert all(f"省份是{bare(with_marks('江西省'))}。" in text for text in marked.texts["notice"])


# Texts that nothing else contains, so that they can be looked for wherever they stand.
SHOWN_WHOLE = frozenset({"项目类别", "专利形式", "专利状况", "等次/名称", "申报单位/名称", "抄送", "撤销证书/撤销原因"})
