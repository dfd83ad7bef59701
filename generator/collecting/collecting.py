"""The one function: files and what was answered before → records, questions and sources, as values."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from generator.campaign.fields import Field
from generator.campaign.forms import Shows
from generator.campaign.settings import Settings
from generator.collecting.asking import CHECKED, Asking
from generator.collecting.attaching import Attaching, Owner, is_of, pictures_of
from generator.collecting.earlier import Earlier, by_clerk
from generator.collecting.found import (
    BLANK_FORM,
    OTHER,
    REPLACED,
    UNREAD,
    Collected,
    FileNote,
    Project,
    Question,
    Spot,
    State,
    Value,
    Values,
)
from generator.collecting.incoming import Incoming
from generator.collecting.meeting import Group, met, question_key, row_called, stated
from generator.collecting.merging import NUMBER, RECOMMENDER, Merged, merged, recommender_of
from generator.collecting.noting import noted
from generator.collecting.numbering import Numbers
from generator.collecting.opened import Left, Picture
from generator.collecting.papers import Paper, papers_in
from generator.collecting.reading_files import FORM_ENDINGS, FileRead, read_files
from generator.collecting.versions import Dated, chosen
from generator.composing.filling.named import slots_named
from generator.composing.filling.words import form_of
from generator.reading.returned.form import broken, too_large
from generator.reading.returned.marks import FormMarks

Told = Callable[[str, int, int], None]
_NOT_OF_CAMPAIGN, _NOT_FILLED = "认不出是哪一张表", "没有填写"
NO_ROW = "汇总表里没有"
_LONG = 100  # characters of a text that pictures may stand in
_BACK, _LEAVE = "加回来", "不要"


def quiet(_stage: str, _done: int, _total: int) -> None:
    """No progress shown."""


@dataclass(frozen=True)
class Wanted:
    """By what files are read: the campaign's settings and the marks of its forms; `recommender` where all are one's.

    Pictures are put into the folder `beside`.
    """

    settings: Settings
    known: Sequence[FormMarks]
    beside: Path
    recommender: str = ""


def collect(files: Sequence[Incoming], wanted: Wanted, earlier: Earlier, told: Told = quiet) -> Collected:
    """What the files hold, together with what is known of earlier runs."""
    return _Collecting(wanted, earlier, told).run(files)


@dataclass
class _Collecting:
    wanted: Wanted
    earlier: Earlier
    told: Told
    notes: list[FileNote] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    dates: dict[str, Dated] = field(default_factory=dict)
    left: dict[str, tuple[Left, ...]] = field(default_factory=dict)
    pictures: dict[str, list[tuple[Picture, Path]]] = field(default_factory=dict)
    others: list[Incoming] = field(default_factory=list)
    owners: list[Owner] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.asking = Asking(self.wanted.settings, self.earlier.answers, self.earlier.typed)

    def run(self, files: Sequence[Incoming]) -> Collected:
        self._read(files)
        found = [self._merged(group) for group in met(self.papers, self.earlier.answers)]
        numbered = [(number, one) for number, one in self._numbered(found) if self._is_wanted(number)]
        self.owners = [_owner(number, one) for number, one in numbered]
        attaching = Attaching(self.owners, self.wanted.settings, self.asking)
        pictured = self._attach(attaching, numbered)
        projects = [self._project(number, one, pictured.get(number, {})) for number, one in numbered]
        projects += self._gone({number for number, _ in numbered})
        projects = [_with_attachments(one, attaching.names.get(one.number, ())) for one in projects]
        notes = noted(self.notes, files, self.earlier, self.wanted.settings)
        return Collected(
            tuple(projects), tuple(self.asking.open), notes, tuple(attaching.attached), tuple(self.asking.answered)
        )

    # ---- files

    def _read(self, files: Sequence[Incoming]) -> None:
        readable = [one for one in files if one.ending in FORM_ENDINGS and not one.wrong]
        for one in files:
            if one.wrong:
                self.notes.append(FileNote(one.name, UNREAD, message=one.wrong, dated=one.dated))
            elif one.ending not in FORM_ENDINGS:
                self.others.append(one)
        total = len(readable)
        for found in read_files(
            readable, self.wanted.known, self.wanted.beside, lambda done: self.told("读取", done, total)
        ):
            self._take(found)

    def _take(self, found: FileRead) -> None:
        one, opened = found.file, found.opened
        self.dates[one.name] = Dated(one.dated, _day(opened.modified))
        own = [paper for paper in papers_in(opened, one.name, self.wanted.settings) if not _is_nobodys(paper)]
        if opened.forms and not own:
            message = "没有填项目名称、第一完成人和单位，当作没有填写。"
            self.notes.append(FileNote(one.name, BLANK_FORM, message=message, dated=one.dated))
            return
        if own:
            self.papers += own
            self.left[one.name] = opened.left
            self.pictures[one.name] = list(zip(opened.pictures, found.pictures, strict=True))
            return
        message = opened.problems[0].message if opened.problems else ""
        fix = opened.problems[0].fix if opened.problems else ""
        if _NOT_FILLED in message:
            self.notes.append(FileNote(one.name, BLANK_FORM, message=message, dated=one.dated))
        elif message.startswith(_NOT_OF_CAMPAIGN):
            self.others.append(one)
        else:
            is_broken = opened.problems[0] in (broken(one.name), too_large(one.name)) if opened.problems else True
            said = f"{message.replace('没有核对', '没有读入')}{fix}"
            self.notes.append(FileNote(one.name, UNREAD if is_broken or one.ending == ".xlsx" else OTHER, message=said))

    # ---- projects

    def _merged(self, group: Group) -> Merged:
        by_form: dict[str, list[Paper]] = defaultdict(list)
        for paper in group.forms:
            by_form[paper.form].append(paper)
        forms = []
        for key in self.wanted.settings.schema.forms:
            if versions := by_form.get(key):
                picked = chosen(versions, self.dates, self.earlier.answers)
                forms.append(picked.paper)
                for old in picked.replaced:
                    note = f"同一个项目有几份，已用 {picked.paper.file}"
                    if old.file != picked.paper.file:
                        self.notes.append(FileNote(old.file, REPLACED, message=note, dated=self.dates[old.file].file))
                if picked.question:
                    self.asking.ask(picked.question)
        row = group.rows[0] if group.rows else None
        files = [paper.file for paper in group.papers]
        answer = self.earlier.answers.get(self._recommender_key(row, files), "")
        recommender = recommender_of(row, self.wanted.settings, self.wanted.recommender, answer, files)
        self._ask_meeting(group)
        return merged(forms, group.rows, self.wanted.settings, recommender)

    def _recommender_key(self, row: Paper | None, files: Sequence[str]) -> str:
        """The key of the question who recommends: one for all rows of a list, and one for each form without a row."""
        return f"recommender|{row.file}|{row.place.sheet}" if row else f"recommender|{files[0]}"

    def _ask_meeting(self, group: Group) -> None:
        """Ask to which row a form belongs where several may be meant."""
        if not group.forms or group.rows or not group.among:
            return
        form = group.forms[0]
        key = question_key(form)
        choices = (*(row_called(row) for row in group.among), NO_ROW)
        name = form.values.get("name", Value())
        question = Question(
            key, "", "项目名称", name.spot, name.raw, f"汇总表里像的有：{'；'.join(choices[:-1])}",
            "请在答复里选它在汇总表里是哪一行。", choices, answer=self.earlier.answers.get(key, ""),
        )  # fmt: skip
        self.asking.ask(question)

    def _numbered(self, found: Sequence[Merged]) -> list[tuple[str, Merged]]:
        """Each with its number: that of earlier runs, or a new one; in order of recommenders, lists and their rows."""
        order = {name: place for place, name in enumerate(self.wanted.settings.recommender_names)}
        places = {id(paper): place for place, paper in enumerate(self.papers)}
        last = len(places)

        def place(one: Merged) -> tuple[int, int, int]:
            of = order.get(one.values[RECOMMENDER].text, len(order))
            return of, places.get(id(one.row), last), places.get(id(one.form), last)

        ordered = sorted(found, key=place)
        numbers = Numbers(self.wanted.settings, [*self.earlier.numbers, *(one.number for one in self.earlier.own)])
        known = [self.earlier.number_of(_identity(one), one.values[RECOMMENDER].text) for one in ordered]
        return [
            (number or numbers.next(one.values[RECOMMENDER].text), one)
            for number, one in zip(known, ordered, strict=True)
        ]

    def _project(self, number: str, one: Merged, pictured: Values) -> Project:
        fields = {of.key: of for of in self.wanted.settings.schema.fields.application}
        values = {key: one.values.get(key, Value()) for key in fields} | dict(pictured)
        values[NUMBER] = Value(number, State.READ)
        for difference in one.differences:
            keys = difference.key.split("+")
            of = fields[keys[-1]]
            label = "、".join(fields[key].label for key in keys)
            values[keys[-1]] = self.asking.difference(difference, of, label, values[keys[-1]], number)
        if (number, 0, RECOMMENDER) not in self.earlier.typed:
            self._ask_recommender(one, fields[RECOMMENDER], number)
        for key, of in fields.items():
            if key != RECOMMENDER:
                values[key] = self.asking.value(values[key], of, number)
        if one.form is None and one.row is not None:
            self._ask_form(one.row, number)
        elif one.form is not None:
            self._ask_left(one.form, number)
        if (number, 0, RECOMMENDER) in self.earlier.typed:
            values[RECOMMENDER] = self.asking.by_clerk(values[RECOMMENDER], fields[RECOMMENDER], number)
        people = self._people(number, one.completers)
        files = tuple(dict.fromkeys(paper.file for paper in (one.form, one.row) if paper))
        self._note_files(one, number, values, people)
        return Project(number, values, people, files)

    def _is_wanted(self, number: str) -> bool:
        """Whether a clerk has not taken the project's row out of the workbook, or wants it back."""
        if number not in self.earlier.removed:
            return True
        key = f"removed|{number}"
        answer = self.earlier.answers.get(key, "")
        name = self.earlier.projects[number].values.get("name", Value())
        self.asking.ask(
            Question(
                key, number, "项目", name.spot, name.text, "它的一行已从 applications.xlsx 删去，没有再加进去。",
                f"要加回来请选“{_BACK}”，不要的请选“{_LEAVE}”。", (_BACK, _LEAVE), answer=answer,
            )  # fmt: skip
        )
        return answer == _BACK

    def _gone(self, numbers: Collection[str]) -> list[Project]:
        """Projects of earlier runs whose files do not lie here any more, and those that a clerk wrote, as they are."""
        gone = [one for number, one in self.earlier.projects.items() if number not in {*numbers, *self.earlier.removed}]
        fields = self.wanted.settings.schema.fields
        made = []
        for one in gone:
            values = {of.key: self.asking.value(one.values.get(of.key, Value()), of, one.number) for of in fields.application}
            made.append(replace(one, values=values, completers=self._people(one.number, one.completers)))
        return [*made, *self.earlier.own]

    def _people(self, number: str, people: Sequence[Values]) -> tuple[Values, ...]:
        """The completers; as a clerk has entered them where rows were added or taken out."""
        if (typed := self.earlier.people.get(number)) is not None:
            return tuple({key: by_clerk(text) for key, text in person.items()} for person in typed)
        return tuple(self._person(person, number, at) for at, person in enumerate(people, start=1))

    def _person(self, person: Values, number: str, at: int) -> Values:
        of_completer = self.wanted.settings.schema.fields.of_completer
        return {of.key: self.asking.value(person.get(of.key, Value()), of, number, at) for of in of_completer}

    def _ask_recommender(self, one: Merged, of: Field, number: str) -> None:
        value = one.values[RECOMMENDER]
        papers = [paper for paper in (one.form, one.row) if paper]
        key = self._recommender_key(one.row, [paper.file for paper in papers])
        answer = self.earlier.answers.get(key, "")
        if value.state is State.ASK or answer:
            self.asking.ask(
                Question(
                    key, "" if one.row else number, of.label, value.spot, value.raw, value.how, value.fix,
                    value.guess, answer="" if value.state is State.ASK else answer,
                )  # fmt: skip
            )

    def _ask_form(self, row: Paper, number: str) -> None:
        name = row.values.get("name", Value())
        key = f"form|{number}"
        self.asking.ask(
            Question(
                key, number, "申报表", name.spot, name.raw, "汇总表里有这个项目，没有收到它的申报表。",
                "请补来申报表再收一次；确实没有的，请选“没有”，再在 applications.xlsx 里补填。", ("没有",),
                answer=self.earlier.answers.get(key, ""),
            )  # fmt: skip
        )

    def _ask_left(self, form: Paper, number: str) -> None:
        """Ask to look at what stands on the form and was not recognised."""
        tables = [paper.table for paper in self.papers if paper.file == form.file]
        own = [one for one in self.left.get(form.file, ()) if is_of(one.table, form.table, tables)]
        if own:
            raw, first = "；".join(one.text for one in own), own[0]
            key = f"left|{number}|{hashlib.sha256(raw.encode()).hexdigest()[:20]}"
            self.asking.ask(
                Question(
                    key, number, "没有认出的文字", Spot(form.file, first.table, first.row, first.column), raw,
                    "表上这些文字不知道是哪一栏的，没有填入。",
                    f"请打开原表核对，需要的内容请补进 applications.xlsx；核对好了请选“{CHECKED}”。", (CHECKED,),
                    answer=self.earlier.answers.get(key, ""),
                )  # fmt: skip
            )

    def _note_files(self, one: Merged, number: str, values: Values, people: Sequence[Values]) -> None:
        for paper in (one.form, one.row):
            if paper is None:
                continue
            own = [value for row in (values, *people) for value in row.values() if value.spot.file == paper.file]
            count = sum(bool(value.text) for value in own)
            dated = self.dates[paper.file].file if paper.file in self.dates else None
            self.notes.append(FileNote(paper.file, paper.form, number, count, dated=dated))

    # ---- other papers

    def _attach(self, attaching: Attaching, numbered: Sequence[tuple[str, Merged]]) -> dict[str, Values]:
        """Give pictures and other files to their projects; what fields are pictures, by the project's number."""
        tables = defaultdict[str, list[int]](list)
        for paper in self.papers:
            tables[paper.file].append(paper.table)
        found = {}
        for number, one in numbered:
            if one.form is not None:
                own = pictures_of(one.form.table, tables[one.form.file], self.pictures.get(one.form.file, []))
                found[number] = self._pictured(attaching, number, one.form, list(own))
        for other in self.others:
            self.notes.append(replace(attaching.file(other), dated=other.dated))
        return found

    def _pictured(
        self, attaching: Attaching, number: str, form: Paper, pictures: Sequence[tuple[Picture, Path]]
    ) -> Values:
        """The field that is a picture, where the form has one and one picture alone stands in no long text."""
        fields = [
            named.fields[0]
            for named in slots_named(form_of(self.wanted.settings, form.form)).values()
            if named.shows is Shows.PICTURE
        ]
        long = {(one.spot.table, one.spot.row, one.spot.column) for one in form.values.values() if len(one.raw) > _LONG}
        apart = [one for one in pictures if (one[0].table, one[0].row, one[0].column) not in long]
        made = {}
        if len(fields) == len(apart) == 1:
            ((picture, path),) = apart
            if name := attaching.of_field(number, fields[0], path, picture.ending):
                spot = Spot(form.file, picture.table, picture.row, picture.column)
                made[fields[0].key] = Value(name, State.NORMALISED, spot, how="表里的图片，存进 attachments")
                pictures = [one for one in pictures if one is not apart[0]]
        for picture, path in pictures:
            attaching.picture(number, path, picture.ending)
        return made


def _is_nobodys(paper: Paper) -> bool:
    """Whether nothing of it says whose it is: a blank form in a notice has words beside it at most."""
    own = (paper.values.get(key, Value()) for key in ("name", "lead_name", "unit", "lead_id_number"))
    return not any(one.text or (one.state is State.ASK and one.raw) for one in own)


def _owner(number: str, one: Merged) -> Owner:
    lead = one.values.get("lead_name", Value()).text
    return Owner(number, stated_text(one.values.get("name", Value())), lead, (one.form.file,) if one.form else ())


def stated_text(value: Value) -> str:
    """What the value says, or else what stands there."""
    return value.text or value.raw


def _identity(one: Merged) -> tuple[str, str]:
    return stated(one.values.get("name")), stated(one.values.get("lead_name"))


def _with_attachments(project: Project, names: Sequence[str]) -> Project:
    if not names:
        return project
    found = Value("；".join(names), State.NORMALISED, Spot(""), how="随项目交来的附件和表里的图片")
    return replace(project, values={**project.values, "attachments": found})


def _day(text: str) -> datetime | None:
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return None
    return day if day.tzinfo else day.astimezone()
