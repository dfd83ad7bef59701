"""The cover of Form 1: annex mark, title, five values over rules of a common width, issuer at the foot."""

from __future__ import annotations

from lxml.etree import _Element as Element

from generator.composing.slots import LINE_HEIGHT
from generator.drafting.controls import hint_run, hinted_slot, slot, written
from generator.drafting.elements import either_runs, exact, fitted, paragraph, run, sliver
from generator.drafting.official import annex_title
from generator.drafting.tables import borders, cell, row, table
from generator.layout import MM_PER_PT, OFFICIAL, grid

# Where things stand below the top of the type area, in mm: the same as in form1.css.
_TITLE_MM, _VALUES_MM, _ISSUER_MM = 50, 104, 212
_COLUMNS_MM = (36, 39, 18, 50)
_ROW_MM = 15
_UNIT_HINT_PT = 14


def _label(key: str, width_mm: float) -> Element:
    text = grid("form1")["cover"]["labels"][key]
    return cell([width_mm], paragraph("CoverLabel", text), valign="bottom")


def _value(content: Element, *widths_mm: float) -> Element:
    props = fitted(OFFICIAL.body_pt, LINE_HEIGHT)
    return cell(widths_mm, paragraph("CoverValue", content, props=props), valign="bottom", underlined=True)


def _line(key: str, content: Element) -> Element:
    return row(_ROW_MM, _label(key, _COLUMNS_MM[0]), _value(content, *_COLUMNS_MM[1:]), grows=True)


def _values() -> Element:
    first, left, phone, right = _COLUMNS_MM
    contact = row(
        _ROW_MM,
        _label("contact_name", first),
        _value(slot("cover_contact_name"), left),
        _label("contact_phone", phone),
        _value(slot("cover_contact_phone"), right),
        grows=True,
    )
    unit_hint = grid("form1")["cover"]["unit_hint"]
    return table(
        _COLUMNS_MM,
        _line("name", slot("cover_name")),
        _line("lead_name", slot("cover_lead_name")),
        _line("unit", hinted_slot("cover_unit", unit_hint, _UNIT_HINT_PT)),
        contact,
        _line("applied_on", _applied()),
        rules=borders({}),
        padding_mm=0.5,
    )


def _applied() -> Element:
    """The date of application; in the blank the words between which it is written by hand."""
    day = "{{ applied.year }}年{{ applied.month }}月{{ applied.day }}日"
    blank = hint_run("       年       月      日", OFFICIAL.body_pt)
    return written("applied_on", "申报时间", *either_runs("applied.year", [run(day)], [blank]))


def cover() -> list[Element]:
    """The cover's paragraphs. The values stand in a frame of fixed height, so the issuer never moves."""
    width = OFFICIAL.text_width_mm
    above_title_mm = _TITLE_MM - OFFICIAL.line_pitch_pt * MM_PER_PT
    below_title_mm = _VALUES_MM - _TITLE_MM - 2 * OFFICIAL.title_pitch_pt * MM_PER_PT
    frame = row(_ISSUER_MM - _VALUES_MM, cell([width], _values(), sliver(), valign="top"))
    return [
        paragraph("AnnexMark", grid("form1")["cover"]["annex"]),
        paragraph("Normal", props=[exact(above_title_mm / MM_PER_PT)]),
        annex_title("title"),
        paragraph("Normal", props=[exact(below_title_mm / MM_PER_PT)]),
        table([width], frame, rules=borders({}), padding_mm=0),
        paragraph("CoverIssuer", "{{ issuer }}"),
    ]
