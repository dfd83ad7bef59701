"""Figures of GB/T 9704-2012 measured on the pages of a notice's or bulletin's PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from generator.campaign.layout import OFFICIAL
from generator.inspecting.findings import Figure, points
from generator.inspecting.official.lines import CHARACTER_MM, TextLine, broken_lines, text_lines, text_pages
from generator.inspecting.official.parts import (
    ANNEX,
    LEVEL_FONTS,
    LEVEL_NAMES,
    NUMBER,
    Seen,
    Wanted,
    characters,
    ems,
    figure_of,
    measured,
    near,
    of_role,
    pt_to_mm,
    signature_figures,
)
from generator.inspecting.official.pdf_pages import page_figures
from generator.inspecting.pdf_file import Character, PdfPage, Rule, joined, lines

_PLACE_MM = 1.0
_FLUSH = Wanted(0, 0.5)
_CENTRED = Wanted(0, _PLACE_MM)
_PITCH_MM = pt_to_mm(OFFICIAL.line_pitch_pt)
_TEXT_PT = Wanted(OFFICIAL.body_pt, 0.1, points)


def pdf_figures(pages: Sequence[PdfPage], content: bytes) -> Iterator[Figure]:
    """Every figure, in the order of the standard's clauses."""
    before_annexes = text_pages(pages)
    found = text_lines(before_annexes)
    yield from page_figures(pages, before_annexes, content)
    yield from _body(found)
    yield from _head(found, before_annexes[0])
    yield from _levels(found)
    yield from _attachments(found)
    yield from _signature(found)
    yield from _annexes(pages)


def _body(found: Sequence[TextLine]) -> Iterator[Figure]:
    body = of_role(found, "body", "rest", "h1", "h2", "h3", "addressee", "attachment")
    yield from measured("5.2.2", "正文字号", _TEXT_PT, _sizes(body))
    steps = []
    for one, other in pairwise(body):
        step = other.baseline_mm - one.baseline_mm
        # Baselines are a pitch apart only where one font follows itself: some programs centre each line's height.
        if one.page == other.page and step < 1.5 * _PITCH_MM and _families(one) == _families(other):
            steps.append((other.place, step))
    yield from measured("5.2.3", "行距", Wanted(_PITCH_MM, 0.1, lambda pitch: f"{pitch:.2f}毫米"), steps)
    yield from _counts(found, body)
    full = [line for line in of_role(found, "rest") if abs(line.right_mm) < 1.5 * CHARACTER_MM]
    yield from measured("5.2.1", "正文左边至版心左边", _FLUSH, _lefts(full))
    reach = [(line.place, line.right_mm) for line in broken_lines(found)]
    yield from measured("5.2.1", "正文右边至版心右边", _FLUSH, reach)


