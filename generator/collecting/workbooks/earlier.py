"""What earlier runs knew, read back from the two workbooks of the folder that they wrote; nothing else is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.campaign.errors import Problem
from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET, COMPLETER_SHEET, Field, Fields
from generator.checks.values.people import sameness
from generator.collecting.found import BY_ANSWER, BY_CLERK, Project, Spot, State, Value
from generator.collecting.workbooks.known import At, Before, Earlier, Identity
from generator.collecting.workbooks.question_book import (
    ANSWER,
    ASKED,
    BY_HAND,
    FILES,
    KEPT,
    SOURCES,
)
from generator.collecting.workbooks.read_back import as_text, refuse, sheets_of
from generator.reading.raw import RawRecord, RawTable
from generator.reading.raw_campaign import COLLECTED_FILE, WORKBOOK_FILE
from generator.reading.sheets.workbook_file import read_workbook

WORKBOOK, QUESTIONS = WORKBOOK_FILE, COLLECTED_FILE
_FIX_NUMBERS = "请改好项目编号，每个项目一个、不重复，存盘，再运行一次；没有动过任何文件。"
_STATES = {state.label: state for state in State} | {BY_HAND: State.NORMALISED}


NOTHING_EARLIER = Earlier()


def earlier(folder: Path, fields: Fields) -> Earlier:
    """What lies in the folder of an earlier run. Raises DataError where its workbooks cannot be read."""
    asked = folder / QUESTIONS
    if not asked.exists():
        if (folder / WORKBOOK).exists():
            refuse(WORKBOOK, f"文件夹里有 {WORKBOOK}，没有 {QUESTIONS}，不知道它是怎么来的。")
        return NOTHING_EARLIER
    sheets = sheets_of(asked)
    listed = {row["标记"]: row.get(ANSWER, "") for row in sheets.get(ASKED, []) if row.get("标记")}
    kept = {row["标记"]: row[ANSWER] for row in sheets.get(KEPT, []) if row.get("标记") and row.get(ANSWER)}
    answers = {key: answer for key, answer in (kept | listed).items() if answer}
    written = _written(sheets.get(SOURCES, []), fields)
    files = {
        row["文件"]: Before(*(row.get(column, "") for column in ("文件", "是什么", "项目编号", "日期", "校验")))
        for row in sheets.get(FILES, [])
        if row.get("文件")
    }
    found = _with_workbook(folder / WORKBOOK, fields, written)
    return replace(found, answers=answers, listed=frozenset(listed), files=files)


def _written(rows: Sequence[Mapping[str, str]], fields: Fields) -> dict[str, Project]:
    """The projects as they were entered last, by number."""
    own = {one.label: one.key for one in fields.application}
    others = {one.label: one.key for one in fields.of_completer}
    values: dict[str, dict[str, Value]] = defaultdict(dict)
    people: dict[str, dict[int, dict[str, Value]]] = defaultdict(lambda: defaultdict(dict))
    own_people = {row.get("项目编号") for row in rows if row.get("栏目") == COMPLETER_SHEET}
    for row in rows:
        number, at, label = row.get("项目编号", ""), row.get("第几名其他完成人", ""), row.get("栏目", "")
        if at.isdecimal() and label in others:
            people[number][int(at)][others[label]] = _value(row)
        elif not at and label in own:
            values[number][own[label]] = _value(row)
    return {
        number: Project(
            number, own, tuple(people[number][at] for at in sorted(people[number])), own_people=number in own_people
        )
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


def _with_workbook(path: Path, fields: Fields, written: dict[str, Project]) -> Earlier:
    tables, problems = read_workbook(path, path.name, fields)
    if APPLICATION_SHEET not in tables:
        refuse(path.name, problems[0].message if problems else "读不出来。")
    _require_numbers(path.name, tables[APPLICATION_SHEET].records)
    rows = {one.text("number"): one for one in tables[APPLICATION_SHEET].records}
    renamed = _renamed(rows, written)
    people = _people(tables, renamed)
    if lost := people.keys() - {*rows, *written}:
        told = "、".join(f"“{number}”" for number in sorted(lost))
        refuse(path.name, f"“{COMPLETER_SHEET}”里的项目编号{told}，“{APPLICATION_SHEET}”里没有。", _FIX_NUMBERS)
    written = {
        number: replace(one, number=number) for old, one in written.items() for number in [renamed.get(old, old)]
    }
    removed = written.keys() - rows.keys()
    typed, now, own_people = dict[At, str](), dict[str, tuple[Mapping[str, str], ...]](), set[str]()
    for number, before in written.items():
        typed |= _typed(number, 0, rows.get(number), before.values, fields.application)
        entered = () if number in removed else people.get(number, ())
        if before.own_people or (number not in removed and len(entered) != len(before.completers)):
            own_people.add(number)
        else:
            among = [None] * len(before.completers) if number in removed else entered
            for at, (person, known) in enumerate(zip(among, before.completers, strict=True), start=1):
                typed |= _typed(number, at, person, known, fields.of_completer)
        now[number] = _texts_of(before) if number in removed else _texts(entered, fields)
    own = [
        _of_clerk(number, row, people.get(number, ()), fields) for number, row in rows.items() if number not in written
    ]
    awards = [
        {of.key: one.values[of.key].value for of in fields.award if of.key in one.values}
        | {"number": renamed.get(one.text("number"), one.text("number"))}
        for one in (tables[AWARD_SHEET].records if AWARD_SHEET in tables else [])
    ]
    return Earlier(
        numbers={number: _known(one) for number, one in written.items()}, projects=written, typed=typed,
        removed=frozenset(removed), own=tuple(own), people=now, own_people=frozenset(own_people),
        formerly={new: (old,) for old, new in renamed.items()}, awards=tuple(awards), not_kept=_not_kept(problems),
    )  # fmt: skip


def _require_numbers(name: str, rows: Sequence[RawRecord]) -> None:
    """Raise DataError where a row has no number, or two have the same: one of them would be lost."""
    numbers = [row.text("number") for row in rows]
    if not all(numbers):
        refuse(name, f"“{APPLICATION_SHEET}”里有一行没有项目编号。", _FIX_NUMBERS)
    if twice := sorted({number for number in numbers if numbers.count(number) > 1}):
        told = "、".join(f"“{number}”" for number in twice)
        refuse(name, f"“{APPLICATION_SHEET}”里项目编号{told}不止一行。", _FIX_NUMBERS)


def _not_kept(problems: Sequence[Problem]) -> tuple[str, ...]:
    """The sheets and columns that a clerk has put into the workbook, which is written without them."""
    sheets = [f"工作表“{one.place.sheet}”" for one in problems if one.code == "sheet-ignored"]
    heads = [f"“{one.place.sheet}”的{one.message}" for one in problems if one.code == "unknown-header"]
    return (*sheets, *heads)


def _people(tables: Mapping[str, RawTable], renamed: Mapping[str, str]) -> Mapping[str, Sequence[RawRecord]]:
    """The rows of completers by the number of their project, also where a clerk has changed only the project's own."""
    people: dict[str, list[RawRecord]] = defaultdict(list)
    for one in tables[COMPLETER_SHEET].records if COMPLETER_SHEET in tables else []:
        number = one.text("number")
        people[renamed.get(number, number)].append(one)
    return people


