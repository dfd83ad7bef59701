"""What a clerk answered, entered, changed, added or took out is there after every later run, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from support.pile import Pile, campaign_in, form1, form2
from support.small_campaign import write_small_campaign

from generator.campaign.errors import DataError
from generator.campaign.records import Campaign
from generator.collecting.found import Collected
from generator.interfaces.cli import run

RUNS = 2
Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return campaign_in(write_small_campaign(tmp_path_factory.mktemp("small") / "campaign", 6))


@pytest.fixture
def pile(pile: Pile) -> Pile:
    pile.put_all()
    return pile


@contextmanager
def opened(pile: Pile) -> Iterator[Workbook]:
    """The entry workbook, saved afterwards."""
    book = load_workbook(pile.out / "applications.xlsx")
    yield book
    book.save(pile.out / "applications.xlsx")


def rows(pile: Pile, sheet: str = "申报项目") -> Rows:
    """The rows of the sheet without its example, those with a number."""
    book = load_workbook(pile.out / "applications.xlsx")
    return sorted(
        (row for row in book[sheet].iter_rows(min_row=3, values_only=True) if row[0]), key=lambda row: str(row[:2])
    )


def row_of(sheet: Any, text: str, column: int = 1) -> int:
    """The first row in which that stands in that column."""
    return next(row for row in range(3, sheet.max_row + 1) if sheet.cell(row, column).value == text)


def column_of(sheet: Any, label: str) -> int:
    return next(cell.column for cell in sheet[1] if str(cell.value).rstrip("*").split("（")[0] == label)


def write(sheet: Any, values: list[Any]) -> None:
    """A row behind the others."""
    free = next(row for row in range(3, sheet.max_row + 2) if not sheet.cell(row, 1).value)
    for place, value in enumerate(values, start=1):
        sheet.cell(free, place).value = value


def change_the_list(pile: Pile, recommender: str, name: str, **changes: str) -> None:
    """The recommender's list, with other texts in the row of the project of that name."""
    path = pile.put(f"{recommender}.xlsx", form2(pile.campaign, recommender, "xlsx"))
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    heads = {"".join(str(cell.value).split()): cell.column for row in sheet.iter_rows(max_row=5) for cell in row}
    row = next(cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == name)
    for label, text in changes.items():
        column = next(column for head, column in heads.items() if label in head)
        sheet.cell(row, column).value = text
    book.save(path)


def answer(pile: Pile, field: str, said: Callable[[str | None], str | None]) -> None:
    """Answer the questions about a field by what is said of the number of their project."""
    book = load_workbook(pile.out / "待确认.xlsx")
    sheet = book["待确认"]
    for row in sheet.iter_rows(min_row=2):
        if row[2].value == field and (text := said(row[1].value)) is not None:
            row[10].value = text or None
    book.save(pile.out / "待确认.xlsx")


def entered(found: Collected, number: str, key: str) -> str:
    return next(one for one in found.projects if one.number == number).values[key].text


def open_fields(found: Collected) -> list[tuple[str, str]]:
    return [(one.project, one.field) for one in found.questions]


# ---- what a clerk does to the entry workbook


def change_a_value(book: Workbook) -> None:
    sheet = book["申报项目"]
    sheet.cell(row_of(sheet, "南昌-001"), column_of(sheet, "所属行业")).value = "模具制造"


def empty_a_value(book: Workbook) -> None:
    sheet = book["申报项目"]
    sheet.cell(row_of(sheet, "南昌-002"), column_of(sheet, "联系人")).value = None


def take_out_a_project(book: Workbook) -> None:
    sheet = book["申报项目"]
    sheet.delete_rows(row_of(sheet, "九江-001"))
    people = book["其他完成人"]
    for _ in range(2):
        people.delete_rows(row_of(people, "九江-001"))


