"""What stays of earlier runs: answers, what a clerk entered, took out or wrote, projects whose files are gone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from generator.campaign.settings import Settings
from generator.checks.values.people import sameness
from generator.collecting.found import BY_ANSWER, Project, Question, Value, Values
from generator.collecting.projects.meeting import stated
from generator.collecting.projects.merging import RECOMMENDER, Merged
from generator.collecting.projects.numbering import UNKNOWN
from generator.collecting.questions.asking import TAKE, Asking
from generator.collecting.questions.project_questions import BACK, REMOVED, was_taken_out, who_else
from generator.collecting.values.papers import Paper
from generator.collecting.workbooks.earlier import by_clerk, stated_before
from generator.collecting.workbooks.known import Earlier


def numbers_known(
    found: Sequence[Merged], earlier: Earlier, number_of: Callable[[Paper], str]
) -> tuple[list[str], Earlier]:
    """The number of each project in earlier runs, empty where it had none, and what is known of these.

    A form and a row of a list that had each its own, and turn out to be of one project, have one from now on.
    """
    own = [earlier.number_of(one.identity, one.values[RECOMMENDER].text, one.papers[0].file) for one in found]
    given, whole = set(own), earlier

    def worth(number: str) -> tuple[bool, bool]:
        return number not in earlier.removed, not number.startswith(UNKNOWN)

    for at, one in enumerate(found):
        of_row = number_of(one.row) if one.row else ""
        if of_row and of_row not in given:
            given.add(of_row)
            if own[at]:
                other, own[at] = sorted((own[at], of_row), key=worth)
                whole = whole.joined(own[at], other)
            else:
                own[at] = of_row
    return own, whole


class Keeping:
    """What this run takes over from earlier ones; what that leaves to decide is asked."""

    def __init__(self, earlier: Earlier, asking: Asking, settings: Settings) -> None:
        """Keep what is known of `earlier` runs."""
        self.earlier, self._asking, self._fields = earlier, asking, settings.schema.fields

    def ask(self, number: str, asked: Callable[[str], Question | None]) -> Question | None:
        """The question about the project, kept; answered also where it was answered under a former number."""
        if (question := asked(number)) is None:
            return None
        former = [one.answer for old in self.earlier.formerly.get(number, ()) if (one := asked(old))]
        question = replace(question, answer=next(filter(None, (question.answer, *former)), ""))
        self._asking.ask(question)
        return question

    def said(self, number: str, key: str) -> Value | None:
        """What was answered of a field of the project, as it was entered last."""
        before = self.earlier.projects.get(number)
        return _answered(before.values.get(key)) if before else None

    # ---- projects

    def is_wanted(self, number: str) -> bool:
        """Whether a clerk has not taken the project's row out of the workbook, or wants it back; this is asked."""
        if number in self.earlier.removed:
            self._asking.ask(was_taken_out(self.earlier.projects[number], self.earlier.answers))
        return number not in self._away()

    def gone(self, numbers: Collection[str], is_held: Callable[[Project], bool]) -> list[Project]:
        """Projects of earlier runs whose files do not lie here any more, and those that a clerk wrote, as they are."""
        left = {*numbers, *self._away()}
        return [
            *(
                self._as_it_was(one)
                for one in self.earlier.projects.values()
                if one.number not in left and not is_held(one)
            ),
            *self.earlier.own,
        ]

    def removed(self) -> tuple[Project, ...]:
        """The projects that a clerk has taken out, as they were; later runs leave them out too."""
        away = self._away()
        return tuple(one for number, one in self.earlier.projects.items() if number in away)

    def answers(self, asked: Iterable[Question]) -> Mapping[str, str]:
        """The answers to questions that were not asked this time: they may be asked again."""
        keys, away = {one.key for one in asked}, self._away()
        # one about a row that was taken out is over once the row is back: the next time it is asked anew
        return {
            key: text
            for key, text in self.earlier.answers.items()
            if key not in keys and (not key.startswith(REMOVED) or key.removeprefix(REMOVED) in away)
        }

    def _away(self) -> set[str]:
        earlier = self.earlier
        return {one for one in earlier.removed if was_taken_out(earlier.projects[one], earlier.answers).answer != BACK}

    def _as_it_was(self, one: Project) -> Project:
        values = {
            of.key: self._asking.value(one.values.get(of.key, Value()), of, one.number)
            for of in self._fields.application
        }
        if one.number in self.earlier.own_people:
            return replace(one, values=values, completers=self._entered(one.number), own_people=True)
        return replace(one, values=values, completers=self._asked(one.number, one.completers))

    # ---- completers

    def people(self, number: str, read: Sequence[Values]) -> tuple[tuple[Values, ...], bool]:
        """The completers that were read, or those that a clerk has entered, and whether it is these."""
        if self._is_of_clerk(number, read):
            question = self.ask(
                number, lambda one: who_else(one, read, self.earlier.people.get(number, ()), self.earlier.answers)
            )
            if question is None or not question.answer.startswith(TAKE):
                return self._entered(number), True
        return self._asked(number, read), False

    def _is_of_clerk(self, number: str, read: Sequence[Values]) -> bool:
        """Whether a clerk's completers count as a whole: he added or took out some, or changed one of another place.

        What he changed of somebody who stands elsewhere on the form now, or no more, would be another's or lost.
        """
        changed = {at for one, at, _ in self.earlier.typed if at and one == number}
        before = self._before(number)
        return number in self.earlier.own_people or any(
            at > len(read) or not _is_same(before[at - 1], read[at - 1]) for at in changed
        )

    def _before(self, number: str) -> Sequence[Values]:
        before = self.earlier.projects.get(number)
        return before.completers if before else ()

    def _entered(self, number: str) -> tuple[Values, ...]:
        return tuple(
            {key: by_clerk(text) for key, text in person.items()} for person in self.earlier.people.get(number, ())
        )

    def _asked(self, number: str, people: Sequence[Values]) -> tuple[Values, ...]:
        fields, before = self._fields.of_completer, self._before(number)
        made = []
        for at, person in enumerate(people, start=1):
            known = before[at - 1] if at <= len(before) and _is_same(before[at - 1], person) else {}
            made.append(
                {
                    of.key: self._asking.value(
                        person.get(of.key, Value()), of, number, at, _answered(known.get(of.key))
                    )
                    for of in fields
                }
            )
        return tuple(made)


def _answered(value: Value | None) -> Value | None:
    return value if value and value.how == BY_ANSWER else None


def _is_same(before: Values, now: Values) -> bool:
    """Whether they are one person, by name as the form says it."""
    one = now.get("name", Value())
    return stated_before(before.get("name", Value())) in (stated(one), sameness(one.raw))
