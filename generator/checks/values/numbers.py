"""Numbers of people and patents: phones, ID numbers, patent numbers, each judged by its own rules."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import phonenumbers
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from generator.campaign.errors import Problem, warning
from generator.campaign.fields import Field
from generator.campaign.masking import masked, quoted_of
from generator.checks.values.characters import WrongValueError, number_text
from generator.checks.values.signs import MEANT, SEPARATORS, foreign_sign
from generator.composing.wording.chinese import plain_number
from generator.reading.raw import Raw

PATENT_NUMBER = re.compile(r"(?:ZL)?(\d{12})\.([\dX])|\d{4}SR\d{6,8}", re.ASCII)
PATENT_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
PROVINCE_CODES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
# What an amount may count in, in yuan; 万 is said for 万元.
YUAN: Final = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "千万元": 10_000_000, "亿元": 100_000_000}
AMOUNT = re.compile(r"[¥￥]?([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([一-龥]*)", re.ASCII)
MOST_DECIMALS, MOST_DIGITS = 4, 12
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
LANDLINE = re.compile(r"0[1-9]\d{1,2}-?[1-9]\d{6,7}(?:-\d{1,5})?", re.ASCII)
AREA_IN_BRACKETS = re.compile(r"^\s*[(（](0\d{2,3})[)）]\s*[-－]?\s*(?=\d)", re.ASCII)


def phone(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> str:
    """A mobile or landline number as typed, checked against China's numbering plan. Raises WrongValueError."""
    text = number_text(_with_dash(raw, field, notes), field, notes)
    if MOBILE.fullmatch(text) or LANDLINE.fullmatch(text):
        plain = re.sub(r"-\d{1,5}$", "", text) if text.count("-") > 1 else text
        if phonenumbers.is_possible_number(phonenumbers.parse(plain, "CN")):
            return text
    fix = "手机写11位，座机写成 0791-88000000。"
    if len([part for part in SEPARATORS.split(text) if len(part) > 6]) > 1:
        raise WrongValueError("phone", "写了不止一个号码。", "这里只印得下一个号码，请只留一个。")
    if sign := foreign_sign(text, "0123456789-+"):
        raise WrongValueError("phone", sign, fix)
    raise WrongValueError("phone", f"“{masked(text, field)}”不是手机号码或带区号的座机号码。", fix)


def _with_dash(raw: Raw, field: Field, notes: list[Problem]) -> Raw:
    """The same number, an area code in brackets as one with a dash; that is told."""
    changed = AREA_IN_BRACKETS.sub(r"\1-", raw.value) if isinstance(raw.value, str) else raw.value
    if not isinstance(changed, str) or changed == raw.value:
        return raw
    message = f"区号的括号已改为“-”：{masked(changed, field)}。"
    notes.append(warning("normalised", raw.place, field.label, message, "请核对，无误可不改。"))
    return Raw(changed, raw.place)


def id_number(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> str:
    """An ID number of 18 digits, its letter X a capital. Raises WrongValueError."""
    text = number_text(raw, field, notes).upper()
    hidden = masked(text, field)
    if len(text) == 15 and text.isdigit():
        raise WrongValueError("id-number", f"{hidden} 是15位旧号码。", "请填18位身份证号码。")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        message = foreign_sign(text, "0123456789X") or f"{hidden} 有{len(text)}位，身份证号码应为18位。"
        raise WrongValueError("id-number", message, "请对照身份证逐位核对。")
    if wrong := _wrong_part(text):
        raise WrongValueError("id-number", f"{hidden} 的{wrong}不对。", "请对照身份证逐位核对。")
    return text


def _wrong_part(number: str) -> str:
    """The part of an 18-digit number that is wrong (GB 11643-1999), empty where none is.

    Of the region only the province is judged: cards keep the codes of counties that no longer exist.
    """
    if not PROVINCE_CODES.match(number):
        return "地区码"
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return "出生日期"
    return "" if ric.calc_check_digit(number) == number[-1] else "校验码"


def patent_number(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> str:
    """A patent number or a number of registered software, in capitals. Raises WrongValueError."""
    text = number_text(raw, field, notes).upper()
    match = PATENT_NUMBER.fullmatch(text)
    if not match:
        likely = foreign_sign("".join(sign for sign in text if sign in MEANT), "0123456789ZLSRX.")
        message = f"{quoted_of(text, field)}不是专利号或软件著作权登记号。{likely}"
        raise WrongValueError("patent-number", message, "请写成 ZL202110123456.7 或 2021SR0123456。")
    digits, check = match.group(1), match.group(2)
    weighed = sum(int(digit) * weight for digit, weight in zip(digits or "", PATENT_WEIGHTS, strict=False))
    if digits and "0123456789X"[weighed % 11] != check:
        fix = "请对照专利证书核对。"
        notes.append(warning("patent-number", raw.place, field.label, f"{masked(text, field)} 的校验位不对。", fix))
    return text


def money(raw: Raw, field: Field, choices: tuple[str, ...], notes: list[Problem]) -> Decimal:
    """An amount in the field's unit, to four decimals; one in another unit is converted, which is reported.

    Raises WrongValueError for what is no amount, and for one that is longer than any.
    """
    fix = f"请写成 1234.5，单位是{field.unit}。"
    if isinstance(raw.value, int | float) and not isinstance(raw.value, bool):
        text = f"{raw.value:.15g}" if isinstance(raw.value, float) else str(raw.value)
    else:
        text = number_text(raw, field, notes)
    found, shown = AMOUNT.fullmatch(text), quoted_of(text, field)
    unit = {"": field.unit, "万": "万元", "亿": "亿元"}.get(found[4], found[4]) if found else ""
    if not found or (unit != field.unit and not {unit, field.unit} <= YUAN.keys()):
        raise WrongValueError("money", f"{shown}不是以{field.unit}计的金额。", fix)
    amount = Decimal(f"{found[1]}{found[2].replace(',', '')}{found[3] or ''}")
    if unit != field.unit:
        amount = amount * YUAN[unit] / YUAN[field.unit]
        message = f"{shown}已换算为{quoted_of(f'{plain_number(amount)}{field.unit}', field)}。"
        notes.append(warning("normalised", raw.place, field.label, message, "请核对，无误可不改。"))
    if len(plain_number(amount).partition(".")[2]) > MOST_DECIMALS:
        message = f"{shown}的小数多于{MOST_DECIMALS}位。"
        raise WrongValueError("money", message, f"请保留不超过{MOST_DECIMALS}位小数。")
    if amount.adjusted() >= MOST_DIGITS:
        raise WrongValueError("money", f"{shown}不像是真的金额。", fix)
    return amount
