"""The certificates' wording is tried with one, two and many completers before anything is made of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.campaign.errors import Problem
from generator.campaign.layout import package_templates
from generator.checks.campaign import check_campaign
from generator.composing.certificates import certificate
from generator.composing.issuing import of_awards, of_winner
from generator.composing.wording import certificate_text
from generator.reading.yaml_files.file import read_yaml

OWN = package_templates() / "certificate" / "certificate.yaml"
FILE = "templates/certificate/certificate.yaml"


def problems_of(old: str, new: str, folder: Path) -> list[Problem]:
    """What is wrong with the program's wording when this is changed in it."""
    text = OWN.read_text(encoding="utf-8")
    assert old in text
    path = folder / "certificate.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    node, problems = read_yaml(path, FILE)
    assert node is not None, problems
    return certificate_text(node, FILE)[1]


PEOPLE = "{{ 完成人|顿号 }}{{ '等' if 从略 }}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (PEOPLE, "{{ 完成人[0] }}、{{ 完成人[1] }}", "没有完成人[1]"),
        (PEOPLE, "{{ 完成人[0] }}{{ '、' ~ 完成人[1] if 人数 > 1 }}", "没有完成人[1]"),  # of two names shown one
        (PEOPLE, "全体", "不会印出完成人"),
        ("《{{ 项目名称 }}》", "本", "不会印出项目名称"),
        ("{{ 单位 }}：", "各单位：", "不会印出单位"),
        ("你单位在", "你单位的{{ 项目名称 }}在", "没有名为“项目名称”的值"),
        ("标题: 荣誉证书", '标题: "{{ 等次 }}荣誉证书"', "没有名为“等次”的值"),
        ("结语: 特发", '结语: "{{ 人数 + 省份 }}特发', ""),
    ],
)
def test_wording_that_not_every_certificate_can_have_is_refused(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    if new.startswith('结语: "'):
        old, new = "结语: 特发此证，以资鼓励。\n组织奖", '结语: "{{ 人数 + 省份 }}特发"\n组织奖'
    problems = problems_of(old, new, tmp_path)
    assert [one.severity for one in problems] == ["error"]
    assert message in problems[0].message
    assert problems[0].place.line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("荣誉证书", "荣誉证书"),
        (PEOPLE, "{{ 完成人[0] }}{{ '、' ~ 完成人[1] if 完成人|length > 1 }}"
         "{% for 人 in 完成人 %}{{ '、' ~ 人 if loop.index > 2 }}{% endfor %}{{ '等' if 从略 }}"),
        ("称呼: \"{{ 完成人|顿号 }}{{ '等' if 从略 }}同志：\"\n正文: \"", "称呼: 同志：\n正文: \"{{ 完成人|顿号 }}："),
    ],
)  # fmt: skip
def test_wording_that_every_certificate_can_have_is_right(old: str, new: str, tmp_path: Path) -> None:
    assert problems_of(old, new, tmp_path) == []


def test_a_project_name_with_book_marks_is_nested_on_its_certificate(edited: Callable[[str, str, str], Path]) -> None:
    name = "《安全操作规程》编制法"
    folder = edited("applications/NC-001.yaml", "立式铣床主轴快速对中夹具", name)
    edited("applications/NC-001.yaml", "其他完成人:", "评选结果: {等次: 一等优秀成果, 证书序号: 1}\n其他完成人:")
    for count, left in (("10", "1"), ("30", "0"), ("60", "0")):
        edited("campaign.yaml", f"数量: {count}", f"数量: {left}")
    campaign, _, problems = check_campaign(folder)
    assert campaign is not None, problems
    (one,) = of_winner(campaign.settings, campaign.winners[0])
    assert "完成的《〈安全操作规程〉编制法》项目" in certificate(campaign, one)["body"]


def test_a_campaign_without_organisation_awards_has_none_of_their_certificates(
    edited: Callable[[str, str, str], Path],
) -> None:
    campaign, _, _ = check_campaign(edited("campaign.yaml", "组织奖:\n", "组织奖: [南昌市总工会]\n"))
    assert campaign is not None
    (one,) = of_awards(campaign)
    assert certificate(campaign, one)["recipients"] == "南昌市总工会："
    campaign, _, _ = check_campaign(edited("campaign.yaml", "组织奖: [南昌市总工会]\n", "组织奖:\n"))
    assert campaign is not None
    assert list(of_awards(campaign)) == []


def test_wording_that_fails_with_one_project_alone_is_told_by_its_number(
    edited: Callable[[str, str, str], Path],
) -> None:
    folder = edited(
        "applications/NC-001.yaml", "其他完成人:", "评选结果: {等次: 一等优秀成果, 证书序号: 1}\n其他完成人:"
    )
    for count, left in (("10", "1"), ("30", "0"), ("60", "0")):
        edited("campaign.yaml", f"数量: {count}", f"数量: {left}")
    own = folder / FILE
    own.parent.mkdir(parents=True)
    text = OWN.read_text(encoding="utf-8")
    own.write_text(
        text.replace("《{{ 项目名称 }}》", "《{{ 项目名称 }}》{{ 1 + 省份 if 项目名称 > '立' }}"), encoding="utf-8"
    )
    _, _, problems = check_campaign(folder)
    (problem,) = [one for one in problems if one.severity == "error"]
    assert (problem.code, problem.place.file) == ("wording", FILE)
    assert "第001号" in problem.message
