"""A title that is longer than a line is broken at whole words, in the shape of a trapezium or a diamond."""

from __future__ import annotations

import re
from itertools import pairwise, product

import pytest

from generator.typesetting.breaking import NO_LINE_START
from generator.typesetting.titles import MOST_LINES, title_lines
from generator.typesetting.typeset import char_widths

WIDTH = 20.1  # 156 mm in characters of 22 pt
PROVINCES = re.findall(
    r"\S+",
    "北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 安徽省 福建省 "
    "江西省 山东省 河南省 湖北省 湖南省 广东省 广西壮族自治区 海南省 重庆市 四川省 贵州省 云南省 "
    "西藏自治区 陕西省 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区 新疆生产建设兵团 ",
)
ISSUERS = ("{}总工会", "{}总工会办公室", "{}总工会职工经济技术创新工作委员会")
TITLES = (
    "关于开展2023年{0}“五小”活动优秀成果评选及发布活动的通知",
    "{1}关于公布2023年{0}职工“五小”活动优秀成果的通报",
    "{1}关于印发《{0}职工“五小”活动管理办法》的通知",
    "2023年{0}职工“五小”活动优秀成果项目申报表",
    "2023年{0}职工“五小”活动优秀成果名单",
)


def width(line: str) -> float:
    return sum(char_widths(line, "xiaobiaosong"))


def is_trapezium_or_diamond(lines: tuple[str, ...]) -> bool:
    """Whether the lines do not grow again once they have become shorter."""
    steps = [width(other) - width(one) for one, other in pairwise(lines)]
    return not any(one < 0 < other for one, other in pairwise([step for step in steps if step]))


@pytest.mark.parametrize("province", PROVINCES)
def test_every_title_of_every_province_is_broken_as_the_rules_of_a_title_ask(province: str) -> None:
    broken = 0
    for issuer, title in product(ISSUERS, TITLES):
        names = (province, issuer.format(province))
        text = title.format(*names)
        lines = title_lines([text], WIDTH, names)
        assert "".join(lines) == text
        assert len(lines) <= MOST_LINES
        for line in lines:
            assert width(line) <= WIDTH, line
            assert len(line) >= 3, lines
            assert line[0] not in NO_LINE_START + "的和与及", lines
        for whole in ("“五小”", "2023年", "活动", "优秀", "成果", "通知", "通报", "职工", province):
            assert text.count(whole) == sum(line.count(whole) for line in lines), (whole, lines)
        assert is_trapezium_or_diamond(lines), lines
        broken += len(lines) > 1
    assert broken >= 10


def test_the_issuer_is_kept_whole_where_it_fits_a_line() -> None:
    for province in PROVINCES:
        name = f"{province}总工会"
        lines = title_lines([f"{name}关于公布2023年{province}职工“五小”活动优秀成果的通报"], WIDTH, (province, name))
        assert any(name in line for line in lines)


def test_lines_of_one_s_own_are_kept_where_each_fits() -> None:
    own = ("关于开展2023年江西省“五小”活动", "优秀成果评选及发布活动的通知")
    assert title_lines(own, WIDTH) == own
    assert title_lines(["通知"], WIDTH) == ("通知",)


def test_one_s_own_break_is_kept_where_another_line_is_too_long() -> None:
    own = ("内蒙古自治区总工会关于公布2023年内蒙古自治区职工", "“五小”活动优秀成果的通报")
    lines = title_lines(own, WIDTH, ("内蒙古自治区", "内蒙古自治区总工会"))
    assert len(lines) == 3
    assert lines[-1] == own[-1]


def test_the_title_given_as_one_line_is_broken_where_the_office_broke_it() -> None:
    given = "关于开展2023年江西省“五小”活动优秀成果评选及发布活动的通知"
    assert title_lines([given], WIDTH) == ("关于开展2023年江西省“五小”活动", "优秀成果评选及发布活动的通知")


@pytest.mark.parametrize("count", [21, 39, 40, 41, 60, 61, 80, 99, 100, 130])
def test_a_title_of_no_known_words_is_broken_all_the_same(count: int) -> None:
    text = "某" * count
    lines = title_lines([text], WIDTH)
    assert "".join(lines) == text
    assert all(3 <= len(line) <= 20 for line in lines[:-1])
    assert len(lines) == -(-count // 20)


@pytest.mark.parametrize("count", [25, 41, 70])
def test_a_title_of_one_latin_word_is_not_cut_at_the_edge(count: int) -> None:
    lines = title_lines(["A" * count], WIDTH)
    assert "".join(lines) == "A" * count
    assert all(width(line) <= WIDTH for line in lines)


def test_numbers_and_short_quotes_are_never_broken() -> None:
    for filler in range(24):
        text = "某" * filler + "关于表彰2023年度“五小”活动第12届先进集体和个人的决定以及《十佳成果》30项获得者名单"
        lines = title_lines([text], WIDTH)
        for whole in ("2023年度", "“五小”", "第12届", "《十佳成果》", "30项"):
            assert any(whole in line for line in lines), (whole, lines)
        assert not any(re.match("[的和与及]", line) for line in lines)
