"""An Excel workbook from a template and a context: marks are filled, the one data row is copied for every row.

Every value is written as text, and row heights come from the typesetter.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from jinja2 import Template
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Border
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.errors import TemplateError
from generator.ground.environment import FAULTS, StrictEnvironment, environment, explained
from generator.rendering.excel.package import workbook_bytes
from generator.rendering.excel.row_heights import break_header, set_row_height
from generator.rendering.excel.text_cells import take_style, write_text

ROWS, HEADER = "rows", "header"
_MARKS = ("{{", "{%")


def render(template: bytes, context: Mapping[str, Any], *, modified: date) -> bytes:
    """The workbook: every mark filled, one row for each of the context's `rows`. Same input, same bytes.

    Raises:
        TemplateError: the template is no workbook, has no data row, or names what the context lacks.
    """
    try:
        book = load_workbook(BytesIO(template))
        for sheet in book.worksheets:
            _fill(book, sheet, context)
        book.properties.title = str(context["title"])
    except (InvalidFileException, zipfile.BadZipFile, SyntaxError, *FAULTS) as wrong:
        raise TemplateError(f"Excel 模板有误：{wrong}。请恢复程序自带的模板。") from wrong
    return workbook_bytes(book, modified)


@dataclass(frozen=True)
class _Cells:
    """The cells of a defined name: columns and rows from 1, both ends included."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def columns(self) -> range:
        return range(self.left, self.right + 1)


def _fill(book: Workbook, sheet: Worksheet, context: Mapping[str, Any]) -> None:
    """Fill one sheet. A sheet without a data row has its single values filled only."""
    data = _named(book, sheet, ROWS)
    _fill_rules(book, sheet, context)
    # Before the rows: what data brings along is never looked at for marks.
    _fill_marks(sheet, context, data.top if data else 0)
    if data:
        rows = list(context["rows"])
        count = max(len(rows), 1)
        _make_room(book, sheet, data, count - 1)
        _write_rows(sheet, data, rows, context)
        _finish_table(book, sheet, data.top + count - 1)
        _extend_names(book, sheet, data, count)
    for row in range(1, sheet.max_row + 1):
        set_row_height(sheet, row, sheet.row_dimensions[row].height or 0)


def _named(book: Workbook, sheet: Worksheet, name: str) -> _Cells | None:
    """The cells of that name, None where it lies on another sheet.

    Raises:
        ValueError: no such name in the workbook.
    """
    if name not in book.defined_names:
        raise ValueError(f"缺少名称 {name}")
    for title, cells in book.defined_names[name].destinations:
        if title == sheet.title:
            return _Cells(*(int(edge or 1) for edge in range_boundaries(cells)))
    return None


@cache
def _jinja() -> StrictEnvironment:
    return environment(escape=False)  # a cell is no markup; openpyxl escapes what XML needs


@cache
def _compiled(mark: str) -> Template:
    return _jinja().from_string(mark)


def _fill_marks(sheet: Worksheet, context: Mapping[str, Any], data_row: int) -> None:
    """Fill the single values: every cell outside the data row that holds a mark."""
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.row != data_row)
    for cell in cells:
        if isinstance(cell, Cell) and isinstance(cell.value, str) and any(m in cell.value for m in _MARKS):
            write_text(cell, _filled(cell.value, context, f"工作表“{sheet.title}”单元格 {cell.coordinate}"))


def _filled(mark: str, context: Mapping[str, Any], place: str) -> str:
    """The text of a mark. Raises TemplateError, naming the place, where the mark is wrong."""
    try:
        return _compiled(mark).render(context)
    except FAULTS as wrong:
        message = f"Excel 模板{place}有误：{explained(wrong)}。请对照 templates/README.md 更正。"
        raise TemplateError(message) from wrong


def _fill_rules(book: Workbook, sheet: Worksheet, context: Mapping[str, Any]) -> None:
    """Fill what the sheet's data validations say: marks in their texts, and names that stand for a number."""
    for validation in sheet.data_validations.dataValidation:
        for part in ("formula1", "error", "prompt"):
            text = getattr(validation, part)
            if text and any(mark in text for mark in _MARKS):
                filled = _filled(text, context, f"工作表“{sheet.title}”{validation.sqref} 的数据验证")
                setattr(validation, part, _as_list(filled) if part == "formula1" else filled)
    for name, defined in book.defined_names.items():
        if (defined.attr_text or "").isdigit() and name in context:
            defined.attr_text = str(int(context[name]))


