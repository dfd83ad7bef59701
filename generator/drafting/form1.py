"""Form 1 (申报表): cover, data, project intro, opinions. The grid gives every width and height."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lxml.etree import _Element as Element

from generator.composing.slots import LINE_HEIGHT
from generator.drafting.controls import check_box, hint_run, hinted_slot, paragraphs_control, slot, written
from generator.drafting.elements import (
    SONG,
    align,
    around_paragraphs,
    around_runs,
    either_runs,
    exact,
    fitted,
    fonts,
    paragraph,
    run,
    size,
    sliver,
    tag_paragraph,
    w,
)
from generator.drafting.official import annex_title
from generator.drafting.package import package
from generator.drafting.sections import FORM_SLACK_MM, section
from generator.drafting.tables import borders, cell, row, table
from generator.layout import FORM, MM_PER_PT, OFFICIAL, grid

HINT_PT = 10.5
_LABEL_SIZES_PT = (FORM.cell_pt, 11.5, 11, 10.5, 10)
_COVER_COLUMNS_MM = (36, 39, 18, 50)
_COVER_ROW_MM = 15
_WIDE_MM = 100  # values in places this wide stand left, in narrower ones in the middle

Cell = Mapping[str, Any]


def _widths(spec: Cell) -> list[float]:
    first, last = spec["columns"]
    columns: list[float] = grid("form1")["columns_mm"]
    return columns[first : last + 1]


def _label(text: str, width_mm: float) -> Element:
    """A printed label in the largest size whose lines fit the cell."""
    lines = text.split("|")
    ems = max(sum(0.5 if ord(sign) < 0x80 else 1 for sign in line) for line in lines)
    room_pt = (width_mm - 2 * FORM.cell_padding_mm) / MM_PER_PT
    points = next((one for one in _LABEL_SIZES_PT if one * ems <= room_pt), _LABEL_SIZES_PT[-1])
    return paragraph("CellLabel", run("\n".join(lines), *size(points)))


def _heading(spec: Cell) -> list[Element]:
    made = [paragraph("CellHeading", spec["heading"])]
    if "note" in spec:
        made.append(paragraph("CellLabel", run(spec["note"], *size(10.5))))
    return made


def _checks(key: str, width_mm: float) -> Element:
    """The boxes of a list, one after another; many of them are set a little smaller to stand on one line."""
    points = 10.5 if width_mm > _WIDE_MM else FORM.cell_pt
    gap = run("  ", *size(7.5))
    return paragraph(
        "CellLabel",
        around_runs(
            f"for item in checks.{key}",
            *check_box(key, "item.ticked"),
            run("{{ item.label }}", fonts(SONG), *size(points)),
            *around_runs("if not loop.last", gap),
        ),
        props=[align("left")],
    )


def _value(spec: Cell, width_mm: float) -> list[Element]:
    key = spec["slot"]
    if key == "intro":
        return [_intro(spec["hint"])]
    if "hint" in spec:
        value, place = hinted_slot(key, spec["hint"].replace("|", "\n"), HINT_PT), align("left")
    else:
        value, place = slot(key), align("left" if width_mm > _WIDE_MM else "center")
    return [paragraph("CellValue", value, props=[*fitted(FORM.cell_pt, LINE_HEIGHT), place])]


def _intro(hint: str) -> Element:
    """The five parts with their numbers, or in the blank the hint that names them."""
    part = [
        paragraph("IntroHeading", "{{ part.number }}{{ part.heading }}"),
        *around_paragraphs("for text in part.paragraphs", paragraph("IntroText", "{{ text }}")),
    ]
    return paragraphs_control(
        "intro",
        tag_paragraph("%p if blank %"),
        *(
            paragraph("CellHint", hint_run(line), props=[exact(20)])
            for line in hint.split("|")
        ),
        tag_paragraph("%p else %"),
        *around_paragraphs("for part in intro", *part),
        tag_paragraph("%p endif %"),
    )


def _opinion(spec: Cell, height_mm: float) -> list[Element]:
    """The words to fill in by hand: opinion on top, seal and date at the foot."""
    opening, seal, day = spec["opinion"]
    line_pt = 20
    room_pt = height_mm / MM_PER_PT - 4 * line_pt
    date_indent = w("ind", right=1200)
    return [
        paragraph("OpinionText", opening, props=[exact(line_pt, before=6)]),
        paragraph("OpinionText", seal, props=[exact(line_pt, before=room_pt - 12), _seal_place(seal)]),
        paragraph("OpinionText", day, props=[exact(line_pt, before=6), align("right"), date_indent]),
    ]


def _seal_place(seal: str) -> Element:
    """The seal's words stand over the date; two seals side by side begin further left."""
    return w("ind", left=2650 if len(seal) > 8 else 4500)


