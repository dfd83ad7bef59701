"""Names in lists with numbers, marks, words beside them: taken alone, or asked; form and row meet all the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from support.pile import Pile, form1

from collecting.test_lists_by_hand import HEADER, NANCHANG, book, collected, content, row, told
from generator.collecting.found import Collected, State

UNIT = [f"申报单位：{NANCHANG}"]


PLAIN = (
    "3.节水阀",
    "3、节水阀",
    "（3）节水阀",
    "3)节水阀",
    "③节水阀",
    "“节水阀”",
    "《节水阀》",
    "3.《节水阀》",
    "节水阀",
)
WHOLE = (
    "3D打印托架",
    "1.5吨叉车防滑套",
    "2 号机组远视镜",
    "“一键”启停箱",
    "“甲”与“乙”",
    "5S看板（V2.0）",
    "10kV开关",
    "1、2号炉检漏哨",
    "节水阀（二代）",
    "AGV-02型小车",
)
BESIDE = (
    "节水阀*",
    "★节水阀",
    "节水阀（小建议）",
    "节水阀（小革新类）",
    "节水阀（非公）",
    "节水阀（重点推荐）",
    "节水阀【补报】",
    "节水阀（南昌市总工会）",
    "节水阀——赵六合",
    "节水阀（赵六合）",
    "南昌-03 节水阀",
    "3.节水阀*",
)


def of_names(pile: Pile, names: Sequence[str]) -> Collected:
    """What is collected of a list with these names, each of one lead and one unit of its own."""
    leads = [f"{one}六合" for one in "赵钱孙李周吴郑王冯陈褚卫"]
    rows = (
        row(at, 项目名称=name, 第一完成人="赵六合" if "赵六合" in name else leads[at], 联系电话=f"138000012{at:02}")
        for at, name in enumerate(names)
    )
    return collected(pile, UNIT, HEADER, *rows)


def test_a_rows_number_and_marks_around_the_whole_are_none_of_a_name(pile: Pile) -> None:
    found = of_names(pile, PLAIN)
    assert [one.values["name"].text for one in found.projects] == ["节水阀"] * len(PLAIN)
    assert not told(found, "项目名称")


def test_a_name_with_numbers_and_marks_of_its_own_stays_whole(pile: Pile) -> None:
    assert [one.values["name"].text for one in of_names(pile, WHOLE).projects] == list(WHOLE)


def test_what_else_stands_beside_a_name_is_asked_with_the_name_alone(pile: Pile) -> None:
    found = of_names(pile, BESIDE)
    assert [one.values["name"].text for one in found.projects] == [""] * len(BESIDE)
    assert [one.choices for one in found.questions if one.field == "项目名称"] == [("节水阀",)] * len(BESIDE)


def of_one(pile: Pile, **other: Any) -> Any:
    """What is collected of a form and its row, in which `other` stands otherwise."""
    (one, *_) = pile.campaign.of(NANCHANG)
    pile.put("申报表.docx", form1(pile.campaign, one))
    said = {"项目名称": one.name, "第一完成人": one.lead_name}
    values = {
        **said,
        "联系电话": one.lead_phone,
        "所属行业": one.industry,
        "所在单位及职务": f"{one.unit} {one.lead_post}",
    }
    values |= {key: text.format(said[key]) for key, text in other.items()}
    pile.put("汇总表.xlsx", content(book([UNIT, HEADER, row(1, **values)])))
    return one, pile.collected()


@pytest.mark.parametrize("lead", ["{}*", "{}（主创）", "{}等3人", "{}、赵六合", "{} 赵六合", "1.{}", "{}①"])
def test_a_form_and_its_row_meet_whatever_is_written_beside_the_leads_name(lead: str, pile: Pile) -> None:
    one, found = of_one(pile, 第一完成人=lead)
    (project,) = found.projects
    assert (project.values["lead_name"].text, project.values["category"].text) == (one.lead_name, "小发明")
    assert not told(found, "第一完成人")


@pytest.mark.parametrize("name", ["{}*", "{}（非公）", "（5）{}", "“{}”"])
def test_a_form_and_its_row_meet_whatever_is_written_beside_the_name(name: str, pile: Pile) -> None:
    one, found = of_one(pile, 项目名称=name)
    (project,) = found.projects
    assert (project.values["name"].text, project.values["category"].text) == (one.name, "小发明")
    assert not told(found, "项目名称")


@pytest.mark.parametrize("lead", ["钱七七", "钱七七*", "钱七七等3人"])
def test_another_lead_on_the_row_of_one_name_and_phone_is_told(lead: str, pile: Pile) -> None:
    one, found = of_one(pile, 第一完成人=lead)
    (project,) = found.projects
    assert project.values["lead_name"].text == one.lead_name
    (question,) = [one for one in found.questions if one.field == "第一完成人"]
    assert "钱七七" in question.raw


def test_a_name_that_a_clerk_changed_stays_that_projects_in_later_runs(pile: Pile) -> None:
    (first,) = collected(pile, UNIT, HEADER, row(1, 项目名称="1.节水阀")).projects
    pile.type_in("节水阀", "项目名称", "节水阀门")
    (project,) = pile.collected().projects
    assert (project.number, project.values["name"].text) == (first.number, "节水阀门")
    assert project.values["name"].state is not State.ASK
