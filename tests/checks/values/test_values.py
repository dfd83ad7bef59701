from datetime import date, datetime
from decimal import Decimal

import pytest

from generator.campaign.errors import Place
from generator.campaign.fields import Field, Kind
from generator.checks.values.absent import ELSEWHERE
from generator.checks.values.values import convert
from generator.reading.raw import Raw, Scalar

PLACE = Place("a.xlsx", "申报项目", "C5")


def converted(value: Scalar | tuple[str, ...], kind: Kind, **field: object) -> tuple[object, list[str]]:
    made = Field("key", "某项", kind, **field)  # type: ignore[arg-type]
    result = convert(Raw(value, PLACE), made, made.choices if isinstance(made.choices, tuple) else (), Raw(None, PLACE))
    return result.value, [f"{problem.severity}:{problem.code}:{problem.message}" for problem in result.problems]


def codes(value: Scalar | tuple[str, ...], kind: Kind, **field: object) -> list[str]:
    return [problem.split(":")[1] for problem in converted(value, kind, **field)[1]]


@pytest.mark.parametrize(
    ("number", "problems"),
    [
        ("11010519491231002X", []),
        ("440524188001010014", []),
        ("360102198705120018", []),
        ("11010519491231002x", []),
        ("360102198705120017", ["id-number"]),
        ("360102198702300018", ["id-number"]),
        ("110105491231002", ["id-number"]),
        (360102198705120018, ["cell-type"]),
        (3.601e17, ["cell-type"]),
        ("36010219870512001х", ["id-number"]),
        ("360102 19870512 0018", ["normalised"]),
        ("36010219870512001٨", ["character"]),
        ("360102\u00a01987\u00a00512\u00a00018", ["normalised"]),
        ("３６０１０２１９８７０５１２００１８", ["normalised"]),
    ],
)
def test_an_id_number_is_judged_by_type_form_date_and_check_digit(number: Scalar, problems: list[str]) -> None:
    assert codes(number, Kind.ID_NUMBER, personal=True) == problems


def test_an_id_number_is_masked_in_the_message() -> None:
    _, problems = converted("360102198705120017", Kind.ID_NUMBER, personal=True)
    assert "360***********0017" in problems[0]
    assert "360102198705120017" not in problems[0]


@pytest.mark.parametrize("phone", ["13900001234", "0791-88001234", "0791-8800123", "010-62345678-123", "079188001234"])
def test_a_mobile_or_landline_number_is_taken_as_typed(phone: str) -> None:
    assert converted(phone, Kind.PHONE, personal=True) == (phone, [])


@pytest.mark.parametrize(
    "phone",
    [
        "12345678901",
        "00000000000",
        "11011011011",
        "0091-88001234",
        "139-0000-1234",
        "791-88001234",
        "88001234",
        "1390000123",
        "139000012345",
        "二三",
        "13900001234/13800001234",
    ],
)
def test_another_phone_is_refused_and_masked(phone: str) -> None:
    value, problems = converted(phone, Kind.PHONE, personal=True)
    assert value is None
    assert "phone" in problems[-1]
    assert phone not in problems[-1]


@pytest.mark.parametrize(
    ("typed", "kind", "named"),
    [
        ("0791—88001234", Kind.PHONE, "“—”（U+2014），应为半角的“-”"),
        ("1390000l234", Kind.PHONE, "“l”（U+006C），应为数字“1”"),
        ("1390000123O", Kind.PHONE, "“O”（U+004F），应为数字“0”"),
        ("0791-88001234转801", Kind.PHONE, "“转”（U+8F6C）"),
        ("13900001234、13800001234", Kind.PHONE, "不止一个号码"),
        ("36O102198705120018", Kind.ID_NUMBER, "“O”（U+004F），应为数字“0”"),
        ("36010219870512001Х", Kind.ID_NUMBER, "“Х”（U+0425），末位的X要用英文字母"),
        ("3601021987051200l8", Kind.ID_NUMBER, "“L”（U+004C）"),
        ("ZL2O2220123456.7", Kind.PATENT_NUMBER, "“O”（U+004F），应为数字“0”"),
        ("ZL202220123456。7", Kind.PATENT_NUMBER, "“。”（U+3002），应为半角的“.”"),
    ],
)
def test_the_sign_that_does_not_belong_into_a_number_is_named(typed: str, kind: Kind, named: str) -> None:
    value, problems = converted(typed, kind, personal=kind is not Kind.PATENT_NUMBER)
    assert value is None
    assert named in problems[-1]
    assert kind is Kind.PATENT_NUMBER or typed not in problems[-1]


@pytest.mark.parametrize("typed", ["（0791）88001234", "(0791)88001234", "(0791)-88001234", "（0791） 88001234"])
def test_an_area_code_in_brackets_becomes_one_with_a_dash_and_that_is_told(typed: str) -> None:
    value, problems = converted(typed, Kind.PHONE, personal=True)
    assert value == "0791-88001234"
    assert [problem.split(":")[1] for problem in problems][:1] == ["normalised"]


