"""A campaign with a table of fields of its own: what it adds goes every way in, what it lacks nobody asks for."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import MINIMAL
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from generator.campaign.errors import Problem
from generator.campaign.fields import APPLICATION_SHEET, COMPLETER_SHEET, Field, Kind
from generator.campaign.layout import package_templates
from generator.campaign.records import Application, Campaign, Filled, Value
from generator.checks.campaign import check_campaign, check_settings_of
from generator.composing.shown import shown
from generator.rendering.excel.entry_workbook import entry_workbook

OWN = (package_templates() / "fields.yaml").read_text(encoding="utf-8")
BEHIND = next(line for line in OWN.splitlines() if "key: industry" in line)
BEHIND_POST = next(line for line in OWN.splitlines() if "key: post," in line)
LABEL = "新增"


@dataclass(frozen=True)
class Case:
    """A field of one kind: what declares it, what is typed, what comes of it and is printed, and what is told as wrong.

    `cell` is what a workbook holds, where that is not what is printed.
    """

    kind: Kind
    typed: str
    value: Value
    printed: str
    wrong: str
    said: str
    more: str = ""
    cell: Any = None

    @property
    def key(self) -> str:
        return f"added_{self.kind.name.lower()}"

    @property
    def label(self) -> str:
        return f"{LABEL}{self.kind.value}"

    def declared(self, required: str = "是") -> str:
        more = f", {self.more}" if self.more else ""
        return (
            f"  - {{key: {self.key}, label: {self.label}, kind: {self.kind.value}{more}, "
            f"required: {required}, hint: 按实填写}}"
        )


TWO = "第一段。\n第二段。"
CASES = (
    Case(Kind.TEXT, "中国共产党党员", "中国共产党党员", "中国共产党党员", "一二三四五六七八九", "超过8字", "limit: 8"),
    Case(Kind.PERSON, "邹 建平", "邹建平", "邹建平", '"邹建平、熊玉兰"', "几个人", "public: 是"),
    Case(Kind.LONG_TEXT, '"第一段。\\n第二段。"', TWO, TWO, "一二三四五六七八九十", "超过9字", "limit: 9"),
    Case(Kind.TEXTS, "甲；乙", ("甲", "乙"), "甲；乙", "甲；乙；丙；丁", "不在1至3项", "most: 3"),
    Case(Kind.CHOICE, "本科", "本科", "本科", "本课", "是否应为“本科”", "choices: [大专, 本科]"),
    Case(Kind.CHOICES, "本科、大专", ("大专", "本科"), "大专、本科", "硕士", "可用的有", "choices: [大专, 本科]"),
    Case(Kind.YES_NO, "是", True, "是", "对的", "可选范围"),
    Case(Kind.DATE, "1987/5/12", date(1987, 5, 12), "1987年5月12日", "去年", "不是写明年月日", cell=date(1987, 5, 12)),
    Case(Kind.PHONE, '"13900005678"', "13900005678", "13900005678", '"123456"', "不是手机号码"),
    Case(Kind.ID_NUMBER, '"360102198705120018"', "360102198705120018", "360102198705120018", '"3601"', "18位"),
    Case(Kind.PATENT_NUMBER, "2021SR0123456", "2021SR0123456", "2021SR0123456", "SR1", "不是专利号"),
    Case(Kind.INTEGER, '"12"', 12, "12", '"300"', "不在1至99之间", "least: 1, most: 99", cell=12),
    Case(Kind.MONEY, '"1,234.5"', Decimal("1234.5"), "1234.5万元", "十二万", "不是以万元计", "unit: 万元", cell=1234.5),
    Case(Kind.PICTURE, "照片.png", "照片.png", "照片.png", "说明.pdf", "不是 JPG、PNG 图片"),
)
BY_KIND = {case.kind: case for case in CASES}
each_kind = pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind.name)


def campaign_with(folder: Path, *entries: tuple[str, str], fields: str = OWN) -> Path:
    """The minimal campaign with further fields behind those lines of the program's table."""
    shutil.copytree(MINIMAL, folder)
    for behind, entry in entries:
        fields = fields.replace(behind, f"{behind}\n{entry}")
    (folder / "templates").mkdir()
    (folder / "templates" / "fields.yaml").write_text(fields, encoding="utf-8")
    (folder / "attachments").mkdir()
    Image.new("RGB", (25, 35)).save(folder / "attachments" / "照片.png")
    (folder / "attachments" / "说明.pdf").write_bytes(PDF)
    return folder


