"""What stands in a cell is understood as one thing, or asked."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from conftest import ROOT
from support.pace import pace
from support.pile import campaign_in

from generator.campaign.fields import Field
from generator.campaign.records import Campaign
from generator.collecting.found import Spot, State, Value
from generator.collecting.values.joined import apart
from generator.collecting.values.parts import split_parts
from generator.collecting.values.people import completers_in
from generator.collecting.values.understanding import understood
from generator.composing.filling.words import words_of
from generator.reading.word_tables.signs import UNKNOWN
from generator.reading.word_tables.texts import MAYBE_BLANK

ASKED = None


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return campaign_in(ROOT / "data_examples/minimal")


@pytest.fixture(scope="module")
def fields(campaign: Campaign) -> dict[str, Field]:
    return {one.key: one for one in campaign.settings.schema.fields.application}


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("lead_phone", "17700003429（微信同号）", "17700003429"),
        ("lead_phone", f"1770000{MAYBE_BLANK}3429", "17700003429"),
        ("lead_phone", "17700003429 18800003429", ASKED),
        ("lead_phone", "17700003429（张三）", ASKED),
        ("patent_date", "2021年7月20日（授权公告日）", "2021-07-20"),
        ("patent_date", "2021年7月20日（申请日）", ASKED),
        ("patent_date", "2023年八月1日", "2023-08-01"),
        ("patent_date", "2023年八月", ASKED),
        ("contact_name", "翁梅同志", "翁梅"),
        ("contact_name", "彭振宇（男）", "彭振宇"),
        ("contact_name", "彭振宇（代）", ASKED),
        ("contact_name", "王主席", ASKED),
        ("contact_name", "李同志", ASKED),
        ("industry", f"机械{MAYBE_BLANK}制造", "机械制造"),
        ("industry", f"SMT{MAYBE_BLANK}line", ASKED),
        ("industry", f"机械{UNKNOWN}制造", ASKED),
        ("patent_status", "□未申请", "未申请"),
        ("patent_status", "□未申请 □已授权", ASKED),
        ("patent_status", "□未申请 □正在申请 □已授权 选：正在申请", "正在申请"),
        ("patent_status", "☑未申请 □正在申请 □已授权 选：正在申请", ASKED),
        ("patent_status", "□未申请 □正在申请 □已授权 选：都不是", ASKED),
        ("patent_status", "未申请（否） 正在申请（否） 已授权（是）", "已授权"),
        ("patent_status", "未申请（否） 正在申请 已授权（是）", ASKED),
        ("patent_status", "✔️未申请  ⬜正在申请  ⬜已授权", "未申请"),
    ],
)
def test_a_text_means_one_thing_or_is_asked(
    key: str, text: str, value: str | None, campaign: Campaign, fields: dict[str, Field]
) -> None:
    found = understood(text, fields[key], words_of(fields[key], campaign.settings))
    assert (found.text or None, found.state is State.ASK) == (value, value is ASKED)


@pytest.mark.parametrize(
    ("label", "text", "value"),
    [
        ("是否非公", "国有控股", "否"),
        ("非公有制企业", "民营", "是"),
        ("是否国有", "国有控股", ASKED),
        ("是否集体企业", "集体企业", ASKED),
        ("是否国有", "√", "是"),
        ("是否国有", "不是", "否"),
    ],
)
def test_whose_an_enterprise_is_answers_only_the_question_that_is_about_it(
    label: str, text: str, value: str | None, fields: dict[str, Field]
) -> None:
    assert (understood(text, replace(fields["non_public"], key="owner", label=label)).text or ASKED) == value


@pytest.mark.parametrize(
    ("text", "unit", "post"),
    [
        ("江西某某公司 班长", "江西某某公司", "班长"),
        ("班长，江西某某公司", "江西某某公司", "班长"),
        ("单位：江西某某公司  职务：班长", "江西某某公司", "班长"),
        ("职务：班长；工作单位：江西某某公司", "江西某某公司", "班长"),
        ("工作单位：江西另一公司；职务：班长", ASKED, "班长"),
        ("江西某某公司", "江西某某公司", ASKED),
    ],
)
def test_unit_and_post_are_told_apart_or_asked(
    text: str, unit: str | None, post: str | None, fields: dict[str, Field]
) -> None:
    known = {"unit": Value("江西某某公司", State.READ)}
    pair = [fields["unit"], fields["lead_post"]]
    found = known | apart(Value(text, State.READ, Spot("a.docx"), text), pair, known)
    assert [found[key].text or None for key in ("unit", "lead_post")] == [unit, post]


@pytest.mark.parametrize(
    "text",
    [
        "1#成果背景\n甲\n2#技术原理及性能指标\n乙\n3#创造性与先进性\n丙\n4#成熟程度，适用范围和安全性\n丁\n5#应用情况及存在的问题\n戊",
        "第一部分 成果背景\n甲\n第二部分 技术原理及性能指标\n乙\n第三部分 创造性与先进性\n丙\n"
        "第四部分 成熟程度、适用范围和安全性\n丁\n"
        "第五部分 应用情况及存在的问题\n戊",
        "1.成果背景\n甲\n3.创造性与先进性\n丙\n2.技术原理及性能指标\n乙\n4.成熟程度，适用范围和安全性\n丁\n5.应用情况及存在的问题\n戊",
        "1.背景：甲\n2.技术原理：乙\n3.创造性：丙\n4.成熟程度：丁\n5.应用情况：戊",
        "1.背景\n甲\n2.技术原理\n乙\n3.创造性与先进性\n丙\n4.成熟程度\n丁\n5.应用情况\n戊",
    ],
)
def test_parts_are_told_by_their_headings(text: str, fields: dict[str, Field]) -> None:
    keys = ["background", "principle", "novelty", "maturity", "usage"]
    split = split_parts(text, [fields[key] for key in keys])
    assert [split.texts.get(key) for key in keys] == ["甲", "乙", "丙", "丁", "戊"]


def test_parts_in_another_order_of_which_one_is_missing_are_asked(fields: dict[str, Field]) -> None:
    own = [fields[key] for key in ("background", "principle", "novelty")]
    assert split_parts("1.成果背景\n甲\n3.创造性与先进性\n丙\n2.成果背景\n乙", own).texts == {}


@pytest.mark.parametrize(
    "background", ["1.设备：旧\n2.性能：差\n3.安全：低", "1.背景：早\n2.原理：乙", "2.技术原理：老一套\n5.应用：少"]
)
def test_items_of_a_list_with_a_colon_are_no_headings(background: str, fields: dict[str, Field]) -> None:
    own = [fields[key] for key in ("background", "principle", "novelty", "maturity", "usage")]
    text = f"一、成果背景\n{background}\n二、本项目的原理与指标\n真正的原理\n三、创造性与先进性\n新\n"
    text += "四、成熟程度，适用范围和安全性\n熟\n五、应用情况及存在的问题\n好"
    split = split_parts(text, own)
    assert split.texts.get("background", background) == background
    assert split.texts.get("principle", "真正的原理") == "真正的原理"


@pytest.mark.parametrize("blank", [" ", "\n", "\u3000"])
def test_very_many_blanks_take_no_time(blank: str, fields: dict[str, Field]) -> None:
    own = [fields[key] for key in ("background", "principle")]
    started = time.process_time()
    split = split_parts(f"1.成果背景\n甲{blank * 100_000}乙\n2.技术原理及性能指标\n丙", own)
    assert (time.process_time() - started) * pace() < 2
    assert split.texts["principle"] == "丙"


def test_a_heading_that_was_written_several_times_over_is_one(fields: dict[str, Field]) -> None:
    own = [fields[key] for key in ("background", "principle")]
    text = "1.成果背景\n成果背景1.成果背景\n\n1.成果背景\n\n甲\n2.技术原理及性能指标\n乙"
    assert split_parts(text, own).texts == {"background": "甲", "principle": "乙"}
    assert split_parts("1.成果背景\n甲\n1.成果背景\n丙\n2.技术原理及性能指标\n乙", own).texts == {}


def test_a_number_and_a_word_of_another_heading_are_none_of_it(fields: dict[str, Field]) -> None:
    own = [fields[key] for key in ("background", "principle", "novelty")]
    assert split_parts("2.背景\n甲", own).texts == {}


def test_completers_of_the_leads_unit_have_it(campaign: Campaign) -> None:
    row = {"name": Value("甲某", State.READ, raw="甲某"), "unit": Value("", State.ASK, raw="同第一完成人")}
    assert [one["unit"].text for one in completers_in([row], "江西某某公司")] == ["江西某某公司"]
    assert [one["unit"].state for one in completers_in([row], "")] == [State.ASK]
