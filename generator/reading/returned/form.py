"""A returned form → its values by their named slots, each with its place; a list's rows are one each.

Word files are read by their printed labels and the columns of lists, and where a label is lost by the tags of content
controls; lists in Excel by their headers. Whatever is wrong with what was handed in is a reminder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml.etree import XMLSyntaxError
from lxml.etree import _Element as Element

from generator.campaign.errors import Place, Problem, warning
from generator.campaign.fields import APPLICATION_SHEET
from generator.campaign.forms import COMPLETER
from generator.reading.prescan import (
    PACKAGE_ERRORS,
    TOO_MUCH,
    WORKBOOK_ERRORS,
    PackageRefusedError,
    workbook_zip,
)
from generator.reading.raw import Raw, RawRecord
from generator.reading.returned.found import FoundForm, outside
from generator.reading.returned.grid_form import GridFormReader
from generator.reading.returned.kinds import kind_of, words_like
from generator.reading.returned.labels import labels
from generator.reading.returned.lists.in_sheets import list_sheets, unread_on_paper
from generator.reading.returned.lists.in_word import lists_in
from generator.reading.returned.lists.rows import STATED, ListTable
from generator.reading.returned.marks import NAME, FormMarks
from generator.reading.returned.paper.cut import Tight, cut_problems, rooms_in, small_problem
from generator.reading.returned.paper.cut_sheet import unprinted_problems
from generator.reading.returned.people import fill_people, people_header
from generator.reading.returned.sheets_as_tables import sheet_blocks
from generator.reading.sheets.workbook_package import Workbook, opened
from generator.reading.streamed_xml import XmlTooMuchError
from generator.reading.word_package import WordPackage, word_package
from generator.reading.word_tables.elements import T, W
from generator.reading.word_tables.grid import Block, DocumentReader, Grid
from generator.reading.word_tables.styles import StyleSheet

_MOST_NOTES = 5  # that are told
_OF_HEADER = 5  # labels side by side, which no row of a form has
_BELOW_AND_BESIDE = ("footnotes", "endnotes", "comments")
LIKE_A_FORM = "像是"  # so begins what is told of a file with the words of a form and none of its cells
_NOTHING = Raw("", Place(""))


@dataclass(frozen=True)
class ReturnedForm:
    """A form of cells, or one row of a list: its values by slot. Of boxes to tick the value is all of their text.

    `kind` is that of the form, `recommender` is whom a list names above its rows.
    """

    kind: str
    record: RawRecord
    recommender: str = ""

    @property
    def name(self) -> Raw:
        """The project's name, where it stands on the form: in its table or on its cover."""
        return next((self.record.values[key] for key in (NAME, f"cover_{NAME}") if key in self.record.values), _NOTHING)

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a list, by which nobody stands on rows of their own."""
        return not any(key.startswith(f"{COMPLETER}1_") for key in self.record.values)

    def text(self, key: str) -> str:
        """The slot's text without any blank, empty where the form has no such slot."""
        raw = self.record.values.get(key)
        return "".join(str(raw.value).split()) if raw and isinstance(raw.value, str) else ""


Read: TypeAlias = tuple[list[ReturnedForm], list[Problem]]
Found: TypeAlias = tuple[list[ReturnedForm], list[Problem], list[Tight]]


def form_in(content: bytes, ending: str, name: str, known: Sequence[FormMarks]) -> Read:
    """The forms in the file's bytes, or the problem why none can be read. `name` is how messages call the file.

    They are among the `known` forms. It may take much of time and memory for a file that means ill.
    """
    forms, problems, tight = found_in(content, ending, name, known)
    return forms, [*problems, *cut_problems(tight)]


def found_in(content: bytes, ending: str, name: str, known: Sequence[FormMarks]) -> Found:
    """The same without asking for fonts: what may be cut is still to be measured."""
    is_excel = ending == ".xlsx"
    wrong = WORKBOOK_ERRORS if is_excel else PACKAGE_ERRORS
    try:
        return (_excel_forms if is_excel else _word_forms)(content, name, known)
    except (XmlTooMuchError, MemoryError, RecursionError):
        return [], [too_large(name)], []
    except PackageRefusedError as refused:
        if is_excel:
            return [], [warning("returned/unread", Place(name), "", refused.trouble.message, refused.trouble.fix)], []
        return [], [too_large(name) if refused.trouble == TOO_MUCH else broken(name)], []
    except (XMLSyntaxError, *wrong):
        return [], [broken(name)], []


