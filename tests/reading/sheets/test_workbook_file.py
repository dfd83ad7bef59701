"""Cells and sheets as clerks' files really have them: each value is kept as typed or named, never guessed."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from support.own_fields import FIELDS
from support.pace import pace

from generator.campaign.errors import Problem, Severity
from generator.checks.campaign import check_campaign
from generator.checks.values.values import convert
from generator.reading.raw import RawTable
from generator.reading.sheets.workbook_file import read_workbook
from generator.rendering.excel.entry_workbook import entry_workbook

COMPLETERS = "其他完成人"
ROW = {"项目编号": "NC-001", "姓名": "邹䶮", "性别": "男", "岗位职务": "铣工", "职称": "", "工作单位": "厂"}


def book_of(rows: list[dict[str, Any]], *, header_row: int = 1) -> Workbook:
    """A bare workbook: the three sheets, with rows of completers."""
    book = Workbook()
    for sheet, fields in FIELDS.tables.items():
        table = book.create_sheet(sheet)
        labels = [field.label for field in fields]
        for column, label in enumerate(labels, start=1):
            table.cell(header_row, column, label)
        for place, row in enumerate(rows if sheet == COMPLETERS else [], start=header_row + 1):
            for column, label in enumerate(labels, start=1):
                table.cell(place, column, row.get(label))
    del book["Sheet"]
    return book


def read(book: Workbook, folder: Path, raw: Callable[[bytes], bytes] = bytes) -> tuple[RawTable, list[Problem]]:
    out = io.BytesIO()
    book.save(out)
    path = folder / "applications.xlsx"
    path.write_bytes(raw(out.getvalue()))
    tables, problems = read_workbook(path, path.name, FIELDS)
    return tables[COMPLETERS], problems


def with_sheet(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Replaces bytes in the XML of the completers' sheet."""

    def change(package: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w") as target:
            for name in source.namelist():
                content = source.read(name)
                if name == "xl/worksheets/sheet2.xml":
                    content, count = re.subn(old, new, content)
                    assert count, old
                target.writestr(name, content)
        return out.getvalue()

    return change


def test_a_row_keeps_its_values_and_their_cells(tmp_path: Path) -> None:
    table, problems = read(book_of([ROW]), tmp_path)
    assert problems == []
    (record,) = table.records
    assert record.text("name") == "邹䶮"
    assert str(record.values["name"].place) == "applications.xlsx › 其他完成人 › B2"


@pytest.mark.parametrize(
    "value",
    ["=1+1", "+86", "-5", "@甲", "  甲 ", "甲\n乙", "0012", "1,234.50", "￥3", "3.5万元", "<甲&乙>", "{{ 7*7 }}"],
)
def test_a_text_cell_stays_the_text_that_was_typed(value: str, tmp_path: Path) -> None:
    book = book_of([ROW])
    cell = book[COMPLETERS]["F2"]
    cell.value, cell.data_type = value, "s"
    table, problems = read(book, tmp_path)
    assert problems == []
    assert table.records[0].values["unit"].value == value


def test_the_header_may_stand_lower_and_in_another_order(tmp_path: Path) -> None:
    book = book_of([ROW], header_row=4)
    sheet = book[COMPLETERS]
    sheet["A1"] = "2023年其他完成人"
    for row in (4, 5):
        sheet.cell(row, 2).value, sheet.cell(row, 6).value = sheet.cell(row, 6).value, sheet.cell(row, 2).value
    table, problems = read(book, tmp_path)
    assert problems == []
    assert (table.records[0].text("name"), table.records[0].text("unit")) == ("邹䶮", "厂")


def test_blank_rows_between_are_counted_and_the_rest_is_read(tmp_path: Path) -> None:
    table, problems = read(book_of([ROW, {}, {}, ROW]), tmp_path)
    assert problems == []
    assert (table.read, table.blank, len(table.records)) == (4, 2, 2)


def test_a_wrong_dimension_hides_no_row(tmp_path: Path) -> None:
    table, _ = read(book_of([ROW] * 5), tmp_path, with_sheet(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"'))
    assert len(table.records) == 5


def test_a_cell_given_twice_is_named(tmp_path: Path) -> None:
    twice = with_sheet(rb'(<c r="B2".*?</c>)', rb"\1\1")
    out = io.BytesIO()
    book_of([ROW]).save(out)
    path = tmp_path / "applications.xlsx"
    path.write_bytes(twice(out.getvalue()))
    tables, problems = read_workbook(path, path.name, FIELDS)
    assert tables == {}
    assert [problem.code for problem in problems] == ["cell-twice"]
    assert "B2" in problems[0].message


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_a_date_cell_is_that_date_in_either_epoch(epoch: Any, tmp_path: Path) -> None:
    book = book_of([ROW])
    if epoch:
        book.epoch = epoch
    book[COMPLETERS]["F2"] = datetime(2023, 8, 1)  # noqa: DTZ001 - a date cell has no zone
    table, _ = read(book, tmp_path)
    assert table.records[0].values["unit"].value == datetime(2023, 8, 1)  # noqa: DTZ001


def test_escaped_characters_are_read_as_what_they_stand_for(tmp_path: Path) -> None:
    book = book_of([ROW | {"工作单位": "aXb"}])
    table, _ = read(book, tmp_path, lambda package: in_strings(package, "aXb", "a_x000D_\nb"))
    assert table.records[0].values["unit"].value == "a\r\nb"


def test_an_escaped_surrogate_is_named_as_no_character(tmp_path: Path) -> None:
    table, _ = read(
        book_of([ROW | {"工作单位": "aXb"}]), tmp_path, lambda package: in_strings(package, "aXb", "a_xD800_b")
    )
    assert converted(table, "unit") == ["character"]


def test_a_text_of_40_000_characters_is_told_in_a_short_message(tmp_path: Path) -> None:
    table, _ = read(
        book_of([ROW | {"工作单位": "aXb"}]), tmp_path, lambda package: in_strings(package, "aXb", "厂" * 40_000)
    )
    assert converted(table, "unit") == ["too-long"]


def converted(table: RawTable, key: str) -> list[str]:
    """The codes of what is wrong with the first record's value."""
    record = table.records[0]
    field = next(field for field in FIELDS.tables[COMPLETERS] if field.key == key)
    problems = convert(record.values[key], field, (), record.values[key]).problems
    assert all(len(problem.message) < 100 for problem in problems)
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (b"<f>_xlfn.DISPIMG(&quot;ID_1&quot;,1)</f><v>=DISPIMG(&quot;ID_1&quot;,1)</v>", "cell-picture"),
        (b'<f t="array" ref="F2">A2</f><v></v>', "cell-formula"),
        (b'<f t="array" ref="F2">A2</f><v>\xe5\x8e\x82</v>', ""),
    ],
)
def test_a_formula_counts_with_the_value_it_had_and_a_picture_is_none(cell: bytes, code: str, tmp_path: Path) -> None:
    formula = with_sheet(rb'<c r="F2"[^>]*>.*?</c>', b'<c r="F2" t="str">' + cell + b"</c>")
    table, problems = read(book_of([ROW]), tmp_path, formula)
    assert [problem.code for problem in problems] == ([code] if code else [])
    assert table.records[0].text("unit") == ("" if code else "厂")


def test_a_package_that_lacks_the_part_of_a_sheet_lacks_the_sheet(tmp_path: Path) -> None:
    def without_projects(package: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w") as target:
            for name in source.namelist():
                if name != "xl/worksheets/sheet1.xml":
                    target.writestr(name, source.read(name))
        return out.getvalue()

    _, problems = read(book_of([ROW]), tmp_path, without_projects)
    assert [(problem.code, problem.place.sheet) for problem in problems] == [("sheet-missing", "申报项目")]


def test_a_hidden_sheet_is_read_and_told(tmp_path: Path) -> None:
    book = book_of([ROW])
    book[COMPLETERS].sheet_state = "hidden"
    table, problems = read(book, tmp_path)
    assert len(table.records) == 1
    assert [(problem.code, problem.place.sheet) for problem in problems] == [("hidden", COMPLETERS)]


def in_strings(package: bytes, old: str, new: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old.encode(), new.encode()))
    return out.getvalue()


def test_an_example_row_is_ignored(minimal: Path) -> None:
    campaign, _, _ = check_campaign(minimal)
    assert campaign is not None
    path = minimal / "applications.xlsx"
    path.write_bytes(entry_workbook(campaign.settings, modified=date(2023, 7, 20)))
    tables, problems = read_workbook(path, path.name, FIELDS)
    assert problems == []
    assert {sheet: len(table.records) for sheet, table in tables.items()} == dict.fromkeys(FIELDS.tables, 0)


def test_a_stray_blank_in_the_last_row_costs_nothing_and_counts_for_nothing(tmp_path: Path) -> None:
    book = book_of([ROW])
    book[COMPLETERS].cell(1_048_576, 3).value = " "
    begun = time.process_time()
    table, problems = read(book, tmp_path)
    assert (time.process_time() - begun) * pace() < 1
    assert problems == []
    assert (table.read, table.blank, len(table.records)) == (1, 0, 1)


def test_content_below_an_empty_header_is_named_with_its_cell(tmp_path: Path) -> None:
    book = book_of([ROW])
    book[COMPLETERS]["J2"] = "备注"
    _, problems = read(book, tmp_path)
    assert [(problem.code, problem.place.cell) for problem in problems] == [("header-missing", "J2")]


def test_a_further_sheet_with_content_is_told_and_an_empty_one_is_not(tmp_path: Path) -> None:
    book = book_of([ROW])
    book.create_sheet("空表")
    book.create_sheet("补报")["B5"] = "NC-002"
    _, problems = read(book, tmp_path)
    assert [(problem.code, problem.place.sheet) for problem in problems] == [("sheet-ignored", "补报")]


def test_two_sheets_of_the_same_name_but_for_blanks_are_refused(tmp_path: Path) -> None:
    book = book_of([ROW])
    book.create_sheet("申报项目 ")
    _, problems = read(book, tmp_path)
    assert [problem.code for problem in problems] == ["sheet-twice"]


def test_data_typed_over_the_example_row_is_told(minimal: Path) -> None:
    campaign, _, _ = check_campaign(minimal)
    assert campaign is not None
    book = load_workbook(io.BytesIO(entry_workbook(campaign.settings, modified=date(2023, 7, 20))))
    for column, text in enumerate(ROW.values(), start=1):
        book[COMPLETERS].cell(2, column).value = text if column > 1 else "示例：NC-001"
    _, problems = read(book, minimal)
    assert [(problem.code, problem.place.cell) for problem in problems] == [("example-row", "A2")]


@pytest.mark.parametrize(
    ("title", "code"), [("", "awards-missing"), ("评选结果表", "sheet-missing"), ("获奖", "awards-missing")]
)
def test_a_recommender_may_delete_the_sheet_of_awards_but_not_rename_it(title: str, code: str, tmp_path: Path) -> None:
    book = book_of([ROW])
    if title:
        book["评选结果"].title = title
        book[title]["A2"] = "NC-001"
    else:
        del book["评选结果"]
    _, problems = read(book, tmp_path)
    stops = [one.code for one in problems if one.severity is Severity.ERROR]
    assert stops == ([code] if code == "sheet-missing" else [])
    assert code in [one.code for one in problems]
    assert ("sheet-ignored" in [one.code for one in problems]) == (title == "获奖"), "nothing is lost in silence"


@pytest.mark.parametrize(
    ("title", "suggested"), [("其它完成人", "其他完成人"), (" 其他完成人 ", ""), ("其他完成人（1）", "其他完成人")]
)
def test_a_sheet_of_another_name_is_named_or_taken(title: str, suggested: str, tmp_path: Path) -> None:
    book = book_of([ROW])
    book[COMPLETERS].title = title
    out = io.BytesIO()
    book.save(out)
    path = tmp_path / "applications.xlsx"
    path.write_bytes(out.getvalue())
    tables, problems = read_workbook(path, path.name, FIELDS)
    if suggested:
        assert [problem.code for problem in problems] == ["sheet-missing"]
        assert f"“{title}”" in problems[0].fix
        assert f"“{suggested}”" in problems[0].fix
    else:
        assert len(tables[COMPLETERS].records) == 1
