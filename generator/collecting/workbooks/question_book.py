"""待确认.xlsx: the questions with a cell to answer in, the source of every value, and what each file is.

It is what later runs know of this one, so its columns are read back by `earlier.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import ceil
from typing import NamedTuple

from lxml import etree
from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.fields import COMPLETER_SHEET
from generator.campaign.forms import width_em
from generator.campaign.settings import Settings
from generator.collecting.found import BY_CLERK, KIND_LABELS, Collected, FileNote, Project, Question, Value, Values
from generator.office.package import normalised, write_package
from generator.rendering.excel.package import STRINGS, tag, text_of, workbook_parts
from generator.rendering.excel.problem_sheet import BORDER, HEADER_FONT, TEXT_FONT
from generator.rendering.excel.sheet_page import set_page
from generator.rendering.excel.text_cells import TEXT_FORMAT, Strings, stored, write_text

ASKED, SOURCES, FILES, KEPT = "待确认", "来源", "文件", "以前的答复"
BY_HAND = "人工填写"
ANSWER = "答复"
_ANSWER_FILL, _DONE_FILL = PatternFill("solid", fgColor="FFF2CC"), PatternFill("solid", fgColor="EDEDED")
_OWN_PEOPLE = "在 applications.xlsx 里增删过"
FIRST_CHOICE = 16  # the column where the choices of a question begin
_MOST_CHOICES, _LONGEST = 60, 32_000
_LINE_PT, _MOST_LINES = 14.0, 10  # of a row; longer texts are read in the cell itself
_MODIFIED = date(1980, 1, 1)  # the same questions give the same bytes


class Column(NamedTuple):
    """A column of a sheet: its header, and its width in characters; 0 hides it."""

    label: str
    width: int


QUESTION_COLUMNS = (
    Column("序号", 6),
    Column("项目编号", 11),
    Column("栏目", 14),
    Column("文件", 24),
    Column("表格", 8),
    Column("行", 5),
    Column("列", 5),
    Column("表上写的", 36),
    Column("程序的理解", 34),
    Column("怎么办", 34),
    Column(ANSWER, 26),
    Column("旁边的文字", 40),
    Column("状态", 9),
    Column("标记", 0),
)
SOURCE_COLUMNS = (
    Column("项目编号", 11),
    Column("第几名其他完成人", 9),
    Column("栏目", 16),
    Column("填入的内容", 40),
    Column("状态", 9),
    Column("文件", 26),
    Column("表格", 8),
    Column("行", 5),
    Column("列", 5),
    Column("表上写的", 40),
    Column("说明", 30),
)
FILE_COLUMNS = (
    Column("文件", 46),
    Column("是什么", 16),
    Column("项目编号", 12),
    Column("读出几项", 9),
    Column("日期", 17),
    Column("说明", 60),
    Column("校验", 0),
)


KEPT_COLUMNS = (Column("标记", 30), Column(ANSWER, 40))


def question_book(found: Collected, settings: Settings) -> bytes:
    """The workbook; the same input gives the same bytes."""
    book = Workbook()
    asked = book.active
    assert isinstance(asked, Worksheet)
    _sheet(asked, ASKED, QUESTION_COLUMNS)
    _write_questions(asked, [*found.questions, *found.answered])
    for title, columns in ((SOURCES, SOURCE_COLUMNS), (FILES, FILE_COLUMNS), (KEPT, KEPT_COLUMNS)):
        _sheet(book.create_sheet(title), title, columns)
    book[KEPT].sheet_state = "hidden"
    book.properties.title = "待确认"
    parts, strings = workbook_parts(book), Strings()
    parts["xl/worksheets/sheet1.xml"] = _shared(parts["xl/worksheets/sheet1.xml"], strings)
    rows = (
        ("xl/worksheets/sheet2.xml", _sources([*found.projects, *found.removed], settings)),
        ("xl/worksheets/sheet3.xml", _files(found)),
        ("xl/worksheets/sheet4.xml", sorted(found.kept.items())),
    )
    for name, own in rows:
        parts[name] = _with_rows(_shared(parts[name], strings), own, strings)
    return normalised(write_package(parts | {STRINGS: strings.part()}), _MODIFIED)


def _sheet(sheet: Worksheet, title: str, columns: Sequence[Column]) -> None:
    sheet.title = title
    for place, column in enumerate(columns, start=1):
        head = sheet.cell(1, place, column.label)
        head.font, head.border, head.alignment = HEADER_FONT, BORDER, Alignment("center", "center", wrap_text=True)
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = column.width or 8
        dimension.hidden = not column.width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
    set_page(sheet, "landscape", header_row=1)


def _write_questions(sheet: Worksheet, questions: Sequence[Question]) -> None:
    answer = [column.label for column in QUESTION_COLUMNS].index(ANSWER) + 1
    for row, one in enumerate(questions, start=2):
        for place, text in enumerate(_question(row - 1, one), start=1):
            cell = sheet.cell(row, place)
            write_text(cell, _legal(text))  # type: ignore[arg-type]
            cell.font, cell.border = TEXT_FONT, BORDER
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.number_format = TEXT_FORMAT
            if one.answer:
                cell.fill = _DONE_FILL
        sheet.row_dimensions[row].height = _height_pt(_question(row - 1, one))
        cell = sheet.cell(row, answer)
        cell.fill, cell.protection = _ANSWER_FILL, Protection(locked=False)
        _offer(sheet, row, answer, one.choices[:_MOST_CHOICES])
    for place in range(FIRST_CHOICE, FIRST_CHOICE + _MOST_CHOICES):
        sheet.column_dimensions[get_column_letter(place)].hidden = True
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(QUESTION_COLUMNS))}{max(2, len(questions) + 1)}"


def _height_pt(texts: Sequence[str]) -> float:
    """The height of a row in which each text is broken to its column, up to `_MOST_LINES` lines."""
    lines = 1
    for text, column in zip(texts, QUESTION_COLUMNS, strict=True):
        if column.width:
            lines = max(lines, sum(ceil(max(1, width_em(line) * 2) / (column.width - 1)) for line in text.split("\n")))
    return _LINE_PT * min(lines, _MOST_LINES) + 3


def _offer(sheet: Worksheet, row: int, answer: int, choices: Sequence[str]) -> None:
    """A drop-down in the cell of the answer; anything else may be typed."""
    if not choices:
        return
    for place, choice in enumerate(choices, start=FIRST_CHOICE):
        write_text(sheet.cell(row, place), _legal(choice))  # type: ignore[arg-type]
    first, last = get_column_letter(FIRST_CHOICE), get_column_letter(FIRST_CHOICE + len(choices) - 1)
    rule = DataValidation("list", formula1=f"${first}${row}:${last}${row}", allow_blank=True)
    rule.showErrorMessage = False
    rule.add(f"{get_column_letter(answer)}{row}")
    sheet.add_data_validation(rule)


def _question(number: int, one: Question) -> tuple[str, ...]:
    table, row, column = (
        str(part) if part is not None else "" for part in (one.spot.table, one.spot.row, one.spot.column)
    )
    state = "已答复" if one.answer else "待答复"
    return (
        str(number), one.project, one.field, one.spot.file, table, row, column, one.raw, one.understood, one.fix,
        one.answer, one.around, state, one.key,
    )  # fmt: skip


def _sources(projects: Iterable[Project], settings: Settings) -> Iterator[Sequence[str]]:
    fields = settings.schema.fields
    application = {field.key: field.label for field in fields.application}
    completer = {field.key: field.label for field in fields.of_completer}
    for one in projects:
        yield from _values(one.number, "", one.values, application)
        if one.own_people:
            yield (
                one.number,
                "",
                COMPLETER_SHEET,
                f"{len(one.completers)}人",
                BY_HAND,
                *_spot(Value()),
                "",
                _OWN_PEOPLE,
            )
        for at, person in enumerate(one.completers, start=1):
            yield from _values(one.number, str(at), person, completer)


def _values(number: str, completer: str, values: Values, labels: Mapping[str, str]) -> Iterator[Sequence[str]]:
    for key, label in labels.items():
        if (value := values.get(key)) is not None:
            yield (number, completer, label, value.text, state_label(value), *_spot(value), value.raw, value.how)


def state_label(value: Value) -> str:
    """How the sheet calls the value's state."""
    return BY_HAND if value.how == BY_CLERK else value.state.label


