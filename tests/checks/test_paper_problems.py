"""What finds no room on its page is told by check, with the number of characters that do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.campaign.errors import Problem
from generator.checks.campaign import check_campaign

Edit = Callable[[str, str, str], Path]
LONG = "新疆维吾尔自治区总工会职工技术协会与劳动和经济工作部办公室"


def fits(folder: Path) -> list[Problem]:
    _, _, problems = check_campaign(folder)
    return [one for one in problems if one.code in ("fit", "certificate-fit")]


def test_the_minimal_campaign_fits(minimal: Path) -> None:
    assert fits(minimal) == []


@pytest.mark.parametrize(("length", "wrong"), [(18, False), (19, True), (29, True)])
def test_a_letterhead_is_refused_only_where_it_would_be_smaller_than_18_pt(
    edited: Edit, length: int, wrong: bool
) -> None:
    edited("campaign.yaml", "主办单位: 江西省总工会", f"主办单位: {LONG[:length]}")
    problems = fits(edited("campaign.yaml", "版头: 不印", "版头: 红色印刷"))
    assert [one.field for one in problems] == ["主办单位"] * wrong
    assert all("最多18个字" in one.fix and one.place.file == "campaign.yaml" and one.place.line for one in problems)


def test_a_long_issuer_without_letterhead_is_right(edited: Edit) -> None:
    assert fits(edited("campaign.yaml", "主办单位: 江西省总工会", f"主办单位: {LONG}")) == []


@pytest.mark.parametrize("key", ["发文字号: 赣工办〔2023〕 号", "通报发文字号: 赣工发〔2023〕 号"])
def test_a_document_number_longer_than_a_line_is_refused(edited: Edit, key: str) -> None:
    label = key.partition(":")[0]
    (problem,) = fits(edited("campaign.yaml", f"\n{key}", f"\n{label}: {'国' * 30}"))
    assert (problem.field, problem.place.file) == (label, "campaign.yaml")
    assert "多出2个字" in problem.message
    assert "最多28个字" in problem.fix


def test_a_title_of_one_long_line_is_right_and_one_of_too_many_lines_is_refused(edited: Edit) -> None:
    given = "  - 优秀成果评选的通知"
    folder = edited("notice.yaml", given, "  - 优秀成果评选及发布活动的通知及其他有关事项的通知")
    assert fits(folder) == []
    (problem,) = fits(edited("notice.yaml", "  - 优秀成果评选", f"  - {'五小活动' * 30}优秀成果评选"))
    assert (problem.field, problem.place.file) == ("标题", "notice.yaml")
    assert problem.place.line > 0
    assert "最多5行" in problem.message


def certificate(folder: Path, title: str) -> Path:
    own = Path(__file__).parent.parent.parent / "templates" / "certificate" / "certificate.yaml"
    (folder / "templates" / "certificate").mkdir(parents=True)
    text = own.read_text(encoding="utf-8").replace("标题: 荣誉证书", f"标题: {title}")
    (folder / "templates" / "certificate" / "certificate.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("title", "wrong"), [("国" * 16, False), ("国" * 17, True)])
def test_a_certificate_s_title_is_refused_where_it_would_be_smaller_than_24_pt(
    minimal: Path, title: str, wrong: bool
) -> None:
    problems = fits(certificate(minimal, title))
    assert [one.message for one in problems] == ["证书上一行排不下，最多16个字。"] * wrong


@pytest.mark.parametrize("length", [22, 40])
def test_a_certificate_s_number_longer_than_its_line_is_refused_once(length: int, edited: Edit) -> None:
    edited("campaign.yaml", "证书编号: 赣工五小证字", f"证书编号: {'赣' * length}字")
    folder = edited(
        "applications/NC-001.yaml", "项目编号: NC-001", "评选结果: {等次: 一等优秀成果, 证书序号: 1}\n项目编号: NC-001"
    )
    edited("campaign.yaml", "{名称: 一等优秀成果, 数量: 10}", "{名称: 一等优秀成果, 数量: 1}")
    edited("campaign.yaml", "  - {名称: 二等优秀成果, 数量: 30}\n  - {名称: 三等优秀成果, 数量: 60}\n", "")
    problems = fits(folder)
    assert [(one.place.file, one.field) for one in problems] == [("campaign.yaml", "证书编号")]
    assert "证书校样上一行排不下" in problems[0].message
