"""What each slot of a form shows, and how people call it: by its field, else by the words printed for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.campaign.fields import Field
from generator.campaign.form_rows import completers_of, rows_of
from generator.campaign.forms import MOST_FORMS_KEPT, Cell, Form, ListForm, Row, Shows

_MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


@dataclass(frozen=True)
class Named:
    """What a slot shows: these fields, of the other completer of that number or with 0 of the project; its name."""

    fields: tuple[Field, ...]
    label: str
    completer: int = 0
    on_cover: bool = False
    shows: Shows = Shows.VALUE


def bare_words(text: str) -> str:
    """The words of a label without line breaks, blanks, marks and the colon behind it."""
    return "".join(without_marks(text).replace("|", "").split()).rstrip("：:")


def without_marks(text: str) -> str:
    """The words of a label without what the campaign's values fill."""
    return _MARK.sub("", text)


@lru_cache(maxsize=MOST_FORMS_KEPT)
def slots_named(form: Form) -> Mapping[str, Named]:
    """The slots of the form that show something, those of a list by its columns."""
    if isinstance(form, ListForm):
        return {
            column.key: Named(column.fields, _name(column.fields, bare_words(column.label).split("（")[0]))
            for column in form.columns
            if column.fields
        }
    on_cover = {
        value.slot: Named(value.fields, _name(value.fields, bare_words(value.label)), on_cover=not value.is_day)
        for value in (form.cover.values if form.cover else ())
    }
    completers = completers_of(form)
    return on_cover | {cell.slot: named for page in form.pages for cell, named in _cells(rows_of(page, completers))}


def _cells(rows: Sequence[Row]) -> Iterator[tuple[Cell, Named]]:
    """The cells with slots, each with the label to its left, above it in the list of completers, or over its part."""
    heading, above = "", dict[tuple[int, int], str]()
    for row in rows:
        beside = ""
        for cell in row.cells:
            if cell.shows is Shows.HEADING:
                heading = bare_words(cell.text)
            elif cell.shows is Shows.LABEL:
                beside = above[cell.columns] = bare_words(cell.text)
            elif cell.slot:
                words = heading if cell.shows is Shows.PARTS else above.get(cell.columns, "") if row.place else beside
                fields = () if cell.shows is Shows.PARTS else cell.fields
                label = _name(fields, words) or "、".join(field.label for field in cell.fields)
                yield cell, Named(cell.fields, label, row.place or 0, shows=cell.shows)


def _name(fields: Sequence[Field], words: str) -> str:
    """The label of a field; of several the words printed for them together."""
    return fields[0].label if len(fields) == 1 else words or "、".join(field.label for field in fields)
