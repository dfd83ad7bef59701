"""What earlier runs knew: numbers of projects, answers, what was entered and what a clerk made of it.

It is read back from the two workbooks of the folder that they wrote; nothing else is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET, COMPLETER_SHEET, Field, Fields
from generator.checks.values.people import sameness
from generator.collecting.found import BY_ANSWER, BY_CLERK, Project, Spot, State, Value
from generator.collecting.workbooks.question_book import (
    ANSWER,
    ASKED,
    BY_HAND,
    FILES,
    SOURCES,
)
from generator.collecting.workbooks.read_back import as_text, refuse, sheets_of
from generator.reading.raw import RawRecord
from generator.reading.raw_campaign import COLLECTED_FILE, WORKBOOK_FILE
from generator.reading.sheets.workbook_file import read_workbook

WORKBOOK, QUESTIONS = WORKBOOK_FILE, COLLECTED_FILE
Identity = tuple[str, str]
At = tuple[str, int, str]  # number of the project, of the completer or 0, key of the field
_STATES = {state.label: state for state in State} | {BY_HAND: State.NORMALISED}


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

    `numbers` are those given, each with name and lead completer of its project, and its recommender. `removed` are
    numbers whose rows a clerk took out, `own` projects that a clerk wrote, `awards` rows of the third sheet as they
    are, `people` the completers of projects whose rows a clerk has added to or taken from.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, tuple[Identity, str]] = field(default_factory=dict)
    projects: Mapping[str, Project] = field(default_factory=dict)
    typed: Mapping[At, str] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    own: tuple[Project, ...] = ()
    people: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    awards: tuple[Mapping[str, object], ...] = ()
    files: Mapping[str, Before] = field(default_factory=dict)

    def number_of(self, identity: Identity, recommender: str, file: str) -> str:
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


NOTHING_EARLIER = Earlier()


def earlier(folder: Path, fields: Fields) -> Earlier:
    """What lies in the folder of an earlier run. Raises DataError where its workbooks cannot be read."""
    asked = folder / QUESTIONS
    if not asked.exists():
        if (folder / WORKBOOK).exists():
            refuse(WORKBOOK, f"文件夹里有 {WORKBOOK}，没有 {QUESTIONS}，不知道它是怎么来的。")
        return NOTHING_EARLIER
    sheets = sheets_of(asked)
    answers = {row["标记"]: row[ANSWER] for row in sheets.get(ASKED, []) if row.get("标记") and row.get(ANSWER)}
    written = _written(sheets.get(SOURCES, []), fields)
    files = {
        row["文件"]: Before(*(row.get(column, "") for column in ("文件", "是什么", "项目编号", "日期", "校验")))
        for row in sheets.get(FILES, [])
        if row.get("文件")
    }
    return _with_workbook(folder / WORKBOOK, fields, answers, written, files)


def _written(rows: Sequence[Mapping[str, str]], fields: Fields) -> dict[str, Project]:
    """The projects as they were entered last, by number."""
    own = {one.label: one.key for one in fields.application}
    others = {one.label: one.key for one in fields.of_completer}
    values: dict[str, dict[str, Value]] = defaultdict(dict)
    people: dict[str, dict[int, dict[str, Value]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        number, at, label = row.get("项目编号", ""), row.get("第几名其他完成人", ""), row.get("栏目", "")
        if at.isdecimal() and label in others:
            people[number][int(at)][others[label]] = _value(row)
        elif not at and label in own:
            values[number][own[label]] = _value(row)
    return {
        number: Project(number, own, tuple(people[number][at] for at in sorted(people[number])))
        for number, own in values.items()
    }


def _value(row: Mapping[str, str]) -> Value:
    table = row.get("表格", "")
    spot = Spot(
        row.get("文件", ""),
        int(table) if table.isdecimal() else table or None,
        *(_number(row.get(of, "")) for of in "行列"),
    )
    state = _STATES.get(row.get("状态", ""), State.BLANK)
    how = BY_CLERK if row.get("状态") == BY_HAND else row.get("说明", "")
    return Value(row.get("填入的内容", ""), state, spot, row.get("表上写的", ""), how)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _with_workbook(
    path: Path, fields: Fields, answers: Mapping[str, str], written: dict[str, Project], files: Mapping[str, Before]
) -> Earlier:
    tables, problems = read_workbook(path, path.name, fields)
    if APPLICATION_SHEET not in tables:
        refuse(path.name, problems[0].message if problems else "读不出来。")
    rows = {one.text("number"): one for one in tables[APPLICATION_SHEET].records}
    people: dict[str, list[RawRecord]] = defaultdict(list)
    for one in tables[COMPLETER_SHEET].records if COMPLETER_SHEET in tables else []:
        people[one.text("number")].append(one)
    renamed = _renamed(rows, written)
    written = {renamed.get(number, number): one for number, one in written.items()}
    typed, changed = dict[At, str](), dict[str, tuple[Mapping[str, str], ...]]()
    for number, row in rows.items():
        if (before := written.get(number)) is not None:
            typed |= _typed(number, 0, row, before.values, fields.application)
            now = people.get(number, [])
            if len(now) == len(before.completers):
                for at, (person, known) in enumerate(zip(now, before.completers, strict=True), start=1):
                    typed |= _typed(number, at, person, known, fields.of_completer)
            else:
                changed[number] = tuple({of.key: _raw(one, of) for of in fields.of_completer} for one in now)
    own = [
        _of_clerk(number, row, people.get(number, []), fields) for number, row in rows.items() if number not in written
    ]
    awards = [
        {of.key: one.values[of.key].value for of in fields.award if of.key in one.values}
        for one in (tables[AWARD_SHEET].records if AWARD_SHEET in tables else [])
    ]
    return Earlier(
        answers, {number: _known(one) for number, one in written.items()}, written, typed,
        frozenset(written.keys() - rows.keys()), tuple(own), changed, tuple(awards), files,
    )  # fmt: skip


def _renamed(rows: Mapping[str, RawRecord], written: Mapping[str, Project]) -> dict[str, str]:
    """The numbers that a clerk has changed, each with the new one: the project is otherwise the same."""
    lost = {number: _known(one)[0] for number, one in written.items() if number not in rows}
    made = {}
    for number, row in rows.items():
        if number not in written:
            identity = (sameness(row.text("name")), sameness(row.text("lead_name")))
            same = [old for old, known in lost.items() if known == identity and all(identity)]
            if len(same) == 1:
                made[same[0]] = number
    return made


def _known(one: Project) -> tuple[Identity, str]:
    """By what a project is known again: as its forms say it, whatever was answered or changed."""
    name, lead = (one.values.get(key, Value()) for key in ("name", "lead_name"))
    recommender = one.values.get("recommender", Value()).text
    return (_stated(name), _stated(lead)), recommender


def _stated(value: Value) -> str:
    by_hand = value.how in (BY_CLERK, BY_ANSWER) and value.raw
    return sameness(value.raw if by_hand else value.text or value.raw)


def _typed(number: str, at: int, row: RawRecord, before: Mapping[str, Value], fields: Sequence[Field]) -> dict[At, str]:
    """What stands in the row now and was not entered by us."""
    made = {}
    for of in fields:
        now, value = _raw(row, of), before.get(of.key, Value())
        if of.key != "number" and (value.how == BY_CLERK or _bare(now) != _bare(value.text)):
            made[number, at, of.key] = now
    return made


def _raw(row: RawRecord, of: Field) -> str:
    raw = row.values.get(of.key)
    value = raw.value if raw else None
    return "；".join(value) if isinstance(value, tuple) else as_text(value).strip()


def _bare(text: str) -> str:
    return "".join(text.split())


def _of_clerk(number: str, row: RawRecord, people: Sequence[RawRecord], fields: Fields) -> Project:
    """A project that stands in the workbook alone."""
    values = {of.key: by_clerk(_raw(row, of)) for of in fields.application}
    others = tuple({of.key: by_clerk(_raw(one, of)) for of in fields.of_completer} for one in people)
    return Project(number, values, others)


def by_clerk(text: str) -> Value:
    """A value that stands in the workbook alone."""
    return Value(text, State.NORMALISED if text else State.BLANK, how=BY_CLERK if text else "")
