"""Sections of which conditions leave nothing, members that a text leaves out, sentences that read oddly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.campaign.errors import Problem
from generator.campaign.records import OfficialText
from generator.composing.wording import official_text
from generator.reading.yaml_files.file import read_yaml

GROUPS = [{"单位": [name], "数量": count, "类型": ""} for name, count in (("南昌", 25), ("新余", 20), ("赣江新区", 5))]


def read(
    body: str, folder: Path, *, final: bool = False, attachments: str = "[附]", **context: Any
) -> tuple[OfficialText | None, list[Problem]]:
    path = folder / "notice.yaml"
    path.write_text(f"标题: [甲]\n主送: 乙\n正文:\n{body}附件: {attachments}\n", encoding="utf-8")
    node, problems = read_yaml(path, path.name)
    assert node is not None, problems
    return official_text(node, path.name, context, final=final)


def lines(body: str, folder: Path, **context: Any) -> list[str]:
    text, problems = read(body, folder, **context)
    assert text is not None, problems
    return [block.number + block.lead + block.text for block in text.blocks]


IF = "'{% if 有 %}丙{% endif %}'"


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (f"  - 一级: 首\n  - 段落: {IF}\n  - 一级: 次\n  - 段落: 丁\n", ["一、次", "丁"]),
        (f"  - 一级: 首\n  - 段落: {IF}\n  - 段落: 丁\n", ["一、首", "丁"]),
        (f"  - 一级: 首\n  - 二级: 子\n  - 段落: {IF}\n  - 一级: 次\n", ["一、次"]),
        (f"  - 一级: 首\n  - 二级: 子\n    文字: {IF}\n  - 二级: 丑\n    文字: 丁\n", ["一、首", "（一）丑丁"]),
        (f"  - 一级: {IF}\n  - 段落: 丁\n  - 一级: 次\n", ["一、次"]),
        (f"  - 一级: 首\n  - 二级: ''\n    文字: {IF}\n  - 二级: ''\n    文字: 丁\n", ["一、首", "（一）丁"]),
        (f"  - 一级: 首\n  - 一级: 次\n  - 段落: {IF}\n", ["一、首"]),
        (f"  - 段落: {IF}\n  - 段落: 丁\n", ["丁"]),
        ("  - 一级: 首\n  - 一级: 次\n  - 段落: 丁\n", ["一、首", "二、次", "丁"]),
    ],
)
def test_what_conditions_empty_is_left_out_with_its_heading_and_numbers_follow(
    body: str, left: list[str], tmp_path: Path
) -> None:
    assert lines(body, tmp_path, 有=False) == left
    assert "丙" in "".join(lines(body, tmp_path, 有=True)) if IF in body else True


def test_an_empty_list_of_attachments_is_a_problem(tmp_path: Path) -> None:
    for attachments in ("[]", "[ '{% if 有 %}附{% endif %}' ]"):
        text, problems = read("  - 段落: 丁\n", tmp_path, attachments=attachments, 有=False)
        assert text is None
        assert [one.field for one in problems] == ["附件"]


@pytest.mark.parametrize(
    ("written", "missing"),
    [
        ("{{ 申报数量[0].数量 }}", "第2组（新余，20项）、第3组（赣江新区，5项）"),
        ("{{ 申报数量[0].数量 }}{{ 申报数量[2].数量 }}", "第2组（新余，20项）"),
        ("{% if 申报数量|length > 1 %}{{ 申报数量[0].数量 }}{{ 申报数量[1].数量 }}{% endif %}", "第3组"),
        ("{{ (申报数量|first).数量 }}{{ (申报数量|last).数量 }}", "第2组（新余，20项）"),
        ("{% if 申报数量 %}{{ 申报数量[0].数量 }}{{ 申报数量[1].数量 }}{% endif %}", "第3组"),
        ("{{ '甲' if 申报数量 else '乙' }}{{ 申报数量[2].数量 }}", "第1组（南昌，25项）"),
    ],
)
def test_a_group_that_the_text_leaves_out_is_named(written: str, missing: str, tmp_path: Path) -> None:
    text, (problem,) = read(f'  - 段落: 首\n  - 段落: "{written}"\n', tmp_path, 申报数量=GROUPS)
    assert text is None
    assert (problem.code, problem.place.line) == ("wording-left-out", 5)
    assert missing in problem.message
    assert "{% for" in problem.fix


@pytest.mark.parametrize(
    "written",
    [
        "{{ 申报数量[0].数量 }}{{ 申报数量[1].数量 }}{{ 申报数量[2].数量 }}",
        "{% for 组 in 申报数量 %}{{ 组.数量 }}{% endfor %}，其中{{ 申报数量[0].数量 }}项",
        "{{ '甲' if 申报数量 }}{{ 申报数量|length }}",
        "丁",
        "{% if 申报数量|length > 3 %}{{ 申报数量[3] }}{% endif %}{% for 组 in 申报数量 %}{{ 组.数量 }}{% endfor %}",
    ],
)
def test_a_text_that_names_all_groups_or_none_is_right(written: str, tmp_path: Path) -> None:
    text, problems = read(f'  - 段落: "{written}"\n', tmp_path, 申报数量=GROUPS)
    assert problems == []
    assert text is not None


def test_organisation_awards_and_tiers_that_the_text_leaves_out_are_named(tmp_path: Path) -> None:
    tiers = [{"名称": "一等奖", "数量": 1, "首个项目": ""}, {"名称": "二等奖", "数量": 1, "首个项目": ""}]
    body = "  - 段落: 授予{{ 组织奖[0] }}，{{ 等次[0].名称 }}\n"
    _, problems = read(body, tmp_path, 组织奖=("甲", "乙"), 等次=tiers)
    assert ["（二等奖）" in problems[0].message, "（乙）" in problems[1].message] == [True, True]


@pytest.mark.parametrize("place", [1, 5])
def test_a_group_that_there_is_not_is_told_by_its_number(place: int, tmp_path: Path) -> None:
    _, (problem,) = read(f"  - 段落: 共{{{{ 申报数量[{place}].数量 }}}}\n", tmp_path, 申报数量=GROUPS[:1])
    assert problem.message == f"申报数量只有1组，没有申报数量[{place}]（从0数起）。"


def test_a_misspelt_entry_is_told_with_the_right_one(tmp_path: Path) -> None:
    _, (problem,) = read("  - 段落: 共{{ 申报数量[0].数两 }}\n", tmp_path, 申报数量=GROUPS)
    assert (problem.message, problem.fix) == ("没有名为“数两”的值。", "是否应为“数量”？")


@pytest.mark.parametrize(
    ("written", "odd"),
    [
        ("优胜奖{{ 数 }}项，", "0项"),
        ("不少于{{ 数 }}%的", "0%"),
        ("等{{ 一 }}项", "等1项"),
        ("《{{ 空 }}》", "《》"),
        ("甲，{{ 空 }}。", "，。"),
        ("{{ 空 }}、乙", "、乙"),
    ],
)
def test_a_sentence_that_reads_oddly_is_a_reminder_where_the_figures_are_final(
    written: str, odd: str, tmp_path: Path
) -> None:
    body, figures = f'  - 段落: "{written}"\n', {"数": 0, "一": 1, "空": "", "十": 10}
    text, (problem,) = read(body, tmp_path, final=True, **figures)
    assert text is not None
    assert (problem.code, problem.severity) == ("wording-odd", "warning")
    assert odd in problem.message
    assert read(body, tmp_path, **figures)[1] == []


@pytest.mark.parametrize(
    "written", ["{{ 十 }}项", "等{{ 十 }}项", "等{{ 一 }}{{ 数 }}项", "{{ 一 }}.{{ 数 }}%", "甲：{{ 空 }}"]
)
def test_a_sentence_that_reads_well_has_no_reminder(written: str, tmp_path: Path) -> None:
    _, problems = read(f'  - 段落: "{written}"\n', tmp_path, final=True, **{"数": 0, "一": 1, "空": "", "十": 10})
    assert problems == []
