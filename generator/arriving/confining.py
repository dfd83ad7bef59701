"""An upload that may change the material of one recommender alone: what is another's is refused, by name.

Judged is content: what a file says of itself, whose projects change, which files a project begins to name. What could
not be told from another's is refused too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from generator.arriving.attachments import bare
from generator.arriving.found import Kind, Sorted, Taken
from generator.arriving.homes import QUESTIONS
from generator.arriving.looking import ATTACHABLE, Seen
from generator.arriving.rows import Row, Rows
from generator.arriving.sorting import ORIGINALS_FOLDER, UNSORTED_FOLDER
from generator.collecting.files.incoming import Incoming
from generator.collecting.workbooks.asked import Asked
from generator.composing.names import file_name
from generator.ground.inputs import file_hash
from generator.reading.raw_campaign import (
    APPLICATIONS_FOLDER,
    ATTACHMENTS_FOLDER,
    RETURNED_FOLDER,
    SUMMARIES_FOLDER,
    WORKBOOK_FILE,
)

OF_ONE = (RETURNED_FOLDER, UNSORTED_FOLDER, ORIGINALS_FOLDER)  # folders with one for each recommender
SETTINGS = "是活动的设置，只能由评选办公室改，没有放入。"
AWARDS = "里面有评选结果，只能由评选办公室填，没有放入。"
OTHERS = "里面写的是{}，不是本单位的材料，没有放入。"
WHOLE = "这些材料会改动别的申报单位的项目或文件，没有放入。请核对申报单位、编号和附件名称，或与评选办公室联系。"
COPY = "和别的申报单位交来的一份表完全相同，没有放入。确是本单位的项目的，请与评选办公室联系。"
TAKEN_NUMBER = "编号“{}”不能用，没有放入。请核对编号，或与评选办公室联系。"
TAKEN_NAME = "附件名称“{}”不能用，没有放入。请把这个文件改个名，在“附件”栏里也改过来，再一起上传。"


def refused(one: Sorted, seen: Seen, recommender: str) -> Sorted:
    """The file, taken for nothing where it is not the recommender's."""
    others = [name for name in seen.recommenders if name != recommender]
    if one.taken.kind is Kind.SETTING:
        return nothing(one, SETTINGS)
    if others:
        return nothing(one, OTHERS.format("、".join(others[:3])))
    if seen.rows is not None and seen.rows.awarded:
        return nothing(one, AWARDS)
    return one


def is_anothers_copy(file: Incoming, folder: Path, there: Iterable[str], recommender: str) -> bool:
    """Whether this very file lies among the returned forms of another; `there` are the paths of the campaign folder.

    Taken in, it would bring the other's project with its questions to this recommender.
    """
    size = file.path.stat().st_size
    return any(
        (folder / path).stat().st_size == size and file_hash(folder / path) == file.sum()
        for path in there
        if path.startswith(f"{RETURNED_FOLDER}/") and not _is_of(path.removeprefix(f"{RETURNED_FOLDER}/"), recommender)
    )


def takes_questions(before: Sequence[Asked], after: Sequence[Asked], own: Collection[str], recommender: str) -> bool:
    """Whether questions of another's forms become ones of the recommender's, as by a copy that was saved anew.

    `own` are the numbers of its projects: a question about what no form says has no file and is told by its project.
    """
    old, new = _asked(before, own, recommender), _asked(after, own, recommender)
    return bool((old[False] - new[False]) & (new[True] - old[True]))


def _asked(
    questions: Sequence[Asked], numbers: Collection[str], recommender: str
) -> dict[bool, Counter[tuple[str, str]]]:
    """What the questions are about, of the recommender's own forms and projects (True) and of others'."""
    made: dict[bool, Counter[tuple[str, str]]] = {True: Counter(), False: Counter()}
    for one in questions:
        is_own = _is_of(one.file, recommender) if one.file else one.project in numbers
        made[is_own][one.field, one.raw] += 1
    return made


def _is_of(name: str, recommender: str) -> bool:
    """Whether a returned file, by its path in their folder, lies with the recommender's."""
    return PurePosixPath(name).parts[:1] in ((recommender,), (file_name(recommender),))


def nothing(one: Sorted, why: str) -> Sorted:
    """The file, not taken."""
    return replace(one, taken=Taken(Kind.NOTHING), place="", why=why, is_sure=True, among=(Kind.NOTHING,))


def foreign(before: Rows, after: Rows, changes: Mapping[str, bool], there: Collection[str], recommender: str) -> str:
    """Why the changes cannot be taken, empty where they touch the recommender's own material alone.

    `changes` are the paths that change (True: removed), `there` those of all files before.
    """
    if _others(before, recommender) - _others(after, recommender) or before.awarded != after.awarded:
        return WHOLE
    added = _others(after, recommender) - _others(before, recommender)
    if any(whose for whose, *_ in added):
        return WHOLE
    if number := _taken_number(before, after, added, recommender):
        return TAKEN_NUMBER.format(number)
    if number := _peopled(before, after, recommender):
        return TAKEN_NUMBER.format(number)
    for path in changes:
        if not _may_change(path, before, path in there, recommender):
            own = path.removeprefix(f"{ATTACHMENTS_FOLDER}/")
            return WHOLE if own == path else TAKEN_NAME.format(own)
    name = _claimed(before, after, changes, there, recommender)
    return TAKEN_NAME.format(name) if name else ""


