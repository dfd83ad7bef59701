"""The files of a pile, opened: papers, and by each file's name what else came with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from generator.campaign.errors import Place, Problem, warning
from generator.campaign.fields import Kind
from generator.campaign.masking import quoted
from generator.campaign.settings import Settings
from generator.checks.values.people import sameness
from generator.collecting.files.incoming import Incoming
from generator.collecting.files.opened import SCANNED, Left, Opened, Picture
from generator.collecting.files.reading_files import FORM_ENDINGS, PDF_ENDING, FileRead, read_files
from generator.collecting.found import BLANK_FORM, OTHER, UNREAD, FileNote, State, Value
from generator.collecting.projects.merging import called
from generator.collecting.projects.versions import Dated
from generator.collecting.values.added import with_added
from generator.collecting.values.doubts import is_told_of_a_value
from generator.collecting.values.over_rows import BY_TICKS
from generator.collecting.values.papers import Paper, papers_in
from generator.collecting.values.spots import spot_of
from generator.reading.returned.form import LIKE_A_FORM, ReturnedForm, broken, too_large
from generator.reading.returned.found import BY_HAND
from generator.reading.returned.lists.rows import HEADINGS, OWN_RECOMMENDER, TICKS
from generator.reading.returned.marks import FormMarks

Told = Callable[[str, int, int], None]
_NUMBERED = re.compile(
    r"^\s*[（(]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．:：]\s*|^\s*[（(][一二三四五六七八九十\d]{1,3}[)）]\s*"
)
_COUNTED = re.compile(r"\s*[（(][^（）()]{0,8}[)）]\s*[:：]?$|[:：]$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2})?")
_TAKEN_FOR_A_DAY = "Excel 把这一格当成了日期，看不出原来写的是什么。"
_TABLES = frozenset({".csv", ".tsv", ".numbers"})
_AS_WORKBOOK = "是表格文件（{}），没有读。请用 Excel 或 WPS 打开，另存为 .xlsx 后再放进来。"
_NOT_OF_CAMPAIGN, NOT_FILLED = "认不出是哪一张表", "没有填写"

_TITLED, _TITLE_WITHIN = re.compile(r"(20\d{2})\s*年度?.{4,60}表$"), 12  # the lines among which a title stands


@dataclass
class Taken:
    """What the files hold. `left` is what was not recognised on their forms, `loose` what the reader tells of no value.

    `others` are files that are no forms, `scans` those of them whose pages are pictures.
    """

    papers: list[Paper] = field(default_factory=list)
    notes: list[FileNote] = field(default_factory=list)
    others: list[Incoming] = field(default_factory=list)
    scans: set[str] = field(default_factory=set)
    dates: dict[str, Dated] = field(default_factory=dict)
    left: dict[str, tuple[Left, ...]] = field(default_factory=dict)
    loose: dict[str, list[Problem]] = field(default_factory=dict)
    pictures: dict[str, list[tuple[Picture, Path]]] = field(default_factory=dict)

    def told_of_lists(self) -> Iterator[tuple[str, list[Problem]]]:
        """What the reader tells of each list and none of its projects: a row struck out, a text beside the columns."""
        forms = {one.file for one in self.papers if not one.is_row}
        for file in dict.fromkeys(one.file for one in self.papers if one.is_row and one.file not in forms):
            if problems := self.loose.get(file):
                yield file, problems

    def tables(self, file: str) -> list[int]:
        """The tables in which the forms of the file begin."""
        return [paper.table for paper in self.papers if paper.file == file]


def taken(files: Sequence[Incoming], known: Sequence[FormMarks], settings: Settings, beside: Path, told: Told) -> Taken:
    """What the files hold; `told` hears how many were read. Pictures are put into the folder `beside`."""
    made = Taken()
    for one in files:
        if one.wrong:
            made.notes.append(FileNote(one.name, UNREAD, message=one.wrong))
        elif one.ending in _TABLES:
            made.notes.append(FileNote(one.name, UNREAD, message=_AS_WORKBOOK.format(one.ending)))
        elif one.ending not in (*FORM_ENDINGS, PDF_ENDING):
            made.others.append(one)
    sound = [one for one in files if not one.wrong]
    forms = [one for one in sound if one.ending in FORM_ENDINGS]
    pdfs = [one for one in sound if one.ending == PDF_ENDING]
    total = len(forms) + len(pdfs)
    for found in read_files(forms, known, beside, lambda done: told("读取", done, total)):
        _take(found, made, known, settings)
    for found in read_files(pdfs, known, beside, lambda done: told("读取", len(forms) + done, total)):
        _take(found, made, known, settings)
    return made


def _take(found: FileRead, made: Taken, known: Sequence[FormMarks], settings: Settings) -> None:
    one, opened = found.file, found.opened
    made.dates[one.name] = Dated(one.dated, _day(opened.modified))
    each = zip(papers_in(opened, one.name, settings), opened.forms, strict=True)
    papers = [_undated(_whose(paper, form, settings), settings) for paper, form in each]
    own = [paper for paper in papers if not _is_nobodys(paper)]
    if opened.forms and not own:
        made.notes.append(FileNote(one.name, BLANK_FORM, message="没有填项目名称、第一完成人和单位，当作没有填写。"))
    elif own:
        left = opened.left
        if len(own) == 1 and not own[0].is_row:  # of several forms nobody knows whose an added row is
            own[0], left = with_added(own[0], left, known, settings)
        made.papers += own
        made.left[one.name] = left
        loose = [one for one in opened.problems if not is_told_of_a_value(one, opened, settings)]
        ticked = {value.raw for row in own if row.is_row for value in row.values.values() if value.how == BY_TICKS}
        loose = [one for one in loose if not (one.message.startswith(TICKS) and one.field in ticked)]
        loose = [problem for problem in loose if not _is_left(problem, opened.left, one.name)]
        nobodys = map(_left_out, (row for row in papers if row.is_row and _is_nobodys(row)))
        of_whole = _of_another_year(opened, one.name, settings)
        made.loose[one.name] = [*loose, *nobodys, *_called_alike(own), *of_whole]
        made.pictures[one.name] = list(zip(opened.pictures, found.pictures, strict=True))
    elif _is_no_form(found):
        made.others.append(one)
        if opened.problems and opened.problems[0].message.startswith(SCANNED):
            made.scans.add(one.name)
    else:
        made.notes.append(_without_forms(one, opened.problems))


def _is_left(problem: Problem, left: Sequence[Left], file: str) -> bool:
    """Whether the reader tells of a text beside the columns, of which a question is asked as of all that was left."""
    spot = spot_of(problem.place, file)
    places = {(one.table, one.row, one.column) for one in left}
    return problem.code == "returned/beside" and (spot.table, spot.row, spot.column) in places


def _of_another_year(opened: Opened, name: str, settings: Settings) -> list[Problem]:
    """That the title of the form names another year than the campaign's: it may be one of an earlier campaign."""
    titles = [_TITLED.match(line) for line in opened.lines[:_TITLE_WITHIN]]
    years = {int(title[1]) for title in titles if title is not None}
    if not years or settings.year in years:
        return []
    message = f"表题写的是{max(years)}年，不是这次的{settings.year}年，可能是往年的表。"
    return [warning("returned/unread", Place(name), "", message, BY_HAND)]


