"""Forms that were handed in are read by their slots and held against the data; what agrees is not told."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE, ROOT
from lxml import etree
from support.measured import Measured
from support.own_fields import FIELDS, MARKS
from support.pace import pace
from support.returned_files import read_form

from generator.campaign.errors import Problem, Severity
from generator.campaign.fields import by_name
from generator.campaign.forms import ListForm
from generator.campaign.records import Application, Campaign
from generator.checks.campaign import checked
from generator.checks.joining import join_applications
from generator.checks.meaning import say_the_same
from generator.checks.returned import returned_problems
from generator.checks.tables import Sourced
from generator.composing.filling.lists import list_row
from generator.composing.filling.words import form_of
from generator.composing.forms import blank, filled, filled_of_recommender
from generator.reading.campaign_folder import read_campaign
from generator.reading.returned.forms import read_forms
from generator.reading.word_tables.elements import W
from generator.reading.word_tables.texts import LineReader
from generator.rendering.excel import workbook
from generator.rendering.word import word_file

DAY = date(2023, 8, 1)


@dataclass(frozen=True)
class Data:
    """The example, and its applications with the places that they were read from."""

    campaign: Campaign
    sourced: list[Sourced[Application]]


@pytest.fixture(scope="module")
def data() -> Data:
    raw = read_campaign(EXAMPLE)
    campaign, _, _ = checked(raw, Severity.WARNING)
    assert campaign is not None
    return Data(campaign, join_applications(raw, campaign.settings)[0])


@pytest.fixture
def example(data: Data) -> Campaign:
    return data.campaign


def made(kind: str, ending: str, context: Any) -> bytes:
    template = (ROOT / f"templates/{kind}/{kind}.{ending}").read_bytes()
    return (word_file if ending == "docx" else workbook).render(template, context, modified=DAY)


def form1(campaign: Campaign, one: Application) -> bytes:
    return made("form1", "docx", filled(campaign.settings, "form1", one))


def told(returned: dict[str, bytes], data: Data, folder: Path) -> list[Problem]:
    """What is said of these forms beside the example's data."""
    forms, problems = [], []
    for name, content in returned.items():
        (folder / name).write_bytes(content)
        found, own = read_form(folder / name, name, MARKS)
        forms += found
        problems += own
    names = [one.record.name for one in data.sourced]
    return problems + returned_problems(forms, data.sourced, names, data.campaign.settings)


def test_forms_made_of_the_data_agree_with_them_in_every_format(data: Data, example: Campaign, tmp_path: Path) -> None:
    by_length = sorted(example.applications, key=lambda one: len(one.benefit))
    chosen = (by_length[0], by_length[-1], max(by_length, key=lambda one: len(one.completers)))
    returned = {f"{one.number}.docx": form1(example, one) for one in chosen}
    for recommender in {one.recommender for one in chosen}:
        context = filled_of_recommender(example.settings, "form2", example.of(recommender), recommender)
        returned |= {f"{recommender}.{ending}": made("form2", ending, context) for ending in ("docx", "xlsx")}
    assert told(returned, data, tmp_path) == []


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ({"lead_phone": "13900009999"}, "第一完成人联系电话"),
        ({"lead_sex": "不详"}, "第一完成人性别"),
        ({"patent_status": "正在申请"}, "专利状况"),
        ({"applied_on": date(2023, 8, 3)}, "申报时间"),
        ({"usage": "另一种应用情况。"}, "项目简介"),
        ({"completers": ()}, "第1名其他完成人姓名"),
    ],
)
def test_one_value_changed_on_form_1_is_told_with_both_places(
    change: dict[str, Any], label: str, data: Data, example: Campaign, tmp_path: Path
) -> None:
    one = next(a for a in example.applications if len(a.completers) == 1 and a.patent_status == "已授权")
    problems = told({"a.docx": form1(example, one.model_copy(update=change))}, data, tmp_path)
    assert [(problem.field, problem.place.file) for problem in problems] == [(label, "a.docx")]
    assert "applications.xlsx › " in problems[0].message
    assert one.lead_phone not in problems[0].message


def test_a_row_of_form_2_is_told_by_its_cell(data: Data, example: Campaign, tmp_path: Path) -> None:
    recommender = example.applications[0].recommender
    context = filled_of_recommender(example.settings, "form2", example.of(recommender), recommender)
    context["rows"][2]["industry"] = "别的行业"
    problems = told({"b.xlsx": made("form2", "xlsx", context)}, data, tmp_path)
    assert [(problem.field, problem.place.cell) for problem in problems] == [("所属行业", "F7")]


