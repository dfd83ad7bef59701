"""One converter per kind of field: raw value → typed value, or the problem with its remedy.

Nothing is guessed: the cell's type decides, and what is normalised is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import phonenumbers
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from generator.checks.characters import WrongValueError, characters, number_text
from generator.errors import Problem, error, warning
from generator.fields import Field, Kind
from generator.masking import masked, quoted
from generator.reading.raw import Raw, near_miss

DATE_FORMS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII),
)
PATENT_NUMBER = re.compile(r"(?:ZL)?(\d{12})\.([\dX])|\d{4}SR\d{6,8}", re.ASCII)
PATENT_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
PROVINCE_CODES = frozenset(
    map(
        str,
        (
            *range(11, 16),
            *range(21, 24),
            *range(31, 38),
            *range(41, 47),
            *range(50, 55),
            *range(61, 66),
            71,
            81,
            82,
            83,
        ),
    )
)
DATE_YEARS = range(1950, 2100)
LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}(?:-\d{1,5})?", re.ASCII)
MOBILE_DIGITS: Final = 11


@dataclass(frozen=True)
class Converted:
    """The typed value (None where nothing was entered) and what was found on the way."""

    value: object
    problems: tuple[Problem, ...] = ()
    ok: bool = True


def convert(raw: Raw | None, field: Field, choices: Sequence[str], record_place: Raw) -> Converted:
    """The value of the field's kind. Blank values of optional fields become "", (), or None by kind."""
    if raw and raw.refused:
        return Converted(None, ok=False)
    if raw is None or raw.is_blank or (isinstance(raw.value, tuple) and not "".join(raw.value).strip()):
        return _blank(raw or record_place, field)
    notes: list[Problem] = []
    try:
        value = _CONVERTERS[field.kind](raw, field, tuple(choices), notes)
        _require_limits(value, field)
    except WrongValueError as wrong:
        shown = error(wrong.code, raw.place, field.label, wrong.message, wrong.fix)
        return Converted(None, (shown,), ok=False)
    return Converted(value, tuple(notes))


def _blank(raw: Raw, field: Field) -> Converted:
    if field.required:
        problem = error("required", raw.place, field.label, "没有填写。", "请补填。")
        return Converted(None, (problem,), ok=False)
    empty: dict[Kind, object] = {
        Kind.DATE: None,
        Kind.INTEGER: None,
        Kind.TEXTS: (),
        Kind.CHOICES: (),
        Kind.YES_NO: False,
        Kind.MILLIMETRES: 0.0,
    }
    return Converted(empty.get(field.kind, ""))


def _require_limits(value: object, field: Field) -> None:
    """Raises WrongValueError for a text that is too long, a number out of bounds, and too few or too many texts."""
    if isinstance(value, tuple):
        _require_between(len(value), field, "项")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        _require_between(value, field)
    for text in value if isinstance(value, tuple) else (value,):
        if field.limit is not None and isinstance(text, str) and len(text) > field.limit:
            whose = f"{quoted(text)}" if isinstance(value, tuple) else ""
            over = len(text) - field.limit
            message = f"{whose}有{len(text)}个字，超过{field.limit}字。"
            raise WrongValueError("too-long", message, f"请删减{over}个字。")


_UNITS = {Kind.PERCENT: "%", Kind.MILLIMETRES: "毫米"}


def _require_between(number: float, field: Field, unit: str = "") -> None:
    """Raises WrongValueError where the number is out of the field's bounds, which its remedy tells."""
    least, most = field.least, field.most
    if (least is None or number >= least) and (most is None or number <= most):
        return
    unit = unit or _UNITS.get(field.kind, "")
    bounds = f"{1 if least is None else least}至{most}{unit}"
    hint = f"；{field.hint}" if field.hint else ""
    raise WrongValueError("bounds", f"这里是{number:.15g}{unit}，不在{bounds}之间。", f"请改为{bounds}{hint}。")