def _counts(found: Sequence[TextLine], body: Sequence[TextLine]) -> Iterator[Figure]:
    """Lines of the fullest page, and characters of most full lines."""
    o = OFFICIAL
    steps = [other.baseline_mm - one.baseline_mm for one, other in pairwise(body) if one.page == other.page]
    if steps:
        pitch = sorted(steps)[len(steps) // 2]
        room = int(o.text_height_mm / pitch + 0.01)
        most = Counter(line.page for line in found).most_common(1)[0][1]
        yield Figure("5.2.3", "每面行数", f"{o.lines}行", f"{max(room, most)}行", room == o.lines and most <= o.lines)
    counts = Counter(round(ems(line.text)) for line in broken_lines(found) if line.left_mm < CHARACTER_MM)
    if counts:
        usual = counts.most_common(1)[0][0]
        yield Figure("5.2.3", "每行字数", f"{o.characters}字", f"{usual}字", usual == o.characters)


def _families(line: TextLine) -> set[str]:
    return {one.font for one in line.characters}


def _font(some: Sequence[Character]) -> str:
    """The class of most characters."""
    return Counter(one.font or "其他字体" for one in some).most_common(1)[0][0]


def _fonts(some: Sequence[TextLine], wanted: str, first: int | None = None) -> list[Seen]:
    return [Seen(line.place, name := _font(line.characters[:first]), name == wanted) for line in some]


def _sizes(some: Iterable[TextLine]) -> Iterator[tuple[str, float]]:
    return ((line.place, line.size_pt) for line in some)


def _lefts(some: Iterable[TextLine]) -> Iterator[tuple[str, float]]:
    return ((line.place, line.left_mm) for line in some)


def _off_centre(some: Iterable[TextLine]) -> Iterator[tuple[str, float]]:
    return ((line.place, abs(line.left_mm - line.right_mm) / 2) for line in some)


def _head(found: Sequence[TextLine], page: PdfPage) -> Iterator[Figure]:
    o = OFFICIAL
    numbers, titles = of_role(found, "number"), of_role(found, "title")
    yield from _letterhead(found, page, numbers)
    written = [Seen(line.place, line.text, bool(NUMBER.fullmatch(line.text))) for line in numbers]
    yield from figure_of("7.2.5", "发文字号写法", "〔年份〕号", written)
    yield from measured("7.2.5", "发文字号偏离中线", _CENTRED, _off_centre(numbers))
    yield from figure_of("7.2.5", "发文字号字体", "仿宋", _fonts(numbers, "仿宋"))
    yield from figure_of("7.3.1", "标题字体", "小标宋", _fonts(titles, "小标宋"))
    yield from measured("7.3.1", "标题字号", Wanted(o.title_pt, 0.1, points), _sizes(titles))
    yield from measured("7.3.1", "标题偏离中线", _CENTRED, _off_centre(titles))
    steps = [(b.place, b.baseline_mm - a.baseline_mm) for a, b in pairwise(titles)]
    yield from measured("7.3.1", "标题行距", Wanted(pt_to_mm(o.title_pitch_pt), 0.2), steps)
    yield from measured("7.3.2", "主送机关左边至版心左边", _FLUSH, _lefts(of_role(found, "addressee")))


def _letterhead(found: Sequence[TextLine], page: PdfPage, numbers: Sequence[TextLine]) -> Iterator[Figure]:
    """发文机关标志 and the red rule, where they are printed."""
    marks = of_role(found, "mark")
    red = [rule for rule in page.rules if not rule.vertical and _is_red(rule.color)]
    if marks:
        yield from measured("7.2.4", "发文机关标志偏离中线", _CENTRED, _off_centre(marks))
        are_red = [(line.place, _is_red(line.characters[0].color)) for line in marks]
        colors = [Seen(place, "红色" if right else "不是红色", right) for place, right in are_red]
        yield from figure_of("7.2.4", "发文机关标志颜色", "红色", colors)
        if not red:
            yield Figure("7.2.7", "红色分隔线", "有", "没有", False)
    for rule in red[:1]:
        yield from _red_rule(rule, numbers)


def _red_rule(rule: Rule, numbers: Sequence[TextLine]) -> Iterator[Figure]:
    o = OFFICIAL
    yield from measured("7.2.7", "红色分隔线长", Wanted(o.text_width_mm, 0.5), [("", rule.end_mm - rule.start_mm)])
    if numbers:
        foot = numbers[-1].baseline_mm + 0.12 * pt_to_mm(o.body_pt)  # characters stand a little below the baseline
        wanted = Wanted(o.red_rule_below_number_mm, _PLACE_MM)
        yield from measured("7.2.7", "红色分隔线至发文字号", wanted, [("", rule.at_mm - foot)])


def _is_red(color: object) -> bool:
    """Whether a colour in RGB or CMYK is red."""
    if not isinstance(color, (tuple, list)):
        return False
    if len(color) == 3:
        return bool(color[0] > 0.7 and color[1] < 0.3 and color[2] < 0.3)
    return len(color) == 4 and bool(color[1] > 0.6 and color[2] > 0.6 and color[0] < 0.3)


def _levels(found: Sequence[TextLine]) -> Iterator[Figure]:
    for role, family in LEVEL_FONTS.items():
        some = of_role(found, role)
        first = None if role != "h2" else 4  # its number and first word: the text runs on in 仿宋
        yield from figure_of("7.3.3", f"{LEVEL_NAMES[role]}字体", family, _fonts(some, family, first))
        indents = [(line.place, line.left_mm / CHARACTER_MM) for line in some]
        yield from measured("7.3.3", f"{LEVEL_NAMES[role]}首行缩进", Wanted(2, 0.1, characters), indents)


def _attachments(found: Sequence[TextLine]) -> Iterator[Figure]:
    listed = of_role(found, "attachment")
    if not listed:
        return
    start = listed[0].left_mm / CHARACTER_MM
    yield Figure("7.3.4", "附件说明左空", "2.0字", characters(start), near(start, 2, 0.1), listed[0].place)
    above = [line for line in found if line.page == listed[0].page and line.number == listed[0].number - 1]
    for line in above:
        step = (listed[0].baseline_mm - line.baseline_mm) / _PITCH_MM - 1
        yield Figure("7.3.4", "附件说明上方空行", "1.0行", f"{step:.1f}行", near(step, 1, 0.1), listed[0].place)


def _signature(found: Sequence[TextLine]) -> Iterator[Figure]:
    names, dates = of_role(found, "signatory"), of_role(found, "date")
    if names and dates:
        gaps = (one[0].right_mm / CHARACTER_MM for one in (names, dates))
        yield from signature_figures(names[0].text, dates[0].text, *gaps)


def _annexes(pages: Sequence[PdfPage]) -> Iterator[Figure]:
    """The marks of the annexes: flush left, 3号黑体; on turned pages the size only."""
    first = [(page, line, joined(line)) for page in pages for line in lines(page.characters)[:1]]
    marks = [
        TextLine(page.number, 1, text, "annex", tuple(line))
        for page, line, text in first
        if ANNEX.fullmatch(re.sub(r"\s", "", text))
    ]
    yield from figure_of("7.3.7", "附件序号字体", "黑体", _fonts(marks, "黑体", 2))
    yield from measured("7.3.7", "附件序号字号", _TEXT_PT, _sizes(marks))
    flat = [line for line in marks if not pages[line.page - 1].turned]
    yield from measured("7.3.7", "附件序号左边至版心左边", _FLUSH, _lefts(flat))
