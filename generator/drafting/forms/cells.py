"""What stands in a cell of a grid, in Word: printed words, a value, boxes, a picture, room for an opinion."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import _Element as Element

from generator.campaign.forms import Cell, GridForm, Shows, width_em
from generator.campaign.layout import FORM, MM_PER_PT
from generator.composing.fitting.slots import LINE_HEIGHT, characters
from generator.drafting.forms.words import marked, words
from generator.drafting.word.controls import (
    check_box,
    hint_run,
    hinted_slot,
    picture_slot,
    slot,
    written,
)
from generator.drafting.word.elements import (
    align,
    around_paragraphs,
    around_runs,
    either_runs,
    exact,
    fitted,
    paragraph,
    run,
    single,
    size,
    sliver,
    tag_paragraph,
    twips,
    w,
)
from generator.drafting.word.tables import cell
from generator.typesetting.typeset import break_lines

HINT_PT = 10.5
_LABEL_SIZES_PT = (FORM.cell_pt, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6)
_LABEL_LINE = 1.3
_OPINION_PT, _OPINION_FOOT_PT, _ABOVE_PT, _BETWEEN_PT = 20, 11, 6, 3
_OPINION_INDENT_MM = 1


@dataclass(frozen=True)
class PlacedCell:
    """A cell in its row: its form, the height in mm of the rows that it covers, how its control is called.

    `merge` is restart or continue of a cell over several rows; `grows` says whether its row does.
    """

    form: GridForm
    spec: Cell
    height_mm: float
    label: str = ""
    merge: str = ""
    grows: bool = False

    @property
    def width_mm(self) -> float:
        """The width of the cell from rule to rule."""
        return self.form.width_mm(self.spec)

    @property
    def aligned(self) -> str:
        """Where a value stands in it: as told, else left in a wide cell."""
        return self.spec.align or ("left" if self.width_mm > FORM.wide_mm else "center")


def drawn(one: PlacedCell) -> Element:
    """The cell."""
    first, last = one.spec.columns
    shows = one.spec.shows
    is_text = one.grows and shows is Shows.VALUE
    return cell(
        one.form.columns_mm[first : last + 1],
        *_CONTENT[shows](one),
        merge=one.merge,
        valign="top" if shows in (Shows.PARTS, Shows.OPINION) else "center",
        above_mm=FORM.above_mm if is_text else 0 if shows is Shows.PICTURE else None,
        padding_mm=_aside_mm(one) if shows is Shows.PARTS else None,
    )


def _nothing(_one: PlacedCell) -> list[Element]:
    return [paragraph("CellLabel", run("", *size(FORM.cell_pt)))]


def _label(one: PlacedCell) -> list[Element]:
    """A printed label in the largest size whose lines fit the cell."""
    text, room_mm = one.spec.text, one.width_mm - 2 * FORM.cell_padding_mm
    if words := marked(one.form, text):
        written = f"{{{{r sized({words}.replace('|', '\\n'), {words}|label_pt({room_mm:g})) }}}}"
        return [paragraph("CellLabel", run(written))]
    lines = text.split("|")
    known = [line for line in lines if "{{" not in line]  # what the campaign writes is as short
    ems = max((width_em(line) for line in known), default=0)
    room_pt = room_mm / MM_PER_PT
    most_pt = (one.height_mm / MM_PER_PT - 2 * FORM.above_mm / MM_PER_PT) / len(lines) / _LABEL_LINE
    sizes = [one_pt for one_pt in _LABEL_SIZES_PT if one_pt * ems <= room_pt and one_pt <= most_pt]
    points = sizes[0] if sizes else _LABEL_SIZES_PT[-1]
    low = [] if most_pt >= FORM.cell_pt else [exact(points * _LABEL_LINE)]
    return [paragraph("CellLabel", run("\n".join(lines), *size(points)), props=low)]


def _heading(one: PlacedCell) -> list[Element]:
    made = [paragraph("CellHeading", words(one.form, one.spec.text))]
    if one.spec.note:
        made.append(paragraph("CellLabel", run(words(one.form, one.spec.note), *size(10.5))))
    return made


def _boxes(one: PlacedCell) -> list[Element]:
    """The boxes of a list, in lines and in the size in which they arrive."""
    key = one.spec.slot
    gap = run("\u3000", *size(FORM.check_gap_pt))
    choices = around_runs(
        f"for item in checks.{key}",
        *check_box(key, one.label, "item.ticked", "item.size_pt"),
        run("{{r sized(item.label, item.size_pt) }}"),
        *around_runs("if not loop.last", *either_runs("item.ends_line", [run("\n")], [gap])),
    )
    pitch = fitted(FORM.check_sizes_pt[0], FORM.check_line_height)
    indent = w("ind", left=twips(FORM.check_indent_mm))
    return [paragraph("CellLabel", choices, props=[*pitch, align("left"), indent])]


def _value(one: PlacedCell) -> list[Element]:
    key, field = one.spec.slot, one.spec.fields[0] if len(one.spec.fields) == 1 else None
    if one.spec.hint:
        value = hinted_slot(key, one.label, field, words(one.form, one.spec.hint), HINT_PT)
    else:
        value = slot(key, one.label, field)
    return [paragraph("CellValue", value, props=[*fitted(FORM.cell_pt, LINE_HEIGHT), align(one.aligned)])]


def _picture(one: PlacedCell) -> list[Element]:
    """The picture; its line is as high as it is."""
    return [paragraph("CellLabel", picture_slot(one.spec.slot, one.label), props=[single()])]


def _aside_mm(one: PlacedCell) -> float:
    """How far the lines of texts over pages stand from the rules beside them."""
    return (one.width_mm - characters(one.width_mm) * FORM.intro_pt * MM_PER_PT) / 2


def _parts(one: PlacedCell) -> list[Element]:
    """The numbered texts, or in the blank the hint that names them; Word wants a cell to end with a paragraph."""
    key = one.spec.slot
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
    control = written(
        key,
        one.label,
        tag_paragraph("%p if blank %"),
        *(
            paragraph("CellHint", hint_run(line, HINT_PT), props=[exact(15.75, before=0 if number else 2)])
            for number, line in enumerate(words(one.form, one.spec.hint).split("\n"))
        ),
        tag_paragraph("%p else %"),
        *around_paragraphs(f"for part in {key}|intro_parts", *part),
        tag_paragraph("%p endif %"),
    )
    return [control, sliver()]


def _opinion(one: PlacedCell) -> list[Element]:
    """The words to fill in by hand: opinion on top, seal and date at the foot."""
    opening, seal, day = (words(one.form, text) for text in one.spec.opinion)
    width_pt = (one.width_mm - 2 * FORM.cell_padding_mm - _OPINION_INDENT_MM) / MM_PER_PT
    lines = max(len(break_lines(opening, width_pt, FORM.cell_pt, "songti")), 1) + 2
    around_pt = _ABOVE_PT + _BETWEEN_PT + _OPINION_FOOT_PT
    room_pt = max(one.height_mm / MM_PER_PT - lines * _OPINION_PT - around_pt, 0)
    at_right = [align("right"), w("ind", right=twips(12))]
    indent = w("ind", left=twips(_OPINION_INDENT_MM))
    return [
        paragraph("OpinionText", opening, props=[exact(_OPINION_PT, before=_ABOVE_PT), indent]),
        paragraph("OpinionText", seal, props=[exact(_OPINION_PT, before=room_pt), *at_right]),
        paragraph("OpinionText", day, props=[exact(_OPINION_PT, before=_BETWEEN_PT), *at_right]),
    ]


_CONTENT = {
    Shows.NOTHING: _nothing,
    Shows.LABEL: _label,
    Shows.HEADING: _heading,
    Shows.VALUE: _value,
    Shows.BOXES: _boxes,
    Shows.PARTS: _parts,
    Shows.PICTURE: _picture,
    Shows.OPINION: _opinion,
}
