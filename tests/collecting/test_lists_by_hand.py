"""Lists that people made by hand: every row's values are read as they stand there, asked, or told."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from conftest import EXAMPLE
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from support.pile import Pile, form1

from generator.collecting.found import Collected, Project

HEADER = ("序号", "项目名称", "第一完成人", "联系电话", "所在单位及职务", "所属行业", "项目简介", "项目类别", "备注")
NANCHANG, GANZHOU = "南昌市总工会", "赣州市总工会"
LEADS = ("张三丰", "李四光", "王五一", "赵六合")


def row(number: int, **other: Any) -> list[Any]:
    """A project's row below HEADER; `other` says what stands in a column in place of that."""
    values = [
        number,
        f"节水阀{number}号",
        LEADS[number % len(LEADS)],
        f"1380000123{number}",
        "赣江水务公司 班长",
        "水利",
        "省水。",
        "小发明",
        "公有",
    ]
    return [other.get(name, value) for name, value in zip(HEADER, values, strict=True)]


def without(values: Sequence[Any], *columns: str) -> list[Any]:
    """The row without these columns."""
    return [value for name, value in zip(HEADER, values, strict=True) if name not in columns]


def book(rows: Sequence[Sequence[Any]], title: str = "汇总表") -> Workbook:
    """A workbook with these rows in its sheet."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for one in rows:
        sheet.append(list(one))
    return made


def content(made: Workbook) -> bytes:
    """The workbook's bytes."""
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def collected(pile: Pile, *rows: Sequence[Any]) -> Collected:
    """What is collected of a list with these rows."""
    pile.put("汇总表.xlsx", content(book(rows)))
    return pile.collected()


def texts(found: Collected, key: str) -> list[str]:
    """What was entered of that field, by project."""
    return [one.values[key].text for one in by_name(found)]


def by_name(found: Collected) -> list[Project]:
    return sorted(found.projects, key=lambda one: one.values["name"].text or one.values["name"].raw)


def told(found: Collected, field: str) -> str:
    """What the questions about that field say."""
    return "\n".join(one.understood for one in found.questions if one.field == field)


def test_each_of_two_lists_in_one_sheet_has_its_own_recommender(pile: Pile) -> None:
    found = collected(
        pile,
        [f"申报单位：{NANCHANG}（盖章）"],
        HEADER,
        row(1),
        ["本表由各设区市总工会填写，填写内容一定要与项目申报表保持一致。"],
        ["2023年申报汇总表"],
        [f"申报单位：{GANZHOU}（盖章）", None, None, "申报时间：2023年8月15日"],
        HEADER,
        row(2),
    )
    assert texts(found, "recommender") == [NANCHANG, GANZHOU]


def test_of_a_second_list_whose_recommender_is_left_empty_it_is_asked(pile: Pile) -> None:
    found = collected(pile, [f"申报单位：{NANCHANG}"], HEADER, row(1), ["申报单位：      （盖章）"], HEADER, row(2))
    assert texts(found, "recommender") == [NANCHANG, ""]
    assert told(found, "申报单位")


def test_a_line_below_the_rows_does_not_say_whose_the_next_ones_are(pile: Pile) -> None:
    found = collected(pile, HEADER, row(1), [f"填报单位：{NANCHANG}（盖章）"], HEADER, row(2))
    assert texts(found, "recommender") == ["", ""]


def test_a_column_says_who_recommends_each_row_and_unknown_names_are_asked_apart(pile: Pile) -> None:
    names = [NANCHANG, GANZHOU, "某某县工会", "某某市工会"]
    rows = [[*row(number), name] for number, name in enumerate(names, start=1)]
    found = collected(pile, [*HEADER, "申报单位"], *rows)
    assert texts(found, "recommender") == [NANCHANG, GANZHOU, "", ""]
    asked = [one.raw for one in found.questions if one.field == "申报单位"]
    assert asked == ["某某县工会", "某某市工会"]


def test_an_enterprise_in_the_column_is_none_who_recommends_where_the_list_says_it(pile: Pile) -> None:
    found = collected(pile, [f"申报单位：{NANCHANG}"], [*HEADER, "推荐单位"], [*row(1), "赣江水务公司"])
    assert texts(found, "recommender") == [NANCHANG]


