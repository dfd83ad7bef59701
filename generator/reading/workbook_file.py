"""The entry workbook → raw rows, each value with its sheet and cell. The cell's type is kept, never guessed."""

from __future__ import annotations

import warnings
import zlib
from datetime import date, time
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.errors import Place, Problem, error, warning
from generator.fields import SHEETS, Field
from generator.reading.prescan import BROKEN, workbook_trouble
from generator.reading.raw import Raw, RawRecord, RawTable, Scalar, field_called, near_field, unknown_name

HEADER_SEARCH_ROWS = 10
EXAMPLE_MARK = "示例"


def read_workbook(path: Path, name: str) -> tuple[dict[str, RawTable], list[Problem]]:
    """The tables by sheet name, with every problem of the file's shape."""
    place = Place(name)
    try:
        trouble = workbook_trouble(path)
        if trouble is None:
            content = path.read_bytes()
            shown, typed = _opened(content, values=True), _opened(content, values=False)
    except OSError:
        return {}, [error("file-missing", place, "", "文件不存在或打不开。", "请确认文件存在、没有被别的程序独占。")]
    except (InvalidFileException, BadZipFile, zlib.error, KeyError, ValueError, TypeError, SyntaxError, AttributeError):
        trouble = BROKEN
    if trouble:
        return {}, [error(trouble.code, place, "", trouble.message, trouble.fix)]
    return _tables(shown, typed, name)


def _opened(content: bytes, *, values: bool) -> Workbook:
    """The workbook, with the values that its formulas last had or with the formulas themselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of extensions that it drops; we only read
        return load_workbook(BytesIO(content), data_only=values)


def _tables(shown: Workbook, typed: Workbook, name: str) -> tuple[dict[str, RawTable], list[Problem]]:
    tables: dict[str, RawTable] = {}
    problems: list[Problem] = []
    titles = {"".join(title.split()): title for title in shown.sheetnames}
    for sheet, fields in SHEETS.items():
        if sheet not in titles:
            problems.append(_missing_sheet(sheet, tuple(shown.sheetnames), name))
            continue
        table, found = _read_sheet(shown[titles[sheet]], typed[titles[sheet]], fields, name)
        tables[sheet] = table
        problems.extend(found)
    return tables, problems


def _missing_sheet(sheet: str, present: tuple[str, ...], name: str) -> Problem:
    message = f"缺少工作表“{sheet}”。"
    close = get_close_matches(sheet, present, n=1)
    meant = f"“{close[0]}”" if close else "相应的工作表"
    fix = f"请把{meant}改名为“{sheet}”，现有：{'、'.join(present)}。"
    return error("sheet-missing", Place(name, sheet=sheet), "", message, fix)


def _read_sheet(
    shown: Worksheet, typed: Worksheet, fields: tuple[Field, ...], name: str
) -> tuple[RawTable, list[Problem]]:
    header, problems = _header(shown, fields, name)
    table = RawTable()
    if header is None:
        return table, problems
    row_of_header, columns = header
    problems.extend(_hidden(shown, name, row_of_header))
    here = Place(name, sheet=shown.title)
    absent = {field.key: Raw(None, here, refused=field.required) for field in fields if field not in columns.values()}
    for row in range(row_of_header + 1, shown.max_row + 1):
        if str(shown.cell(row, 1).value or "").startswith(EXAMPLE_MARK):
            continue
        table.read += 1
        record, found = _read_row(shown, typed, row, columns, name)
        if all(raw.is_blank for raw in record.values.values()) and not found:
            table.blank += 1
            continue
        table.records.append(RawRecord(absent | record.values, record.place))
        problems.extend(found)
    return table, problems


def _header(
    sheet: Worksheet, fields: tuple[Field, ...], name: str
) -> tuple[tuple[int, dict[int, Field]] | None, list[Problem]]:
    """The header's row and the field of each column; unknown, double and missing headers are problems."""
    best, hits = 0, 0
    for row in range(1, min(sheet.max_row, HEADER_SEARCH_ROWS) + 1):
        found = sum(field_called(_header_text(cell), fields) is not None for cell in sheet[row])
        if found > hits:
            best, hits = row, found
    place = Place(name, sheet=sheet.title)
    if hits < min(2, len(fields)):
        labels = "、".join(field.label for field in fields)
        return None, [error("header-missing", place, "", "找不到表头。", f"第1行应为：{labels}。")]
    return _header_columns(sheet, best, fields, place)


