"""The one function: files and what was answered before → records, questions and sources, as values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.campaign.fields import Field
from generator.campaign.settings import Settings
from generator.collecting.attaching import Attaching, Owner, is_of
from generator.collecting.files.incoming import Incoming
from generator.collecting.found import (
    OTHER,
    REPLACED,
    Collected,
    FileNote,
    Project,
    Question,
    Spot,
    State,
    Value,
    Values,
)
from generator.collecting.keeping import Keeping, numbers_known
from generator.collecting.noting import noted
from generator.collecting.projects.meeting import Group, identity, met, stated
from generator.collecting.projects.merging import NUMBER, RECOMMENDER, Merged, called, merged, recommender_of
from generator.collecting.projects.numbering import Numbers
from generator.collecting.projects.versions import chosen
from generator.collecting.questions.asking import Asking, said_value
from generator.collecting.questions.project_questions import (
    no_people,
    not_recognised,
    recommender_key,
    told_by_reader,
    told_of_list,
    where_is_the_form,
    which_row,
    who_recommends,
)
from generator.collecting.taking import Told, taken
from generator.collecting.values.papers import Paper
from generator.collecting.workbooks.known import Earlier
from generator.reading.returned.marks import FormMarks

ATTACHED = "attachments"
_HELD = "已交了填报表，这张表只用来核对"


def quiet(_stage: str, _done: int, _total: int) -> None:
    """No progress shown."""


@dataclass(frozen=True)
class Whose:
    """Whose the files are: `recommender` where all are one's and no list says, by name or short name.

    With `by_folder` the first folder, where it is called like a recommender, says so. Projects that are `held`
    elsewhere, by recommender or by name and lead completer, are none of these.
    """

    recommender: str = ""
    by_folder: bool = False
    held: frozenset[str] = frozenset()
    held_projects: frozenset[tuple[str, ...]] = frozenset()

    def of(self, file: str, settings: Settings) -> str:
        """The recommender whose the file is for sure, empty where that is not known."""
        folder = file.partition("/")[0] if self.by_folder else ""
        return folder if folder in settings.recommender_names else self.recommender

    def is_held(self, recommender: str, identity: tuple[str, ...]) -> bool:
        """Whether the project's data are elsewhere."""
        return recommender in self.held or (all(identity) and identity in self.held_projects)


@dataclass(frozen=True)
class Wanted:
    """By what files are read: the campaign's settings and the marks of its forms, and whose the files are.

    Pictures are put into the folder `beside`.
    """

    settings: Settings
    known: Sequence[FormMarks]
    beside: Path
    whose: Whose = Whose()


def collect(files: Sequence[Incoming], wanted: Wanted, earlier: Earlier, told: Told = quiet) -> Collected:
    """What the files hold, together with what is known of earlier runs."""
    return _Collecting(files, wanted, earlier, told).collected()


