"""What was meant as a mark is told with its line, wherever a wording text stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import EXAMPLE, ROOT

from generator.campaign.errors import Problem
from generator.campaign.layout import package_templates, starter_folder
from generator.checks.campaign import check_settings_of
from generator.composing.wording import certificate_text, official_text, values
from generator.composing.wording.near_marks import near_mark
from generator.composing.wording.reader import Reader
from generator.reading.yaml_files.file import Items, Map, Node, Text, read_yaml

NAMES = frozenset({"年度", "项目名称", "联系人", "申报数量", "单位"})
MEANT = (
    "｛｛ 年度 ｝｝", "｛｛年度}}", "｛年度｝", "{ 年度 }", "{年度}", "{年渡}", "${ 年度 }", "${年度}", "${{ 年度 }}",
    "＄{{ 年度 }}", "｛％ if 年度 ％｝", "{％ if 年度 %}", "#{年度}", "{{ 年度 }}}", "{{ 年度 }}}}", "年度 }}",
    "【【年度】】", "【【 年度 】】", "[[年度]]", "[ 年度 ]", "<年度>", "<<年度>>", "（（年度））", "((年度))",
    "〔〔年度〕〕", "%年度%", "{{ '年度' }}", "{ { 年度 } }",
)  # fmt: skip
FINE = (
    "{{ 年度 }}年", "{% if 年度 %}甲{% endif %}", "{# 年度 #}甲", "（联系人）", "【联系人】", "赣工办〔2023〕 号",
    "不少于20%的单位", "[2023]1号", "{{ '{' }}甲{{ '}' }}", "<无>", "（附件1）", "{{ 年度 }}{{ '项' }}",
    "《项目名称》", "50%年度计划、60%",
)  # fmt: skip
BROKEN = (
    "{{ 年度", "{{ 年度 }", "{{ 年度 ｝｝", "{{ 年度｜汉字 }}", "{{ “年度” }}", "{{{ 年度 }}}", "{% if 年度 %}",
    "{% 年度 %}", "{%年度 }}",
)  # fmt: skip


@pytest.mark.parametrize("text", MEANT)
def test_what_was_meant_as_a_mark_is_found(text: str) -> None:
    assert near_mark(f"甲{text}乙", NAMES)


@pytest.mark.parametrize("text", FINE)
def test_what_is_a_mark_or_no_mark_at_all_is_let_be(text: str) -> None:
    assert near_mark(f"甲{text}乙", NAMES) == ""


@pytest.mark.parametrize("text", [*MEANT, *BROKEN])
def test_nothing_of_the_kind_is_printed(text: str) -> None:
    reader = Reader("notice.yaml", dict.fromkeys(NAMES, "值"))
    assert reader.phrase(Text(f"甲{text}乙", 7), "段落", 1) == ""
    (problem,) = reader.problems
    assert (problem.place.line, problem.severity) == (7, "error")
    assert problem.fix


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("{{ 年度｜汉字 }}", "半角的“|”"),
        ("{{ 年度 ｝｝", "半角的“}”"),
        ("{{ “年度” }}", "单引号"),
        ("{{ 年度 }", "左右各两个"),
        ("｛｛ 年度 ｝｝", "全角"),
        ("${{ 年度 }}", "“$”"),
        ("{{ '年度' }}", "不要加引号"),
    ],
)
def test_the_remedy_names_the_sign(text: str, fix: str) -> None:
    reader = Reader("notice.yaml", dict.fromkeys(NAMES, "值"))
    reader.phrase(Text(text, 7), "段落", 1)
    assert fix in reader.problems[0].fix


# ---- every text of every wording file


def texts_of(node: Node) -> list[Text]:
    if isinstance(node, Text):
        return [node]
    children = node.nodes if isinstance(node, Items) else node.nodes.values()
    return [text for child in children for text in texts_of(child)]


def spoilt(node: Node, which: Text, found: str) -> Node:
    """The node with the mark behind this one of its texts."""
    if isinstance(node, Text):
        return Text(node.text + found, node.line) if node is which else node
    if isinstance(node, Items):
        return Items(tuple(spoilt(child, which, found) for child in node.nodes), node.line)
    return Map({key: spoilt(child, which, found) for key, child in node.nodes.items()}, node.lines, node.line)


FILES = (
    starter_folder() / "notice.yaml",
    EXAMPLE / "notice.yaml",
    package_templates() / "bulletin" / "bulletin.yaml",
    package_templates() / "certificate" / "certificate.yaml",
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_near_mark_behind_any_text_of_any_wording_file_is_told_with_its_line(path: Path) -> None:
    node, _ = read_yaml(path, path.name)
    assert node is not None
    settings, _ = check_settings_of(EXAMPLE)
    assert settings is not None

    def problems(of: Node) -> list[Problem]:
        if path.name == "certificate.yaml":
            return certificate_text(of, path.name)[1]
        return official_text(of, path.name, values(settings, ()))[1]

    texts = texts_of(node)
    assert len(texts) > 6
    assert [one for one in problems(node) if one.severity == "error"] == []
    for text in texts:
        errors = [one for one in problems(spoilt(node, text, "｛｛ 年度 ｝｝")) if one.severity == "error"]
        assert [(one.code, one.place.line) for one in errors] == [("wording-mark", text.line)]


@pytest.mark.parametrize("value", ["{{ 年度 }}年11月底前", "{% if 甲 %}", "｛｛ 年度 ｝｝年"])
def test_a_mark_in_a_value_which_would_be_printed_is_told(value: str) -> None:
    reader = Reader("notice.yaml", {"发布月份": value, "年度": 2023})
    reader.phrase(Text("将于{{ 发布月份 }}完成", 7), "段落", 1)
    (problem,) = reader.problems
    assert (problem.code, problem.place.line) == ("wording-mark", 7)
    assert "campaign.yaml" in problem.fix
