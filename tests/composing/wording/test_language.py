"""What the language of wording makes of dates and marks, and that no expression is more than a problem."""

from __future__ import annotations

import random
import re
import time
import warnings
from collections import Counter
from datetime import date

import pytest
from conftest import EXAMPLE
from support.pace import pace

from generator.campaign.layout import package_templates
from generator.campaign.settings import CAMPAIGN_FIELDS
from generator.checks.campaign import check_settings_of
from generator.composing.wording import phrase, values
from generator.composing.wording.chinese import nested_marks
from generator.composing.wording.language import FILTERS
from generator.composing.wording.reader import Reader
from generator.reading.yaml_files.file import Text

DAY = date(2023, 8, 15)


@pytest.mark.parametrize(
    ("last", "text"),
    [
        (date(2023, 8, 31), "2023年8月15日至31日"),
        (date(2023, 9, 10), "2023年8月15日至9月10日"),
        (date(2024, 8, 15), "2023年8月15日至2024年8月15日"),
        (date(2024, 1, 5), "2023年8月15日至2024年1月5日"),
        (date(2023, 8, 15), "2023年8月15日至15日"),
    ],
)
def test_a_day_is_shortened_as_far_as_it_agrees_with_the_date_before(last: date, text: str) -> None:
    assert phrase("{{ 甲|年月日 }}至{{ 乙|日 }}", {"甲": DAY, "乙": last}) == text


def test_month_and_day_are_shortened_within_a_year_only() -> None:
    text = "{{ 甲|年月日 }}至{{ 乙|月日 }}"
    assert phrase(text, {"甲": DAY, "乙": date(2023, 8, 31)}) == "2023年8月15日至8月31日"
    assert phrase(text, {"甲": DAY, "乙": date(2024, 8, 31)}) == "2023年8月15日至2024年8月31日"


def test_the_date_before_is_that_of_the_same_text_and_the_last_one_printed() -> None:
    days = {"甲": DAY, "乙": date(2023, 9, 10), "丙": date(2023, 9, 20), "某": False}
    assert phrase("{{ 甲|年月日 }}、{{ 乙|日 }}、{{ 丙|日 }}", days) == "2023年8月15日、9月10日、20日"
    assert phrase("{{ 甲|年月日 }}{% if 某 %}{{ 乙|日 }}{% endif %}至{{ 丙|日 }}", days) == "2023年8月15日至9月20日"
    assert phrase("{{ 乙|日 }}", days) == "10日"


@pytest.mark.parametrize("name", ["年月日", "月日", "日"])
@pytest.mark.parametrize("value", [None, "", 2023, "2023年"])
def test_only_a_date_is_written_as_a_date(name: str, value: object) -> None:
    with pytest.raises(TypeError, match="日期"):
        phrase(f"{{{{ 甲|{name} }}}}", {"甲": value})


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("《《规程》》", "《〈规程〉》"),
        ("《《规程》编制法》", "《〈规程〉编制法》"),
        ("《甲〈乙〉》", "《甲〈乙〉》"),
        ("《《《甲》》》", "《〈《甲》〉》"),
        ("《《《《甲》乙》》》", "《〈《〈甲〉乙》〉》"),
        ("《甲》和《乙》", "《甲》和《乙》"),
        ("《关于《甲》和《乙》的办法》", "《关于〈甲〉和〈乙〉的办法》"),
        ("〈《甲》〉", "〈《甲》〉"),
        ("““五小”之星”", "“‘五小’之星”"),
        ("《“五小”成果》", "《“五小”成果》"),
        ("“《甲“乙”》”", "“《甲‘乙’》”"),
        ("《《甲》", "《《甲》"),
        ("甲》》", "甲》》"),
        ("“O’Neil的“甲””", "“O’Neil的‘甲’”"),
        ("", ""),
    ],
)
def test_marks_within_marks_alternate(typed: str, printed: str) -> None:
    assert nested_marks(typed) == printed
    assert nested_marks(printed) == printed


def test_a_value_with_marks_of_its_own_is_nested_wherever_wording_puts_it_into_marks() -> None:
    assert phrase("完成的《{{ 名 }}》项目", {"名": "《规程》编制法"}) == "完成的《〈规程〉编制法》项目"
    assert phrase("完成的{{ 名 }}项目", {"名": "《规程》编制法"}) == "完成的《规程》编制法项目"


# ---- whatever is written

