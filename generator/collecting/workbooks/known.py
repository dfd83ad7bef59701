"""What earlier runs knew: numbers of projects, answers, what was entered and what a clerk made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from generator.collecting.found import BY_ANSWER, Project, Value

Identity = tuple[str, str]
At = tuple[str, int, str]  # number of the project, of the completer or 0, key of the field


class Before(NamedTuple):
    """A file of an earlier run: its name, how the sheet calls its kind, its project, its day, its content's sum."""

    file: str
    label: str
    project: str
    day: str
    sum: str


@dataclass(frozen=True)
class Earlier:
    """`projects` are as they were entered last, `typed` what a clerk has changed or entered since, by its place.

    `answers` are all that were given, by the keys of their questions, `listed` the keys of those asked last.
    `numbers` are those given, each with name and lead completer of its project, and its recommender; `formerly` those
    that a number had before. `removed` are numbers whose rows a clerk took out, `own` projects that a clerk wrote,
    `awards` rows of the third sheet as they are, `people` the completers of each project as they stand now, which are
    a clerk's as a whole where rows were added or taken out: those of the numbers in `own_people`.
    `not_kept` says what else a clerk has put into the workbook.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()
    numbers: Mapping[str, tuple[Identity, str]] = field(default_factory=dict)
    projects: Mapping[str, Project] = field(default_factory=dict)
    typed: Mapping[At, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    own: tuple[Project, ...] = ()
    people: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    own_people: frozenset[str] = frozenset()
    formerly: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    awards: tuple[Mapping[str, object], ...] = ()
    not_kept: tuple[str, ...] = ()
    files: Mapping[str, Before] = field(default_factory=dict)

    def number_of(self, identity: tuple[str, ...], recommender: str, file: str) -> str:
        """The number of the project, empty where it cannot be told; one without a name is known by its file."""
        if not all(identity):
            same = [
                number for number, (known, _) in self.numbers.items() if known == identity and self._is_in(number, file)
            ]
            return same[0] if len(same) == 1 else ""
        found = [
            number
            for number, (known, owner) in self.numbers.items()
            if known == identity and (not owner or not recommender or owner == recommender)
        ]
        return found[0] if len(found) == 1 else ""

    def _is_in(self, number: str, file: str) -> bool:
        """Whether a value of the project was read from that file."""
        return any(value.spot.file == file for value in self.projects[number].values.values())

    def joined(self, number: str, other: str) -> Earlier:
        """The same where two projects turn out to be one: what was known of the other is known of the number's too."""
        own, theirs = self.projects[number], self.projects[other]
        values = {
            key: theirs.values[key] if one.how != BY_ANSWER and _is_answered(theirs.values.get(key)) else one
            for key, one in own.values.items()
        }
        has_people = own.completers or number in self.own_people
        source = number if has_people else other
        whole = replace(own, values=values, completers=(own if has_people else theirs).completers)
        moved = {
            (number, at, key): text
            for (one, at, key), text in self.typed.items()
            if one == other and (not at or source == other)
        }
        return replace(
            self,
            numbers={key: one for key, one in self.numbers.items() if key != other},
            projects={key: one for key, one in self.projects.items() if key != other} | {number: whole},
            typed=moved | {at: text for at, text in self.typed.items() if at[0] != other},
            removed=self.removed - {other},
            people=dict(self.people) | {number: self.people.get(source, ())},
            own_people=self.own_people | ({number} if source in self.own_people else set()),
            formerly=dict(self.formerly)
            | {number: (*self.formerly.get(number, ()), other, *self.formerly.get(other, ()))},
        )


def _is_answered(value: Value | None) -> bool:
    return value is not None and value.how == BY_ANSWER
