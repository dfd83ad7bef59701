"""Chinese numerals, dates and enumerations as official papers write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

DIGITS = "〇一二三四五六七八九"


def numeral(number: int) -> str:
    """The number from 0 to 99 in Chinese numerals: 3 → 三, 12 → 十二, 20 → 二十.

    Raises ValueError outside that range.
    """
    if not 0 <= number <= 99:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def copies(number: int) -> str:
    """The number as it stands before 份: 两, otherwise as `numeral` writes it."""
    return "两" if number == 2 else numeral(number)


def full_date(day: date) -> str:
    """2023年7月20日, without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def month_day(day: date) -> str:
    """8月15日."""
    return f"{day.month}月{day.day}日"


def day_only(day: date) -> str:
    """31日."""
    return f"{day.day}日"


def full_date_in_numerals(day: date) -> str:
    """二〇二三年十一月三十日, as certificates write it."""
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{numeral(day.month)}月{numeral(day.day)}日"


def enumeration(words: Iterable[str]) -> str:
    """The words joined by 、."""
    return "、".join(words)
