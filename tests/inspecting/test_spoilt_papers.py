"""Notices that leave GB/T 9704-2012 in one figure are told so, by clause, wanted and found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import spoiling
from inspected_files import made
from rendering import word_contexts
from spoiling import DOCUMENT, SETTINGS, STYLES, W, in_text, in_word, put

from generator.inspecting.findings import Figure
from generator.inspecting.inspecting import inspect
from generator.rendering.html import pages

pytestmark = pytest.mark.xdist_group("inspecting")


@dataclass(frozen=True)
class Spoilt:
    """A way to spoil a Word file, and the figure that must be told: clause, what, found."""

    name: str
    spoil: Callable[[bytes], bytes]
    clause: str
    what: str
    found: str
    source: str = "notice.docx"


def _style(key: str, path: str, value: object, attribute: str = "val") -> Callable[[bytes], bytes]:
    """A style's property set to another value."""

    def change(tree: Any) -> None:
        (style,) = [one for one in tree.iter(f"{W}style") if one.get(f"{W}styleId") == key]
        put(style, path, value, attribute)

    return lambda content: in_word(content, change, STYLES)


def _tree(change: Callable[[Any], object]) -> Callable[[bytes], bytes]:
    return lambda content: in_word(content, change)


def _text(old: str, new: str, part: str = DOCUMENT) -> Callable[[bytes], bytes]:
    return lambda content: in_text(content, old, new, part)


def _footers(path: str, value: object, attribute: str = "val") -> Callable[[bytes], bytes]:
    """Every footer's property set to another value."""

    def change(content: bytes) -> bytes:
        for part, data in spoiling.read_package(content).items():
            if part.startswith("word/footer") and b"PAGE" in data and b"txbx" not in data:
                content = in_word(content, lambda tree: put(tree, path, value, attribute), part)
        return content

    return change


def _unbold_title(tree: Any) -> None:
    for one in list(tree[0])[:6]:
        for style in one.iterfind(f"{W}pPr/{W}pStyle"):
            if style.get(f"{W}val") == "Title":
                style.set(f"{W}val", "Body")