def too_large(name: str) -> Problem:
    """That the file holds more than any form: it was given up."""
    message = "文件内容异常庞大或层层嵌套，没有核对。"
    return warning("returned/unread", Place(name), "", message, "请在下发的空白表格里重新填写后交来，或人工核对。")


def broken(name: str) -> Problem:
    """That the file is no whole one of its kind."""
    if name.lower().endswith(".xlsx"):
        fix = "请用 Excel 或 WPS 打开后另存为 .xlsx，或请对方重新交来。"
        return warning(
            "returned/unread", Place(name), "", "不是 Excel 文件（.xlsx），或已损坏、加了密码，没有核对。", fix
        )
    fix = "请用 Word 或 WPS 打开后另存为 .docx，或请对方重新交来。"
    return warning("returned/unread", Place(name), "", "不是 Word 文件（.docx），或已损坏、加了密码，没有核对。", fix)


def _word_forms(content: bytes, name: str, known: Sequence[FormMarks]) -> Found:
    with word_package(content) as package:
        blocks, styles = word_blocks(package)
        notes = note_problems(package, name)
    if blocks is None:
        return [], [broken(name)], []
    forms, problems = forms_among(blocks, name, known)
    if not forms:
        return forms, problems, []
    small, tight = rooms_in(blocks, name, StyleSheet(styles), known)
    return forms, [*problems, *notes, *map(small_problem, small)], tight


def word_blocks(package: WordPackage) -> tuple[list[Block] | None, Element | None]:
    """The blocks of the document, None where it has no body; and its styles."""
    body = _body(package)
    if body is None:
        return None, None
    related = dict(package.relations(package.main_part))
    numbering, styles = (_part(package, related, kind) for kind in ("numbering", "styles"))
    return list(DocumentReader(numbering, styles).blocks(body)), styles


def forms_among(blocks: Sequence[Block], name: str, known: Sequence[FormMarks]) -> Read:
    """The known forms in a document's blocks, and what a clerk has to look at. `name` is how messages call the file."""
    lists, others = lists_in(blocks, name, [form for form in known if form.is_list and form.names_project])
    forms, problems = _of_lists(lists, name)
    grid = kind_of(others, [form for form in known if not form.is_list])
    if grid is not None:
        found = GridFormReader(grid, name).read(others)
        more, told = _of_cells(found, grid, name)
        return [*forms, *more], [*problems, *told]
    if lists:
        return forms, problems
    if nameless := lists_in(blocks, name, [form for form in known if form.is_list])[0]:
        return [], [_nameless(name, nameless[0].form.label)]
    text = "".join("".join(block.text.split()) for block in blocks if not isinstance(block, Grid))
    like = next((form for form in known if not form.is_list and words_like(text, form)), None)
    return [], [_unknown(name) if like is None else _unshaped(name, like.label)]


def _body(package: WordPackage) -> Element | None:
    root = package.tree(package.main_part)
    return root.find(f"{W}body") if root is not None else None


def note_problems(package: WordPackage, name: str) -> list[Problem]:
    """That something stands below the pages of the document, or beside them as a comment."""
    related = dict(package.relations(package.main_part))
    notes = [text for kind in _BELOW_AND_BESIDE for text in _notes(_part(package, related, kind))]
    return [outside(text, Place(name)) for text in notes[:_MOST_NOTES]]


def _notes(part: Element | None) -> Iterator[str]:
    """The texts below the pages that somebody wrote there."""
    for note in part if part is not None else ():
        text = "".join(one.text or "" for one in note.iter(T)).strip()
        if text and note.get(f"{W}type", "normal") == "normal":
            yield text