def _spot(value: Value) -> tuple[str, str, str, str]:
    spot = value.spot
    table, row, column = (str(part) if part is not None else "" for part in (spot.table, spot.row, spot.column))
    return spot.file, table, row, column


def _files(found: Collected) -> Iterator[Sequence[str]]:
    for one in found.files:
        dated = f"{one.dated:%Y-%m-%d %H:%M}" if one.dated else ""
        yield (one.file, kind_label(one), one.project, str(one.values or ""), dated, one.message, one.sum)


def kind_label(note: FileNote) -> str:
    """How the sheet calls the kind of a file."""
    return KIND_LABELS.get(note.kind, note.label or note.kind)


def _legal(text: str) -> str:
    """The text as a cell may hold it."""
    return "".join(char for char in text if char in "\n\t" or char.isprintable() or char == "\u3000")[:_LONGEST]


def _shared(sheet: bytes, strings: Strings) -> bytes:
    root = etree.fromstring(sheet)
    for cell in root.iter(tag("c")):
        if (text := text_of(cell)) is not None:
            cell[:] = []
            cell.set("t", "s")
            etree.SubElement(cell, tag("v")).text = str(strings.number(text))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _with_rows(sheet: bytes, rows: Iterable[Sequence[str]], strings: Strings) -> bytes:
    """The sheet with these rows of texts below its header: far more of them than there are questions."""
    made = []
    for number, texts in enumerate(rows, start=2):
        cells = "".join(
            f'<c r="{get_column_letter(place)}{number}" t="s"><v>{strings.number(stored(_legal(text)))}</v></c>'
            for place, text in enumerate(texts, start=1)
            if text
        )
        made.append(f'<row r="{number}">{cells}</row>')
    end = "</sheetData>"
    return sheet.decode().replace(end, "".join(made) + end, 1).encode()
