"""campaign.yaml: every value takes effect or is refused at its key, with its bounds; never a crash, whatever it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.campaign.errors import Problem, Severity
from generator.campaign.fields import Field, Kind
from generator.campaign.settings import CAMPAIGN_FIELDS, CAMPAIGN_LISTS, PacketItem, Settings, fields_of
from generator.checks.campaign import check_campaign, check_papers_of, check_settings_of
from generator.checks.settings.settings import campaign_fields
from generator.composing.filling.words import form_copies, form_of
from generator.composing.forms import blank
from generator.interfaces.cli import run
from generator.reading.schema import own_schema

Change = Callable[..., Path]
NUMBERS = {Kind.INTEGER: "{}", Kind.PERCENT: "{}%", Kind.MILLIMETRES: "{}"}
HOSTILE: tuple[Any, ...] = (
    *("", "-0", "1.5", "零", "9" * 15, "9" * 40, "{{ 1 }}", "\t1"),
    *([], [""], ["1", "2"], {"a": "b"}, None),
)


@pytest.fixture
def changed(minimal: Path) -> Change:
    """A function that gives keys of the minimal campaign other values, and returns its folder."""

    def change(**values: Any) -> Path:
        file = minimal / "campaign.yaml"
        content = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
        text = yaml.safe_dump(content | values, allow_unicode=True, sort_keys=False, width=10**6)
        file.write_text(text, encoding="utf-8")
        return minimal

    return change


def errors_at(folder: Path, label: str) -> list[Problem]:
    _, problems = check_settings_of(folder)
    return [one for one in problems if one.field == label and one.severity is Severity.ERROR]


def require_told(folder: Path) -> None:
    """Whatever is wrong is told as a problem: nothing in the checks fails."""
    settings, problems = check_settings_of(folder)
    assert settings or any(one.severity is Severity.ERROR for one in problems)
    if settings:
        check_campaign(folder)


def settings_of(folder: Path) -> Settings:
    settings, problems = check_settings_of(folder)
    assert settings is not None, problems
    return settings


NUMBERED = [field for field in campaign_fields(own_schema()) if field.kind in NUMBERS]


def test_every_number_of_the_campaign_has_bounds() -> None:
    inner = [field for _, kind in CAMPAIGN_LISTS.values() for field in fields_of(kind) if field.kind in NUMBERS]
    assert NUMBERED
    assert inner
    assert [field.label for field in (*NUMBERED, *inner) if field.least is None or field.most is None] == []


@pytest.mark.parametrize("field", NUMBERED, ids=lambda field: field.key)
def test_a_number_is_taken_at_its_bounds_and_refused_beyond_them(field: Field, changed: Change) -> None:
    assert field.least is not None
    assert field.most is not None
    written = NUMBERS[field.kind].format
    for inside in (field.least, field.most):
        assert errors_at(changed(**{field.label: written(inside)}), field.label) == []
    for outside in (field.least - 1, field.most + 1):
        (problem,) = errors_at(changed(**{field.label: written(outside)}), field.label)
        assert (problem.code, problem.place.file) == ("bounds", "campaign.yaml")
        assert str(outside) in problem.message
        assert f"{field.least}至{field.most}" in problem.fix


@pytest.mark.parametrize("field", CAMPAIGN_FIELDS, ids=lambda field: field.key)
def test_no_value_of_a_key_is_an_internal_error(field: Field, changed: Change) -> None:
    for value in HOSTILE:
        require_told(changed(**{field.label: value}))


@pytest.mark.parametrize("label", CAMPAIGN_LISTS)
def test_no_value_in_a_list_is_an_internal_error(label: str, changed: Change) -> None:
    fields = fields_of(CAMPAIGN_LISTS[label][1])
    for field in fields:
        for value in HOSTILE:
            require_told(changed(**{label: [{field.label: value}]}))
    for whole in HOSTILE:
        require_told(changed(**{label: whole}))


@pytest.mark.parametrize("bound", ["least", "most"])
def test_what_is_taken_at_the_bounds_can_be_made(bound: str, changed: Change, tmp_path: Path) -> None:
    shown = {
        field.label: NUMBERS[field.kind].format(getattr(field, bound))
        for field in NUMBERED
        if field.key not in ("year", "recent_years", "completer_limit", "brief_limit")  # the application has its own
    }
    own = {
        "least": {"其他完成人人数": "2", "项目简介字数": "80", "成果年限": "2"},
        "most": {"其他完成人人数": "5", "项目简介字数": "1000", "成果年限": "50"},
    }
    folder = changed(**shown | own[bound] | {"证书套打": "是"})
    arguments = ["build", str(folder), "--out", str(tmp_path / "out"), "--only", "notice,blank,form1,form2"]
    assert run([*arguments, "--jobs", "1"]) == 0
    assert len(list((tmp_path / "out").rglob("*.docx"))) == 5


@pytest.mark.parametrize("characters", [2, 6, 12])
def test_categories_are_taken_as_long_as_the_blank_of_form_2_has_a_row(characters: int, changed: Change) -> None:
    refused = 0
    for count in range(1, 13):
        words = [chr(0x7532 + place) * characters for place in range(count)]
        folder = changed(项目类别=words)
        found = errors_at(folder, "项目类别")
        settings, _ = check_settings_of(folder)
        assert settings is None or len(blank(settings, "form2")["rows"]) >= 1
        assert (settings is None) == bool(found)
        for problem in found:
            refused += 1
            assert (problem.code, problem.place.file) == ("fit", "campaign.yaml")
            assert problem.place.line > 1
            (most,) = re.findall(r"减少到(\d+)项", problem.fix)
            assert errors_at(changed(项目类别=words[: int(most)]), "项目类别") == []
            assert errors_at(changed(项目类别=words[: int(most) + 1]), "项目类别")
    assert bool(refused) == (characters == 12)


# ---- the forms follow


@pytest.mark.parametrize(
    ("packet", "form1", "form2"),
    [
        ((), "，本表及附件均一式两份", "，一式一份"),
        ((("申报表", 3), ("附件", 3)), "，本表及附件均一式三份", ""),
        ((("申报表", 3), ("附件", 1), ("汇总表", 2)), "，本表一式三份，附件一式一份", "，一式两份"),
        ((("申报表", 4), ("汇总表", 12)), "，本表一式四份", "，一式十二份"),
        ((("附件", 4),), "，附件一式四份", ""),
        ((("清单", 1),), "", ""),
    ],
)
def test_the_notes_below_the_forms_follow_the_copies(
    packet: tuple[tuple[str, int], ...], form1: str, form2: str, minimal: Path
) -> None:
    items = tuple(PacketItem(item=item, copies=copies) for item, copies in packet)
    settings = settings_of(minimal).model_copy(update={"packet": items})
    assert tuple(form_copies(settings, form_of(settings, key)) for key in ("form1", "form2")) == (form1, form2)
    note = blank(settings, "form1")["foot_note"]
    assert note == f"本表填写时切勿改变表格格式，使用A4纸双面打印{form1}。"


@pytest.mark.parametrize(
    ("province", "union", "office"),
    [
        ("江西省", "市级工会", "省评选办公室"),
        ("广西壮族自治区", "市级工会", "评选办公室"),
        ("重庆市", "区级工会", "评选办公室"),
    ],
)
def test_the_rows_of_opinions_are_called_as_in_that_province(
    province: str, union: str, office: str, changed: Change
) -> None:
    form = blank(settings_of(changed(省份=province)), "form1")
    assert (form["union"], form["office"]) == (union, office)


# ---- values against each other


def test_the_notice_is_reminded_of_the_copies_that_packets_hold(changed: Change) -> None:
    folder = changed(申报材料=[{"材料": "申报表", "份数": "2"}, {"材料": "汇总表", "份数": "3"}])
    _, problems = check_papers_of(folder)
    (told,) = problems
    assert (told.code, told.severity, told.place.file) == ("notice-consistency", Severity.WARNING, "notice.yaml")
    assert told.message == "通知写的是汇总表一份，campaign.yaml 的“申报材料”是三份。"
    assert (
        check_papers_of(changed(申报材料=[{"材料": "申报表", "份数": "2"}, {"材料": "汇总表", "份数": "1"}]))[1] == []
    )


@pytest.mark.parametrize(
    "label", [field.label for field in CAMPAIGN_FIELDS if field.kind is Kind.TEXTS], ids=lambda label: label
)
def test_no_word_of_a_list_stands_twice(label: str, changed: Change) -> None:
    for words in (["南昌市总工会", "南昌市总工会"], ["南昌市总工会", "南昌市 总工会"]):
        assert "duplicate" in [one.code for one in errors_at(changed(**{label: words}), label)], words


@pytest.mark.parametrize("key", ["名称", "简称"])
def test_no_recommender_has_the_name_of_another(key: str, changed: Change) -> None:
    one = {"名称": "南昌市总工会", "简称": "南昌", "类型": "设区市总工会", "最低数量": "1"}
    other = {"名称": "赣州市总工会", "简称": "赣州", "类型": "设区市总工会", "最低数量": "1"}
    assert errors_at(changed(申报单位=[one, other]), "申报单位") == []
    for same in (one[key], f" {one[key][0]} {one[key][1:]}"):
        (told,) = errors_at(changed(申报单位=[one, other | {key: same}]), "申报单位")
        assert (told.code, told.message) == ("duplicate", f"“{same.strip()}”写了两次。")


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        (["抄送"], ["印发机关", "印发日期"]),
        (["印发机关"], ["印发日期"]),
        (["印发日期"], ["印发机关"]),
        (["抄送", "印发日期"], ["印发机关"]),
        (["通报印发日期"], ["印发机关", "印发日期"]),
        (["印发机关", "印发日期"], []),
        (["抄送", "印发机关", "印发日期"], []),
        ([], []),
    ],
)
def test_an_imprint_is_whole_or_refused(given: list[str], lacking: list[str], changed: Change) -> None:
    values = {"抄送": "省委办公厅", "印发机关": "办公室", "印发日期": "2023年7月20日", "通报印发日期": "2023年12月1日"}
    folder = changed(**{label: values[label] for label in given})
    assert [label for label in values if errors_at(folder, label)] == lacking


@pytest.mark.parametrize(
    ("label", "day", "field"),
    [
        ("成文日期", "2023年7月25日", "申报开始"),
        ("通报成文日期", "2023年8月30日", "通报成文日期"),
        ("发证日期", "2023年8月30日", "发证日期"),
        ("发文字号", "赣工办〔2022〕7号", "发文字号"),
        ("通报发文字号", "赣工发〔2024〕7号", "通报发文字号"),
        ("证书编号", "赣工证字〔2022〕第{序号}号", "证书编号"),
        ("发布月份", "2022年11月底前", "发布月份"),
        ("年度", "2024", "年度"),
    ],
)
def test_a_date_left_from_another_year_is_reminded_of(label: str, day: str, field: str, changed: Change) -> None:
    _, problems = check_settings_of(changed(**{label: day}))
    assert [(one.code, one.severity) for one in problems if one.field == field] == [("dates", Severity.WARNING)]


def test_certificates_may_be_given_out_in_the_year_after(changed: Change) -> None:
    folder = changed(发证日期="2024年1月10日", 通报成文日期="2024年1月8日", 通报发文字号="赣工发〔2024〕 号")
    assert check_settings_of(folder)[1] == []


@pytest.mark.parametrize(
    ("forms", "states", "refused"),
    [
        (4, 3, []),
        (6, 5, []),
        (8, 3, []),
        (1, 2, []),
        (12, 3, ["专利形式"]),
        (4, 12, ["专利状况"]),
    ],
)
def test_words_for_patents_find_room_or_are_refused(
    forms: int, states: int, refused: list[str], changed: Change
) -> None:
    words = {
        "专利形式": [f"第{number}类专利" for number in "一二三四五六七八九甲乙丙"[:forms]],
        "专利状况": [f"状况{number}" for number in "一二三四五六七八九甲乙丙"[:states]],
    }
    folder = changed(**words)
    assert [label for label in words if errors_at(folder, label)] == refused
    for label in refused:
        (told,) = errors_at(folder, label)
        assert told.code == "fit"
        assert int("".join(filter(str.isdigit, told.fix))) > 0


def test_a_word_for_patents_that_is_wider_than_its_cell_is_refused_with_what_is_over(changed: Change) -> None:
    (told,) = errors_at(changed(专利状况=["未申请", "已由国家知识产权局正式受理并公开"]), "专利状况")
    assert told.message == "申报表的这一格放不下，多出5个字。"


@pytest.mark.parametrize("brackets", ["[]", "［］", "()", "（）", "【】"])
def test_a_year_in_other_brackets_is_reminded_of(brackets: str, changed: Change) -> None:
    folder = changed(
        发文字号=f"赣工办{brackets[0]}2023{brackets[1]}12号", 证书编号=f"字{brackets[0]}{{年度}}{brackets[1]}{{序号}}号"
    )
    told = [one for one in check_settings_of(folder)[1] if one.code == "document-number"]
    assert [(one.field, one.severity) for one in told] == [
        ("发文字号", Severity.WARNING),
        ("证书编号", Severity.WARNING),
    ]
    assert "〔2023〕" in told[0].fix
    assert "〔{年度}〕" in told[1].fix


def test_what_is_left_from_the_starters_province_is_reminded_of(changed: Change) -> None:
    left = {"主办单位": "江西省总工会", "发文字号": "赣工办〔2023〕 号", "证书编号": "赣工五小证字〔{年度}〕第{序号}号"}
    folder = changed(省份="内蒙古自治区", **left)
    told = {one.field: one for one in check_settings_of(folder)[1] if one.code == "wording-province"}
    assert set(left) <= set(told)
    assert all(one.severity is Severity.WARNING and one.place.line for one in told.values())
    folder = changed(省份="江西省")
    assert [one for one in check_settings_of(folder)[1] if one.code in ("wording-province", "document-number")] == []


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        (["南昌"], "请写全称“南昌市总工会”。"),
        ("南昌市总工会、鹰潭市总工会", "几个单位请写成 [南昌市总工会, 鹰潭市总工会]。"),
        (["某会"], "请写申报单位的全称。"),
    ],
)
def test_an_organisation_that_is_none_is_told_with_the_way_to_write_it(
    written: object, fix: str, changed: Change
) -> None:
    (told,) = errors_at(changed(组织奖=written), "组织奖")
    assert told.fix == fix
