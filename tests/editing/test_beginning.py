"""A new campaign out of another one: moved to its year, without anything of the other's applications and results."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from generator.checks.campaign import check_papers_of
from generator.editing.beginning import begun
from generator.editing.settings_text import typed_settings
from generator.interfaces.cli import run

EXAMPLE = ROOT / "data_examples/jiangxi-2023"
STARTER = ROOT / "data_examples/starter"


@pytest.mark.parametrize("source", [STARTER, EXAMPLE, ROOT / "data_examples/another-award"])
def test_a_new_campaign_has_settings_and_wording_and_nothing_of_the_other_years_data(source: Path) -> None:
    files = begun(source, 2031)
    assert {"campaign.yaml", "notice.yaml"} <= set(files)
    assert not [name for name in files if not name.startswith(("campaign.yaml", "notice.yaml", "templates/"))]


def test_days_and_numbers_move_with_the_year_and_no_other_figure_does() -> None:
    before = typed_settings((EXAMPLE / "campaign.yaml").read_bytes())
    after = typed_settings(begun(EXAMPLE, 2025)["campaign.yaml"])
    changed = {label: text for label, text in after.values.items() if text != before.values[label]}
    assert changed == {
        "年度": "2025",
        "发文字号": "赣工办〔2025〕 号",
        "成文日期": "2025年7月20日",
        "申报开始": "2025年7月24日",
        "申报截止": "2025年8月15日",
        "评选截止": "2025年8月31日",
        "发布月份": "2025年11月底前",
        "发证日期": "2025年11月30日",
        "通报发文字号": "赣工发〔2025〕 号",
        "通报成文日期": "2025年11月30日",
        "组织奖": "",
    }
    assert after.values["工作总结字数"] == "2000"
    assert after.rows == before.rows


def test_a_leap_day_and_a_number_given_last_year_do_not_stay(tmp_path: Path) -> None:
    text = (STARTER / "campaign.yaml").read_text(encoding="utf-8")
    text = text.replace("成文日期: 2023年7月20日", "成文日期: 2024-02-29", 1).replace("年度: 2023", "年度: 2024")
    text = text.replace("赣工办〔2023〕 号", "赣工办〔2024〕12号").replace("撤销证书: []", "撤销证书:\n  - {证书: 17}")
    (tmp_path / "campaign.yaml").write_text(text, encoding="utf-8")
    after = typed_settings(begun(tmp_path, 2025)["campaign.yaml"])
    assert after.values["成文日期"] == "2025-02-28"
    assert after.values["发文字号"] == "赣工办〔2025〕 号"
    assert after.rows["撤销证书"] == ()


def test_what_is_said_for_the_new_campaign_is_written() -> None:
    after = typed_settings(begun(STARTER, 2025, {"省份": "湖北省", "主办单位": "湖北省总工会"})["campaign.yaml"])
    assert (after.values["省份"], after.values["主办单位"]) == ("湖北省", "湖北省总工会")


def test_the_command_makes_a_campaign_whose_notice_can_be_made_and_never_writes_over_files(tmp_path: Path) -> None:
    folder = tmp_path / "2025"
    assert run(["new", str(folder), "--year", "2025"]) == 0
    campaign, problems = check_papers_of(folder)
    assert campaign is not None
    assert campaign.settings.year == 2025
    assert problems == []
    before = (folder / "campaign.yaml").read_bytes()
    assert run(["new", str(folder), "--year", "2026"]) == 2
    assert (folder / "campaign.yaml").read_bytes() == before