def _called_alike(papers: Sequence[Paper]) -> Iterator[Problem]:
    """That two neighbouring rows of a list have one name, and may be one project."""
    for before, row in pairwise(one for one in papers if one.is_row):
        if row.text("name") and row.text("name") == before.text("name"):
            message = "这一行的项目名称与上一行相同，当作另一个项目读入了；是同一个项目的，请删去一行。"
            yield warning("returned/unread", row.place, "整行", message, BY_HAND)


def _left_out(row: Paper) -> Problem:
    """That a row of a list is no project, since nothing in it says whose it is."""
    said = "、".join(dict.fromkeys(quoted(one.raw) for one in row.values.values() if one.raw.strip()))
    message = f"这一行没有项目名称、第一完成人和单位，没有当作项目，写的是{said}。"
    return warning("returned/unread", row.place, "整行", message, "请核对是哪个项目的。")


def _whose(paper: Paper, form: ReturnedForm, settings: Settings) -> Paper:
    """The paper, a list's row as its own column or the heading over its group says who recommends it.

    What stands in a column 申报单位 may be an enterprise: that counts only where nothing else says it.
    """
    values = form.record.values
    over = values[HEADINGS].value if HEADINGS in values else ()
    named = (recommender_called(text, settings) for text in reversed(over if isinstance(over, tuple) else ()))
    block = next((name for name in named if name), paper.recommender)
    own = form.record.text(OWN_RECOMMENDER)
    if own and (called(own, settings) or not called(block, settings)):
        block = own
    return replace(paper, recommender=block) if block != paper.recommender else paper


