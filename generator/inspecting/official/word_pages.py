"""Page set-up, page numbers and 版记 of an official Word file (GB/T 9704-2012, clauses 5, 7.4, 7.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from generator.campaign.layout import MM_PER_PT, OFFICIAL
from generator.inspecting.findings import Figure, mm, points
from generator.inspecting.official.parts import (
    INNER_RULE_MM,
    OUTER_RULE_MM,
    PAGE_NUMBER,
    TEXT_FOOT_MM,
    Seen,
    Wanted,
    figure_of,
    measured,
    near,
    paper_figure,
    rule_of,
)
from generator.inspecting.word_file import WordFile, is_set, mm_of, sections
from generator.reading.word_tables.elements import W
from generator.reading.word_tables.styles import number
from generator.typesetting.fonts import FONT_CLASSES

_SAID_MM = 0.2  # figures that the file itself states
_DRAWN_MM = 1.0  # a place that follows from a font's drawing
_DASH_EM = 0.49  # the dash of 宋体 stands in the middle of its line
_FORMS_SLACK_MM = 5  # sections of forms and 版记 may reach a little below the type area


def page_figures(file: WordFile) -> Iterator[Figure]:
    """The figures of the pages."""
    all_of_them = sections(file)
    if not all_of_them:
        yield Figure("5.1", "页面设置", "有", "没有", False)
        return
    papers = [(f"第{at}节", one.find(f"{W}pgSz")) for at, one in enumerate(all_of_them, start=1)]
    yield from paper_figure(((at, mm_of(one, "w", 215.9), mm_of(one, "h", 279.4)) for at, one in papers), _SAID_MM)
    yield from _margins(all_of_them)
    yield from _switches(file)
    yield from _page_numbers(file, all_of_them)
    yield from _imprint(file)


def _margins(all_of_them: list[Element]) -> Iterator[Figure]:
    """Margins of the text's section, exact; of the other portrait sections, the type area's foot may be lower."""
    o = OFFICIAL
    upright = [(at, one) for at, one in enumerate(all_of_them, start=1) if not _lies(one)]
    sides = {
        "top": ("天头（上边距）", o.top_mm),
        "left": ("订口（内侧边距）", o.binding_mm),
        "right": ("翻口（外侧边距）", o.outer_mm),
    }
    for side, (label, wanted) in sides.items():
        values = [(f"第{at}节", mm_of(one.find(f"{W}pgMar"), side)) for at, one in upright]
        yield from measured("5.2.1", label, Wanted(wanted, _SAID_MM), values)
    bottoms = [(at, mm_of(one.find(f"{W}pgMar"), "bottom")) for at, one in upright]
    seen = [
        Seen(
            f"第{at}节",
            mm(value),
            near(value, o.bottom_mm, _SAID_MM) or (at > 1 and 0 < o.bottom_mm - value < _FORMS_SLACK_MM),
        )
        for at, value in bottoms
    ]
    yield from figure_of("5.2.1", "地脚（下边距）", mm(o.bottom_mm), seen)
    first = all_of_them[0]
    size, margins = first.find(f"{W}pgSz"), first.find(f"{W}pgMar")
    wide = mm_of(size, "w") - mm_of(margins, "left") - mm_of(margins, "right")
    high = mm_of(size, "h") - mm_of(margins, "top") - mm_of(margins, "bottom")
    right = near(wide, o.text_width_mm, _SAID_MM) and near(high, o.text_height_mm, _SAID_MM)
    yield Figure("5.2.1", "版心", f"{mm(o.text_width_mm)}×{mm(o.text_height_mm)}", f"{mm(wide)}×{mm(high)}", right)


def _lies(section: Element) -> bool:
    size = section.find(f"{W}pgSz")
    return mm_of(size, "w") > mm_of(size, "h")


def _switches(file: WordFile) -> Iterator[Figure]:
    for name, clause, what in (
        ("mirrorMargins", "5.2.1", "双面印刷时页边距对称"),
        ("evenAndOddHeaders", "7.5", "奇偶页页码不同"),
    ):
        on = is_set(file, name)
        yield Figure(clause, what, "是", "是" if on else "否", on)


def _page_numbers(file: WordFile, all_of_them: list[Element]) -> Iterator[Figure]:
    o = OFFICIAL
    for kind, name, side, label in (
        ("default", "单页", "right", "居右空一字"),
        ("even", "双页", "left", "居左空一字"),
    ):
        numbers = [
            (f"第{at}节", section, paragraph)
            for at, section in enumerate(all_of_them, start=1)
            if not _lies(section)
            for paragraph in _numbered(file.footer(section, kind))
        ]
        if not numbers:
            yield Figure("7.5", f"{name}页码", "有", "没有", False)
            continue
        places = [_number_place(file, place, one, side) for place, _, one in numbers]
        yield from figure_of("7.5", f"{name}页码位置", label, places)
        texts = [(place, "".join(run.text for run in file.runs(one))) for place, _, one in numbers]
        forms = [Seen(at, re.sub(r"\d+", "1", text), bool(PAGE_NUMBER.fullmatch(text.strip()))) for at, text in texts]
        yield from figure_of("7.5", f"{name}页码形式", "— 1 —", forms)
        fonts = [_number_font(file, place, one) for place, _, one in numbers]
        yield from figure_of("7.5", f"{name}页码字体", f"宋体{points(o.number_pt)}", fonts)
        below = [(place, _number_below(file, section, one)) for place, section, one in numbers]
        wanted = Wanted(o.number_below_text_mm, _DRAWN_MM)
        yield from measured("7.5", f"{name}页码一字线上距版心下边缘", wanted, below)


def _number_place(file: WordFile, place: str, paragraph: Element, side: str) -> Seen:
    known = file.paragraph(paragraph)
    aligned, free = known.get("jc", {}).get("val", ""), number(known, "ind", side) / 20
    right = aligned == side and near(free, OFFICIAL.number_pt, 0.5)
    return Seen(place, f"{_side(aligned)}空{free / OFFICIAL.number_pt:.1f}字", right)


def _number_font(file: WordFile, place: str, paragraph: Element) -> Seen:
    """Font and size of the digits."""
    run = next((run for run in file.runs(paragraph) if run.text.strip().isdigit()), None)
    if run is None:
        return Seen(place, "没有数字", False)
    right = run.family in FONT_CLASSES["songti"].official and run.size_pt == OFFICIAL.number_pt
    return Seen(place, f"{run.family}{points(run.size_pt)}", right)


def _number_below(file: WordFile, section: Element, paragraph: Element) -> float:
    """From the foot of the type area to the dash: the number's line stands on the footer's foot."""
    o, line = OFFICIAL, number(file.paragraph(paragraph), "spacing", "line") / 20
    bottom = mm_of(section.find(f"{W}pgSz"), "h") - mm_of(section.find(f"{W}pgMar"), "footer")
    return bottom + (_DASH_EM * o.number_pt - line) * MM_PER_PT - TEXT_FOOT_MM


def _side(aligned: str) -> str:
    return {"right": "居右", "left": "居左", "center": "居中", "": "居左", "both": "居左"}.get(aligned, aligned)


def _numbered(footer: Element | None) -> list[Element]:
    """The paragraphs of a footer that hold the page's number."""
    if footer is None:
        return []
    codes = [code for code in footer.iter(f"{W}instrText") if (code.text or "").strip().startswith("PAGE")]
    simple = [one for one in footer.iter(f"{W}fldSimple") if one.get(f"{W}instr", "").strip().startswith("PAGE")]
    return [next(code.iterancestors(f"{W}p")) for code in (*codes, *simple)]