def test_a_formula_without_a_result_is_told_once(data: Data, example: Campaign, tmp_path: Path) -> None:
    recommender = example.applications[0].recommender
    context = filled_of_recommender(example.settings, "form2", example.of(recommender), recommender)
    context["rows"][2]["industry"] = "#VALUE!"
    (problem,) = told({"b.xlsx": made("form2", "xlsx", context)}, data, tmp_path)
    assert (problem.code, problem.field, problem.place.cell) == ("returned/unread", "所属行业", "F7")


def test_a_list_of_an_award_of_another_name_is_read_by_headers_and_unit_with_marks(
    data: Data, example: Campaign, tmp_path: Path
) -> None:
    settings = example.settings.model_copy(update={"activity": "“匠心”活动"})
    recommender = example.applications[0].recommender
    context = filled_of_recommender(settings, "form2", example.of(recommender), recommender)
    assert context["headers"][1] == "“匠心”活动项目名称"
    context["rows"][2]["industry"] = "别的行业"
    (tmp_path / "b.xlsx").write_bytes(made("form2", "xlsx", context))
    for unit_label in ("申报单位：", "{{ 事项 }}单位："):
        known = [replace(one, unit_label=unit_label) if one.is_list else one for one in MARKS]
        forms, problems = read_form(tmp_path / "b.xlsx", "b.xlsx", known)
        assert ({one.recommender for one in forms}, problems) == ({recommender}, [])
        assert [one.record.text("name") for one in forms] == [one.name for one in example.of(recommender)]


def test_an_empty_form_is_told(example: Campaign, tmp_path: Path) -> None:
    (tmp_path / "1.docx").write_bytes(made("form1", "docx", blank(example.settings, "form1")))
    (tmp_path / "2.docx").write_bytes(made("form2", "docx", blank(example.settings, "form2")))
    (tmp_path / "2.xlsx").write_bytes(made("form2", "xlsx", blank(example.settings, "form2")))
    for name in ("1.docx", "2.docx", "2.xlsx"):
        forms, problems = read_form(tmp_path / name, name, MARKS)
        assert forms == []
        assert [problem.code for problem in problems] == ["returned/unread"]


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_a_form_2_that_lacks_a_project_or_holds_another_s_is_told(
    ending: str, data: Data, example: Campaign, tmp_path: Path
) -> None:
    first = example.applications[0].recommender
    other = next(one for one in example.applications if one.recommender != first)
    context = filled_of_recommender(example.settings, "form2", example.of(first), first)
    gone, *kept = context["rows"]
    form = form_of(example.settings, "form2")
    assert isinstance(form, ListForm)
    again = list_row(form, 26, next(one for one in example.of(first) if one.name == kept[-1]["name"]))
    context["rows"] = [*kept, list_row(form, 25, other), again]
    problems = told({f"b.{ending}": made("form2", ending, context)}, data, tmp_path)
    assert [problem.code for problem in problems] == ["returned/different"] * 3
    foreign, twice, lacking = problems
    assert f"由{other.recommender}申报" in foreign.message
    assert "已有一行" in twice.message
    assert f"缺少{first}的1个项目：“{gone['name']}”（applications.xlsx › 申报项目 › C3）" in lacking.message
    assert all(problem.fix for problem in problems)


def test_two_values_that_look_alike_when_masked_are_not_shown(data: Data, example: Campaign, tmp_path: Path) -> None:
    one = example.applications[0]
    number = one.lead_id_number
    other = f"{number[:8]}{'7' if number[8] != '7' else '6'}{number[9:]}"
    changed = {"lead_id_number": other, "lead_address": "江西省南昌市另一条路8号"}
    problems = told({"a.docx": form1(example, one.model_copy(update=changed))}, data, tmp_path)
    assert {problem.field for problem in problems} == {"身份证号码", "通讯地址"}
    for problem in problems:
        assert "不显示" in problem.message
        assert "applications.xlsx › 申报项目 › " in problem.message