def _text(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> str:
    """One line of text."""
    text = characters(raw, field, notes)
    if "\n" in text:
        raise WrongValueError("line-break", "这一项只能写一行。", "请删去换行。")
    return text


def _long_text(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> str:
    """Paragraphs, one a line; empty lines are dropped."""
    lines = (line.strip() for line in characters(raw, field, notes).split("\n"))
    return "\n".join(line for line in lines if line)


def _texts(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> tuple[str, ...]:
    listed = raw.value if isinstance(raw.value, tuple) else re.split(r"[；;\n]", characters(raw, field, notes))
    return tuple(_text(Raw(part, raw.place), field, (), notes) for part in listed if part.strip())


def _choice(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> str:
    text = _text(raw, field, (), notes)
    if text not in choices:
        raise WrongValueError("choice", f"{quoted(text)}不在可选范围内。", near_miss(text, choices))
    return text


def _choices(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> tuple[str, ...]:
    listed = raw.value if isinstance(raw.value, tuple) else re.split(r"[、；;，,\n]", characters(raw, field, notes))
    chosen = [_choice(Raw(part, raw.place), field, choices, notes) for part in listed if part.strip()]
    return tuple(choice for choice in choices if choice in chosen)


def _yes_no(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> bool:
    return _choice(raw, field, ("是", "否"), notes) == "是"


def _date(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> date:
    if isinstance(raw.value, date):
        return _plausible(raw.value.date() if isinstance(raw.value, datetime) else raw.value)
    text = number_text(raw, field, notes) if isinstance(raw.value, str) else str(raw.value)
    for form in DATE_FORMS:
        if match := form.fullmatch(text):
            try:
                return _plausible(date(*(int(part) for part in match.groups())))
            except ValueError:
                break
    message = f"{quoted(text)}不是写明年月日的日期。"
    raise WrongValueError("date", message, "请写成 2023-08-01 或 2023年8月1日。")


def _plausible(day: date) -> date:
    """The same date; one of another century is a number that Excel shows as a date."""
    if day.year not in DATE_YEARS:
        raise WrongValueError("date", f"“{day}”不像是真的日期。", "请写成 2023-08-01 或 2023年8月1日。")
    return day


def _phone(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> str:
    """A mobile or landline number as typed, checked against China's numbering plan."""
    text = number_text(raw, field, notes)
    mobile = text.isdigit() and len(text) == MOBILE_DIGITS and text.startswith("1")
    if mobile or LANDLINE.fullmatch(text):
        plain = re.sub(r"-\d{1,5}$", "", text) if text.count("-") > 1 else text
        if phonenumbers.is_possible_number(phonenumbers.parse(plain, "CN")):
            return text
    message = f"“{masked(text, field)}”不是手机号码或带区号的座机号码。"
    raise WrongValueError("phone", message, "手机写11位，座机写成 0791-88000000。")


def _id_number(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> str:
    text = number_text(raw, field, notes).upper()
    hidden = masked(text, field)
    if len(text) == 15 and text.isdigit():
        raise WrongValueError("id-number", f"{hidden} 是15位旧号码。", "请填18位身份证号码。")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        message = f"{hidden} 有{len(text)}位，身份证号码应为18位。" if len(text) != 18 else _foreign_sign(text)
        raise WrongValueError("id-number", message, "请对照身份证逐位核对。")
    if wrong := _wrong_part(text):
        raise WrongValueError("id-number", f"{hidden} 的{wrong}不对。", "请对照身份证逐位核对。")
    return text


def _foreign_sign(number: str) -> str:
    """What is told of a number of 18 characters that are not all digits."""
    sign = next(char for char in number if char not in "0123456789")
    return f"号码里有“{sign}”（U+{ord(sign):04X}），它不是数字；末位的X要用英文字母。"


def _wrong_part(number: str) -> str:
    """The part of an 18-digit number that is wrong (GB 11643-1999), empty where none is.

    Of the region only the province is judged: cards keep the codes of counties that no longer exist.
    """
    if number[:2] not in PROVINCE_CODES:
        return "地区码"
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return "出生日期"
    return "" if ric.calc_check_digit(number) == number[-1] else "校验码"


def _patent_number(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> str:
    text = number_text(raw, field, notes).upper()
    match = PATENT_NUMBER.fullmatch(text)
    if not match:
        message = f"{quoted(text)}不是专利号或软件著作权登记号。"
        raise WrongValueError("patent-number", message, "请写成 ZL202110123456.7 或 2021SR0123456。")
    digits, check = match.group(1), match.group(2)
    if digits and "0123456789X"[_patent_sum(digits)] != check:
        fix = "请对照专利证书核对。"
        notes.append(warning("patent-number", raw.place, field.label, f"{text} 的校验位不对。", fix))
    return text


def _patent_sum(digits: str) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, PATENT_WEIGHTS, strict=True)) % 11


def _integer(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> int:
    if isinstance(raw.value, bool) or (isinstance(raw.value, float) and not raw.value.is_integer()):
        raise WrongValueError("integer", f"{quoted(str(raw.value))}不是整数。", "请填整数。")
    if isinstance(raw.value, int | float):
        return int(raw.value)
    text = number_text(raw, field, notes)
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise WrongValueError("integer", f"{quoted(text)}不是整数。", "请填整数。")
    return int(text)


def _percent(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> int:
    text = number_text(raw, field, notes)
    if not re.fullmatch(r"[+-]?[0-9]{1,9}%", text):
        raise WrongValueError("percent", f"{quoted(text)}不是百分数。", "请写成 20%。")
    return int(text.removesuffix("%"))


def _millimetres(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> float:
    text = number_text(raw, field, notes) if isinstance(raw.value, str) else str(raw.value)
    if not re.fullmatch(r"[+-]?[0-9]{1,3}(\.[0-9])?", text):
        raise WrongValueError("millimetres", f"{quoted(text)}不是毫米数。", "请写成 1.5 或 -0.5，最多一位小数。")
    return float(text)


_Converter = Callable[[Raw, Field, tuple[str, ...], list[Problem]], object]
_CONVERTERS: dict[Kind, _Converter] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _long_text,
    Kind.TEXTS: _texts,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
    Kind.PHONE: _phone,
    Kind.ID_NUMBER: _id_number,
    Kind.PATENT_NUMBER: _patent_number,
    Kind.INTEGER: _integer,
    Kind.PERCENT: _percent,
    Kind.MILLIMETRES: _millimetres,
}