def test_headings_over_groups_of_rows_say_who_recommends_them_beside_their_categories(pile: Pile) -> None:
    head = without(HEADER, "项目类别")
    first, second = without(row(1), "项目类别"), without(row(2), "项目类别")
    found = collected(
        pile, head, [f"一、{NANCHANG}（1项）"], ["（一）小设计"], first, [f"二、{GANZHOU}"], ["（一）小建议"], second
    )
    assert texts(found, "recommender") == [NANCHANG, GANZHOU]
    assert texts(found, "category") == ["小设计", "小建议"]


def test_a_brief_that_goes_on_in_the_next_row_is_joined_and_asked(pile: Pile) -> None:
    more = [None, None, None, None, None, None, "水三成。"]
    found = collected(pile, [f"申报单位：{NANCHANG}"], HEADER, row(1, 项目简介="可以省"), more, row(2))
    assert texts(found, "name") == ["节水阀1号", "节水阀2号"]
    assert texts(found, "brief") == ["", "省水。"]
    (question,) = [one for one in found.questions if one.field == "项目简介"]
    assert "可以省水三成。" in question.choices


def test_a_name_that_goes_on_in_a_row_without_a_number_is_no_other_project(pile: Pile) -> None:
    found = collected(pile, [f"申报单位：{NANCHANG}"], HEADER, row(1, 项目名称="节水"), [None, "阀一号"], row(2))
    assert len(found.projects) == 2
    (question,) = [one for one in found.questions if one.field == "项目名称"]
    assert "节水阀一号" in question.choices


def test_what_nobody_has_answered_stays_empty_in_a_list_that_is_made(
    pile: Pile, capsys: pytest.CaptureFixture[str]
) -> None:
    (one, *_) = pile.campaign.of(NANCHANG)
    pile.put("申报表.docx", form1(pile.campaign, one))
    _, answer = pile.told("--recommender", "南昌", "--form2", capsys=capsys)
    assert "是否非公" in {question["field"] for question in answer["questions"]}
    sheet = load_workbook(next((pile.out / "汇总表").rglob("南昌*.xlsx"))).active
    cells = {str(cell.value) for line in sheet.iter_rows() for cell in line}
    assert one.name in cells
    assert not cells & {"是", "否"}


def test_unit_and_post_in_columns_of_their_own_are_read_as_they_stand(pile: Pile) -> None:
    for unit, post in (("所在单位", "职务"), ("单位", "岗位职务"), ("工作单位", "职务"), ("单位名称", "岗位")):
        head = [*HEADER[:4], unit, post, *HEADER[5:]]
        values = row(1)
        rows = [*values[:4], "赣江水务 公司", "一班、班长", *values[5:]]
        found = collected(pile, [f"申报单位：{NANCHANG}"], head, rows)
        assert texts(found, "unit") == ["赣江水务 公司"]
        assert texts(found, "lead_post") == ["一班、班长"]


@pytest.mark.parametrize("called", ["成果名称", "五小成果名称", "申报项目名称"])
def test_other_names_of_the_project_count_in_lists_too(called: str, pile: Pile) -> None:
    head = [called if name == "项目名称" else name for name in HEADER]
    assert texts(collected(pile, [f"申报单位：{NANCHANG}"], head, row(1)), "name") == ["节水阀1号"]


def test_the_phone_behind_a_contact_is_not_the_leads_and_is_told(pile: Pile) -> None:
    head = ["序号", "项目名称", "联系人", "联系电话", "第一完成人", *HEADER[4:]]
    found = collected(
        pile, [f"申报单位：{NANCHANG}"], head, [1, "节水阀1号", "钱联系", "0791-86200000", "张三丰", *row(1)[4:]]
    )
    assert texts(found, "lead_phone") == [""]
    assert "“联系人”" in told(found, "汇总表")
    assert "“联系电话”" in told(found, "汇总表")


def test_columns_that_nobody_asked_for_and_comments_are_told(pile: Pile) -> None:
    made = book(
        [[f"申报单位：{NANCHANG}"], ["编号", *HEADER[1:], "情况说明"], [*row(1), None], [*row(2), "已撤回，不再参评"]]
    )
    made["汇总表"]["C3"].comment = Comment("改为李四光", "工会")
    pile.put("汇总表.xlsx", content(made))
    said = told(pile.collected(), "汇总表")
    assert "不认识的栏目“情况说明”没有填入，里面写有：J4“已撤回，不再参评”" in said
    assert "C3：这一格的批注写着“改为李四光”" in said
    assert "编号" not in said, "the numbers of the rows are nobody's"


