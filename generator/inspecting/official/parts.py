"""The parts of an official paper told by their words (GB/T 9704-2012, clause 7), and figures over many places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.campaign.layout import MM_PER_PT, OFFICIAL
from generator.inspecting.findings import Figure

NUMBER = re.compile(r"\S{1,12}〔\d{4}〕\s*\d*\s*号")
DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
ANNEX = re.compile(r"附件\d*")
PAGE_NUMBER = re.compile(r"—\s*\d+\s*—")
_LEVELS = (
    ("h1", re.compile(r"[一二三四五六七八九十]+、")),
    ("h2", re.compile(r"（[一二三四五六七八九十]+）")),
    ("h3", re.compile(r"\d+[.．]")),
    ("attachment", re.compile(r"附件[：:]")),
)
LEVEL_FONTS = {"h1": "黑体", "h2": "楷体", "h3": "仿宋", "body": "仿宋"}
LEVEL_NAMES = {"h1": "一级标题", "h2": "二级标题", "h3": "三级标题", "body": "正文"}
CHARACTER_PT = OFFICIAL.body_pt + OFFICIAL.body_tracking_pt


@dataclass(frozen=True)
class Seen:
    """A value seen at one place, and whether it is right."""

    place: str
    value: str
    right: bool


def figure_of(clause: str, what: str, wanted: str, seen: Iterable[Seen]) -> list[Figure]:
    """One figure over all places: the first wrong place where there is one; no figure where nothing was seen."""
    everywhere = list(seen)
    if not everywhere:
        return []
    wrong = [one for one in everywhere if not one.right]
    if not wrong:
        return [Figure(clause, what, wanted, everywhere[0].value, True)]
    more = f"等{len(wrong)}处" if len(wrong) > 1 else ""
    return [Figure(clause, what, wanted, wrong[0].value, False, wrong[0].place + more)]


def roles(texts: Sequence[str]) -> list[str]:
    """The role of each paragraph or line before the annexes.

    number, title, addressee, h1, h2, h3, body, attachment, signatory, date; mark above the number, "" where empty.
    """
    made = [""] * len(texts)
    bare = [re.sub(r"\s+$", "", text).strip() for text in texts]
    addressee = next((at for at, text in enumerate(bare) if text.endswith("：")), -1)
    number = next((at for at, text in enumerate(bare[: max(addressee, 0)]) if NUMBER.fullmatch(text)), -1)
    last = [at for at, text in enumerate(bare) if text]
    signed = last[-2:] if len(last) > 2 and DATE.fullmatch(bare[last[-1]]) else []
    listed = False
    for at, text in enumerate(bare):
        if not text:
            continue
        if at <= addressee:
            made[at] = "addressee" if at == addressee else "number" if at == number else "title"
            if at < number:
                made[at] = "mark"
        elif at in signed:
            made[at] = "signatory" if at == signed[0] else "date"
        else:
            role = next((name for name, sign in _LEVELS if sign.match(text)), "body")
            listed = listed or role == "attachment"
            made[at] = "attachment" if listed else role
    return made


def ems(text: str) -> float:
    """The width in characters: what is half-width counts half."""
    return sum(0.5 if ord(sign) < 0x2000 else 1 for sign in text)


def signature_figures(name: str, date: str, name_gap: float, date_gap: float) -> list[Figure]:
    """署名 and 成文日期 by what they leave free at the right, in characters (clauses 7.3.5.1 and 7.3.5.2)."""
    wide, long = ems(name), ems(date)
    if date_gap > max(wide - long, 2) + 0.9 or abs(date_gap - 4) < 0.4:
        clause, want = "7.3.5.1", (max(4 + (long - wide) / 2, 0), 4.0)
        told = "加盖印章时"
    else:
        clause, told = "7.3.5.2", "不加盖印章时"
        want = (2.0, wide - long) if wide >= long else (4 + long - wide, 2.0)
    return [
        Figure(clause, f"{told}{what}右空", f"{wanted:.1f}字", f"{found:.1f}字", abs(wanted - found) < 0.4)
        for what, wanted, found in (("署名", want[0], name_gap), ("成文日期", want[1], date_gap))
    ]


def near(wanted: float, found: float, tolerance: float) -> bool:
    """Whether two figures are the same within a tolerance."""
    return abs(wanted - found) <= tolerance


def pt_to_mm(points: float) -> float:
    """Points as millimetres."""
    return points * MM_PER_PT