def write_a_project(book: Workbook) -> None:
    sheet = book["申报项目"]
    like = [cell.value for cell in sheet[row_of(sheet, "南昌-002")]]
    like[0], like[column_of(sheet, "项目名称") - 1] = "自编-9", "另外的项目"
    write(sheet, like)
    write(book["其他完成人"], ["自编-9", "钱多多", "女", "工人", "高级工", "某单位"])


def change_a_number(book: Workbook) -> None:
    """Only of the project: its completers keep the old one."""
    sheet = book["申报项目"]
    sheet.cell(row_of(sheet, "赣州-001"), 1).value = "GZ-01"


def add_a_completer(book: Workbook) -> None:
    write(book["其他完成人"], ["南昌-001", "加一人", "男", "工人", "高级工", "某单位"])


def take_out_a_completer(book: Workbook) -> None:
    sheet = book["其他完成人"]
    sheet.delete_rows(row_of(sheet, "赣州-002"))


def take_out_every_completer(book: Workbook) -> None:
    sheet = book["其他完成人"]
    for _ in range(2):
        sheet.delete_rows(row_of(sheet, "南昌-002"))


def change_a_completer(book: Workbook) -> None:
    sheet = book["其他完成人"]
    sheet.cell(row_of(sheet, "九江-002"), 5).value = "高级技师"


WHAT_CLERKS_DO = (
    change_a_value, empty_a_value, take_out_a_project, write_a_project, change_a_number, add_a_completer,
    take_out_a_completer, take_out_every_completer, change_a_completer,
)  # fmt: skip


def test_the_workbook_stays_as_a_clerk_left_it_run_after_run(pile: Pile) -> None:
    change_the_list(pile, "赣州市总工会", pile.campaign.applications[1].name, 项目类别="发明")
    pile.collected()
    answer(pile, "项目类别", lambda _: "小建议")
    pile.collected()
    with opened(pile) as book:
        for change in WHAT_CLERKS_DO:
            change(book)
    projects = rows(pile)
    people = sorted((row[0].replace("赣州-001", "GZ-01"), *row[1:]) for row in rows(pile, "其他完成人"))
    for _ in range(RUNS):
        found = pile.collected()
        assert rows(pile) == projects
        assert sorted(rows(pile, "其他完成人")) == people
        assert entered(found, "GZ-01", "category") == "小建议"
    assert ("九江-001", "项目") in open_fields(found)
    assert ("GZ-01", "项目类别") not in open_fields(found)


def test_a_project_that_is_not_wanted_stays_out_when_that_was_answered(pile: Pile) -> None:
    pile.collected()
    with opened(pile) as book:
        take_out_a_project(book)
    pile.collected()
    answer(pile, "项目", lambda _: "算了")
    assert any("答复“算了”不能用" in one.understood for one in pile.collected().questions)
    answer(pile, "项目", lambda _: "不要 ")
    for _ in range(RUNS):
        found = pile.collected()
        assert "九江-001" not in {one.number for one in found.projects}
        assert found.questions == ()


def test_a_project_that_comes_back_is_as_it_was_and_can_be_taken_out_again(pile: Pile) -> None:
    change_the_list(pile, "九江市总工会", pile.campaign.applications[2].name, 项目类别="发明")
    pile.collected()
    answer(pile, "项目类别", lambda _: "小建议")
    pile.collected()
    with opened(pile) as book:
        sheet = book["申报项目"]
        sheet.cell(row_of(sheet, "九江-001"), column_of(sheet, "通讯地址")).value = "改过的地址"
    pile.collected()
    was = rows(pile)
    with opened(pile) as book:
        take_out_a_project(book)
    for _ in range(RUNS):
        pile.collected()
    answer(pile, "项目", lambda _: "加回来")
    for _ in range(RUNS):
        found = pile.collected()
        assert rows(pile) == was
        assert open_fields(found) == [("九江-001", "通讯地址")]
    with opened(pile) as book:
        take_out_a_project(book)
    assert "九江-001" not in {one.number for one in pile.collected().projects}


