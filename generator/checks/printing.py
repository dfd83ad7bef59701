"""Whether every character can be printed and every value fits its place, known before anything is rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from generator.campaign.errors import Place, Problem, error, warning
from generator.campaign.fields import (
    APPLICATION_FIELDS,
    COMPLETER_FIELDS,
)
from generator.campaign.records import Application
from generator.checks.tables import Sourced
from generator.checks.values.characters import WrongValueError, require_marks_in_place
from generator.composing.fitting.slots import fitted
from generator.composing.forms import form1_texts
from generator.reading.yaml_files.file import Items, Map, Node
from generator.typesetting.fonts import FONT_CLASSES, is_covered

# The two slots that may grow downward over further pages; all others must fit.
GROWING = frozenset({"benefit"})
# The slot of two fields together is named by the one that a clerk can shorten.
FIELD_OF_SLOT = {"unit_and_post": "lead_post"}
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # overrides and embeddings of Unicode's bidirectional algorithm
LABELS = {field.key: field.label for field in APPLICATION_FIELDS}
COMPLETER_LABELS = {field.key: field.label for field in COMPLETER_FIELDS}


def printing_problems(applications: Sequence[Sourced[Application]]) -> list[Problem]:
    """The characters that no font has, and the values that do not fit Form 1 or only at the smallest size."""
    problems: list[Problem] = []
    for one in applications:
        problems += _unprintable(one)
        problems += _misfits(one)
    return problems


def _unprintable(one: Sourced[Application]) -> Iterator[Problem]:
    for field in APPLICATION_FIELDS:
        yield from missing_glyphs(getattr(one.record, field.key, None), one.at(field.key).place, field.label)
    for place, completer in enumerate(one.record.completers, start=1):
        for key in ("name", "post", "title", "unit"):
            label = f"其他完成人{COMPLETER_LABELS[key]}"
            yield from missing_glyphs(getattr(completer, key), one.completer_at(place, key), label)


def wording_problems(node: Node, file: str, label: str = "") -> Iterator[Problem]:
    """The characters of a wording file that no font has, or that cannot be printed as they stand, with their lines."""
    if isinstance(node, Map):
        for key, part in node.nodes.items():
            yield from wording_problems(part, file, key)
    elif isinstance(node, Items):
        for part in node.nodes:
            yield from wording_problems(part, file, label)
    elif not node.text.isascii():
        place = Place(file, line=node.line)
        yield from missing_glyphs(node.text, place, label)
        if turned := _TURNS.search(node.text):
            message = f"有改变文字方向的字符（U+{ord(turned[0]):04X}）。"
            yield error("character", place, label, message, "请删去该字符，或重新手工输入这一行。")
        try:
            require_marks_in_place(node.text)
        except WrongValueError as wrong:
            yield error(wrong.code, place, label, wrong.message, wrong.fix)


def missing_glyphs(text: object, place: Place, label: str) -> Iterator[Problem]:
    """A problem for each character of the text that a class of fonts lacks; none of a value that is no text."""
    if not isinstance(text, str):
        return
    for char in sorted(char for char in set(text) if not _PRINTABLE[char]):
        message = f"字体中没有“{char}”（U+{ord(char):04X}），印不出来。"
        yield error("glyph", place, label, message, "请核对该字，或请维护人员安装含该字的字体。")


class _Printable(dict[str, bool]):
    """Whether every class of fonts has a character: one value stands on several papers. Asked when it is first met."""

    def __missing__(self, char: str) -> bool:
        self[char] = all(is_covered(char, font_class) for font_class in FONT_CLASSES)
        return self[char]


_PRINTABLE = _Printable()


def _misfits(one: Sourced[Application]) -> Iterator[Problem]:
    record = one.record if one.is_whole else _filled_up(one.record)
    for key, text in form1_texts(record).items():
        if key in GROWING or not text:
            continue
        slot, (place, label) = fitted(key, text), _named(one, key)
        if slot.over:
            message = f"申报表中放不下，多出{slot.over}个字。"
            yield error("fit", place, label, message, f"请删减{slot.over}个字。")
        elif slot.at_floor:
            message = f"申报表中要缩到{slot.size_pt:g}磅才放得下。"
            yield warning("fit", place, label, message, "可适当精简。")


def _filled_up(record: Application) -> Application:
    """The record with blanks for the values that are wrong; what shows two values is then blank as well."""
    blanks: dict[str, Any] = {field.key: "" for field in APPLICATION_FIELDS}
    return Application.model_construct(**blanks | {"patent_date": None} | dict(record))


def _named(one: Sourced[Application], slot: str) -> tuple[Place, str]:
    """The place and label of the field that fills a slot."""
    if slot.startswith("completer"):
        number, part = slot.removeprefix("completer").split("_", 1)
        return one.completer_at(int(number), part), f"第{number}名其他完成人{COMPLETER_LABELS[part]}"
    key = slot.removeprefix("cover_")
    key = FIELD_OF_SLOT.get(key, key)
    return one.at(key).place, LABELS[key]
