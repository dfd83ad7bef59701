"""What a returned form is known by and read by: the names of its slots, its printed words, the headers of a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.campaign.fields import Field, Kind
from generator.campaign.forms import COMPLETER, Cell, Form, GridForm, ListForm, Page, Per, Row, Shows
from generator.campaign.kinds import label_of
from generator.reading.returned.labels import JOINTS, bare_label, shown, wordings

NAME = "name"  # of the project, by which a form and the data know each other
_LIKE = 0.3  # of all slots that a form or a file has, those that both have
OF_COMPLETER = re.compile(rf"^{COMPLETER}(\d+)_")
COVER, BODY, TABLE = "cover", "body", "table"  # where a slot stands: on the cover, in a cell, in the rows of completers
LINE, LONG, BOXES, NUMBER = "line", "long", "boxes", "number"  # what stands in it
Synonyms = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class SlotMark:
    """A slot as it is found and read: its `words` are the wordings of its label, bare.

    `label` is how messages call it. `hint` are the lines that stand there before something is entered. What is
    `personal` no message shows. Where several fields stand in it, `parts` are the wordings of each one's own label.
    """

    slot: str
    label: str
    words: tuple[str, ...]
    where: str
    holds: str
    hint: tuple[str, ...] = ()
    personal: bool = False
    parts: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class FormMarks:
    """A form as a returned file is told to be it, and read. `marks` are its slots, those of the other completers once.

    `label` is how messages call it, `others` are its printed words without a slot, of which beside those in `signed`
    somebody signs; `foot` is how the note below it begins.
    A list has its `headers`, in the order of `slots`, and what stands around the name of the recommender; one
    `of_completers` has a person in each row.
    """

    key: str
    label: str
    slots: tuple[str, ...]
    marks: tuple[SlotMark, ...] = ()
    others: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    foot: str = ""
    headers: tuple[str, ...] = ()
    unit_label: str = ""
    seal: str = ""
    of_completers: bool = False
    completers: int = 0

    def by_word(self, where: str) -> dict[str, list[SlotMark]]:
        """The slots that stand there, by each wording of their labels."""
        found: dict[str, list[SlotMark]] = defaultdict(list)
        for mark in self.marks:
            for word in mark.words if mark.where == where else ():
                found[word].append(mark)
        return found

    @property
    def is_list(self) -> bool:
        """Whether its rows are one project each."""
        return bool(self.headers)

    @property
    def names_project(self) -> bool:
        """Whether it says of which project it is."""
        return not self.of_completers and not {NAME, f"cover_{NAME}"}.isdisjoint(self.slots)


def marks_of(forms: Iterable[Form], synonyms: Synonyms | None = None) -> tuple[FormMarks, ...]:
    """The marks of the campaign's forms; `synonyms` are further wordings of printed labels."""
    return tuple(_marks(form, synonyms or {}) for form in forms)


def _marks(form: Form, synonyms: Synonyms) -> FormMarks:
    label = label_of(form)
    if isinstance(form, ListForm):
        marks = tuple(_mark(column.key, column.fields, column.label, TABLE, synonyms) for column in form.columns)
        headers = tuple(column.label for column in form.columns)
        of_completers = form.per is Per.APPLICATION
        slots = tuple(mark.slot for mark in marks)
        return FormMarks(
            form.key,
            label,
            slots,
            marks,
            headers=headers,
            unit_label=form.unit_label,
            seal=form.seal,
            of_completers=of_completers,
        )
    found = tuple({mark.slot: mark for mark in _grid_marks(form, synonyms)}.values())
    named = {word for mark in found for word in mark.words}
    printed = [cell.text for cell in form.cells if cell.shows in (Shows.LABEL, Shows.HEADING)]
    others = tuple(dict.fromkeys(word for text in printed for word in wordings(text, synonyms) if word not in named))
    beside = (pair for page in form.pages for row in page.rows for pair in pairwise(row.cells))
    signed = tuple(bare_label(label.text) for label, cell in beside if cell.shows is Shows.OPINION)
    return FormMarks(
        form.key,
        label,
        tuple(mark.slot for mark in found),
        found,
        others,
        signed,
        bare_label(form.foot_note.split("{{")[0]),
        completers=max((row.repeated for page in form.pages for row in page.rows), default=0),
    )


