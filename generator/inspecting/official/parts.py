"""The parts of an official paper told by their words (GB/T 9704-2012, clause 7), and figures over many places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from generator.campaign.layout import MM_PER_PT, OFFICIAL
from generator.inspecting.findings import Figure, mm

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
OUTER_RULE_MM, INNER_RULE_MM = 0.35, 0.25  # of the 版记 (clause 7.4.1)
TEXT_FOOT_MM = OFFICIAL.height_mm - OFFICIAL.bottom_mm  # from the sheet's upper edge


class Stretch(Protocol):
    """A line or a paragraph of the text."""

    @property
    def role(self) -> str:
        """What part of the paper it is."""


Some = TypeVar("Some", bound=Stretch)


@dataclass(frozen=True)
class Seen:
    """A value seen at one place, and whether it is right."""

    place: str
    value: str
    right: bool


@dataclass(frozen=True)
class Wanted:
    """A figure as it ought to be, how far off it may be, and how it is told."""

    value: float
    within: float
    told: Callable[[float], str] = mm

    def seen(self, place: str, found: float) -> Seen:
        """What was measured at one place."""
        return Seen(place, self.told(found), near(found, self.value, self.within))


def measured(clause: str, what: str, wanted: Wanted, found: Iterable[tuple[str, float]]) -> list[Figure]:
    """One figure over all places, each with what was measured there."""
    return figure_of(clause, what, wanted.told(wanted.value), (wanted.seen(*one) for one in found))


def rule_of(thick_mm: float) -> Wanted:
    """A rule so thick."""
    return Wanted(thick_mm, 0.06, lambda thick: f"{thick:.2f}毫米")


def paper_figure(sizes: Iterable[tuple[str, float, float]], within_mm: float) -> list[Figure]:
    """The paper (clause 5.1) by place, two sides in mm, upright or lying."""
    wanted = (OFFICIAL.width_mm, OFFICIAL.height_mm)
    seen = [
        Seen(place, _by(sides), all(near(one, other, within_mm) for one, other in zip(sides, wanted, strict=True)))
        for place, *unsorted in sizes
        for sides in [sorted(unsorted)]
    ]
    return figure_of("5.1", "纸张", _by(wanted), seen)


def _by(sides: Sequence[float]) -> str:
    return "×".join(map(mm, sides))


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


def of_role(found: Iterable[Some], *wanted: str) -> list[Some]:
    """The lines or paragraphs of these roles."""
    return [one for one in found if one.role in wanted]


def characters(count: float) -> str:
    """A width in characters of the text: `2.0字`."""
    return f"{count:.1f}字"


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
        Figure(clause, f"{told}{what}右空", characters(wanted), characters(found), abs(wanted - found) < 0.4)
        for what, wanted, found in (("署名", want[0], name_gap), ("成文日期", want[1], date_gap))
    ]


def near(wanted: float, found: float, tolerance: float) -> bool:
    """Whether two figures are the same within a tolerance."""
    return abs(wanted - found) <= tolerance


def pt_to_mm(points: float) -> float:
    """Points as millimetres."""
    return points * MM_PER_PT