def test_completers_that_a_clerk_entered_give_way_only_where_that_is_answered(pile: Pile) -> None:
    pile.collected()
    with opened(pile) as book:
        add_a_completer(book)
    assert open_fields(pile.collected()) == [("南昌-001", "其他完成人")]
    one = pile.campaign.applications[0]
    answer(pile, "其他完成人", lambda _: "保留")
    assert open_fields(pile.collected()) == []
    fewer = one.model_copy(update={"completers": one.completers[:1]})
    pile.put(f"{one.number}.docx", form1(pile.campaign, fewer))
    for _ in range(RUNS):
        found = pile.collected()
        assert len(found.projects[0].completers) == 3
        assert open_fields(found) == [("南昌-001", "其他完成人")]
    answer(pile, "其他完成人", lambda _: "改用")
    for _ in range(RUNS):
        found = pile.collected()
        assert len(found.projects[0].completers) == 1
        assert found.questions == ()


def test_what_was_changed_of_a_completer_is_not_given_to_another(pile: Pile) -> None:
    pile.collected()
    with opened(pile) as book:
        change_a_completer(book)
    pile.collected()
    was = rows(pile, "其他完成人")
    one = pile.campaign.applications[5]
    turned = one.model_copy(update={"completers": one.completers[::-1]})
    pile.put(f"{one.number}.docx", form1(pile.campaign, turned))
    for _ in range(RUNS):
        assert ("九江-002", "其他完成人") in open_fields(pile.collected())
        assert rows(pile, "其他完成人") == was


def test_an_answer_stands_where_a_later_list_says_otherwise_until_that_is_answered(pile: Pile) -> None:
    one = pile.campaign.applications[0]
    change_the_list(pile, one.recommender, one.name, 项目类别="发明", 所属行业="农机", 简介="")
    pile.collected()
    answer(pile, "项目类别", lambda _: "小建议")
    answer(pile, "所属行业", lambda _: "模具制造")
    answer(pile, "项目简介", lambda _: "自写一句。")
    assert pile.collected().questions == ()
    change_the_list(pile, one.recommender, one.name, 项目类别="小革新", 所属行业="电子", 简介="表上一句。")
    said = {"category": "小建议", "industry": "模具制造", "brief": "自写一句。"}
    for _ in range(RUNS):
        found = pile.collected()
        assert {key: entered(found, "南昌-001", key) for key in said} == said
        assert {field for _, field in open_fields(found)} == {"项目类别", "所属行业", "项目简介"}
    answer(pile, "项目类别", lambda _: "保留")
    answer(pile, "所属行业", lambda _: "电子")
    answer(pile, "项目简介", lambda _: "改用")
    for _ in range(RUNS):
        found = pile.collected()
        assert [entered(found, "南昌-001", key) for key in said] == ["小建议", "电子", "表上一句。"]
        assert found.questions == ()


def test_an_answer_that_is_taken_back_is_asked_again(pile: Pile) -> None:
    one = pile.campaign.applications[0]
    change_the_list(pile, one.recommender, one.name, 项目类别="发明")
    pile.collected()
    answer(pile, "项目类别", lambda _: "小建议")
    assert pile.collected().questions == ()
    answer(pile, "项目类别", lambda _: "")
    found = pile.collected()
    assert entered(found, "南昌-001", "category") == ""
    assert open_fields(found) == [("南昌-001", "项目类别")]


def a_row_under_another_lead(pile: Pile) -> None:
    one = pile.campaign.applications[0]
    change_the_list(pile, one.recommender, one.name, 第一完成人="龚晓", 电话="13900000000")


@pytest.mark.parametrize("said", ["{name}（龚晓）", " {name} (龚晓) ", "{name}", "南昌-001"])
def test_a_form_and_its_row_are_one_project_for_good_once_that_was_answered(said: str, pile: Pile) -> None:
    a_row_under_another_lead(pile)
    one = pile.campaign.applications[0]
    numbers = {each.number for each in pile.collected().projects}
    with opened(pile) as book:
        sheet = book["申报项目"]
        sheet.cell(row_of(sheet, "待定-001"), column_of(sheet, "通讯地址")).value = "改过的地址"
    answer(pile, "项目名称", lambda number: None if number else said.format(name=one.name))
    for _ in range(RUNS):
        found = pile.collected()
        assert {each.number for each in found.projects} == numbers - {"待定-001"}
        assert entered(found, "南昌-001", "lead_id_number") == one.lead_id_number
        assert entered(found, "南昌-001", "lead_address") == "改过的地址"
        assert [each.answer for each in found.answered if each.field == "项目名称"] == [f"{one.name}（龚晓）"]


