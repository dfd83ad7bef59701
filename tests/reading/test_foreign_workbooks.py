"""Workbooks of other programs, and of clerks: what holds no data keeps none from being read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import MINIMAL
from openpyxl import Workbook, load_workbook
from support.campaigns import as_workbook

from generator.campaign.errors import Problem
from generator.campaign.fields import SHEETS
from generator.campaign.records import Campaign
from generator.checks.campaign import check_campaign
from generator.reading.raw import RawTable
from generator.reading.sheets.workbook_file import read_workbook

COMPLETERS = "其他完成人"
ROW = ["NC-001", "邹䶮", "男", "铣工", "", "厂"]
LABELS = [field.label for field in SHEETS[COMPLETERS]]
CHART = b'<?xml version="1.0"?><c:chartSpace xmlns:c="http://example.invalid/newer"><c:news/></c:chartSpace>'


@pytest.fixture(scope="module")
def whole() -> Campaign:
    campaign, _, _ = check_campaign(MINIMAL)
    assert campaign is not None
    return campaign


def in_part(part: str, old: str, new: str) -> Callable[[bytes], bytes]:
    """The package with text of one part replaced, which must be there."""

    def change(package: bytes) -> bytes:
        out, count = io.BytesIO(), 0
        with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w") as target:
            for name in source.namelist():
                content = source.read(name).decode()
                if name == part:
                    content, count = re.subn(old, new, content, count=1)
                target.writestr(name, content)
        assert count, (part, old)
        return out.getvalue()

    return change


@pytest.mark.parametrize(
    "change",
    [
        in_part("xl/styles.xml", "<font>", '<font><family val="15"/>'),
        in_part("xl/styles.xml", "<fills[^>]*>", r"\g<0><fill/>"),
        in_part("xl/styles.xml", "<cellStyles", '<cellStyles unheard="1"'),
        in_part("xl/worksheets/sheet2.xml", "<dataValidation ", '<dataValidation unheard="1" '),
        in_part("xl/worksheets/sheet2.xml", "</worksheet>", '<drawing xmlns:r="x" r:id="rId99"/></worksheet>'),
        in_part("docProps/core.xml", "20\\d\\d-[^<]*", "上周三"),
        in_part("xl/worksheets/sheet3.xml", r'<c r="A1" s="\d+"', '<c r="A1" s="999999999"'),
        in_part("xl/theme/theme1.xml", "<a:", "<b:"),
    ],
    ids=["font family", "empty fill", "style attribute", "validation", "drawing", "date", "style number", "theme"],
)
def test_what_holds_no_data_keeps_none_from_being_read(
    change: Callable[[bytes], bytes], whole: Campaign, minimal: Path
) -> None:
    as_workbook(minimal, whole.settings, whole.applications)
    (minimal / "applications" / "NC-001.yaml").unlink()
    path = minimal / "applications.xlsx"
    path.write_bytes(change(path.read_bytes()))
    read, _, problems = check_campaign(minimal)
    assert problems == []
    assert read is not None
    assert read.applications == whole.applications


def test_dates_that_chinese_programs_number_only_are_dates(tmp_path: Path) -> None:
    book = book_of([ROW])
    book[COMPLETERS]["F2"] = datetime(2023, 8, 1)  # noqa: DTZ001 - a date cell has no zone
    book[COMPLETERS]["F2"].number_format = "mm-dd-yy"
    number = in_part("xl/styles.xml", r'(<cellXfs.*)numFmtId="14"', r'\1numFmtId="31"')
    table, _ = read(book, tmp_path, number)
    assert table.records[0].values["unit"].value == datetime(2023, 8, 1)  # noqa: DTZ001


def book_of(rows: list[list[Any]], header: list[str] | None = None) -> Workbook:
    book = Workbook()
    for sheet, fields in SHEETS.items():
        table = book.create_sheet(sheet)
        table.append([field.label for field in fields] if sheet != COMPLETERS or header is None else header)
        for row in rows if sheet == COMPLETERS else []:
            table.append(row)
    del book["Sheet"]
    return book


def read(book: Workbook, folder: Path, change: Callable[[bytes], bytes] = bytes) -> tuple[RawTable, list[Problem]]:
    path, out = folder / "applications.xlsx", io.BytesIO()
    book.save(out)
    path.write_bytes(change(out.getvalue()))
    tables, problems = read_workbook(path, path.name)
    return tables[COMPLETERS], problems


@pytest.mark.parametrize(
    "header",
    [
        ["项目\n编号", " 姓 名 ", "性别*", "*岗位职务", "职称（选填）", "工作单位（必填）"],
        ["项目编号:", "姓名：", "性别", "岗位职务【必填】", "职称(可不填)", "工作单位（全称）"],
    ],
)
def test_headers_with_breaks_blanks_and_remarks_are_known(header: list[str], tmp_path: Path) -> None:
    table, problems = read(book_of([ROW], header), tmp_path)
    assert problems == []
    assert table.records[0].text("unit") == "厂"


def test_a_column_that_counts_the_rows_is_passed_over(tmp_path: Path) -> None:
    book = book_of([[1, *ROW], [2, *ROW], [3], [4]], ["序号", *LABELS])
    table, problems = read(book, tmp_path)
    assert problems == []
    assert [record.text("number") for record in table.records] == ["NC-001", "NC-001"]
    assert str(table.records[0].place.cell) == "B2"


def test_a_column_called_a_count_that_holds_something_else_is_told(tmp_path: Path) -> None:
    _, problems = read(book_of([["替补", *ROW]], ["序号", *LABELS]), tmp_path)
    assert [problem.code for problem in problems] == ["unknown-header"]


@pytest.mark.parametrize(
    "note",
    [
        "注：带*的为必填",
        "备注: 略",
        "填表说明",
        "合计",
        "共12人",
        "填报人：龚晓堃",
        "审核（签字）：",
        "单位（盖章）：",
        "（盖章）",
        "2023年8月1日",
    ],
)
def test_a_remark_below_the_data_is_one_reminder(note: str, tmp_path: Path) -> None:
    table, problems = read(book_of([ROW, [], [note]]), tmp_path)
    assert [(problem.code, problem.severity.value, problem.place.cell) for problem in problems] == [
        ("note-row", "warning", "A4")
    ]
    assert note[:2] in problems[0].message
    assert len(table.records) == 1
    assert table.read == 2


def test_a_remark_over_merged_cells_is_no_merged_data(tmp_path: Path) -> None:
    book = book_of([ROW, ["注：略"]])
    book[COMPLETERS].merge_cells("A3:F3")
    assert [problem.code for problem in read(book, tmp_path)[1]] == ["note-row"]


@pytest.mark.parametrize("first", ["注塑-01", "合肥-1", "NC-002", "共青城-3"])
def test_a_row_that_only_begins_like_a_remark_is_data(first: str, tmp_path: Path) -> None:
    table, problems = read(book_of([ROW, [first, *ROW[1:]]]), tmp_path)
    assert problems == []
    assert len(table.records) == 2


def test_a_row_with_nothing_but_its_number_is_one_error(tmp_path: Path) -> None:
    table, problems = read(book_of([ROW, ["NC-002"]]), tmp_path)
    assert [(problem.code, problem.place.cell) for problem in problems] == [("row-unfinished", "A3")]
    assert all(raw.refused for key, raw in table.records[1].values.items() if key not in ("number", "title"))


def test_a_header_that_stands_again_is_no_data(tmp_path: Path) -> None:
    table, problems = read(book_of([ROW, LABELS, ROW]), tmp_path)
    assert [(problem.code, problem.severity.value) for problem in problems] == [("header-again", "warning")]
    assert len(table.records) == 2


def test_a_header_that_stands_again_in_another_order_is_an_error(tmp_path: Path) -> None:
    _, problems = read(book_of([ROW, LABELS[::-1], ROW[::-1]]), tmp_path)
    assert [(problem.code, problem.severity.value) for problem in problems] == [("header-again", "error")]


def test_hidden_rows_and_columns_are_told_where_they_hold_something(tmp_path: Path) -> None:
    book = book_of([ROW, ROW])
    sheet = book[COMPLETERS]
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["B"].hidden = sheet.column_dimensions["Z"].hidden = True
    _, problems = read(book, tmp_path)
    assert [problem.message.split("被")[0] for problem in problems] == ["第3行", "B列"]


def test_a_formula_that_shares_another_s_is_taken_with_its_value(tmp_path: Path) -> None:
    shared = in_part(
        "xl/worksheets/sheet2.xml", r'<c r="F2"[^>]*>.*?</c>', '<c r="F2" t="str"><f t="shared" si="0"/><v>厂</v></c>'
    )
    table, problems = read(book_of([ROW]), tmp_path, shared)
    assert problems == []
    assert table.records[0].text("unit") == "厂"


def test_another_main_part_than_the_one_read_is_refused(tmp_path: Path) -> None:
    path, out = tmp_path / "a.xlsx", io.BytesIO()
    book_of([ROW]).save(out)
    path.write_bytes(in_part("_rels/.rels", "xl/workbook.xml", "xl/other.xml")(out.getvalue()))
    assert [problem.code for problem in read_workbook(path, path.name)[1]] == ["workbook-broken"]


def test_our_own_reader_sees_what_openpyxl_sees(whole: Campaign, minimal: Path) -> None:
    as_workbook(minimal, whole.settings, whole.applications)
    path = minimal / "applications.xlsx"
    tables, _ = read_workbook(path, path.name)
    book = load_workbook(path)
    for sheet, table in tables.items():
        for record in table.records:
            for raw in record.values.values():
                if raw.place.cell:
                    assert raw.value == book[sheet][raw.place.cell].value
    assert isinstance(tables["申报项目"].records[0].values["applied_on"].value, date)


def test_more_merged_areas_than_a_workbook_has_are_refused_however_they_are_written(tmp_path: Path) -> None:
    areas = "".join(f"<mergeCell ref='A{row}:B{row}'/>" for row in range(10, 60_000))
    many = in_part("xl/worksheets/sheet2.xml", "</sheetData>", f"</sheetData><mergeCells>{areas}</mergeCells>")
    path, out = tmp_path / "a.xlsx", io.BytesIO()
    book_of([ROW]).save(out)
    path.write_bytes(repacked(many(out.getvalue())))
    assert [problem.code for problem in read_workbook(path, path.name)[1]] == ["workbook-too-large"]


def test_a_cell_given_twice_is_named_however_it_is_written(tmp_path: Path) -> None:
    twice = in_part("xl/worksheets/sheet2.xml", '(<c r="B2".*?</c>)', r"\1<c r='B2' t='str'><v>x</v></c>")
    path, out = tmp_path / "a.xlsx", io.BytesIO()
    book_of([ROW]).save(out)
    path.write_bytes(twice(out.getvalue()))
    _, problems = read_workbook(path, path.name)
    assert [problem.code for problem in problems] == ["cell-twice"]
    assert "B2" in problems[0].message


def repacked(package: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    return out.getvalue()
