"""The forms that were handed in as files, opened in a child: one that means ill ends that, and the next is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from generator.campaign.errors import Place, Problem, Severity
from generator.ground.isolation import EndedError, Isolated, Limits, isolated
from generator.reading.prescan import PackageRefusedError, modest_content
from generator.reading.raw import Raw, RawRecord
from generator.reading.returned.cut import cut_problems, tight_of
from generator.reading.returned.form import ReturnedForm, found_in, too_large
from generator.reading.returned.marks import FormMarks, SlotMark

TASK = "generator.reading.returned.forms:answered"
LIMITS = Limits(seconds=12, memory_bytes=330_000_000)
MOST_FORMS = 30_000  # of a campaign; 10,000 applications have 10,000 Forms 1 and as many rows of Forms 2
MOST_CHARACTERS = 60_000_000  # in all of them
Forms = tuple[list[ReturnedForm], list[Problem]]


def read_forms(files: Sequence[tuple[Path, str]], known: Sequence[FormMarks]) -> Iterator[Forms]:
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


def _read(child: Isolated, path: Path, name: str, marks: Sequence[Any]) -> Forms:
    asked = {"ending": path.suffix.lower(), "name": name, "known": marks}
    try:
        answer = child.ask(asked, modest_content(path)).value
    except (EndedError, PackageRefusedError):
        return [], [too_large(name)]
    problems = [_problem(one) for one in answer["problems"]]
    cut = cut_problems(tight_of(one) for one in answer["tight"])
    return [_form(one) for one in answer["forms"]], [*problems, *cut]


def answered(asked: Any, content: bytes) -> tuple[Any, bytes]:
    """In the child: the forms and problems of one file as data."""
    forms, problems, tight = found_in(content, asked["ending"], asked["name"], [_marks(one) for one in asked["known"]])
    if len(forms) > MOST_FORMS or sum(map(_size, forms)) > MOST_CHARACTERS:
        forms, problems, tight = [], [too_large(asked["name"])], []
    found: dict[str, list[Any]] = {"forms": forms, "problems": problems, "tight": tight}
    return {name: [asdict(one) for one in each] for name, each in found.items()}, b""


def _marks(told: dict[str, Any]) -> FormMarks:
    texts: dict[str, Any] = _tuples(told)
    return FormMarks(**texts | {"marks": tuple(SlotMark(**_tuples(one)) for one in told["marks"])})


def _tuples(told: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(one) if isinstance(one, list) else one for key, one in told.items()}


def _size(form: ReturnedForm) -> int:
    return sum(len(raw.value) for raw in form.record.values.values() if isinstance(raw.value, str))


def _form(told: Any) -> ReturnedForm:
    values = {str(key): Raw(str(one["value"]), Place(**one["place"])) for key, one in told["record"]["values"].items()}
    return ReturnedForm(told["kind"], RawRecord(values, Place(**told["record"]["place"])), told["recommender"])


def _problem(told: Any) -> Problem:
    return Problem(
        Severity(told["severity"]), told["code"], Place(**told["place"]), told["field"], told["message"], told["fix"]
    )
