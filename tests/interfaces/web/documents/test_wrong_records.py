"""What is wrong with a record is told field by field as the check of a campaign tells it; nothing ends the service."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import MINIMAL
from support.sent_records import Values, record_in, rendered
from support.services import Running

from generator.campaign.layout import starter_folder
from generator.checks.campaign import check_campaign
from generator.interfaces.answers import told_problem
from generator.interfaces.web.documents import sent
from generator.interfaces.web.documents.orders import WrongOrderError, order_of

FIRST = MINIMAL / "applications" / "NC-001.yaml"
Change = Callable[[Values], object]


def _person(**values: str) -> Values:
    return {"姓名": "王五", "性别": "男", "岗位职务": "铣工", "职称": "技师", "工作单位": "某某公司", **values}


SPOILT: Mapping[str, Change] = {
    "a missing value": lambda one: one.pop("所在单位"),
    "an unknown label": lambda one: one.update(项目名城="夹具"),
    "a text that is too long": lambda one: one.update(项目名称="夹" * 61),
    "a wrong choice": lambda one: one.update(项目类别="小发现"),
    "an unknown recommender": lambda one: one.update(申报单位="南昌总工会"),
    "a number that does not add up": lambda one: one.update(身份证号码="360102198705120019"),
    "a phone": lambda one: one.update(第一完成人联系电话="1390000"),
    "a date": lambda one: one.update(申报时间="2023-02-30"),
    "an award of no tier": lambda one: one.update(评选结果={"等次": "特等", "证书序号": "0"}),
    "a patent without a number": lambda one: one.pop("专利号"),
    "six completers": lambda one: one.update(其他完成人=[_person(姓名=name) for name in "赵钱孙李周吴"]),
    "a wrong completer": lambda one: one.update(其他完成人=[_person(), _person(姓名="", 性别="女士", 年龄="30")]),
    "the lead again": lambda one: one.update(其他完成人=[_person(姓名="龚晓堃")]),
    "a character that no font has": lambda one: one.update(项目名称="夹\U0010fffd具"),
    "a control character": lambda one: one.update(项目名称="夹\u200b具"),
    "a list in place of a text": lambda one: one.update(项目名称=["夹", "具"]),
    "both names of a field": lambda one: one.update(name="夹具"),
    "a brief that is too long": lambda one: one.update({"项目简介（100字以内）": "研" * 101}),
    "several at once": lambda one: one.update(项目名称="", 申报时间="昨天", 是否非公="可能"),
}


def _of_a_campaign(record: Values, folder: Path) -> list[dict[str, Any]]:
    """The problems of the record's file in a campaign of the program's own settings."""
    (folder / "applications").mkdir()
    for name in ("campaign.yaml", "notice.yaml"):
        (folder / name).write_bytes((starter_folder() / name).read_bytes())
    text = yaml.safe_dump(record, allow_unicode=True, default_style="'", width=10_000)
    (folder / "applications" / "NC-001.yaml").write_text(text, encoding="utf-8")
    _, _, problems = check_campaign(folder)
    return [told_problem(one) for one in problems if one.place.file.startswith("applications/")]


def _by_field(problems: list[dict[str, Any]]) -> set[tuple[str, ...]]:
    """What is told of each, but for where it stands and for the remedies of YAML's own shapes."""
    return {
        (one["severity"], one["code"], one["field"], one["message"], "" if one["code"] == "yaml-shape" else one["fix"])
        for one in problems
    }


@pytest.mark.parametrize("change", SPOILT.values(), ids=SPOILT.keys())
def test_problems_are_those_of_a_check(change: Change, service: Running, tmp_path: Path) -> None:
    record = record_in(FIRST)
    change(record)
    expected = _of_a_campaign(record, tmp_path)
    assert [one for one in expected if one["severity"] == "error"]
    answer = rendered(service, "certificate" if "评选结果" in record else "form1", record=record)
    assert answer.status == 422, answer
    told = answer.json
    assert _by_field(told["problems"]) == _by_field(expected)
    assert told["total"] == len(told["problems"])
    assert {one["file"] for one in told["problems"]} == {"record"}


def test_a_completers_problem_says_which_one(service: Running) -> None:
    record = {**record_in(FIRST), "其他完成人": [_person(), _person(姓名="赵六", 性别="女士")]}
    (problem,) = rendered(service, "form1", record=record).json["problems"]
    assert [problem[name] for name in ("file", "sheet", "line", "field")] == ["record", "其他完成人", 2, "性别"]


def test_one_of_several_records_is_named(service: Running) -> None:
    good, bad = record_in(FIRST), {**record_in(FIRST), "项目编号": "NC-002", "项目类别": "小发现"}
    problems = rendered(service, "form2", records=[good, bad]).json["problems"]
    assert ("records/2", "项目类别") in {(one["file"], one["field"]) for one in problems}


