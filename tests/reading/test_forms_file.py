"""form.yaml → forms, and every way to write one wrongly, told with its line."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from support.own_fields import FIELDS as OWN

from generator.campaign.errors import Problem, Severity
from generator.campaign.fields import Field, Fields, Kind
from generator.campaign.form_rows import is_head, most_completers, rows_of
from generator.campaign.forms import Form, GridForm, ListForm, Shows
from generator.campaign.layout import package_templates
from generator.reading.form_files.forms_file import form_files, forms_of

FIELDS = Fields(
    (*OWN.application, Field("photo", "照片", Kind.PICTURE), Field("income", "年产值", Kind.MONEY)),
    OWN.completer,
    OWN.award,
)


def read(*folders: Path) -> tuple[tuple[Form, ...], list[Problem]]:
    return forms_of(form_files(folders), folders, FIELDS)


def program(key: str) -> str:
    return (package_templates() / key / "form.yaml").read_text(encoding="utf-8")


def problems_of(text: str, folder: Path, key: str = "form1") -> list[Problem]:
    """The problems of a campaign's own form of that name, without those of other forms."""
    file = folder / "templates" / key / "form.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    _, problems = read(folder / "templates", package_templates())
    return [one for one in problems if one.place.file == f"templates/{key}/form.yaml" and one.code != "form-draft"]


class Wrong(NamedTuple):
    """A change to a form that makes it wrong: what is told of it, and how many lines below the change."""

    form: str
    old: str
    new: str
    code: str
    told: str
    below: int = 0