def _grid_marks(form: GridForm, synonyms: Synonyms) -> Iterator[SlotMark]:
    for value in form.cover.values if form.cover else ():
        mark = _mark(value.slot, value.fields, value.label, COVER, synonyms)
        yield replace(mark, hint=_lines(value.hint))
    for page in form.pages:
        for row, cell, label in _labelled(page):
            slot = f"{COMPLETER}_{cell.slot}" if row.repeated else cell.slot
            mark = _mark(slot, cell.fields, label, TABLE if row.repeated else BODY, synonyms)
            holds = {Shows.BOXES: BOXES, Shows.PARTS: LONG}.get(cell.shows, mark.holds)
            parts = _headings(cell.fields, synonyms) if cell.shows is Shows.PARTS else mark.parts
            yield replace(mark, holds=holds, hint=_lines(cell.hint), parts=parts)


def _labelled(page: Page) -> Iterator[tuple[Row, Cell, str]]:
    """The cells with slots, each with the label to its left, above it in the list of completers, or over its part."""
    heading, above = "", dict[tuple[int, int], str]()
    for row in page.rows:
        beside = ""
        for cell in row.cells:
            if cell.shows is Shows.HEADING:
                heading = cell.text
            elif cell.shows is Shows.LABEL:
                beside = above[cell.columns] = cell.text
            elif cell.slot and cell.shows is not Shows.PICTURE:
                over = above.get(cell.columns, "")
                is_part = cell.shows is Shows.PARTS
                yield row, cell, heading if is_part else over if row.repeated else beside or over or heading


def _mark(slot: str, fields: Sequence[Field], label: str, where: str, synonyms: Synonyms) -> SlotMark:
    kinds = {field.kind for field in fields}
    holds = LONG if kinds & {Kind.LONG_TEXT, Kind.TEXTS} else NUMBER if kinds == {Kind.ID_NUMBER} else LINE
    personal = any(field.personal for field in fields)
    called = fields[0].label if len(fields) == 1 else shown(bare_label(label)) or slot
    return SlotMark(
        slot, called, wordings(label, synonyms), where, holds, (), personal, _parts(fields, label, synonyms)
    )


def _parts(fields: Sequence[Field], label: str, synonyms: Synonyms) -> tuple[tuple[str, ...], ...]:
    """The wordings of the labels that each of several fields has where it stands apart: 工作单位及职务 are two."""
    printed = JOINTS.split(bare_label(label))
    if len(fields) < 2 or len(printed) != len(fields):
        return ()
    pairs = zip(printed, fields, strict=True)
    return tuple((*wordings(part, synonyms), *wordings(field.label, synonyms)) for part, field in pairs)


def _headings(fields: Sequence[Field], synonyms: Synonyms) -> tuple[tuple[str, ...], ...]:
    """The wordings of the heading of each part of a long text, where it labels a row of its own."""
    spelt = [[one.label, one.label.replace("，", "、"), one.label.replace("，", "")] for one in fields]
    return tuple(tuple(dict.fromkeys(word for one in each for word in wordings(one, synonyms))) for each in spelt)


def _lines(hint: str) -> tuple[str, ...]:
    return tuple(line for line in hint.split("|") if line)


def form_with(tags: Collection[str], forms: Iterable[FormMarks]) -> FormMarks | None:
    """The form whose slots are nearest to these; None where none is near."""
    own = {OF_COMPLETER.sub(f"{COMPLETER}_", tag) for tag in tags if tag}
    likeness = [(_alike(own, form), form) for form in forms]
    best = max(likeness, key=lambda one: one[0], default=None)
    return best[1] if best and best[0] >= _LIKE else None


def _alike(tags: Collection[str], form: FormMarks) -> float:
    slots = {*form.slots, "recommender"} if form.is_list else set(form.slots)
    return len(slots.intersection(tags)) / len(slots.union(tags))