def _texts(people: Sequence[RawRecord], fields: Fields) -> tuple[Mapping[str, str], ...]:
    return tuple({of.key: _raw(one, of) for of in fields.of_completer} for one in people)


def _texts_of(project: Project) -> tuple[Mapping[str, str], ...]:
    return tuple({key: value.text for key, value in person.items()} for person in project.completers)


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
    return (stated_before(name), stated_before(lead)), recommender


def stated_before(value: Value) -> str:
    """What the papers said where the value was entered, whatever was answered or changed; for telling them apart."""
    by_hand = value.how in (BY_CLERK, BY_ANSWER) and value.raw
    return sameness(value.raw if by_hand else value.text or value.raw)


def _typed(
    number: str, at: int, row: RawRecord | None, before: Mapping[str, Value], fields: Sequence[Field]
) -> dict[At, str]:
    """What stands in the row now and was not entered by us; without a row what a clerk had entered there."""
    made = {}
    for of in fields:
        value = before.get(of.key, Value())
        now = _raw(row, of) if row else value.text
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
    others = tuple({key: by_clerk(text) for key, text in person.items()} for person in _texts(people, fields))
    return Project(number, values, others, own_people=bool(others))


def by_clerk(text: str) -> Value:
    """A value that stands in the workbook alone."""
    return Value(text, State.NORMALISED if text else State.BLANK, how=BY_CLERK if text else "")