NAMES = ("年度", "名", "组", "日期", "无")
CONTEXT = {"年度": 2023, "名": "夹具", "组": [{"单位": ["甲"], "数量": 2}], "日期": DAY}
LEAVES = (*NAMES, "1", "'甲'", "0.5", "组[0].数量", "组[9]", "名[0]", "''", "9" * 400, "1e999", "[]", "{}", "()")
JOINTS = (
    "({})", "{}|int", "{}|length", "{}|日", "{}|汉字", "{}|顿号", "{}|round(9)", "{}|default(1)", "{}[0]", "{}.单位",
    "not {}", "{} + {}", "{} - {}", "{} ~ {}", "{} == {}", "{} and {}", "{} or {}", "{} if {} else {}", "{} < {}",
    "{} in {}", "-{}", "{}|join({})", "{}({})", "[{}, {}]", "{} ** {}", "{} * {}", "{} / {}", "{}|first",
    "{}|foo", "{} is {}",
)  # fmt: skip
FRAMES = (
    "{{{{ {} }}}}",
    "{{% if {} %}}甲{{% endif %}}",
    "{{% for 个 in {} %}}{{{{ 个 }}}}{{% endfor %}}",
    "{{% set 甲 = {} %}}",
)
CHAINS = ("|int", "+1", "~1", "[0]", ".甲", " and 1", " if 1 else 1", " == 1", " or 年度", "|default(1)")


def expression(chance: random.Random, depth: int) -> str:
    if depth == 0 or chance.random() < 0.1:
        return chance.choice(LEAVES)
    joint = chance.choice(JOINTS)
    return joint.format(*(expression(chance, depth - 1) for _ in range(joint.count("{}"))))


def odd_texts() -> list[str]:
    """Expressions of every kind, deep, long, nested, and cut off in the middle."""
    chance = random.Random(2023)
    made = [chance.choice(FRAMES).format(expression(chance, chance.randrange(1, 5))) for _ in range(1500)]
    made += [text[: chance.randrange(1, len(text))] for text in made[::4]]
    for times in (30, 120, 300, 1500, 6000):
        made += [f"{{{{ 年度{chain * times} }}}}" for chain in CHAINS]
        made += [
            f"{{{{ {'(' * times}1{')' * times} }}}}",
            f"{{{{ {'not ' * times}1 }}}}",
            f"{{{{ {'[' * times}{']' * times} }}}}",
        ]
        made += [
            "{% if 年度 %}" * times + "甲" + "{% endif %}" * times,
            "{% for 个 in 组 %}" * times,
            "{{ 年度 }}" * times,
        ]
        nested = "".join(
            f"{{% for 个{depth} in {'组' if depth == 0 else f'个{depth - 1}.单位'} %}}" for depth in range(times)
        )
        made.append(nested + "甲" + "{% endfor %}" * times)
    return made


def test_no_expression_is_more_than_a_problem() -> None:
    texts = odd_texts()
    assert len(texts) > 1500
    told = Counter[str]()
    begun = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # Python's own, of expressions like 1[0]
        for text in texts:
            reader = Reader("notice.yaml", CONTEXT, final=True)
            reader.phrase(Text(text, 7), "段落", 1)
            assert len(reader.problems) <= 1
            told.update(one.message for one in reader.problems)
            assert all(one.place.line == 7 and one.fix for one in reader.problems)
    assert (time.process_time() - begun) * pace() < 60  # it takes 3 s; without a bound of the depth one text takes 10
    assert 1000 < told.total() < len(texts)
    assert any("太长或套得太深" in message for message in told)


# ---- a value without a filter is printed as an office writes it, or not at all


@pytest.mark.parametrize(
    ("text", "value", "printed"),
    [
        ("于{{ 值 }}前", DAY, "于2023年8月15日前"),
        ("{{ 值 }}同志", ("子丑", "寅卯"), "子丑、寅卯同志"),
        ("{{ 值 }}同志", ["子丑"], "子丑同志"),
        ("授予{{ 值 }}。", (), "授予。"),
        ("{{ 值 }}项", 8, "8项"),
        ("{{ 值 }}", "江西省", "江西省"),
        ("{{ 值 + 1 }}年", 2023, "2024年"),
    ],
)
def test_a_value_without_a_filter_is_written_as_an_office_writes_it(text: str, value: object, printed: str) -> None:
    assert phrase(text, {"值": value}) == printed


def test_a_date_without_a_filter_counts_as_the_date_before() -> None:
    assert phrase("{{ 甲 }}至{{ 乙|日 }}", {"甲": DAY, "乙": date(2023, 8, 31)}) == "2023年8月15日至31日"


