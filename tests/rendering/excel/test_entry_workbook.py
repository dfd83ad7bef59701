"""The entry workbook is valid, guards its header, offers what the campaign allows, and reads back as written."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLE
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openxml_audit import OpenXmlValidator
from support.own_fields import FIELDS

from generator.campaign.examples import is_literal, literal_example
from generator.campaign.fields import Field, Kind
from generator.campaign.settings import Recommender, Settings
from generator.checks.campaign import check_settings_of
from generator.reading.sheets.workbook_file import read_workbook
from generator.rendering.excel.entry_workbook import FIRST_ROW, LAST_ROW, entry_workbook

DAY = date(2023, 7, 20)


@pytest.fixture(scope="module")
def settings() -> Settings:
    found, _ = check_settings_of(EXAMPLE)
    assert found is not None
    return found


def value_of(field: Field, place: int) -> Any:
    """A value of the field's type; texts that Excel would gladly change."""
    if field.kind is Kind.DATE:
        return date(2023, 8, place)
    if field.kind is Kind.INTEGER:
        return place
    texts = ("=1+1", "007", "36010219870512001X", "第一段\n第二段", "  不去空格", "#N/A", "-x")
    return texts[(place + len(field.key)) % len(texts)]


def rows_of(count: int) -> dict[str, list[dict[str, Any]]]:
    return {
        sheet: [
            {field.key: value_of(field, place) for field in fields} | {"number": f"NC-{place:03d}"}
            for place in range(1, count + 1)
        ]
        for sheet, fields in FIELDS.tables.items()
    }


def written(content: bytes, folder: Path) -> Path:
    path = folder / "entry.xlsx"
    path.write_bytes(content)
    return path


def opened(settings: Settings, folder: Path) -> Workbook:
    return load_workbook(written(entry_workbook(settings, modified=DAY), folder))


def test_what_is_written_is_read_back(settings: Settings, tmp_path: Path) -> None:
    rows = rows_of(7)
    path = written(entry_workbook(settings, rows, modified=DAY), tmp_path)
    tables, problems = read_workbook(path, "entry.xlsx", FIELDS)
    assert problems == []
    for sheet, given in rows.items():
        read = [{key: raw.value for key, raw in record.values.items()} for record in tables[sheet].records]
        dated = [
            {key: value.date() if isinstance(value, datetime) else value for key, value in row.items()} for row in read
        ]
        assert dated == given, sheet


def test_a_value_not_given_is_read_as_blank(settings: Settings, tmp_path: Path) -> None:
    content = entry_workbook(settings, {"申报项目": [{"number": "NC-001", "name": None}]}, modified=DAY)
    tables, _ = read_workbook(written(content, tmp_path), "entry.xlsx", FIELDS)
    (record,) = tables["申报项目"].records
    assert [key for key, raw in record.values.items() if not raw.is_blank] == ["number"]


def test_the_empty_workbook_holds_no_record(settings: Settings, tmp_path: Path) -> None:
    tables, problems = read_workbook(written(entry_workbook(settings, modified=DAY), tmp_path), "entry.xlsx", FIELDS)
    assert problems == []
    assert {sheet: (table.read, table.records) for sheet, table in tables.items()} == dict.fromkeys(
        FIELDS.tables, (0, [])
    )


def test_the_example_rows_would_pass_as_data_but_for_their_mark(settings: Settings, tmp_path: Path) -> None:
    book = opened(settings, tmp_path)
    for sheet, fields in FIELDS.tables.items():
        example = [cell.value for cell in book[sheet][2]]
        assert example[0] == "示例：NC-001"
        # What has no example may stay empty, as most do.
        free = [field for field in fields if is_literal(field) and literal_example(field) == ""]
        assert len([value for value in example if value]) == len(fields) - len(free)


@pytest.mark.parametrize("rows", [None, rows_of(3)])
def test_the_workbook_is_valid_and_the_same_each_time(
    rows: dict[str, list[dict[str, Any]]] | None, settings: Settings, tmp_path: Path
) -> None:
    content = entry_workbook(settings, rows, modified=DAY)
    assert content == entry_workbook(settings, rows, modified=DAY)
    findings = OpenXmlValidator().validate(written(content, tmp_path)).errors
    assert [str(finding) for finding in findings] == []


def test_sheets_and_headers_are_those_of_the_field_table(settings: Settings, tmp_path: Path) -> None:
    book = opened(settings, tmp_path)
    assert book.sheetnames == ["填表说明", *FIELDS.tables]
    for sheet, fields in FIELDS.tables.items():
        headers = [cell.value for cell in book[sheet][1]]
        labels = [field.label + ("（100字以内）" if field.key == "brief" else "") for field in fields]
        assert headers == [label + "*" * field.required for label, field in zip(labels, fields, strict=True)]