def _pdf() -> bytes:
    out = BytesIO()
    Image.new("RGB", (25, 35)).save(out, "PDF")
    return out.getvalue()


PDF = _pdf()


def with_lines(folder: Path, *lines: str, of_completers: bool = False) -> Path:
    """The campaign with these lines first in its application, or with one in each of its completers."""
    path = folder / "applications" / "NC-001.yaml"
    text = path.read_text(encoding="utf-8")
    inside = text.replace("岗位职务: ", f"{', '.join(lines)}, 岗位职务: ")
    text = inside if of_completers else "\n".join([*lines, text])
    path.write_text(text, encoding="utf-8")
    return folder


def all_kinds(behind: str = BEHIND, required: str = "是") -> tuple[str, str]:
    return behind, "\n".join(case.declared(required) for case in CASES)


@dataclass(frozen=True)
class Read:
    """A campaign as it was read, and the problems of each added field."""

    campaign: Campaign
    problems: list[Problem]

    @property
    def one(self) -> Application:
        (application,) = self.campaign.applications
        return application

    def about(self, case: Case) -> list[Problem]:
        return [problem for problem in self.problems if problem.field == case.label]

    def field(self, case: Case) -> Field:
        fields = self.campaign.settings.schema.fields.application
        return next(field for field in fields if field.key == case.key)


def read(folder: Path) -> Read:
    campaign, _, problems = check_campaign(folder)
    assert campaign is not None, problems
    return Read(campaign, problems)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = campaign_with(tmp_path_factory.mktemp("own") / "filled", all_kinds())
    return with_lines(folder, *(f"{case.label}: {case.typed}" for case in CASES))


@pytest.fixture(scope="module")
def right(filled: Path) -> Read:
    return read(filled)


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Read:
    folder = campaign_with(tmp_path_factory.mktemp("own") / "wrong", all_kinds())
    return read(with_lines(folder, *(f"{case.label}: {case.wrong}" for case in CASES)))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return read(campaign_with(tmp_path_factory.mktemp("own") / "empty", all_kinds()))


