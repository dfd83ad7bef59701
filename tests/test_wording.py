import re
from pathlib import Path

import pytest
from conftest import EXAMPLE, ROOT

from generator.campaign.errors import Severity
from generator.campaign.records import OfficialText
from generator.campaign.settings import Settings
from generator.checks.settings.settings import check_settings
from generator.composing.wording import certificate_number, official_text, unfilled_number, values
from generator.reading.campaign_folder import read_settings
from generator.reading.raw_campaign import RawCampaign
from generator.reading.yaml_files.file import read_yaml

SEED = ROOT / "tests" / "golden" / "notice-2023.txt"


@pytest.fixture(scope="module")
def settings() -> Settings:
    raw = RawCampaign(EXAMPLE)
    read_settings(raw)
    settings, _ = check_settings(raw)
    assert settings is not None
    return settings


def read_text(path: Path, settings: Settings) -> tuple[OfficialText | None, list[str]]:
    node, problems = read_yaml(path, path.name)
    assert node is not None, problems
    text, problems = official_text(node, path.name, values(settings, []))
    return text, [str(problem) for problem in problems]


def bare(line: str) -> str:
    return re.sub(r"\s", "", line)


def test_the_notice_says_what_the_notice_of_2023_says_line_by_line(settings: Settings) -> None:
    text, _ = read_text(EXAMPLE / "notice.yaml", settings)
    assert text is not None
    blocks = [block.number + block.lead + block.text for block in text.blocks]
    attachments = [f"{place}.{name}" for place, name in enumerate(text.attachments, start=1)]
    lines = [*text.title, text.addressee, *blocks, "附件：", *attachments]

    wanted = [bare(line) for line in SEED.read_text(encoding="utf-8").splitlines() if bare(line)]
    wanted = wanted[1 : wanted.index(settings.issuer)]
    # The one difference: the heading whose automatic number the published text lost.
    wanted[wanted.index("工作程序")] = "四、工作程序"
    assert [bare(line) for line in lines] == wanted


def test_the_slips_of_the_2023_notice_are_kept_and_named(settings: Settings) -> None:
    _, problems = read_text(EXAMPLE / "notice.yaml", settings)
    assert len(problems) == 3
    assert "“六、”，按顺序应为“七、”" in problems[0]
    assert "附件1的名称" in problems[1]
    assert "附件2的名称" in problems[2]


def test_another_year_changes_every_date_and_number_of_the_notice(settings: Settings) -> None:
    from datetime import date

    later = settings.model_copy(update={"year": 2024, "applications_until": date(2024, 8, 20), "summary_limit": 1500})
    text, _ = read_text(EXAMPLE / "notice.yaml", later)
    assert text is not None
    body = "".join(block.text for block in text.blocks)
    assert "2024年8月20日前报送" in body
    assert "（1500字以内）" in body
    assert "8月15日" not in body


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("标题: [甲]\n主送: 乙\n正文:\n  - 段落: '{{ 年渡 }}'\n附件: [丙]\n", "是否应为“年度”"),
        ("标题: [甲]\n主送: 乙\n正文:\n  - 段落: '{{ 9**9 }}'\n附件: [丙]\n", "只能用名称、条件和循环"),
        ("标题: [甲]\n主送: 乙\n正文:\n  - 段洛: 丁\n附件: [丙]\n", "是否应为“段落”"),
        ("标题: [甲]\n正文: []\n附件: [丙]\n", "主送"),
    ],
)
def test_a_wrong_wording_is_named_with_its_line(wrong: str, message: str, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "notice.yaml"
    path.write_text(wrong, encoding="utf-8")
    text, problems = read_text(path, settings)
    assert text is None
    assert any(message in problem and "notice.yaml › 第" in problem for problem in problems), problems


def test_headings_number_themselves_and_start_again_below_a_higher_one(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "notice.yaml"
    body = "".join(f"  - {kind}: 文\n" for kind in ("一级", "二级", "三级", "三级", "二级", "三级", "一级", "三级"))
    path.write_text(f"标题: [甲]\n主送: 乙\n正文:\n{body}附件: [丙]\n", encoding="utf-8")
    text, _ = read_text(path, settings)
    assert text is not None
    assert [block.number for block in text.blocks] == ["一、", "（一）", "1．", "2．", "（二）", "1．", "二、", "1．"]


def test_a_certificate_number_is_padded_to_three_digits() -> None:
    assert certificate_number("赣〔{年度}〕第{序号}号", 2023, 7) == "赣〔2023〕第007号"
    assert "没有 {序号}" in unfilled_number("赣〔{年度}〕号")
    assert "不认识" in unfilled_number("赣{年}第{序号}号")
    assert unfilled_number("第{序号}号") == ""


def test_severity_words_are_chinese() -> None:
    assert {severity.label for severity in Severity} == {"错误", "提醒"}
