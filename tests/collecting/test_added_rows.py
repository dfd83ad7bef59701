"""Rows that somebody added to a Form 1: what lists ask for is read there; what nobody asks for is asked once."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from docx import Document
from support.pile import Pile, form1

from collecting.test_lists_by_hand import NANCHANG
from generator.collecting.found import Collected


def with_row(pile: Pile, *texts: str) -> Collected:
    """What is collected of a form to whose second table a row with these texts was added."""
    document = Document(io.BytesIO(form1(pile.campaign, pile.campaign.of(NANCHANG)[0])))
    table = next(one for one in document.tables if "项目名称" in "".join(one._tbl.itertext()).replace(" ", ""))
    made = document.add_table(1, len(texts))
    for cell, text in zip(made.rows[0].cells, texts, strict=True):
        cell.text = text
    table.rows[-1]._tr.addnext(made.rows[0]._tr)
    made._tbl.getparent().remove(made._tbl)
    file = io.BytesIO()
    document.save(file)
    pile.put("申报表.docx", file.getvalue())
    return pile.collected()


@pytest.mark.parametrize(
    ("texts", "category", "non_public"),
    [
        (("项目类别", "□小发明 ☑小创造 □小革新 □小设计 □小建议", "是否非公", "是☑ 否□"), "小创造", "是"),
        (("成果类别", "小革新", "是否非公企业", "国有企业"), "小革新", "否"),
        (("项目类别：", "□小发明 □小创造", "是否非公：", "不清楚"), "", ""),
        (("备注", "是", "类别", "“小设计”"), "小设计", ""),
    ],
)
def test_what_lists_ask_for_is_read_in_a_row_of_the_form(
    texts: Sequence[str], category: str, non_public: str, pile: Pile
) -> None:
    found = with_row(pile, *texts)
    (project,) = found.projects
    assert [project.values[key].text for key in ("category", "non_public")] == [category, non_public]
    asked = {one.field for one in found.questions}
    assert ("项目类别" in asked, "是否非公" in asked) == (not category, not non_public)
    assert ("没有认出的文字" in asked) == (not category or not non_public)


def test_a_row_that_nobody_knows_is_asked_once(pile: Pile) -> None:
    found = with_row(pile, "政治面貌", "中共党员", "学历", "本科")
    told = [one for one in found.questions if "中共党员" in f"{one.raw}{one.understood}"]
    assert [one.field for one in told] == ["没有认出的文字"]
