"""Invented words of every make for generated campaigns: names of people, units and projects, texts, numbers."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import yaml
from stdnum.cn import ric

WORDS = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
ENDS = ("，", "，", "，", "。", "。", "；", "！", "？", "、", "：", "…", " ")


def person(luck: random.Random) -> str:
    """A name of two to four characters, sometimes with rare ones, or one of another make."""
    kind = luck.random()
    if kind < 0.08:
        return luck.choice(WORDS["minority"])
    if kind < 0.13:
        return luck.choice(WORDS["foreign"])
    letters = WORDS["rare"] if kind < 0.3 else WORDS["given"]
    return luck.choice(WORDS["surnames"]) + "".join(luck.choice(letters) for _ in range(luck.choice((1, 2, 2, 2))))


def people(luck: random.Random, count: int) -> list[str]:
    """So many different names."""
    found: dict[str, None] = {}
    while len(found) < count:
        found.setdefault(person(luck))
    return list(found)


def unit(luck: random.Random, longest: int) -> str:
    """The name of a firm or institution."""
    start = luck.choice(WORDS["places"]) + luck.choice(("", "", luck.choice(WORDS["things"])))
    return fitting(start + luck.choice(WORDS["unit_tails"]), longest)


def project(luck: random.Random, longest: int) -> str:
    """The name of a project, from two characters up to the limit."""
    kind = luck.random()
    if kind < 0.06:
        return luck.choice(("夹具", "节油", "A1", "钩", "《规程》"))
    text = luck.choice(WORDS["things"]) + luck.choice(WORDS["deeds"])
    while kind > 0.85 and len(text) < longest:
        text += (
            luck.choice(("及", "与", "-", " ", "、", "—", "（含"))
            + luck.choice(WORDS["things"])
            + luck.choice(WORDS["deeds"])
        )
    return fitting(text, longest)


def fitting(text: str, longest: int) -> str:
    """The text within its limit, without blanks at its ends."""
    return text[:longest].strip() or "甲"


def line(luck: random.Random, length: int) -> str:
    """A text of one line with at most so many characters."""
    text = ""
    while len(text) < length:
        text += luck.choice(WORDS["pieces"]) + luck.choice(ENDS)
    cut = text[:length].strip()
    return cut if any(char.isalnum() for char in cut) else "省"  # a dash alone means: nothing


def paragraphs(luck: random.Random, length: int) -> str:
    """A text with at most so many characters: one paragraph, some, or many short ones."""
    count = luck.choice((1, 1, 1, 2, 3, luck.randint(4, 25)))
    each = max(1, (length - count + 1) // count)
    return "\n".join(line(luck, each) for _ in range(count))[:length].strip()


def length(luck: random.Random, longest: int) -> int:
    """How long a text shall be: mostly short, sometimes the shortest, sometimes all that is allowed."""
    kind = luck.random()
    if kind < 0.12:
        return 1
    if kind > 0.93:
        return longest
    return luck.randint(1, max(1, min(longest, luck.choice((15, 60, 200)))))


def id_number(luck: random.Random, *, man: bool) -> str:
    """An invented ID number with the right check digit."""
    born = date(1962, 1, 1) + timedelta(days=luck.randrange(15_000))
    order = luck.randrange(100, 999) // 2 * 2 + (1 if man else 0)
    region = f"{luck.choice((36, 11, 15, 65, 54, 44, 31))}{luck.randrange(101, 999):04d}"
    bare = f"{region}{born:%Y%m%d}{order:03d}"
    return bare + ric.calc_check_digit(f"{bare}0")


def phone(luck: random.Random) -> str:
    """An invented mobile or landline number."""
    if luck.random() < 0.7:
        return f"1{luck.choice(('39', '86', '77', '95'))}0000{luck.randrange(10_000):04d}"
    return luck.choice(("0791-8800{:04d}", "010-8000{:04d}", "09918800{:04d}", "0471-880{:04d}-12")).format(
        luck.randrange(10_000)
    )


def patent_number(luck: random.Random, year: int) -> str:
    """The number of a patent with its check digit, or of a registered program."""
    if luck.random() < 0.2:
        return f"{year}SR{luck.randrange(10**7):07d}"
    digits = f"{year}{luck.choice('123')}{luck.randrange(10**7):07d}"
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    check = "0123456789X"[sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11]
    return f"ZL{digits}.{check}"
