"""A form is read by its labels, wherever somebody put them."""

from __future__ import annotations

import pytest
from conftest import ROOT
from support.pile import campaign_in

from generator.reading.field_files.synonyms_file import synonyms_of
from generator.reading.returned.grid_form import GridFormReader
from generator.reading.returned.marks import FormMarks, marks_of
from generator.reading.word_tables.grid import Block, Cell, Grid
from generator.reading.word_tables.texts import Line, Span


@pytest.fixture(scope="module")
def marks() -> FormMarks:
    forms = campaign_in(ROOT / "data_examples/minimal").settings.schema.forms.values()
    return next(one for one in marks_of(forms, synonyms_of([ROOT / "templates"])[0]) if one.key == "form1")


def table(*rows: list[str | Grid], number: int = 1) -> Grid:
    """A table of these texts, or tables within its cells."""
    grid = Grid(number, [])
    for at, row in enumerate(rows):
        grid.rows.append([])
        for place, one in enumerate(row):
            text = one if isinstance(one, str) else ""
            lines = tuple(Line((Span(part, None),)) for part in text.split("\n"))
            tables = [one] if isinstance(one, Grid) else []
            grid.rows[-1].append(Cell(at, place, place + 1, 1, False, lines, tables))
    return grid


def read(marks: FormMarks, *blocks: Block) -> dict[str, str]:
    (form,) = GridFormReader(marks, "a.docx").read([table(["项目名称", "某项目", "所属行业", "机械"]), *blocks])
    return {slot: str(raw.value) for slot, raw in form.values.items()}


def test_what_ours_has_on_the_cover_may_stand_in_the_table(marks: FormMarks) -> None:
    found = read(marks, table(["联系人", "甲某", "联系人电话", "13900000000"], ["申报时间", "2023年8月1日"]))
    assert found["cover_contact_name"] == "甲某"
    assert found["cover_contact_phone"] == "13900000000"
    assert found["applied_on"] == "2023年8月1日"


def test_a_phone_behind_the_contact_is_the_contacts(marks: FormMarks) -> None:
    rows = (["姓名", "乙某", "性别", "男", "联系电话", "13800000000"], ["联系人", "甲某", "联系电话", "13900000000"])
    found = read(marks, table(*rows))
    assert (found["lead_phone"], found["cover_contact_phone"]) == ("13800000000", "13900000000")


def test_unit_and_post_may_stand_in_cells_of_their_own(marks: FormMarks) -> None:
    found = read(marks, table(["工作单位", "某某公司"], ["职务", "班长"]))
    assert found["unit_and_post"].split("\n") == ["工作单位：某某公司", "；职务：班长"]


def test_labels_within_a_value_begin_the_next(marks: FormMarks) -> None:
    found = read(marks, table(["第一完成人", "乙某  性别：男  职称：  联系电话：13800000000"]))
    assert [found[key] for key in ("lead_name", "lead_sex", "lead_title", "lead_phone")] == [
        "乙某",
        "男",
        "",
        "13800000000",
    ]


def test_completers_may_stand_in_a_table_within_a_cell(marks: FormMarks) -> None:
    people = table(["姓名", "性别", "岗位/职务", "职称", "工作单位"], ["丙某", "女", "钳工", "", "某某公司"], number=2)
    found = read(marks, table(["其他完成人情况", people]))
    assert [found[f"completer1_{key}"] for key in ("name", "post", "unit")] == ["丙某", "钳工", "某某公司"]


def test_a_number_may_stand_in_a_table_of_digits(marks: FormMarks) -> None:
    digits = "36012119710315300X"
    assert read(marks, table(["身份证号码", table(list(digits), number=2)]))["lead_id_number"] == digits


def test_options_may_stand_below_their_label_with_the_ticks_below_them(marks: FormMarks) -> None:
    grid = table(["专利形式（在对应格内打勾）"], ["发明专利", "实用新型专利", "外观设计专利"], ["", "√", ""])
    grid.rows[0][0].columns = 3
    assert read(marks, grid)["patent_forms"] == "发明专利□ 实用新型专利√ 外观设计专利□"


def test_a_cell_with_a_label_of_its_own_is_no_value_of_the_one_beside_it(marks: FormMarks) -> None:
    found = read(marks, table(["专利号：（未下）", "实施方式：自行制作"], ["批准时间：", "通讯地址：某路1号"]))
    assert (found["patent_number"], found["implementation"], found["lead_address"]) == ("", "自行制作", "某路1号")


def test_a_table_with_labels_below_a_long_text_is_none_of_it(marks: FormMarks) -> None:
    lead = table(["姓名", "乙某", "性别", "男"], number=2)
    found = read(marks, table(["转化创造效益情况", "节约3万元。"], [lead, ""]))
    assert (found["benefit"], found["lead_name"], found["lead_sex"]) == ("节约3万元。", "乙某", "男")


@pytest.mark.parametrize("text", ["备注：公司另有专利", "说明：另附材料"])
def test_a_remark_below_a_long_text_is_none_of_it(text: str, marks: FormMarks) -> None:
    assert read(marks, table(["转化创造效益情况", "节约3万元。"], [text]))["benefit"] == "节约3万元。"


def test_a_header_may_have_as_many_further_columns_as_one_likes(marks: FormMarks) -> None:
    header = ["序号", "姓名", "性别", "出生年月", "学历", "岗位/职务", "职称", "联系电话", "工作单位", "本人签名"]
    found = read(marks, table(header, ["1", "丙某", "女", "1985.3", "大专", "钳工", "技师", "13800000000", "某厂", ""]))
    assert [found[f"completer1_{key}"] for key in ("name", "sex", "post", "title", "unit")] == [
        "丙某", "女", "钳工", "技师", "某厂",
    ]  # fmt: skip
    assert "lead_sex" not in found


def test_what_stands_beside_the_title_of_the_completers_is_told(marks: FormMarks) -> None:
    rows = table(["项目名称", "某项目"], ["其他完成人", "鲍强（男，制浆工）；叶小琼（女，分析工）"])
    (form,) = GridFormReader(marks, "a.docx").read([rows])
    assert any("鲍强" in problem.message for problem in form.problems)


def test_labels_on_one_line_of_a_form_without_tables_are_each_read(marks: FormMarks) -> None:
    lines = ["项目名称：  某项目 \t所属行业：  机械", "第一完成人： 乙某 \t性别： 男 \t职称： 技师"]
    (form,) = GridFormReader(marks, "a.docx").read([Line((Span(line, None),)) for line in lines])
    found = {slot: str(raw.value).strip() for slot, raw in form.values.items()}
    assert [found[key] for key in ("name", "industry", "lead_name", "lead_sex", "lead_title")] == [
        "某项目", "机械", "乙某", "男", "技师",
    ]  # fmt: skip