@pytest.fixture(scope="module")
def optional(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return read(campaign_with(tmp_path_factory.mktemp("own") / "optional", all_kinds(required="否")))


def test_there_is_a_case_for_every_kind_that_a_table_may_have() -> None:
    assert set(BY_KIND) == set(Kind) - {Kind.PERCENT, Kind.MILLIMETRES}


@each_kind
def test_every_kind_of_field_added_in_a_campaign_is_read_from_yaml(case: Case, right: Read) -> None:
    assert [problem.code for problem in right.about(case) if problem.code != "normalised"] == []
    assert right.one.value(case.key) == case.value
    assert type(right.one.value(case.key)) is type(case.value)
    assert shown(right.one.value(case.key), right.field(case)) == case.printed


@each_kind
def test_a_wrong_value_of_it_is_told_with_place_and_remedy(case: Case, wrong: Read) -> None:
    (told,) = wrong.about(case)
    assert case.said in f"{told.message}{told.fix}"
    assert (told.place.file, told.place.line) == ("applications/NC-001.yaml", CASES.index(case) + 1)
    assert wrong.campaign.applications == ()


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The same wrong values, each somebody's personal affair."""
    entries = "\n".join(
        case.declared().replace("public: 是", "limit: 9").replace(", hint", ", personal: 是, hint") for case in CASES
    )
    folder = campaign_with(tmp_path_factory.mktemp("own") / "hidden", (BEHIND, entries))
    return read(with_lines(folder, *(f"{case.label}: {case.wrong}" for case in CASES)))


@each_kind
def test_a_wrong_value_that_is_personal_is_not_shown(case: Case, hidden: Read) -> None:
    told = hidden.about(case)
    assert told
    for problem in told if case.kind is not Kind.PICTURE else ():  # files are called by their names
        assert case.wrong.strip('"') not in f"{problem.message}{problem.fix}"


@each_kind
def test_it_is_asked_for_where_it_is_required(case: Case, empty: Read) -> None:
    assert [f"{told.message}{told.fix}" for told in empty.about(case)] == ["没有填写。请补填。"]
    assert empty.campaign.applications == ()


@each_kind
def test_it_is_not_asked_for_where_it_is_not_required(case: Case, optional: Read) -> None:
    assert optional.about(case) == []
    assert shown(optional.one.value(case.key), optional.field(case)) == ("否" if case.kind is Kind.YES_NO else "")


def row_of(one: Filled, fields: Iterable[Field]) -> dict[str, Any]:
    """The values as a clerk types them into the workbook: dates and numbers as what they are, all else as text."""
    return {field.key: _typed(one.value(field.key), field) for field in fields}


def _typed(value: Value, field: Field) -> Any:
    return value if isinstance(value, date | int) and field.kind is not Kind.YES_NO else shown(value, field)


def test_the_entry_workbook_is_read_back_as_the_same(filled: Path, right: Read, tmp_path: Path) -> None:
    folder = tmp_path / "c"
    shutil.copytree(filled, folder)
    fields = right.campaign.settings.schema.fields
    cells = {case.key: case.cell for case in CASES if case.cell is not None}
    rows = [row_of(right.one, fields.application) | cells]
    people = [{"number": right.one.number, **row_of(other, fields.of_completer)} for other in right.one.completers]
    tables = {APPLICATION_SHEET: rows, COMPLETER_SHEET: people}
    content = entry_workbook(right.campaign.settings, tables, modified=date(2023, 7, 1))
    (folder / "applications.xlsx").write_bytes(content)
    shutil.rmtree(folder / "applications")
    again = read(folder)
    assert [str(problem) for case in CASES for problem in again.about(case)] == []
    assert again.campaign.applications == right.campaign.applications


@pytest.fixture(scope="module")
def sheet(right: Read) -> Worksheet:
    book = openpyxl.load_workbook(BytesIO(entry_workbook(right.campaign.settings, modified=date(2023, 7, 1))))
    return book[APPLICATION_SHEET]


RULES = {
    Kind.CHOICE: '"大专,本科"',
    Kind.CHOICES: '"大专,本科"',
    Kind.YES_NO: '"是,否"',
    Kind.INTEGER: "1",
    Kind.ID_NUMBER: "18",
    Kind.DATE: "36526",
    Kind.TEXT: "8",
    Kind.LONG_TEXT: "9",
    Kind.MONEY: "-999999999999",
}


@each_kind
def test_the_entry_workbook_has_its_header_prompt_and_rule(case: Case, sheet: Worksheet) -> None:
    place = next(cell for cell in sheet[1] if str(cell.value).startswith(case.label))
    assert place.value == (f"{case.label}（万元）*" if case.kind is Kind.MONEY else f"{case.label}*")
    column = f"{place.column_letter}3:"
    (rule,) = [rule for rule in sheet.data_validations.dataValidation if str(rule.sqref).startswith(column)]
    assert "必填。" in rule.prompt
    assert "按实填写。" in rule.prompt
    assert rule.formula1 == RULES.get(case.kind)


def test_every_kind_may_be_of_every_other_completer(tmp_path: Path) -> None:
    folder = campaign_with(tmp_path / "c", all_kinds(BEHIND_POST))
    line = ", ".join(f"{case.label}: {case.typed}" for case in CASES)
    found = read(with_lines(folder, line, of_completers=True))
    assert {problem.code for case in CASES for problem in found.about(case)} <= {"normalised"}
    assert len(found.one.completers) == 2
    for other in found.one.completers:
        assert {case.kind: other.value(case.key) for case in CASES} == {case.kind: case.value for case in CASES}


def test_a_picture_of_a_completer_must_be_there(tmp_path: Path) -> None:
    case = BY_KIND[Kind.PICTURE]
    folder = campaign_with(tmp_path / "c", (BEHIND_POST, case.declared()))
    found = read(with_lines(folder, f"{case.label}: 别的.png", of_completers=True))
    assert {told.message for told in found.about(case)} == {"“别的.png”（项目 NC-001）在 attachments 文件夹里没有。"}


def test_a_picture_that_is_none_is_told(filled: Path, tmp_path: Path) -> None:
    shutil.copytree(filled, tmp_path / "c")
    (tmp_path / "c" / "attachments" / "照片.png").write_bytes(b"no picture")
    assert len(read(tmp_path / "c").about(BY_KIND[Kind.PICTURE])) == 1


def test_what_is_personal_is_hidden_where_a_line_cannot_be_read(tmp_path: Path) -> None:
    entry = f"  - {{key: home, label: {LABEL}, personal: 是}}"
    found = read(with_lines(campaign_with(tmp_path / "c", (BEHIND, entry)), f"{LABEL}: 收件: 创业路18号"))
    fixes = [problem.fix for problem in found.problems if problem.code == "yaml-syntax"]
    assert fixes == [f'请把整个值放在引号里：{LABEL}: "……"']


def test_where_the_table_is_wrong_nothing_is_read_by_it_and_its_own_line_is_told(tmp_path: Path) -> None:
    folder = campaign_with(tmp_path / "c", (BEHIND, "  - {key: added, label: 新增, kind: 日起}"))
    campaign, counts, problems = check_campaign(folder)
    assert campaign is None
    assert counts.read == 0
    line = OWN[: OWN.index(BEHIND)].count("\n") + 2
    assert [(str(one.place), one.code) for one in problems] == [(f"templates/fields.yaml › 第{line}行", "definition")]
    assert [touch.kind for touch in problems[0].touches] == ["campaign"]


def test_campaigns_without_templates_of_their_own_have_the_same_schema(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "c")
    one, _ = check_settings_of(MINIMAL)
    other, _ = check_settings_of(tmp_path / "c")
    assert one is not None
    assert other is not None
    assert one.schema is other.schema


BARE_TABLE = """\
申报项目:
  - {key: number, label: 编号, limit: 20}
  - {key: recommender, label: 推荐单位, kind: choice, choices: recommender_names}
  - {key: name, label: 成果名称, limit: 60}
  - {key: applied_on, label: 填表日期, kind: date}
其他完成人:
  - {key: number, label: 编号, limit: 20}
  - {key: name, label: 姓名, kind: person}
评选结果:
  - {key: number, label: 编号, limit: 20}
  - {key: tier, label: 等次, kind: choice, choices: tier_names}
  - {key: serial, label: 证书序号, kind: integer, least: 1}
"""
BARE_GRID = """\
title: 成果申报表
name: 申报表
per: application
folder: 03-申报表
kind: grid
columns_mm: [40, 116]
sizes_pt: [12, 9]
pages:
  - rows:
      - {height_mm: 12, cells: [{columns: [0, 0], label: 成果名称}, {columns: [1, 1], field: name}]}
"""
BARE_LIST = """\
title: 成果汇总表
name: 汇总表
per: recommender
folder: 04-汇总表
kind: list
unit_label: 推荐单位：
seal: （盖章）
date_label: 日期：
sizes_pt: [10.5, 9]
columns:
  - {row_number: true, width_mm: 25, label: 序号}
  - {field: name, width_mm: 200, label: 成果名称}
"""
# What campaign.yaml says of fields that this table lacks.
SAID_OF_OTHERS = ("专利形式", "专利状况", "项目类别", "项目简介字数", "成果年限", "非公比例")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign whose table has nothing but what rows are joined by, and a day."""
    folder = tmp_path_factory.mktemp("own") / "bare"
    shutil.copytree(MINIMAL, folder)
    for name, text in (("fields", BARE_TABLE), ("form1/form", BARE_GRID), ("form2/form", BARE_LIST)):
        path = folder / "templates" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings = folder / "campaign.yaml"
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    settings.write_text("".join(line for line in lines if not line.startswith(SAID_OF_OTHERS)), encoding="utf-8")
    (folder / "notice.yaml").write_text(BARE_NOTICE, encoding="utf-8")
    one = "编号: NC-1\n推荐单位: 南昌市总工会\n成果名称: 快速夹具\n填表日期: 2023-08-01\n"
    (folder / "applications" / "NC-001.yaml").write_text(f"{one}其他完成人:\n  - 姓名: 邹建平\n", encoding="utf-8")
    other = one.replace("NC-1", "NC-2")
    (folder / "applications" / "NC-002.yaml").write_text(other, encoding="utf-8")
    return folder


BARE_NOTICE = "标题: [关于申报的通知]\n主送: 各单位：\n正文:\n  - 段落: 请申报。\n附件: [成果申报表]\n"


def test_rules_are_silent_where_the_table_lacks_their_fields(bare: Path) -> None:
    found = read(bare)
    assert [str(problem) for problem in found.problems if problem.place.file.startswith("applications")] == []
    assert [one.number for one in found.campaign.applications] == ["NC-1", "NC-2"]
    assert [one.people for one in found.campaign.applications] == [("邹建平",), ()]
    settings = found.campaign.settings
    assert (settings.patent_forms, settings.categories, settings.brief_limit, settings.non_public_share) == (
        (),
        (),
        0,
        0,
    )


def test_rules_that_stay_call_a_field_as_the_table_does(bare: Path, tmp_path: Path) -> None:
    shutil.copytree(bare, tmp_path / "c")
    path = tmp_path / "c" / "applications" / "NC-001.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2023-08-01", "2023-09-01"), encoding="utf-8")
    (told,) = [problem for problem in read(tmp_path / "c").problems if problem.code == "dates"]
    assert (told.field, told.place.line) == ("填表日期", 4)


def test_an_award_of_nobody_is_told(bare: Path, tmp_path: Path) -> None:
    folder = tmp_path / "c"
    shutil.copytree(bare, folder)
    for name, tier in (("NC-001", "一等优秀成果"), ("NC-002", "二等优秀成果")):
        path = folder / "applications" / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}评选结果: {{等次: {tier}, 证书序号: {name[-1]}}}\n", encoding="utf-8")
    told = [problem for problem in read(folder).problems if problem.code == "completers"]
    assert [(one.place.file, one.message) for one in told] == [
        ("applications/NC-002.yaml", "获奖项目没有完成人，证书不知道发给谁。")
    ]


def test_an_entry_workbook_of_a_bare_table_is_read_back(bare: Path, tmp_path: Path) -> None:
    shutil.copytree(bare, tmp_path / "c")
    found = read(bare).campaign
    fields = found.settings.schema.fields
    rows = {APPLICATION_SHEET: [row_of(one, fields.application) for one in found.applications]}
    content = entry_workbook(found.settings, rows, modified=date(2023, 7, 1))
    (tmp_path / "c" / "applications.xlsx").write_bytes(content)
    shutil.rmtree(tmp_path / "c" / "applications")
    again = read(tmp_path / "c").campaign
    assert [(one.number, one.name, one.applied_on) for one in again.applications] == [
        (one.number, one.name, one.applied_on) for one in found.applications
    ]
