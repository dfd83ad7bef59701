"""A file under nearly the right name is named for what it is, and never read or passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks.campaign import check_campaign, check_papers_of, check_settings_of


def told(folder: Path) -> list[tuple[str, str, str]]:
    _, _, problems = check_campaign(folder)
    return [(problem.severity.value, problem.code, problem.place.file) for problem in problems]


@pytest.mark.parametrize(
    "name",
    [
        "Campaign.yaml", "campaign.yml", "campaign(1).yaml", "campaign（1）.yaml", "campaign.yaml.txt", "活动.yaml",
        "campaign - 副本.yaml", "CAMPAIGN.YAML", "campain.yaml", "campaign.txt",
    ],
)  # fmt: skip
def test_settings_under_another_name_are_named(name: str, minimal: Path) -> None:
    (minimal / "campaign.yaml").rename(minimal / name)
    _, _, problems = check_campaign(minimal)
    assert [(problem.code, problem.place.file) for problem in problems] == [("file-name", name)]
    assert f"文件名应为 campaign.yaml，现为 {name}" in problems[0].message
    for _, found in (check_settings_of(minimal), check_papers_of(minimal)):
        assert ("file-name", name) in [(problem.code, problem.place.file) for problem in found]


@pytest.mark.parametrize("name", ["campaign(1).yaml", "Campaign.yaml", "campaign - 副本.yml"])
def test_a_second_file_of_settings_is_a_reminder_that_says_which_one_is_used(name: str, minimal: Path) -> None:
    (minimal / name).write_bytes((minimal / "campaign.yaml").read_bytes())
    campaign, _, problems = check_campaign(minimal)
    assert campaign is not None
    assert [(problem.severity.value, problem.place.file) for problem in problems] == [("warning", name)]
    assert "用的是 campaign.yaml" in problems[0].message


@pytest.mark.parametrize("name", ["applications (2).xlsx", "applications.xls", "Applications.xlsx", "application.xlsx"])
def test_a_workbook_under_another_name_is_named(name: str, minimal: Path) -> None:
    (minimal / name).write_bytes(b"PK")
    assert told(minimal) == [("warning", "file-name", name)]
    (minimal / "applications" / "NC-001.yaml").unlink()
    assert ("error", "file-name", name) in told(minimal)


@pytest.mark.parametrize(
    ("folder", "name"),
    [("applications", "Applications"), ("attachments", "附件"), ("summaries", "Summaries"), ("templates", "template")],
)
def test_a_folder_under_another_name_is_named(folder: str, name: str, minimal: Path) -> None:
    if (minimal / folder).exists():
        (minimal / folder).rename(minimal / name)
    else:
        (minimal / name).mkdir()
    assert ("error", "file-name", name) in told(minimal)


def test_forms_that_were_handed_in_stop_nothing_under_whatever_name(minimal: Path) -> None:
    (minimal / "Returned").mkdir()
    assert told(minimal) == [("warning", "file-name", "Returned")]


def test_a_campaign_one_folder_further_down_is_pointed_at(minimal: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    minimal.rename(outer / "2023年活动")
    _, _, problems = check_campaign(outer)
    messages = [problem.message for problem in problems if problem.place.file == "campaign.yaml"]
    assert len(messages) == 1
    assert "2023年活动" in messages[0]


def test_a_campaign_without_its_settings_is_told_so(minimal: Path) -> None:
    (minimal / "campaign.yaml").unlink()
    assert told(minimal) == [("error", "file-missing", "campaign.yaml")]


@pytest.mark.parametrize("name", ["说明.txt", "readme.md", "通讯录.docx", "问题清单.xlsx.bak"])
def test_a_file_of_another_kind_is_nobody_s_business(name: str, minimal: Path) -> None:
    (minimal / name).write_text("x", encoding="utf-8")
    assert told(minimal) == []


def touched(folder: Path, name: str) -> set[tuple[str, str]]:
    _, _, problems = check_campaign(folder)
    return {(touch.kind, touch.name) for one in problems if one.place.file == name for touch in one.touches}


def test_applications_under_another_name_leave_the_notice_alone(minimal: Path) -> None:
    (minimal / "applications").rename(minimal / "Applications")
    found = touched(minimal, "Applications")
    assert ("project", "") in found
    assert ("campaign", "") not in found
    assert ("campaign", "notice") not in found


def test_settings_under_another_name_touch_everything(minimal: Path) -> None:
    (minimal / "campaign.yaml").rename(minimal / "Campaign.yaml")
    found = touched(minimal, "Campaign.yaml")
    assert ("campaign", "") in found