def _imprint(file: WordFile) -> Iterator[Figure]:
    """版记: its rules and its size, where it is printed."""
    for table in file.body.iter(f"{W}tbl"):
        text = "".join(node.text or "" for node in table.iter(f"{W}t"))
        if (
            not text.endswith("印发")
            or next(table.iter(f"{W}tbl"), None) is None
            or table.find(f".//{W}tbl") is not None
        ):
            continue
        borders = table.find(f"{W}tblPr/{W}tblBorders")
        for side, wanted, what in (
            ("top", OUTER_RULE_MM, "首条分隔线"),
            ("bottom", OUTER_RULE_MM, "末条分隔线"),
            ("insideH", INNER_RULE_MM, "中间分隔线"),
        ):
            rule = borders.find(f"{W}{side}") if borders is not None else None
            thick = float(rule.get(f"{W}sz", "0")) / 8 * MM_PER_PT if rule is not None else 0
            yield from measured("7.4.1", f"版记{what}", rule_of(wanted), [("", thick)])
        runs = [run for one in table.iter(f"{W}p") for run in file.runs(one) if run.text.strip()]
        sizes = [Seen("版记", points(run.size_pt), run.size_pt == OFFICIAL.number_pt) for run in runs]
        yield from figure_of("7.4", "版记字号", points(OFFICIAL.number_pt), sizes)
