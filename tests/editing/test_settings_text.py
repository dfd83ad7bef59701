"""campaign.yaml as a form has it: what was typed is written, and what was not stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.campaign.errors import DataError
from generator.campaign.fields import Kind
from generator.campaign.settings import CAMPAIGN_FIELDS
from generator.editing.settings_text import TypedSettings, line_owners, typed_settings, with_settings

FILES = sorted((ROOT / "data_examples").glob("*/campaign.yaml"))
STARTER = (ROOT / "data_examples/starter/campaign.yaml").read_bytes()
ONE_LINE = [of.label for of in CAMPAIGN_FIELDS if of.kind is not Kind.TEXTS]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_a_form_sent_back_as_it_was_changes_no_byte(file: Path) -> None:
    content = file.read_bytes()
    assert with_settings(content, typed_settings(content)) == content


def test_only_the_line_of_what_was_typed_changes_and_keeps_its_comment() -> None:
    made = with_settings(STARTER, TypedSettings({"版头": "红色印刷", "组织奖": "南昌市总工会\n\n赣州市总工会"}))
    before, after = STARTER.decode().splitlines(), made.decode().splitlines()
    assert len(before) == len(after)
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [
        "版头: 红色印刷 # 不印、红色印刷、预留位置（用印好的红头纸）",
        "组织奖: [南昌市总工会, 赣州市总工会] # 写申报单位的全称，如 [南昌市总工会, 赣州市总工会]",
    ]


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(ONE_LINE),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30),
)
@example("联系人", "王: 明 # 老王")
@example("联系电话", "0791-1234")
@example("邮箱", "null")
@example("抄送", "[甲, 乙]")
@example("抄送", "- 甲")
@example("抄送", "“引号”'\"")
def test_whatever_is_typed_is_read_back_the_same(label: str, text: str) -> None:
    wanted = text.strip()
    made = with_settings(STARTER, TypedSettings({label: text}))
    assert typed_settings(made).values[label] == wanted


def test_rows_are_changed_added_and_taken_out_and_the_others_stay_as_they_are_written() -> None:
    rows = list(typed_settings(STARTER).rows["申报单位"])
    rows[1] = {**rows[1], "最低数量": "30"}
    del rows[4]
    rows.append({"名称": "新的", "简称": "新, 的", "类型": "省产业工会", "最低数量": ""})
    rows.append(dict.fromkeys(rows[0], ""))  # left empty
    made = with_settings(STARTER, TypedSettings(rows={"申报单位": tuple(rows)}))
    assert typed_settings(made).rows["申报单位"] == tuple(rows[:-1])
    gone = set(STARTER.decode().splitlines()) - set(made.decode().splitlines())
    assert len(gone) == 2
    assert '  - {名称: 新的, 简称: "新, 的", 类型: 省产业工会}' in made.decode().splitlines()


def test_a_line_of_the_file_belongs_to_its_setting_and_row() -> None:
    owners = line_owners(STARTER)
    lines = STARTER.decode().splitlines()
    assert owners[lines.index("省份: 江西省") + 1] == ("省份", -1)
    (row,) = [place for place, line in enumerate(lines, start=1) if "名称: 赣州市总工会" in line]
    assert owners[row] == ("申报单位", 1)


def test_a_file_that_cannot_be_read_is_told() -> None:
    with pytest.raises(DataError):
        typed_settings(b"a: [")


def test_the_comment_beside_a_lists_name_stays_when_rows_come_and_go() -> None:
    before = STARTER.replace("撤销证书: []".encode(), "撤销证书: [] # 每份一行".encode())
    row = {"证书": "17", "撤销日期": "2023年12月20日", "撤销原因": "不实"}
    revoked = with_settings(before, TypedSettings({}, {"撤销证书": (row,)}))
    assert "撤销证书: # 每份一行\n  - {证书: 17".encode() in revoked
    assert with_settings(revoked, TypedSettings({}, {"撤销证书": ()})) == before
