"""Where campaign.yaml gives the award another name, every text that still says the old one is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import MINIMAL, ROOT

from generator.campaign.errors import Problem
from generator.campaign.layout import package_templates, starter_folder
from generator.checks.campaign import check_campaign

MARK = "{{ 活动名称 }}"


def left(campaign: Path) -> list[Problem]:
    return [one for one in check_campaign(campaign)[2] if one.code == "wording-award"]


def called(name: str, of: Path, folder: Path) -> Path:
    """A copy of the campaign as that of an award of that name."""
    campaign = Path(shutil.copytree(of, folder / "campaign"))
    with (campaign / "campaign.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\n活动名称: {name}\n")
    return campaign


@pytest.mark.parametrize("campaign", [starter_folder(), ROOT / "data_examples" / "another-award"], ids=str)
def test_words_that_fit_their_award_are_not_told(campaign: Path) -> None:
    assert left(campaign) == []


def test_every_line_of_the_notice_and_every_form_with_the_old_name_is_told(tmp_path: Path) -> None:
    campaign = called("“匠心”活动", starter_folder(), tmp_path)
    own = campaign / "templates" / "form2" / "form.yaml"
    own.parent.mkdir(parents=True)
    text = (package_templates() / "form2" / "form.yaml").read_text(encoding="utf-8")
    own.write_text(text.replace(f"{MARK}项目名称", "“五小”活动项目名称"), encoding="utf-8")
    told = left(campaign)
    lines = (campaign / "notice.yaml").read_text(encoding="utf-8").splitlines()
    found = [one.place.line for one in told if one.place.file == "notice.yaml"]
    assert found == [number for number, line in enumerate(lines, start=1) if "五小" in line]
    assert len(found) > 5
    assert {one.place.file for one in told} == {"notice.yaml", "templates/form2/form.yaml"}
    assert all("“匠心”活动" in one.message and one.fix for one in told)


def test_the_programs_own_forms_take_the_name_of_the_award(tmp_path: Path) -> None:
    campaign = called("“匠心”活动", starter_folder(), tmp_path)
    assert {one.place.file for one in left(campaign)} == {"notice.yaml"}


def test_the_old_name_is_found_in_a_wording_of_the_campaigns_own(tmp_path: Path) -> None:
    campaign = called("“匠心”活动", MINIMAL, tmp_path)
    path = campaign / "templates" / "certificate" / "certificate.yaml"
    path.parent.mkdir(parents=True)
    text = (package_templates() / "certificate" / "certificate.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace(MARK, "“五小”活动", 1), encoding="utf-8")
    told = [one for one in left(campaign) if one.place.file == "templates/certificate/certificate.yaml"]
    assert [one.place.line for one in told] == [text[: text.index(MARK)].count("\n") + 1]


def test_a_new_name_that_holds_the_old_one_is_not_taken_for_it(tmp_path: Path) -> None:
    campaign = called("“新五小”活动", starter_folder(), tmp_path)
    notice = campaign / "notice.yaml"
    notice.write_text(notice.read_text(encoding="utf-8").replace("五小", "新五小"), encoding="utf-8")
    assert [one for one in left(campaign) if one.place.file == "notice.yaml"] == []
