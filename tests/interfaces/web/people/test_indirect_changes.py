"""A recommender's account changes nothing of another's by a way around it: numbers, people, awards, names of files."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from support.by_recommender import column, numbers_of, workbook_of
from support.services import multipart

from generator.interfaces.web.store.store import file_id

from .conftest import pdf_saying
from .test_own_uploads import GANZHOU, NANCHANG, Collecting, agree, collecting, send, service, standing

__all__ = ["collecting", "service", "standing"]
Rows = list[list[object]]


def with_rows(sheet: str, rows: Rows) -> bytes:
    """The own workbook with further rows."""
    book = load_workbook(io.BytesIO(workbook_of(NANCHANG)))
    target = book[sheet] if sheet in book.sheetnames else book.create_sheet(sheet)
    for row in rows:
        target.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def row_of(sheet: str, recommender: str, **changes: object) -> list[object]:
    """The first row of the recommender's own workbook, with other values by label."""
    book = load_workbook(io.BytesIO(workbook_of(recommender)), read_only=True)
    row = list(list(book[sheet].iter_rows(values_only=True))[2])
    for label, value in changes.items():
        row[column(sheet, label)] = value
    return row


def people_for(number: str) -> bytes:
    return with_rows("其他完成人", [row_of("其他完成人", NANCHANG, 项目编号=number)])


def nobodys(number: str, whose: object) -> bytes:
    return with_rows("申报项目", [row_of("申报项目", NANCHANG, 项目编号=number, 申报单位=whose)])


@pytest.mark.parametrize(
    ("made", "said"),
    [
        pytest.param(lambda: people_for(numbers_of(GANZHOU)[0]), "不能用", id="people of another's project"),
        pytest.param(lambda: people_for("GZ-999"), "不能用", id="people of a project that another may hand in later"),
        pytest.param(lambda: nobodys(numbers_of(GANZHOU)[0], None), "不能用", id="number, with nobody's name"),
        pytest.param(lambda: nobodys(numbers_of(GANZHOU)[0], "某某公司"), "不能用", id="number, a stranger's name"),
        pytest.param(
            lambda: with_rows("评选结果", [["项目编号", "等次", "证书序号"], [None, "一等优秀成果", 1]]),
            "评选结果",
            id="an award of no number",
        ),
    ],
)
def test_a_workbook_that_reaches_into_anothers_project_is_refused(
    standing: Collecting, made: Callable[[], bytes], said: str
) -> None:
    before = standing.files()
    waits = send(standing.own, standing, {"填报表.xlsx": made()})
    assert standing.files() == before
    assert said in standing.own.page(waits)
    agree(standing.own, waits)
    assert standing.files() == before


def unnamed(at: Collecting, path: str) -> None:
    """A file among the attachments that no project names, as of a workbook without the column 附件."""
    kind, body = multipart({path: pdf_saying("secret")})
    assert at.office.ask("POST", f"/api/v1{at.here}/files", body, Content_Type=kind).status in (200, 201)
    assert path in at.files()


@pytest.mark.parametrize("prefix", ["", numbers_of(GANZHOU)[0]], ids=["any name", "another's number"])
def test_a_file_that_nobody_names_is_neither_overwritten_nor_fetched_by_naming_it(
    collecting: Collecting, prefix: str
) -> None:
    name = f"{prefix}-图纸.pdf".removeprefix("-")
    unnamed(collecting, f"attachments/{name}")
    before = collecting.files()
    claim = workbook_of(NANCHANG, {numbers_of(NANCHANG)[0]: {"附件": name}})
    waits = send(collecting.own, collecting, {"填报表.xlsx": claim, name: pdf_saying("forged, and longer")})
    agree(collecting.own, waits)
    assert collecting.files() == before


def test_a_name_with_anothers_number_given_in_advance_opens_nothing_later(collecting: Collecting) -> None:
    name = f"{numbers_of(GANZHOU)[0]}-图纸.pdf"
    claim = workbook_of(NANCHANG, {numbers_of(NANCHANG)[0]: {"附件": name}})
    send(collecting.own, collecting, {"填报表.xlsx": claim})
    unnamed(collecting, f"attachments/{name}")
    assert collecting.own.ask("GET", f"{collecting.here}/files/{file_id(f'attachments/{name}')}").status == 404


def test_a_number_that_begins_anothers_number_opens_no_file_of_it(collecting: Collecting) -> None:
    theirs = numbers_of(GANZHOU)[0]
    short, name = theirs.partition("-")[0], f"{theirs}-图纸.pdf"
    assert short != theirs
    unnamed(collecting, f"attachments/{name}")
    before = collecting.files()
    mine = workbook_of(NANCHANG, {numbers_of(NANCHANG)[0]: {"项目编号": short}})
    waits = send(collecting.own, collecting, {"填报表.xlsx": mine, name: pdf_saying("forged, and longer")})
    agree(collecting.own, waits)
    assert collecting.files()[f"attachments/{name}"] == before[f"attachments/{name}"]
