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


@pytest.mark.parametrize(
    ("text", "is_more"),
    [
        (
            "改造后的指标是：每圈循环时间波动由±28%缩小到±9%，打结停缸每百缸1.6次，出布时间由每缸35分钟降到14分钟。",
            True,
        ),
        (
            "使用单位评语：该项目立足岗位，投入少、见效快，数据有台账可查，同意作为重点项目推荐，建议在全省同行业推广。",
            False,
        ),
        ("填报人：张某某 联系电话：0791-88000000", False),
    ],
)
def test_a_paragraph_below_the_table_goes_on_with_a_long_text_or_is_told(
    text: str, is_more: bool, marks: FormMarks
) -> None:
    (form,) = GridFormReader(marks, "a.docx").read(
        [table(["项目名称", "某项目"], ["转化创造效益情况", "节约3万元。"]), Line((Span(text, None),))]
    )
    assert form.values["benefit"].value == ("节约3万元。\n" + text if is_more else "节约3万元。")
    assert any(text[:4] in problem.message for problem in form.problems) != is_more


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


HEADER = ["姓名", "性别", "岗位/职务", "职称", "工作单位"]


def lines(*texts: str) -> list[Block]:
    return [Line((Span(text, None),)) for text in texts]


def told(marks: FormMarks, *blocks: Block) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What is read, and the labels that a clerk has to look at, each with what is said."""
    (form,) = GridFormReader(marks, "a.docx").read(blocks)
    values = {slot: str(raw.value) for slot, raw in form.values.items()}
    return values, [(one.field, one.message) for one in form.problems]


BODY = table(["项目名称", "某项目", "所属行业", "机械"])


def test_what_stands_below_an_empty_label_of_the_cover_is_its_value(marks: FormMarks) -> None:
    found, problems = told(marks, *lines("所在单位：某某公司", "申报时间：", "2023年8月6日"), BODY)
    assert (found["cover_unit"], found["applied_on"], problems) == ("某某公司", "2023年8月6日", [])


@pytest.mark.parametrize("below", ["缆有限公司", "（成型分厂）", "第二职业学院"])
def test_a_line_below_a_value_of_the_cover_is_asked_of_it(below: str, marks: FormMarks) -> None:
    found, problems = told(marks, *lines("所在单位：某某光", below, "联系人：甲某"), BODY)
    assert found["cover_unit"] == f"某某光\n{below}"
    assert [label for label, message in problems if below in message] == ["所在单位"]


@pytest.mark.parametrize("text", ["合作单位：某某学院", "补充说明：与某某学院合作", "本项目与某某学院合作"])
def test_a_text_of_the_cover_that_is_nobodys_is_told(text: str, marks: FormMarks) -> None:
    found, problems = told(marks, *lines("所在单位：某某厂", "", "江西省总工会 制", text), BODY)
    assert found["cover_unit"] == "某某厂"
    assert [text in message for _, message in problems] == [True]


def test_what_a_form_says_of_itself_is_not_told(marks: FormMarks) -> None:
    texts = ("所在单位：某某厂", "填表说明", "一、本表用钢笔填写，字迹要清楚。", "二、本表一式两份。")
    assert told(marks, *lines(*texts), BODY)[1] == []


@pytest.mark.parametrize("text", ["注：发明专利一项正在实审", "附件：检测报告、查新报告", "联系电话另行通知：王某"])
def test_a_note_between_two_tables_is_none_of_the_text_above(text: str, marks: FormMarks) -> None:
    tables = [table(["转化创造效益情况", "节约3万元。"]), *lines(text), table(["姓名", "乙某", "性别", "男"], number=2)]
    found, problems = told(marks, BODY, *tables)
    assert found["benefit"] == "节约3万元。"
    assert any(text[:6] in message for _, message in problems)


def test_a_text_that_runs_over_between_two_tables_goes_on(marks: FormMarks) -> None:
    found, _ = told(marks, BODY, table(["转化创造效益情况", "节约3万元，"]), *lines("减少停机八小时。"))
    assert found["benefit"] == "节约3万元，\n减少停机八小时。"


@pytest.mark.parametrize("more", [["", "女", "√"], ["女☑"], ["女√"]])
def test_options_beside_a_value_are_asked_of_it(more: list[str], marks: FormMarks) -> None:
    _, problems = told(marks, BODY, table(["姓名", "乙某", "性别", "男", *more]))
    assert [label for label, _ in problems if "性别" in label]


def test_the_label_of_a_part_is_no_value(marks: FormMarks) -> None:
    grid = table(["转化创造效益情况", "经济效益", "节约3万元。"], ["", "社会效益", "减少粉尘。"])
    assert [label for label, _ in told(marks, BODY, grid)[1]].count("转化创造效益情况") == 2


def test_a_label_that_is_not_known_and_a_photographs_frame_raise_no_doubt(marks: FormMarks) -> None:
    grid = table(["姓名", "乙某", "民族", "汉族"], ["通讯地址", "某路1号", "照片"])
    grid.rows[1][2].rows = 3
    assert all(label not in ("第一完成人", "通讯地址") for label, _ in told(marks, BODY, grid)[1])


def test_a_row_without_a_label_below_a_value_is_asked_of_it(marks: FormMarks) -> None:
    found, problems = told(marks, BODY, table(["通讯地址", "某某市丰城"], ["", "路161号"]))
    assert found["lead_address"] == "某某市丰城"
    assert "通讯地址" in [label for label, _ in problems]


def test_a_second_row_below_labels_is_asked_of_the_first(marks: FormMarks) -> None:
    patents = table(["序号", "专利号", "批准时间"], ["1", "ZL1", "2021年3月5日"], ["2", "ZL2", "2022年1月6日"])
    found, problems = told(marks, BODY, patents)
    assert (found["patent_number"], found["patent_date"]) == ("ZL1", "2021年3月5日")
    assert [label for label, message in problems if "ZL2" in message or "2022" in message][:2] == ["专利号", "批准时间"]


def test_a_header_that_is_printed_once_more_goes_on_with_the_people(marks: FormMarks) -> None:
    first = table(HEADER, ["丙某", "女", "钳工", "", "某厂"])
    second = table(HEADER, ["丁某", "男", "电工", "", "某厂"], number=2)
    found, problems = told(marks, BODY, first, *lines("续表"), second)
    assert [found[f"completer{number}_name"] for number in (1, 2)] == ["丙某", "丁某"]
    assert problems == []


def test_a_completers_cell_that_goes_on_in_the_next_row_is_asked(marks: FormMarks) -> None:
    people = table(
        HEADER, ["丙某", "女", "钳工", "", "某某光"], ["", "", "", "", "缆公司"], ["丁某", "男", "电工", "", "某厂"]
    )
    found, problems = told(marks, BODY, people)
    assert [found[f"completer{number}_name"] for number in (1, 2)] == ["丙某", "丁某"]
    assert [label for label, message in problems if "缆公司" in message] == ["工作单位"]


def test_the_name_in_another_language_is_no_second_project(marks: FormMarks) -> None:
    forms = GridFormReader(marks, "a.docx").read([BODY, table(["项目名称（英文）", "A Fixture"], ["姓名", "乙某"])])
    assert [str(form.values["name"].value) for form in forms] == ["某项目"]
