"""Paper, page numbers and 版记 measured on an official paper's PDF (GB/T 9704-2012, clauses 5, 7.4, 7.5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain

import pdfplumber

from generator.campaign.layout import OFFICIAL
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
    pt_to_mm,
    rule_of,
)
from generator.inspecting.pdf_file import Character, PdfPage, joined, lines

_PAPER_MM = 0.5
_DPI = 300  # at which a dash is drawn: where its ink lies stands in no table of the font
_DARK = 128
_EDGE_MM = 0.5


def binding_left_mm(page: int) -> float:
    """The left edge of the type area: the binding side on odd pages, the outer on even ones (clause 5.2.1)."""
    return OFFICIAL.binding_mm if page % 2 else OFFICIAL.outer_mm


def page_figures(pages: Sequence[PdfPage], text_pages: Sequence[PdfPage], content: bytes) -> Iterator[Figure]:
    """The figures of the pages."""
    sizes = [(f"第{page.number}页", page.width_mm, page.height_mm) for page in pages]
    yield from paper_figure(sizes, _PAPER_MM)
    yield from _margins(text_pages)
    yield from _page_numbers(text_pages, content)
    yield from _imprint(pages)


def _margins(text_pages: Sequence[PdfPage]) -> Iterator[Figure]:
    """Where the text begins and ends on every page: nothing stands outside the type area but the page number."""
    o = OFFICIAL
    tops, bottoms, lefts, rights = [], [], [], []
    for page in text_pages:
        inside = [one for one in page.characters if one.baseline_mm < TEXT_FOOT_MM + 1]
        if not inside:
            continue
        place, left = f"第{page.number}页", binding_left_mm(page.number)
        # A line's characters stand in the middle of its pitch.
        high = min(one.top_mm for one in inside) - o.top_mm
        low = TEXT_FOOT_MM - max(one.bottom_mm for one in inside)
        # The first page with a printed head begins lower, and so may the last, which holds little.
        free = page.number == 1 or len(lines(inside)) <= o.lines / 2
        tops.append(Seen(place, mm(high + o.top_mm), -1.5 < high < (o.height_mm if free else 4)))
        bottoms.append(Seen(place, mm(low + o.bottom_mm), low > -1.5))
        start, end = min(one.left_mm for one in inside), max(one.right_mm for one in inside)
        side = "订口" if page.number % 2 else "翻口"
        lefts.append(Seen(f"{place}（左为{side}）", mm(start), start > left - _EDGE_MM))
        beside = page.width_mm - end
        rights.append(Seen(place, mm(beside), beside > o.width_mm - left - o.text_width_mm - _EDGE_MM))
    yield from figure_of("5.2.1", "天头", f"{mm(o.top_mm)}起", tops)
    yield from figure_of("5.2.1", "地脚", f"不少于{mm(o.bottom_mm)}", bottoms)
    wanted = f"单页{mm(o.binding_mm)}、双页{mm(o.outer_mm)}起"
    yield from figure_of("5.2.1", "左边距", wanted, lefts)
    wanted = f"单页{mm(o.outer_mm)}、双页{mm(o.binding_mm)}起"
    yield from figure_of("5.2.1", "右边距", wanted, rights)


def _page_numbers(text_pages: Sequence[PdfPage], content: bytes) -> Iterator[Figure]:
    o = OFFICIAL
    found = [(page, _number_line(page)) for page in text_pages]
    texts = [(f"第{page.number}页", joined(line) or "没有") for page, line in found]
    forms = [Seen(place, text, bool(PAGE_NUMBER.fullmatch(text))) for place, text in texts]
    yield from figure_of("7.5", "页码形式", "— 1 —", forms)
    for odd, name in ((True, "单页页码右空"), (False, "双页页码左空")):
        some = [(page, line) for page, line in found if line and bool(page.number % 2) is odd]
        free = [(f"第{page.number}页", _free(page, line, odd)) for page, line in some]
        yield from measured("7.5", name, Wanted(pt_to_mm(o.number_pt), _EDGE_MM), free)
    printed = [(f"第{page.number}页", one) for page, line in found for one in line]
    sizes = [(place, one.size_pt) for place, one in printed]
    yield from measured("7.5", "页码字号", Wanted(o.number_pt, 0.1, points), sizes)
    digits = [(place, one.font) for place, one in printed if one.text.isdigit()]
    fonts = [Seen(place, font or "其他字体", font == "宋体") for place, font in digits]
    yield from figure_of("7.5", "页码数字字体", "宋体", fonts)
    dashes = _dashes(found[:2], content)
    yield from measured("7.5", "一字线上距版心下边缘", Wanted(o.number_below_text_mm, _EDGE_MM), dashes)


def _number_line(page: PdfPage) -> list[Character]:
    """The characters below the type area."""
    return list(chain(*lines(one for one in page.characters if one.baseline_mm > TEXT_FOOT_MM + 1)))


def _free(page: PdfPage, line: Sequence[Character], odd: bool) -> float:
    """From the number to the outer edge of the type area."""
    left = binding_left_mm(page.number)
    return left + OFFICIAL.text_width_mm - line[-1].right_mm if odd else line[0].left_mm - left


def _dashes(found: Sequence[tuple[PdfPage, list[Character]]], content: bytes) -> Iterator[tuple[str, float]]:
    """How far below the text the ink of the first dash, drawn, lies on some pages."""
    for page, line in found:
        if line:
            box = (line[0].left_mm, TEXT_FOOT_MM + 1, line[0].right_mm, OFFICIAL.height_mm - 5)
            yield f"第{page.number}页", (_ink_top_mm(content, page.number, box) or 0) - TEXT_FOOT_MM


def _ink_top_mm(content: bytes, page: int, box_mm: tuple[float, float, float, float]) -> float | None:
    """The topmost ink inside a box (left, top, right, bottom) of a page (from 1), None where there is none."""
    scale = _DPI / 25.4
    with pdfplumber.open(BytesIO(content)) as opened:
        picture = opened.pages[page - 1].to_image(resolution=_DPI).original.convert("L")
    left, top, right, bottom = (round(edge * scale) for edge in box_mm)
    part = picture.crop((left, top, right, bottom)).point(lambda grey: 255 if grey < _DARK else 0)
    ink = part.getbbox()
    return None if ink is None else (top + ink[1]) / scale


def _imprint_top_mm(page: PdfPage) -> float | None:
    """Where the 版记 begins on a page that ends with one, which the text may share."""
    found = lines(one for one in page.characters if one.baseline_mm < TEXT_FOOT_MM + 1)
    texts = [joined(line).strip() for line in found]
    if not texts or not texts[-1].endswith("印发"):
        return None
    first = max((place for place, text in enumerate(texts) if text.startswith("抄送")), default=len(texts) - 1)
    return found[first][0].baseline_mm - pt_to_mm(2 * OFFICIAL.number_pt)


def _imprint(pages: Sequence[PdfPage]) -> Iterator[Figure]:
    """版记: its rules, their places and thickness, where it is printed."""
    page = pages[-1]
    top_mm = _imprint_top_mm(page)
    if top_mm is None or page.turned:
        return
    wide = OFFICIAL.text_width_mm
    long = (rule for rule in page.rules if not rule.vertical and near(rule.end_mm - rule.start_mm, wide, 1))
    rules = sorted((rule for rule in long if rule.at_mm > top_mm), key=lambda rule: rule.at_mm)
    if len(rules) < 2:
        yield Figure("7.4.1", "版记分隔线", "首条和末条", f"{len(rules)}条", False)
        return
    thicknesses = [OUTER_RULE_MM, *[INNER_RULE_MM] * (len(rules) - 2), OUTER_RULE_MM]
    for at, (rule, thick) in enumerate(zip(rules, thicknesses, strict=True), start=1):
        yield from measured("7.4.1", f"版记第{at}条分隔线", rule_of(thick), [("", rule.thick_mm)])
    yield from measured("7.4", "版记末条分隔线离纸上边", Wanted(TEXT_FOOT_MM, _EDGE_MM), [("", rules[-1].at_mm)])
    yield Figure("7.4", "版记所在页", "双页", "双页" if page.number % 2 == 0 else "单页", page.number % 2 == 0)
