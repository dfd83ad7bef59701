"""What a filled form says in each of its slots, as plain text, and how a slot is called: to compare papers by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.campaign.fields import Field
from generator.campaign.forms import MOST_FORMS_KEPT, Form, ListForm, Shows
from generator.campaign.records import Application
from generator.campaign.settings import Settings
from generator.composing.filling.grids import days_of, grid_texts
from generator.composing.filling.lists import list_row
from generator.composing.filling.named import Named, slots_named
from generator.composing.forms import filled
from generator.composing.shown import shown


@dataclass(frozen=True)
class SlotName:
    """How messages call a slot, by which field its text is judged, and which other completer's it is, 0 for none.

    `joined` says that the values of several fields stand together; `headings` are those of numbered texts.
    """

    label: str
    field: Field
    completer: int = 0
    joined: bool = False
    headings: tuple[str, ...] = ()


def texts_of(form: Form, application: Application, settings: Settings) -> Mapping[str, str]:
    """The text of every slot that the form has for the application: numbered parts with headings on lines of their own.

    Of boxes it is those ticked.
    """
    if isinstance(form, ListForm):
        row = list_row(form, 0, application)
        return {column.key: row[column.key] for column in form.columns if column.fields}
    context = filled(settings, form.key, application)
    boxes = {slot: "".join(box["label"] for box in row if box["ticked"]) for slot, row in context["checks"].items()}
    parts = {
        page.parts.slot: "\n".join(
            line
            for part in context[page.parts.slot]
            for line in (f"{part['number']}{part['heading']}", *part["paragraphs"])
        )
        for page in form.pages
        if page.parts
    }
    days = {slot: shown(application.value(field.key), field) for slot, field in days_of(form).items()}
    names = slots_named(form)
    texts = grid_texts(form, application) | days | boxes | parts
    return {slot: text for slot, text in texts.items() if names[slot].completer <= context["completer_limit"]}


@lru_cache(maxsize=MOST_FORMS_KEPT)
def slot_names(form: Form) -> Mapping[str, SlotName]:
    """Every slot of the form that holds text, by its name in every format."""
    return {slot: _name(one) for slot, one in slots_named(form).items() if one.shows is not Shows.PICTURE}


def _name(one: Named) -> SlotName:
    """How messages call the slot.

    Of several fields the text is judged as that which no message may show, else the last, which a clerk can shorten;
    of numbered texts as the first.
    """
    of = f"第{one.completer}名其他完成人" if one.completer else "封面" if one.on_cover else ""
    personal = next((field for field in one.fields if field.personal), None)
    judged = personal or one.fields[0 if one.shows is Shows.PARTS else -1]
    headings = tuple(field.label for field in one.fields) if one.shows is Shows.PARTS else ()
    return SlotName(f"{of}{one.label}", judged, one.completer, len(one.fields) > 1 and not headings, headings)