class _Collecting:
    """One run over a pile."""

    def __init__(self, files: Sequence[Incoming], wanted: Wanted, earlier: Earlier, told: Told) -> None:
        self.files, self.wanted, self.settings = files, wanted, wanted.settings
        self.asking = Asking(wanted.settings, earlier.answers, listed=earlier.listed)
        self._know(earlier)
        self.taken = taken(files, wanted.known, wanted.settings, wanted.beside, told)
        self.notes = self.taken.notes
        self._leave_held()

    def _know(self, earlier: Earlier) -> None:
        """Go on with what is known of earlier runs."""
        self.earlier, self.keeping = earlier, Keeping(earlier, self.asking, self.settings)
        self.asking.typed, self.asking.formerly = earlier.typed, earlier.formerly

    def collected(self) -> Collected:
        """Everything that was found."""
        found = [self._merged(group) for group in met(self.taken.papers, self.earlier.answers, self._number_of)]
        numbered = [(number, one) for number, one in self._numbered(found) if self.keeping.is_wanted(number)]
        attaching, apart = self._attached(numbered)
        projects = [self._project(number, one, apart.get(number, {})) for number, one in numbered]
        projects += self.keeping.gone({number for number, _ in numbered}, self._is_held)
        for file, problems in self.taken.told_of_lists():
            self.asking.ask(told_of_list(file, problems, self.earlier.answers))
        notes = noted(self.notes, self.files, self.earlier, self.settings)
        opened, answered = tuple(self.asking.open), tuple(self.asking.answered)
        kept = self.keeping.answers([*opened, *answered])
        return Collected(
            tuple(projects),
            opened,
            notes,
            tuple(attaching.attached),
            answered,
            self.keeping.removed(),
            kept,
            self.earlier.not_kept,
        )

    def _leave_held(self) -> None:
        """Leave aside what is of projects whose data are elsewhere."""
        papers, others = self.taken.papers, self.taken.others
        held = {id(one) for one in papers if self._is_elsewhere(one)}
        apart = {id(one) for one in others if self._whose(one.name) in self.wanted.whose.held}
        self.notes += [FileNote(one.file, one.form, message=_HELD) for one in papers if id(one) in held]
        self.notes += [FileNote(one.name, OTHER, message=_HELD) for one in others if id(one) in apart]
        self.taken.papers = [one for one in papers if id(one) not in held]
        self.taken.others = [one for one in others if id(one) not in apart]

    def _is_elsewhere(self, one: Paper) -> bool:
        recommender = called(one.recommender, self.settings) or self._whose(one.file)
        return self.wanted.whose.is_held(recommender, identity(one))

    def _whose(self, file: str) -> str:
        return self.wanted.whose.of(file, self.settings)

    # ---- papers of one project

    def _merged(self, group: Group) -> Merged:
        by_form: dict[str, list[Paper]] = defaultdict(list)
        for paper in group.forms:
            by_form[paper.form].append(paper)
        forms = [self._chosen(by_form[key]) for key in self.settings.schema.forms if key in by_form]
        row = group.rows[0] if group.rows else None
        files = [paper.file for paper in group.papers]
        answer = self.earlier.answers.get(recommender_key(row, files), "")
        recommender = recommender_of(row, self.settings, self._whose(files[0]), answer, files)
        self._ask(which_row(group, self.earlier.answers))
        return merged(forms, group.rows, self.settings, recommender)

    def _chosen(self, versions: Sequence[Paper]) -> Paper:
        picked = chosen(versions, self.taken.dates, self.earlier.answers)
        for old in {one.file for one in picked.replaced} - {picked.paper.file}:
            which = "分不出先后，见“待确认”" if picked.is_open else f"已用 {picked.paper.file}"
            self.notes.append(FileNote(old, REPLACED, message=f"同一个项目有几份，{which}"))
        self._ask(picked.question)
        return picked.paper

    def _ask(self, question: Question | None) -> None:
        if question is not None:
            self.asking.ask(question)

    # ---- projects

    def _numbered(self, found: Sequence[Merged]) -> list[tuple[str, Merged]]:
        """Each with its number: that of earlier runs, or a new one; in order of recommenders, lists and their rows."""
        order = {name: place for place, name in enumerate(self.settings.recommender_names)}
        places = {id(paper): place for place, paper in enumerate(self.taken.papers)}
        last = len(places)

        def place(one: Merged) -> tuple[int, int, int]:
            of = order.get(one.values[RECOMMENDER].text, len(order))
            return of, places.get(id(one.row), last), places.get(id(one.form), last)

        ordered = sorted(found, key=place)
        numbers = Numbers(self.settings, [*self.earlier.numbers, *(one.number for one in self.earlier.own)])
        known, whole = numbers_known(ordered, self.earlier, self._number_of)
        self._know(whole)
        return [
            (number or numbers.next(one.values[RECOMMENDER].text), one)
            for number, one in zip(known, ordered, strict=True)
        ]

    def _number_of(self, row: Paper) -> str:
        """The number that a row of a list had in earlier runs."""
        return self.earlier.number_of(identity(row), called(row.recommender, self.settings), row.file)

    def _project(self, number: str, one: Merged, apart: Values) -> Project:
        """The project; `apart` are its values that were no text on its forms."""
        fields = {of.key: of for of in self.settings.schema.fields.application}
        values = {key: one.values.get(key, Value()) for key in fields} | dict(apart)
        values[NUMBER], keeping = Value(number, State.READ), self.keeping
        for difference in one.differences:
            keys = difference.key.split("+")
            label = "、".join(fields[key].label for key in keys)
            last = keys[-1]
            values[last] = self.asking.difference(
                difference, fields[last], label, values[last], number, keeping.said(number, last)
            )
        for key, of in fields.items():
            if key != RECOMMENDER:
                values[key] = self.asking.value(values[key], of, number, 0, keeping.said(number, key))
        values[RECOMMENDER] = self._recommender(number, one, fields[RECOMMENDER])
        self._ask_about_papers(one, number)
        people, own_people = keeping.people(number, one.completers)
        self._note_files(one, number, (values, *people))
        return Project(number, values, people, tuple(dict.fromkeys(one.file for one in one.papers)), own_people)

    def _recommender(self, number: str, one: Merged, of: Field) -> Value:
        value, before = one.values[RECOMMENDER], self.keeping.said(number, RECOMMENDER)
        if (number, 0, RECOMMENDER) in self.earlier.typed:
            return self.asking.by_clerk(value, of, number)
        question = who_recommends(one, of, number, self.earlier.answers)
        self._ask(question)
        if value.state is not State.ASK:
            return self.asking.value(value, of, number, 0, before)
        # asked of another paper than before: the answer stands until this one is answered
        return said_value(before, value) if before and question and question.key not in self.earlier.listed else value

    def _ask_about_papers(self, one: Merged, number: str) -> None:
        answers, ask, form, row = self.earlier.answers, self.keeping.ask, one.form, one.row
        if form is None:
            ask(number, lambda of: where_is_the_form(row, of, answers) if row else None)
            return
        tables = self.taken.tables(form.file)
        if left := [one for one in self.taken.left.get(form.file, ()) if is_of(one.table, form.table, tables)]:
            ask(number, lambda of: not_recognised(form, of, left, answers))
        if form.lacks_people:
            ask(number, lambda of: no_people(form, of, answers))
        for problem in self.taken.loose.get(form.file, ()):
            ask(number, lambda of, problem=problem: told_by_reader(form, of, problem, answers))  # type: ignore[misc]

    def _is_held(self, one: Project) -> bool:
        values = one.values
        known = (stated(values.get("name")), stated(values.get("lead_name")))
        return self.wanted.whose.is_held(values.get(RECOMMENDER, Value()).text, known)

    def _note_files(self, one: Merged, number: str, rows: Sequence[Values]) -> None:
        for paper in one.papers:
            known = [value for row in rows for value in row.values() if value.text and value.spot.file == paper.file]
            self.notes.append(FileNote(paper.file, paper.form, number, len(known)))

    # ---- other papers

    def _attached(self, numbered: Sequence[tuple[str, Merged]]) -> tuple[Attaching, dict[str, Values]]:
        """Pictures and other files given to their projects; what of it are values, by the project's number."""
        attaching = Attaching(
            [_owner(number, one) for number, one in numbered], self.settings, self.asking, self.taken.scans
        )
        apart: dict[str, dict[str, Value]] = {}
        for number, one in numbered:
            form = one.form
            shown = self.taken.pictures.get(form.file, []) if form else []
            if form and shown:
                tables = self.taken.tables(form.file)
                own = [one for one in shown if is_of(one[0].table, form.table, tables)]
                apart[number] = attaching.pictures(number, form, own)
        self.notes += [attaching.file(other) for other in self.taken.others]
        for number, names in attaching.names.items():
            if names:
                how = "随项目交来的附件和表里的图片"
                found = Value("；".join(names), State.NORMALISED, Spot(""), how=how)
                apart.setdefault(number, {})[ATTACHED] = found
        return attaching, dict(apart)


def _owner(number: str, one: Merged) -> Owner:
    name, lead = (one.values.get(key, Value()) for key in ("name", "lead_name"))
    return Owner(number, name.text or name.raw, lead.text, (one.form.file,) if one.form else ())