def _cell(spec: Cell, height_mm: float, merge: str = "") -> Element:
    widths = _widths(spec)
    width_mm = sum(widths)
    valign = "center"
    if "heading" in spec:
        content = _heading(spec)
    elif "label" in spec:
        content = [_label(spec["label"], width_mm)]
    elif "checks" in spec:
        content = [_checks(spec["checks"], width_mm)]
    elif "opinion" in spec:
        content, valign = _opinion(spec, height_mm), "top"
    else:
        content = _value(spec, width_mm)
        valign = "top" if spec["slot"] == "intro" else "center"
    return cell(widths, *content, merge=merge, valign=valign)


def _rows(specs: Sequence[Mapping[str, Any]], header_first: bool = False) -> list[Element]:
    """The rows of one page; cells over several rows go on as merged cells below."""
    made: list[Element] = []
    pending: dict[int, tuple[Cell, int]] = {}
    for number, spec in enumerate(specs):
        placed = {first: _cell(rest, 0, "continue") for first, (rest, left) in pending.items() if left}
        pending = {first: (rest, left - 1) for first, (rest, left) in pending.items() if left > 1}
        for one in spec["cells"]:
            first, over = one["columns"][0], one.get("rows", 1)
            placed[first] = _cell(one, spec["height_mm"], "restart" if over > 1 else "")
            if over > 1:
                pending[first] = ({"columns": one["columns"], "label": ""}, over - 1)
        grows = bool(spec.get("grows"))
        cells = [placed[first] for first in sorted(placed)]
        header = header_first and number == 0
        made.append(row(spec["height_mm"], *cells, grows=grows, header=header, splits=grows))
    return made


def _cover() -> list[Element]:
    """Annex mark, title, the five values over a rule of common width, and the issuer at the foot."""
    words = grid("form1")["cover"]
    labels = words["labels"]
    c0, c1, c2, c3 = _COVER_COLUMNS_MM

    def label(key: str, width: float) -> Element:
        return cell([width], paragraph("CoverLabel", labels[key]), valign="bottom")

    def value(content: Element, *widths: float) -> Element:
        props = fitted(OFFICIAL.body_pt, LINE_HEIGHT)
        return cell(widths, paragraph("CoverValue", content, props=props), valign="bottom", underlined=True)

    def line(key: str, content: Element) -> Element:
        field = value(content, c1, c2, c3)
        return row(_COVER_ROW_MM, label(key, c0), field, grows=True)

    people = row(
        _COVER_ROW_MM,
        label("contact_name", c0),
        value(slot("cover_contact_name"), c1),
        label("contact_phone", c2),
        value(slot("cover_contact_phone"), c3),
        grows=True,
    )
    values = table(
        _COVER_COLUMNS_MM,
        line("name", slot("cover_name")),
        line("lead_name", slot("cover_lead_name")),
        line("unit", hinted_slot("cover_unit", words["unit_hint"], 14)),
        people,
        line("applied_on", _applied()),
        rules=borders({}),
        padding_mm=0.5,
    )
    return [
        paragraph("AnnexMark", words["annex"]),
        paragraph("Title", "{{ title }}", props=[exact(OFFICIAL.title_pitch_pt, before=76), title_indent()]),
        paragraph("Normal", props=[exact(70)]),
        values,
        paragraph("Normal", "{{ issuer }}", props=[exact(24, before=92), align("center")]),
    ]


def _applied() -> Element:
    day = "{{ applied.year }}年{{ applied.month }}月{{ applied.day }}日"
    blank = "       年       月      日"
    return written(
        "applied_on",
        "申报时间",
        *either_runs("applied.year", [run(day)], [hint_run(blank, OFFICIAL.body_pt)]),
    )


def form1_content() -> list[Element]:
    """The four pages, without their section."""
    form = grid("form1")
    columns, pages = form["columns_mm"], form["pages"]
    new_page = w("pageBreakBefore")
    return [
        *_cover(),
        sliver(new_page),
        table(columns, *_rows(pages["data"])),
        sliver(new_page),
        table(columns, *_rows(pages["intro"], header_first=True)),
        sliver(new_page),
        table(columns, *_rows(pages["opinions"])),
        paragraph("FootNote", form["foot_note"], props=[exact(16, before=6)]),
    ]


def draft_form1() -> bytes:
    """form1.docx: it has no page numbers, each of its four pages has its fixed place."""
    return package("申报表", w("body", *form1_content(), section(slack_mm=FORM_SLACK_MM)))
