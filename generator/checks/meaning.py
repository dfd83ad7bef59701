"""When two papers say the same of a field, however each of them writes it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from generator.campaign.fields import Field, Kind
from generator.checks.values.absent import is_nothing
from generator.checks.values.people import sameness, tidied
from generator.checks.values.values import date_in
from generator.composing.shown import NO, YES
from generator.composing.wording.chinese import full_date
from generator.reading.returned.ticks import ticked

_CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.YES_NO})
_REMARK = re.compile(r"[()]")
_YES = frozenset(("是", "√", "☑", "✓", "对", "y", "yes", "true"))
_NO = frozenset(("否", "不是", "不属于", "x", "×", "✗", "✕", "n", "no", "false"))
# Whose an enterprise is answers no other question: 国有 beside 是否国有 is no 否.
_OF_OWNERS = "非公"
_PRIVATE = frozenset((
    "非公", "非公有", "非公有制", "非公企业", "非公有制企业", "非公单位", "属非公", "属于非公",
    "民营", "民营企业", "民企", "私营", "私营企业", "私企", "个体", "个体工商户", "外资", "外资企业",
))  # fmt: skip
_PUBLIC = frozenset((
    "公有", "公有制", "国有", "国有企业", "国企", "非非公", "国有控股", "国有控股企业", "国有独资", "国有独资企业",
    "央企", "事业", "事业单位", "集体", "集体企业", "机关",
))  # fmt: skip
# Marks that people take for each other: of Chinese and of English text, hyphens and dashes, quotation marks.
_MARKS = {ord(mark): plain for plain, marks in {
    "-": "‐‑‒–—―−－─━﹣", '"': "“”„‟＂「」『』〝〞″", "'": "‘’‛＇′", ".": "。．｡", ",": "，、､﹐﹑", "~": "～〜∼˜",
    ";": "；﹔", ":": "：∶﹕", "(": "（〔【[﹙", ")": "）〕】]﹚", "<": "〈《＜﹤", ">": "〉》＞﹥",
    "φ": "ΦϕФф",
    "/": "⁄∕／", "...": "…⋯", "": "\u200b\u200c\u200d\ufeff\u00ad\u2060",
}.items() for mark in marks}  # fmt: skip
_SQUARE = re.compile(r"(?<=m)[²³]")  # of a length it says no more than the plain digit
_REPEATED = re.compile(r"(-)-+|([.])\.+")
_CHINESE_DAY = re.compile(
    r"([〇零○o0一二三四五六七八九]{4}|\d{4})年([一二三四五六七八九十]{1,3}|\d{1,2})月([一二三四五六七八九十]{1,3}|\d{1,2})[日号]"
)
_DAY = re.compile(r"(\d{4})[年.,/\-_](\d{1,2})[月.,/\-_](\d{1,2})[日号.]?")
_BESIDE_DAY = re.compile(r"(?:00:00(?::00)?|\(?(?:星期|周)[一二三四五六日天]\)?)$")
_PACKED_DAY = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_DIGITS = {char: place for place, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "o": 0}
_PHONES = re.compile(r"[\n;；,，、/或]+|\s{2,}|(?<=\d{11})\s+(?=\d)")
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1\d{10}$|0\d{9,})")
_PATENT = re.compile(r"^(?:专利号|专利)?[:.]*(?:zl|cn)?")
_CALLED = re.compile(r"^(?:(?:联系|固定|移动|办公)?(?:电话|手机|座机)(?:号码?)?|tel):")
_JOINTS = re.compile(r"[,;/|\-()]|(?:^|(?<=[ ,;]))(?:工作|所在)?单位:|(?:岗位)?职务:")
_COUNTED = re.compile(r"^\s*\d{1,2}\s*[.、．)），,]\s*(?=\D)")  # a row's number, written before its name
_HAN = "一二三四五六七八九十"
_NUMBER = rf"(?:\d{{1,2}}\s*[.、．)）]?|[{_HAN}]{{1,2}}\s*[、.．]|[（(]\s*[\d{_HAN}]{{1,2}}\s*[)）]|[①-⑩])"
FOUND = "\x00"  # stands for a heading


def say_the_same(one: str, other: str, field: Field, words: Sequence[str] = (), *, joined: bool = False) -> bool:
    """Whether two papers say the same of a field. `words` are those it may have; `joined` are several in one place."""
    return one == other or said_plainly(one, field, words, joined=joined) == said_plainly(
        other, field, words, joined=joined
    )


def said_plainly(text: str, field: Field, words: Sequence[str] = (), *, joined: bool = False) -> str:
    """The text without what differs between ways of writing the same."""
    bare = "".join(text.split())
    if is_nothing(bare, words):
        return ""
    if field.kind in _CHOSEN:
        return _chosen(text, field, words)
    plain = plainly(text).rstrip(".,;")
    if field.kind is Kind.DATE:
        return _day(plain)
    if field.kind is Kind.PHONE:
        own = phones(text)
        return own[0] if len(own) == 1 else _phone(plain)
    if field.kind is Kind.ID_NUMBER:
        return re.sub(r"[\s\-.']", "", plain)
    if field.kind is Kind.PATENT_NUMBER:
        return _PATENT.sub("", plain).replace(".", "")
    if field.kind is Kind.MONEY:
        return plain.removesuffix(field.unit).replace(",", "")
    if field.kind is Kind.PERSON:
        return sameness(tidied(_COUNTED.sub("", text)))
    if field.kind in (Kind.LONG_TEXT, Kind.TEXTS):
        return plain
    return _JOINTS.sub("", plain) if joined else _in_marks(_COUNTED.sub("", plain))


def _in_marks(plain: str) -> str:
    """The text without the marks of a title that stand around the whole of it."""
    inner = plain[1:-1]
    is_title = plain[:1] + plain[-1:] in ("<>", '""') and not set(inner) & set(plain[:1] + plain[-1:])
    return inner if is_title else plain


def plainly(text: str) -> str:
    """The text without blanks, in one width and case, with one mark for those that people take for each other."""
    one_mark = sameness(text.translate(_MARKS)).translate(_MARKS)
    units = _SQUARE.sub(lambda found: "2" if found[0] == "²" else "3", one_mark)
    return _REPEATED.sub(lambda found: found[1] or found[2], units)


def _chosen(text: str, field: Field, words: Sequence[str]) -> str:
    """The words that were chosen, as they stand together in the list; text that tells none as it is."""
    plain = plainly(text)
    if field.kind is Kind.YES_NO and (said := {_yes_no(one, field) for one in (plain, *_REMARK.split(plain))} - {""}):
        return said.pop() if len(said) == 1 else plain
    bare = unicodedata.normalize("NFKC", text)
    found = chosen_in(bare, field, [unicodedata.normalize("NFKC", word) for word in words])
    return plainly("".join(found)) if found else plain if found is None else ""


def _yes_no(plain: str, field: Field) -> str:
    is_of_owners = _OF_OWNERS in field.label
    if plain in _YES or (is_of_owners and plain in _PRIVATE):
        return YES
    return NO if plain in _NO or (is_of_owners and plain in _PUBLIC) else ""


def _day(plain: str) -> str:
    plain = _BESIDE_DAY.sub("", plain)
    if spelt := _CHINESE_DAY.fullmatch(plain):
        year = "".join(str(_DIGITS.get(char, char)) for char in spelt[1])
        plain = f"{year}-{_counted(spelt[2])}-{_counted(spelt[3])}"
    elif parts := _DAY.fullmatch(plain) or _PACKED_DAY.fullmatch(plain):
        plain = f"{parts[1]}-{int(parts[2])}-{int(parts[3])}"
    day = date_in(plain)
    return full_date(day) if day else plain


def _counted(text: str) -> int:
    """The number that is counted so, up to 99: 七, 十, 二十六, 26."""
    if text.isdecimal():
        return int(text)
    tens, _, ones = text.rpartition("十")
    if "十" not in text:
        return _DIGITS.get(text, 0) if len(text) == 1 else 0
    return 10 * (_DIGITS.get(tens, 0) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)


def _phone(plain: str) -> str:
    return _COUNTRY.sub("", re.sub(r"[-() .·•']", "", _CALLED.sub("", plain)))


def phones(text: str) -> list[str]:
    """The phones that stand in the text, each plain."""
    return list(dict.fromkeys(phone for part in _PHONES.split(text.strip()) if (phone := _phone(plainly(part)))))


def chosen_in(text: str, field: Field, words: Sequence[str]) -> tuple[str, ...] | None:
    """The words that are chosen in the text; None where it does not tell them, or they are not for choosing."""
    return ticked(unicodedata.normalize("NFKC", text), words) if field.kind in _CHOSEN and words else None


def without_headings(text: str, headings: Sequence[str]) -> str:
    """Numbered texts with `FOUND` in place of each heading, however that is numbered and parted from its text."""
    for heading in headings:
        spelt = r"\s*".join("[，,、；;和及与]?" if char in "，,、；;" else re.escape(char) for char in heading)
        numbered = rf"(?m)^\s*{_NUMBER}\s*{spelt}\s*[:：。.]?"
        alone = rf"(?m)^\s*{spelt}\s*(?:[:：。.]|$)"
        for pattern in (numbered, alone):
            text, count = re.subn(pattern, FOUND, text, count=1)
            if count:
                break
    return text


def same_parts(one: str, other: str, headings: Sequence[str]) -> bool:
    """Whether numbered texts say the same; where one of them lacks headings, what stands below them counts."""
    first, second = (FOUND.join(map(plainly, without_headings(text, headings).split(FOUND))) for text in (one, other))
    if first.count(FOUND) == second.count(FOUND):
        return first == second
    return first.replace(FOUND, "") == second.replace(FOUND, "")