def test_hidden_rows_and_sheets_and_those_set_aside_are_told(pile: Pile) -> None:
    head = [f"申报单位：{NANCHANG}"]
    made = book([head, HEADER, row(1), row(2)])
    made["汇总表"].row_dimensions[4].hidden = True
    for title, state in (("旧的", "hidden"), ("未推荐", "visible")):
        sheet = made.create_sheet(title)
        sheet.sheet_state = state
        for one in (head, HEADER, row(3 if title == "旧的" else 4)):
            sheet.append(list(one))
    pile.put("汇总表.xlsx", content(made))
    found = pile.collected()
    said = told(found, "汇总表")
    assert texts(found, "name") == ["节水阀1号", "节水阀2号", "节水阀4号"]
    assert "第4行被隐藏" in said
    assert "隐藏的工作表“旧的”" in said
    assert "工作表“未推荐”里的项目也读入了" in said


@pytest.mark.parametrize(
    "withdrawn",
    [{"序号": "撤"}, {"项目名称": "（已撤回）节水阀"}, {"项目名称": "节水阀（暂缓申报）"}, {"备注": "不再申报"}],
)
def test_a_row_that_is_called_withdrawn_is_told(withdrawn: dict[str, str], pile: Pile) -> None:
    found = collected(pile, [f"申报单位：{NANCHANG}"], HEADER, row(1, **withdrawn), row(2, 项目名称="撤回按钮改进"))
    assert told(found, "汇总表").count("仍当作项目读入了") == 1


def test_what_is_said_below_the_rows_is_no_project(pile: Pile) -> None:
    found = collected(pile, [f"申报单位：{NANCHANG}"], HEADER, row(1), [None, "以上项目已公示无异议。"])
    assert texts(found, "name") == ["节水阀1号"]


@pytest.mark.parametrize("shown", ["#REF!", "#N/A", "=A1&1"])
def test_an_error_or_a_formula_without_a_result_is_asked(shown: str, pile: Pile) -> None:
    found = collected(pile, [f"申报单位：{NANCHANG}"], HEADER, row(1, 项目简介=shown, 备注=shown))
    assert texts(found, "brief") == texts(found, "non_public") == [""]
    assert {"项目简介", "是否非公"} <= {one.field for one in found.questions}


def test_a_name_that_excel_took_for_a_day_is_asked(pile: Pile) -> None:
    found = collected(pile, [f"申报单位：{NANCHANG}"], HEADER, row(1, 项目名称=date(2023, 5, 3)))
    assert texts(found, "name") == [""]
    assert "当成了日期" in told(found, "项目名称")


def test_a_csv_file_is_told_with_the_remedy(pile: Pile) -> None:
    pile.put("汇总表.csv", "序号,项目名称\n1,节水阀".encode())
    (note,) = pile.collected().files
    assert note.is_unread
    assert "另存为 .xlsx" in note.message


def test_the_category_is_the_name_of_the_sheet_or_the_heading_above_the_table(pile: Pile) -> None:
    head = without(HEADER, "项目类别")
    made = book([[f"申报单位：{NANCHANG}"], head, without(row(1), "项目类别")], "小革新")
    pile.put("汇总表.xlsx", content(made))
    document = Document()
    document.add_paragraph(f"申报单位：{NANCHANG}（盖章）")
    for number, heading, title in ((2, "一、小设计", ""), (3, "二、小建议", ""), (4, "小发明", f"{GANZHOU}申报汇总表")):
        document.add_paragraph(title)
        document.add_paragraph(heading)
        table = document.add_table(0, len(head))
        for values in (head, without(row(number), "项目类别")):
            for cell, value in zip(table.add_row().cells, values, strict=True):
                cell.text = str(value)
    file = io.BytesIO()
    document.save(file)
    pile.put("汇总表.docx", file.getvalue())
    found = pile.collected()
    assert texts(found, "category") == ["小革新", "小设计", "小建议", "小发明"]
    goes_on = "a further table of the document goes on with the list, unless its title names another recommender"
    assert texts(found, "recommender") == [*[NANCHANG] * 3, GANZHOU], goes_on


