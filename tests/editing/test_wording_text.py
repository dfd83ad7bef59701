"""notice.yaml as a form has it: plain marks in a clerk's words, paragraphs changed one by one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.editing.wording_text import (
    Paragraph,
    is_program,
    line_owners,
    marked,
    shown,
    typed_wording,
    with_wording,
)

FILES = sorted((ROOT / "data_examples").glob("*/notice.yaml"))
STARTER = (ROOT / "data_examples/starter/notice.yaml").read_bytes()
NAMES = frozenset({"年度", "申报截止"})
LINES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_a_notice_sent_back_as_it_was_changes_no_byte(file: Path) -> None:
    content = file.read_bytes()
    assert with_wording(content, typed_wording(content)) == content


def test_a_clerk_sees_plain_marks_in_brackets_and_they_are_written_as_marks_again() -> None:
    text = "于{{ 申报截止|年月日 }}前报送{{ 年度 }}年材料"
    assert shown(text) == "于【申报截止·年月日】前报送【年度】年材料"
    assert marked(shown(text), NAMES) == text
    assert marked("【重要】提示", NAMES) == "【重要】提示"
    assert not is_program(text)


@settings(deadline=None, max_examples=100)
@given(LINES)
@example("花括号{ }照样印")
@example("{{ 年度 }}{% if %}")
def test_what_is_typed_is_text_whatever_signs_it_has(text: str) -> None:
    assert shown(marked(text, NAMES)) == text
    assert not is_program(marked(text, NAMES))


def test_conditions_and_loops_are_the_programs() -> None:
    assert is_program("{% if 非公比例 %}有{% endif %}")
    assert is_program("{{ '两' if 成果年限 == 2 else 成果年限|汉字 }}")
    assert any(one.is_program for one in typed_wording(STARTER).paragraphs)


def test_paragraphs_change_one_by_one_and_the_others_stay_as_they_are_written() -> None:
    typed = typed_wording(STARTER)
    paragraphs = list(typed.paragraphs)
    paragraphs[0] = replace(paragraphs[0], lead="新写的一段：{{ 年度 }}年。")
    paragraphs.insert(3, Paragraph("二级", "标题。", "文: 字"))
    del paragraphs[6]
    paragraphs.append(Paragraph("段落", ""))
    made = with_wording(STARTER, replace(typed, paragraphs=tuple(paragraphs), title=("一行", "")))
    after = typed_wording(made)
    assert after.paragraphs == tuple(paragraphs[:-1])
    assert after.title == ("一行",)
    assert len(set(made.decode().splitlines()) - set(STARTER.decode().splitlines())) == 4


@settings(deadline=None, max_examples=40)
@given(LINES, LINES)
def test_whatever_is_typed_is_read_back_the_same(lead: str, text: str) -> None:
    typed = typed_wording(STARTER)
    one = Paragraph("三级", marked(lead, NAMES).strip(), marked(text, NAMES).strip())
    made = with_wording(STARTER, replace(typed, paragraphs=(*typed.paragraphs, one)))
    assert typed_wording(made).paragraphs == (*typed.paragraphs, *([one] if one.lead or one.text else []))


def test_a_line_of_the_file_belongs_to_its_paragraph() -> None:
    owners = line_owners(STARTER)
    (line,) = [place for place, text in enumerate(STARTER.decode().splitlines(), 1) if "申报项目需满足" in text]
    assert owners[line][0] == "正文"
    assert typed_wording(STARTER).paragraphs[owners[line][1]].lead == "申报项目需满足以下条件："