def _header_columns(
    sheet: Worksheet, row: int, fields: tuple[Field, ...], place: Place
) -> tuple[tuple[int, dict[int, Field]], list[Problem]]:
    columns: dict[int, Field] = {}
    problems: list[Problem] = []
    for cell in sheet[row]:
        text = _header_text(cell)
        if not text:
            continue
        at = Place(place.file, place.sheet, cell.coordinate)
        field = field_called(text, fields)
        if field is None or cell.column is None:
            problems.append(unknown_name("unknown-header", at, "表头", text, fields))
        elif field in columns.values():
            problems.append(error("header-twice", at, field.label, "这个表头出现了两次。", "请删去多余的一列。"))
        else:
            columns[cell.column] = field
    meant = {near.key for problem in problems if (near := near_field(problem.field, fields))}
    for field in fields:
        if field.required and field not in columns.values() and field.key not in meant:
            problems.append(error("header-missing", place, field.label, "缺少这一列。", "请补上这一列。"))
    return (row, columns), problems


def _header_text(cell: Any) -> str:
    """The header without line breaks and the mark of required columns."""
    return "".join(str(cell.value or "").split()).removesuffix("*")


def _hidden(sheet: Worksheet, name: str, header_row: int) -> list[Problem]:
    place = Place(name, sheet=sheet.title)
    problems = []
    if sheet.sheet_state != "visible":
        problems.append(warning("hidden", place, "", "工作表被隐藏，其中内容照样读入。", "请取消隐藏后核对。"))
    rows = [str(row) for row, size in sorted(sheet.row_dimensions.items()) if size.hidden and row > header_row]
    if rows:
        message = f"第{'、'.join(rows[:10])}行被隐藏或筛选掉，其中内容照样读入。"
        problems.append(warning("hidden", place, "", message, "请取消隐藏和筛选后核对。"))
    columns = [letter for letter, size in sorted(sheet.column_dimensions.items()) if size.hidden]
    if columns:
        message = f"{'、'.join(columns)}列被隐藏，其中内容照样读入。"
        problems.append(warning("hidden", place, "", message, "请取消隐藏后核对。"))
    for merged in sheet.merged_cells.ranges:
        if merged.max_row > header_row:
            at = Place(name, sheet.title, merged.coord)
            problems.append(error("merged", at, "", "数据区有合并单元格。", "请取消合并，每格各填一个值。"))
    return problems


def _read_row(
    shown: Worksheet, typed: Worksheet, row: int, columns: dict[int, Field], name: str
) -> tuple[RawRecord, list[Problem]]:
    values: dict[str, Raw] = {}
    problems: list[Problem] = []
    for column, field in columns.items():
        cell, source = shown.cell(row, column), typed.cell(row, column)
        place = Place(name, shown.title, f"{get_column_letter(column)}{row}")
        trouble = _cell_trouble(cell, source, place, field)
        if trouble is None:
            values[field.key] = Raw(_scalar(cell.value), place)
        else:
            problems.append(trouble)
            values[field.key] = Raw(None, place, refused=True)
    return RawRecord(values, Place(name, shown.title, f"A{row}")), problems


def _scalar(value: Any) -> Scalar:
    """The cell's value, `_x000D_` read as what it stands for (ECMA-376, 22.9.2.19).

    A kind of value that no field takes becomes its text.
    """
    if isinstance(value, str):
        return str(unescape(value))
    return value if value is None or isinstance(value, str | int | float | date | time) else str(value)


def _cell_trouble(cell: Cell | MergedCell, source: Cell | MergedCell, place: Place, field: Field) -> Problem | None:
    if cell.data_type == "e" or source.data_type == "e":
        return error("cell-error", place, field.label, f"单元格显示错误值 {cell.value}。", "请改填正确的内容。")
    if source.data_type == "f" and cell.value is None:
        message = "这里是公式，但文件里没有保存它的结果。"
        return error("cell-formula", place, field.label, message, "请把公式换成它的值（选择性粘贴为数值）。")
    return None
