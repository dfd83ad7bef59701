"""One sheet of a workbook → its rows as raw values: header found, every cell judged by its type."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from generator.errors import Place, Problem, error
from generator.examples import EXAMPLE_MARK, EXAMPLES
from generator.fields import Field
from generator.masking import quoted
from generator.reading.raw import Raw, RawRecord, RawTable, Scalar, field_called, near_field, unknown_name
from generator.reading.sheet_traps import hidden_problems, merged_problems

HEADER_SEARCH_ROWS = 10
PICTURE_FORMULA = re.compile(r"=(?:_xlfn\.)?DISPIMG\(")  # how WPS puts a picture into a cell

Row = Mapping[int, Cell | MergedCell]  # the cells of a row that the file holds, by column from 1


@dataclass(frozen=True)
class _Sheet:
    """A sheet by its rows: `shown` with the last values of formulas, `typed` with the formulas themselves."""

    file: str
    title: str
    shown: Mapping[int, Row]
    typed: Mapping[int, Row]

    def place(self, row: int, column: int) -> Place:
        return Place(self.file, self.title, f"{get_column_letter(column)}{row}")


def read_sheet(
    shown: Worksheet, typed: Worksheet, fields: tuple[Field, ...], name: str
) -> tuple[RawTable, list[Problem]]:
    """The sheet's rows below its header, with every problem of header, shape and cells."""
    rows = rows_of(shown)
    sheet = _Sheet(name, shown.title, rows, rows if typed is shown else rows_of(typed))
    row, columns, problems = _header(sheet, fields)
    if not columns:
        return RawTable(), problems
    problems += hidden_problems(shown, name, row) + merged_problems(shown, name, row)
    table, found = _records(sheet, row, columns, fields)
    return table, problems + found


def is_empty(sheet: Worksheet) -> bool:
    """Whether no cell of the sheet holds anything."""
    return all(_is_blank(cell) for row in rows_of(sheet).values() for cell in row.values())


def rows_of(sheet: Worksheet) -> dict[int, Row]:
    """The cells that the file holds, row by row in order.

    openpyxl's own ways of going through rows make a cell for every place up to the last one: a single blank in
    row 1,048,576 would cost minutes and gigabytes.
    """
    rows: dict[int, dict[int, Cell | MergedCell]] = defaultdict(dict)
    for (row, column), cell in sheet._cells.items():
        rows[row][column] = cell
    return {row: rows[row] for row in sorted(rows)}


def _is_blank(cell: Cell | MergedCell | None) -> bool:
    value = None if cell is None else cell.value
    return value is None or (isinstance(value, str) and not value.strip())


def _header(sheet: _Sheet, fields: tuple[Field, ...]) -> tuple[int, dict[int, Field], list[Problem]]:
    """The header's row and the field of each column, none where no header is found; and its problems."""
    hits = {
        row: sum(field_called(_header_text(cell), fields) is not None for cell in cells.values())
        for row, cells in sheet.shown.items()
        if row <= HEADER_SEARCH_ROWS
    }
    best = max(hits, key=lambda row: (hits[row], -row), default=0)
    if hits.get(best, 0) < min(2, len(fields)):
        labels = "、".join(field.label for field in fields)
        place = Place(sheet.file, sheet.title)
        return 0, {}, [error("header-missing", place, "", "找不到表头。", f"第1行应为：{labels}。")]
    columns, problems = _header_columns(sheet, best, fields)
    return best, columns, problems


def _header_columns(sheet: _Sheet, row: int, fields: tuple[Field, ...]) -> tuple[dict[int, Field], list[Problem]]:
    columns: dict[int, Field] = {}
    problems: list[Problem] = []
    for column, cell in sorted(sheet.shown[row].items()):
        text = _header_text(cell)
        if not text:
            continue
        at = sheet.place(row, column)
        field = field_called(text, fields)
        if field is None:
            problems.append(unknown_name("unknown-header", at, "表头", text, fields))
        elif field in columns.values():
            problems.append(error("header-twice", at, field.label, "这个表头出现了两次。", "请删去多余的一列。"))
        else:
            columns[column] = field
    meant = {near.key for problem in problems if (near := near_field(problem.field, fields))}
    present = meant | {field.key for field in columns.values()}
    missing = [field.label for field in fields if field.required and field.key not in present]
    return columns, problems + _missing_headers(sheet, row, missing)


def _missing_headers(sheet: _Sheet, header: int, missing: list[str]) -> list[Problem]:
    """The columns that are missing; or, where columns without a header hold something, those by their place."""
    if headless := _headless(sheet, header):
        lacking = f"请补上表头（缺少：{'、'.join(missing)}）" if missing else "请补上表头"
        message, fix = "这一列没有表头，其中的内容没有读入。", f"{lacking}，或删去这一列的内容。"
        return [error("header-missing", sheet.place(*cell), "", message, fix) for cell in headless]
    place = Place(sheet.file, sheet.title)
    return [error("header-missing", place, label, "缺少这一列。", "请补上这一列。") for label in missing]


