"""The Excel templates: Form 2, the winner list (获奖名单), the certificate register (发证登记表), 申报进度.

Each has one styled data row; its cells, and the others that are filled, hold marks as the Word templates do
(`{{ title }}`, `{{ row.name }}`). Defined names tell which cell is what. A clerk may restyle all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.borders import BORDER_MEDIUM, BORDER_THIN
from openpyxl.utils import absolute_coordinate, get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL
from generator.drafting.word.elements import BIAOSONG, HEI, SONG
from generator.reading.schema import own_list
from generator.rendering.excel.columns import DEFAULT_FONT, DEFAULT_FONT_PT, width_characters
from generator.rendering.excel.package import workbook_bytes
from generator.rendering.excel.sheet_page import set_page
from generator.rendering.excel.text_cells import TEXT_FORMAT

# A template has no date of its own; the file made of it gets the campaign's.
_DRAFTED = date(2023, 1, 1)


@dataclass(frozen=True)
class _Column:
    """A column of a list: key of the row's value, header, width in mm, place in the cell, size in pt."""

    key: str
    header: str
    width_mm: float
    align: str = "center"
    size_pt: float = 10.5
    header_pt: float = 10.5


@dataclass(frozen=True)
class _Heights:
    """Heights in mm of the header row and the data row; a row grows with its text."""

    header: float = 10
    row: float = 10


def draft_workbooks(folder: Path) -> None:
    """Write every Excel template below `folder`."""
    drafts = {
        "form2/form2.xlsx": draft_form2_workbook(),
        "bulletin/winners.xlsx": _list("获奖名单", _WINNERS),
        "certificate/register.xlsx": _list("发证登记表", _REGISTER),
        "progress/progress.xlsx": _draft_progress(),
    }
    for name, content in drafts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


_WINNERS = (
    _Column("row_number", "序号", 12),
    _Column("tier", "等次", 30),
    _Column("name", "项目名称", 70),
    _Column("people", "完成人", 48),
    _Column("unit", "所在单位", 52),
    _Column("recommender", "推荐单位", 42),
)
_REGISTER = (
    _Column("number", "证书编号", 54),
    _Column("tier", "等次", 27),
    _Column("name", "项目名称", 44),
    _Column("people", "完成人", 30),
    _Column("unit", "所在单位", 34),
    _Column("recommender", "推荐单位", 29),
    _Column("issued", "发证日期", 30),
    _Column("revoked", "撤销", 22),
)


_PROGRESS = (
    _Column("row_number", "序号", 12),
    _Column("recommender", "申报单位", 62, "left"),
    _Column("least_text", "最低数量", 22),
    _Column("applications_text", "已申报", 20),
    _Column("missing", "还差", 18),
    _Column("non_public_text", "非公成果", 22),
    _Column("share", "非公占比", 22),
    _Column("errors", "错误", 18),
    _Column("reminders", "提醒", 18),
)


def draft_form2_workbook() -> bytes:
    """form2.xlsx (layout of the seed's 附件2)."""
    words = own_list("form2")
    columns = [
        _Column(
            column.key,
            f"{{{{ headers[{place}].replace('|', '\\n') }}}}",
            column.width_mm,
            "left" if column.key == "brief" else "center",
            size_pt=9 if column.key in ("brief", "lead_phone") else 10.5,
            header_pt=9,
        )
        for place, column in enumerate(words.columns)
    ]
    book, sheet = _workbook("申报汇总表", columns)
    last = get_column_letter(len(columns))
    _line(book, f"A1:{last}1", "annex", words.annex, HEI, OFFICIAL.body_pt, "left", 9)
    _line(book, f"A2:{last}2", "title", "{{ title }}", BIAOSONG, OFFICIAL.title_pt, "center", 15)
    unit = f"{words.unit_label}{{{{ recommender }}}}{words.seal}"
    _line(book, "A3:E3", "unit_line", unit, SONG, FORM.cell_pt, "left", 9)
    _line(book, f"F3:{last}3", "date_line", _date_line(words.date_label), SONG, FORM.cell_pt, "right", 9)
    _table(book, columns, 4, _Heights(header=24, row=11))
    _line(book, f"A6:{last}6", "foot_note", "{{ foot_note }}", SONG, FORM.cell_pt - 1.5, "left", 9)
    _form2_choices(book, sheet, columns, 5)
    return _finished(book, sheet, header_row=4, last=f"{last}6")


def _date_line(label: str) -> str:
    given = "{{ applied.year }}年{{ applied.month }}月{{ applied.day }}日"
    return f"{label}{{% if applied.year %}}{given}{{% else %}}    年    月    日{{% endif %}}"


def _list(name: str, columns: Sequence[_Column]) -> bytes:
    """A workbook with a title over one table."""
    book, sheet = _workbook(name, columns)
    last = get_column_letter(len(columns))
    _line(book, f"A1:{last}1", "title", "{{ title }}", BIAOSONG, OFFICIAL.title_pt, "center", 18)
    _table(book, columns, 2, _Heights())
    return _finished(book, sheet, header_row=2, last=f"{last}3")


