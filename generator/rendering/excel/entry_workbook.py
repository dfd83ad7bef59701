"""The entry workbook (填报表): one sheet for each table of fields, with drop-downs, limits and an example row.

Everything in it comes from the field table, so the reader and this workbook cannot disagree. Formats and
permission to type are set on whole columns: an empty workbook has no cells below the example.

The sheets are not protected. A cell that is pasted brings its lock along, and in a protected sheet its row could be
neither changed nor deleted any more. A rule keeps the header from being typed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.borders import BORDER_THIN
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.examples import example_of
from generator.campaign.fields import Field, Kind
from generator.campaign.settings import Settings
from generator.composing.filling.words import words_of
from generator.composing.wording.titles import title
from generator.rendering.excel.columns import DEFAULT_FONT, DEFAULT_FONT_PT, width_characters
from generator.rendering.excel.entry_guide import write_guide
from generator.rendering.excel.entry_rules import add_rules
from generator.rendering.excel.package import workbook_bytes
from generator.rendering.excel.sheet_page import A3, A4, set_page
from generator.rendering.excel.text_cells import TEXT_FORMAT, take_style, write_text

FIRST_ROW = 3  # below the header and the example
LAST_ROW = 1002
COLUMNS = 16_384  # of a sheet
NARROW_SHEET_COLUMNS = 6
DATE_FORMAT = "yyyy-mm-dd"
SONG, HEI = "宋体", "黑体"
# Colours of the header: what must be filled in, what may stay empty; and of the example.
REQUIRED, OPTIONAL, EXAMPLE = "FFF2CC", "EDEDED", "F7F7F7"
REQUIRED_TEXT, EXAMPLE_TEXT, GRID = "9C0006", "7F7F7F", "BFBFBF"
_ROW_PT, _HEADER_PT, _TEXT_PT = 30, 36, 10.5
_WIDTH_BEHIND = 9  # digits, as Excel has it
_WIDTHS_MM = {Kind.LONG_TEXT: 70, Kind.YES_NO: 18, Kind.DATE: 28, Kind.INTEGER: 22, Kind.MONEY: 26, Kind.ID_NUMBER: 44}


def entry_workbook(
    settings: Settings, rows: Mapping[str, Sequence[Mapping[str, Any]]] | None = None, *, modified: date
) -> bytes:
    """The workbook with the campaign's choices and limits, empty or with `rows`: sheet → rows by field key.

    Values are str, int, date or None. The same input gives the same bytes.
    """
    book = Workbook()
    book._fonts[0] = Font(name=DEFAULT_FONT, size=DEFAULT_FONT_PT, family=2)  # type: ignore[attr-defined]
    book.properties.title = title(settings, "填报表")
    guide = book.active
    assert isinstance(guide, Worksheet)
    write_guide(guide, settings)
    for name, fields in settings.schema.fields.tables.items():
        sheet = book.create_sheet(name)
        _prepare(sheet, fields)
        _write_head(sheet, fields, settings)
        _write_rows(sheet, fields, (rows or {}).get(name, ()))
        add_rules(book, sheet, fields, settings, FIRST_ROW, max(LAST_ROW, sheet.max_row))
    return workbook_bytes(book, modified)


def _prepare(sheet: Worksheet, fields: Sequence[Field]) -> None:
    """Column formats, window and page of one sheet."""
    for place, field in enumerate(fields, start=1):
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width = width_characters(_width_mm(field))
        _style_entry(column, field)
    _free_columns_behind(sheet, len(fields))
    sheet.sheet_format.defaultRowHeight = _ROW_PT
    sheet.sheet_format.customHeight = True
    sheet.freeze_panes = f"C{FIRST_ROW}" if len(fields) > NARROW_SHEET_COLUMNS else f"A{FIRST_ROW}"
    wide = len(fields) > NARROW_SHEET_COLUMNS
    set_page(sheet, "landscape", paper=A3 if wide else A4, pages_wide=4 if wide else 1, header_row=1)
    if wide:
        sheet.print_title_cols = "A:C"


def _free_columns_behind(sheet: Worksheet, last: int) -> None:
    """Unlock the columns behind the fields' own: in a sheet that an office protects, no row with a lock is deleted."""
    behind = sheet.column_dimensions[get_column_letter(last + 1)]
    behind.min, behind.max, behind.width = last + 1, COLUMNS, _WIDTH_BEHIND
    behind.protection = Protection(locked=False)


