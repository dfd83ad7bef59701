"""The reader of sentences finds what is wrong, and nothing in sentences that are right."""

from __future__ import annotations

import pytest
from support.chinese_reading import slips, span, unended

RIGHT = (
    "南昌、赣州等设区市各申报成果不少于25项，景德镇、新余各不少于20项，赣江新区不少于5项，各地积极申报。",
    "南昌申报成果不少于20项，共100项，其中非公企业成果10项，不少于20%。",
    "授予《〈安全操作规程〉编制法》等10项成果“一等优秀成果”称号，《夹具（三）》1项成果“‘五小’之星”称号。",
    "截至2023年8月15日，共收到12个单位推荐的申报成果305项。",
)
WRONG = {
    "授予0个单位组织奖。": "a count of nothing",
    "优胜奖0项。": "a count of nothing",
    "不少于0%的成果。": "a count of nothing",
    "申报项目应为近〇年的成果。": "a count of nothing",
    "授予《夹具》等1项成果称号。": "one of many",
    "授予南昌市总工会1个单位组织奖。": "one counted body",
    "最终评选出：。": "two signs in a row",
    "一等奖1项，，二等奖2项。": "two signs in a row",
    "南昌、、赣州各不少于2项。": "two signs in a row",
    "授予《》2项成果称号。": "a sign behind an opening mark",
    "（、二）": "a sign behind an opening mark",
    "（南昌、）": "a sign before a closing mark",
    "，各地积极申报。": "a sign at the beginning",
    "鼓励非公企业申报,各设区市申报。": "a half-width sign",
    "将{{ 年度 }}年": "a mark left over",
    "《《规程》》": "《 within 《",
    "“五小成果。": "“ is not closed",
    "五小”成果。": "” closes nothing",
    "赣江新区各不少于5项，": "各 of one body",
    "南昌、赣州不少于5项，": "several bodies without 各",
    "南昌等设区市各申报成果不少于5项": "等 of one body",
    "优秀成果优秀成果": "two of the same words",
}


@pytest.mark.parametrize("sentence", RIGHT)
def test_a_right_sentence_has_no_slips(sentence: str) -> None:
    assert slips(sentence) == []
    assert not unended(sentence)


@pytest.mark.parametrize(("sentence", "what"), WRONG.items())
def test_a_slip_is_found(sentence: str, what: str) -> None:
    assert what in slips(sentence)


def test_a_sentence_that_stops_is_found() -> None:
    assert unended("加大成果转化应用力度，")


def test_days_are_read_as_a_reader_completes_them() -> None:
    text = "2023年8月15日至10日为评选期，2023年12月20日至2024年1月5日为申报期，2023年5月1日为开始日"
    assert span(text, "为评选期") == ((2023, 8, 15), (2023, 8, 10))
    assert span(text, "为申报期") == ((2023, 12, 20), (2024, 1, 5))
    assert span(text, "为开始日") == ((2023, 5, 1), (2023, 5, 1))
