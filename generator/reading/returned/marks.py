"""What a returned form is known by: the names of its slots, and the headers of a list."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from generator.campaign.forms import COMPLETER, Form, GridForm, ListForm, Per
from generator.campaign.kinds import label_of

NAME = "name"  # of the project, by which a form and the data know each other
_LIKE = 0.3  # of all slots that a form or a file has, those that both have
_OF_COMPLETER = re.compile(rf"^{COMPLETER}\d+_")


@dataclass(frozen=True)
class FormMarks:
    """A form as a returned file is told to be it. `slots` are its slots, those of the other completers once.

    `label` is how messages call it. A list has its `headers`, in the order of `slots`, and what stands around the name
    of the recommender; one `of_completers` has a person in each row.
    """

    key: str
    label: str
    slots: tuple[str, ...]
    headers: tuple[str, ...] = ()
    unit_label: str = ""
    seal: str = ""
    of_completers: bool = False

    @property
    def is_list(self) -> bool:
        """Whether its rows are one project each."""
        return bool(self.headers)

    @property
    def names_project(self) -> bool:
        """Whether it says of which project it is."""
        return not self.of_completers and not {NAME, f"cover_{NAME}"}.isdisjoint(self.slots)


def marks_of(forms: Iterable[Form]) -> tuple[FormMarks, ...]:
    """The marks of the campaign's forms."""
    return tuple(map(_marks, forms))


def _marks(form: Form) -> FormMarks:
    label = label_of(form)
    if isinstance(form, ListForm):
        keys, headers = zip(*((column.key, column.label) for column in form.columns), strict=True)
        of_completers = form.per is Per.APPLICATION
        return FormMarks(form.key, label, keys, headers, form.unit_label, form.seal, of_completers)
    return FormMarks(form.key, label, tuple(dict.fromkeys(_slots(form))))


def _slots(form: GridForm) -> Iterator[str]:
    for row in (row for page in form.pages for row in page.rows):
        yield from (f"{COMPLETER}_{cell.slot}" if row.repeated else cell.slot for cell in row.cells if cell.slot)
    yield from (value.slot for value in (form.cover.values if form.cover else ()))


def form_with(tags: Collection[str], forms: Iterable[FormMarks]) -> FormMarks | None:
    """The form whose slots are nearest to these; None where none is near."""
    own = {_OF_COMPLETER.sub(f"{COMPLETER}_", tag) for tag in tags if tag}
    likeness = [(_alike(own, form), form) for form in forms]
    best = max(likeness, key=lambda one: one[0], default=None)
    return best[1] if best and best[0] >= _LIKE else None


def _alike(tags: Collection[str], form: FormMarks) -> float:
    slots = {*form.slots, "recommender"} if form.is_list else set(form.slots)
    return len(slots.intersection(tags)) / len(slots.union(tags))