def _others(rows: Rows, recommender: str) -> Counter[tuple[str, ...]]:
    """Everything that is said of projects that are not the recommender's: whose each is and its number come first."""
    return Counter(
        (row.recommender, row.number, row.name, row.lead, *row.attachments, "", *row.values, "", *row.values.values())
        for row in rows.rows
        if row.recommender != recommender
    )


def _taken_number(before: Rows, after: Rows, added: Iterable[tuple[str, ...]], recommender: str) -> str:
    """The number of another's project that a new one has, also one whose recommender is not known; empty without."""
    others = {row.number for row in before.rows if row.recommender != recommender} - {""}
    own_before = {row.number for row in before.of(recommender)}
    new = [row.number for row in after.of(recommender) if row.number not in own_before]
    return next((number for number in (*new, *(number for _, number, *_ in added)) if number in others), "")


def _peopled(before: Rows, after: Rows, recommender: str) -> str:
    """The number of a project that is not the recommender's and gets completers, or loses some; empty without.

    Completers join the project of their number, whichever file holds it, also one that is handed in later.
    """
    own = {row.number for row in after.of(recommender)} | {""}
    beside = {row.file for row in after.of(recommender)}  # a row of nobody's in an own file is a slip of the pen
    slips = {row.number for row in after.rows if not row.recommender and row.file in beside}
    others = {row.number for row in before.rows if row.recommender != recommender} - own
    old, new = Counter(_people(before)), Counter(_people(after))
    lying = {row.file for row in before.of(recommender)}
    wrong_own = Counter(_people(before, lying))
    for number, _ in new - old:
        if number not in own | slips:
            return number
    return next((number for number, _ in old - new - wrong_own if number in others), "")


def _people(rows: Rows, files: Collection[str] | None = None) -> Iterable[tuple[str, str]]:
    """The completers, in these files alone where they are given: the number that each stands under, and the text."""
    return (
        (number, text)
        for (file, number), texts in rows.people.items()
        if files is None or file in files
        for text in texts
    )


def _may_change(path: str, before: Rows, is_there: bool, recommender: str) -> bool:
    """Whether the path is the recommender's to change; of workbooks and attachments it is asked by content."""
    if path in (WORKBOOK_FILE, QUESTIONS):
        return True
    parts, own = PurePosixPath(path).parts, file_name(recommender)
    if parts[0] == APPLICATIONS_FOLDER:
        return not is_there or bool(before.in_file(path)) or PurePosixPath(path).stem == own
    if parts[0] == SUMMARIES_FOLDER:
        return PurePosixPath(path).stem == own
    if parts[0] == ATTACHMENTS_FOLDER:
        name = bare(path.removeprefix(f"{ATTACHMENTS_FOLDER}/"))
        if any(name in names_in(row) for row in before.rows if row.recommender != recommender):
            return False
        whose = numbered_for(name, by_number((row.number, row.recommender) for row in before.rows))
        is_own = recommender in whose or any(name in names_in(row) for row in before.of(recommender))
        return (is_own or not is_there) and whose <= {recommender}
    return parts[0] in OF_ONE and len(parts) > 2 and parts[1] in (recommender, own)


def _claimed(before: Rows, after: Rows, changes: Mapping[str, bool], there: Collection[str], recommender: str) -> str:
    """The name of a file that own projects begin to name although it came from somebody else; empty without one."""
    known = {name for row in before.of(recommender) for name in names_in(row)}
    lying = {bare(path.removeprefix(f"{ATTACHMENTS_FOLDER}/")): path for path in _attachments(there)}
    for row in after.of(recommender):
        for name in names_in(row) - known:
            path = lying.get(name)
            if path is not None and path not in changes:
                return path.removeprefix(f"{ATTACHMENTS_FOLDER}/")
    return ""


def _attachments(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if path.startswith(f"{ATTACHMENTS_FOLDER}/")]


def by_number(numbers: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """The recommenders of the projects' numbers, as `bare` has them; given are number and recommender of each."""
    made: dict[str, set[str]] = {}
    for number, whose in numbers:
        if number:
            made.setdefault(bare(number), set()).add(whose)
    return made


def numbered_for(name: str, known: Mapping[str, set[str]]) -> set[str]:
    """The recommenders whose project's number (`by_number`) the name of a file begins with; the longest number tells.

    Empty where it begins with none.
    """
    begun = bare(name)
    ends = (end for end in range(len(begun), 0, -1) if not begun[end : end + 1].isalnum())
    return next((known[begun[:end]] for end in ends if begun[:end] in known), set())


def names_in(row: Row) -> set[str]:
    """Everything in a project's values that could be the name of a file, as `bare` has it."""
    texts = [text for value in row.values.values() for text in value.replace("｜", "；").replace(";", "；").split("；")]
    return {bare(text) for text in (*texts, *row.attachments) if text}


def files_named(row: Row) -> set[str]:
    """Of these what is called like a file that may be attached or shown."""
    return {name for name in names_in(row) if PurePosixPath(name).suffix in ATTACHABLE}


def own_rows(rows: Rows, recommender: str) -> Rows:
    """The recommender's projects alone."""
    return Rows(tuple(rows.of(recommender)), rows.awarded)


def is_own(path: str, recommender: str) -> bool:
    """Whether the path names the recommender."""
    parts = PurePosixPath(path).parts
    return recommender in parts or any(PurePosixPath(part).stem == file_name(recommender) for part in parts)


def told_refused(files: Sequence[Sorted]) -> tuple[str, ...]:
    """The files that were refused, by their ids."""
    return tuple(one.id for one in files if one.among == (Kind.NOTHING,))
