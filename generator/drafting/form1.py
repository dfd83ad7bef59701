"""Form 1 (申报表): cover, data, project intro, opinions. The grid gives every width and height."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import _Element as Element

from generator.campaign.form_rows import completers_of, row_groups, rows_of
from generator.campaign.forms import Cell, Page, Row, Shows
from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL
from generator.composing.fitting.slots import LINE_HEIGHT
from generator.drafting.cover import cover
from generator.drafting.word.controls import check_box, hint_run, hinted_slot, paragraphs_control, slot
from generator.drafting.word.elements import (
    align,
    around_paragraphs,
    around_runs,
    either_runs,
    exact,
    fitted,
    keep_with_next,
    paragraph,
    run,
    size,
    sliver,
    tag_paragraph,
    twips,
    w,
)
from generator.drafting.word.package import package
from generator.drafting.word.sections import section
from generator.drafting.word.tables import cell, row, table, tag_row
from generator.reading.schema import own_grid

HINT_PT = 10.5
_LABEL_SIZES_PT = (FORM.cell_pt, 11.5, 11, 10.5, 10)
_OPINION_PT, _OPINION_FOOT_PT = 20, 11
_INTRO_ASIDE_MM = (OFFICIAL.text_width_mm - FORM.intro_characters * FORM.intro_pt * MM_PER_PT) / 2


def _widths(spec: Cell) -> list[float]:
    first, last = spec.columns
    return list(own_grid("form1").columns_mm[first : last + 1])


def _label(text: str, width_mm: float) -> Element:
    """A printed label in the largest size whose lines fit the cell."""
    lines = text.split("|")
    known = [line for line in lines if "{{" not in line]  # what the campaign writes is as short
    ems = max(sum(0.5 if ord(sign) < 0x80 else 1 for sign in line) for line in known)
    room_pt = (width_mm - 2 * FORM.cell_padding_mm) / MM_PER_PT
    points = next((one for one in _LABEL_SIZES_PT if one * ems <= room_pt), _LABEL_SIZES_PT[-1])
    return paragraph("CellLabel", run("\n".join(lines), *size(points)))


def _heading(spec: Cell) -> list[Element]:
    made = [paragraph("CellHeading", spec.text)]
    if spec.note:
        made.append(paragraph("CellLabel", run(spec.note, *size(10.5))))
    return made


def _checks(key: str) -> Element:
    """The boxes of a list, in lines and in the size in which they arrive."""
    gap = run("\u3000", *size(FORM.check_gap_pt))
    choices = around_runs(
        f"for item in checks.{key}",
        *check_box(key, "item.ticked", "item.size_pt"),
        run("{{r sized(item.label, item.size_pt) }}"),
        *around_runs("if not loop.last", *either_runs("item.ends_line", [run("\n")], [gap])),
    )
    pitch = fitted(FORM.check_sizes_pt[0], FORM.check_line_height)
    return paragraph("CellLabel", choices, props=[*pitch, align("left"), w("ind", left=twips(FORM.check_indent_mm))])


def _value(spec: Cell, width_mm: float) -> list[Element]:
    key = spec.slot
    if spec.shows is Shows.PARTS:
        return [_intro(spec.hint), sliver()]  # Word wants a cell to end with a paragraph
    if spec.hint:
        value, place = hinted_slot(key, spec.hint.replace("|", "\n"), HINT_PT), align("left")
    else:
        value, place = slot(key), align("left" if width_mm > FORM.wide_mm else "center")
    return [paragraph("CellValue", value, props=[*fitted(FORM.cell_pt, LINE_HEIGHT), place])]


def _intro(hint: str) -> Element:
    """The five parts with their numbers, or in the blank the hint that names them."""
    # A heading is not left alone at the foot of a page: the space below the text before it takes its line.
    filled = exact(FORM.intro_pitch_pt, after=FORM.intro_pitch_pt)
    part = [
        paragraph("IntroHeading", "{{ part.number }}{{ part.heading }}"),
        tag_paragraph("%p for text in part.paragraphs %"),
        tag_paragraph("%p if loop.last and part.fills_page %"),
        paragraph("IntroText", "{{ text }}", props=[filled]),
        tag_paragraph("%p else %"),
        paragraph("IntroText", "{{ text }}"),
        tag_paragraph("%p endif %"),
        tag_paragraph("%p endfor %"),
    ]
    return paragraphs_control(
        "intro",
        tag_paragraph("%p if blank %"),
        *(
            paragraph("CellHint", hint_run(line, HINT_PT), props=[exact(15.75, before=0 if number else 2)])
            for number, line in enumerate(hint.split("|"))
        ),
        tag_paragraph("%p else %"),
        *around_paragraphs("for part in intro|intro_parts", *part),
        tag_paragraph("%p endif %"),
    )


def _opinion(spec: Cell, height_mm: float) -> list[Element]:
    """The words to fill in by hand: opinion on top, seal and date at the foot."""
    opening, seal, day = spec.opinion
    above_pt, between_pt = 6, 3
    room_pt = height_mm / MM_PER_PT - 3 * _OPINION_PT - above_pt - between_pt - _OPINION_FOOT_PT
    at_right = [align("right"), w("ind", right=twips(12))]
    return [
        paragraph("OpinionText", opening, props=[exact(_OPINION_PT, before=above_pt), w("ind", left=twips(1))]),
        paragraph("OpinionText", seal, props=[exact(_OPINION_PT, before=room_pt), *at_right]),
        paragraph("OpinionText", day, props=[exact(_OPINION_PT, before=between_pt), *at_right]),
    ]


def _cell(spec: Cell, height_mm: float, merge: str = "") -> Element:
    widths = _widths(spec)
    width_mm = sum(widths)
    valign = "center"
    if spec.shows is Shows.HEADING:
        content = _heading(spec)
    elif spec.shows is Shows.LABEL:
        content = [_label(spec.text, width_mm)]
    elif spec.shows is Shows.BOXES:
        content = [_checks(spec.slot)]
    elif spec.shows is Shows.OPINION:
        content, valign = _opinion(spec, height_mm), "top"
    else:
        content = _value(spec, width_mm)
        valign = "top" if spec.shows is Shows.PARTS else "center"
    above_mm = FORM.above_mm if spec.slot == "benefit" else None
    padding_mm = _INTRO_ASIDE_MM if spec.shows is Shows.PARTS else None
    return cell(widths, *content, merge=merge, valign=valign, above_mm=above_mm, padding_mm=padding_mm)


def _rows(page: Page) -> list[Element]:
    """The rows of one page; cells over several rows go on as merged cells below."""
    specs = rows_of(page, completers_of(own_grid("form1")))
    made: list[Element] = []
    pending: dict[int, tuple[Cell, int]] = {}
    for spec in specs:
        placed = {first: _cell(rest, 0, "continue") for first, (rest, left) in pending.items() if left}
        pending = {first: (rest, left - 1) for first, (rest, left) in pending.items() if left > 1}
        for one in spec.cells:
            first, over = one.columns[0], one.rows
            placed[first] = _cell(one, spec.height_mm, "restart" if over > 1 else "")
            if over > 1:
                pending[first] = (Cell(columns=one.columns, shows=Shows.LABEL), over - 1)
        grows = spec.grows
        cells = [placed[first] for first in sorted(placed)]
        made.append(row(spec.height_mm, *cells, grows=grows, splits=grows))
    _keep_groups(made, specs)
    return [part for one, spec in zip(made, specs, strict=True) for part in _where_wanted(one, spec)]


def _where_wanted(made: Element, spec: Row) -> list[Element]:
    """The row; one for a completer only where the campaign has so many."""
    if spec.place is None:
        return [made]
    columns = len(own_grid("form1").columns_mm)
    wanted = tag_row(f"%tr if completer_limit >= {max(spec.place, 1)} %", columns)
    return [wanted, made, tag_row("%tr endif %", columns)]


def _keep_groups(rows: Sequence[Element], specs: Sequence[Row]) -> None:
    """Every row of a group but the last stays with the next."""
    above = iter(rows)
    for group in row_groups(specs):
        for one in [next(above) for _ in group][:-1]:
            for held in one.iter(w("p").tag):
                keep_with_next(held)


def form1_content() -> list[Element]:
    """The four pages, without their section."""
    form = own_grid("form1")
    new_page = w("pageBreakBefore")
    return [
        *cover(form),
        *(part for page in form.pages for part in (sliver(new_page), table(form.columns_mm, *_rows(page)))),
        paragraph("FootNote", "{{ foot_note }}", props=[exact(16, before=6)]),
    ]


def draft_form1() -> bytes:
    """form1.docx: it has no page numbers, each of its four pages has its fixed place."""
    return package("申报表", w("body", *form1_content(), section(slack_mm=FORM.slack_mm)))
