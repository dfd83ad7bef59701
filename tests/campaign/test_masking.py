"""ID numbers and phones are hidden in names, however they are written; other long numbers of names stay."""

from __future__ import annotations

import re

import pytest

from generator.campaign.errors import Place, UsageError, error
from generator.campaign.masking import SAMPLES, without_persons
from generator.composing.names import distinct_names, file_name

# As they stand in names of files: whole, in parts, in other digits, beside other text.
PERSONAL = (
    "360102198705120018", "36010219870512001X", "36010219870512001x", "36010219870512001Ｘ", "36010219870512001Х",
    "360102 19870512 0018", "360102-19870512-0018", "360102_19870512_0018", "360102.19870512.0018",
    "36010219 87051200 18", "３６０１０２１９８７０５１２００１８", "３６０１０２　１９８７０５１２　００１８",
    "360102\u200b19870512\u200b0018", "360102870512001", "360102 870512 001", "360102-870512-001",
    "13900001234", "139-0000-1234", "139 0000 1234", "139.0000.1234", "１３９００００１２３４", "139\u202e00001234",
    "+8613900001234", "008613900001234", "+86-139-0000-1234", "013900001234",
    "0791-88001234", "079188001234", "(0791)88001234", "（0791）8800-1234", "0791—88001234", "010-88001234",
)  # fmt: skip
AROUND = (
    "{}",
    "身份证{}.pdf",
    "applications/{}.yaml",
    "zhang{}.xlsx",
    "NC-001-{}",
    "20230815-{}",
    "1.{}",
    "{}（2）",
    "{}xia",
    "a{}b",
)
OTHERS = (
    "NC-001-2023-08-15.pdf", "20230801120000", "202308010001001", "2023-08-01_2023-08-15_01", "001-2023-08-15.pdf",
    "ZL202220123456.7", "2021SR0123456", "第001号", "2023-08-01T12:00:00", "1690000000000",
    "微信图片_20230801120000.jpg",
    "0123456789abcdef01234567", "13900001234abcdef0123456", "http://127.0.0.1:8000/", "赣工五小证字〔2023〕第017-2号",
)  # fmt: skip


@pytest.mark.parametrize("number", PERSONAL)
def test_a_number_of_a_person_is_hidden_in_any_name(number: str) -> None:
    for around in AROUND:
        told = without_persons(around.format(number))
        before, after = around.split("{}")
        assert told.startswith(before)
        assert told.endswith(after)
        hidden = told.removeprefix(before).removesuffix(after) if after else told.removeprefix(before)
        assert hidden.count("*") >= len(number) - 8, told
        assert sum(char.isdigit() for char in hidden) <= 8
        assert without_persons(told) == told


@pytest.mark.parametrize("name", OTHERS)
def test_other_long_numbers_of_a_name_stay(name: str) -> None:
    assert without_persons(name) == name


def test_what_a_remedy_shows_as_a_sample_stays() -> None:
    for sample in SAMPLES:
        problem = error("phone", Place("a.yaml"), "联系人电话", "。", f"座机写成 {sample}。")
        assert sample in problem.fix


def test_places_problems_and_messages_name_files_without_their_numbers() -> None:
    place = Place("附件/360102198705120018.pdf", "表13900001234", "C5")
    assert str(place) == "附件/360***********0018.pdf › 表139****1234 › C5"
    assert place.file == "附件/360102198705120018.pdf"  # by which it is still found
    problem = error("file-name", place, "", "。", "请改用文件夹“13900001234”。")
    assert re.search(r"\d{5}", str(problem)) is None
    assert str(UsageError("没有文件“360102198705120018.pdf”。")) == "没有文件“360***********0018.pdf”。"


def test_names_of_outputs_hold_only_both_ends_of_such_a_number() -> None:
    assert file_name("张三13900001234的夹具") == "张三139____1234的夹具"
    assert distinct_names(["甲13900001234", "甲13911111234"]) == ("甲139____1234", "甲139____1234（2）")


@pytest.mark.parametrize(
    "name",
    [
        "基于GB/T 50001-2017的制图工具", "QY20231234型绞车", "DN1200管道20230801检修", "12345热线系统改造",
        "88001234型夹具", "ISBN 9787111213826", "2022SR1234567", "ZL202120123456.7", "JB/T 10216-2013",
        "型号1234567890", "YB12345678901", "±800kV 2000000千瓦", "2023-08-01", "X6132A铣床",
    ],
)  # fmt: skip
def test_numbers_of_models_standards_and_patents_are_nobodys(name: str) -> None:
    assert without_persons(name) == name