CASES = (
    Spoilt("line pitch 28 pt", _style("Normal", "w:pPr/w:spacing", 560, "line"), "5.2.3", "行距（固定值）", "28磅"),
    Spoilt(
        "single line pitch", _style("Normal", "w:pPr/w:spacing", "auto", "lineRule"), "5.2.3", "行距（固定值）", "0磅"
    ),
    Spoilt("line pitch 30 pt", _style("Normal", "w:pPr/w:spacing", 600, "line"), "5.2.3", "每面行数", "21行"),
    Spoilt("body of 15 pt", _tree(lambda t: _sized_body(t, 30)), "5.2.2", "正文字号", "15磅"),
    Spoilt("tracking of half a point", _style("Normal", "w:rPr/w:spacing", 10), "5.2.3", "字距", "0.5磅"),
    Spoilt("27 characters a line", _style("Normal", "w:rPr/w:spacing", 10), "5.2.3", "每行字数", "26字"),
    Spoilt("body in 宋体", _text('w:styleId="Body"', 'w:styleId="Body0"', STYLES), "7.3.3", "正文首行缩进", "0.0字"),
    Spoilt(
        "h1 in 仿宋", _style("Heading1", "w:rPr/w:rFonts", "仿宋_GB2312", "eastAsia"), "7.3.3", "一级标题字体", "仿宋"
    ),
    Spoilt(
        "h2 in 黑体",
        _style("Lead", "w:rPr/w:rFonts", "黑体", "eastAsia"),
        "7.3.3",
        "二级标题字体",
        "黑体",
        "notice-printed.docx",
    ),
    Spoilt("title left", _style("Title", "w:pPr/w:jc", "left"), "7.3.1", "标题位置", "居左"),
    Spoilt("title in 黑体", _style("Title", "w:rPr/w:rFonts", "黑体", "eastAsia"), "7.3.1", "标题字体", "黑体"),
    Spoilt("title of 18 pt", _style("Title", "w:rPr/w:sz", 36), "7.3.1", "标题字号", "18磅"),
    Spoilt(
        "margins of 25 mm", _tree(lambda t: put(t, ".//w:pgMar", 1417, "left")), "5.2.1", "订口（内侧边距）", "25.0毫米"
    ),
    Spoilt("top of 25 mm", _tree(lambda t: put(t, ".//w:pgMar", 1417, "top")), "5.2.1", "天头（上边距）", "25.0毫米"),
    Spoilt("paper Letter", _tree(lambda t: put(t, ".//w:pgSz", 12240, "w")), "5.1", "纸张", "215.9毫米×297.0毫米"),
    Spoilt("margins not mirrored", _text("<w:mirrorMargins/>", "", SETTINGS), "5.2.1", "双面印刷时页边距对称", "否"),
    Spoilt("page number centred", _footers(".//w:jc", "center"), "7.5", "单页页码位置", "居中空1.0字"),
    Spoilt("page number without dashes", lambda content: _without_dashes(content), "7.5", "单页页码形式", "1"),
    Spoilt("footers alike", _text("<w:evenAndOddHeaders/>", "", SETTINGS), "7.5", "奇偶页页码不同", "否"),
    Spoilt(
        "page number higher",
        _tree(lambda t: put(t, ".//w:pgMar", 900, "footer")),
        "7.5",
        "单页页码一字线上距版心下边缘",
        "",
    ),
    Spoilt("number in square brackets", _text("〔2023〕", "[2023]"), "7.3.1", "标题字体", "仿宋"),
    Spoilt(
        "annex mark in 仿宋",
        _style("AnnexMark", "w:rPr/w:rFonts", "仿宋_GB2312", "eastAsia"),
        "7.3.7",
        "附件序号字体",
        "仿宋",
    ),
    Spoilt("body ragged", _style("Normal", "w:pPr/w:jc", "left"), "7.3.3", "正文对齐", "left"),
    Spoilt(
        "red mark black",
        _style("Letterhead", "w:rPr/w:color", "000000"),
        "7.2.4",
        "发文机关标志颜色",
        "000000",
        "notice-printed.docx",
    ),
    Spoilt(
        "red rule gone",
        _tree(lambda t: spoiling.drop(next(t.iter(f"{W}pBdr")))),
        "7.2.7",
        "红色分隔线",
        "没有",
        "notice-printed.docx",
    ),
    Spoilt("date at the edge", _tree(lambda t: _no_gaps(t)), "7.3.5.2", "不加盖印章时署名右空", ""),
)


def _sized_body(tree: Any, half_points: int) -> None:
    """The size given by hand in every run of the body's paragraphs."""
    for paragraph in tree.iter(f"{W}p"):
        if (
            paragraph.find(f"{W}pPr/{W}pStyle") is not None
            and paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "Body"
        ):
            for properties in paragraph.iter(f"{W}rPr"):
                spoiling.etree.SubElement(properties, f"{W}sz").set(f"{W}val", str(half_points))


def _without_dashes(content: bytes) -> bytes:
    for part, data in spoiling.read_package(content).items():
        if part.startswith("word/footer") and "—" in data.decode():
            content = spoiling.write_package(
                spoiling.read_package(content) | {part: data.decode().replace("—", "").encode()}
            )
    return content


def _no_gaps(tree: Any) -> None:
    """The room to the right of name and date taken away."""
    ends = [
        one for one in tree.iter(f"{W}pPr") if one.find(f"{W}jc") is not None and one.find(f"{W}pStyle") is not None
    ]
    found = [one.find(f"{W}ind") for one in ends if one.find(f"{W}jc").get(f"{W}val") == "right"]
    found = [one for one in found if one is not None and int(one.get(f"{W}right", 0)) > 100]
    assert found
    for one in found:
        spoiling.drop(one)


