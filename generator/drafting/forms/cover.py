"""The cover of a form: annex mark, title, values over rules of a common width, issuer at the foot.

And what stands over the first table of a form without one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lxml.etree import _Element as Element

from generator.campaign.forms import COVER_PT, Cover, CoverValue, GridForm, width_em
from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL
from generator.composing.filling.named import bare_words
from generator.composing.fitting.slots import LINE_HEIGHT, blank_day
from generator.drafting.forms.words import words
from generator.drafting.official import annex_title
from generator.drafting.word.controls import Entry, entry, hint_run, kind_of, slot_runs
from generator.drafting.word.elements import (
    FANGSONG,
    align,
    either_runs,
    exact,
    paragraph,
    run,
    size,
    sliver,
    tag_paragraph,
    twips,
    w,
)
from generator.drafting.word.tables import borders, cell, row, table

# Where things stand below the top of the type area, in mm: the same as in grid.css.
_TITLE_MM, _FIRST_LINE_MM, _ISSUER_MM = 50, 115.5, 212
_ROW_MM = 15.5  # values stand on their line; a long first one has more room above it
_EDGE_MM = 1  # between a label and the rule beside it
_BEYOND_MM = 8  # of the type area, to either side
_ABOVE_LINE_PT = 3
_HINT_PT = 14
_TITLE = f"{{{{r sized(title, title|line_pt('xiaobiaosong', {OFFICIAL.text_width_mm}, {OFFICIAL.title_pt})) }}}}"


def _label(text: str, width_mm: float, place: str = "left") -> Element:
    # A label as wide as its cell stays on one line in every program when it may reach over the edge.
    props = [align(place), w("ind", right=0 if place == "right" else -twips(1))]
    return cell([width_mm], paragraph("CoverLabel", text, props=props), valign="bottom", padding_mm=0)


def _value(form: GridForm, one: CoverValue, widths_mm: Sequence[float]) -> Element:
    props = [exact(OFFICIAL.body_pt * LINE_HEIGHT, after=_ABOVE_LINE_PT), w("rPr", *size(OFFICIAL.body_pt))]
    field = one.fields[0] if len(one.fields) == 1 else None
    runs = _day(one) if one.is_day else slot_runs(one.slot, words(form, one.hint), _HINT_PT)
    label = field.label if field and one.is_day else f"{bare_words(one.label)}（封面）"
    place = Entry(one.slot, label, FANGSONG, OFFICIAL.body_pt, hinted=one.is_day or bool(one.hint))
    style = "CoverHint" if one.hint else "CoverValue"
    content = paragraph(style, entry(place, *runs, kind=kind_of(field)), props=props)
    return cell(widths_mm, content, valign="bottom", rule="under")


def _day(one: CoverValue) -> list[Element]:
    """The date; in the blank the words between which it is written by hand."""
    given, day = f"days.{one.slot}", f"{{{{ days.{one.slot} }}}}"
    if one.slot == "applied_on":
        given, day = "applied.year", "{{ applied.year }}年{{ applied.month }}月{{ applied.day }}日"
    return either_runs(given, [run(day)], [hint_run(blank_day(one), OFFICIAL.body_pt)])


def _values(form: GridForm, given: Cover) -> Element:
    """A table of one row for each line; its columns are those that the lines' rules begin and end at."""
    label_mm, wide_mm = given.label_em * COVER_PT * MM_PER_PT, given.widest_mm + _EDGE_MM
    inner = {edge for first, second in given.pairs for edge in _gap(first, second, wide_mm)}
    edges = [0.0, *sorted(inner), wide_mm]
    columns = [label_mm, *(end - start for start, end in pairwise(edges))]

    def over(start: float, end: float) -> list[float]:
        return [right - left for left, right in pairwise(edges) if left >= start and right <= end]

    rows = []
    for number, line in enumerate(given.lines):
        first, *more = line
        cells = [_label(words(form, first.label), label_mm)]
        if more:
            start, end = _gap(first, more[0], wide_mm)
            cells += [_value(form, first, over(0, start)), _gap_label(form, more[0], over(start, end))]
            cells.append(_value(form, more[0], over(end, wide_mm)))
        else:
            cells.append(_value(form, first, columns[1:]))
        height_mm = max(_ROW_MM, line[0].height_mm) if number == 0 else _ROW_MM
        rows.append(row(height_mm, *cells))
    return table(columns, *rows, rules=borders({}), padding_mm=0.5)


def _gap(first: CoverValue, second: CoverValue, wide_mm: float) -> tuple[float, float]:
    """Where the label between the two values of a line begins and ends, from the first label's end."""
    return first.width_mm + _EDGE_MM, wide_mm - second.width_mm - _EDGE_MM


def _gap_label(form: GridForm, one: CoverValue, widths_mm: Sequence[float]) -> Element:
    # Where it just fits it may reach over the edge, so that it stays on one line in every program.
    tight = sum(widths_mm) < width_em(one.label) * COVER_PT * MM_PER_PT + _EDGE_MM
    props = [align("right"), w("ind", left=-twips(_EDGE_MM)) if tight else w("ind", right=0)]
    content = paragraph("CoverLabel", words(form, one.label), props=props)
    return cell(widths_mm, content, valign="bottom", padding_mm=0)


def cover(form: GridForm, given: Cover) -> list[Element]:
    """The cover's paragraphs. The values stand in a frame with room for more lines, so the issuer hardly moves."""
    width = OFFICIAL.text_width_mm
    values_mm = _FIRST_LINE_MM - max(_ROW_MM, given.lines[0][0].height_mm)
    above_title_mm = _TITLE_MM - OFFICIAL.line_pitch_pt * MM_PER_PT
    frame = row(_ISSUER_MM - values_mm, cell([width], _values(form, given), sliver(), valign="top"), grows=True)
    size_pt = f"issuer|line_pt('fangsong', {width}, {OFFICIAL.body_pt})"
    return [
        paragraph("AnnexMark", form.annex),
        paragraph("Normal", props=[exact(above_title_mm / MM_PER_PT)]),
        annex_title("title"),
        *_below_title(values_mm - _TITLE_MM),
        table([width], frame, rules=borders({}), padding_mm=0),
        paragraph("CoverIssuer", run(f"{{{{r sized(issuer, {size_pt}) }}}}")),
    ]


def _below_title(room_mm: float) -> list[Element]:
    """What a title of one line, two, or more leaves of its room above the values: they keep their place."""
    made = []
    for lines, condition in (
        (1, "if title|title_lines|length == 1"),
        (2, "elif title|title_lines|length == 2"),
        (3, "else"),
    ):
        left_pt = max(1, room_mm / MM_PER_PT - lines * OFFICIAL.title_pitch_pt)
        made += [tag_paragraph(f"%p {condition} %"), paragraph("Normal", props=[exact(left_pt)])]
    return [*made, tag_paragraph("%p endif %")]


def head(form: GridForm) -> list[Element]:
    """Annex mark and title over the first table of a form without a cover."""
    below_pt = FORM.title_mm / MM_PER_PT - OFFICIAL.title_pitch_pt
    mark = [paragraph("AnnexMark", form.annex)] if form.annex else []
    # A title as wide as the type area stays on one line in every program when it may reach over its edges.
    beyond = w("ind", left=-twips(_BEYOND_MM), right=-twips(_BEYOND_MM))
    return [*mark, paragraph("Title", run(_TITLE), props=[exact(OFFICIAL.title_pitch_pt, after=below_pt), beyond])]
