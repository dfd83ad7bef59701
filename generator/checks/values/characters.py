"""The characters of a value: every one printable, numbers in plain digits; what is put right is reported."""

from __future__ import annotations

import re
import unicodedata

from generator.campaign.errors import Problem, warning
from generator.campaign.fields import Field
from generator.campaign.masking import masked
from generator.reading.raw import Raw
from generator.typesetting.fonts import normalise_private_use

# Accents and selectors (Unicode's categories Mn, Me and Mc, as far as fonts of Chinese have them) that begin a text or
# follow a blank, where a line may begin; and the tone marks of Hangul, which only Hangul of the 15th century has.
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
_MISPLACED = re.compile(rf"(?:^|(?<=\s))[{_MARKS}\U000e0100-\U000e01ef]|[\u302e\u302f]")

# Signs around a letter (category Me) and Vietnamese reading marks: fonts give them room of their own, so lines would
# be longer than computed.
_ENCLOSING = re.compile("[\u20dd-\u20e0\u20e2-\u20e4\U00016ff0\U00016ff1]")


class WrongValueError(Exception):
    """A value that cannot be taken: code, message and remedy."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        """Carry what the problem will say."""
        self.code, self.message, self.fix = code, message, fix
        super().__init__(message)


def characters(raw: Raw, field: Field, notes: list[Problem]) -> str:
    """The text entered, every character printable. Numbers and dates are refused: Excel may have changed them.

    Line ends become line feeds, blanks around the text go; any other change is reported.
    """
    if not isinstance(raw.value, str):
        message = "单元格里是数字或日期，不是文字，Excel 可能已改动它。"
        raise WrongValueError("cell-type", message, "请把单元格格式改为“文本”后重新填写。")
    typed = raw.value.replace("\r\n", "\n").replace("\r", "\n").strip()
    text = normalise_private_use(typed).replace("\t", " ")
    if text != typed:
        what = "制表符已改为空格。" if "\t" in typed else "旧编码的生僻字已转为标准编码。"
        notes.append(warning("normalised", raw.place, field.label, what, "请核对，无误可不改。"))
    if not text.replace("\n", "").isprintable():
        _require_printable(text)
    require_marks_in_place(text)
    return text


def _require_printable(text: str) -> None:
    for char in text:
        if unicodedata.category(char) == "Co":
            message = f"有自造字（U+{ord(char):04X}），别的电脑印不出来。"
            raise WrongValueError("character", message, "请改用标准汉字；生僻字可用输入法的“Unicode”方式输入。")
        if char != "\n" and _is_invisible(char):
            message = f"有看不见的字符（U+{ord(char):04X}）。"
            raise WrongValueError("character", message, "请删去该字符，或重新手工输入这一项。")


def _is_invisible(char: str) -> bool:
    """Whether it shows nothing. What Python's tables lack may be a character of a newer Unicode: fonts tell."""
    category, code = unicodedata.category(char), ord(char)
    is_no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF  # nor ever will be (Unicode, section 23.7)
    return category in ("Cc", "Cs", "Cf", "Zl", "Zp") or (category == "Cn" and is_no_character)


def require_marks_in_place(text: str) -> None:
    """Nothing, unless an accent has no letter before it, or is one that text engines set with a circle of dots.

    Raises:
        WrongValueError: the text has one.
    """
    if text.isascii():
        return
    if found := _ENCLOSING.search(text):
        message = f"有套在字上的符号（U+{ord(found[0]):04X}），各字体画法不一，会排出纸外。"
        raise WrongValueError("character", message, "请删去该符号；带圈的字请用现成的字符，如①。")
    if not (found := _MISPLACED.search(text)):
        return
    message = f"有单独的附加符号（U+{ord(found[0][-1]):04X}），印出来会多一个虚线圆圈。"
    raise WrongValueError("character", message, "请删去该符号，或把它紧接在字母之后。")


def number_text(raw: Raw, field: Field, notes: list[Problem]) -> str:
    """Digits and signs in half width without spaces; a change made is reported."""
    typed = characters(raw, field, notes)
    text = "".join(unicodedata.normalize("NFKC", typed).split())
    if not text.isascii() and any(char.isdigit() and not char.isascii() for char in text):
        raise WrongValueError("character", "有其他文字的数字。", "请用 0 到 9 重新输入。")
    if text != typed:
        message = f"全角字符或空格已转为 {masked(text, field)}。"
        notes.append(warning("normalised", raw.place, field.label, message, "请核对，无误可不改。"))
    return text