TITLE = 'title: "{{ 年度 }}年{{ 省份 }}职工{{ 活动名称 }}优秀成果项目申报表"\n'
EARLIER = "earlier_mm: [11], "
NAME = "cells: [{columns: [0, 0], label: 项 目"
GROWN = "{height_mm: 20, grows: true, cells: [{columns: [0, 7], field: brief}]}"
OF_RESULT = "cells: [{columns: [0, 0], rows: 2, label: 成果实施情况}"
REPEAT = "repeat: {table: 其他完成人, rows: 5}"
NAME_CELL = "{columns: [1, 4], field: name}"
FORM1 = (
    Wrong("form1", "{height_mm: 14, cells: [{columns: [0, 7], h", "{height_mm: 12, cells: [{columns: [0, 7], h",
          "form-size", "放不下标题"),
    Wrong("form1", "width_mm: 105, height_mm: 17", "width_mm: 105, height_mm: 18", "form-size", "第一行以外", -3),
    Wrong("form1", "opinion: [（签署意见）, （盖章）", 'opinion: ["{{ 年份 }}", （盖章）', "form-words", "“年份”"),
    Wrong("form1", "name: 项目申报表", "nmae: 项目申报表", "form-key", "是否应为“name”"),
    Wrong("form1", "name: 项目申报表", "", "form-key", "请加上 name"),
    Wrong("form1", TITLE, "", "form-key", "请加上 title"),
    Wrong("form1", "name: 项目申报表", "name: [项目, 申报表]", "form-shape", "应是一段文字"),
    Wrong("form1", "name: 项目申报表", 'name: ""', "form-shape", "是空的"),
    Wrong("form1", "title: \"{{ 年度 }}", "title: \"{{ 年份 }}", "form-words", "“年份”"),
    Wrong("form1", "title: \"{{ 年度 }}", "title: \"{{ 年度 }", "form-words", "标记有误"),
    Wrong("form1", "title: \"{{ 年度 }}", "title: \"{{ 年度|upper }}", "form-words", "不能用 |upper"),
    Wrong("form1", "per: application", "per: project", "form-shape", "application"),
    Wrong("form1", "columns_mm: [30, 22,", "columns_mm: [30，22,", "form-shape", "不写单位"),
    Wrong("form1", f"{{height_mm: 17, {EARLIER}{NAME}", f"{{height_cm: 17, {NAME}", "form-key", "是否应为“height_mm”"),
    Wrong("form1", "{height_mm: 52, cells: [{columns: [0, 0], ", "{height_mm: 5 cm, cells: [{columns: [0, 0], ",
          "form-shape", "不写单位"),
    Wrong("form1", REPEAT, "repeat: 5", "form-shape", "这里应由"),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: 项目名}", "form-field", "是否应为“项目名称”"),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: tier}", "form-field", "“tier”是“评选结果”里的字段"),
    Wrong("form1", "kind: grid", "kind: table", "form-shape", "不能是“table”"),
    Wrong("form1", "folder: 03-申报表", "folder: ../03", "form-name", "不能作文件夹名"),
    Wrong("form1", "title: \"{{ 年度 }}年", "title: \"{{ 年度 }}年|", "form-words", "“|”"),
    Wrong("form1", "title: \"{{ 年度 }}年", f"title: \"{{{{ 年度 }}}}年{'优秀' * 20}", "form-size", "标题太长"),
    Wrong("form1", "label: 所属行业", 'label: "{年度}所属行业"', "form-words", "花括号"),
    Wrong("form1", "label: 所属行业", "label: ｛｛ 年度 ｝｝行业", "form-words", "花括号"),
    Wrong("form1", "folder: 03-申报表", "folder: NUL", "form-name", "不能作文件夹名"),
    Wrong("form1", "folder: 03-申报表", "folder: 10-附件", "form-name", "已有别的文件"),
    Wrong("form1", "folder: 03-申报表", "folder: 05-证书", "form-name", "已有别的文件"),
    Wrong("form1", "in_notice: true", "in_notice: 也许", "form-shape", "true 或 false"),
    Wrong("form1", "columns_mm: [30, 22,", "columns_mm: [30, 23,", "form-size", "157毫米，版心宽156毫米"),
    Wrong("form1", "columns_mm: [30, 22,", "columns_mm: [30, 二十二,", "form-shape", "应是5到1000的数"),
    Wrong("form1", "columns_mm: [30,", "columns_mm_: [30,", "form-key", "是否应为“columns_mm”"),
    Wrong("form1", f"height_mm: 17, {EARLIER}{NAME}", f"height_mm: 17mm, {NAME}", "form-shape", "不写单位"),
    Wrong("form1", f"{{height_mm: 17, {EARLIER}{NAME}", f"{{{NAME}", "form-key", "请加上 height_mm"),
    Wrong("form1", f"{{height_mm: 17, {EARLIER}{NAME}", f"{{height_mm: 80, {NAME}", "form-size", "请减小行高", -2),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: names}", "form-field", "是否应为“name”"),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: photo}", "form-place", "请写 size_mm"),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: photo, size_mm: [25, 35]}", "form-size", "图片比格子大"),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: photo, size_mm: [25]}", "form-shape", "应是两个数"),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: name, size_mm: [5, 5]}", "form-place", "只有图片写 size_mm"),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: name, boxes: true}", "form-place", "可以勾选"),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: industry}", "form-field", "行已有"),
    Wrong("form1", NAME_CELL, "{columns: [1, 3], field: name}", "form-grid", "第4列（从0数起）没有格子"),
    Wrong("form1", NAME_CELL, "{columns: [1, 5], field: name}", "form-grid", "第5列（从0数起）有格子重叠"),
    Wrong("form1", NAME_CELL, "{columns: [4, 1], field: name}", "form-shape", "首列在前"),
    Wrong("form1", NAME_CELL, "{columns: [1, 9], field: name}", "form-shape", "0到7"),
    Wrong("form1", NAME_CELL, "{field: name}", "form-key", "请写成 columns"),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: name, label: 名称}", "form-place", "只能写一种内容"),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: name, note: 说明}", "form-place", "field 的格子里没有 note"),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: name, align: middle}", "form-shape", "不能是“middle”"),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: name, sizes_pt: [9, 12]}", "form-shape", "从大到小"),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: name, rows: 两}", "form-shape", "整数"),
    Wrong("form1", NAME_CELL, "{columns: [1, 4], field: name, slot: name}", "form-key", "没有“slot”这一项"),
    Wrong("form1", "label: 所在单位|推荐意见}", "rows: 5, label: 所在单位|推荐意见}", "form-grid", "超出这一页"),
    Wrong("form1", "heading: 项目简介}]}", f"label: 项目简介}}]}}\n      - {GROWN}", "form-place", "请另起一页", 2),
    Wrong("form1", f"height_mm: 14, {OF_RESULT}", f"height_mm: 14, grows: true, {OF_RESULT}", "form-grid", "最后一行"),
    Wrong("form1", "field: benefit, sizes_pt", "of: [benefit, unit], sizes_pt", "form-place", "只能有一个字段"),
    Wrong("form1", "label: 转化创造|效益情况}", "field: unit}", "form-place", "会续页的行里只能有一个字段"),
    Wrong("form1", "field: benefit, sizes_pt", "field: completed_on, sizes_pt", "form-place", "请删去 grows"),
    Wrong("form1", "[background, principle,", "[background, unit,", "form-place", "多段文字"),
    Wrong("form1", "as: intro,", "as: slots,", "form-field", "程序另有用处"),
    Wrong("form1", "height_mm: 210, grows: true,", "height_mm: 210,", "form-place", "grows: true"),
    Wrong("form1", REPEAT, "repeat: {table: 评选结果, rows: 5}", "form-shape", "其他完成人"),
    Wrong("form1", REPEAT, "repeat: {table: 其他完成人}", "form-key", "请加上 rows"),
    Wrong("form1", REPEAT, "repeat: {table: 其他完成人, rows: 12}", "form-size", "请减小行高", -14),
    Wrong("form1", REPEAT, f"{REPEAT}, grows: true", "form-place", "重复的行不能续页"),
    Wrong("form1", "field: sex}", "field: sex, boxes: true}", "form-place", "不能勾选"),
    Wrong("form1", "{columns: [2, 2], field: sex}", "{columns: [2, 2], field: lead_sex}", "form-field", "“lead_sex”"),
    Wrong("form1", "opinion: [（签署意见）, （盖章）,", "opinion: [（盖章）,", "form-shape", "应是方括号里的3段文字"),
    Wrong("form1", "field: applied_on, width_mm: 105", "field: benefit, width_mm: 105", "form-place", "封面上只能"),
    Wrong("form1", "field: applied_on, width_mm: 105", "width_mm: 105", "form-place", "只写一个"),
    Wrong("form1", "field: applied_on, width_mm: 105", "field: name, width_mm: 105", "form-field", "行已有"),
    Wrong("form1", "field: lead_name, width_mm: 105", "field: lead_name, width_mm: 135", "form-size", "里放不下", -2),
    Wrong("form1", "sizes_pt: [16, 15,", "size_pt: [16, 15,", "form-key", "是否应为“sizes_pt”"),
    Wrong("form1", "label: 所属行业}", "label: 所属行业及其在国民经济行业分类中的名称}", "form-size", "太窄"),
    Wrong("form1", "kind: grid", "kind: grid\nblank_rows: 8", "form-key", "没有“blank_rows”这一项", 1),
)  # fmt: skip
FORM2 = (
    Wrong("form2", "width_mm: 17", "width_mm: 18", "form-size", "226毫米，版心宽225毫米", -3),
    Wrong("form2", "{field: industry, width_mm: 15", "{width_mm: 15", "form-place", "中的一个"),
    Wrong("form2", "field: industry,", "field: photo,", "form-place", "不能放图片"),
    Wrong("form2", "field: industry,", "field: name,", "form-field", "行已有"),
    Wrong("form2", "field: industry,", "field: indusrty,", "form-field", "是否应为“industry”"),
    Wrong("form2", "[unit, lead_post]", "[unit, brief]", "form-place", "填在一行里"),
    Wrong("form2", "[unit, lead_post]", "[unit]", "form-shape", "两个以上"),
    Wrong("form2", "as: unit_and_post", "as: 单位及职务", "form-shape", "英文字母"),
    Wrong("form2", "row_number: true", "row_number: false", "form-shape", "只能写 true"),
    Wrong("form2", "{{ brief_limit }}", "{{ brief_limits }}", "form-words", "是否应为“brief_limit”"),
    Wrong("form2", "blank_rows: 8", "blank_rows: 八", "form-shape", "整数"),
    Wrong("form2", "kind: list", "kind: list\npages: []", "form-key", "没有“pages”这一项", 1),
    Wrong("form2", "unit_label: 申报单位：", "unit_label: {甲: 乙}", "form-shape", "应是一段文字"),
    Wrong("form2", ", label: 联系电话}", "}", "form-key", "请加上 label"),
)  # fmt: skip


