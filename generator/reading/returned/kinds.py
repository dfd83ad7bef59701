"""Which of the campaign's forms of cells a document is: by its printed labels, or the tags of its controls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.reading.returned.labels import Labels, labels
from generator.reading.returned.marks import FormMarks, form_with
from generator.reading.word_tables.grid import Block, Cell, Grid

_LIKE = 0.4  # of the labels that form or document have, those that both have
_LEAST = 2


def kind_of(blocks: Sequence[Block], forms: Sequence[FormMarks]) -> FormMarks | None:
    """The form whose labels are nearest to those of the document, else whose tags are; None where none is near."""
    every = {word for form in forms for mark in form.marks for word in mark.words}
    every |= {word for form in forms for word in form.others}
    found = set(_labels(blocks, labels(frozenset(every))))
    near = [(_likeness(found, form), form) for form in forms]
    best = max(near, key=lambda one: one[0], default=None)
    if best and best[0] >= _LIKE:
        return best[1]
    tags = {control.tag for cell in _cells(blocks) for control in cell.controls}
    tags |= {span.control.tag for one in blocks if not isinstance(one, Grid) for span in one.spans if span.control}
    return form_with(tags, forms)


def words_like(text: str, form: FormMarks) -> bool:
    """Whether so many of the form's labels stand in the text, which has no blanks, that it may be that form."""
    own = [*(mark.words for mark in form.marks), *((word,) for word in form.others)]
    return sum(any(word in text for word in words) for words in own) >= max(_LEAST, _LIKE * len(own))


def _likeness(found: set[str], form: FormMarks) -> float:
    own = [*(set(mark.words) for mark in form.marks), *({word} for word in form.others)]
    met = [words for words in own if words & found]
    strangers = found.difference(*own) if own else found
    return len(met) / (len(own) + len(strangers)) if len(met) >= _LEAST else 0


def _labels(blocks: Sequence[Block], known: Labels) -> Iterator[str]:
    for block in blocks:
        if not isinstance(block, Grid):
            yield from (one.word for one in known.within(block.text))
    for cell in _cells(blocks):
        if word := known.whole(cell.text):
            yield word
        else:
            yield from (one.word for one in known.within(cell.text[:200]))


def _cells(blocks: Sequence[Block]) -> Iterator[Cell]:
    for block in blocks:
        for cell in (cell for row in block.rows for cell in row) if isinstance(block, Grid) else ():
            yield cell
            yield from _cells(cell.tables)