def test_an_answer_that_names_no_row_is_asked_again_and_says_why(pile: Pile) -> None:
    a_row_under_another_lead(pile)
    pile.collected()
    answer(pile, "项目名称", lambda number: None if number else "不对")
    (question,) = [one for one in pile.collected().questions if one.field == "项目名称"]
    assert "答复“不对”不能用" in question.understood
    for _ in range(RUNS):
        assert "项目名称" in {field for _, field in open_fields(pile.collected())}


@pytest.mark.parametrize(
    ("sheet", "number", "told"),
    [("申报项目", "南昌-002", "不止一行"), ("申报项目", None, "没有项目编号"), ("其他完成人", "南昌-01", "里没有")],
)
def test_rows_of_which_one_would_be_lost_stop_the_run_before_anything_is_written(
    sheet: str, number: str | None, told: str, pile: Pile
) -> None:
    pile.collected()
    with opened(pile) as book:
        book[sheet].cell(row_of(book[sheet], "南昌-001"), 1).value = number
    was = (pile.out / "applications.xlsx").read_bytes()
    with pytest.raises(DataError) as stopped:
        pile.collected()
    assert told in stopped.value.problems[0].message
    assert (pile.out / "applications.xlsx").read_bytes() == was


def test_columns_and_sheets_of_a_clerks_own_are_told_to_be_left_out(
    pile: Pile, capsys: pytest.CaptureFixture[str]
) -> None:
    pile.collected()
    with opened(pile) as book:
        book["申报项目"].cell(1, len(book["申报项目"][1]) + 1).value = "处理意见"
        book.create_sheet("文员备注")["A1"] = "记录"
    command = ["collect", str(pile.folder), "--out", str(pile.out), str(pile.campaign.folder)]
    assert run(command) == 0
    said = capsys.readouterr().out
    assert "自己加的没有保留" in said
    assert "处理意见" in said
    assert "文员备注" in said
    assert run(command) == 0
    assert "没有保留" not in capsys.readouterr().out


def test_two_lists_that_differ_are_called_by_their_own_names(pile: Pile) -> None:
    one = pile.campaign.applications[0]
    (pile.folder / f"{one.number}.docx").unlink()
    change_the_list(pile, one.recommender, one.name, 所属行业="农机")
    (pile.folder / f"{one.recommender}.xlsx").rename(pile.folder / "更正.xlsx")
    pile.put(f"{one.recommender}.xlsx", form2(pile.campaign, one.recommender, "xlsx"))
    (question,) = [each for each in pile.collected().questions if each.field == "所属行业"]
    assert question.raw == f"{one.recommender}.xlsx：{one.industry}；更正.xlsx：农机"


def test_keep_or_take_alone_will_do_and_a_third_value_is_asked_again_and_says_why(pile: Pile) -> None:
    pile.collected()
    one = pile.campaign.applications[0]
    pile.type_in(one.name, "所属行业", "模具制造")
    pile.collected()
    answer(pile, "所属行业", lambda _: "农机")
    (question,) = pile.collected().questions
    assert question.understood.startswith("答复“农机”不能用：")
    answer(pile, "所属行业", lambda _: " 保留 ")
    found = pile.collected()
    assert found.questions == ()
    assert entered(found, "南昌-001", "industry") == "模具制造"
    answer(pile, "所属行业", lambda _: "改用:")
    found = pile.collected()
    assert found.questions == ()
    assert entered(found, "南昌-001", "industry") == one.industry
