"""The characters of a value: which are refused, and as what."""

from __future__ import annotations

import unicodedata

import pytest

from generator.campaign.errors import Place
from generator.campaign.fields import APPLICATION_FIELDS
from generator.checks.printing import missing_glyphs, wording_problems
from generator.checks.values.characters import WrongValueError, characters
from generator.reading.raw import Raw
from generator.reading.yaml_files.file import Text
from generator.typesetting.fonts import is_covered

NAME = next(field for field in APPLICATION_FIELDS if field.key == "lead_name")
HERE = Place("applications.xlsx")
# The blocks of Chinese characters beyond the first plane, with what later versions of Unicode put into them.
CHINESE = range(0x20000, 0x33480)
# Characters that Unicode 15, 15.1 and 17 added there; Python knows those of the version that it was built with.
NEWER = (0x31350, 0x323AF, 0x2EBF0, 0x2EE5D, 0x323B0, 0x33479)


def refusal(text: str) -> str:
    try:
        assert characters(Raw(text, HERE), NAME, []) == text
    except WrongValueError as wrong:
        return wrong.message
    return ""


def test_no_chinese_character_is_called_invisible_however_new_it_is() -> None:
    unknown = [code for code in CHINESE if unicodedata.category(chr(code)) == "Cn"]
    assert unknown
    wrong = [code for code in CHINESE if refusal(f"张{chr(code)}") and code & 0xFFFE != 0xFFFE]
    assert wrong == []


@pytest.mark.parametrize("code", NEWER)
def test_a_newer_character_is_printed_or_told_as_one_that_no_font_has(code: int) -> None:
    char = chr(code)
    assert refusal(f"张{char}") == ""
    messages = [problem.message for problem in missing_glyphs(f"张{char}", HERE, NAME.label)]
    lacking = [f"字体中没有“{char}”（U+{code:04X}），印不出来。"]
    assert messages == ([] if is_covered(char, "kaiti") and is_covered(char, "heiti") else lacking)


@pytest.mark.parametrize("code", [0xFDD0, 0xFFFE, 0x2FFFF, 0x10FFFE, 0x200B, 0x202E, 0xFEFF, 0xAD])
def test_what_never_shows_is_called_invisible(code: int) -> None:
    assert refusal(f"张{chr(code)}三") == f"有看不见的字符（U+{code:04X}）。"


MARKS = [
    chr(code)
    for code in range(0x300, 0x16000)
    if unicodedata.category(chr(code)) in ("Mn", "Mc") and is_covered(chr(code), "kaiti")
]


def test_every_accent_needs_a_letter_before_it() -> None:
    assert len(MARKS) > 50
    for mark in MARKS:
        told = f"有单独的附加符号（U+{ord(mark):04X}），印出来会多一个虚线圆圈。"
        assert refusal(f"{mark}张三") == told
        assert refusal(f"张三 {mark}李四") == told
        assert refusal(f"e{mark}张三") == (told if mark in "\u302e\u302f" else "")


def test_signs_around_a_letter_are_refused() -> None:
    for code in (0x20DD, 0x20DE, 0x20DF, 0x20E0, 0x20E2, 0x20E3, 0x20E4, 0x16FF0, 0x16FF1):
        assert refusal(f"国{chr(code)}") == f"有套在字上的符号（U+{code:04X}），各字体画法不一，会排出纸外。"


def test_wording_is_looked_through_as_values_are() -> None:
    texts = {"申报\U00013000时间": "glyph", "申报\u202e时间": "character", "\u0301申报": "character", "申报时间": ""}
    for text, code in texts.items():
        found = [(problem.code, problem.place.line) for problem in wording_problems(Text(text, 7), "notice.yaml")]
        assert found == ([(code, 7)] if code else [])
