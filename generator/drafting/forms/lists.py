"""A list in Word: a landscape table, one row for each application of a recommender, or for each other completer."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import _Element as Element

from generator.campaign.fields import Kind
from generator.campaign.forms import Column, ListForm
from generator.campaign.layout import FORM, OFFICIAL
from generator.composing.filling.named import bare_words, without_marks
from generator.drafting.forms.words import short_title, words
from generator.drafting.word.controls import Entry, day_kind, entry, hint_run, kind_of
from generator.drafting.word.elements import (
    HEI,
    SONG,
    align,
    either_runs,
    exact,
    field,
    fitted,
    fonts,
    paragraph,
    run,
    size,
    twips,
    w,
)
from generator.drafting.word.package import package
from generator.drafting.word.sections import section
from generator.drafting.word.tables import cell, row, table, tag_row

_ABOVE_MM = 1
# Eleven digits just fill the column between its paddings; so no program's rounding breaks them.
_PHONE_PADDING_MM = 0.5
_ANNEX_PT = 20.8
_BELOW_TITLE_PT, _BELOW_HEAD_PT = 5.67, 4.25  # 2 mm, 1.5 mm
_FOOTER_MM = 12.8
_TITLE = f"{{{{r sized(title, title|line_pt('xiaobiaosong', {FORM.list_text_width_mm}, {OFFICIAL.title_pt})) }}}}"
_SIDE_MM = (OFFICIAL.height_mm - FORM.list_text_width_mm) / 2
_MARGINS_MM = (OFFICIAL.binding_mm - 3, _SIDE_MM, OFFICIAL.outer_mm - 4, _SIDE_MM)  # as in form2.html


def _headers(columns: Sequence[Column]) -> Element:
    """The header row, broken by meaning."""
    cells = []
    for number, column in enumerate(columns):
        broken = f"headers[{number}].replace('|', '\\n').replace('、', '、\\n')"
        text = run(f"{{{{ {broken} }}}}", fonts(HEI), *size(FORM.list_label_pt))
        content = paragraph("CellLabel", text, props=[exact(FORM.list_label_pt * FORM.list_line_height)])
        cells.append(cell([column.width_mm], content, padding_mm=FORM.list_label_padding_mm))
    return row(FORM.list_header_mm, *cells, grows=True, header=True)


def _values(form: ListForm, *, is_last: bool = False) -> Element:
    """A row; the last one stays with the note below it, as on our pages."""
    kept = [w("keepNext")] if is_last and form.foot_note else []
    cells = []
    for column in form.columns:
        key = column.key
        points = (column.sizes_pt or form.sizes_pt)[0]
        value = run(f"{{{{r sized(row.{key}|list_text, row.{key}|list_size('{key}')) }}}}")
        props = [*fitted(points, FORM.list_line_height), align(column.align), *kept]
        # What is not locked can be deleted with its row.
        label = bare_words(without_marks(column.label).split("|")[0].split("（")[0])
        place = Entry(key, label, SONG, points, locked=False)
        content = paragraph("CellValue", entry(place, value, kind=_kind(column)), props=props)
        cells.append(cell([column.width_mm], content, padding_mm=_PHONE_PADDING_MM if _is_phone(column) else None))
    return row(FORM.list_row_mm, *cells, grows=True)


def _is_phone(column: Column) -> bool:
    return [field.kind for field in column.fields] == [Kind.PHONE]


def _kind(column: Column) -> Element | None:
    """What may be entered; yes and no are as soon written as chosen."""
    field = column.fields[0] if len(column.fields) == 1 else None
    if _is_phone(column):
        return w("text", multiLine=1)  # it may be broken
    return kind_of(None if field and field.kind is Kind.YES_NO else field)


def _head_line(form: ListForm) -> list[Element]:
    """Who hands the list in, and when."""
    label = bare_words(form.unit_label) or form.name
    unit = entry(Entry("recommender", label, SONG, FORM.cell_pt), run("{{ recommender }}"), kind=kind_of(None))
    given = "{{ applied.year }}年{{ applied.month }}月{{ applied.day }}日"
    blank = hint_run("    年    月    日", FORM.cell_pt)
    place = Entry("applied_on", bare_words(form.date_label) or "日期", SONG, FORM.cell_pt, hinted=True)
    day = entry(place, *either_runs("applied.year", [run(given)], [blank]), kind=day_kind())
    between = run(f"{words(form, form.seal)}\t{words(form, form.date_label)}")
    return [run(words(form, form.unit_label)), unit, between, day]


def list_content(form: ListForm, spare_mm: float = 0) -> list[Element]:
    """Mark, title, unit and date, table and note, without their section, which is wider by `spare_mm`."""
    narrowed = w("ind", right=twips(spare_mm))
    columns = form.columns
    count = len(columns)
    right_edge = w("tabs", w("tab", val="right", pos=twips(FORM.list_text_width_mm)))
    note = [paragraph("FootNote", "{{ foot_note }}", props=[exact(16, before=4)])] if form.foot_note else []
    return [
        paragraph("AnnexMark", form.annex, props=[exact(_ANNEX_PT)]),
        paragraph("Title", run(_TITLE), props=[exact(OFFICIAL.title_pitch_pt, after=_BELOW_TITLE_PT), narrowed]),
        paragraph(
            "CellLabel",
            _head_line(form),
            props=[exact(FORM.cell_pt * FORM.list_line_height, after=_BELOW_HEAD_PT), align("left"), right_edge],
        ),
        table(
            [column.width_mm for column in columns],
            _headers(columns),
            tag_row("{tr rows_begin(blank) }", count),
            tag_row("%tr for row in rows %", count),
            tag_row("{tr row_begin(blank) }", count),
            tag_row("%tr if not loop.last %", count),
            _values(form),
            tag_row("%tr else %", count),
            _values(form, is_last=True),
            tag_row("%tr endif %", count),
            tag_row("{tr row_end(blank) }", count),
            tag_row("%tr endfor %", count),
            tag_row("{tr rows_end(blank) }", count),
            above_mm=_ABOVE_MM,
            place="left",
        ),
        *note,
    ]


def _page_count() -> Element:
    """“第1页 共5页”, so that loose sheets are put together again."""
    return w(
        "ftr",
        paragraph(
            "FootNote",
            run("第"),
            field("PAGE"),
            run("页 共"),
            field("NUMPAGES"),
            run("页"),
            props=[align("center")],
        ),
    )


def draft_list(form: ListForm) -> bytes:
    """The Word template."""
    end = section(landscape=True, margins_mm=_MARGINS_MM, footers={"default": "rIdPages"}, footer_mm=_FOOTER_MM)
    return package(
        short_title(form), w("body", *list_content(form), end), footers={"rIdPages": _page_count()}, mirrored=False
    )