def test_a_column_for_each_option_is_read_by_its_tick(pile: Pile) -> None:
    words = ["小发明", "小创造", "小革新", "小设计", "小建议"]
    made = book(
        [
            [f"申报单位：{NANCHANG}"],
            [*HEADER[:7], "项目类别", *[None] * 4, "是否非公", None],
            [*[None] * 7, *words, "是", "否"],
            [*row(1)[:7], None, None, "√", None, None, None, "√"],
            [*row(2)[:7], None, "√", None, "√", None, "√", None],
        ]
    )
    sheet = made["汇总表"]
    for column in "ABCDEFG":
        sheet.merge_cells(f"{column}2:{column}3")
    sheet.merge_cells("H2:L2")
    sheet.merge_cells("M2:N2")
    pile.put("汇总表.xlsx", content(made))
    found = pile.collected()
    assert texts(found, "category") == ["小革新", ""]
    assert texts(found, "non_public") == ["否", "是"]
    assert "选了不止一项" in told(found, "项目类别")


def test_an_entry_workbook_is_told_as_what_it_is(pile: Pile) -> None:
    pile.put("填报表.xlsx", (EXAMPLE / "applications.xlsx").read_bytes())
    (note,) = pile.collected().files
    assert note.is_unread
    assert "这是填报表" in note.message
    assert "applications 文件夹" in note.message
    assert "PDF" not in note.message


def test_a_row_that_says_of_nobody_is_told(pile: Pile) -> None:
    lost = [3, None, None, "13800009999", None, "水利", None, "小发明", None]
    found = collected(pile, [f"申报单位：{NANCHANG}"], HEADER, row(1), lost)
    assert texts(found, "name") == ["节水阀1号"]
    assert "没有当作项目，写的是“138****9999”、“水利”、“小发明”" in told(found, "汇总表")


def test_a_project_over_two_rows_is_told(pile: Pile) -> None:
    made = book([[f"申报单位：{NANCHANG}"], HEADER, row(1), [None, None, *row(2)[2:]]])
    for column in "AB":
        made["汇总表"].merge_cells(f"{column}3:{column}4")
    pile.put("汇总表.xlsx", content(made))
    assert "A4：这一行的项目名称与上一行相同" in told(pile.collected(), "汇总表")


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("2023年江西省职工“五小”活动小革新类优秀成果申报汇总表", "小革新"),
        ("小设计项目汇总表（一）", "小设计"),
        ("小发明、小创造优秀成果申报汇总表", ""),
        ("填表说明：小发明须附查新报告", ""),
    ],
)
@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_the_title_of_a_list_says_the_category_where_it_names_one(
    title: str, said: str, ending: str, pile: Pile
) -> None:
    lines = [[title], [f"申报单位：{NANCHANG}"]]
    head, one = without(HEADER, "项目类别"), without(row(1), "项目类别")
    made = content(book([*lines, head, one])) if ending == "xlsx" else word_list([text for (text,) in lines], head, one)
    pile.put(f"汇总表.{ending}", made)
    assert texts(pile.collected(), "category") == [said]


def word_list(lines: Sequence[str], *rows: Sequence[Any]) -> bytes:
    """A Word file with these lines above a table of these rows."""
    made = Document()
    for line in lines:
        made.add_paragraph(line)
    table = made.add_table(len(rows), len(rows[0]))
    for cells, values in zip(table.rows, rows, strict=True):
        for cell, value in zip(cells.cells, values, strict=True):
            cell.text = str(value or "")
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_what_excel_and_people_write_for_yes_and_no_and_for_a_category(pile: Pile) -> None:
    said = {
        True: "是",
        "民营企业": "是",
        "私营": "是",
        "√": "是",
        False: "否",
        "事业单位": "否",
        "×": "否",
        "国有控股": "否",
    }
    called = ["小发明类", "“小发明”", "小发明项目", "《小发明》", "小发明", "小发明类项目", "「小发明」", "小发明 "]
    rows = (
        row(at, 项目名称=f"阀{at}号", 第一完成人="赵六合", 备注=remark, 项目类别=kind, 联系电话=f"138000012{at:02}")
        for at, (remark, kind) in enumerate(zip(said, called, strict=True))
    )
    found = collected(pile, [f"申报单位：{NANCHANG}"], HEADER, *rows)
    assert texts(found, "non_public") == list(said.values())
    assert texts(found, "category") == ["小发明"] * len(said)


def test_how_long_a_brief_is_is_none_of_it(pile: Pile) -> None:
    briefs = ["省水三成。（5字）", "省水三成。（共 5 个字）", "省水三成（含5处）"]
    rows = (row(at, 项目简介=brief) for at, brief in enumerate(briefs, start=1))
    found = collected(pile, [f"申报单位：{NANCHANG}"], HEADER, *rows)
    assert texts(found, "brief") == ["省水三成。", "省水三成。", "省水三成（含5处）"]


