"""若干 in place of a number: of recommenders at least one application, of tiers as many as are awarded."""

from collections.abc import Callable
from pathlib import Path

from generator.campaign.records import Received
from generator.checks.campaign import check_campaign, check_settings_of
from generator.composing.receiving import receiving
from generator.composing.wording import phrase, values

Edit = Callable[[str, str, str], Path]
QUOTA = "最低数量: 1"


def test_an_open_quota_asks_for_one_and_is_shown_as_written(edited: Edit) -> None:
    folder = edited("campaign.yaml", QUOTA, "最低数量: 若干")
    settings, problems = check_settings_of(folder)
    assert settings is not None, problems
    assert settings.recommenders[0].least == 1
    sentence = "{% for 组 in 申报数量 %}{{ 组.单位|顿号 }}{{ 组.数量 }}项{% endfor %}"
    assert "若干项" in phrase(sentence, values(settings, ()))
    none = Received(name=settings.recommenders[0].name, applications=0, non_public=0, errors=0, reminders=0)
    (row,) = receiving(settings, [none], settings.applications_until)["rows"]
    assert (row["least_text"], row["missing"], row["is_short"]) == ("若干", "1", True)
    some = none.model_copy(update={"applications": 3})
    (row,) = receiving(settings, [some], settings.applications_until)["rows"]
    assert (row["missing"], row["is_short"]) == ("—", False)


def test_an_open_quota_without_an_application_is_told(edited: Edit) -> None:
    another = "最低数量: 若干}\n  - {名称: 九江市总工会, 简称: 九江, 类型: 设区市总工会, 最低数量: 若干"
    folder = edited("campaign.yaml", QUOTA, another)
    (problem,) = (one for one in check_campaign(folder)[2] if one.code == "quota")
    assert "九江市总工会申报0项，应不少于1项" in problem.message


def test_other_words_in_place_of_a_number_are_refused(edited: Edit) -> None:
    _, problems = check_settings_of(edited("campaign.yaml", QUOTA, "最低数量: 许多"))
    (problem,) = (one for one in problems if one.field == "最低数量")
    assert problem.code == "integer"


def test_an_open_tier_has_as_many_as_were_awarded(edited: Edit) -> None:
    folder = edited("campaign.yaml", "等次:\n", "等次:\n  - {名称: 鼓励奖, 数量: 若干}\n")
    campaign, _, _ = check_campaign(folder)
    assert campaign is not None
    before = values(campaign.settings, ())
    assert before["等次"][0] == {"名称": "鼓励奖", "数量": "若干", "首个项目": ""}
    assert before["获奖总数"] == "若干"
    assert phrase("{{ 等次[0].数量|汉字 }}", before) == "若干"
    file = folder / "applications/NC-001.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n评选结果: {{等次: 鼓励奖, 证书序号: 1}}\n", encoding="utf-8")
    campaign, _, problems = check_campaign(folder)
    assert campaign is not None
    after = values(campaign.settings, campaign.applications)
    assert (after["等次"][0]["名称"], after["等次"][0]["数量"]) == ("鼓励奖", 1)
    assert not [one for one in problems if one.code == "awards" and "鼓励奖" in one.message]
