"""Questions about a project as a whole: whose it is, which row of a list, what its form has that nobody recognised."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from generator.campaign.errors import Problem
from generator.campaign.fields import Field
from generator.collecting.files.opened import Left
from generator.collecting.found import Project, Question, Spot, State, Value, Values
from generator.collecting.projects.meeting import Group, question_key, row_called
from generator.collecting.projects.merging import RECOMMENDER, Merged
from generator.collecting.questions.asking import CHECKED, KEEP, LOOK_AT_IT, TAKE, picked
from generator.collecting.values.papers import Paper
from generator.collecting.values.spots import spot_of

NO_ROW, NO_FORM = "汇总表里没有", "没有"
BACK, LEAVE = "加回来", "不要"
REMOVED = "removed|"  # how the keys begin of questions about rows that were taken out
MOST_TOLD = 5  # places of a list in one question
Answers = Mapping[str, str]


def which_row(group: Group, answers: Answers) -> Question | None:
    """To which row of a list a form belongs, where rows are like it and none is its own for sure; also as answered."""
    if not group.forms or not group.among:
        return None
    key, name = question_key(group.forms[0]), group.forms[0].values.get("name", Value())
    choices = (*dict.fromkeys(row_called(row) for row in group.among), NO_ROW)
    said = answers.get(key, "").strip()
    answer = row_called(group.rows[0]) if group.rows else picked(said, (NO_ROW,))
    wrong = f"答复“{said[:30]}”不能用：看不出是汇总表里的哪一行。" if said and not answer else ""
    understood = f"{wrong}汇总表里像的有：{'；'.join(choices[:-1])}"
    fix = "请在答复里选它在汇总表里是哪一行。"
    return Question(key, "", "项目名称", name.spot, name.raw, understood, fix, choices, answer=answer)


def recommender_key(row: Paper | None, files: Sequence[str]) -> str:
    """The key of the question who recommends: one for all rows of a list, and one for each form without a row.

    Rows of which a list says it otherwise are asked apart.
    """
    stated = f"|{row.recommender}" if row and row.recommender else ""
    return f"recommender|{row.file}|{row.place.sheet}{stated}" if row else f"recommender|{files[0]}"


def who_recommends(one: Merged, of: Field, number: str, answers: Answers) -> Question | None:
    """Who recommends the project, where its list does not say."""
    value = one.values[RECOMMENDER]
    key = recommender_key(one.row, [paper.file for paper in (one.form, one.row) if paper])
    answer = "" if value.state is State.ASK else answers.get(key, "")
    if value.state is not State.ASK and not answer:
        return None
    whose = "" if one.row else number
    return Question(key, whose, of.label, value.spot, value.raw, value.how, value.fix, value.guess, answer=answer)


def where_is_the_form(row: Paper, number: str, answers: Answers) -> Question:
    """Where the form of a project is that only a list names."""
    key, name = f"form|{number}", row.values.get("name", Value())
    understood = "汇总表里有这个项目，没有收到它的申报表。"
    fix = f"请补来申报表再收一次；确实没有的，请选“{NO_FORM}”，再在 applications.xlsx 里补填。"
    return Question(
        key, number, "申报表", name.spot, name.raw, understood, fix, (NO_FORM,), answer=answers.get(key, "")
    )


def was_taken_out(project: Project, answers: Answers) -> Question:
    """Whether a project whose row a clerk took out is wanted back."""
    key, name = f"{REMOVED}{project.number}", project.values.get("name", Value())
    understood = "它的一行已从 applications.xlsx 删去，没有再加进去。"
    fix = f"要加回来请选“{BACK}”，不要的请选“{LEAVE}”。"
    said = answers.get(key, "").strip()
    answer = picked(said, (BACK, LEAVE))
    wrong = f"答复“{said[:30]}”不能用：只能选“{BACK}”或“{LEAVE}”。" if said and not answer else ""
    return Question(
        key, project.number, "项目", name.spot, name.text, f"{wrong}{understood}", fix, (BACK, LEAVE), answer=answer
    )


def who_else(
    number: str, read: Sequence[Values], own: Sequence[Mapping[str, str]], answers: Answers
) -> Question | None:
    """Whether the other completers that a clerk has entered stay, where the form names others."""
    texts = [_stated_of({key: value.text for key, value in person.items()}) for person in read]
    entered = [_stated_of(person) for person in own]
    if not read or texts == entered:
        return None
    key = f"people|{hashlib.sha256(repr((number, texts)).encode()).hexdigest()[:20]}"
    theirs = "、".join(person.get("name", Value()).text or "（空）" for person in read)
    ours = "、".join(person.get("name", "") or "（空）" for person in own) or "（没有）"
    keep, take = f"{KEEP}：{ours}", f"{TAKE}：{theirs}"
    said = answers.get(key, "").strip()
    answer = picked(said, (keep, take))
    wrong = f"答复“{said[:30]}”不能用：只能选“{KEEP}”或“{TAKE}”。" if said and not answer else ""
    understood = f"{wrong}applications.xlsx 里人工增删过其他完成人，现有：{ours}。没有动。"
    fix = f"不改的请选“{KEEP}”；要全部照表上的请选“{TAKE}”。"
    spot = next((value.spot for person in read for value in person.values() if value.spot.file), Spot(""))
    return Question(key, number, "其他完成人", spot, theirs, understood, fix, (keep, take), answer=answer)


def _stated_of(person: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted((key, bare) for key, text in person.items() if (bare := "".join(text.split())))


def not_recognised(form: Paper, number: str, left: Sequence[Left], answers: Answers) -> Question:
    """What texts of a form belong to no field."""
    raw, first = "；".join(one.text for one in left), left[0]
    spot = Spot(form.file, first.table, first.row, first.column)
    return _look(number, "没有认出的文字", spot, raw, "表上这些文字不知道是哪一栏的，没有填入。", answers)


def no_people(form: Paper, number: str, answers: Answers) -> Question:
    """Where the rows of the other completers are."""
    understood = "表上没有找到其他完成人的表，一个也没有填入。"
    return _look(number, "其他完成人", Spot(form.file), "", understood, answers)


def told_by_reader(form: Paper, number: str, problem: Problem, answers: Answers) -> Question:
    """What the reader tells of a form that is about none of its values."""
    message = problem.message.replace("没有核对", "没有填入")
    return _look(number, problem.field or "表格", spot_of(problem.place, form.file), "", message, answers)


def told_of_list(file: str, problems: Sequence[Problem], answers: Answers) -> Question:
    """What the reader tells of a list that is about none of its projects, in one question."""
    told = [f"{one.place.cell or one.place.sheet}：{one.message.replace('没有核对', '没有填入')}" for one in problems]
    more = f"另有{len(told) - MOST_TOLD}处。" if len(told) > MOST_TOLD else ""
    spot, said = spot_of(problems[0].place, file), "".join([*told[:MOST_TOLD], more])
    return _look("", "汇总表", spot, "", said, answers)


def _look(number: str, field: str, spot: Spot, raw: str, understood: str, answers: Answers) -> Question:
    about = "|".join((number or spot.file, field, raw, understood))
    key = f"look|{hashlib.sha256(about.encode()).hexdigest()[:20]}"
    return Question(key, number, field, spot, raw, understood, LOOK_AT_IT, (CHECKED,), answer=answers.get(key, ""))
