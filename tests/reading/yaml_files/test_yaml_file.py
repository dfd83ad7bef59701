from pathlib import Path

import pytest
from support.own_fields import FIELDS

from generator.reading.yaml_files.composed import Source
from generator.reading.yaml_files.file import (
    Items,
    Map,
    Text,
    _carefully,
    _parse,
    read_yaml,
)
from generator.reading.yaml_files.records import record_from, reminders


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "a.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "typed",
    ["no", "on", "07551234567", "14:30", "1_000", "1.10", "360102198705120018", "2026-02-30", "9" * 5000],
)
def test_a_scalar_stays_the_text_that_was_typed(typed: str, tmp_path: Path) -> None:
    node, problems = read_yaml(write(tmp_path, f"值: {typed}\n"), "a.yaml")
    assert not problems
    assert isinstance(node, Map)
    assert node.nodes["值"] == Text(typed, 1)


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("甲: 1\n乙: 2\n甲: 3\n", "yaml-duplicate-key", 3),
        ("甲: &x 1\n", "yaml-anchor", 1),
        ("甲: 1\n乙: *x\n", "yaml-anchor", 2),
        ("甲: !!python/object:os.system x\n", "yaml-tag", 1),
        ("甲: 1\n---\n乙: 2\n", "yaml-documents", 2),
        ("甲：1\n乙: 2\n", "yaml-syntax", 1),
        ("甲: 1\n\t乙: 2\n", "yaml-syntax", 2),
        ("甲: [1, 2\n", "yaml-syntax", 1),
        ("[" * 40 + "]" * 40, "yaml-depth", 1),
        ("甲: 1\n编号: #12\n", "yaml-comment", 2),
        ("甲: 夹具 #2型\n", "yaml-comment", 1),
        ("甲: &a [1]\n乙: &b [*a, *a]\n丙: [*b, *b]\n", "yaml-anchor", 1),
        ("甲: 中文\n".encode("gbk"), "encoding", 1),
        ("甲: 中文\n".encode("utf-16"), "encoding", 1),
    ],
)
def test_a_construct_that_would_be_guessed_is_refused_with_its_line(
    content: str | bytes, code: str, line: int, tmp_path: Path
) -> None:
    node, problems = read_yaml(write(tmp_path, content), "a.yaml")
    assert node is None
    assert [(problem.code, problem.place.line) for problem in problems] == [(code, line)]
    assert problems[0].fix


def test_a_full_width_colon_is_named_as_the_cause(tmp_path: Path) -> None:
    _, problems = read_yaml(write(tmp_path, "甲：1\n乙: 2\n"), "a.yaml")
    assert "全角" in problems[0].fix


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    node, _ = read_yaml(write(tmp_path, b"\xef\xbb\xbf" + "甲: 1\n".encode()), "a.yaml")
    assert isinstance(node, Map)
    assert list(node.nodes) == ["甲"]


def test_a_comment_behind_a_value_is_told_and_a_sign_in_quotes_is_none(tmp_path: Path) -> None:
    node, _ = read_yaml(write(tmp_path, '甲: 夹具 # 二代\n乙: "夹具 #2型"\n丙: 夹具#2\n'), "a.yaml")
    assert isinstance(node, Map)
    assert [node.nodes[key].text for key in "甲乙丙"] == ["夹具", "夹具 #2型", "夹具#2"]  # type: ignore[union-attr]
    assert [(problem.field, problem.severity.value) for problem in reminders(node, "a.yaml")] == [("甲", "warning")]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    node, problems = read_yaml(tmp_path / "none.yaml", "none.yaml")
    assert node is None
    assert problems[0].code == "file-missing"


def test_an_unknown_key_suggests_the_right_one(tmp_path: Path) -> None:
    node, _ = read_yaml(write(tmp_path, "姓名: 甲\n工作单为: 乙\n"), "a.yaml")
    assert isinstance(node, Map)
    record, problems = record_from(node, FIELDS.completer, "a.yaml")
    assert record.text("name") == "甲"
    assert [str(problem.place) for problem in problems] == ["a.yaml › 第2行"]
    assert "工作单位" in problems[0].fix


def test_english_keys_are_accepted_too(tmp_path: Path) -> None:
    node, _ = read_yaml(write(tmp_path, "name: 甲\nunit: 乙\n"), "a.yaml")
    assert isinstance(node, Map)
    record, problems = record_from(node, FIELDS.completer, "a.yaml")
    assert not problems
    assert (record.text("name"), record.text("unit")) == ("甲", "乙")


def test_lists_keep_their_order(tmp_path: Path) -> None:
    node, _ = read_yaml(write(tmp_path, "- 乙\n- 甲\n"), "a.yaml")
    assert isinstance(node, Items)
    assert [item.text for item in node.nodes if isinstance(item, Text)] == ["乙", "甲"]


def test_the_quick_reader_and_the_exact_one_give_the_same() -> None:
    files = [path.read_text(encoding="utf-8-sig") for path in sorted(Path("data_examples").glob("*/*.yaml"))]
    broken = ["甲: 1\t2\n", "甲: 1\n\ufeff乙: 2\n", "甲: [1, 2\n乙: 3\n", "甲：1\n乙: 2\n"]
    broken += ["甲: >#注\n乙: 1\n", "甲:\n># 注\n乙: 1\n", "---", "{? 甲 : 1}\n"]
    for text in (*files, *broken):
        assert _parse(text, "a.yaml") == _carefully(Source(text), "a.yaml")
