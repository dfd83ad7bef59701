"""What stands in rows that somebody added to a form: fields that only lists ask for, such as 项目类别, 是否非公."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from generator.campaign.fields import Field, Kind
from generator.campaign.forms import ListForm
from generator.campaign.settings import Settings
from generator.checks.meaning import said_plainly
from generator.collecting.files.opened import MOST_AROUND, Left
from generator.collecting.found import Spot, State, Value
from generator.collecting.values.papers import Paper
from generator.collecting.values.understanding import understood
from generator.composing.filling.named import slots_named
from generator.composing.filling.words import forms_of, words_of
from generator.composing.shown import NO, YES
from generator.reading.returned.labels import bare_label
from generator.reading.returned.marks import FormMarks

_HOW = "按表上另加的栏目"
_KINDS = (Kind.CHOICE, Kind.YES_NO)  # told by their words alone
_REMARK = "备注"  # on a form it says anything


def with_added(
    paper: Paper, left: Sequence[Left], known: Sequence[FormMarks], settings: Settings
) -> tuple[Paper, tuple[Left, ...]]:
    """The form with the values of rows that were added to it, and what of the texts that nothing took is still left."""
    fields = {word: field for word, field in _asked_by_lists(known, settings) if field.key not in paper.values}
    found = dict[str, Value]()
    used = list[Left]()
    for label, said in pairwise(left):
        field = fields.get(bare_label(label.text))
        is_beside = (label.table, label.row) == (said.table, said.row) and label.column < said.column
        is_whole = len(said.text) < MOST_AROUND  # of a longer text only the beginning is known
        if field is None or not is_beside or not is_whole or label in used:
            continue
        value = _value(said, field, paper.file, settings)
        if field.key in found or not value.text:
            continue
        found[field.key] = value
        used += [label, said]
    return replace(paper, values={**paper.values, **found}), tuple(one for one in left if one not in used)


def _asked_by_lists(known: Sequence[FormMarks], settings: Settings) -> Iterator[tuple[str, Field]]:
    """The labels of fields that lists ask for alone, in every wording."""
    lists = {key: form for key, form in forms_of(settings).items() if isinstance(form, ListForm)}
    for marks in (one for one in known if one.key in lists):
        named = slots_named(lists[marks.key])
        for mark in marks.marks:
            own = named[mark.slot].fields if mark.slot in named else ()
            if len(own) == 1:
                yield from (
                    (word, own[0])
                    for word in (bare_label(own[0].label), *mark.words)
                    if word != _REMARK and own[0].kind in _KINDS
                )


def _value(said: Left, field: Field, file: str, settings: Settings) -> Value:
    """What the text beside the label says of the field; of a box for yes and one for no that which is ticked."""
    value = understood(said.text, field, words_of(field, settings))
    if field.kind is Kind.YES_NO and not value.text:
        chosen = understood(said.text, replace(field, kind=Kind.CHOICE), (YES, NO))
        value = chosen if said_plainly(chosen.text, field) in (YES, NO) else value
    spot = Spot(file, said.table, said.row, said.column)
    return replace(value, state=State.NORMALISED, spot=spot, raw=said.text, how=_HOW)
