"""The forms of a project say the same (note under Form 2: 一定要与项目申报表保持一致), and so do the data.

Every returned form is held against the application it belongs to; forms of a project that the data lack are held
against each other. Blanks never count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.campaign.errors import Place, Problem, error, warning
from generator.campaign.fields import Field, Kind
from generator.campaign.kinds import label_of
from generator.campaign.masking import masked, quoted
from generator.campaign.records import Application
from generator.campaign.settings import Settings
from generator.checks.returned_lists import list_problems
from generator.checks.said import SlotName, slot_names, texts_of
from generator.checks.tables import Sourced
from generator.checks.values.absent import is_nothing
from generator.checks.values.people import sameness, tidied
from generator.checks.values.values import date_in
from generator.composing.filling.words import form_of, forms_of, words_of
from generator.composing.wording.chinese import full_date
from generator.reading.returned.form import ReturnedForm

DATA = "申报数据"
LOST_NAMED = 3
SHOWN, SAME_BEFORE = 20, 6  # characters of a text that a message shows, and of those before the difference
_Mark = tuple[str, ...]


@dataclass(frozen=True)
class _Said:
    """What one paper says of a project: its name, where it is, and its texts by slot without blanks."""

    slots: Mapping[str, SlotName]
    paper: str
    texts: Mapping[str, str]
    places: Mapping[str, Place]
    place: Place


def returned_problems(
    forms: Sequence[ReturnedForm],
    applications: Sequence[Sourced[Application]],
    known: Iterable[str],
    settings: Settings,
) -> list[Problem]:
    """A problem for each value that differs, at the form, with the place of the other side.

    `known` are the names of all projects read, also of those with errors of their own: these are not compared.
    """
    problems: list[Problem] = []
    strangers: dict[str, list[ReturnedForm]] = defaultdict(list)
    names = {sameness(name) for name in known}
    index = _index(applications)
    found = [(form, _application_of(form, index)) for form in forms]
    for form, one in found:
        if one is not None:
            data, said = _said_by_data(form, one, settings), _said(form, settings)
            problems += [*_differences(data, said, settings), *_lost_slots(data, said)]
        elif (name := sameness(_name(form))) not in names:
            strangers[name].append(form)
    for same in strangers.values():
        problems += _strangers(same, settings)
    return [*problems, *list_problems(found, applications, settings)]


def _marks(name: str, lead: str, number: str, phone: str) -> tuple[_Mark, ...]:
    """By what a form and an application know each other, the surest first."""
    name, lead = sameness(name), sameness(lead)
    marks = (("name", name, lead), ("name", name), ("number", number), ("lead", lead, phone))
    return tuple(mark for mark in marks if mark[1])


def _index(applications: Sequence[Sourced[Application]]) -> Mapping[_Mark, Sequence[Sourced[Application]]]:
    """The applications by each of their marks."""
    index: dict[_Mark, list[Sourced[Application]]] = defaultdict(list)
    for one in applications:
        own = one.record
        for mark in _marks(own.name, own.lead_name, own.lead_id_number, own.lead_phone):
            index[mark].append(one)
    return index


def _application_of(
    form: ReturnedForm, index: Mapping[_Mark, Sequence[Sourced[Application]]]
) -> Sourced[Application] | None:
    """The application that the form is about: the only one with a mark of it."""
    number = form.text("lead_id_number").upper()
    marks = _marks(_name(form), form.text("lead_name"), number, form.text("lead_phone"))
    return next((index[mark][0] for mark in marks if len(index.get(mark, ())) == 1), None)


def _name(form: ReturnedForm) -> str:
    """The name of its project without blanks."""
    return _bare(str(form.name.value))


def _strangers(forms: Sequence[ReturnedForm], settings: Settings) -> Iterator[Problem]:
    """That the data lack the project, told once; and where its forms disagree."""
    first, *others = (_said(form, settings) for form in forms)
    message = f"申报数据里没有项目{quoted(str(forms[0].name.value))}。"
    label = settings.schema.fields.label("name")
    yield error("reference", first.place, label, message, "请补录这个项目，或核对项目名称。")
    for other in others:
        yield from _differences(first, other, settings)


def _lost_slots(wanted: _Said, said: _Said) -> Iterator[Problem]:
    """A reminder of the slots that the form no longer has: what stands there now was not compared."""
    if lost := [wanted.slots[key].label for key in wanted.texts if key not in said.texts]:
        message = f"“{'”、“'.join(lost[:LOST_NAMED])}”等{len(lost)}处填写处的标记已经没有了，没有核对。"
        yield warning("form-unknown", said.place, "", message, "请人工核对这几处，或在下发的空白表格里重新填写。")


def _differences(wanted: _Said, said: _Said, settings: Settings) -> Iterator[Problem]:
    papers = "、".join(label_of(form) for form in forms_of(settings).values())
    fix = f"请核对后改正其中一处，使{papers}和申报数据一致。"
    for key, text in said.texts.items():
        field, label = said.slots[key].field, said.slots[key].label
        if say_the_same(text, wanted.texts.get(key, text), field) or _is_of_nobody(key, wanted, said):
            continue
        here, there = _shown(text, wanted.texts[key], field), _shown(wanted.texts[key], text, field)
        place = wanted.places.get(key, wanted.place)
        message = f"{said.paper}上是{here}，{wanted.paper}（{place}）是{there}。"
        if here == there:
            message = f"{said.paper}上与{wanted.paper}（{place}）不同，因是个人信息，不显示。"
        yield error("form1-form2", said.places.get(key, said.place), label, message, fix)


def say_the_same(one: str, other: str, field: Field) -> bool:
    """Whether two papers say the same of a field: dates, numbers and names may be written in several ways."""
    return one == other or _said_plainly(one, field) == _said_plainly(other, field)


def _said_plainly(text: str, field: Field) -> str:
    """The text without what differs between ways of writing the same."""
    if is_nothing(text):
        return ""
    plain = sameness(text)
    if field.kind is Kind.DATE and (day := date_in(plain)):
        return full_date(day)
    if field.kind is Kind.PHONE:
        return re.sub(r"[-()]", "", plain)
    if field.kind is Kind.MONEY:
        return plain.removesuffix(field.unit).replace(",", "")
    return plain if field.kind is not Kind.PERSON else sameness(tidied(text))


def _is_of_nobody(key: str, *sides: _Said) -> bool:
    """Whether the slot is of a completer whom only one side names: then the name alone is told."""
    slot = sides[-1].slots[key]
    if not slot.completer or slot.field.key == "name":
        return False
    whose = [
        name for name, one in sides[-1].slots.items() if one.completer == slot.completer and one.field.key == "name"
    ]
    return not all(side.texts.get(name) for side in sides for name in whose)


def _shown(text: str, other: str, field: Field) -> str:
    """The text for a message: masked where it is personal, of a long one the part that differs."""
    if not text:
        return "空白"
    shown = masked(text, field)
    if shown != text or len(text) <= SHOWN:
        return f"“{shown}”"
    same = next((place for place, pair in enumerate(zip(text, other, strict=False)) if len(set(pair)) > 1), len(other))
    start = max(0, same - SAME_BEFORE)
    return f"“{'…' if start else ''}{text[start : start + SHOWN]}…”"


def _said(form: ReturnedForm, settings: Settings) -> _Said:
    asked = form_of(settings, form.kind)
    slots = slot_names(asked)
    texts = {
        key: _bare(_ticked(raw.value, slots[key].field, settings) if isinstance(raw.value, tuple) else str(raw.value))
        for key, raw in form.record.values.items()
        if key in slots
    }
    places = {key: raw.place for key, raw in form.record.values.items()}
    return _Said(slots, label_of(asked), texts, places, form.record.place)


def _ticked(boxes: tuple[str, ...], field: Field, settings: Settings) -> str:
    """The words beside the ticked boxes, which stand in the campaign's order."""
    return "".join(word for word, box in zip(words_of(field, settings), boxes, strict=False) if box)


def _said_by_data(form: ReturnedForm, one: Sourced[Application], settings: Settings) -> _Said:
    asked = form_of(settings, form.kind)
    texts, slots = texts_of(asked, one.record, settings), slot_names(asked)
    places = {key: _place(one, slots[key]) for key in texts if key in form.record.values}
    return _Said(slots, DATA, {key: _bare(text) for key, text in texts.items()}, places, one.raw.place)


def _place(one: Sourced[Application], slot: SlotName) -> Place:
    if slot.completer > len(one.completers):
        return one.raw.place
    return one.completer_at(slot.completer, slot.field.key) if slot.completer else one.at(slot.field.key).place


def _bare(text: str) -> str:
    return "".join(text.split())