def test_an_error_of_the_award_stops_the_certificate_alone(service: Running) -> None:
    record = {**record_in(FIRST), "评选结果": {"等次": "特等", "证书序号": 1}}
    assert rendered(service, "certificate", record=record).status == 422
    assert rendered(service, "form1", record=record, format="docx").status == 200


def test_personal_values_are_masked(service: Running) -> None:
    number = "360102198705120019"
    answer = rendered(service, "form1", record={**record_in(FIRST), "身份证号码": number})
    assert answer.status == 422
    assert number.encode() not in answer.body


ORDERS: Mapping[str, tuple[str, Any, str]] = {
    "no record": ("form1", {}, "record"),
    "no records": ("bulletin", {}, "records"),
    "no award": ("certificate", {"record": "OWN"}, "评选结果"),
    "records where one is made": ("form1", {"record": "OWN", "records": ["OWN"]}, "records"),
    "a text for a record": ("form1", {"record": "x"}, "record"),
    "an unknown part": ("form1", {"recrod": {}}, "recrod"),
    "an unknown format": ("form1", {"record": "OWN", "format": "xls"}, "format"),
    "no format": ("form1", {"record": "OWN", "format": []}, "format"),
    "a format that the kind has not": ("form1", {"record": "OWN", "format": ["docx", "xlsx"]}, "format"),
    "no identity of a campaign": ("form1", {"record": "OWN", "campaign": "../x"}, "campaign"),
    "a list": ("form1", [], ""),
    "a wrong setting": ("form1", {"record": "OWN", "settings": {"年度": "明年"}}, "年度"),
    "an unknown setting": ("form1", {"record": "OWN", "settings": {"年份": 2024}}, "年份"),
}


@pytest.mark.parametrize(("kind", "body", "field"), ORDERS.values(), ids=ORDERS.keys())
def test_a_wrong_order_is_told_by_its_part(kind: str, body: Any, field: str, service: Running) -> None:
    text = json.dumps(body).replace('"OWN"', json.dumps(record_in(FIRST)))
    answer = service.ask("POST", f"/api/v1/render/{kind}", text.encode(), Content_Type="application/json")
    assert answer.status == 422, answer
    assert field in [one["field"] for one in answer.json["problems"] if one["severity"] == "error"]


