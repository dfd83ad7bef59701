"""Chinese numerals, dates and enumerations as official papers write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

DIGITS = "〇一二三四五六七八九"


def numeral(number: int) -> str:
    """The number from 0 to 99 in Chinese numerals: 3 → 三, 12 → 十二, 20 → 二十.

    Raises ValueError outside that range.
    """
    if not 0 <= number <= 99:
        raise ValueError(f"{number}不在0至99之间")
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def copies(number: int) -> str:
    """The number as it stands before 份: 两, otherwise as `numeral` writes it."""
    return "两" if number == 2 else numeral(number)


def plain_number(number: Decimal) -> str:
    """1234.5, without separators and zeros that say nothing (GB/T 15835-2011 leaves both open)."""
    return f"{number.normalize() + 0:f}"


def full_date(day: date) -> str:
    """2023年7月20日, without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def month_day(day: date, before: date | None = None) -> str:
    """8月15日; in full where the date before it is of another year."""
    return f"{day.month}月{day.day}日" if before is None or day.year == before.year else full_date(day)


def day_only(day: date, before: date | None = None) -> str:
    """31日; with the month, and the year, where the date before it is of another."""
    agrees = before is None or (day.year, day.month) == (before.year, before.month)
    return f"{day.day}日" if agrees else month_day(day, before)


def full_date_in_numerals(day: date) -> str:
    """二〇二三年十一月三十日, as certificates write it."""
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{numeral(day.month)}月{numeral(day.day)}日"


def enumeration(words: Iterable[str]) -> str:
    """The words joined by 、."""
    return "、".join(words)


def nested_marks(text: str) -> str:
    """The text with marks inside marks of the same kind alternating: 《《…》》 → 《〈…〉》, “…“…”…” → “…‘…’…”.

    Outermost marks stay as they are; where marks have no partner, all of their kind do (GB/T 15834-2011, 4.8, 4.15).
    """
    for double, single in (("《》", "〈〉"), ("“”", "‘’")):
        if text.count(double[0]) + text.count(single[0]) > 1:
            text = _alternating(text, double, single)
    return text


def _alternating(text: str, double: str, single: str) -> str:
    written = list(text)
    opened: list[tuple[str, str]] = []  # of each open mark the pair as typed and as written
    for place, char in enumerate(text):
        if char in (double[0], single[0]):
            typed = double if char == double[0] else single
            pair = typed if not opened else (single if opened[-1][1] == double else double)
            opened.append((typed, pair))
            written[place] = pair[0]
        elif opened and char == opened[-1][0][1]:
            written[place] = opened.pop()[1][1]
    return text if opened else "".join(written)
