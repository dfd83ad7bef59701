"""Values that YAML takes for something else are told with the line as it should be, and reading that line helps."""

from __future__ import annotations

import time

import pytest
from conftest import MINIMAL
from support.own_fields import FIELDS
from support.pace import pace

from generator.campaign.errors import Problem
from generator.reading.yaml_files.file import Map, Text, _parse
from generator.reading.yaml_files.remedies import in_quotes

APPLICATION = (MINIMAL / "applications" / "NC-001.yaml").read_text(encoding="utf-8")
NAME, LINE = "项目名称: 立式铣床主轴快速对中夹具", 4
ASKED = "请把整个值放在引号里："


def read(line: str) -> tuple[Map | None, list[Problem]]:
    node, problems = _parse(APPLICATION.replace(NAME, line), "a.yaml", FIELDS.personal_names)
    assert node is None or isinstance(node, Map)
    return node, problems


@pytest.mark.parametrize(
    "value",
    [
        '"五小"活动管理法', "'五小'活动管理法", "[新型]夹具", "{新型}夹具", "夹具: 立式铣床用", "夹具:",
        "{{ 年度 }}年夹具", "&号夹具", "*夹具", "@夹具", "`夹具`", "%5夹具", "!重要 夹具", "|夹具", ">5 mm夹具",
        "? 夹具", "- 夹具", ",夹具", "]夹具", "}夹具", '"C:\\新"夹具', '"甲"与"乙"', '"甲"和\'乙\'', '[甲]: "乙"',
    ],
)  # fmt: skip
def test_the_line_that_is_shown_can_be_read_and_says_what_was_typed(value: str) -> None:
    node, problems = read(f"项目名称: {value}")
    assert node is None
    assert [problem.place.line for problem in problems] == [LINE]
    assert problems[0].fix.startswith(ASKED)
    node, problems = read(problems[0].fix.removeprefix(ASKED))
    assert problems == []
    assert node is not None
    assert node.nodes["项目名称"] == Text(value, LINE)


@pytest.mark.parametrize("value", ["普通", '有"引号', "有'撇号", "有\\反斜线", "有'两'种\"引号", "# 井号", "a: b"])
def test_quotation_marks_change_nothing_in_a_value(value: str) -> None:
    node, problems = read(f"项目名称: {in_quotes(value)}")
    assert problems == []
    assert node is not None
    assert node.nodes["项目名称"] == Text(value, LINE)


@pytest.mark.parametrize("typed", ['"夹具', "'夹具", '"夹具”', '"夹具 # 新'])
def test_a_quote_left_open_is_told_where_it_opened(typed: str) -> None:
    node, problems = read(f"项目名称: {typed}")
    assert node is None
    assert [(problem.code, problem.place.line) for problem in problems] == [("yaml-syntax", LINE)]
    assert "引号" in problems[0].fix or "引号" in problems[0].message


def test_a_quote_that_the_next_line_s_closes_is_told_too() -> None:
    _, problems = _parse('甲: "一\n乙: 二"\n丙: 三\n', "a.yaml")
    assert [(problem.code, problem.place.line) for problem in problems] == [("yaml-syntax", 1)]


def test_a_quoted_value_may_go_on_in_indented_lines() -> None:
    node, problems = _parse('甲: "one\n  two"\n乙: 三\n', "a.yaml")
    assert problems == []
    assert isinstance(node, Map)
    assert node.nodes["甲"] == Text("one two", 1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("项目名称：夹具", "全角"),
        ("项目名称： 夹具", "全角"),
        ("项目名称:夹具", "空一格"),
        ("\t项目名称: 夹具", "制表符"),
    ],
)
def test_colons_and_tabs_are_told_on_their_own_line(line: str, said: str) -> None:
    _, problems = read(line)
    assert [problem.place.line for problem in problems] == [LINE]
    assert said in problems[0].fix


def test_a_mark_of_a_paragraph_with_nothing_below_is_told() -> None:
    _, problems = read("项目名称: >5")
    assert [problem.place.line for problem in problems] == [LINE]
    assert problems[0].fix == f'{ASKED}项目名称: ">5"'


@pytest.mark.parametrize("key", ["通讯地址", "lead_address", "身份证号码", "联系电话"])
def test_personal_values_are_not_shown(key: str) -> None:
    _, problems = read(f"{key}x: 0\n{key}: 收件: 南昌市创业路18号")
    assert problems[0].fix == f'{ASKED}{key}: "……"'


def test_a_number_of_a_phone_s_length_loses_its_middle() -> None:
    _, problems = read("项目名称: 夹具: 13900001234")
    assert problems[0].fix == f'{ASKED}项目名称: "夹具: 139****1234"'


@pytest.mark.parametrize("line", ["项目名称: " + "[" + " " * 500_000 + "#", '甲: "乙\n' * 3000, "a: b: c\n" * 5000])
def test_a_file_made_to_keep_the_reader_busy_does_not(line: str) -> None:
    begun = time.process_time()
    node, problems = read(line)
    assert node is None
    assert problems
    assert (time.process_time() - begun) * pace() < 10


@pytest.mark.parametrize("typed", ["null", "Null", "NULL", "~"])
def test_what_yaml_means_by_nothing_is_nothing(typed: str) -> None:
    node, _ = read(f"项目名称: {typed}")
    assert node is not None
    assert node.nodes["项目名称"] == Text("", LINE)
    node, _ = read(f'项目名称: "{typed}"')
    assert node is not None
    assert node.nodes["项目名称"] == Text(typed, LINE)
