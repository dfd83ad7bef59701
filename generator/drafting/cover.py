"""The cover of Form 1: annex mark, title, five values over rules of a common width, issuer at the foot."""

from __future__ import annotations

from lxml.etree import _Element as Element

from generator.campaign.forms import Cover, GridForm
from generator.campaign.layout import MM_PER_PT, OFFICIAL
from generator.composing.fitting.slots import LINE_HEIGHT
from generator.drafting.official import annex_title
from generator.drafting.word.controls import hint_run, hinted_slot, slot, written
from generator.drafting.word.elements import align, either_runs, exact, paragraph, run, size, sliver, twips, w
from generator.drafting.word.tables import borders, cell, row, table

# Where things stand below the top of the type area, in mm: the same as in form1.css.
_TITLE_MM, _VALUES_MM, _ISSUER_MM = 50, 91.5, 212
_LABEL_MM = 6 * OFFICIAL.body_pt * MM_PER_PT  # the longest label: 第一完成人：
_COLUMNS_MM = (_LABEL_MM, 39, 18, 49)
_ROW_MM, _NAME_MM = 15.5, 24  # values stand on their line; a long name has more room above it
_ABOVE_LINE_PT = 3
_UNIT_HINT_PT = 14


def _label(text: str, width_mm: float, place: str = "left") -> Element:
    # A label as wide as its cell stays on one line in every program when it may reach over the edge.
    props = [align(place), w("ind", right=0 if place == "right" else -twips(1))]
    return cell([width_mm], paragraph("CoverLabel", text, props=props), valign="bottom", padding_mm=0)


def _value(content: Element, *widths_mm: float) -> Element:
    props = [exact(OFFICIAL.body_pt * LINE_HEIGHT, after=_ABOVE_LINE_PT), w("rPr", *size(OFFICIAL.body_pt))]
    return cell(widths_mm, paragraph("CoverValue", content, props=props), valign="bottom", underlined=True)


def _line(label: str, content: Element, height_mm: float = _ROW_MM) -> Element:
    return row(height_mm, _label(label, _COLUMNS_MM[0]), _value(content, *_COLUMNS_MM[1:]))


def _values(form: Cover) -> Element:
    first, left, phone, right = _COLUMNS_MM
    labels = {value.key: value.label for value in form.values}
    unit_hint = next(value.hint for value in form.values if value.key == "unit")
    contact = row(
        _ROW_MM,
        _label(labels["contact_name"], first),
        _value(slot("cover_contact_name"), left),
        _label(labels["contact_phone"], phone, "right"),
        _value(slot("cover_contact_phone"), right),
    )
    return table(
        _COLUMNS_MM,
        _line(labels["name"], slot("cover_name"), _NAME_MM),
        _line(labels["lead_name"], slot("cover_lead_name")),
        _line(labels["unit"], hinted_slot("cover_unit", unit_hint, _UNIT_HINT_PT)),
        contact,
        _line(labels["applied_on"], _applied()),
        rules=borders({}),
        padding_mm=0.5,
    )


def _applied() -> Element:
    """The date of application; in the blank the words between which it is written by hand."""
    day = "{{ applied.year }}年{{ applied.month }}月{{ applied.day }}日"
    blank = hint_run("        年      月      日", OFFICIAL.body_pt)
    return written("applied_on", "申报时间", *either_runs("applied.year", [run(day)], [blank]))


def cover(form: GridForm) -> list[Element]:
    """The cover's paragraphs. The values stand in a frame of fixed height, so the issuer never moves."""
    assert form.cover is not None
    width = OFFICIAL.text_width_mm
    above_title_mm = _TITLE_MM - OFFICIAL.line_pitch_pt * MM_PER_PT
    below_title_mm = _VALUES_MM - _TITLE_MM - 2 * OFFICIAL.title_pitch_pt * MM_PER_PT
    frame = row(_ISSUER_MM - _VALUES_MM, cell([width], _values(form.cover), sliver(), valign="top"))
    size_pt = f"issuer|line_pt('fangsong', {width}, {OFFICIAL.body_pt})"
    return [
        paragraph("AnnexMark", form.annex),
        paragraph("Normal", props=[exact(above_title_mm / MM_PER_PT)]),
        annex_title("title"),
        paragraph("Normal", props=[exact(below_title_mm / MM_PER_PT)]),
        table([width], frame, rules=borders({}), padding_mm=0),
        paragraph("CoverIssuer", run(f"{{{{r sized(issuer, {size_pt}) }}}}")),
    ]
