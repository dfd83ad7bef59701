"""What a cell shows by its font: raised and lowered characters are carried over, struck-out ones are told."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from conftest import MINIMAL
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from support.campaigns import as_workbook

from generator.campaign.fields import SHEETS
from generator.checks.campaign import check_campaign
from generator.reading.sheets.rich_text import carried_over
from generator.reading.sheets.workbook_file import read_workbook
from generator.typesetting.fonts import FONT_CLASSES, is_covered

RAISED, LOWERED, STRUCK = (
    InlineFont(vertAlign="superscript"),
    InlineFont(vertAlign="subscript"),
    InlineFont(strike=True),
)
PLAIN = InlineFont()
COMPLETERS = "其他完成人"


def unit_of(value: object, folder: Path, font: Font | None = None) -> tuple[object, list[tuple[str, str]]]:
    """What is read of a completer's unit, and the problems by code and message."""
    book = Workbook()
    for sheet, fields in SHEETS.items():
        book.create_sheet(sheet).append([field.label for field in fields])
    book[COMPLETERS].append(["NC-001", "邹䶮", "男", "铣工", "", value])
    if font is not None:
        book[COMPLETERS]["F2"].font = font
    path = folder / "applications.xlsx"
    book.save(path)
    tables, problems = read_workbook(path, path.name)
    (record,) = tables[COMPLETERS].records
    raw = record.values["unit"]
    return (None if raw.refused else raw.value), [(problem.code, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("runs", "read"),
    [
        ((("2×10", PLAIN), ("5", RAISED)), "2×10⁵"),
        ((("m", PLAIN), ("2", RAISED), ("（每日）", PLAIN)), "m²（每日）"),
        ((("H", PLAIN), ("2", LOWERED), ("O", PLAIN)), "H₂O"),
        ((("10", PLAIN), ("-", RAISED), ("12", RAISED)), "10⁻¹²"),
        ((("10", PLAIN), ("−(n+1)", RAISED)), "10⁻⁽ⁿ⁺¹⁾"),
        ((("SO", PLAIN), ("4", LOWERED), ("2-", RAISED)), "SO₄²⁻"),
        ((("甲", PLAIN), ("TM", RAISED)), "甲™"),
        ((("90", PLAIN), ("°", RAISED)), "90°"),
    ],
)
def test_raised_and_lowered_characters_are_read_as_unicode_s_own(
    runs: tuple[tuple[str, InlineFont], ...], read: str, tmp_path: Path
) -> None:
    value = CellRichText(*(TextBlock(font, text) for text, font in runs))
    assert unit_of(value, tmp_path) == (read, [])


def test_every_font_has_the_characters_that_are_carried_over() -> None:
    forms = "".join(
        (carried_over("0123456789+-=()ni", "superscript"), carried_over("0123456789+-=()aexnmk", "subscript"))
    )  # type: ignore[arg-type]
    assert len(forms) == 38
    assert [char for char in forms if not all(is_covered(char, font_class) for font_class in FONT_CLASSES)] == []


def test_a_character_without_a_raised_form_is_told_with_its_cell(tmp_path: Path) -> None:
    value = CellRichText("90", TextBlock(RAISED, "o"), "C")
    read, problems = unit_of(value, tmp_path)
    assert read == "90oC"
    assert [code for code, _ in problems] == ["script"]
    assert "“o”" in problems[0][1]


def test_a_whole_cell_in_raised_characters_is_carried_over_too(tmp_path: Path) -> None:
    assert unit_of("2", tmp_path, Font(vertAlign="superscript")) == ("²", [])


@pytest.mark.parametrize(
    ("value", "font", "shown"),
    [
        ("厂", Font(strike=True), "内容划有删除线"),
        (20, Font(strike=True), "内容划有删除线"),
        (CellRichText("新厂", TextBlock(STRUCK, "老厂")), None, "其中“老厂”划有删除线"),
        (CellRichText(TextBlock(STRUCK, "老"), TextBlock(STRUCK, "厂")), None, "内容划有删除线"),
    ],
)
def test_what_is_struck_out_is_told_and_not_taken(value: object, font: Font | None, shown: str, tmp_path: Path) -> None:
    read, problems = unit_of(value, tmp_path, font)
    assert read is None
    assert [code for code, _ in problems] == ["struck-out"]
    assert shown in problems[0][1]


def test_a_run_of_its_own_font_is_not_struck_out_by_the_cell_s(tmp_path: Path) -> None:
    value = CellRichText(TextBlock(PLAIN, "新厂"), TextBlock(InlineFont(strike=False), "一"))
    assert unit_of(value, tmp_path, Font(strike=True)) == ("新厂一", [])


def test_a_font_of_another_colour_changes_nothing(tmp_path: Path) -> None:
    value = CellRichText("新", TextBlock(InlineFont(color="FFFF0000", b=True), "厂"))
    assert unit_of(value, tmp_path) == ("新厂", [])


def test_a_raised_digit_stands_in_the_record_that_is_printed(minimal: Path) -> None:
    campaign, _, _ = check_campaign(MINIMAL)
    assert campaign is not None
    as_workbook(minimal, campaign.settings, campaign.applications)
    (minimal / "applications" / "NC-001.yaml").unlink()
    path = minimal / "applications.xlsx"
    book = load_workbook(io.BytesIO(path.read_bytes()))
    table = book["申报项目"]
    column = next(cell.column for cell in table[1] if str(cell.value).startswith("成果背景"))
    table.cell(3, column).value = CellRichText(
        "每日2×10", TextBlock(RAISED, "5"), "次，面积3 m", TextBlock(RAISED, "2")
    )
    book.save(path)
    read, _, problems = check_campaign(minimal)
    assert read is not None, problems
    assert read.applications[0].background == "每日2×10⁵次，面积3 m²"
