"""Characters that an official font lacks stand in a font that has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from rendering import word_contexts as contexts
from rendering.reference_word import ReferenceWord

from generator.campaign.layout import package_templates
from generator.inspecting.inspecting import inspect
from generator.office.package import read_package, write_package
from generator.rendering.word import word_file
from generator.typesetting.word_fonts import rare_in, word_family

pytestmark = pytest.mark.xdist_group("word")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = date(2023, 7, 20)
NAME = contexts.RARE["lead_name"]
# 仿宋_GB2312 has the 6763 characters of GB 2312, 仿宋, 黑体 and 宋体 have Extension A besides.
ON_COVER = [("龚", ""), ("喆䶮", "仿宋"), ("𬭎𠀀", "SimSun-ExtB"), ("甲", "")]
IN_TABLE = [("龚喆䶮", ""), ("𬭎𠀀", "SimSun-ExtB"), ("甲", "")]


def form1() -> dict[str, Any]:
    return contexts.form1(contexts.RARE, intro=contexts.LONG + f"由{NAME}等完成。")


def rendered(context: dict[str, Any], name: str = "form1/form1") -> bytes:
    return word_file.render((package_templates() / f"{name}.docx").read_bytes(), context, modified=DAY)


def document_of(content: bytes) -> etree._Element:
    with ZipFile(BytesIO(content)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def runs_of(part: etree._Element) -> Iterator[tuple[str, str]]:
    """The text of every run with the font that it names for itself, the same in all four slots."""
    for run in part.iter(f"{W}r"):
        fonts = run.find(f"{W}rPr/{W}rFonts")
        if fonts is None:
            continue
        named = {fonts.get(f"{W}{slot}", "") for slot in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert len(named) == 1
        assert not [key for key in dict(fonts.attrib) if "Theme" in key]
        yield "".join(text.text or "" for text in run.iter(f"{W}t")), named.pop()


def control(document: etree._Element, tag: str) -> etree._Element:
    found = [one for one in document.iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == tag]
    assert len(found) == 1
    return found[0].find(f"{W}sdtContent")


@pytest.mark.parametrize(
    ("char", "families"),
    {
        "国": ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"),
        "—": ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"),
        "珺": ("方正小标宋_GBK", "仿宋", "楷体", "黑体", "宋体"),
        "〇": ("方正小标宋_GBK", "仿宋", "楷体", "黑体", "宋体"),
        "䶮": ("宋体", "仿宋", "楷体", "黑体", "宋体"),
        "鿍": ("宋体",) * 5,
        "𠀀": ("SimSun-ExtB",) * 5,
        "𬭎": ("SimSun-ExtB",) * 5,
        "𰻝": ("SimSun-ExtG",) * 5,
    }.items(),
)
def test_each_class_lends_in_the_order_of_its_fonts(char: str, families: tuple[str, ...]) -> None:
    named = ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体")
    assert tuple(word_family(char, one) for one in named) == families
    assert rare_in(f"甲{char}") == (frozenset() if families == named else {char})


def test_a_font_that_is_not_official_keeps_what_it_was_given() -> None:
    assert word_family("☑", "Segoe UI Symbol") == "Segoe UI Symbol"
    assert word_family("𬭎", "华文中宋") == "华文中宋"
    assert word_family("\u00a0", "仿宋_GB2312") == "仿宋_GB2312"


def test_a_rare_name_has_runs_of_its_own_with_all_four_slots_and_the_size_of_the_value() -> None:
    document = document_of(rendered(form1()))
    cover, table = control(document, "cover_lead_name"), control(document, "lead_name")
    assert list(runs_of(cover)) == ON_COVER
    assert list(runs_of(table)) == IN_TABLE
    assert "".join(text for text, _ in runs_of(control(document, "intro"))).count(NAME) == len(contexts.PARTS)
    for place in (cover, table):
        assert len({run.find(f"{W}rPr/{W}sz").get(f"{W}val") for run in place.iter(f"{W}r")}) == 1


def test_a_heading_lends_by_its_style_and_its_own_run() -> None:
    block = {"number": "一、", "lead": "表彰龚𬭎", "text": "", "kind": "h1"}
    second = {"number": "（一）", "lead": "表彰龚玥。", "text": "由喆负责。", "kind": "h2"}
    document = document_of(rendered(contexts.notice(blocks=[block, second]), "notice/notice"))
    families = {text: family for text, family in runs_of(document) if rare_in(text)}
    assert families == {"𬭎": "SimSun-ExtB", "玥": "楷体", "喆": "仿宋"}


def test_a_file_with_lent_fonts_is_valid_and_what_docxtpl_makes_of_the_template(tmp_path: Path) -> None:
    path = tmp_path / "form1.docx"
    path.write_bytes(rendered(form1()))
    assert OpenXmlValidator().validate(path).errors == []
    template = (package_templates() / "form1/form1.docx").read_bytes()
    assert ReferenceWord(template).differences(form1()) == []


def test_the_words_of_a_template_are_lent_fonts_too() -> None:
    parts = read_package((package_templates() / "form1/form1.docx").read_bytes())
    changed = parts["word/document.xml"].decode().replace("申  报  项  目  情  况", "申报项目情况𬭎", 1)
    template = write_package(parts | {"word/document.xml": changed.encode()})
    made = document_of(word_file.render(template, contexts.form1(contexts.SHORTEST), modified=DAY))
    assert ("𬭎", "SimSun-ExtB") in list(runs_of(made))
    assert ReferenceWord(template).differences(contexts.form1(contexts.SHORTEST)) == []


def test_inspect_finds_nothing_changed_in_a_form_with_lent_fonts(tmp_path: Path) -> None:
    path = tmp_path / "form1.docx"
    path.write_bytes(rendered(form1()))
    assert [str(finding) for finding in inspect(path).findings] == []


def test_no_line_ends_between_a_number_and_its_unit() -> None:
    """A no-break space stands between them; ³ is no Chinese character to Word, and ³ and ㎡ begin no line."""
    text = "流量5 m³/h，占0.5 %，共100㎡，由2 组 3人完成"
    block = {"number": "", "lead": "", "text": text, "kind": "p"}
    content = rendered(contexts.notice(blocks=[block]), "notice/notice")
    (body,) = (one for one in document_of(content).iter(f"{W}p") if "流量" in "".join(one.itertext()))
    runs = list(body.iter(f"{W}r"))
    texts = ["流量5\u00a0m", "³", "/h，占0.5\u00a0%，共100", "㎡", "，由2 组 3人完成"]
    assert ["".join(run.itertext()) for run in runs] == texts
    hints = [run.find(f"{W}rPr/{W}rFonts").get(f"{W}hint") for run in runs]
    assert hints == ["eastAsia", None, "eastAsia", "eastAsia", "eastAsia"]
    settings = etree.fromstring(read_package(content)["word/settings.xml"])
    assert set("²³㎡㎏㎜℃%‰") <= set(settings.find(f"{W}noLineBreaksBefore").get(f"{W}val"))
    language = etree.fromstring(read_package(content)["word/styles.xml"]).find(f".//{W}rPrDefault//{W}lang")
    assert language.get(f"{W}val") == "en-US"  # else LibreOffice breaks inside words