def test_a_row_that_says_that_it_is_an_example_is_no_project_and_is_told(pile: Pile) -> None:
    for number, name in (("例", "某某装置"), ("1", "示例：某某装置"), ("示例", "例：某某装置")):
        example = row(1, 序号=number, 项目名称=name)
        found = collected(pile, [f"申报单位：{NANCHANG}"], HEADER, example, row(2, 项目名称="示例教学仪"), row(3))
        assert texts(found, "name") == ["示例教学仪", "节水阀3号"]
        assert "写着是例子，没有当作项目" in told(found, "汇总表")


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_two_rows_under_one_name_are_one_project_and_what_the_second_says_is_told(ending: str, pile: Pile) -> None:
    second = [None, None, "钱七七", "13900001234", *[None] * 5]
    lines = [f"申报单位：{NANCHANG}"]
    if ending == "xlsx":
        made = book([lines, HEADER, row(1), second, row(2)])
        for column in "ABEFGHI":
            made.active.merge_cells(f"{column}3:{column}4")
        pile.put("汇总表.xlsx", content(made))
    else:
        document = Document(io.BytesIO(word_list(lines, HEADER, row(1), second, row(2))))
        (table,) = document.tables
        for column in (0, 1, 4, 5, 6, 7, 8):
            text = table.cell(1, column).text
            table.cell(1, column).merge(table.cell(2, column)).text = text
        file = io.BytesIO()
        document.save(file)
        pile.put("汇总表.docx", file.getvalue())
    found = pile.collected()
    assert texts(found, "lead_name") == ["李四光", "王五一"]
    assert "合并的一格" in told(found, "汇总表")
    assert "钱七七" in told(found, "汇总表")


def test_struck_text_in_a_lists_cell_is_told_also_where_no_form_is(pile: Pile) -> None:
    made = book([[f"申报单位：{NANCHANG}"], HEADER, row(1), row(2)])
    made.active["B4"].font = Font(strike=True)
    pile.put("汇总表.xlsx", content(made))
    assert "里面有划去的文字，没有填入" in told(pile.collected(), "项目名称")


def test_a_table_in_a_lists_cell_is_told_also_where_no_form_is(pile: Pile) -> None:
    document = Document(io.BytesIO(word_list([f"申报单位：{NANCHANG}"], HEADER, row(1, 项目简介=""), row(2))))
    inner = document.tables[0].cell(1, 6).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "改进前", "改进后"
    file = io.BytesIO()
    document.save(file)
    pile.put("汇总表.docx", file.getvalue())
    found = pile.collected()
    assert "另有1个表格" in told(found, "项目简介")
    assert [one.values["brief"].text for one in by_name(found)] == ["", "省水。"]


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_columns_that_are_words_of_a_field_and_ticked_say_it(ending: str, pile: Pile) -> None:
    kinds, units = ["小发明", "小创造", "小革新", "小设计", "小建议"], ["非公", "公有"]
    head = [*HEADER[:7], *kinds, *units, "优先"]
    ticks = [
        ["√", "", "", "", "", "√", "", "√"],
        ["", "", "", "☑", "", "", "✓", ""],
        ["√", "√", "", "", "", "", "", ""],
    ]
    rows = [[*row(at)[:7], *some] for at, some in enumerate(ticks, start=1)]
    lines = [f"申报单位：{NANCHANG}"]
    made = content(book([lines, head, *rows])) if ending == "xlsx" else word_list(lines, head, *rows)
    pile.put(f"汇总表.{ending}", made)
    found = pile.collected()
    assert texts(found, "category") == ["小发明", "小设计", ""]
    assert texts(found, "non_public") == ["是", "否", ""]
    assert told(found, "项目类别").startswith("选了不止一项。")
    assert "打了勾的栏目“优先”不认识" in told(found, "汇总表")
    assert "小发明" not in told(found, "汇总表")


def test_a_phone_behind_the_contacts_own_phone_is_the_leads(pile: Pile) -> None:
    head = [*HEADER[:3], "联系人", "联系人电话", *HEADER[3:]]
    values = row(1)
    found = collected(pile, [f"申报单位：{NANCHANG}"], head, [*values[:3], "钱七七", "0791-86600000", *values[3:]])
    assert texts(found, "lead_phone") == ["13800001231"]
    assert "联系人电话" in told(found, "汇总表")
