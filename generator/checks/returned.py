"""The forms of a project say the same (note under Form 2: 一定要与项目申报表保持一致), and so do the data.

Every returned form is held against the application it belongs to; forms of a project that the data lack are held
against each other. Blanks never count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from generator.campaign.errors import Place, Problem, warning
from generator.campaign.fields import Field, Kind
from generator.campaign.forms import COMPLETER
from generator.campaign.kinds import label_of
from generator.campaign.masking import masked, quoted
from generator.campaign.records import Application
from generator.campaign.settings import Settings
from generator.checks.meaning import (
    FOUND,
    chosen_in,
    phones,
    plainly,
    said_plainly,
    same_parts,
    say_the_same,
    without_headings,
)
from generator.checks.returned_lists import list_problems
from generator.checks.returned_said import DATA, Said, said_by_data, said_on
from generator.checks.said import SlotName
from generator.checks.tables import Sourced
from generator.checks.values.people import are_several, sameness
from generator.composing.filling.words import forms_of, words_of
from generator.reading.returned.form import ReturnedForm
from generator.reading.returned.lists.cells import is_error
from generator.reading.returned.marks import OF_COMPLETER

LOST_NAMED = 3
SHOWN, SAME_BEFORE = 20, 6  # characters of a text that a message shows, and of those before the difference
_SEVERAL = re.compile(r"[、，,；;/／|\s]+")
_Mark = tuple[str, ...]


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
    told: set[tuple[str, str]] = set()
    names = {sameness(name) for name in known}
    index = _index(applications)
    found = [(form, _application_of(form, index)) for form in forms]
    for form, one in found:
        if one is not None:
            data, said = said_by_data(form, one, settings), said_on(form, settings)
            said = said if form.is_row else _each_alone(said, data, problems)
            lost = list(_lost_slots(data, said))
            problems += _differences(data, said, settings)
            problems += [one for one in lost if not form.is_row or (one.place.file, one.message) not in told]
            told |= {(one.place.file, one.message) for one in lost}  # of a list once, not in each of its rows
        elif not _name(form):
            problems.append(_nameless(form))
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
    number = plainly(form.text("lead_id_number")).upper()
    phone = next(iter(phones(form.text("lead_phone"))), "")
    marks = _marks(_name(form), form.text("lead_name"), number, phone)
    return next((index[mark][0] for mark in marks if len(index.get(mark, ())) == 1), None)


def _name(form: ReturnedForm) -> str:
    """The name of its project without blanks."""
    return _bare(str(form.name.value))


def _nameless(form: ReturnedForm) -> Problem:
    message = "没有填项目名称，也认不出是哪个项目，没有核对。"
    return warning("returned/unread", form.record.place, "项目名称", message, "请人工核对，或请对方填写后重新交来。")


def _strangers(forms: Sequence[ReturnedForm], settings: Settings) -> Iterator[Problem]:
    """That the data lack the project, told once; and where its forms disagree."""
    first, *others = (said_on(form, settings) for form in forms)
    message = f"申报数据里没有项目{quoted(str(forms[0].name.value))}。"
    label = settings.schema.fields.label("name")
    yield warning("returned/stranger", first.place, label, message, "请补录这个项目，或核对项目名称。")
    for other in others:
        yield from _differences(first, other, settings)


def _lost_slots(wanted: Said, said: Said) -> Iterator[Problem]:
    """A reminder of the slots that were not found on the form: what stands there was not compared."""
    missing = (key for key in wanted.texts if key not in said.texts and not _is_of_nobody(key, wanted))
    if lost := [wanted.slots[key].label for key in missing]:
        message = f"“{'”、“'.join(lost[:LOST_NAMED])}”等{len(lost)}处在表上没有找到，没有核对。"
        yield warning("returned/unread", said.place, "", message, "请人工核对这几处，或在下发的空白表格里重新填写。")


def _each_alone(said: Said, data: Said, problems: list[Problem]) -> Said:
    """The paper with several people of one cell in rows of their own; what it says of them together is not compared."""
    first = f"{COMPLETER}1_name"
    text = said.texts.get(first, "")
    names = [name for name in _SEVERAL.split(text.strip()) if name.strip("0123456789.")]
    if len(names) < 2 or not (are_several(text) or "\n" in text.strip()):
        return said
    rows = {f"{COMPLETER}{place}_name": name for place, name in enumerate(names, start=1)}
    own = {key: name for key, name in rows.items() if key in said.slots}
    others = {key for key in {*said.texts, *data.texts} if OF_COMPLETER.match(key) and not key.endswith("_name")}
    label = "其他完成人"
    compared = "姓名" if len(own) == len(names) else f"前{len(own)}个姓名"
    message = f"{len(names)}个人写在一格里，只核对了{compared}，没有核对性别、职务等。"
    problems.append(warning("returned/unread", said.places[first], label, message, "请人工核对。"))
    texts = {key: text for key, text in said.texts.items() if key not in others} | own
    places = dict(said.places) | dict.fromkeys(own, said.places[first])
    return replace(said, texts=texts | {key: data.texts[key] for key in others if key in data.texts}, places=places)


def _differences(wanted: Said, said: Said, settings: Settings) -> Iterator[Problem]:
    papers = "、".join(label_of(form) for form in forms_of(settings).values())
    fix = f"请核对后改正其中一处，使{papers}和申报数据一致。"
    for key, text in said.texts.items():
        if is_error(text):
            continue  # a formula without a result, which was told when the list was read
        slot = said.slots[key]
        there = wanted.texts.get(key, "" if OF_COMPLETER.match(key) else text)
        # Of a value that stands half beside its control that is told already, and both halves are on the paper.
        whole = said.wholes.get(key, text)
        if any(_agree(one, there, slot, settings) for one in (text, whole)) or _is_of_nobody(key, wanted, said):
            continue
        place = said.places.get(key, said.place)
        if (told := _not_told(text, there, slot, place, settings)) is not None:
            yield told
            continue
        here, other = (_shown(*pair, slot, settings) for pair in ((text, there), (there, text)))
        at = wanted.places.get(key, wanted.place)
        message = f"{said.paper}上是{here}，{wanted.paper}（{at}）是{other}。"
        if here == other and not slot.field.personal:
            message = f"{said.paper}上与{wanted.paper}（{at}）的标题、分段或标点不同。"
        elif here == other:
            message = f"{said.paper}上与{wanted.paper}（{at}）不同，因是个人信息，不显示。"
        yield warning("returned/different", place, slot.label, message, fix)


def _agree(text: str, there: str, slot: SlotName, settings: Settings) -> bool:
    if slot.headings:
        return same_parts(text, there, slot.headings)
    return say_the_same(text, there, slot.field, words_of(slot.field, settings), joined=slot.joined)


def _not_told(text: str, there: str, slot: SlotName, place: Place, settings: Settings) -> Problem | None:
    """The problem that the paper does not say one thing: which box is ticked, which phone is meant."""
    words = words_of(slot.field, settings)
    if slot.field.kind is Kind.PHONE and len(found := phones(text)) > 1 and said_plainly(there, slot.field) in found:
        message = f"除了{DATA}里的，另外写有{len(found) - 1}个号码。"
        return warning("returned/beside", place, slot.label, message, "请核对要用哪一个。")
    if slot.field.kind in (Kind.CHOICE, Kind.CHOICES) and _is_open(text, slot.field, words):
        message = f"看不出选的是哪一项：{quoted(_bare(text))}，没有核对。"
        return warning("returned/unread", place, slot.label, message, "请人工核对。")
    return None


def _is_open(text: str, field: Field, words: Sequence[str]) -> bool:
    """Whether several of the words stand there and nothing tells which is meant."""
    return sum(word in text for word in words) > 1 and chosen_in(text, field, words) is None


def _is_of_nobody(key: str, *sides: Said) -> bool:
    """Whether the slot is of a completer whom only one side names: then the name alone is told."""
    slot = sides[-1].slots[key]
    if not slot.completer or slot.field.key == "name":
        return False
    whose = [
        name for name, one in sides[-1].slots.items() if one.completer == slot.completer and one.field.key == "name"
    ]
    return not all(side.texts.get(name) for side in sides for name in whose)


def _shown(text: str, other: str, slot: SlotName, settings: Settings) -> str:
    """The text for a message: masked where it is personal, of a long one the part that differs."""
    if slot.headings:
        text, other = (without_headings(one, slot.headings).replace(FOUND, "") for one in (text, other))
    chosen = chosen_in(text, slot.field, words_of(slot.field, settings))
    text, other = _bare(text if chosen is None else "、".join(chosen)), _bare(other)
    if not text:
        return "空白"
    shown = masked(text, slot.field)
    if shown != text or len(text) <= SHOWN:
        return f"“{shown}”"
    pairs = enumerate(zip(text, other, strict=False))
    same = next((place for place, (one, two) in pairs if one != two and plainly(one) != plainly(two)), None)
    same = min(len(text), len(other)) if same is None else same
    start = max(0, same - SAME_BEFORE)
    return f"“{'…' if start else ''}{text[start : start + SHOWN]}…”"


def _bare(text: str) -> str:
    return "".join(text.split())
