"""Awards given on a page stand in a workbook of their own, once, and nothing else of the campaign changes."""

from __future__ import annotations

import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from conftest import EXAMPLE
from openpyxl import Workbook, load_workbook
from support.small_campaign import write_small_campaign

from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET
from generator.campaign.settings import Settings
from generator.checks.campaign import check_campaign
from generator.checks.settings.settings import check_settings
from generator.editing.award_rows import without_rows
from generator.editing.awards import Given, changed, files_with, given, numbered, projects, wrong_awards
from generator.reading.campaign_folder import read_campaign
from generator.reading.raw_campaign import RawCampaign

RESULTS = "applications/评选结果.xlsx"
TIERS = ("一等优秀成果", "二等优秀成果")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example, whose awards stand in its one workbook."""
    folder = tmp_path / "example"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("attachments", "source", "*.py"))
    return folder


def read(folder: Path) -> tuple[RawCampaign, Settings]:
    raw = read_campaign(folder, with_returned=False)
    settings, _ = check_settings(raw)
    assert settings is not None
    return raw, settings


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


def test_awards_of_a_workbook_move_into_their_own_and_stand_once(example: Path) -> None:
    raw, settings = read(example)
    before = given(raw)
    write(example, files_with(raw, settings, before))
    again, _ = read(example)
    assert len(before) == 100
    assert sorted(given(again), key=str) == sorted(before, key=str)
    assert {one.place.file for one in again.tables[AWARD_SHEET].records} == {RESULTS}
    assert again.problems == raw.problems


def test_the_other_parts_of_the_workbook_stay_byte_for_byte(example: Path) -> None:
    raw, settings = read(example)
    before = (example / "applications.xlsx").read_bytes()
    after = files_with(raw, settings, [])["applications.xlsx"]
    old, new = (zipfile.ZipFile(BytesIO(content)) for content in (before, after))
    assert old.namelist() == new.namelist()
    assert [name for name in old.namelist() if old.read(name) != new.read(name)] == ["xl/worksheets/sheet4.xml"]
    sheet = load_workbook(BytesIO(after))[AWARD_SHEET]
    assert [cell.value for cell in sheet[2]] == ["示例：NC-001", "一等优秀成果", 1]  # the example row is no award
    assert not any(cell.value for row in sheet.iter_rows(min_row=3) for cell in row)
    assert sheet.row_dimensions[3].height == load_workbook(BytesIO(before))[AWARD_SHEET].row_dimensions[3].height


def test_awards_of_yaml_files_move_too_and_their_other_lines_stay(tmp_path: Path) -> None:
    folder = write_small_campaign(tmp_path / "small", 3)
    file = folder / "applications" / "NC-002.yaml"
    before = file.read_text(encoding="utf-8")
    raw, settings = read(folder)
    write(folder, files_with(raw, settings, given(raw)))
    award = "评选结果: {等次: 一等优秀成果, 证书序号: 2}\n"
    assert award in before
    assert file.read_text(encoding="utf-8") == before.replace(award, "")
    campaign, _, problems = check_campaign(folder)
    assert campaign is not None
    assert [one.award.serial for one in campaign.winners if one.award] == [1, 2, 3]
    assert [one for one in problems if one.severity.value == "error"] == []


def test_results_never_take_the_place_of_a_workbook_with_applications(example: Path) -> None:
    (example / "applications").mkdir()
    (example / "applications.xlsx").rename(example / RESULTS)
    raw, settings = read(example)
    assert set(files_with(raw, settings, given(raw))) == {RESULTS, "applications/评选结果-2.xlsx"}


def test_what_was_typed_stays_as_it_was_typed(example: Path) -> None:
    raw, settings = read(example)
    odd = [Given("NC-008", "特等", "十七"), Given("没有的-1", TIERS[0], "5")]
    write(example, files_with(raw, settings, odd))
    assert sorted(given(read(example)[0]), key=str) == sorted(odd, key=str)


def test_a_formula_of_a_row_that_is_emptied_leaves_no_list_of_formulas_behind() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = AWARD_SHEET
    for row in (("项目编号", "等次"), ("A-1", "=B3"), ("A-2", "一等")):
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    package = zipfile.ZipFile(out)
    parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/calcChain.xml"] = b"<calcChain/>"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="x/x"/></Types>'
    )
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    after = zipfile.ZipFile(BytesIO(without_rows(whole.getvalue(), AWARD_SHEET, {2})))
    assert "xl/calcChain.xml" not in after.namelist()
    assert b"calcChain" not in after.read("[Content_Types].xml")
    rows = re.findall(rb'<row r="(\d)".*?</row>', after.read("xl/worksheets/sheet1.xml"), re.DOTALL)
    assert rows == [b"1", b"2", b"3"]
    assert b"<f>" not in after.read("xl/worksheets/sheet1.xml")


def test_changes_replace_all_that_a_project_had() -> None:
    before = [Given("A", TIERS[0], "1"), Given("B", TIERS[1], "2"), Given("B", TIERS[0], "3")]
    assert changed(before, [Given("B", TIERS[1], "4"), Given("A")]) == [Given("B", TIERS[1], "4")]


def test_serials_go_to_winners_without_one_tier_by_tier_in_the_campaigns_order() -> None:
    awards = [
        Given("C", TIERS[1]),
        Given("B", TIERS[0]),
        Given("A", TIERS[1], "2"),
        Given("D", TIERS[0]),
        Given("X", "没有"),
    ]
    made = numbered(awards, TIERS, {"A": 0, "B": 1, "C": 2, "D": 3}, {3})
    assert {one.number: one.serial for one in made} == {"B": "1", "A": "2", "D": "4", "C": "5", "X": ""}


def test_what_is_wrong_is_told_at_its_project() -> None:
    awards = [
        Given("A", TIERS[0], "1"), Given("B", TIERS[0], "1"), Given("C", "特等", "3"), Given("D", TIERS[0]),
        Given("E", "", "4"), Given("F", TIERS[0], "5"), Given("F", TIERS[1], "6"), Given("G", TIERS[0], "0"),
        Given("H", TIERS[0], "8"),
    ]  # fmt: skip
    told = {number: "".join(words) for number, words in wrong_awards(awards, TIERS).items()}
    assert told == {
        "A": "证书序号1与项目 B 重复。",
        "B": "证书序号1与项目 A 重复。",
        "C": "没有“特等”这个等次，请另选。",
        "D": "还没有证书序号。",
        "E": "有证书序号，还没有等次。",
        "F": "这个项目有2条评选结果（一等优秀成果5、二等优秀成果6），请选定一个后保存。",
        "G": "证书序号应是1至999999的整数。",
    }


def test_projects_come_in_the_campaigns_order(example: Path) -> None:
    raw, settings = read(example)
    found = [one.text("recommender") for one in projects(raw)]
    assert list(dict.fromkeys(found)) == [name for name in settings.recommender_names if name in found]
    assert len(found) == len(raw.tables[APPLICATION_SHEET].records)