def _wrong(content: bytes, name: str) -> list[Figure]:
    found = inspect(content, name)
    assert found.intact == (not found.findings)
    return [figure for figure in found.figures if not figure.within]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_spoilt_notice_is_told_its_clause_and_figures(case: Spoilt) -> None:
    wrong = _wrong(case.spoil(made()[case.source]), case.source)
    told = [(figure.clause, figure.what, figure.found) for figure in wrong]
    assert [one for one in told if one[:2] == (case.clause, case.what) and case.found in one[2]], told


@dataclass(frozen=True)
class SpoiltPdf:
    """Words of a shared template replaced, and the figure that must be told."""

    name: str
    old: str
    new: str
    clause: str
    what: str
    file: str = "official.css"


_PITCH = ".line { display: block; height: "
_TITLE = "{{ o.title_pitch_pt }}pt; text-align: "
_EVEN = "@page :left { margin-left: {{ o.outer_mm }}mm; margin-right: {{ o.binding_mm }}mm; }"
_SIDE = "content: element(page-number); vertical-align: top; text-align: "
_DASH = "{{ o.number_below_text_mm - slack_mm"

PDF_CASES = (
    SpoiltPdf("line pitch 28 pt", _PITCH + "{{ o.line_pitch_pt }}pt", _PITCH + "28pt", "5.2.3", "行距"),
    SpoiltPdf("line pitch 31 pt", _PITCH + "{{ o.line_pitch_pt }}pt", _PITCH + "31pt", "5.2.3", "每面行数"),
    SpoiltPdf("body of 15 pt", "html { font-size: {{ o.body_pt }}pt", "html { font-size: 15pt", "5.2.2", "正文字号"),
    SpoiltPdf("title left", _TITLE + "center", _TITLE + "left", "7.3.1", "标题偏离中线"),
    SpoiltPdf("margins of 25 mm", "{{ o.binding_mm }}mm", "25mm", "5.2.1", "左边距"),
    SpoiltPdf("margins not mirrored", _EVEN, "", "5.2.1", "正文左边至版心左边"),
    SpoiltPdf(
        "page number inside", f"@bottom-right {{ {_SIDE}right", f"@bottom-left {{ {_SIDE}left", "7.5", "单页页码右空"
    ),
    SpoiltPdf("page number lower", _DASH, _DASH + " + 2", "7.5", "一字线上距版心下边缘"),
    SpoiltPdf(
        "h1 in 仿宋",
        '<span class="{{ run.font }}">',
        "<span class=\"{{ 'fangsong' if run.font == 'heiti' else run.font }}\">",
        "7.3.3",
        "一级标题字体",
        "official.html",
    ),
    SpoiltPdf(
        "number in 楷体", "document-number fangsong", "document-number kaiti", "7.2.5", "发文字号字体", "official.html"
    ),
)


@pytest.mark.parametrize("case", PDF_CASES, ids=lambda case: case.name)
def test_a_spoilt_pdf_is_told_its_clause(case: SpoiltPdf, tmp_path: Path) -> None:
    folder = spoiling.templates_with(tmp_path, f"shared/{case.file}", {case.old: case.new})
    spoilt = pages.render("notice/notice.html", word_contexts.notice(paragraphs=14), folders=[folder])
    assert (case.clause, case.what) in [(figure.clause, figure.what) for figure in _wrong(spoilt, "x.pdf")]


def test_the_notice_that_was_spoilt_is_sound() -> None:
    assert _wrong(pages.render("notice/notice.html", word_contexts.notice(paragraphs=14)), "x.pdf") == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [("专利形式", "专利类型", "附件1 第2页 表格第3行第2格"), ("所在单位及职务", "单位", "附件2 第1页 表格第1行第5格")],
)
def test_a_form_changed_inside_the_notice_is_found_there(old: str, new: str, place: str) -> None:
    found = inspect(in_text(made()["notice.docx"], old, new), "x.docx")
    assert [finding.place.split(" “")[0] for finding in found.findings] == [place]
    assert any(place in line for line in found.lines())