def _header_text(cell: Cell | MergedCell) -> str:
    """The header without line breaks and the mark of required columns."""
    return "".join(str(cell.value or "").split()).removesuffix("*")


def _headless(sheet: _Sheet, header: int) -> list[tuple[int, int]]:
    """Row and column of the first cell with content in every column that has an empty header."""
    named = {column for column, cell in sheet.shown[header].items() if _header_text(cell)}
    found: dict[int, int] = {}
    for row, cells in sheet.shown.items():
        for column, cell in cells.items():
            if row > header and column not in named and not _is_blank(cell):
                found.setdefault(column, row)
    return [(row, column) for column, row in sorted(found.items())]


def _records(
    sheet: _Sheet, header: int, columns: Mapping[int, Field], fields: tuple[Field, ...]
) -> tuple[RawTable, list[Problem]]:
    """The rows from below the header to the last with anything in it, each a record, blank, or the example."""
    table, problems = RawTable(), []
    here = Place(sheet.file, sheet.title)
    absent = {field.key: Raw(None, here, refused=field.required) for field in fields if field not in columns.values()}
    filled = [row for row, cells in sheet.shown.items() if row > header and _holds(sheet, row, cells)]
    examples = 0
    for row in filled:
        record, found = _record(sheet, row, columns)
        if str(sheet.shown[row].get(1, _NOTHING).value or "").startswith(EXAMPLE_MARK):
            examples += 1
            if not _is_example(record, sheet.title):
                problems.append(_changed_example(sheet, row))
            continue
        if all(raw.is_blank for raw in record.values.values()) and not found:
            continue
        table.records.append(RawRecord(absent | record.values, record.place))
        problems += found
    table.read = max(filled, default=header) - header - examples
    table.blank = table.read - len(table.records)
    return table, problems


def _holds(sheet: _Sheet, row: int, cells: Row) -> bool:
    """Whether anything was entered in the row, a formula without a value too."""
    return any(not _is_blank(cell) or not _is_blank(sheet.typed[row].get(column)) for column, cell in cells.items())


def _is_example(record: RawRecord, sheet: str) -> bool:
    """Whether the row is still the workbook's own example, by most of its values."""
    example = EXAMPLES["".join(sheet.split())]
    values = [(key, raw.value) for key, raw in record.values.items() if key in example and not raw.is_blank]
    same = sum((value.date() if isinstance(value, datetime) else value) == example[key] for key, value in values)
    return 2 * same >= len(values)


def _changed_example(sheet: _Sheet, row: int) -> Problem:
    message = "这一行以“示例”开头，却填了别的内容，没有读入。"
    fix = "如是申报内容，请把项目编号改成自己的编号；否则请删去这一行。"
    return error("example-row", sheet.place(row, 1), "", message, fix)


def _record(sheet: _Sheet, row: int, columns: Mapping[int, Field]) -> tuple[RawRecord, list[Problem]]:
    values: dict[str, Raw] = {}
    problems: list[Problem] = []
    shown, typed = sheet.shown[row], sheet.typed[row]
    for column, field in columns.items():
        place = sheet.place(row, column)
        cell, source = shown.get(column, _NOTHING), typed.get(column, _NOTHING)
        trouble = _cell_trouble(cell, source, place, field)
        if trouble is None:
            values[field.key] = Raw(_scalar(cell.value), place)
        else:
            problems.append(trouble)
            values[field.key] = Raw(None, place, refused=True)
    return RawRecord(values, sheet.place(row, 1)), problems


class _NoCell:
    """What stands where the file holds no cell."""

    value = None
    data_type = "n"


_NOTHING = _NoCell()


def _scalar(value: Any) -> Scalar:
    """The cell's value, `_x000D_` read as what it stands for (ECMA-376, 22.9.2.19).

    A kind of value that no field takes becomes its text.
    """
    if isinstance(value, str):
        return str(unescape(value)) if "_x" in value else value
    return value if value is None or isinstance(value, int | float | date | time) else str(value)


def _cell_trouble(
    cell: Cell | MergedCell | _NoCell, source: Cell | MergedCell | _NoCell, place: Place, field: Field
) -> Problem | None:
    if "e" in (cell.data_type, source.data_type):
        return error(
            "cell-error", place, field.label, f"单元格显示错误值{quoted(str(cell.value))}。", "请改填正确的内容。"
        )
    if any(PICTURE_FORMULA.match(str(one.value)) for one in (cell, source)):
        fix = "请改填文字；图片请存成 JPG 文件放进 attachments 文件夹。"
        return error("cell-picture", place, field.label, "单元格里是一张图片，不是文字。", fix)
    if source.data_type == "f" and cell.value is None:
        message = "这里是公式，但文件里没有保存它的结果。"
        return error("cell-formula", place, field.label, message, "请把公式换成它的值（选择性粘贴为数值）。")
    return None
