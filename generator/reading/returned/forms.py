"""The forms that were handed in as files, opened in a child: one that means ill ends that, and the next is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import TypeAdapter

from generator.campaign.errors import Place, Problem, warning
from generator.ground.apart.isolation import EndedError, Isolated, Limits, isolated
from generator.reading.prescan import PackageRefusedError, modest_content
from generator.reading.returned.form import Found, Read, ReturnedForm, broken, found_in, too_large
from generator.reading.returned.marks import FormMarks
from generator.reading.returned.paper.cut import cut_problems

TASK = "generator.reading.returned.forms:answered"
LIMITS = Limits(seconds=12, memory_bytes=330_000_000)
MOST_FORMS = 30_000  # of a campaign; 10,000 applications have 10,000 Forms 1 and as many rows of Forms 2
MOST_CHARACTERS = 60_000_000  # in all of them
_AS_WORD, _AS_EXCEL = "请用 Word 或 WPS 打开后另存为 .docx。", "请用 Excel 或 WPS 打开后另存为 .xlsx。"
_REMEDIES = dict.fromkeys((".doc", ".wps", ".rtf", ".odt", ".dot", ".docm"), _AS_WORD) | dict.fromkeys(
    (".xls", ".et", ".ods", ".csv", ".xlsm", ".xlsb"), _AS_EXCEL
)
# What a child says is data: it is judged before anything is made of it.
_ANSWERS, _MARKS = TypeAdapter(Found), TypeAdapter(tuple[FormMarks, ...])


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


def unreadable_form(name: str) -> Problem:
    """That the file is of another format than forms are read in. `name` is how messages call it."""
    fix = _REMEDIES.get(PurePosixPath(name).suffix.lower(), "请放入 Word 或 Excel 的电子版；扫描件请人工核对。")
    return warning("returned/unread", Place(name), "", "只能核对 .docx 和 .xlsx 文件，这个文件没有核对。", fix)


def _read(child: Isolated, path: Path, name: str, marks: Sequence[Any]) -> Read:
    asked = {"ending": path.suffix.lower(), "name": name, "known": marks}
    try:
        answer = child.ask(asked, modest_content(path)).value
    except (EndedError, PackageRefusedError):
        return [], [too_large(name)]
    except OSError:
        return [], [broken(name)]
    forms, problems, tight = _ANSWERS.validate_python(answer)
    return forms, [*problems, *cut_problems(tight)]


def answered(asked: Any, content: bytes) -> tuple[Any, bytes]:
    """In the child: the forms and problems of one file as data."""
    forms, problems, tight = found_in(content, asked["ending"], asked["name"], _MARKS.validate_python(asked["known"]))
    if len(forms) > MOST_FORMS or sum(map(_size, forms)) > MOST_CHARACTERS:
        forms, problems, tight = [], [too_large(asked["name"])], []
    return [[asdict(one) for one in forms], [asdict(one) for one in problems], [asdict(one) for one in tight]], b""


def _size(form: ReturnedForm) -> int:
    return sum(len(raw.value) for raw in form.record.values.values() if isinstance(raw.value, str))