def _part(package: WordPackage, related: Mapping[str, tuple[str, str]], kind: str) -> Element | None:
    """The root of the part of that kind, None where there is none."""
    return package.tree(next((part for one, part in related.values() if one == kind), ""))


def _of_cells(found: Sequence[FoundForm], form: FormMarks, name: str) -> Read:
    filled = [one for one in found if not one.is_blank]
    told = [problem for one in found for problem in one.problems]
    for one in filled:
        fill_people(one, form)
    if not form.names_project:
        return [], [_nameless(name, form.label)]
    return [ReturnedForm(form.key, one.record) for one in filled], told if filled else [_empty(name, form.label)]


def _of_lists(lists: Sequence[ListTable], name: str) -> Read:
    forms = [ReturnedForm(one.form.key, row, _stated(row, one)) for one in lists for row in one.rows]
    told = [problem for one in lists for problem in one.problems]
    return forms, told if forms or not lists else [_empty(name, lists[0].form.label)]


def _stated(row: RawRecord, table: ListTable) -> str:
    """Whom the list names as recommender above the row: a list of several has a line for each."""
    return row.text(STATED) if STATED in row.values else table.recommender


def _excel_forms(content: bytes, name: str, known: Sequence[FormMarks]) -> Found:
    with workbook_zip(content) as package:
        book = opened(package)
        sheets = list_sheets(book, name, [form for form in known if form.is_list])
        named = [one for one in sheets if one.header.form.names_project]
        unread = [unread_on_paper(book, one) for one in named]
        drawn = _drawn(book, name, known) if not sheets else None
    if drawn is not None:
        return *drawn, []
    if sheets and not named:
        return [], [_nameless(name, sheets[0].header.form.label)], []
    if not named:
        return [], [_unknown(name)], []
    forms, problems = _of_lists([one.table for one in named], name)
    for small, _, others in unread:
        problems += [*map(small_problem, small), *unprinted_problems(others)]
    return forms, problems, [cell for _, tight, _ in unread for cell in tight]


def _drawn(book: Workbook, name: str, known: Sequence[FormMarks]) -> Read | None:
    """The forms of cells that somebody drew in the workbook's sheets, None where these are none.

    Neither an entry workbook is one nor another table with a header, though the labels of a form stand in it.
    """
    if any("".join(one.title.split()) == APPLICATION_SHEET for one in book.sheets):
        return None
    blocks, beside = sheet_blocks(book, name)
    grids = [form for form in known if not form.is_list]
    if any(_has_header(block, form) for block in blocks if isinstance(block, Grid) for form in grids):
        return None
    forms, problems = forms_among(blocks, name, grids)
    return (forms, [*problems, *beside]) if forms else None


def _has_header(grid: Grid, form: FormMarks) -> bool:
    """Whether a row of the table is a header: more labels side by side than a form has, but for that of its people."""
    words = labels(frozenset(word for mark in form.marks for word in mark.words))
    for row in grid.rows:
        found = {word for cell in row if (word := words.whole(cell.text))}
        if len(found) >= _OF_HEADER and people_header(row, form) is None:
            return True
    return False


def _unknown(name: str) -> Problem:
    message = "认不出是哪一张表：找不到表上印的栏目，也没有填写处的标记，没有核对。"
    fix = "请核对是不是这次活动的表格；图片、扫描件请人工核对。"
    return warning("returned/unread", Place(name), "", message, fix)


def _unshaped(name: str, label: str) -> Problem:
    message = f"{LIKE_A_FORM}{label}，里面的表格读不出来，没有核对。"
    fix = "请用 Word 或 WPS 打开，另存为 .docx 后重新交来，或人工核对。"
    return warning("returned/unread", Place(name), "", message, fix)


def _nameless(name: str, label: str) -> Problem:
    message = f"{label}上没有项目名称，不能与申报数据对照，没有核对。"
    return warning("returned/unread", Place(name), "", message, "请人工核对。")


def _empty(name: str, label: str) -> Problem:
    message = f"这份{label}没有填写，没有核对。"
    return warning("returned/unread", Place(name), "", message, "请放入填好的表格；空白表格请移走。")
