"""Problems of the data, and the exceptions that end a run with their exit codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from generator.campaign.masking import shortened, without_numbers, without_persons

LONGEST_MESSAGE = 3000  # characters


class Severity(StrEnum):
    """How grave a problem is: an error stops what it touches, a warning is reported."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """The word that a clerk reads."""
        return {"error": "错误", "warning": "提醒"}[self.value]


@dataclass(frozen=True, order=True)
class Place:
    """Where a value was read: a file, then a sheet and cell or a line (both counted from 1)."""

    file: str
    sheet: str = ""
    cell: str = ""
    line: int = 0

    def __str__(self) -> str:
        """`applications.xlsx › 申报项目 › C5` or `campaign.yaml › 第12行`, as it is told."""
        told = self.told
        line = f"第{self.line}行" if self.line else ""
        return " › ".join(part for part in (told.file, told.sheet, self.cell, line) if part)

    @property
    def told(self) -> Place:
        """The place as whoever reads of it may see it: names of files and sheets may hold somebody's numbers."""
        return replace(self, file=without_persons(self.file), sheet=without_persons(self.sheet))


CAMPAIGN, AWARDS, RECOMMENDER, PROJECT = "campaign", "awards", "recommender", "project"


@dataclass(frozen=True, order=True)
class Touch:
    """A part of a campaign that a problem makes doubtful, or that a document is made of.

    `kind` is one of CAMPAIGN, AWARDS, RECOMMENDER, PROJECT. `name` says which: of the campaign a kind of document whose
    wording it is, of the awards and projects a project's number, else a recommender. Without a name it is all of
    them, or one that cannot be told.
    """

    kind: str
    name: str = ""

    def told(self) -> dict[str, str]:
        """As JSON shows it; a project that somebody numbered by an ID card is not given away.

        Every problem of a project names it, so a number or name without end is cut.
        """
        return {"kind": self.kind, "name": without_numbers(shortened(self.name))}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what, and what to do. Texts are Chinese, personal values masked.

    `recommender` names the body that handed the row in, where the checks could tell; `touches` the parts of the
    campaign that it makes doubtful. Whatever a text quotes, no number as long as a phone's or an ID card's stays
    readable in it; of the place only `Place.told` is for others.
    """

    severity: Severity
    code: str
    place: Place
    field: str
    message: str
    fix: str
    recommender: str = ""
    touches: tuple[Touch, ...] = ()

    def __post_init__(self) -> None:
        """Hide long numbers in what may quote a value; the remedy is our own, but may name a file."""
        for name in ("field", "message"):
            object.__setattr__(self, name, without_numbers(getattr(self, name)))
        object.__setattr__(self, "fix", without_persons(self.fix))

    def __str__(self) -> str:
        """One line for a log or a terminal."""
        field = f"“{self.field}”" if self.field else ""
        return f"[{self.severity.label}] {self.place} {field}{self.message} {self.fix}"


def error(code: str, place: Place, field: str, message: str, fix: str) -> Problem:
    """A problem that stops every document that it touches."""
    return Problem(Severity.ERROR, code, place, field, message, fix)


def warning(code: str, place: Place, field: str, message: str, fix: str) -> Problem:
    """A problem that is shown and reported, while the build goes on."""
    return Problem(Severity.WARNING, code, place, field, message, fix)


def reminder(problem: Problem) -> Problem:
    """The same problem, as one that stops nothing."""
    return replace(problem, severity=Severity.WARNING)


def errors_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that stop the build."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


def grouped(problems: Iterable[Problem]) -> list[Problem]:
    """The problems in the order in which they are mended: by recommender, errors before reminders, by file."""
    return sorted(problems, key=lambda one: (one.recommender, one.severity is Severity.WARNING, one.place.file))


class WuxiaoError(Exception):
    """Ends the run with a message in Chinese and an exit code: bounded, and without anybody's numbers."""

    exit_code = 5

    def __str__(self) -> str:
        """The message."""
        return without_persons(shortened(super().__str__(), LONGEST_MESSAGE))


class DataError(WuxiaoError):
    """The data has problems; nothing was published."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem], counts: Any = None) -> None:
        """Carry every problem found, not only the first, and the accounting of rows where they were read."""
        self.problems = tuple(problems)
        self.counts = counts
        super().__init__(f"数据有{len(errors_of(self.problems))}处错误")

    def __reduce__(self) -> tuple[type[DataError], tuple[Any, ...]]:
        """How it comes home from another process."""
        return type(self), (self.problems, self.counts)


class UsageError(WuxiaoError):
    """The command was called wrongly."""

    exit_code = 2


class TemplateError(WuxiaoError):
    """A template is wrong."""

    exit_code = 3


class MachineError(WuxiaoError):
    """The machine lacks something: a font, a library, disk space, a permission."""

    exit_code = 4
