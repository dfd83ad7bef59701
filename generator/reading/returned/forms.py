"""The forms that were handed in as files, opened in a child: one that means ill ends that, and the next is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from generator.ground.isolation import EndedError, Isolated, Limits, isolated
from generator.reading.prescan import PackageRefusedError, modest_content
from generator.reading.returned.form import Read, ReturnedForm, broken, form_in, too_large
from generator.reading.returned.marks import FormMarks

TASK = "generator.reading.returned.forms:answered"
LIMITS = Limits(seconds=12, memory_bytes=330_000_000)
MOST_FORMS = 30_000  # of a campaign; 10,000 applications have 10,000 Forms 1 and as many rows of Forms 2
MOST_CHARACTERS = 60_000_000  # in all of them
# What a child says is data: it is judged before anything is made of it.
_ANSWERS, _MARKS = TypeAdapter(Read), TypeAdapter(tuple[FormMarks, ...])


def read_forms(files: Sequence[tuple[Path, str]], known: Sequence[FormMarks]) -> Iterator[Read]:
    """The forms in each file, or the problem why none can be read; files by path and by how messages call them.

    They are among the `known` forms.
    """
    marks = [asdict(one) for one in known]
    forms_left, characters_left = MOST_FORMS, MOST_CHARACTERS
    with isolated(TASK, LIMITS) as child:
        for path, name in files:
            forms, problems = _read(child, path, name, marks)
            forms_left -= len(forms)
            characters_left -= sum(_size(form) for form in forms)
            yield (forms, problems) if min(forms_left, characters_left) >= 0 else ([], [too_large(name)])


def _read(child: Isolated, path: Path, name: str, marks: Sequence[Any]) -> Read:
    asked = {"ending": path.suffix.lower(), "name": name, "known": marks}
    try:
        answer = child.ask(asked, modest_content(path)).value
    except (EndedError, PackageRefusedError):
        return [], [too_large(name)]
    except OSError:
        return [], [broken(name)]
    return _ANSWERS.validate_python(answer)


def answered(asked: Any, content: bytes) -> tuple[Any, bytes]:
    """In the child: the forms and problems of one file as data."""
    forms, problems = form_in(content, asked["ending"], asked["name"], _MARKS.validate_python(asked["known"]))
    if len(forms) > MOST_FORMS or sum(map(_size, forms)) > MOST_CHARACTERS:
        forms, problems = [], [too_large(asked["name"])]
    return [[asdict(one) for one in forms], [asdict(one) for one in problems]], b""


def _size(form: ReturnedForm) -> int:
    return sum(len(raw.value) for raw in form.record.values.values() if isinstance(raw.value, str))
