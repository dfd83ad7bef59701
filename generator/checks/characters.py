"""The characters of a value: every one printable, numbers in plain digits; what is put right is reported."""

from __future__ import annotations

import unicodedata

from generator.errors import Problem, warning
from generator.fields import Field
from generator.masking import masked
from generator.reading.raw import Raw
from generator.typesetting.fonts import normalise_private_use


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
    return text


def _require_printable(text: str) -> None:
    for char in text:
        if unicodedata.category(char) == "Co":
            message = f"有自造字（U+{ord(char):04X}），别的电脑印不出来。"
            raise WrongValueError("character", message, "请改用标准汉字；生僻字可用输入法的“Unicode”方式输入。")
        if char != "\n" and unicodedata.category(char) in ("Cc", "Cs", "Cf", "Cn", "Zl", "Zp"):
            message = f"有看不见的字符（U+{ord(char):04X}）。"
            raise WrongValueError("character", message, "请删去该字符，或重新手工输入这一项。")


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
