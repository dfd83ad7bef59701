"""Names of people as they are written, and when two texts say the same."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_HAN = "々〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_DOTS = "·•‧∙⋅・･●∘．﹒"
DOT = "·"  # U+00B7, which the standard for names of minorities uses
_BETWEEN = re.compile(rf"(?<=[{_HAN}])\s*[{_DOTS}]\s*(?=[{_HAN}])")
_BLANK = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_SEPARATOR = re.compile(r"[、，,；;/／|｜&＆+＋\\]")
_AND = re.compile(rf"[{_HAN}]{{2,}}[和与及][{_HAN}]{{2,}}")
_OTHERS = re.compile(r"等(?:[\d一二三四五六七八九十]+[人名位])?$")
COMPOUND_SURNAMES = frozenset((
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "司空", "夏侯",
    "端木", "百里", "东郭", "南宫", "独孤", "长孙", "宇文", "呼延", "轩辕", "澹台", "公冶", "太史", "申屠",
    "淳于", "单于", "濮阳", "闻人", "钟离", "赫连", "万俟", "西门", "第五", "欧陽",
))  # fmt: skip
MOST_CHARACTERS = 4  # of a name with a compound surname


def tidied(name: str) -> str:
    """The name as it is printed: no blanks between Chinese characters, one middle dot, letters in half width."""
    narrow = "".join(_narrow(char) for char in name)
    return " ".join(_BLANK.sub("", _BETWEEN.sub(DOT, narrow)).split())


@cache
def _plain(char: str) -> str:
    """The character that this one is another form of; raised and lowered ones say something else and stay."""
    if char.isascii() or unicodedata.decomposition(char).startswith(("<super>", "<sub>")):
        return char
    return unicodedata.normalize("NFKC", char)


def _narrow(char: str) -> str:
    """A full-width letter or blank in half width, a radical as the character that it looks like; others as they are."""
    plain = unicodedata.normalize("NFKC", char)
    is_radical = "\u2e80" <= char <= "\u2fdf"
    return (
        plain if is_radical or char == "\u3000" or (char >= "\uff01" and plain.isascii() and plain.isalnum()) else char
    )


def are_several(name: str) -> bool:
    """Whether more than one person stands there."""
    if _SEPARATOR.search(name) or _OTHERS.search(name) or (len(name) > MOST_CHARACTERS and _AND.fullmatch(name)):
        return True
    parts = name.split()
    if len(parts) < 2 or not all(re.fullmatch(rf"[{_HAN}]{{2,}}", part) for part in parts):
        return False
    return parts[0] not in COMPOUND_SURNAMES or len("".join(parts)) > MOST_CHARACTERS


def sameness(text: str) -> str:
    """What texts have in common that say the same: without blanks, whatever the width, case and middle dot."""
    bare = "".join(_plain(char) for char in text if not char.isspace()).casefold()
    return re.sub(rf"[{_DOTS}]", DOT, bare)
