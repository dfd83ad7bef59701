"""The cells of the bulletin's tables: their lines, and that no name of a person is broken where it finds room."""

from __future__ import annotations

from generator.campaign.layout import OFFICIAL, WINNERS
from generator.rendering.sheets.winner_tables import winner_lines, winner_text

NAMES = ["朱晓峰", "卫火", "冯凤", "伍雪梅", "魏志强", "彭火根", "欧阳建国", "张三丰"]


def test_the_columns_fill_the_width_of_the_text() -> None:
    assert sum(column.width_mm for column in WINNERS.columns) == OFFICIAL.text_width_mm
    assert {column.key for column in WINNERS.columns} >= set(WINNERS.own_headers)


def test_no_name_is_broken_wherever_the_lines_end() -> None:
    for first in range(len(NAMES)):
        text = "、".join(NAMES[first:] + NAMES[:first])
        lines = winner_lines(text, "people")
        assert "".join(lines) == text
        assert all(line.endswith("、") for line in lines[:-1])
        assert winner_text(text, "people").replace("\n", "") == text
    assert any("\n" in winner_text("、".join(NAMES[first:]), "people") for first in range(len(NAMES)))


def test_a_name_longer_than_its_column_is_broken_and_nothing_of_it_is_lost() -> None:
    text = "李一、阿卜杜热合曼·阿卜杜拉江、王二"
    lines = winner_lines(text, "people")
    assert lines[0] == "李一、"
    assert "".join(lines) == text


def test_a_name_of_several_words_is_broken_between_them_alone() -> None:
    lines = winner_lines("Alexander von Humbol、Anne-Marie O'Connor、Kim、John Smith、Li Wei", "people")
    assert lines[:4] == ["Alexander von", "Humbol、", "Anne-Marie", "O'Connor、"]
    assert {"John Smith", "Li Wei"} <= {name for line in lines for name in line.split("、")}


def test_word_gets_its_own_lines_where_it_breaks_none_otherwise() -> None:
    assert winner_text("李一、王二", "people") == "李一、王二"
    long = "锂离子电池卷绕机隔膜接头识别、极片毛刺粉尘同步吸除三合一联动装置的研制与应用"
    assert winner_text(long, "name") == long
    assert len(winner_lines(long, "name")) > 1