def _draft_progress() -> bytes:
    """progress.xlsx (申报进度): heading lines, the table, overview and notes; the chart is drawn when it is filled."""
    book, sheet = _workbook("申报进度", _PROGRESS)
    last = get_column_letter(len(_PROGRESS))
    _line(book, f"A1:{last}1", "title", "{{ title }}", BIAOSONG, OFFICIAL.title_pt - 2, "center", 14)
    _line(book, "A2:B2", "as_of", "{{ as_of }}", SONG, FORM.cell_pt, "left", 8)
    _line(book, f"C2:{last}2", "deadline", "{{ deadline }}", SONG, FORM.cell_pt, "right", 8)
    _table(book, _PROGRESS, 3, _Heights(header=9, row=6))
    _line(book, f"A5:{last}5", "overview", "{{ overview }}", SONG, FORM.cell_pt, "left", 8)
    _line(book, f"A6:{last}6", "notes", "{{ notes }}", SONG, FORM.cell_pt - 1.5, "left", 6)
    return _finished(book, sheet, header_row=3, last=f"{last}6")


def _workbook(name: str, columns: Sequence[_Column]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    # Excel counts column widths in digits of the Normal style's font: it is fixed here.
    book._fonts[0] = Font(name=DEFAULT_FONT, size=DEFAULT_FONT_PT, family=2)  # type: ignore[attr-defined]
    book.properties.title = name
    sheet = _sheet(book)
    sheet.title = name
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width_characters(column.width_mm)
    return book, sheet


def _sheet(book: Workbook) -> Worksheet:
    sheet: Worksheet = book.worksheets[0]
    return sheet


def _line(
    book: Workbook, cells: str, name: str, text: str, family: str, size_pt: float, align: str, height_mm: float
) -> None:
    """A line of text over merged cells, found by its name."""
    sheet = _sheet(book)
    first = cells.split(":")[0]
    sheet.merge_cells(cells)
    sheet[first] = text
    sheet[first].font = Font(name=family, size=size_pt)
    sheet[first].alignment = Alignment(horizontal=align, vertical="center", shrink_to_fit=True)
    sheet[first].number_format = TEXT_FORMAT
    sheet.row_dimensions[sheet[first].row].height = _points(height_mm)
    _name(book, sheet, name, first)


def _table(book: Workbook, columns: Sequence[_Column], header_row: int, heights: _Heights) -> None:
    """The header row and, below it, the data row."""
    sheet, last = _sheet(book), len(columns)
    for place, column in enumerate(columns, start=1):
        for row, text, family, size_pt, align in (
            (header_row, column.header, HEI, column.header_pt, "center"),
            (header_row + 1, f"{{{{ row.{column.key} }}}}", SONG, column.size_pt, column.align),
        ):
            cell = sheet.cell(row, place, text)
            cell.font = Font(name=family, size=size_pt)
            cell.alignment = Alignment(align, "center", wrap_text=True, indent=int(align == "left"))
            cell.number_format = TEXT_FORMAT
            cell.border = _border(place == 1, place == last, row == header_row)
    sheet.row_dimensions[header_row].height = _points(heights.header)
    sheet.row_dimensions[header_row + 1].height = _points(heights.row)
    end = get_column_letter(last)
    _name(book, sheet, "header", f"A{header_row}:{end}{header_row}")
    _name(book, sheet, "rows", f"A{header_row + 1}:{end}{header_row + 1}")


def _border(first: bool, last: bool, top: bool) -> Border:
    """Thin rules inside, the outer ones heavier; the renderer closes the table below its last row."""
    outer, inner = Side(style=BORDER_MEDIUM), Side(style=BORDER_THIN)
    return Border(
        left=outer if first else inner, right=outer if last else inner, top=outer if top else inner, bottom=inner
    )


def _name(book: Workbook, sheet: Worksheet, name: str, cells: str) -> None:
    book.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!{absolute_coordinate(cells)}")


def _form2_choices(book: Workbook, sheet: Worksheet, columns: Sequence[_Column], row: int) -> None:
    """Drop-downs for 项目类别 and 是否非公, and the length of 项目简介."""
    letters = {column.key: get_column_letter(place) for place, column in enumerate(columns, start=1)}
    for key, words in (("category", "{{ categories|join(',') }}"), ("non_public", "是,否")):
        choice = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
        choice.errorTitle, choice.error = "请从列表中选择", "只能填列表中的一项。"
        choice.add(f"{letters[key]}{row}")
        sheet.add_data_validation(choice)
    # A warning only: Excel counts every letter and digit, Word's 字数 counts a number or a word as one.
    length = DataValidation("textLength", operator="lessThanOrEqual", formula1="brief_limit", allow_blank=True)
    length.showErrorMessage, length.errorStyle = True, "warning"
    length.errorTitle, length.error = "项目简介过长", "项目简介应在{{ brief_limit }}字以内。"
    length.add(f"{letters['brief']}{row}")
    sheet.add_data_validation(length)
    book.defined_names["brief_limit"] = DefinedName("brief_limit", attr_text="100")


def _finished(book: Workbook, sheet: Worksheet, *, header_row: int, last: str) -> bytes:
    """The workbook's bytes, its page set up: A4 landscape, one page wide, the header on every page."""
    set_page(sheet, "landscape", header_row=header_row)
    sheet.print_area = f"A1:{last}"
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.sheet_view.showGridLines = False
    return workbook_bytes(book, _DRAFTED)


def _points(mm: float) -> float:
    return round(mm / MM_PER_PT, 2)
