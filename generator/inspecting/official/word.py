"""Figures of GB/T 9704-2012 that a notice's or bulletin's Word file states."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from generator.campaign.layout import MM_PER_PT, OFFICIAL
from generator.inspecting.findings import Figure, points
from generator.inspecting.official.paragraphs import (
    TWIPS,
    Paragraph,
    centred,
    fonts_seen,
    is_cut,
    paragraphs_of,
    pitch_of,
    size_of,
    start_of,
    tracking_of,
)
from generator.inspecting.official.parts import (
    ANNEX,
    CHARACTER_PT,
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
    signature_figures,
)
from generator.inspecting.official.word_pages import page_figures
from generator.inspecting.word_file import WordFile, blocks, is_on
from generator.reading.word_tables.elements import W
from generator.reading.word_tables.styles import number

_TRACKING_PT = 0.03  # half of the twentieth in which Word counts
_RISE_EM = 0.078  # characters of 小标宋 start so far below the top of an exact line of their size


def word_figures(file: WordFile) -> Iterator[Figure]:
    """Every figure, in the order of the standard's clauses."""
    paragraphs = paragraphs_of(file)
    yield from page_figures(file)
    yield from _text_figures(paragraphs)
    yield from _head_figures(paragraphs)
    yield from _levels(paragraphs)
    yield from _attachments(paragraphs)
    yield from _signature(paragraphs)
    yield from _annexes(file)


def _text_figures(paragraphs: Sequence[Paragraph]) -> Iterator[Figure]:
    o = OFFICIAL
    body = of_role(paragraphs, "body", "rest", "h1", "h2", "h3", "addressee", "attachment")
    yield from _in_pt("5.2.2", "正文字号", o.body_pt, body, size_of)
    tracked = [(one.place, tracking_of(one)) for one in body]
    yield from measured("5.2.3", "字距", Wanted(o.body_tracking_pt, _TRACKING_PT, points), tracked)
    yield from _in_pt("5.2.3", "行距（固定值）", o.line_pitch_pt, body, pitch_of)
    pitch = max((pitch_of(one) for one in body), default=0) or o.title_pitch_pt
    lines = int(o.text_height_mm / (pitch * MM_PER_PT) + 0.01)
    yield Figure("5.2.3", "每面行数", f"{o.lines}行", f"{lines}行", lines == o.lines)
    advance = max(((size_of(one) + tracking_of(one)) for one in body), default=o.title_pt)
    across = int(o.text_width_mm / (advance * MM_PER_PT) + 0.01)
    yield Figure("5.2.3", "每行字数", f"{o.characters}字", f"{across}字", across == o.characters)
    snapped = [(one.place, is_on(one.known, "snapToGrid")) for one in body]
    seen = [Seen(place, "对齐" if snaps else "不对齐", not snaps) for place, snaps in snapped]
    yield from figure_of("5.2.3", "对齐网格", "不对齐", seen)


def _in_pt(
    clause: str, what: str, wanted_pt: float, some: Sequence[Paragraph], value: Callable[[Paragraph], float]
) -> list[Figure]:
    return measured(clause, what, Wanted(wanted_pt, 0.02, points), [(one.place, value(one)) for one in some])


def _head_figures(paragraphs: Sequence[Paragraph]) -> Iterator[Figure]:
    o = OFFICIAL
    yield from _letterhead(paragraphs)
    numbers = of_role(paragraphs, "number")
    written = [Seen(p.place, p.text.strip(), bool(NUMBER.fullmatch(p.text.strip()))) for p in numbers]
    yield from figure_of("7.2.5", "发文字号写法", "〔年份〕号", written)
    yield from figure_of("7.2.5", "发文字号位置", "居中", centred(numbers))
    yield from figure_of("7.2.5", "发文字号字体", "仿宋", fonts_seen(numbers, "仿宋"))
    titles = of_role(paragraphs, "title")
    yield from figure_of("7.3.1", "标题字体", "小标宋", fonts_seen(titles, "小标宋"))
    yield from _in_pt("7.3.1", "标题字号", o.title_pt, titles, size_of)
    yield from figure_of("7.3.1", "标题位置", "居中", centred(titles))
    yield from _in_pt("7.3.1", "标题行距", o.title_pitch_pt, titles, pitch_of)
    if numbers and titles:
        yield _blank_lines("7.3.1", "标题上方空行", 2, paragraphs, titles[0])
    addressee = of_role(paragraphs, "addressee")
    if addressee:
        yield _blank_lines("7.3.2", "主送机关上方空行", 1, paragraphs, addressee[0])
    flush = [Seen(p.place, f"缩进{start_of(p):.1f}字", near(start_of(p), 0, 0.1)) for p in addressee]
    yield from figure_of("7.3.2", "主送机关位置", "顶格", flush)


