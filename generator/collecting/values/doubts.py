"""What the reader tells of a place of a form, as a question about the value that stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from generator.campaign.errors import Place, Problem
from generator.campaign.forms import COMPLETER
from generator.campaign.settings import Settings
from generator.collecting.files.opened import Opened
from generator.collecting.found import State, Value
from generator.composing.filling.named import Named, slots_named
from generator.composing.filling.words import form_of
from generator.reading.returned.lists.cells import is_error
from generator.reading.returned.marks import OF_COMPLETER

_TWICE = "这一项在表上有两处"
_TABLES, WITH_TABLE = "里面另有", "请把表格里要紧的内容写成文字，连同原来的文字填在答复里；不要表格的，选原来的文字。"
_LEFT_OUT = ("里面有划去的文字", "里面有图表")  # what the reader says of a value that is whole without it


def doubted(value: Value, problems: Sequence[Problem]) -> Value:
    """The value with what the reader found doubtful of its place."""
    for problem in problems:
        if problem.message.startswith(_TABLES) and value.text:
            message = "里面有表格，表格里的内容填不进来。"
            value = replace(value, text="", state=State.ASK, how=message, guess=(value.text,), fix=WITH_TABLE)
        elif problem.message.startswith(_LEFT_OUT):
            note = problem.message.replace("没有当作填写的内容核对", "没有填入").replace("没有核对", "没有填入")
            value = replace(value, note=note)
        elif problem.code != "returned/cut":
            guess = tuple(one for one in (value.text,) if one and not is_error(one))
            message = problem.message.replace("没有当作填写的内容核对", "看不出要用哪一个").replace(
                "没有核对", "没有填入"
            )
            value = replace(value, text="", state=State.ASK, how=message, guess=guess)
    return value


def is_about(problem: Problem, place: Place, label: str) -> bool:
    """Whether the reader tells it of the value of that place.

    Of a value that stands twice, or goes on in a further cell, it tells the other place.
    """
    if problem.message.startswith((_TWICE, _TABLES)):
        return problem.field == label
    return problem.place == place and bool(place.cell or problem.field == label) and problem.field in ("", label)


def is_beside(problem: Problem) -> bool:
    """Whether it tells of a text beside a filled control."""
    return problem.code == "returned/beside"


def is_told_of_a_value(problem: Problem, opened: Opened, settings: Settings) -> bool:
    """Whether it is told with a value of one of the file's forms, or need not be told."""
    return problem.code == "returned/cut" or any(
        is_about(problem, raw.place, label_of_slot(slots_named(form_of(settings, form.kind)), slot))
        for form in opened.forms
        for slot, raw in form.record.values.items()
    )


def label_of_slot(named: Mapping[str, Named], slot: str) -> str:
    """How the reader's problems call the slot: without saying whose or that it is on the cover."""
    found = named.get(OF_COMPLETER.sub(f"{COMPLETER}1_", slot)) or named.get(slot)
    return found.label if found else ""
