"""Form 1 and Form 2 of a project say the same (note under Form 2: 一定要与项目申报表保持一致), and so do the data.

Every returned form is held against the application it belongs to; forms of a project that the data lack are held
against each other. Blanks never count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.campaign.chinese import full_date
from generator.campaign.errors import Place, Problem, error, warning
from generator.campaign.fields import Field, Fields, Kind, by_name
from generator.campaign.masking import masked, quoted
from generator.campaign.records import Application, Settings
from generator.checks.form2_lists import list_problems
from generator.checks.tables import Sourced
from generator.checks.values.absent import is_nothing
from generator.checks.values.people import sameness, tidied
from generator.checks.values.values import date_in
from generator.composing.forms import filled, grid_of, grid_texts, list_of, list_row
from generator.reading.returned_form import FORM1, FORM2, ReturnedForm

# Slots that show two fields, or several: the field that is named for them.
FIELD_OF = {"unit_and_post": "lead_post", "intro": "background"}
LABELS = {"unit_and_post": "工作单位及职务", "intro": "项目简介"}
DATA = "申报数据"
LOST_NAMED = 3
SHOWN, SAME_BEFORE = 20, 6  # characters of a text that a message shows, and of those before the difference
_Mark = tuple[str, ...]
FIX = "请核对后改正其中一处，使申报表、汇总表和申报数据一致。"


@dataclass(frozen=True)
class _Said:
    """What one paper says of a project: its name, where it is, and its texts by slot without blanks."""

    fields: Fields
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
            problems += [*_differences(data, said), *_lost_slots(data, said)]
        elif sameness(form.text("name")) not in names:
            strangers[sameness(form.text("name"))].append(form)
    for same in strangers.values():
        problems += _strangers(same, settings)
    return [*problems, *list_problems(found, applications, settings)]


def _marks(name: str, lead: str, number: str, phone: str) -> tuple[_Mark, ...]:
    """By what a form and an application know each other, the surest first."""
    name, lead = sameness(name), sameness(lead)
    return (("name", name, lead), ("name", name), ("number", number), ("lead", lead, phone))


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
    marks = _marks(form.text("name"), form.text("lead_name"), number, form.text("lead_phone"))
    return next((index[mark][0] for mark in marks if len(index.get(mark, ())) == 1), None)


def _strangers(forms: Sequence[ReturnedForm], settings: Settings) -> Iterator[Problem]:
    """That the data lack the project, told once; and where its forms disagree."""
    first, *others = (_said(form, settings) for form in forms)
    message = f"申报数据里没有项目{quoted(forms[0].record.text('name'))}。"
    yield error("reference", first.place, "项目名称", message, "请补录这个项目，或核对项目名称。")
    for other in others:
        yield from _differences(first, other)


def _lost_slots(wanted: _Said, said: _Said) -> Iterator[Problem]:
    """A reminder of the slots that the form no longer has: what stands there now was not compared."""
    if lost := [
        _named(key, wanted.fields)[1]
        for key in wanted.texts
        if key not in said.texts and _is_compared(key, wanted.fields)
    ]:
        message = f"“{'”、“'.join(lost[:LOST_NAMED])}”等{len(lost)}处填写处的标记已经没有了，没有核对。"
        yield warning("form-unknown", said.place, "", message, "请人工核对这几处，或在下发的空白表格里重新填写。")


def _differences(wanted: _Said, said: _Said) -> Iterator[Problem]:
    for key, text in said.texts.items():
        field, label = _named(key, said.fields)
        if say_the_same(text, wanted.texts.get(key, text), field) or _is_of_nobody(key, wanted, said):
            continue
        here, there = _shown(text, wanted.texts[key], field), _shown(wanted.texts[key], text, field)
        place = wanted.places.get(key, wanted.place)
        message = f"{said.paper}上是{here}，{wanted.paper}（{place}）是{there}。"
        if here == there:
            message = f"{said.paper}上与{wanted.paper}（{place}）不同，因是个人信息，不显示。"
        yield error("form1-form2", said.places.get(key, said.place), label, message, FIX)


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
    who, _, part = key.partition("_")
    is_completer = key.startswith("completer") and part != "name"
    return is_completer and not all(side.texts.get(f"{who}_name") for side in sides)


def _named(key: str, fields: Fields) -> tuple[Field, str]:
    """The field of a slot and how messages call the slot."""
    if key.startswith("completer"):
        number, part = key.removeprefix("completer").split("_", 1)
        field = by_name(fields.completer)[part]
        return field, f"第{number}名其他完成人{field.label}"
    bare = key.removeprefix("cover_")
    field = by_name(fields.application)[FIELD_OF.get(bare, bare)]
    return field, f"{'封面' if bare != key else ''}{LABELS.get(bare, field.label)}"


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
    texts = {
        key: _bare("".join(_ticked(raw.value, key, settings)) if isinstance(raw.value, tuple) else str(raw.value))
        for key, raw in form.record.values.items()
        if _is_compared(key, settings.schema.fields)
    }
    places = {key: raw.place for key, raw in form.record.values.items()}
    return _Said(settings.schema.fields, form.kind, texts, places, form.record.place)


def _is_compared(key: str, fields: Fields) -> bool:
    bare = key.removeprefix("cover_")
    if key.startswith("completer"):
        return key.split("_", 1)[-1] in by_name(fields.of_completer)
    return (bare in by_name(fields.application) and bare != "recommender") or bare in FIELD_OF


def _ticked(boxes: tuple[str, ...], key: str, settings: Settings) -> list[str]:
    """The words beside the ticked boxes, which stand in the campaign's order."""
    words = settings.patent_forms if key == "patent_forms" else settings.patent_states
    return [word for word, box in zip(words, boxes, strict=False) if box]


def _said_by_data(form: ReturnedForm, one: Sourced[Application], settings: Settings) -> _Said:
    texts = (
        _form1_texts(one.record, settings) if form.kind == FORM1 else list_row(list_of(settings, FORM2), 0, one.record)
    )
    places = {key: _place(one, key) for key in texts if key in form.record.values}
    return _Said(settings.schema.fields, DATA, {key: _bare(text) for key, text in texts.items()}, places, one.raw.place)


def _form1_texts(application: Application, settings: Settings) -> dict[str, str]:
    intro = filled(settings, FORM1, application)["intro"]
    return grid_texts(grid_of(settings, FORM1), application) | {
        "applied_on": full_date(application.applied_on) if application.applied_on else "",
        "intro": "".join(f"{part['number']}{part['heading']}{''.join(part['paragraphs'])}" for part in intro),
        "patent_forms": "".join(form for form in settings.patent_forms if form in application.patent_forms),
        "patent_status": application.patent_status,
    }


def _place(one: Sourced[Application], key: str) -> Place:
    if key.startswith("completer"):
        number, part = key.removeprefix("completer").split("_", 1)
        return one.completer_at(int(number), part) if int(number) <= len(one.completers) else one.raw.place
    bare = key.removeprefix("cover_")
    return one.at(FIELD_OF.get(bare, bare)).place


def _bare(text: str) -> str:
    return "".join(text.split())