def _undated(paper: Paper, settings: Settings) -> Paper:
    """The paper; of a list's row a text that Excel took for a day is asked: nobody sees what was written there."""
    if not paper.is_row:
        return paper
    texts = {of.key for of in settings.schema.fields.application if of.kind in (Kind.TEXT, Kind.PERSON, Kind.LONG_TEXT)}
    days = {key: one for key, one in paper.values.items() if key in texts and _DAY.fullmatch(one.raw.strip())}
    asked = {key: replace(one, text="", state=State.ASK, how=_TAKEN_FOR_A_DAY, guess=()) for key, one in days.items()}
    return replace(paper, values={**paper.values, **asked}) if asked else paper


def recommender_called(heading: str, settings: Settings) -> str:
    """The recommender whom a heading over rows names, empty where it names none: 二、宜春市总工会（3项）."""
    if (bare := sameness(_NUMBERED.sub("", _COUNTED.sub("", heading)))) in ("", "以上"):
        return ""
    names = {sameness(one.name): one for one in settings.recommenders}
    short = {sameness(one.short_name): one for one in settings.recommenders}
    if one := names.get(bare) or short.get(bare):
        return one.name
    within = [one for name, one in names.items() if name in bare or (len(bare) > 2 and name.startswith(bare))]
    return within[0].name if len(within) == 1 and not bare.startswith("以上") else ""


def _is_no_form(found: FileRead) -> bool:
    """Whether the file is no form of the campaign: a PDF of which nothing else can be told may be anything."""
    problems = found.opened.problems
    if found.file.ending == PDF_ENDING:
        return not problems or problems[0].message.startswith((_NOT_OF_CAMPAIGN, SCANNED))
    return bool(problems) and problems[0].message.startswith(_NOT_OF_CAMPAIGN)


def _without_forms(one: Incoming, problems: Sequence[Problem]) -> FileNote:
    if not problems:
        return FileNote(one.name, UNREAD, message="读不出来。")
    first = problems[0]
    if NOT_FILLED in first.message:
        return FileNote(one.name, BLANK_FORM, message=first.message.replace("没有核对", "没有读入"))
    is_lost = first in (broken(one.name), too_large(one.name)) or first.message.startswith(LIKE_A_FORM)
    is_unread = is_lost or one.ending == ".xlsx"
    message = f"{first.message.replace('没有核对', '没有读入')}{first.fix}"
    return FileNote(one.name, UNREAD if is_unread else OTHER, message=message)


def _is_nobodys(paper: Paper) -> bool:
    """Whether nothing of it says whose it is: a blank form in a notice has words beside it at most."""
    own = (paper.values.get(key, Value()) for key in ("name", "lead_name", "lead_id_number"))
    has_unit = bool(paper.text("unit"))  # a hint stands in its place, which forms made by hand word otherwise
    return not has_unit and not any(one.text or (one.state is State.ASK and one.raw) for one in own)


def _day(text: str) -> datetime | None:
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return None
    return day if day.tzinfo else day.astimezone()