def _width_mm(field: Field) -> float:
    """A column as wide as its usual content, and as its header in two lines."""
    by_limit = min(60.0, max(26.0, (field.limit or 16) * 2.2))
    return max(_WIDTHS_MM.get(field.kind, by_limit), len(field.label) * 2.4 + 4)


def _number_format(field: Field) -> str:
    return {Kind.DATE: DATE_FORMAT, Kind.INTEGER: "0", Kind.MONEY: "General"}.get(field.kind, TEXT_FORMAT)


def _style_entry(target: Any, field: Field) -> None:
    """The look of a cell or column in which data is entered."""
    long = field.kind is Kind.LONG_TEXT
    target.font = Font(name=SONG, size=_TEXT_PT)
    target.number_format = _number_format(field)
    target.alignment = Alignment("left" if long else "center", "top" if long else "center", wrap_text=True)
    target.protection = Protection(locked=False)
    target.border = _border()


def _border() -> Border:
    side = Side(style=BORDER_THIN, color=GRID)
    return Border(left=side, right=side, top=side, bottom=side)


def _write_head(sheet: Worksheet, fields: Sequence[Field], settings: Settings) -> None:
    """The header in row 1, required columns in colour and with an asterisk; the example in row 2."""
    for place, field in enumerate(fields, start=1):
        head, example = sheet.cell(1, place), sheet.cell(2, place)
        assert isinstance(head, Cell)
        assert isinstance(example, Cell)
        write_text(head, _header(field, settings))
        color = REQUIRED_TEXT if field.required else "000000"
        head.font = Font(name=HEI, size=_TEXT_PT, color=color)
        head.fill = PatternFill("solid", REQUIRED if field.required else OPTIONAL)
        head.alignment = Alignment("center", "center", wrap_text=True)
        _write_value(example, field, _example(field, settings))
        example.number_format = _number_format(field)
        example.font = Font(name=SONG, size=_TEXT_PT, color=EXAMPLE_TEXT)
        example.fill = PatternFill("solid", EXAMPLE)
        example.alignment = Alignment("left" if field.kind is Kind.LONG_TEXT else "center", "center", wrap_text=True)
        head.border = example.border = _border()
    sheet.row_dimensions[1].height = sheet.row_dimensions[2].height = _HEADER_PT


def _header(field: Field, settings: Settings) -> str:
    """The header of a column: label, the limit that Form 2 prints or the unit, an asterisk where it is required."""
    limit = f"（{settings.brief_limit}字以内）" if field.key == "brief" else ""
    unit = f"（{field.unit}）" if field.unit else ""
    return f"{field.label}{limit}{unit}{'*' if field.required else ''}"


def _example(field: Field, settings: Settings) -> Any:
    """The example value, with the campaign's own words and days."""
    return example_of(field, words_of(field, settings), settings.applications_from)


def _write_rows(sheet: Worksheet, fields: Sequence[Field], rows: Sequence[Mapping[str, Any]]) -> None:
    for number, row in enumerate(rows, start=FIRST_ROW):
        for place, field in enumerate(fields, start=1):
            cell = sheet.cell(number, place)
            assert isinstance(cell, Cell)
            _write_value(cell, field, row.get(field.key))
            take_style(cell, sheet.column_dimensions[get_column_letter(place)])
        sheet.row_dimensions[number].height = _ROW_PT


def _write_value(cell: Cell, field: Field, value: Any) -> None:
    """Text as text, dates and whole numbers as what they are."""
    if isinstance(value, str):
        write_text(cell, value)
    elif value is not None:
        cell.value = value
