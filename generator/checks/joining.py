"""The three tables joined into applications: completers and awards under the number of their project."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from generator.campaign.errors import Place, Problem, error, errors_of
from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET, COMPLETER_SHEET, Field
from generator.campaign.masking import quoted
from generator.campaign.records import Application, Award, Completer, Counts
from generator.campaign.settings import Settings
from generator.checks.tables import Sourced, attributes, right_values, typed_values
from generator.ground.steps import Step, in_tenths, nothing
from generator.reading.raw import RawRecord
from generator.reading.raw_campaign import RawCampaign, is_of_applications

MOST_STRAY = 2_000  # completers or awards of no project, told one by one
COMPLETERS_JUDGED = 100  # of a project; one with more has too many of them, and an error
MOST_TWICE = 20  # rows with the number of an earlier one
DIFFERENT = "每个项目用不同的编号。"
MOST_TOLD = 20_000  # problems of rows; 1,300 projects that are wrong in every field

# Completers and awards of a number; none of one that stands twice.
Parts = tuple[list[RawRecord], list[RawRecord]]


def join_applications(
    raw: RawCampaign, settings: Settings, step: Step = nothing
) -> tuple[list[Sourced[Application]], Counts, list[Problem]]:
    """The applications, the accounting of their rows, and every problem; those that are not whole are rejected."""
    table = raw.tables[APPLICATION_SHEET]
    twice, problems = _duplicate_numbers(table.records)
    known = {record.text("number") for record in table.records}
    completers, found = _children(raw, COMPLETER_SHEET, known)
    problems += found
    awards, found = _children(raw, AWARD_SHEET, known)
    problems += found
    judged, found = _judged(
        table.records, lambda one: ([], []) if one in twice else (completers[one], awards[one]), settings, step
    )
    problems += found
    joined = [
        replace(one, is_whole=one.is_whole and record.text("number") not in twice)
        for record, one in zip(table.records, judged, strict=True)
    ]
    accepted = sum(one.is_whole for one in joined)
    rejected = table.read - table.blank - accepted
    counts = Counts(read=table.read, accepted=accepted, rejected=rejected, blank=table.blank)
    return joined, counts, problems


def _judged(
    records: Sequence[RawRecord], parts: Callable[[str], Parts], settings: Settings, step: Step
) -> tuple[list[Sourced[Application]], list[Problem]]:
    """The applications, and every problem: where very much is wrong, the rest is counted by file.

    Each file has its share, which nothing in another takes from it, also no completer that another gives its projects;
    what is left over goes to those of which least has been told.
    """
    files = Counter(record.place.file for record in records)
    told, lost = Counter[str](), defaultdict[str, list[Place]](list)
    judged, left = dict[int, tuple[Sourced[Application], list[Problem]]](), defaultdict[str, deque[int]](deque)

    def judge(place: int) -> None:
        made, found = _application(records[place], *parts(records[place].text("number")), settings)
        listed = []
        for one in found:
            told[one.place.file] += 1
            if one.place.file == records[place].place.file or told[one.place.file] <= MOST_TOLD:
                listed.append(one)
            else:
                lost[one.place.file].append(one.place)
        judged[place] = made, listed

    for place in in_tenths(range(len(records)), step):
        file = records[place].place.file
        if told[file] > MOST_TOLD // len(files):
            left[file].append(place)
        else:
            judge(place)
    while left and told.total() <= MOST_TOLD:
        file = min(left, key=lambda one: told[one])
        judge(left[file].popleft())
        if not left[file]:
            del left[file]
    problems = [problem for place in sorted(judged) for problem in judged[place][1]]
    problems += [_unlisted(records[places[0]], len(places)) for places in left.values()]
    problems += [_untold(places[0], len(places)) for places in lost.values()]
    made = [judged[place][0] if place in judged else _unjudged(one, settings) for place, one in enumerate(records)]
    return made, problems


def _unlisted(record: RawRecord, rows: int) -> Problem:
    message = f"错误太多，从这一行起还有{rows}个项目没有核对。"
    return error("problems-unlisted", record.place, "", message, "请先改正上面的错误，再核对一次。")


def _untold(place: Place, count: int) -> Problem:
    message = f"错误太多，从这一处起还有{count}处没有列出。"
    return error("problems-unlisted", place, "", message, "请先改正上面的错误，再核对一次。")


def _unjudged(record: RawRecord, settings: Settings) -> Sourced[Application]:
    """An application of which nothing was found right, since nothing was looked at."""
    fields = settings.schema.fields.application
    return Sourced(_application_of({"award": None}, fields, is_whole=False), record, (), None, False)


def _application_of(values: dict[str, Any], fields: tuple[Field, ...], *, is_whole: bool) -> Application:
    """The record; of one that is not whole the attributes of what is wrong are not there."""
    own = attributes(Application, values)
    if is_whole:
        return Application.model_validate(own)
    made = Application.model_construct(**own)
    for key in {"completers", *(field.key for field in fields)} - own.keys():
        made.__dict__.pop(key, None)
    return made


def _duplicate_numbers(records: list[RawRecord]) -> tuple[set[str], list[Problem]]:
    """The numbers that stand twice, and the problem of each later one; of one number the first MOST_TWICE."""
    first: dict[str, RawRecord] = {}
    later: dict[str, list[Place]] = defaultdict(list)
    problems = []
    for record in records:
        if (number := record.text("number")) not in first:
            first[number] = record
        elif number:
            place = record.values["number"].place
            later[number].append(place)
            if len(later[number]) <= MOST_TWICE:
                message = f"{quoted(number)}与 {first[number].values['number'].place} 重复。"
                problems.append(error("duplicate", place, "项目编号", message, DIFFERENT))
    for number, places in later.items():
        if untold := places[MOST_TWICE:]:
            message = f"从这一行起还有{len(untold)}行也是{quoted(number)}，没有列出。"
            problems.append(error("problems-unlisted", untold[0], "项目编号", message, DIFFERENT))
    return set(later), problems


def _children(raw: RawCampaign, sheet: str, known: set[str]) -> tuple[dict[str, list[RawRecord]], list[Problem]]:
    """The sheet's records by project number; those of a project that does not exist are problems.

    Not told again is a row whose project may stand in a row or file that has its own problem, nor one without a
    number where the column or the application's own file has none.
    """
    children: dict[str, list[RawRecord]] = defaultdict(list)
    problems, stray = list[Problem](), 0
    unread = _unread_files(raw)
    without_number = {one.place.file for one in raw.tables[APPLICATION_SHEET].records if not one.text("number")}
    for record in raw.tables[sheet].records:
        number = record.text("number")
        excused = record.place.file in without_number or (unread and (not known or sheet == AWARD_SHEET))
        place = record.values["number"].place
        if (number not in known and not excused) if number else place.cell:
            message = f"{quoted(number)}在{APPLICATION_SHEET}中没有。" if number else "没有填写。"
            stray += 1
            if stray <= MOST_STRAY:
                problems.append(error("reference", place, "项目编号", message, "请与申报项目的编号保持一致。"))
        children[number].append(record)
    if stray > MOST_STRAY:
        message = f"还有{stray - MOST_STRAY}行的项目编号在{APPLICATION_SHEET}中没有，没有列出。"
        fix = "请与申报项目的编号保持一致。"
        problems.append(error("problems-unlisted", raw.tables[sheet].records[0].place, "项目编号", message, fix))
    return children, problems


def _unread_files(raw: RawCampaign) -> set[str]:
    """The files of applications that have errors and gave no application."""
    read = {one.place.file for one in raw.tables[APPLICATION_SHEET].records}
    return {problem.place.file for problem in errors_of(raw.problems) if is_of_applications(problem.place.file)} - read


def _application(
    record: RawRecord, completers: list[RawRecord], awards: list[RawRecord], settings: Settings
) -> tuple[Sourced[Application], list[Problem]]:
    """The application of a row with its completers and award. A wrong award spoils the awards, not the application."""
    fields = settings.schema.fields
    most = max(COMPLETERS_JUDGED, settings.completer_limit)
    built = [typed_values(row, fields.of_completer, settings) for row in completers[:most]]
    problems = [problem for _, found in built for problem in found]
    if len(completers) > settings.completer_limit:
        place = completers[settings.completer_limit].place
        message = f"其他完成人有{len(completers)}名，最多{settings.completer_limit}名。"
        problems.append(error("completers", place, "其他完成人", message, "申报表只有这么多行，请删去多余的人。"))
    award, wrong_award = _award(awards, settings)
    values: dict[str, Any] = {"award": award}
    if right := all(one for one, _ in built):
        people = tuple(Completer.model_validate(attributes(Completer, one)) for one, _ in built if one)
        values["completers"] = people[: settings.completer_limit]
    own, found = right_values(record, fields.application, settings)
    problems += found
    is_whole = right and len(own) == len(fields.application) and not errors_of(problems)
    problems += wrong_award
    made = _application_of(values | own, fields.application, is_whole=is_whole)
    rows = tuple(completers) if right else ()
    return Sourced(made, record, rows, awards[0] if awards else None, is_whole), problems


def _award(awards: list[RawRecord], settings: Settings) -> tuple[Award | None, list[Problem]]:
    if not awards:
        return None, []
    if len(awards) > 1:
        place = awards[1].values["number"].place
        message = f"这个项目在 {awards[0].values['number'].place} 已有等次。"
        return None, [error("awards", place, "项目编号", message, "一个项目只能获一个等次，请删去一行。")]
    values, problems = typed_values(awards[0], settings.schema.fields.of_award, settings)
    return (Award.model_validate(attributes(Award, values)) if values else None), problems
