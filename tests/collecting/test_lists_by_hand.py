"""Lists that people made by hand: every row's values are read as they stand there, asked, or told."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from support.pile import Pile, campaign_in, form1
from support.small_campaign import write_small_campaign

from generator.campaign.records import Campaign
from generator.collecting.found import Collected, Project

HEADER = ("序号", "项目名称", "第一完成人", "联系电话", "所在单位及职务", "所属行业", "项目简介", "项目类别", "备注")
NANCHANG, GANZHOU = "南昌市总工会", "赣州市总工会"
LEADS = ("张三丰", "李四光", "王五一", "赵六合")


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return campaign_in(write_small_campaign(tmp_path_factory.mktemp("small") / "campaign", 4))


@pytest.fixture
def pile(campaign: Campaign, tmp_path: Path) -> Pile:
    (tmp_path / "pile").mkdir()
    return Pile(campaign, tmp_path / "pile", tmp_path / "out")


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
