"""What stands in a workbook, and the same workbook filled cell by cell with openpyxl, as the reference of the run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Border
from openpyxl.utils import absolute_coordinate, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from generator.ground.environment import environment
from generator.rendering.excel.columns import width_mm
from generator.rendering.excel.package import workbook_bytes
from generator.rendering.excel.row_heights import cell_slot, fitted, header_fitted, line_height_pt, row_height_pt
from generator.rendering.excel.text_cells import take_style, write_text

_STYLE = ("font", "fill", "border", "alignment", "protection")
_SHEET = ("page_setup", "page_margins", "print_options", "sheet_properties", "sheet_view", "protection", "auto_filter")


def facts(content: bytes) -> dict[tuple[str, str], str]:
    """Everything that openpyxl knows of the workbook's sheets and names, as text, by sheet and place."""
    book = load_workbook(BytesIO(content))
    found = {("", name): str(defined.attr_text) for name, defined in book.defined_names.items()}
    for sheet in book.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        about: dict[str, Any] = {
            cell.coordinate: (cell.value, cell.data_type, cell.number_format, [getattr(cell, part) for part in _STYLE])
            for cell in cells
        }
        about |= {f"row {row}": (size.height, size.hidden) for row, size in sheet.row_dimensions.items()}
        about |= {f"column {name}": (size.width, size.hidden) for name, size in sheet.column_dimensions.items()}
        about |= {part: getattr(sheet, part) for part in _SHEET}
        about |= {
            "size": sheet.dimensions,
            "merged": sorted(map(str, sheet.merged_cells.ranges)),
            "rules": sheet.data_validations.dataValidation,
            "printed": (sheet.print_area, sheet.print_title_rows, sheet.freeze_panes, sheet.oddFooter.center.text),
        }
        found |= {(sheet.title, place): re.sub(" at 0x[0-9a-f]+", "", repr(what)) for place, what in about.items()}
    return found


def reference(template: bytes, context: Mapping[str, Any]) -> bytes:
    """The only sheet of a template filled; below its table there is no more than one merged line."""
    book = load_workbook(BytesIO(template))
    sheet, rows = book.worksheets[0], context.get("prepared_rows") or context["rows"]
    header, data = _named(book, "header"), _named(book, "rows")
    for rule in sheet.data_validations.dataValidation:
        rule.formula1 = _filled(rule.formula1, context)
        rule.error = _filled(rule.error, context)
        for cells in list(rule.sqref.ranges):
            cells.expand(down=len(rows) - 1)
    for cell in [cell for row in sheet.iter_rows() for cell in row if cell.row != data.min_row and cell.value]:
        write_text(cell, _filled(cell.value, context))
    struts = range(data.max_col + 1, sheet.max_column + 1)
    models = [(cell, cell.value) for cell in sheet[data.min_row]]
    if not context.get("blank"):
        models = models[: data.max_col]
        sheet.delete_cols(data.max_col + 1, len(struts))
    _move_foot(book, sheet, data.min_row + 1, len(rows) - 1)
    for number, row in enumerate(rows, start=data.min_row):
        for model, mark in models:
            cell = sheet.cell(number, model.column)
            take_style(cell, model)
            write_text(cell, _filled(mark, {**context, "row": row}) or "")
        sheet.row_dimensions[number].height = sheet.row_dimensions[data.min_row].height
    data.expand(down=len(rows) - 1)
    for column in range(header.min_col, header.max_col + 1):
        cell, rule = sheet.cell(data.max_row, column), sheet.cell(header.min_row, column).border.top
        cell.border = Border(left=cell.border.left, right=cell.border.right, top=cell.border.top, bottom=rule)
    for number in range(1, sheet.max_row + 1):
        _set_height(sheet, number, header.min_row)
        if context.get("blank") and number in range(data.min_row, data.max_row + 1):
            sheet.row_dimensions[number].height = None
    _rename(book, "rows", sheet, data.coord)
    if "brief_limit" in book.defined_names:
        book.defined_names["brief_limit"].attr_text = str(context["brief_limit"])
    sheet.print_area = f"A1:{get_column_letter(data.max_col)}{sheet.max_row}"
    return workbook_bytes(book, date(2023, 7, 20))


def _named(book: Workbook, name: str) -> CellRange:
    ((_, cells),) = book.defined_names[name].destinations
    return CellRange(cells)


def _rename(book: Workbook, name: str, sheet: Worksheet, cells: str) -> None:
    book.defined_names[name].attr_text = f"'{sheet.title}'!{absolute_coordinate(cells)}"


def _filled(text: str | None, context: Mapping[str, Any]) -> Any:
    return environment(escape=False).from_string(text).render(context) if text and "{" in text else text


def _move_foot(book: Workbook, sheet: Worksheet, row: int, by: int) -> None:
    merged = [one for one in sheet.merged_cells.ranges if one.min_row == row]
    if not merged or not by:
        return
    sheet.unmerge_cells(merged[0].coord)
    sheet.insert_rows(row, by)
    sheet.merge_cells(start_row=row + by, end_row=row + by, start_column=1, end_column=merged[0].max_col)
    sheet.row_dimensions[row + by].height = sheet.row_dimensions[row].height
    _rename(book, "foot_note", sheet, f"A{row + by}")


def _set_height(sheet: Worksheet, number: int, header: int) -> None:
    """The row's height, and the sizes of its texts."""
    needed_pt = [sheet.row_dimensions[number].height or 0]
    for cell in sheet[number]:
        if not cell.value:
            continue
        size_pt = cell.font.size
        slot = cell_slot(_width_mm(sheet, cell), cell.alignment.indent or 0, cell.font.name, size_pt)
        if number == header:
            cell.value, size_pt, height_pt = header_fitted(cell.value, slot, size_pt)
        elif cell.alignment.wrap_text:
            size_pt, height_pt = fitted(cell.value, slot)
        else:
            height_pt = line_height_pt(size_pt)
        needed_pt.append(height_pt)
        font = copy(cell.font)
        font.size = size_pt
        cell.font = font
    sheet.row_dimensions[number].height = row_height_pt(max(needed_pt))


def _width_mm(sheet: Worksheet, cell: Cell) -> float:
    merged = [one for one in sheet.merged_cells.ranges if cell.coordinate in one]
    last = merged[0].max_col if merged else cell.column
    return sum(width_mm(sheet.column_dimensions[get_column_letter(one)].width) for one in range(cell.column, last + 1))
