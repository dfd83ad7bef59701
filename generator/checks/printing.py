"""Whether every character can be printed and every value fits its place, known before anything is rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.campaign.errors import Place, Problem, error, warning
from generator.campaign.fields import Fields
from generator.campaign.form_rows import completers_of, rows_of
from generator.campaign.forms import GridForm, ListForm, Per
from generator.campaign.kinds import kind_of
from generator.campaign.layout import MM_PER_PT, TABLE_MM
from generator.campaign.records import Application
from generator.campaign.settings import Settings
from generator.checks.tables import Sourced
from generator.checks.values.characters import WrongValueError, require_marks_in_place
from generator.composing.filling.grids import grid_texts
from generator.composing.filling.lists import list_row
from generator.composing.filling.named import slots_named
from generator.composing.filling.words import forms_of
from generator.composing.fitting.list_cells import cell_sizes, fitted_cell
from generator.composing.fitting.slots import AROUND_MM, LINE_HEIGHT, fitted, growing_slots, growing_values, head_mm
from generator.ground.steps import Step, in_tenths, nothing
from generator.reading.yaml_files.file import Items, Map, Node
from generator.typesetting.fonts import FONT_CLASSES, is_covered
from generator.typesetting.phones import READABLE_PT

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # overrides and embeddings of Unicode's bidirectional algorithm


def printing_problems(
    applications: Sequence[Sourced[Application]], settings: Settings, step: Step = nothing
) -> list[Problem]:
    """The characters that no font has, and the values that do not fit a form or only at the smallest size."""
    grids = [form for form in forms_of(settings).values() if isinstance(form, GridForm) and form.per is Per.APPLICATION]
    lists = [form for form in forms_of(settings).values() if isinstance(form, ListForm) and form.per is Per.RECOMMENDER]
    problems: list[Problem] = []
    fields = settings.schema.fields
    for one in in_tenths(applications, step):
        problems += _unprintable(one, fields)
        record = one.record if one.is_whole else _filled_up(one.record, fields)
        for form in grids:
            texts = grid_texts(form, record)
            problems += _misfits(form, one, texts)
            problems += _running_on(form, one, texts, min(settings.completer_limit, completers_of(form)))
        for form_ in lists:
            problems += _small_in_list(form_, one, record)
    return problems


def _unprintable(one: Sourced[Application], fields: Fields) -> Iterator[Problem]:
    """The characters of texts and lists of texts; files are only named, never printed."""
    own, more = one.record.__dict__, one.record.more
    for field in fields.application:
        value = more[field.key] if field.key in more else own.get(field.key)
        if value and field.key != "attachments":
            yield from missing_glyphs(value, one.at(field.key).place, field.label)
    for place, completer in enumerate(own.get("completers", ()), start=1):
        for field in fields.of_completer:
            label = f"其他完成人{field.label}"
            yield from missing_glyphs(completer.value(field.key), one.completer_at(place, field.key), label)


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
    """A problem for each character of the text that a class of fonts lacks; none of a value that is no text.

    Of several texts those of each.
    """
    if isinstance(text, tuple):
        text = "".join(text)
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


def _misfits(form: GridForm, one: Sourced[Application], texts: Mapping[str, str]) -> Iterator[Problem]:
    growing, name = growing_slots(form), kind_of(form).label
    for slot, text in texts.items():
        if slot in growing or not text:
            continue
        set_ = fitted(form, slot, text)
        if set_.over:
            message = f"{name}中放不下，多出{set_.over}个字。"
            yield error("fit", *_named(form, one, slot), message, f"请删减{set_.over}个字。")
        elif set_.at_floor:
            message = f"{name}中要缩到{set_.size_pt:g}磅才放得下。"
            yield warning("fit", *_named(form, one, slot), message, "可适当精简。")


def _running_on(
    form: GridForm, one: Sourced[Application], texts: Mapping[str, str], completers: int
) -> Iterator[Problem]:
    """A reminder of a value that grows so high that the rows of its page run on to another one."""
    for number, page in enumerate(form.pages, 2 if form.cover else 1):
        room_mm = TABLE_MM - (head_mm(form) if page is form.pages[0] else 0)
        needed_mm = sum(row.height_mm for row in rows_of(page, completers))
        for slot, least_mm in growing_values(page):
            set_ = fitted(form, slot, texts[slot])
            high_mm = len(set_.lines) * set_.size_pt * LINE_HEIGHT * MM_PER_PT + AROUND_MM
            needed_mm += max(0.0, high_mm - least_mm)
            if needed_mm > room_mm and high_mm > least_mm:
                message = f"{kind_of(form).label}第{number}页印不下，后面的行要接着印到下一页。"
                yield warning("fit", *_named(form, one, slot), message, f"精简约{set_.over}个字，可不多印一页。")


def _small_in_list(form: ListForm, one: Sourced[Application], record: Application) -> Iterator[Problem]:
    """A reminder for each value with a word so long that its column shows it smaller than an office reads with ease."""
    for column in form.columns:
        sizes, text = cell_sizes(form, column), list_row(form, 1, record)[column.key]
        if not (column.fields and text and sizes[-1] < READABLE_PT < sizes[0]):
            continue
        size_pt = fitted_cell(text, column.width_mm, sizes).size_pt
        if size_pt < READABLE_PT:
            field = column.fields[-1]
            message = f"{kind_of(form).label}中要缩到{size_pt:g}磅才放得下。"
            yield warning("fit", one.at(field.key).place, field.label, message, "可适当精简。")


def _filled_up(record: Application, fields: Fields) -> Application:
    """The record with blanks for the values that are wrong; what shows two values is then blank as well."""
    blanks: dict[str, Any] = {key: "" for key in ("number", "recommender", "name")}
    more = {field.key: None for field in fields.application if field.key not in Application.model_fields}
    own = dict(record.__dict__)
    return Application.model_construct(**blanks | own | {"more": more | dict(record.more)})


def _named(form: GridForm, one: Sourced[Application], slot: str) -> tuple[Place, str]:
    """The place and label of the field that fills a slot; of several the last, which a clerk can shorten."""
    shown, (*_, field) = slots_named(form)[slot], slots_named(form)[slot].fields
    if shown.completer:
        return one.completer_at(shown.completer, field.key), f"第{shown.completer}名其他完成人{field.label}"
    return one.at(field.key).place, field.label