@pytest.mark.parametrize(
    ("text", "value", "remedy"),
    [
        ("{{ 值 }}", True, "if"),
        ("{{ 值 > 3 }}", 8, "if"),
        ("{{ 值 }}", None, "没有填写"),
        ("{{ 值 }}", [{"名称": "特等奖", "数量": 1}], "for"),
        ("{% for 组 in 值 %}{{ 组 }}{% endfor %}", [{"单位": ["南昌"], "数量": 1}], "单位、数量"),
        ("{{ 值|顿号 }}", [{"名称": "特等奖"}], "for"),
    ],
)
def test_what_cannot_be_printed_is_told_with_what_to_do(text: str, value: object, remedy: str) -> None:
    with pytest.raises(TypeError, match=remedy):
        phrase(text, {"值": value})


def test_no_value_of_a_campaign_prints_as_a_program_writes_it() -> None:
    settings, _ = check_settings_of(EXAMPLE)
    assert settings is not None
    context = values(settings, ())
    reader = Reader("notice.yaml", context)
    printed = [reader.phrase(Text(f"甲{{{{ {name} }}}}", 7), "段落", 1) for name in context]
    assert len(printed) > 30
    assert [text for text in printed if re.search(r"[\[\]()']|True|False|None|\d-\d\d-", text)] == []
    assert all(re.search("if|for|没有填写", one.message) for one in reader.problems)


# ---- what is wrong is said in Chinese, by the name that is wrong


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_an_unknown_name_is_told_whatever_filter_it_has(name: str) -> None:
    reader = Reader("notice.yaml", {"申报截止": DAY})
    reader.phrase(Text(f"{{{{ 申报截至|{name} }}}}前", 7), "段落", 1)
    (problem,) = reader.problems
    assert "没有名为“申报截至”的值" in problem.message
    assert "申报截止" in problem.fix


WRONG = (
    "{{ 甲｜汉字 }}", "{{ 甲 }", "{{ 甲", "{% if 甲 %}乙", "{% for 个 in 组 %}乙", "{% fi %}", "{% endif %}",
    "{% if %}", "{{ }}", "{{ 甲 甲 }}", "{{ 省 + 甲 }}", "{{ 甲|顿号 }}", "{{ 组|汉字 }}", "{{ 甲|length }}",
    "{{ 甲|年 }}", "{% for 个 in 甲 %}{% endfor %}", "{% 甲 %}", "{{ 甲|汉字(1, 2) }}", "{{ 组 - 1 }}", "{% else %}",
    "{{ 甲.单位 }}", "{% set 丙 = 1 %}", "{{ 甲() }}", "{{ 甲 * 2 }}", "{# 甲", "{{ 省|int / 0 }}", "{{ 甲 > 省 }}",
)  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_told_without_a_word_of_english(text: str) -> None:
    reader = Reader("notice.yaml", {"甲": 200, "省": "江西省", "组": [{"单位": "南昌"}]})
    reader.phrase(Text(f"子{text}丑", 7), "段落", 1)
    (problem,) = reader.problems
    known = re.sub(
        r"templates/README\.md|campaign\.yaml|\{%.*?%\}|\b(if|endif|for|endfor|else|length|int)\b", "", problem.message
    )
    assert re.findall("[A-Za-z]{2,}", known) == []


# ---- what templates/README.md says of the language

WORDING = (
    (package_templates() / "README.md")
    .read_text(encoding="utf-8")
    .partition("## 文字文件")[2]
    .partition("## 工作表")[0]
)
EXPLAINED = re.findall(r"^\| `([^`]*\{.*)` \| (.*) \|$", WORDING, re.MULTILINE)


def test_every_form_that_is_explained_prints_what_is_said() -> None:
    settings, _ = check_settings_of(EXAMPLE)
    assert settings is not None
    context = values(settings, ()) | {"等": {"数量": 2}}
    printed = [phrase(form.replace("\\|", "|"), context) for form, _ in EXPLAINED if "loop" not in form]
    assert printed[:4] == ["2023年8月15日", "2023年8月15日至31日", "2023年7月24日至8月15日", "三"]
    assert printed[4] == "小发明、小创造、小革新、小设计、小建议"
    assert printed[5:8] == ["8", "等", "…"]
    assert printed[8].endswith("赣江新区不少于5项，")
    assert all(said.startswith(text) for (_, said), text in zip(EXPLAINED, printed[:4], strict=False))


def test_every_filter_of_our_own_is_explained() -> None:
    assert all(f"\\|{name} }}}}" in WORDING for name in FILTERS if name != "join")


def test_every_value_that_is_counted_is_explained() -> None:
    settings, _ = check_settings_of(EXAMPLE)
    assert settings is not None
    labels = {field.label for field in CAMPAIGN_FIELDS}
    assert [name for name in values(settings, ()) if name not in labels and f"`{name}`" not in WORDING] == []