@pytest.mark.parametrize("wrong", [*FORM1, *FORM2], ids=lambda one: f"{one.form}: {one.new[:40]}")
def test_what_is_wrong_in_a_form_is_told_with_its_line(wrong: Wrong, tmp_path: Path) -> None:
    text = program(wrong.form)
    at = text.index(wrong.old, text.index("\ntitle:"))  # behind the remarks
    before, after = text[:at], text[at + len(wrong.old) :]
    changed = before + wrong.new + after
    line = before.count("\n") + 1 + wrong.below
    found = problems_of(changed, tmp_path, wrong.form)
    told = [(one.code, one.place.line, f"{one.message}{one.fix}") for one in found]
    missing = wrong.new == "" or "请加上" in wrong.told
    assert any(code == wrong.code and wrong.told in words and (missing or at == line) for code, at, words in told), told
    assert all(at for _, at, _ in told)


SLIPS = (
    "columns_mm: [30，22,",
    "height_cm",
    "height_mm: 5 cm",
    "repeat: 5",
    "项目名}",
    "field: tier",
    "[1, 9]",
    "[25]",
)


@pytest.mark.parametrize("slip", SLIPS)
def test_one_slip_is_one_problem(slip: str, tmp_path: Path) -> None:
    (wrong,) = (one for one in FORM1 if slip in one.new)
    assert len(problems_of(program("form1").replace(wrong.old, wrong.new, 1), tmp_path)) == 1


