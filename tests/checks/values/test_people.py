"""Names as people write them: one person is one name, two are told, and the same person is known again."""

from __future__ import annotations

import pytest

from generator.checks.values.people import COMPOUND_SURNAMES, are_several, sameness, tidied


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("张三", "张三"),
        ("张　三", "张三"),
        ("张 三 丰", "张三丰"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提 · 吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("Ｔｏｍ　Ｌｅｅ", "Tom Lee"),
        ("Tom  Lee", "Tom Lee"),
        ("⾼⼤", "高大"),
        ("欧阳 娜娜", "欧阳娜娜"),
        ("张三（大）", "张三（大）"),
    ],
)
def test_a_name_is_printed_in_one_way(typed: str, printed: str) -> None:
    assert tidied(typed) == printed


@pytest.mark.parametrize(
    "typed",
    [
        "张三、李四", "张三,李四", "张三，李四", "张三/李四", "张三；李四", "张三 李四", "张三　李四　王五",
        "张三和李四", "张三等", "张三等5人", "欧阳娜娜 李四",
    ],
)  # fmt: skip
def test_two_people_in_one_name_are_seen(typed: str) -> None:
    assert are_several(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "张三",
        "张 三",
        "李和平",
        "欧阳 娜娜",
        "欧阳和平",
        "买买提·吐尔逊",
        "Tom Lee",
        "张三（大）",
        "张 三丰",
        "和珅",
    ],
)
def test_one_person_is_not_taken_for_two(typed: str) -> None:
    assert not are_several(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张三", "张 三"),
        ("买买提·吐尔逊", "买买提•吐尔逊"),
        ("Tom", "ＴＯＭ"),
        ("X52K铣床（新型）", "Ｘ52k 铣床(新型)"),
        ("高", "⾼"),
    ],
)
def test_texts_that_say_the_same_are_the_same(one: str, other: str) -> None:
    assert sameness(one) == sameness(other)


@pytest.mark.parametrize(("one", "other"), [("张三", "张四"), ("2×10⁵", "2×105"), ("H₂O", "H2O"), ("甲·乙", "甲乙")])
def test_texts_that_say_something_else_are_not(one: str, other: str) -> None:
    assert sameness(one) != sameness(other)


def test_compound_surnames_are_of_two_characters() -> None:
    assert len(COMPOUND_SURNAMES) > 30
    assert {len(name) for name in COMPOUND_SURNAMES} == {2}
