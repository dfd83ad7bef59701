"""A campaign's applications come from one workbook or from many files; what cannot be read is named."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from conftest import MINIMAL
from support.campaigns import as_workbook, empty_copy, workbook_rows

from generator.campaign.records import Application, Campaign
from generator.checks.campaign import check_campaign
from generator.rendering.excel.entry_workbook import entry_workbook
from generator.rendering.excel.problem_sheet import problem_sheet


@pytest.fixture(scope="module")
def whole() -> Campaign:
    campaign, _, _ = check_campaign(MINIMAL)
    assert campaign is not None
    return campaign


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    folder = empty_copy(tmp_path / "campaign")
    (folder / "applications").mkdir()
    return folder


def another(one: Application) -> Application:
    return one.model_copy(
        update={"number": "NC-002", "name": "卧式铣床对中夹具", "lead_id_number": "360102198705120034"}
    )


def codes(folder: Path) -> list[tuple[str, str]]:
    _, _, problems = check_campaign(folder)
    return [(problem.code, problem.place.file) for problem in problems]


def test_every_workbook_in_the_folder_is_read_and_counted(whole: Campaign, empty: Path) -> None:
    (one,) = whole.applications
    for name, application in (("南昌/一", one), ("二", another(one))):
        path = empty / f"applications/{name}.xlsx"
        path.parent.mkdir(exist_ok=True)
        book = entry_workbook(whole.settings, workbook_rows([application]), modified=date(2023, 7, 20))
        path.write_bytes(book)
    campaign, counts, problems = check_campaign(empty)
    assert campaign is not None, problems
    assert {application.number for application in campaign.applications} == {"NC-001", "NC-002"}
    assert (counts.read, counts.accepted) == (2, 2)


def test_a_number_in_two_files_is_told_with_both_places(whole: Campaign, empty: Path) -> None:
    as_workbook(empty, whole.settings, whole.applications)
    shutil.copy(empty / "applications.xlsx", empty / "applications/再报.xlsx")
    _, _, problems = check_campaign(empty)
    (double,) = [problem for problem in problems if problem.code == "duplicate"]
    assert double.place.file == "applications/再报.xlsx"
    assert "applications.xlsx › 申报项目 › A3" in double.message


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("一.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "workbook-format"),
        ("一.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "workbook-format"),
        ("一.csv", "编号,姓名\n".encode("gbk"), "workbook-format"),
        ("一.docx", b"PK\x03\x04", "file-ignored"),
    ],
)
def test_another_kind_of_file_among_the_applications_is_named(
    name: str, content: bytes, code: str, minimal: Path
) -> None:
    (minimal / "applications" / name).write_bytes(content)
    assert codes(minimal) == [(code, f"applications/{name}")]


def test_what_office_leaves_beside_an_open_file_is_no_application(minimal: Path) -> None:
    for name in ("~$一.xlsx", ".~lock.一.xlsx#", ".DS_Store"):
        (minimal / "applications" / name).write_bytes(b"x")
    assert codes(minimal) == []


def test_a_table_under_another_name_is_told_and_a_report_is_not(whole: Campaign, minimal: Path) -> None:
    (minimal / "申报汇总.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    as_workbook(minimal, whole.settings, ())
    (minimal / "applications.xlsx").rename(minimal / "申报数据.xlsx")
    (minimal / "问题清单.xlsx").write_bytes(problem_sheet([]))
    assert codes(minimal) == [("file-ignored", "申报数据.xlsx"), ("file-ignored", "申报汇总.xls")]