def test_everything_that_is_wrong_in_a_form_is_told_at_once(tmp_path: Path) -> None:
    text = program("form1").replace("field: industry", "field: indusrty").replace("per: application", "per: 项目")
    assert len(problems_of(text.replace("columns_mm: [30", "columns_mm: [31"), tmp_path)) == 3


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "form-shape"), ("- 甲\n", "form-shape"), ("甲：乙\n丙: 丁\n", "yaml-syntax"), ("甲: &x 1\n", "yaml-anchor")],
)
def test_a_file_that_is_no_form_at_all_is_told(text: str, code: str, tmp_path: Path) -> None:
    assert code in [one.code for one in problems_of(text, tmp_path)]


@pytest.mark.parametrize("key", ["Form3", "3form", "blank", "shared", "征求意见", "a"])
def test_a_folder_whose_name_is_no_good_is_told(key: str, tmp_path: Path) -> None:
    text = program("form1").replace("03-申报表", "10-别的表")
    assert "form-name" in [one.code for one in problems_of(text, tmp_path, key)]


def test_a_folder_of_the_output_is_not_taken_twice(tmp_path: Path) -> None:
    for key in ("consent", "opinions"):
        problems = problems_of(program("form1").replace("03-申报表", "10-别的表"), tmp_path, key)
    assert [one.code for one in problems] == ["form-name"]


def test_a_grid_of_a_recommender_shows_nothing_of_its_applications(tmp_path: Path) -> None:
    text = program("form1").replace("per: application", "per: recommender").replace("03-申报表", "10-别的表")
    assert any("“name”" in one.message for one in problems_of(text, tmp_path, "letters"))


def test_the_programs_forms_are_whole() -> None:
    forms, problems = read(package_templates())
    assert not problems
    grid, table = forms
    assert isinstance(grid, GridForm)
    assert isinstance(table, ListForm)
    assert (grid.key, grid.formats, grid.page) == ("form1", ("docx", "pdf"), "form1/form1.html")
    assert (table.key, table.formats, table.page) == ("form2", ("docx", "pdf", "xlsx"), "form2/form2.html")
    assert most_completers(forms) == 5
    assert grid.pages[1].parts is not None
    assert {cell.shows for cell in grid.cells} == set(Shows) - {Shows.NOTHING, Shows.PICTURE}


def test_the_rows_of_completers_are_as_many_as_there_are_and_without_any_their_head_goes_too() -> None:
    (grid, _), _ = read(package_templates())
    assert isinstance(grid, GridForm)
    data = grid.pages[0]
    assert [is_head(data, number) for number in range(len(data.rows))].index(True) == len(data.rows) - 2
    three, none = rows_of(data, 3), rows_of(data, 0)
    assert [row.place for row in three][-4:] == [0, 1, 2, 3]
    assert three[-4].cells[0].rows == 4
    assert three[-1].cells[0].slot == "completer3_name"
    assert len(none) == len(data.rows) - 2


def test_a_campaigns_own_form_takes_the_place_of_the_programs_and_a_further_folder_is_a_further_form(
    tmp_path: Path,
) -> None:
    problems_of(program("form1").replace("name: 项目申报表", "name: 推荐表"), tmp_path)
    problems_of(program("form2").replace("04-汇总表", "10-别的表"), tmp_path, "another")
    forms, problems = read(tmp_path / "templates", package_templates())
    assert [(form.key, form.name, form.formats) for form in forms] == [
        ("form1", "推荐表", ("pdf",)),
        ("form2", "申报汇总表", ("docx", "pdf", "xlsx")),
        ("another", "申报汇总表", ("pdf",)),
    ]
    assert [(one.code, one.severity) for one in problems] == [("form-draft", Severity.WARNING)] * 2


def test_a_copy_of_the_programs_form_keeps_its_templates(tmp_path: Path) -> None:
    problems_of(program("form1"), tmp_path)
    forms, problems = read(tmp_path / "templates", package_templates())
    assert forms[0].formats == ("docx", "pdf")
    assert not problems