NOT_JSON: Mapping[str, tuple[bytes, str]] = {
    "nothing": (b"", "没有内容"),
    "an open bracket in the second line": (b'{"record":\n {"x": 1}', "第2行第10个字"),
    "another encoding": ('{"record": {"项目名称": "夹具"}}'.encode("gbk"), "UTF-8"),
    "a name twice, of which one would silently go": (
        b'{"record": {"\xe7\xbc\x96\xe5\x8f\xb7": "1", "\xe7\xbc\x96\xe5\x8f\xb7": "2"}}',
        "“编号”写了两次",
    ),
    "a part twice": (b'{"record": {}, "record": {}}', "“record”写了两次"),
    "no number": (b'{"record": {"x": NaN}}', "NaN"),
    "no end": (b'{"record": {"x": -Infinity}}', "-Infinity"),
    "a number beyond all": (b'{"record": {"x": 1e999}}', "1e999"),
    "deep": (b'{"record": {"x": ' + b"[" * 900 + b"]" * 900 + b"}}", "套得太深"),
    "very deep": (b'{"record": {"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}", "套得太深"),
}


@pytest.mark.parametrize(("body", "words"), NOT_JSON.values(), ids=NOT_JSON.keys())
def test_what_is_no_json_is_told_with_its_place(body: bytes, words: str) -> None:
    with pytest.raises(WrongOrderError) as refused:
        order_of(body)
    (problem,) = refused.value.problems
    assert words in problem.message
    assert problem.place.file == "request"


def test_numbers_are_read_as_they_were_typed() -> None:
    order = order_of(b'\xef\xbb\xbf{"record": {"a": 1.10, "b": 2.0, "c": 360102198705120018, "d": -5}}')
    assert sent.text_of(order.record["a"]) == "1.10"
    assert sent.text_of(order.record["b"]) == "2"
    assert sent.text_of(order.record["c"]) == "360102198705120018"
    assert sent.text_of(order.record["d"]) == "-5"


def test_a_name_without_end_does_not_stand_in_every_problem(service: Running) -> None:
    answer = rendered(service, "form1", record={"项目名称": "具" * 600_000})
    assert answer.status == 422, answer
    assert len(answer.body) < 100_000


def test_a_work_summary_is_called_as_it_was_sent(service: Running) -> None:
    problems = rendered(service, "summary", record={"申报单位": "南昌", "工作总结": "好。", "其他": 1}).json["problems"]
    assert {one["file"] for one in problems} == {"record"}


def test_a_setting_is_called_as_it_was_sent(service: Running) -> None:
    for settings in ({"年度": "明年"}, {"年份": 2024}, {"等次": "一等"}, {"等次": []}):
        problems = rendered(service, "form1", record=record_in(FIRST), settings=settings).json["problems"]
        assert {(one["file"], one["line"]) for one in problems} == {("request", 0)}, settings
        assert not any("- " in one["fix"] for one in problems), "that is YAML"


def test_a_notice_takes_no_record_silently(service: Running) -> None:
    answer = rendered(service, "notice", record=record_in(FIRST), format="docx")
    assert [one["field"] for one in answer.json["problems"]] == ["record"]


def _with(**values: Any) -> bytes:
    return json.dumps({"record": {**record_in(FIRST), **values}}).encode()


HOSTILE: Mapping[str, bytes] = {
    "no JSON": b"{",
    "nothing": b"",
    "bytes that are no text": b"\xff\xfe\x00",
    "half a character": b'{"record": {"\xe9\xa1": 1}}',
    "half a pair": b'{"record": {"\\ud800": "\\udfff"}}',
    "deep": b'{"record": {"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
    "less deep": b'{"record": {"x": ' + b"[" * 150 + b"]" * 150 + b"}}",
    "a number of a million digits": b'{"record": {"x": ' + b"9" * 1_000_000 + b"}}",
    "no number": b'{"record": {"x": NaN, "y": Infinity, "z": 1e999}}',
    "thousands of completers": _with(其他完成人=[_person(姓名=f"赵{number}") for number in range(9_000)]),
    "empty completers": _with(其他完成人=[{}] * 5_000),
    "completers that are none": _with(其他完成人=[1, None, "x", []]),
    "completers in an object": _with(其他完成人={"姓名": "王五"}),
    "an award that is none": _with(评选结果=[[]]),
    "thousands of unknown names": json.dumps({"record": {f"名称{number}": "x" for number in range(20_000)}}).encode(),
    "names of a megabyte": json.dumps({"record": {"名" * 300_000: "x", "称" * 300_000: "y"}}).encode(),
    "a megabyte of text": _with(成果背景="文" * 300_000),
    "a megabyte in one line": _with(项目名称="夹" * 300_000, 第一完成人="赵 " * 100_000, 身份证号码="1" * 300_000),
    "a megabyte of lines": _with(成果背景="文\n" * 200_000),
    "marks of templates": _with(项目名称="{{ 7*7 }}{% for x in y %}", 成果背景="{{ ''.__class__ }}"),
    "marks of XML and PDF": _with(项目名称="</w:t>&lt;(\\)<script>", 成果背景="]]> endstream endobj %%EOF"),
    "formulas": _with(项目名称="=HYPERLINK(1)", 所在单位="+1+1"),
    "signs that steer a terminal": _with(项目名称="\x1b[2J\x00\x07"),
    "letters from right to left": _with(项目名称="\u202eabc\u202c"),
    "paths": _with(项目编号="../../etc/passwd", 项目名称="a/b\\c:*?"),
    "values of a wrong shape": _with(项目名称={"x": {"y": []}}, 所在单位=[{}], 申报时间=[[["2023"]]], 附件={"a": 1}),
    "settings of a wrong shape": json.dumps({"record": {}, "settings": {"申报单位": [1], "等次": {"x": []}}}).encode(),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_bodies_are_answered_in_words(body: bytes, service: Running) -> None:
    answer = service.ask("POST", "/api/v1/render/form1", body, Content_Type="application/json")
    assert answer.status in (200, 422), answer
    if answer.status == 422:
        told = answer.json
        assert told["code"] == "invalid"
        assert 0 < len(told["problems"]) <= 1_000 <= max(1_000, told["total"])
        assert all(one["message"] and one["fix"] for one in told["problems"])
    assert rendered(service, "form1", record=record_in(FIRST), format="docx").status == 200


def test_a_body_beyond_the_bound_is_refused(service: Running) -> None:
    answer = service.ask("POST", "/api/v1/render/form1", b" " * 4_100_000, Content_Type="application/json")
    assert (answer.status, answer.json["code"]) == (413, "too-large")


@pytest.mark.parametrize("kind", ["packet", "blank", "progress", "nothing"])
def test_what_is_no_single_document_is_not_found(kind: str, service: Running) -> None:
    answer = rendered(service, kind, record=record_in(FIRST))
    assert (answer.status, answer.json["code"]) == (404, "not-found")


def test_a_campaign_that_is_not_there_is_not_found(service: Running) -> None:
    assert rendered(service, "form1", record=record_in(FIRST), campaign="0" * 24).status == 404


def test_nobody_is_served_without_a_token(service: Running) -> None:
    answer = service.ask("POST", "/api/v1/render/form1", b"{}", Authorization="", Content_Type="application/json")
    assert answer.status == 401