@pytest.mark.parametrize("word", ["无", "/", "／", "\\", "—", "-", "暂无", "没有"])
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.PATENT_NUMBER, Kind.DATE, Kind.TEXTS, Kind.CHOICES])
def test_a_word_for_nothing_is_nothing_where_nothing_is_needed(word: str, kind: Kind) -> None:
    value, problems = converted(word, kind, required=False, choices=("甲",))
    assert not value
    assert problems == []


@pytest.mark.parametrize("word", ["None", "null", "NULL", "nan", "NaN", "N/A", "#N/A", "待定", "空"])
def test_a_word_that_may_have_come_by_mistake_is_nothing_and_told(word: str) -> None:
    value, problems = converted(word, Kind.TEXT, required=False)
    assert value == ""
    assert [problem.split(":")[:2] for problem in problems] == [["warning", "placeholder"]]


@pytest.mark.parametrize("word", ["无", "/", "—", "None", "nan", "待定"])
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.LONG_TEXT, Kind.PERSON, Kind.PHONE, Kind.DATE, Kind.INTEGER])
def test_a_word_for_nothing_is_not_filled_in_where_something_is_needed(word: str, kind: Kind) -> None:
    assert codes(word, kind) == ["required"]


@pytest.mark.parametrize("word", ["同上", "〃"])
def test_a_reference_to_another_row_is_an_error(word: str) -> None:
    assert codes(word, Kind.TEXT, required=False) == ["placeholder"]


def test_a_word_for_nothing_that_is_one_of_the_choices_is_that_choice() -> None:
    assert converted("无", Kind.CHOICE, choices=("有", "无")) == ("无", [])


@pytest.mark.parametrize("typed", ["无锡", "无损检测", "/dev", "Nancy", "空压机", "略阳", "-5℃"])
def test_a_text_that_only_begins_like_nothing_stays(typed: str) -> None:
    assert converted(typed, Kind.TEXT) == (typed, [])


def test_two_people_are_an_error_where_names_are_public_and_a_reminder_elsewhere() -> None:
    assert converted("张三、李四", Kind.PERSON, public=True)[1][0].startswith("error:several-people")
    assert converted("张三、李四", Kind.PERSON)[1][0].startswith("warning:several-people")


@pytest.mark.parametrize(
    "typed",
    [
        "2023-08-01 00:00:00",
        "2023-08-01T00:00:00",
        "2023-08-01",
        "2023/8/1",
        "2023.8.1",
        "2023年8月1日",
        datetime(2023, 8, 1),  # noqa: DTZ001 - a date cell has no zone
        date(2023, 8, 1),
    ],
)
def test_a_date_is_a_date_cell_or_one_of_the_stated_forms(typed: Scalar) -> None:
    assert converted(typed, Kind.DATE) == (date(2023, 8, 1), [])


@pytest.mark.parametrize(
    "typed",
    [
        "2023年8月",
        "2023",
        "2023.8",
        "20230801",
        "2023-08-01 12:30:00",
        "2023-02-30",
        "八月一日",
        45139,
        date(9999, 12, 31),
        2023.8,
        date(1900, 2, 28),
        "0023-08-01",
    ],
)
def test_another_date_is_refused(typed: Scalar) -> None:
    assert codes(typed, Kind.DATE) == ["date"]


@pytest.mark.parametrize(
    ("number", "problems"),
    [
        ("ZL202220123456.7", []),
        ("202220123456.7", []),
        ("ZL202220123456.8", ["patent-number"]),
        ("2021SR0123456", []),
        ("专利123", ["patent-number"]),
    ],
)
def test_a_patent_number_is_judged_by_form_and_check_digit(number: str, problems: list[str]) -> None:
    assert codes(number, Kind.PATENT_NUMBER) == problems


def test_a_number_cell_where_text_belongs_is_refused() -> None:
    assert codes(1234, Kind.TEXT) == ["cell-type"]


@pytest.mark.parametrize("char", ["\x07", "\u200b", "\u202e", "\ufeff", "\ufffe", "\ue000", "\u00ad", "\ud800"])
def test_an_invisible_or_private_character_is_named_by_its_code_point(char: str) -> None:
    _, problems = converted(f"甲{char}乙", Kind.TEXT)
    assert f"U+{ord(char):04X}" in problems[0]


def test_an_old_private_code_point_becomes_the_character() -> None:
    value, problems = converted("周\ue863", Kind.TEXT)
    assert value == "周䶮"
    assert [problem.split(":")[1] for problem in problems] == ["normalised"]


def test_a_tab_becomes_a_blank_and_that_is_told() -> None:
    assert converted("甲\t乙", Kind.TEXT)[0] == "甲 乙"
    assert codes("甲\t乙", Kind.TEXT) == ["normalised"]
    assert codes("\t甲\t", Kind.TEXT) == []


def test_a_choice_outside_the_list_suggests_the_near_one() -> None:
    from generator.campaign.errors import Problem

    result = convert(Raw("小发名", PLACE), Field("k", "类别", Kind.CHOICE), ("小发明", "小创造"), Raw(None, PLACE))
    problem: Problem = result.problems[0]
    assert problem.fix == "是否应为“小发明”？"
    assert problem.place == PLACE


