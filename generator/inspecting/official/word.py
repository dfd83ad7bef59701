"""Figures of GB/T 9704-2012 that a notice's or bulletin's Word file states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.campaign.layout import MM_PER_PT, OFFICIAL
from generator.inspecting.findings import Figure, mm, points
from generator.inspecting.official.paragraphs import (
    TWIPS,
    Paragraph,
    centred,
    fonts_seen,
    is_cut,
    of_role,
    paragraphs_of,
    pitch_of,
    seen_pt,
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
    ems,
    figure_of,
    near,
    signature_figures,
)
from generator.inspecting.official.word_pages import page_figures
from generator.inspecting.word_file import W, WordFile, blocks, is_on, number

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
    yield from figure_of("5.2.2", "正文字号", points(o.body_pt), seen_pt(body, size_of, o.body_pt))
    yield from figure_of(
        "5.2.3", "字距", points(o.body_tracking_pt), seen_pt(body, tracking_of, o.body_tracking_pt, _TRACKING_PT)
    )
    pitches = seen_pt(body, pitch_of, o.line_pitch_pt)
    yield from figure_of("5.2.3", "行距（固定值）", points(o.line_pitch_pt), pitches)
    pitch = max((pitch_of(one) for one in body), default=0) or o.title_pitch_pt
    lines = int(o.text_height_mm / (pitch * MM_PER_PT) + 0.01)
    yield Figure("5.2.3", "每面行数", f"{o.lines}行", f"{lines}行", lines == o.lines)
    advance = max(((size_of(one) + tracking_of(one)) for one in body), default=o.title_pt)
    across = int(o.text_width_mm / (advance * MM_PER_PT) + 0.01)
    yield Figure("5.2.3", "每行字数", f"{o.characters}字", f"{across}字", across == o.characters)
    snapped = [
        Seen(one.place, "对齐" if is_on(one.known, "snapToGrid") else "不对齐", not is_on(one.known, "snapToGrid"))
        for one in body
    ]
    yield from figure_of("5.2.3", "对齐网格", "不对齐", snapped)


def _head_figures(paragraphs: Sequence[Paragraph]) -> Iterator[Figure]:
    o = OFFICIAL
    yield from _letterhead(paragraphs)
    numbers = of_role(paragraphs, "number")
    yield from figure_of(
        "7.2.5",
        "发文字号写法",
        "〔年份〕号",
        [Seen(p.place, p.text.strip(), bool(NUMBER.fullmatch(p.text.strip()))) for p in numbers],
    )
    yield from figure_of("7.2.5", "发文字号位置", "居中", centred(numbers))
    yield from figure_of("7.2.5", "发文字号字体", "仿宋", fonts_seen(numbers, "仿宋"))
    titles = of_role(paragraphs, "title")
    yield from figure_of("7.3.1", "标题字体", "小标宋", fonts_seen(titles, "小标宋"))
    yield from figure_of("7.3.1", "标题字号", points(o.title_pt), seen_pt(titles, size_of, o.title_pt))
    yield from figure_of("7.3.1", "标题位置", "居中", centred(titles))
    yield from figure_of("7.3.1", "标题行距", points(o.title_pitch_pt), seen_pt(titles, pitch_of, o.title_pitch_pt))
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
    above = above_pt * MM_PER_PT
    right = near(above, o.letterhead_below_top_mm, 0.5)
    yield Figure("7.2.4", "发文机关标志上边至版心上边", mm(o.letterhead_below_top_mm), mm(above), right)
    colors = [Seen(p.place, p.lead.color.upper() or "黑色", p.lead.color.upper() == red) for p in marks]
    yield from figure_of("7.2.4", "发文机关标志颜色", red, colors)
    yield from figure_of("7.2.4", "发文机关标志位置", "居中", centred(marks))
    numbers = of_role(paragraphs, "number")
    bordered = [p.known.get("pBdr") is not None for p in numbers]
    yield from figure_of(
        "7.2.7", "红色分隔线", "有", [Seen("发文字号", "有" if one else "没有", one) for one in bordered]
    )


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
        indents = [Seen(p.place, f"{start_of(p):.1f}字", near(start_of(p), 2, 0.05)) for p in some]
        yield from figure_of("7.3.3", f"{LEVEL_NAMES[role]}首行缩进", "2.0字", indents)
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
    yield from figure_of(
        "7.3.4",
        "附件说明左空",
        "2.0字",
        [Seen(listed[0].place, f"{start_of(listed[0]):.1f}字", near(start_of(listed[0]), 2, 0.1))],
    )
    ends = [Seen(p.place, p.text.strip()[-1], p.text.strip()[-1] not in "。；，、") for p in listed]
    yield from figure_of(
        "7.3.4", "附件名称后的标点", "没有", [Seen(s.place, "没有" if s.right else s.value, s.right) for s in ends]
    )


def _signature(paragraphs: Sequence[Paragraph]) -> Iterator[Figure]:
    names, dates = of_role(paragraphs, "signatory"), of_role(paragraphs, "date")
    if names and dates:
        yield from signature_figures(
            names[0].text.strip(), dates[0].text.strip(), *(_free_at_right(one) for one in (names[0], dates[0]))
        )


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
    yield from figure_of(
        "7.3.7",
        "附件序号字体",
        "黑体",
        [Seen(s.place.split(" ")[-1], s.value, s.right) for s in fonts_seen(marks, "黑体")],
    )
    yield from figure_of("7.3.7", "附件序号字号", points(OFFICIAL.body_pt), seen_pt(marks, size_of, OFFICIAL.body_pt))
    flush = [Seen(p.text.strip(), f"缩进{start_of(p):.1f}字", near(start_of(p), 0, 0.1)) for p in marks]
    yield from figure_of("7.3.7", "附件序号位置", "顶格", flush)
