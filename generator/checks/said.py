"""What a filled form says in each of its slots, as plain text, and how a slot is called: to compare papers by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.campaign.fields import Field
from generator.campaign.form_rows import completers_of, rows_of
from generator.campaign.forms import MOST_FORMS_KEPT, Cell, CoverValue, Form, ListForm, Row, Shows
from generator.campaign.kinds import kind_of
from generator.campaign.records import Application, Settings
from generator.composing.filling.grids import days_of, grid_texts
from generator.composing.filling.lists import list_row
from generator.composing.filling.words import forms_of
from generator.composing.forms import filled
from generator.composing.shown import shown


@dataclass(frozen=True)
class SlotName:
    """How messages call a slot, by which field its text is judged, and which other completer's it is, 0 for none."""

    label: str
    field: Field
    completer: int = 0


def form_called(settings: Settings, name: str) -> Form | None:
    """The campaign's form of that key or short name, such as 申报表; None where it has none such."""
    return next((form for form in forms_of(settings).values() if name in (form.key, kind_of(form).label)), None)


def texts_of(form: Form, application: Application, settings: Settings) -> Mapping[str, str]:
    """The text of every slot that the form has for the application: numbered parts as one, of boxes those ticked."""
    if isinstance(form, ListForm):
        row = list_row(form, 0, application)
        return {column.key: row[column.key] for column in form.columns if column.fields}
    context = filled(settings, form.key, application)
    boxes = {slot: "".join(box["label"] for box in row if box["ticked"]) for slot, row in context["checks"].items()}
    parts = {
        page.parts.slot: "".join(
            f"{part['number']}{part['heading']}{''.join(part['paragraphs'])}" for part in context[page.parts.slot]
        )
        for page in form.pages
        if page.parts
    }
    days = {slot: shown(application.value(field.key), field) for slot, field in days_of(form).items()}
    return grid_texts(form, application) | days | boxes | parts


@lru_cache(maxsize=MOST_FORMS_KEPT)
def slot_names(form: Form) -> Mapping[str, SlotName]:
    """Every slot of the form that holds text, by its name in every format."""
    if isinstance(form, ListForm):
        return {one.key: _of(one.fields, one.label) for one in form.columns if one.fields}
    named = {value.slot: _on_cover(value) for value in (form.cover.values if form.cover else ())}
    for page in form.pages:
        heading = ""
        for row in rows_of(page, completers_of(form)):
            named |= dict(_in_row(row, heading))
            heading = next((cell.text for cell in row.cells if cell.shows is Shows.HEADING), heading)
    return named


def _on_cover(value: CoverValue) -> SlotName:
    name = _of(value.fields, value.label)
    return name if value.is_day else SlotName(f"封面{name.label}", name.field)


def _in_row(row: Row, heading: str) -> Iterator[tuple[str, SlotName]]:
    """The slots of a row below that heading."""
    for place, cell in enumerate(row.cells):
        if cell.shows is Shows.PARTS:
            yield cell.slot, SlotName(_bare(heading) or cell.fields[0].label, cell.fields[0])
        elif cell.shows in (Shows.VALUE, Shows.BOXES):
            name = _of(cell.fields, _label_before(row.cells[:place]))
            label = f"第{row.place}名其他完成人{name.label}" if row.place else name.label
            yield cell.slot, SlotName(label, name.field, row.place or 0)


def _label_before(cells: Sequence[Cell]) -> str:
    return cells[-1].text if cells and cells[-1].shows is Shows.LABEL else ""


def _of(fields: Sequence[Field], printed: str) -> SlotName:
    """The name of a slot of these fields: of one its own, of several what is printed for them.

    Of several the text is judged as that which no message may show, else the last, which a clerk can shorten.
    """
    if len(fields) == 1:
        return SlotName(fields[0].label, fields[0])
    judged = next((field for field in fields if field.personal), fields[-1])
    return SlotName(_bare(printed) or "、".join(field.label for field in fields), judged)


def _bare(label: str) -> str:
    """Printed words without line breaks, blanks and the colon behind them."""
    return "".join(label.replace("|", "").split()).rstrip("：")