def test_required_columns_differ_in_colour(settings: Settings, tmp_path: Path) -> None:
    sheet = opened(settings, tmp_path)["申报项目"]
    fields = FIELDS.tables["申报项目"]
    colors = {field.required: cell.fill.fgColor.rgb for cell, field in zip(sheet[1], fields, strict=True)}
    assert len(set(colors.values())) == 2
    for cell, field in zip(sheet[1], fields, strict=True):
        assert cell.fill.fgColor.rgb == colors[field.required]


def test_the_header_cannot_be_typed_over_and_all_else_may_be_changed(settings: Settings, tmp_path: Path) -> None:
    book = opened(settings, tmp_path)
    assert book["填表说明"].protection.sheet
    for name, fields in FIELDS.tables.items():
        sheet = book[name]
        assert not sheet.protection.sheet
        assert sheet.max_row == FIRST_ROW - 1
        (guard,) = (rule for rule in sheet.data_validations.dataValidation if rule.type == "custom")
        assert (str(guard.sqref), guard.formula1) == (f"A1:{get_column_letter(len(fields))}1", "FALSE")
        assert (guard.errorStyle, guard.showErrorMessage) == ("stop", True)


def test_where_an_office_protects_a_sheet_its_rows_can_be_deleted(settings: Settings, tmp_path: Path) -> None:
    """Excel asks that no cell of them is locked, to the last column."""
    book = opened(settings, tmp_path)
    for name in FIELDS.tables:
        free = [one for one in book[name].column_dimensions.values() if not one.protection.locked]
        assert sum(one.max - one.min + 1 for one in free) == 16_384
        assert all(cell.protection.locked for row in book[name]["1:2"] for cell in row)


def test_columns_have_the_format_of_their_field(settings: Settings, tmp_path: Path) -> None:
    book = opened(settings, tmp_path)
    formats = {Kind.DATE: "yyyy-mm-dd", Kind.INTEGER: "0"}
    for name, fields in FIELDS.tables.items():
        for place, field in enumerate(fields, start=1):
            column = book[name].column_dimensions[get_column_letter(place)]
            assert column.number_format == formats.get(field.kind, "@"), field.label


def rules_of(book: Workbook, sheet: str) -> dict[str, Any]:
    """The rule of every column by field key."""
    fields = FIELDS.tables[sheet]
    by_column = {next(iter(rule.sqref.ranges)).min_col: rule for rule in book[sheet].data_validations.dataValidation}
    return {field.key: by_column[place] for place, field in enumerate(fields, start=1)}


def test_every_column_has_a_prompt_and_its_rule_reaches_a_thousand_rows(settings: Settings, tmp_path: Path) -> None:
    book = opened(settings, tmp_path)
    for sheet, fields in FIELDS.tables.items():
        for field in fields:
            rule = rules_of(book, sheet)[field.key]
            (cells,) = rule.sqref.ranges
            assert (cells.min_row, cells.max_row) == (FIRST_ROW, LAST_ROW)
            assert rule.prompt.startswith("必填" if field.required else "没有的不填")
            if field.limit:
                assert f"不超过{field.limit}字" in rule.prompt


def test_rules_follow_the_campaign(settings: Settings, tmp_path: Path) -> None:
    rules = rules_of(opened(settings, tmp_path), "申报项目")
    assert rules["category"].formula1 == '"小发明,小创造,小革新,小设计,小建议"'
    assert "南昌市总工会" in rules["recommender"].formula1
    assert (rules["name"].type, rules["name"].formula1, rules["name"].errorStyle) == ("textLength", "60", "stop")
    assert (rules["brief"].type, rules["brief"].formula1, rules["brief"].errorStyle) == ("textLength", "100", "warning")
    assert rules["applied_on"].type == "date"
    assert not rules["patent_forms"].showErrorMessage


def test_a_long_list_of_choices_stands_on_a_sheet_of_its_own(settings: Settings, tmp_path: Path) -> None:
    many = tuple(
        Recommender(name=f"江西省第{place}产业工会", short_name=f"产业{place}", kind="省产业工会", quota=0)
        for place in range(40)
    )
    book = opened(settings.model_copy(update={"recommenders": many}), tmp_path)
    assert rules_of(book, "申报项目")["recommender"].formula1 == "'选项'!$A$2:$A$41"
    assert [row[0].value for row in book["选项"].iter_rows(min_row=2)] == [one.name for one in many]
    assert book["选项"].sheet_state == "hidden"
    _, problems = read_workbook(tmp_path / "entry.xlsx", "entry.xlsx", FIELDS)
    assert problems == []