def _letterhead(paragraphs: Sequence[Paragraph]) -> Iterator[Figure]:
    """发文机关标志 and the red rule, where they are printed."""
    o, red = OFFICIAL, OFFICIAL.red.removeprefix("#").upper()
    marks = of_role(paragraphs, "mark")
    if not marks:
        return
    above_pt = sum(pitch_of(one) for one in paragraphs[: marks[0].number - 1]) + _RISE_EM * size_of(marks[0])
    wanted = Wanted(o.letterhead_below_top_mm, 0.5)
    yield from measured("7.2.4", "发文机关标志上边至版心上边", wanted, [("", above_pt * MM_PER_PT)])
    colors = [Seen(p.place, p.lead.color.upper() or "黑色", p.lead.color.upper() == red) for p in marks]
    yield from figure_of("7.2.4", "发文机关标志颜色", red, colors)
    yield from figure_of("7.2.4", "发文机关标志位置", "居中", centred(marks))
    numbers = of_role(paragraphs, "number")
    bordered = [p.known.get("pBdr") is not None for p in numbers]
    ruled = [Seen("发文字号", "有" if one else "没有", one) for one in bordered]
    yield from figure_of("7.2.7", "红色分隔线", "有", ruled)


def _blank_lines(clause: str, what: str, wanted: int, paragraphs: Sequence[Paragraph], before: Paragraph) -> Figure:
    """The empty lines just above a paragraph."""
    found = 0
    for one in reversed(paragraphs[: before.number - 1]):
        if one.text.strip():
            break
        found += 1
    return Figure(clause, what, f"{wanted}行", f"{found}行", found == wanted, before.place)


def _levels(paragraphs: Sequence[Paragraph]) -> Iterator[Figure]:
    for role, family in LEVEL_FONTS.items():
        some = of_role(paragraphs, role)
        yield from figure_of("7.3.3", f"{LEVEL_NAMES[role]}字体", family, fonts_seen(some, family))
        indents = [(p.place, start_of(p)) for p in some]
        yield from measured("7.3.3", f"{LEVEL_NAMES[role]}首行缩进", Wanted(2, 0.05, characters), indents)
    body = of_role(paragraphs, "body")
    cut = [one for one, other in pairwise(paragraphs) if is_cut(one) and other.role == "rest"]
    aligned = [(p, "both" if p in cut else p.known.get("jc", {}).get("val", "")) for p in body]
    both = [Seen(p.place, "两端对齐" if value == "both" else value or "居左", value == "both") for p, value in aligned]
    yield from figure_of("7.3.3", "正文对齐", "两端对齐", both)


def _attachments(paragraphs: Sequence[Paragraph]) -> Iterator[Figure]:
    listed = of_role(paragraphs, "attachment")
    if not listed:
        return
    yield _blank_lines("7.3.4", "附件说明上方空行", 1, paragraphs, listed[0])
    yield from measured("7.3.4", "附件说明左空", Wanted(2, 0.1, characters), [(listed[0].place, start_of(listed[0]))])
    ends = [(p.place, p.text.strip()[-1]) for p in listed]
    marked = [Seen(at, end if end in "。；，、" else "没有", end not in "。；，、") for at, end in ends]
    yield from figure_of("7.3.4", "附件名称后的标点", "没有", marked)


def _signature(paragraphs: Sequence[Paragraph]) -> Iterator[Figure]:
    names, dates = of_role(paragraphs, "signatory"), of_role(paragraphs, "date")
    if names and dates:
        name, date = names[0], dates[0]
        yield from signature_figures(name.text.strip(), date.text.strip(), _free_at_right(name), _free_at_right(date))


def _free_at_right(one: Paragraph) -> float:
    """What is free at the right, in characters: the indent, and blanks after the words. −1 where it stands left."""
    if one.known.get("jc", {}).get("val") not in ("right", "end"):
        return -1
    free = number(one.known, "ind", "right") / TWIPS
    for run in reversed(one.runs):
        blank = len(run.text) - len(run.text.rstrip())
        free += sum(run.size_pt * ems(sign) + run.tracking_pt for sign in run.text[len(run.text) - blank :])
        if run.text.strip():
            break
    return free / CHARACTER_PT


def _annexes(file: WordFile) -> Iterator[Figure]:
    """The marks of the annexes: flush left, 3号黑体."""
    marks: list[Paragraph] = []
    for block in blocks(file.body):
        runs = tuple(file.runs(block)) if block.tag == f"{W}p" else ()
        text = "".join(run.text for run in runs)
        if ANNEX.fullmatch(re.sub(r"\s", "", text)):
            marks.append(Paragraph(len(marks) + 1, text, "annex", file.paragraph(block), runs))
    fonts = [Seen(one.place.split(" ")[-1], one.value, one.right) for one in fonts_seen(marks, "黑体")]
    yield from figure_of("7.3.7", "附件序号字体", "黑体", fonts)
    yield from _in_pt("7.3.7", "附件序号字号", OFFICIAL.body_pt, marks, size_of)
    flush = [Seen(p.text.strip(), f"缩进{start_of(p):.1f}字", near(start_of(p), 0, 0.1)) for p in marks]
    yield from figure_of("7.3.7", "附件序号位置", "顶格", flush)
