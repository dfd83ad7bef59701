"""What the papers of a project say, slot by slot: a returned form, and the data as that form would show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from generator.campaign.errors import Place
from generator.campaign.forms import COMPLETER
from generator.campaign.kinds import label_of
from generator.campaign.records import Application
from generator.campaign.settings import Settings
from generator.checks.said import SlotName, slot_names, texts_of
from generator.checks.tables import Sourced
from generator.composing.filling.words import form_of
from generator.reading.returned.form import ReturnedForm
from generator.reading.returned.marks import OF_COMPLETER

DATA = "申报数据"


@dataclass(frozen=True)
class Said:
    """What one paper says of a project: its name, where it is, and its texts by slot.

    `wholes` are those of places in which more stands than the text.
    """

    slots: Mapping[str, SlotName]
    paper: str
    texts: Mapping[str, str]
    places: Mapping[str, Place]
    place: Place
    wholes: Mapping[str, str] = field(default_factory=dict)


def said_on(form: ReturnedForm, settings: Settings) -> Said:
    """What a returned form says."""
    asked = form_of(settings, form.kind)
    slots = {**slot_names(asked), **_more_people(form, slot_names(asked))}
    texts = {key: str(raw.value).strip() for key, raw in form.record.values.items() if key in slots}
    places = {key: raw.place for key, raw in form.record.values.items()}
    wholes = {key: raw.whole for key, raw in form.record.values.items() if raw.whole}
    return Said(slots, label_of(asked), texts, places, form.record.place, wholes)


def _more_people(form: ReturnedForm, slots: Mapping[str, SlotName]) -> dict[str, SlotName]:
    """The slots of completers for whom our own form has no row."""
    made = {}
    for key in form.record.values:
        found = OF_COMPLETER.match(key)
        like = slots.get(OF_COMPLETER.sub(f"{COMPLETER}1_", key)) if found and key not in slots else None
        if found and like is not None:
            number = int(found[1])
            made[key] = replace(like, label=like.label.replace("第1名", f"第{number}名", 1), completer=number)
    return made


def said_by_data(form: ReturnedForm, one: Sourced[Application], settings: Settings) -> Said:
    """What the data say in the slots of such a form."""
    asked = form_of(settings, form.kind)
    texts, slots = texts_of(asked, one.record, settings), slot_names(asked)
    places = {key: _place(one, slots[key]) for key in texts if key in form.record.values}
    return Said(slots, DATA, texts, places, one.raw.place)


def _place(one: Sourced[Application], slot: SlotName) -> Place:
    if slot.completer > len(one.completers):
        return one.raw.place
    return one.completer_at(slot.completer, slot.field.key) if slot.completer else one.at(slot.field.key).place