def test_several_choices_come_in_the_order_of_the_list() -> None:
    result = convert(Raw("乙、甲", PLACE), Field("k", "形式", Kind.CHOICES), ("甲", "乙"), Raw(None, PLACE))
    assert result.value == ("甲", "乙")


def test_too_long_says_how_many_characters_to_cut() -> None:
    _, problems = converted("五个字的话", Kind.TEXT, limit=3)
    assert "有5个字，超过3字" in problems[0]


def test_a_blank_required_value_is_a_problem_and_an_optional_one_is_not() -> None:
    assert codes("  ", Kind.TEXT) == ["required"]
    assert converted(None, Kind.TEXT, required=False) == ("", [])
    assert converted(None, Kind.DATE, required=False) == (None, [])
    assert converted(None, Kind.TEXTS, required=False) == ((), [])


def test_markup_in_a_value_stays_as_typed() -> None:
    text = "<b>&{{ 7*7 }}]]></w:t>"
    assert converted(text, Kind.TEXT) == (text, [])


@pytest.mark.parametrize(
    ("typed", "amount", "problems"),
    [
        (1234.5, "1234.5", []),
        (12, "12", []),
        (0.1 + 0.2, "0.3", []),
        ("1,234.5", "1234.5", []),
        ("1234.5万元", "1234.5", []),
        ("1234.5 万", "1234.5", ["normalised"]),
        ("￥1，234.5", "1234.5", ["normalised"]),
        ("１２", "12", ["normalised"]),
        ("12000元", "1.2", ["normalised"]),
        ("0.5亿元", "5000", ["normalised"]),
        ("-3", "-3", []),
        ("0", "0", []),
    ],
)
def test_money_may_be_typed_in_many_ways(typed: Scalar, amount: str, problems: list[str]) -> None:
    value, _ = converted(typed, Kind.MONEY, unit="万元")
    assert value == Decimal(amount)
    assert codes(typed, Kind.MONEY, unit="万元") == problems


@pytest.mark.parametrize(
    "typed",
    ["约12", "12,34.5", "1,2345", "1.23456", 1 / 3, "12万美元", "12-15", "1234567890123", "十二万", "12公斤", "1e3",
     True, "12.", "a", "1 2 3 元角"],
)  # fmt: skip
def test_what_is_no_amount_in_the_unit_is_told(typed: Scalar) -> None:
    value, _ = converted(typed, Kind.MONEY, unit="万元")
    assert value is None
    assert set(codes(typed, Kind.MONEY, unit="万元")) & {"money", "cell-type"}


def test_an_amount_in_foreign_money_is_not_taken_for_another() -> None:
    assert converted("12万美元", Kind.MONEY, unit="万美元")[0] == Decimal(12)
    assert codes("12万元", Kind.MONEY, unit="万美元") == ["money"]


def test_the_bounds_of_money_are_told_with_its_unit() -> None:
    (told,) = converted("1000", Kind.MONEY, unit="万元", least=0, most=999)[1]
    assert "1000万元" in told
    assert "0至999万元" in told


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({"least": 5}, "这里是3万元，小于5万元。"),
        ({"most": 2}, "这里是3万元，大于2万元。"),
        ({"least": 5, "most": 9}, "这里是3万元，不在5至9万元之间。"),
    ],
)
def test_a_number_out_of_bounds_is_told_those_that_there_are(bounds: dict[str, int], said: str) -> None:
    (told,) = converted("3", Kind.MONEY, unit="万元", **bounds)[1]
    assert told.endswith(said)


@pytest.mark.parametrize(
    ("bounds", "said"), [({"least": 3}, "这里是2项，小于3项。"), ({"most": 1}, "这里是2项，不在1至1项之间。")]
)
def test_too_few_or_too_many_texts_are_told_how_many_there_may_be(bounds: dict[str, int], said: str) -> None:
    (told,) = converted("甲；乙", Kind.TEXTS, **bounds)[1]
    assert told.endswith(said)


def test_a_day_that_there_is_not_is_told_so() -> None:
    assert converted("2022年2月29日", Kind.DATE)[1] == ["error:date:“2022年2月29日”这一天不存在。"]


def test_a_word_for_nothing_is_shown_in_a_personal_field_too() -> None:
    assert "写的是“无”" in converted("无", Kind.PHONE, personal=True)[1][0]
    assert "写的是“同上”" in converted("同上", Kind.PHONE, personal=True)[1][0]


@pytest.mark.parametrize("word", sorted(ELSEWHERE))
def test_a_word_that_says_where_it_stands_is_refused_where_something_must_stand_and_told_elsewhere(word: str) -> None:
    assert codes(word, Kind.PERSON) == codes(word, Kind.TEXT) == codes(word, Kind.DATE) == ["placeholder"]
    assert converted(word, Kind.TEXT)[0] is None
    for kind, is_required in ((Kind.TEXT, False), (Kind.LONG_TEXT, True)):
        value, told = converted(f"{word}。", kind, required=is_required)
        assert value == f"{word}。"
        assert [one.split(":")[:2] for one in told] == [["warning", "placeholder"]]
    assert converted(word, Kind.CHOICE, choices=(word,)) == (word, [])
