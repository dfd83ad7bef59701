"""What is ticked is told by the signs before or after the words, or not at all."""

from __future__ import annotations

import pytest

from generator.reading.returned.ticks import ticked

STATES = ("未申请", "正在申请", "已授权")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("□未申请 □正在申请 ☑已授权", ("已授权",)),
        ("□未申请 ■正在申请 □已授权", ("正在申请",)),
        ("☐未申请 ☐正在申请 ☒已授权", ("已授权",)),
        ("○未申请 ●正在申请 ○已授权", ("正在申请",)),
        ("□未申请□正在申请□已授权√", ("已授权",)),
        ("□未申请√□正在申请□已授权", ("未申请",)),
        ("□√未申请\n□正在申请\n□已授权", ("未申请",)),
        ("未申请（√） 正在申请（ ） 已授权（ ）", ("未申请",)),
        ("未申请 √正在申请 已授权", ("正在申请",)),
        ("未申请√ 正在申请 已授权", ("未申请",)),
        ("□未申请 □正在申请 V已授权", ("已授权",)),
        ("☑未申请 ☑正在申请 □已授权", ("未申请", "正在申请")),
        ("正在申请", ("正在申请",)),
        ("□未申请 □正在申请 □已授权", ()),
        ("未申请 正在申请 已授权", ()),
        ("", ()),
        ("未申请 √ 正在申请 已授权", None),
        ("□未申请 □正在申请 ☑已授权（2021年）", None),
        ("☑未申请 ☑未申请", None),
    ],
)
def test_the_ticked_words_are_found(text: str, found: tuple[str, ...] | None) -> None:
    assert ticked(text, STATES) == found