@pytest.mark.long
def test_every_form_of_the_example_agrees_with_it_and_is_read_in_time(
    data: Data, example: Campaign, tmp_path: Path, measured: Measured
) -> None:
    for one in example.applications:
        (tmp_path / f"{one.number}.docx").write_bytes(form1(example, one))
    for name in {one.recommender for one in example.applications}:
        context = filled_of_recommender(example.settings, "form2", example.of(name), name)
        (tmp_path / f"{name}.xlsx").write_bytes(made("form2", "xlsx", context))
    files = [(path, path.name) for path in sorted(tmp_path.iterdir())]
    begun = time.monotonic()
    read = list(read_forms(files, MARKS))
    measured("returned forms read", round(time.monotonic() - begun, 1), "s")
    forms = [form for found, _ in read for form in found]
    assert len(forms) == 2 * len(example.applications)
    names = [one.record.name for one in data.sourced]
    told = returned_problems(forms, data.sourced, names, example.settings)
    assert [*told, *(problem for _, problems in read for problem in problems)] == []


def test_rows_of_form_2_are_read_in_either_format(example: Campaign, tmp_path: Path) -> None:
    recommender = example.applications[0].recommender
    for ending in ("docx", "xlsx"):
        path = tmp_path / f"2.{ending}"
        path.write_bytes(
            made(
                "form2", ending, filled_of_recommender(example.settings, "form2", example.of(recommender), recommender)
            )
        )
        forms, _ = read_form(path, path.name, MARKS)
        assert {form.kind for form in forms} == {"form2"}
        assert [form.record.text("name") for form in forms] == [one.name for one in example.of(recommender)]


def hostile(body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", body)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        "文字".encode("gbk"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        hostile(b"<a"),
        hostile(b"0" * 300_000_000),
        hostile(b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 9000 + b'"><!ENTITY d "' + b"&b;" * 9000 + b'">]><a>&d;</a>'),
    ],
    ids=["empty", "text", "an older program's", "torn XML", "a bomb", "entities"],
)
def test_a_file_that_is_no_form_is_named_at_once(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(content)
    begun = time.process_time()
    forms, problems = read_form(tmp_path / "a.docx", "a.docx", MARKS)
    assert (time.process_time() - begun) * pace() < 1
    assert forms == []
    assert [problem.code for problem in problems] == ["returned/unread"]


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        ("patent_date", "2022.11.15", "2022年11月15日"),
        ("patent_date", "２０２２－１１－１５", "2022年11月15日"),
        ("applied_on", "2023/08/01", "2023年8月1日"),
        ("lead_phone", "(0791)88001234", "0791-88001234"),
        ("lead_id_number", "36010219870512001x", "36010219870512001X"),
        ("lead_title", "无", ""),
        ("patent_number", "/", ""),
        ("lead_name", "买买提•吐尔逊", "买买提·吐尔逊"),
        ("name", "X52K铣床（新型）", "Ｘ52K铣床(新型)"),
    ],
)
def test_what_is_only_written_in_another_way_is_the_same(key: str, one: str, other: str) -> None:
    assert say_the_same(one, other, by_name(FIELDS.application)[key])


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        ("patent_date", "2022.11.16", "2022年11月15日"),
        ("patent_date", "2022年11月", "2022年11月15日"),
        ("lead_phone", "13900001234", "13900001235"),
        ("lead_title", "无", "技师"),
        ("lead_name", "张三", "张四"),
        ("name", "2×10⁵次", "2×105次"),
    ],
)
def test_what_says_something_else_is_not(key: str, one: str, other: str) -> None:
    assert not say_the_same(one, other, by_name(FIELDS.application)[key])


def test_a_form_with_its_date_in_another_form_agrees(data: Data, tmp_path: Path) -> None:
    one = next(one for one in data.campaign.applications if one.patent_date)
    context = dict(filled(data.campaign.settings, "form1", one))
    assert one.patent_date is not None
    written = f"{one.patent_date:%Y.%m.%d}"
    slots = dict(context["slots"])  # type: ignore[call-overload]
    slots["patent_date"] = replace(slots["patent_date"], text=written, lines=(written,))
    assert told({"a.docx": made("form1", "docx", context | {"slots": slots})}, data, tmp_path) == []


def test_raised_characters_of_a_form_are_read_as_unicode_s_own() -> None:
    run = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
    raised = f'<w:p xmlns:w="{W[1:-1]}">{run}</w:p>'
    assert LineReader().line(etree.fromstring(raised)).text == "²"
    assert LineReader().line(etree.fromstring(raised.replace("superscript", "baseline"))).text == "2"