def _as_list(words: str) -> str:
    """The words of a list in quotation marks: those of the data are doubled, so that no formula begins there."""
    inner = words.removeprefix('"').removesuffix('"').replace('"', '""')
    return f'"{inner}"'


def _make_room(book: Workbook, sheet: Worksheet, data: _Cells, by: int) -> None:
    """Move what stands below the data row down by so many rows, with its merges, heights and names."""
    if not by:
        return
    heights = {row: size.height for row, size in sheet.row_dimensions.items() if row > data.bottom}
    merges = [merged.coord for merged in sheet.merged_cells.ranges if merged.min_row > data.bottom]
    for merge in merges:
        sheet.unmerge_cells(merge)
    sheet.insert_rows(data.bottom + 1, by)
    for merge in merges:
        left, top, right, bottom = (int(edge or 1) for edge in range_boundaries(merge))
        sheet.merge_cells(None, top + by, left, bottom + by, right)
    for row in heights:
        sheet.row_dimensions[row].height = None
    for row, height in heights.items():
        sheet.row_dimensions[row + by].height = height
    for name in book.defined_names:
        cells = _named(book, sheet, name)
        if cells and cells.top > data.bottom:
            _rename(book, sheet, name, _Cells(cells.left, cells.top + by, cells.right, cells.bottom + by))


def _rename(book: Workbook, sheet: Worksheet, name: str, cells: _Cells) -> None:
    corners = [f"${get_column_letter(cells.left)}${cells.top}", f"${get_column_letter(cells.right)}${cells.bottom}"]
    book.defined_names[name].attr_text = f"'{sheet.title}'!{':'.join(dict.fromkeys(corners))}"


def _write_rows(sheet: Worksheet, data: _Cells, rows: Sequence[Mapping[str, Any]], context: Mapping[str, Any]) -> None:
    """One row of the data row's style for each of `rows`; where there are none, the data row emptied."""
    pattern = [cell for cell in sheet[data.top] if isinstance(cell, Cell) and cell.column in data.columns]
    marks = [str(cell.value or "") for cell in pattern]
    height = sheet.row_dimensions[data.top].height
    for place in range(max(len(rows), 1)):
        for model, mark in zip(pattern, marks, strict=True):
            cell = sheet.cell(data.top + place, model.column)
            take_style(cell, model)
            place_of_mark = f"工作表“{sheet.title}”单元格 {model.coordinate}"
            text = _filled(mark, {**context, "row": rows[place]}, place_of_mark) if rows else ""
            if isinstance(cell, Cell):
                write_text(cell, text)
        sheet.row_dimensions[data.top + place].height = height


def _finish_table(book: Workbook, sheet: Worksheet, last: int) -> None:
    """Break the header's lines, and give the last row the rule below that the header has above."""
    header = _named(book, sheet, HEADER)
    if header is None:
        return
    for column in header.columns:
        head, cell = sheet.cell(header.top, column), sheet.cell(last, column)
        old = cell.border
        cell.border = Border(left=old.left, right=old.right, top=old.top, bottom=head.border.top)
        if isinstance(head, Cell) and head.value:
            break_header(sheet, head)


def _extend_names(book: Workbook, sheet: Worksheet, data: _Cells, count: int) -> None:
    """Let the name of the data row, its validations and the print area cover all rows."""
    end = data.top + count - 1
    _rename(book, sheet, ROWS, _Cells(data.left, data.top, data.right, end))
    for validation in sheet.data_validations.dataValidation:
        _extend_validation(validation, data, end)
    left, _, right, bottom = (int(edge or 1) for edge in range_boundaries(str(sheet.dimensions)))
    sheet.print_area = f"{get_column_letter(left)}1:{get_column_letter(right)}{bottom}"


def _extend_validation(validation: DataValidation, data: _Cells, end: int) -> None:
    for cells in list(validation.sqref.ranges):
        if cells.min_row <= data.top <= cells.max_row:
            cells.expand(down=end - cells.max_row)
