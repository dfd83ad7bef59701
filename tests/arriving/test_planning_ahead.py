"""What taking in files does, without a service: projects are never doubled, and what a clerk typed stays."""

from __future__ import annotations

import io
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from openpyxl import load_workbook
from support.by_recommender import EXAMPLE, numbers_of, recommenders, summary_docx, workbook_of, write_settings

from generator.arriving.found import Kind, Plan, Taken
from generator.arriving.planning import Order, planned
from generator.arriving.rows import rows_of
from generator.arriving.workbooks import with_attachments, without
from generator.campaign.settings import Settings
from generator.checks.campaign import check_settings_of
from generator.collecting.files.incoming import incoming
from generator.interfaces.cli import run

NANCHANG = "南昌市总工会"


class Office:
    """A campaign folder that takes files in."""

    def __init__(self, place: Path) -> None:
        self.place, self.folder, self.count = place, write_settings(place / "campaign"), 0

    def plan(self, files: dict[str, bytes], recommender: str = "", **choices: str) -> tuple[Plan, Path]:
        self.count += 1
        own = self.place / f"{self.count}"
        for name in ("raw", "unpacked", "scratch", "new"):
            (own / name).mkdir(parents=True)
        for name, content in files.items():
            (own / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
            (own / "raw" / name).write_bytes(content)
        order = Order(
            list(incoming(own / "raw", own / "unpacked")),
            recommender,
            {key.removeprefix("_"): Taken.of(text) for key, text in choices.items()},
        )
        return planned(self.folder, order, own / "scratch", own / "new", lambda *_: None), own / "new"

    def take(self, files: dict[str, bytes], **choices: str) -> Plan:
        plan, new = self.plan(files, **choices)
        for path, is_gone in plan.writes.items():
            (self.folder / path).unlink(missing_ok=True)
            if not is_gone:
                (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(new / path, self.folder / path)
        return plan


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture(scope="module")
def settings() -> Settings:
    found, _ = check_settings_of(EXAMPLE)
    assert found
    return found


def merged(names: list[str]) -> bytes:
    """One workbook with the projects of these recommenders."""
    book = load_workbook(io.BytesIO(workbook_of(names[0])))
    for name in names[1:]:
        other = load_workbook(io.BytesIO(workbook_of(name)))
        for sheet in book:
            for row in other[sheet.title].iter_rows(min_row=3, values_only=True):
                sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("seed", range(4))
def test_in_whatever_order_workbooks_come_no_project_is_there_twice_or_lost(
    office: Office, settings: Settings, seed: int
) -> None:
    chance, there = random.Random(seed), set[str]()
    for _ in range(6):
        names = chance.sample(recommenders()[:5], chance.choice([1, 1, 2, 3]))
        office.take(
            {chance.choice(["填报表.xlsx", "汇总.xlsx"]): merged(names) if len(names) > 1 else workbook_of(names[0])}
        )
        there |= {number for name in names for number in numbers_of(name)}
        found = Counter(row.number for row in rows_of(office.folder, settings).rows)
        assert set(found) == there
        assert set(found.values()) == {1}


def test_rows_taken_out_of_a_workbook_leave_the_others_as_they_are(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.xlsx").write_bytes((EXAMPLE / "applications.xlsx").read_bytes())
    content = without(tmp_path / "a.xlsx", {NANCHANG}, settings)
    assert content
    before, after = (load_workbook(io.BytesIO(one)) for one in ((EXAMPLE / "applications.xlsx").read_bytes(), content))
    gone = set(numbers_of(NANCHANG))
    for title in ("申报项目", "其他完成人", "评选结果"):
        wanted = [row for row in before[title].iter_rows(values_only=True) if title == "评选结果" or row[0] not in gone]
        assert [row for row in after[title].iter_rows(values_only=True) if any(row)] == wanted


def test_a_workbook_of_nobody_else_goes_whole(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook_of(NANCHANG))
    assert without(tmp_path / "a.xlsx", {NANCHANG}, settings) is None


def test_attachments_are_named_in_the_column_beside_those_that_stand_there(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook_of(NANCHANG))
    first, second = numbers_of(NANCHANG)[:2]
    wanted = {first: {"NC-001-检测报告.pdf": "新名称.pdf"}, second: {"照片.jpg": "照片.jpg"}}
    content = with_attachments(tmp_path / "a.xlsx", wanted, settings)
    assert content
    (tmp_path / "b.xlsx").write_bytes(content)
    campaign = write_settings(tmp_path / "c")
    (campaign / "applications").mkdir()
    shutil.copyfile(tmp_path / "b.xlsx", campaign / "applications" / "b.xlsx")
    rows = {row.number: row.attachments for row in rows_of(campaign, settings).rows}
    assert "新名称.pdf" in rows[first]
    assert "NC-001-检测报告.pdf" not in rows[first]
    assert len(rows[first]) == 2
    assert rows[second] == ("照片.jpg",)


@pytest.mark.parametrize(
    ("title", "paragraphs", "signature", "left"),
    [
        ("南昌市总工会2023年工作总结", ["一、做法。", "二、成效。"], [NANCHANG, "2023年8月1日"], 2),
        ("工作总结如下，请审阅。", ["南昌市总工会的做法。"], [], 2),
        ("关于“五小”活动的总结报告", ["只有一段。"], ["南昌市总工会", "二〇二三年八月"], 1),
    ],
)
def test_of_a_summary_only_title_and_signature_are_left_out(
    office: Office, title: str, paragraphs: list[str], signature: list[str], left: int
) -> None:
    content = summary_docx(title, paragraphs, signature)
    plan, new = office.plan({"南昌市总工会/总结.docx": content}, NANCHANG)
    assert [one.taken for one in plan.files] == [Taken(Kind.SUMMARY, NANCHANG)]
    lines = (new / f"summaries/{NANCHANG}.yaml").read_text(encoding="utf-8").splitlines()[3:]
    assert len(lines) == left
    assert [line.strip() for line in lines][-len(paragraphs) :] == paragraphs


def test_two_different_workbooks_of_one_recommender_in_one_upload_are_asked(office: Office) -> None:
    first = numbers_of(NANCHANG)[0]
    files = {"甲/填报表.xlsx": workbook_of(NANCHANG), "乙/填报表.xlsx": workbook_of(NANCHANG, {first: None})}
    plan, _ = office.plan(files)
    assert not plan.settled
    assert [one.is_sure for one in plan.files].count(False) == 2
    whole = {"_0": f"workbook|{NANCHANG}||", "_1": f"apart|{NANCHANG}||"}
    assert office.plan(files, **whole)[0].settled


def test_a_workbook_that_adds_to_another_takes_nothing_of_it_away(office: Office, settings: Settings) -> None:
    numbers = numbers_of(NANCHANG)
    first, rest = ({number: None for number in some} for some in (numbers[:3], numbers[3:]))
    office.take({"填报表.xlsx": workbook_of(NANCHANG, first)})
    office.take({"补充.xlsx": workbook_of(NANCHANG, rest)}, _0=f"workbook|{NANCHANG}||+")
    found = Counter(row.number for row in rows_of(office.folder, settings).rows)
    assert found == Counter(numbers)


def test_returned_forms_give_the_bytes_that_the_command_line_gives(office: Office, tmp_path: Path) -> None:
    returned = ROOT / "data_examples/returned/赣州市总工会.zip"
    office.take({"填报表.xlsx": workbook_of(NANCHANG)})
    office.take({returned.name: returned.read_bytes()})
    folder = tmp_path / "again"
    shutil.copytree(office.folder, folder)
    for name in ("applications.xlsx", "待确认.xlsx"):
        (folder / name).unlink()
    assert run(["collect", str(folder / "returned"), "--out", str(folder), str(folder), "--quiet"]) in (0, 1)
    assert (folder / "applications.xlsx").read_bytes() == (office.folder / "applications.xlsx").read_bytes()


def test_a_broken_old_workbook_is_kept_and_told(office: Office) -> None:
    (one,) = office.plan({"填报表.xls": b"\xd0\xcf\x11\xe0 broken"})[0].files
    assert one.taken.kind is Kind.APART
    assert one.place == "unsorted/填报表.xls"
    assert one.why


def test_a_workbook_of_somebody_whom_the_campaign_does_not_name_is_asked_with_that_name(office: Office) -> None:
    book = load_workbook(io.BytesIO(workbook_of(NANCHANG)))
    for row in book["申报项目"].iter_rows(min_row=3):
        for cell in row:
            if cell.value == NANCHANG:
                cell.value = "井冈山市总工会"
    content = io.BytesIO()
    book.save(content)
    plan, _ = office.plan({"填报表.xlsx": content.getvalue()})
    (one,) = plan.files
    assert "井冈山市总工会" in one.why
    assert "不在申报单位名单里" in one.why
