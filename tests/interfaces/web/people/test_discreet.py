"""Problems as one recommender may read them: a clash with another's material is told, not what the other handed in."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from support.by_recommender import numbers_of, workbook_of
from support.services import Running

from generator.interfaces.web.clerks.discreet import (
    CLASH,
    discreet,
    discreet_problems,
    discreet_question,
    words_of_others,
)
from generator.interfaces.web.store.store import file_id

from .test_own_uploads import GANZHOU, NANCHANG, Collecting, begun, send, service

__all__ = ["service"]
ROWS = {
    "recommenders": [NANCHANG, GANZHOU],
    "rows": [
        {"recommender": NANCHANG, "file": f"applications/{NANCHANG}.xlsx", "name": "水位记录仪"},
        {"recommender": GANZHOU, "file": f"applications/{GANZHOU}.xlsx", "name": "渔获分拣机"},
    ],
}


@pytest.mark.parametrize(
    "message",
    [
        f"第一完成人与 applications/{GANZHOU}.xlsx › 申报项目 › B7 是同一人。",
        f"这个项目由{GANZHOU}申报。",
        "缺少赣州的“渔获分拣机”。",
    ],
)
def test_what_speaks_of_others_says_only_that_there_is_a_clash(message: str) -> None:
    others = words_of_others(NANCHANG, ROWS)
    said = discreet("duplicate", message, "请核对。", others)
    assert said is not None
    assert said[0] == CLASH
    assert "赣州" not in "".join(said)


def test_what_speaks_of_the_own_stays_and_awards_are_not_told() -> None:
    others = words_of_others(NANCHANG, ROWS)
    own = f"与 applications/{NANCHANG}.xlsx › 申报项目 › B4 是同一单位的同一项目。"
    assert discreet("duplicate", own, "请删去。", others) == (own, "请删去。")
    assert discreet("awards", "证书序号1重复。", "", others) is None
    assert discreet("completers", "获奖项目没有完成人，证书不知道发给谁。", "", others) is None


def test_a_problem_under_a_number_that_two_have_is_not_called_by_the_others_project() -> None:
    shown = {"name": "渔获分拣机", "where": f"{GANZHOU}的填报表", "label": "项目编号", "strip": []}
    problem = {"code": "length", "message": "太长了。", "fix": "请改短。", "shown": shown}
    (told,) = discreet_problems([problem], words_of_others(NANCHANG, ROWS))
    assert (told["shown"]["name"], told["shown"]["where"]) == ("", "")


def test_a_question_offers_no_project_of_others() -> None:
    rows = {
        "recommenders": [NANCHANG, GANZHOU],
        "rows": [
            {"recommender": NANCHANG, "file": "applications.xlsx", "name": "水位记录仪", "number": "A-1"},
            {"recommender": GANZHOU, "file": "applications.xlsx", "name": "渔获分拣机", "number": "B-1"},
            {"recommender": GANZHOU, "file": "applications.xlsx", "name": "", "number": "B-2"},
        ],
    }
    choices = ["A-1 水位记录仪", "B-1 渔获分拣机", "B-2 ", "不是附件"]
    asked = {"project": "B-1", "understood": "像的有：渔获分拣机", "around": "", "fix": "请选。", "choices": choices}
    told = discreet_question(asked, NANCHANG, rows)
    assert told["choices"] == ["A-1 水位记录仪", "不是附件"]
    assert "渔获" not in f"{told}"
    assert "B-" not in f"{told}"


def test_a_project_that_two_handed_in_is_told_to_each_without_the_other(
    service: tuple[Running, Running, Running],
) -> None:
    at: Collecting = begun(service)
    rows = list(load_workbook(io.BytesIO(workbook_of(GANZHOU)))["申报项目"].iter_rows(values_only=True))
    labels, first = [str(one).strip("*") for one in rows[0]], rows[2]
    same = {label: first[labels.index(label)] for label in ("项目名称", "所在单位")}
    number = numbers_of(NANCHANG)[0]
    assert "?done=" in send(at.own, at, {"填报表.xlsx": workbook_of(NANCHANG, {number: same})})
    for who, whose, other in ((at.own, NANCHANG, GANZHOU), (at.other, GANZHOU, NANCHANG)):
        page = who.page(f"{at.here}/recommenders/{file_id(whose)}")
        assert other not in page
        report = who.ask("GET", f"{at.here}/recommenders/{file_id(whose)}/problems.xlsx")
        told = "\n".join(
            str(cell)
            for row in load_workbook(io.BytesIO(report.body)).active.iter_rows(values_only=True)
            for cell in row  # type: ignore[union-attr]
        )
        assert other not in told
        assert (CLASH in told) == (CLASH in page)
    both = (
        at.own.page(f"{at.here}/recommenders/{file_id(NANCHANG)}"),
        at.other.page(f"{at.here}/recommenders/{file_id(GANZHOU)}"),
    )
    assert any(CLASH in page for page in both)
