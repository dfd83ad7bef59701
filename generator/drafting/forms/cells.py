"""What stands in a cell of a grid, in Word: printed words, a value, boxes, a picture, room for an opinion."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import _Element as Element

from generator.campaign.forms import Cell, GridForm, Shows, width_em
from generator.campaign.layout import FORM, MM_PER_PT
from generator.composing.fitting.slots import LINE_HEIGHT, characters
from generator.drafting.forms.words import marked, words
from generator.drafting.word.controls import (
    BLANK_TEXT,
    Entry,
    check_box,
    day_kind,
    entry,
    hint_run,
    kind_of,
    picture_slot,
    slot_runs,
)
from generator.drafting.word.elements import (
    SONG,
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

HINT_PT = 10.5
_LABEL_SIZES_PT = (FORM.cell_pt, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6)
_LABEL_LINE = 1.3
_OPINION_PT, _BELOW_PT, _ABOVE_PT, _BETWEEN_PT = 20, 11, 6, 3
_WORDS_MM = (_ABOVE_PT + _OPINION_PT) * MM_PER_PT
_FOOT_MM = (2 * _OPINION_PT + _BETWEEN_PT + _BELOW_PT) * MM_PER_PT
_OPINION_INDENT_MM = 1


@dataclass(frozen=True)
class PlacedCell:
    """A cell in its row: its form, the height in mm of the rows that it covers, how its control is called.

    `merge` is restart or continue of a cell over several rows; `grows` says whether its row does. An opinion is
    `open_at` its bottom to the row of its seal and day, and they at their top.
    """

    form: GridForm
    spec: Cell
    height_mm: float
    label: str = ""
    merge: str = ""
    grows: bool = False
    open_at: str = ""

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
        rule=one.open_at,
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
    """The value, or its hint while the form is blank; that of a long text has lines of its own, as the text may."""
    spec, hint = one.spec, words(one.form, one.spec.hint)
    kind = kind_of(spec.fields[0] if len(spec.fields) == 1 else None)
    props = [*fitted(FORM.cell_pt, LINE_HEIGHT), align(one.aligned)]
    if not hint or kind is not None:
        value = entry(_place(one, hint), *slot_runs(spec.slot, hint, HINT_PT), kind=kind)
        return [paragraph("CellHint" if hint else "CellValue", value, props=props)]
    blank = entry(_place(one, hint), *_hint_lines("CellHint", hint, exact(FORM.hint_pitch_pt), align(one.aligned)))
    filled = paragraph("CellValue", entry(_place(one, hint), *slot_runs(spec.slot)), props=props)
    return [tag_paragraph("%p if blank %"), blank, tag_paragraph("%p else %"), filled, tag_paragraph("%p endif %")]


def _hint_lines(style: str, hint: str, *props: Element) -> list[Element]:
    """A paragraph for each line; without any an empty one."""
    runs = [[hint_run(line, HINT_PT)] if line else [] for line in hint.split("\n")]
    return [paragraph(style, own, props=props) for own in runs]


def _place(one: PlacedCell, hint: str) -> Entry:
    return Entry(one.spec.slot, one.label, SONG, FORM.cell_pt, hinted=bool(hint))


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
    hint = words(one.form, one.spec.hint)
    control = entry(
        _place(one, hint),
        tag_paragraph("%p if blank %"),
        # Not flush at both sides: LibreOffice 7.4 sets lines of a cell's control beyond the page then.
        *_hint_lines("CellHint", hint, exact(FORM.intro_pitch_pt)),
        tag_paragraph("%p else %"),
        *around_paragraphs(f"for part in {key}|intro_parts", *part),
        tag_paragraph("%p endif %"),
    )
    return [control, sliver()]


def opinion_foot_mm(height_mm: float) -> float:
    """How much of an opinion's height seal and day take; where it is low, all its lines are."""
    return _FOOT_MM * min(1, height_mm / (_WORDS_MM + _FOOT_MM))


def _opinion(one: PlacedCell) -> list[Element]:
    """What is asked for, where an opinion takes its place and pushes down seal and day, which stand in a row below."""
    if one.open_at == "top":
        return _seal_and_day(one)
    low = min(1, one.height_mm / _WORDS_MM)
    opening = words(one.form, one.spec.opinion[0])
    control = entry(_place(one, opening), hint_run(opening or BLANK_TEXT, FORM.cell_pt))
    props = [exact(_OPINION_PT * low, before=_ABOVE_PT * low), w("ind", left=twips(_OPINION_INDENT_MM))]
    return [paragraph("OpinionText", control, props=props)]


def _seal_and_day(one: PlacedCell) -> list[Element]:
    """The places at the foot of an opinion."""
    low = min(1, one.height_mm / _FOOT_MM)
    seal, day = (words(one.form, text) for text in one.spec.opinion)
    at_right = [align("right"), w("ind", right=twips(12))]
    control = [entry(_place(one, day), hint_run(day, FORM.cell_pt), kind=day_kind())] if day else []
    day_props = [exact(_OPINION_PT * low, before=_BETWEEN_PT * low), *at_right]
    return [
        paragraph("OpinionText", seal, props=[exact(_OPINION_PT * low), *at_right]),
        paragraph("OpinionText", control, props=day_props),
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
