"""Lists of winners, as offices keep and paste them, give awards; what cannot be told is said line by line."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook

from generator.campaign.errors import DataError
from generator.editing.award_lists import Known, header_of, in_file, pasted, tier_called, understood
from generator.editing.awards import Given

TIERS = ("一等优秀成果", "二等优秀成果", "三等优秀成果")
KNOWN = Known(
    (("NC-001", "立式铣床快速夹具"), ("NC-002", "LED固晶机 吸嘴"), ("GZ-001", "同名项目"), ("GZ-002", "同名项目")),
    TIERS,
    {"number": "项目编号", "tier": "等次", "serial": "证书序号"},
)
ONE, TWO = Given("NC-001", TIERS[0], "9"), Given("NC-002", TIERS[1], "")


def awards(text: str) -> list[Given]:
    found, unread = understood(pasted(text), KNOWN)
    assert unread == []
    return found


def test_an_empty_cell_between_tabs_stays_one() -> None:
    listed = "项目编号\t项目名称\t等次\t证书序号\nNC-001\t\t一等优秀成果\t9\n\tLED固晶机 吸嘴\t二等优秀成果\t"
    assert awards(listed) == [ONE, TWO]


def test_lines_that_stay_are_taken_again_with_the_header_and_every_cell_in_its_column() -> None:
    lines = pasted("项目编号\t项目名称\t等次\t证书序号\nNC-001\t\t特等\t9")
    header = header_of(lines, KNOWN)
    assert header is not None
    (left,) = understood(lines, KNOWN)[1]
    again = f"{header.typed}\n{left.line.typed}".replace("特等", "一等")
    assert awards(again) == [ONE]
    assert header_of(pasted("NC-001 一等 9"), KNOWN) is None


@pytest.mark.parametrize(
    "text",
    [
        "NC-001\t一等优秀成果\t9\nNC-002\t二等优秀成果",
        "NC-001 一等 9\nNC-002 二等",
        "nc-001，一等奖，第009号\nＮＣ－002，二等奖",
        "立式铣床快速夹具  一等优秀成果  9\nLED固晶机 吸嘴 二等优秀成果",
        "《立式铣床快速夹具》、一等优秀成果、9\n\nLED固晶机吸嘴、二等优秀成果",
        "1\tNC-001\t立式铣床快速夹具\t某公司\t一等优秀成果\t9\n2\tNC-002\tLED固晶机 吸嘴\t某公司\t二等优秀成果",
        "序号\t项目名称\t等次\t证书序号\n1\t立式铣床快速夹具\t一等优秀成果\t9\n2\tLED固晶机 吸嘴\t二等优秀成果\t",
        "江西省获奖名单\n等次\t单位\t项目编号\t证书号\n一等优秀成果\t某公司\tNC-001\t9\n二等\t某公司\tNC-002",
    ],
)
def test_a_list_is_understood_however_it_is_pasted(text: str) -> None:
    assert awards(text) == [ONE, TWO]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("NC-009 一等", "没有编号或名称为“NC-009”的项目。"),
        ("NC-001", "没有写等次。"),
        ("NC-001\t特等", "没有“特等”这个等次，现有一等优秀成果、二等优秀成果、三等优秀成果。"),
        ("NC-001 特等", "没有“特等”这个等次，现有一等优秀成果、二等优秀成果、三等优秀成果。"),
        ("同名项目\t一等", "有2个项目叫“同名项目”（GZ-001、GZ-002），请写项目编号。"),
        ("NC-001\t一等\t十七", "证书序号“十七”不是1至999999的整数。"),
        ("NC-001\t一等\t0", "证书序号“0”不是1至999999的整数。"),
    ],
)
def test_a_line_that_gives_no_award_is_told(line: str, why: str) -> None:
    found, unread = understood(pasted(f"NC-002 二等\n{line}"), KNOWN)
    assert found == [TWO]
    assert [(one.line.number, one.why) for one in unread] == [(2, why)]
    again = understood(pasted(unread[0].line.text), KNOWN)[1]  # as it stays in the box
    assert [one.why for one in again] == [why]


def test_a_project_that_stands_twice_is_told_on_both_lines() -> None:
    found, unread = understood(pasted("NC-001 一等 1\nNC-002 二等\nNC-001 二等 2"), KNOWN)
    assert found == [TWO]
    assert [one.line.number for one in unread] == [1, 3]


def test_an_unknown_tier_under_a_header_is_told_with_those_there_are() -> None:
    _, unread = understood(pasted("项目编号\t等次\nNC-001\t特等"), KNOWN)
    assert [one.why for one in unread] == ["没有“特等”这个等次，现有一等优秀成果、二等优秀成果、三等优秀成果。"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_file_is_read_in_either_encoding(encoding: str) -> None:
    content = "项目编号,项目名称,等次,证书序号\r\nNC-001,立式铣床快速夹具,一等优秀成果,9\r\nNC-002,,二等优秀成果,\r\n"
    assert understood(in_file(content.encode(encoding), "名单.csv"), KNOWN) == ([ONE, TWO], [])


def test_an_excel_file_is_read_from_its_first_sheet_with_anything_in_it() -> None:
    book = Workbook()
    sheet = book.create_sheet("名单")
    for row in (
        ("获奖名单",),
        ("项目编号", "等次", "证书序号"),
        ("NC-001", "一等优秀成果", 9.0),
        ("NC-002", "二等优秀成果"),
    ):
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    assert understood(in_file(out.getvalue(), "名单.XLSX"), KNOWN)[0] == [ONE, TWO]


def test_a_file_that_is_no_list_is_refused() -> None:
    with pytest.raises(DataError):
        in_file(b"\xd0\xcf\x11\xe0" + bytes(600), "名单.xlsx")


@pytest.mark.parametrize(
    ("word", "tier"),
    [("一等", TIERS[0]), ("二等奖", TIERS[1]), ("三等优秀成果", TIERS[2]), ("一", None), ("优秀", None)],
)
def test_a_tier_may_be_called_by_its_beginning(word: str, tier: str | None) -> None:
    assert tier_called(word, TIERS) == tier
