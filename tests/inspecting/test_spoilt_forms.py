"""Forms whose fixed layout was changed are rejected, with the right place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import spoiling
from inspected_files import made, printed_by_libreoffice
from openpyxl.styles import Font, PatternFill
from spoiling import W, cell, control, double, drop, in_book, in_text, in_word, narrow, put, row, table, with_text
from support.fixed_words import FORM1

from generator.composing.forms import blank
from generator.inspecting.inspecting import inspect, settings_of
from generator.rendering.html import pages

pytestmark = pytest.mark.xdist_group("inspecting")

COVER, DATA, INTRO, OPINIONS = 1, 2, 3, 4  # tables of Form 1 in Word
_3_MM, _4_MM = 170, 227  # twips
_25_MM = 1417


@dataclass(frozen=True)
class Spoilt:
    """A way to spoil a file, and what must be said of it: place and what, or parts of them."""

    name: str
    source: str
    spoil: Callable[[bytes], bytes]
    place: str
    what: str


def _word(name: str, change: Callable[[Any], object], place: str, what: str, form: str = "form1.docx") -> Spoilt:
    return Spoilt(name, form, lambda content: in_word(content, change), place, what)


def _book(name: str, change: Callable[[Any], object], place: str, what: str) -> Spoilt:
    return Spoilt(name, "form2.xlsx", lambda content: in_book(content, change), place, what)


def _exchange(tree: Any, one: str, other: str) -> None:
    first, second = with_text(tree, one), with_text(tree, other)
    first.text, second.text = other, one


def _renamed(tree: Any, old: str, new: str) -> None:
    with_text(tree, old).text = new


def _fonts_of(tree: Any, text: str, **values: object) -> None:
    (run,) = with_text(tree, text).iterancestors(f"{W}r")
    properties = run.find(f"{W}rPr")
    for name, attributes in values.items():
        child = properties.find(f"{W}{name}")
        if child is None:
            child = spoiling.etree.SubElement(properties, f"{W}{name}")
        for key, value in attributes.items():  # type: ignore[attr-defined]
            child.set(f"{W}{key}", str(value))


def _without_merge(tree: Any) -> None:
    for merged in list(cell(tree, DATA, 3, 0).iter(f"{W}vMerge")):
        drop(merged)


def _open_edge(tree: Any) -> None:
    for at, side in ((0, "right"), (1, "left")):
        properties = cell(tree, DATA, 1, at).find(f"{W}tcPr")
        borders = spoiling.etree.Element(f"{W}tcBorders")
        spoiling.etree.SubElement(borders, f"{W}{side}").set(f"{W}val", "nil")
        properties.insert(2, borders)


def _turned(tree: Any) -> None:
    for size in tree.iter(f"{W}pgSz"):
        wide, high = size.get(f"{W}w"), size.get(f"{W}h")
        size.set(f"{W}w", high)
        size.set(f"{W}h", wide)


def _column_gone(tree: Any) -> None:
    for one in table(tree, 0).iter(f"{W}tr"):
        drop(one.findall(f"{W}tc")[-1])
    drop(table(tree, 0).findall(f"{W}tblGrid/{W}gridCol")[-1])


def _no_validation(sheet: Any, kind: str) -> None:
    rules = sheet.data_validations.dataValidation
    found = [rule for rule in rules if rule.type == kind]
    assert found
    for rule in found:
        rules.remove(rule)


def _set(target: Any, **values: object) -> None:
    for name, value in values.items():
        assert getattr(target, name) != value
        setattr(target, name, value)


WORD_CASES = (
    _word("a column 3 mm narrower", lambda t: narrow(t, DATA, 1, _3_MM), "第2页 表格第3行第2格 “专利形式”", "列宽"),
    _word("only the grid narrower", lambda t: narrow(t, DATA, 5, _3_MM, cells=False), "“所属行业”", "列宽"),
    _word("only the cells narrower", lambda t: narrow(t, DATA, 5, _3_MM, grid=False), "“所属行业”", "单元格宽度"),
    _word("a completer's row removed", lambda t: drop(row(t, DATA, 17)), "第2页 表格第", "行"),
    _word("the address's row removed", lambda t: drop(row(t, DATA, 11)), "第2页 表格第12行", "行"),
    _word("a row too many", lambda t: double(row(t, DATA, 17)), "第2页 表格第", "行"),
    _word("a label's word changed", lambda t: _renamed(t, "专利形式", "专利类型"), "第3行第2格 “专利形式”", "栏目文字"),
    _word("two labels exchanged", lambda t: _exchange(t, "专利号", "批准时间"), "第4行第4格 “专利号”", "栏目文字"),
    _word("a label missing", lambda t: _renamed(t, "通讯地址", ""), "第12行第1格 “通讯地址”", "栏目文字"),
    _word("a choice renamed", lambda t: _renamed(t, "软件著作权", "著作权"), "第3行第3格", "印好的文字"),
    _word("a heading changed", lambda t: _renamed(t, "项目简介", "项目介绍"), "第3页 表格第1行", "栏目文字"),
    _word(
        "the seal's words gone",
        lambda t: _renamed(t, "（单位工会盖章）或（单位行政盖章）", ""),
        "第4页 表格第1行第2格",
        "印好的文字",
    ),
    _word("margins of 25 mm", lambda t: put(t, ".//w:pgMar", _25_MM, "left"), "页面设置", "左边距"),
    _word(
        "paper Letter",
        lambda t: (put(t, ".//w:pgSz", 12240, "w"), put(t, ".//w:pgSz", 15840, "h")),
        "页面设置",
        "纸张大小",
    ),
    _word("landscape Form 1", _turned, "页面设置", "纸张方向"),
    _word("a control deleted", lambda t: spoiling.unwrap(control(t, "industry")), "填写处 “所属行业”", "填写控件"),
    _word(
        "a control renamed", lambda t: put(control(t, "lead_name"), "w:sdtPr/w:tag", "name2"), "第一完成人", "填写控件"
    ),
    _word(
        "a label's font changed",
        lambda t: _fonts_of(t, "专利形式", rFonts={"eastAsia": "黑体"}),
        "第3行第2格 “专利形式”",
        "栏目字体字号",
    ),
    _word("a label's size changed", lambda t: _fonts_of(t, "通讯地址", sz={"val": 28}), "“通讯地址”", "栏目字体字号"),
    _word("a row higher", lambda t: put(row(t, DATA, 9), "w:trPr/w:trHeight", 850), "第2页 表格第10行", "行高"),
    _word(
        "a row that grows no more",
        lambda t: put(row(t, DATA, 6), "w:trPr/w:trHeight", "exact", "hRule"),
        "表格第7行",
        "行高方式",
    ),
    _word("a merged cell split", _without_merge, "第2页 表格第4行第1格", "单元格合并"),
    _word("a rule taken away", _open_edge, "第2页 表格第2行第1格 “项目名称”", "右框线"),
    _word(
        "the whole table's rules thicker",
        lambda t: put(table(t, DATA), "w:tblPr/w:tblBorders/w:insideV", 12, "sz"),
        "第2页 表格第2行",
        "框线",
    ),
    _word("the foot note gone", lambda t: _renamed(t, _foot_note(), ""), "正文段落 “本表填写时切勿改变表格", "段落"),
    _word("a table too many", lambda t: double(table(t, OPINIONS)), "全文", "表格数"),
    _word("the opinions gone", lambda t: drop(table(t, OPINIONS)), "全文", "表格数"),
    _word("an empty paragraph too many", lambda t: double(t[0][1]), "正文段落", "前面的空段"),
    _word(
        "a cover label changed",
        lambda t: _renamed(t, "所在单位：", "单位名称："),
        "第1页 表格第3行第1格 “所在单位：”",
        "栏目文字",
    ),
    _word("portrait Form 2", _turned, "页面设置", "纸张方向", "form2.docx"),
    _word(
        "a header of Form 2 changed",
        lambda t: _renamed(t, "所在单位及职务", "单位"),
        "第1行第5格 “所在单位及职务”",
        "栏目文字",
        "form2.docx",
    ),
    _word("a column of Form 2 gone", _column_gone, "表格第1行", "格数", "form2.docx"),
    _word("a column of Form 2 wider", lambda t: narrow(t, 0, 6, -_4_MM), "“项目简介", "列宽", "form2.docx"),
    Spoilt(
        "margins no longer mirrored",
        "form1.docx",
        lambda content: in_text(content, "<w:mirrorMargins/>", "", spoiling.SETTINGS),
        "页面设置",
        "对称页边距",
    ),
)

BOOK_CASES = (
    _book("a column widened", lambda s: _set(s.column_dimensions["E"], width=30), "E列 “所在单位及职务”", "列宽"),
    _book("a column hidden", lambda s: _set(s.column_dimensions["D"], hidden=True), "D列 “联系电话”", "列宽"),
    _book("a header renamed", lambda s: _set(s["D4"], value="手机"), "D4 “联系电话”", "表头"),
    _book("a header's font changed", lambda s: _set(s["D4"], font=Font(name="宋体", sz=9)), "D4", "字体字号"),
    _book("a drop-down removed", lambda s: _no_validation(s, "list"), "“项目类别”", "下拉选项"),
    _book("the limit removed", lambda s: _no_validation(s, "textLength"), "“项目简介”", "字数限制"),
    _book("a column of numbers", lambda s: _set(s["D5"], number_format="0"), "D5", "单元格格式"),
    _book("portrait print", lambda s: _set(s.page_setup, orientation="portrait"), "打印设置", "纸张方向"),
    _book("paper A3", lambda s: _set(s.page_setup, paperSize=8), "打印设置", "纸张"),
    _book("no repeated header", lambda s: _set(s, print_title_rows="1:1"), "打印设置", "每页都印的标题行"),
    _book("margins changed", lambda s: _set(s.page_margins, left=1.5), "打印设置", "左边距"),
    _book("the title's cells not merged", lambda s: s.unmerge_cells("A2:I2"), "A2:I2", "单元格合并"),
    _book("a row above the header", lambda s: s.insert_rows(1), "表头", "所在行"),
    _book("a column too many", lambda s: _set(s["J4"], value="邮箱"), "J列", "列"),
)


def _foot_note() -> str:
    return str(FORM1["foot_note"])


def _told(found: Any) -> list[tuple[str, str]]:
    return [(finding.place, finding.what) for finding in found.findings]


@pytest.mark.parametrize("case", [*WORD_CASES, *BOOK_CASES], ids=lambda case: case.name)
def test_a_spoilt_form_is_rejected_with_its_place(case: Spoilt) -> None:
    found = inspect(case.spoil(made()[case.source]), case.source)
    assert not found.intact
    assert [one for one in _told(found) if case.place in one[0] and case.what in one[1]], _told(found)


@pytest.mark.parametrize(
    "case",
    [one for one in WORD_CASES if "narrower" not in one.name and "Form 2" not in one.name],
    ids=lambda case: case.name,
)
def test_one_change_is_not_told_as_many(case: Spoilt) -> None:
    assert len(inspect(case.spoil(made()[case.source]), case.source).findings) <= 20


@pytest.mark.parametrize("change", [drop, double])
def test_a_completer_s_row_lost_or_added_is_told_as_a_row_alone(change: Callable[[Any], object]) -> None:
    content = in_word(made()["blank-form1.docx"], lambda tree: change(row(tree, DATA, 17)))
    assert [finding.what for finding in inspect(content, "form1.docx").findings] == ["行"]


def test_a_changed_label_is_the_only_finding() -> None:
    spoilt = in_word(made()["form1.docx"], lambda tree: _renamed(tree, "专利形式", "专利类型"))
    (finding,) = inspect(spoilt, "x.docx").findings
    assert (finding.place, finding.what, finding.wanted, finding.found) == (
        "第2页 表格第3行第2格 “专利形式”", "栏目文字", "“专利形式”", "“专利类型”",
    )  # fmt: skip


def test_a_rule_shifted_by_one_millimetre_is_found_in_the_pdf() -> None:
    spoilt = spoiling.with_rule_shifted(made()["form1.pdf"], 1, 1.0)
    found = inspect(spoilt, "x.pdf")
    assert {finding.what for finding in found.findings} <= {"列宽", "左边线离表格左边"}
    assert all(finding.place.startswith("第2页 表格第") for finding in found.findings)
    assert not found.intact


def test_a_rule_shifted_by_a_tenth_of_a_millimetre_is_none() -> None:
    assert inspect(spoiling.with_rule_shifted(made()["form1.pdf"], 1, 0.1), "x.pdf").findings == ()


LABEL, ROWS = (
    "{{ broken(words(cell.text, form)) }}",
    "for one in sheet.rows %}{{ row(one, form) }}{% endfor %}{% endif %}</",
)
PDF_CASES = {
    "a label missing": (
        {LABEL: LABEL.replace("form))", "form)|replace('专利号', ''))")},
        "第2页 表格第4行第4格 “专利号”",
        "栏目文字",
    ),
    "a label changed": (
        {LABEL: LABEL.replace("form))", "form)|replace('通讯地址', '通信地址'))")},
        "第2页 表格第12行第1格 “通讯地址”",
        "栏目文字",
    ),
    "a row missing": (
        {ROWS: ROWS.replace("sheet.rows", "sheet.rows[:10] + sheet.rows[11:]")},
        "第2页 表格第11行",
        "行",
    ),
    "a column shifted": (
        {'<col style="width:{{ width }}mm">': '<col style="width:{{ width + {1: 3, 5: -3}.get(loop.index0, 0) }}mm">'},
        "第2页 表格第3行第2格 “专利形式”",
        "列宽",
    ),
    "the foot note missing": ({"{{ form.foot_note }}": "&nbsp;"}, "本表填写时切勿改变表格", "印好的文字"),
    "a cover label missing": (
        {"{{ words(line[0].label, form) }}": "{{ words(line[0].label, form)|replace('所在单位：', '') }}"},
        "第1页 “所在单位：”",
        "栏目文字",
    ),
    "labels of another font": ({'class="label songti"': 'class="label heiti"'}, "第2页 表格第", "栏目字体字号"),
}


@pytest.mark.parametrize("name", PDF_CASES)
def test_a_spoilt_pdf_form_is_rejected_with_its_place(name: str, tmp_path: Path) -> None:
    changes, place, what = PDF_CASES[name]
    folder = spoiling.templates_with(tmp_path, "shared/grid.html", changes)
    found = inspect(pages.render("form1/form1.html", blank(settings_of(None), "form1"), folders=[folder]), "x.pdf")
    assert [one for one in _told(found) if place in one[0] and what in one[1]], _told(found)


def test_a_pdf_made_of_a_spoilt_word_file_is_rejected(tmp_path: Path) -> None:
    cases = {case.name: case for case in WORD_CASES}
    chosen = {
        "a column 3 mm narrower": ("“专利形式”", "列宽"),
        "a label's word changed": ("“专利形式”", "栏目文字"),
        "margins of 25 mm": ("表格", "左边线离纸边"),
        "paper Letter": ("第1页", "纸张大小"),
        "portrait Form 2": ("第1页", "纸张方向"),
    }
    spoilt = {name: cases[name].spoil(made()[cases[name].source]) for name in chosen}
    for name, path in printed_by_libreoffice(spoilt, tmp_path).items():
        place, what = chosen[name]
        found = inspect(path)
        assert [one for one in _told(found) if place in one[0] and what in one[1]], (name, _told(found))


def test_a_title_of_another_campaign_differs_only_where_the_campaign_is_known(minimal: Path) -> None:
    other = in_text(made()["blank-form1.docx"], "2023年江西省", "2024年浙江省")
    assert inspect(other, "x.docx").findings == ()
    assert [finding.what for finding in inspect(other, "x.docx", minimal).findings] != []


def test_a_coloured_cell_of_the_workbook_is_no_change() -> None:
    fill = PatternFill("solid", fgColor="FFFF00")
    assert inspect(in_book(made()["form2.xlsx"], lambda sheet: _set(sheet["B5"], fill=fill)), "x.xlsx").findings == ()
