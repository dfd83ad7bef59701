"""One sheet of a workbook → its rows as raw values: header found, every cell judged by its type."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from openpyxl.utils.escape import unescape

from generator.campaign.errors import Place, Problem, Severity, error, errors_of, warning
from generator.campaign.examples import EXAMPLE_MARK, is_literal, literal_example
from generator.campaign.fields import Field
from generator.campaign.masking import masked, quoted
from generator.reading.raw import Raw, RawRecord, RawTable, Scalar
from generator.reading.sheets.cells import NOTHING, ReadCell, ReadRow, SheetCells
from generator.reading.sheets.header import HeadedSheet, header_problems, table_in
from generator.reading.sheets.notes import passed_over
from generator.reading.sheets.traps import hidden_problems, merged_problems

# How WPS puts a picture into a cell: as the formula, and as the value that it has elsewhere.
PICTURE_FORMULA, PICTURE = re.compile(r"=?(?:_xlfn\.)?DISPIMG\("), re.compile(r"=(?:_xlfn\.)?DISPIMG\(")
MOST_BAD_ROWS = 2_000  # of a sheet, told one by one; who has more has one fault in all of them
LEAST_LACKING = 3  # required values that a row lacks before they are told in one message
MOST_NAMED = 3
STRUCK_FIX = "作废的请删去，仍有效的请取消删除线。"


def read_sheet(sheet: SheetCells, fields: tuple[Field, ...]) -> tuple[RawTable, list[Problem]]:
    """The sheet's rows below its header, with every problem of header, shape and cells."""
    table = table_in(sheet, fields)
    if table is None:
        labels = "、".join(field.label for field in fields)
        place = Place(sheet.file, sheet.title)
        return RawTable(), [error("header-missing", place, "", "找不到表头。", f"第1行应为：{labels}。")]
    table.passed_over = passed_over(table)
    problems = header_problems(table) + hidden_problems(table) + merged_problems(table)
    rows, found = _records(table)
    return rows, [*problems, *found, *table.passed_over.values()]


def _records(table: HeadedSheet) -> tuple[RawTable, list[Problem]]:
    """The rows from below the header to the last with anything in it, each a record, blank, or no data."""
    sheet, columns, fields = table.sheet, table.columns, table.fields
    made, problems, bad = RawTable(), list[Problem](), list[int]()
    here = Place(sheet.file, sheet.title)
    absent = {field.key: Raw(None, here, refused=field.required) for field in fields if field not in columns.values()}
    filled = [row for row, cells in sheet.rows.items() if row > table.header and _holds(cells)]
    first = next((column for column, field in columns.items() if field.key == "number"), 1)
    no_data = sum(row in table.passed_over for row in filled)
    for row in filled:
        if row in table.passed_over:
            continue
        record, found = _record(table, row, first)
        if str(sheet.rows[row].get(first, NOTHING).value or "").startswith(EXAMPLE_MARK):
            no_data += 1
            if not _is_example(record, fields):
                message = "这一行以“示例”开头，却填了别的内容，没有读入。"
                fix = "如是申报内容，请把项目编号改成自己的编号；否则请删去这一行。"
                problems.append(error("example-row", record.place, "", message, fix))
        elif found or any(not raw.is_blank for raw in record.values.values()):
            record, unfinished = _judged_whole(record, columns.values())
            if errors_of([*found, *unfinished]):
                bad.append(row)
                if len(bad) > MOST_BAD_ROWS:
                    continue
            made.records.append(RawRecord(absent | record.values, record.place))
            problems += [*found, *unfinished]
    unlisted = bad[MOST_BAD_ROWS:]
    if unlisted:
        message = f"还有{len(unlisted)}行有错误，没有列出，也没有读入。"
        place = sheet.place(unlisted[0], first)
        problems.append(error("problems-unlisted", place, "", message, "请先改正上面各行的错误，再核对一次。"))
    made.read = max(filled, default=table.header) - table.header - no_data
    made.blank = made.read - len(made.records) - len(unlisted)
    return made, problems


def _holds(cells: ReadRow) -> bool:
    """Whether anything was entered in the row, a formula without a value too."""
    return any(not cell.is_blank or cell.formula is not None for cell in cells.values())


def _is_example(record: RawRecord, fields: tuple[Field, ...]) -> bool:
    """Whether the row is still the workbook's own example, by most of its values."""
    example = {field.key: literal_example(field) for field in fields if is_literal(field)}
    values = [(key, raw.value) for key, raw in record.values.items() if key in example and not raw.is_blank]
    same = sum(value == example[key] for key, value in values)
    return 2 * same >= len(values)


def _judged_whole(record: RawRecord, fields: Collection[Field]) -> tuple[RawRecord, list[Problem]]:
    """The same record; where it lacks most of what is required, these values refused and told in one message."""
    required = [field for field in fields if field.required]
    values = record.values
    lacking = [field for field in required if values[field.key].is_blank and not values[field.key].refused]
    if len(lacking) < LEAST_LACKING or 2 * len(lacking) <= len(required):
        return record, []
    given = [field.label for field in fields if not values[field.key].is_blank]
    named = "、".join(f"“{label}”" for label in given[:MOST_NAMED]) + ("等" if len(given) > MOST_NAMED else "")
    message = f"这一行只填了{named}，其余必填的{len(lacking)}项都没有填写。"
    fix = "如是申报内容，请补填；如是表下的说明，请移到“填表说明”表中或删去。"
    refused = {field.key: Raw(None, values[field.key].place, refused=True) for field in lacking}
    return RawRecord(values | refused, record.place), [error("row-unfinished", record.place, "", message, fix)]


def _record(table: HeadedSheet, row: int, first: int) -> tuple[RawRecord, list[Problem]]:
    """The row's values; one that cannot be taken is refused, with its problem."""
    values: dict[str, Raw] = {}
    problems: list[Problem] = []
    sheet, cells, here = table.sheet, table.sheet.rows[row], table.sheet.place(row, first)
    all_struck = _is_struck_out(cells, table.columns)
    if all_struck:
        problems.append(error("struck-out", here, "", "整行内容划有删除线，是否已作废？", STRUCK_FIX))
    for column, field in table.columns.items():
        place, cell = sheet.place(row, column), cells.get(column, NOTHING)
        trouble = None if all_struck else _cell_trouble(cell, place, field)
        if trouble is not None:
            problems.append(trouble)
        refused = all_struck or (trouble is not None and trouble.severity is Severity.ERROR)
        # What is struck out is not taken, but still tells whose row it is.
        values[field.key] = Raw(None if refused and not cell.struck else _scalar(cell.value), place, refused=refused)
    return RawRecord(values, here), problems


def _is_struck_out(cells: ReadRow, columns: Mapping[int, Field]) -> bool:
    """Whether all that the row says is struck out."""
    filled = [cell for column, cell in cells.items() if column in columns and not cell.is_blank]
    return len(filled) > 1 and all(_is_wholly_struck(cell) for cell in filled)


def _is_wholly_struck(cell: ReadCell) -> bool:
    return "".join("".join(cell.struck).split()) == "".join(str(cell.value).split())


def _scalar(value: Scalar) -> Scalar:
    """The cell's value, `_x000D_` read as what it stands for (ECMA-376, 22.9.2.19)."""
    return str(unescape(value)) if isinstance(value, str) and "_x" in value else value


def _cell_trouble(cell: ReadCell, place: Place, field: Field) -> Problem | None:
    if cell.is_error:
        return error(
            "cell-error", place, field.label, f"单元格显示错误值{quoted(str(cell.value))}。", "请改填正确的内容。"
        )
    if PICTURE_FORMULA.match(cell.formula or "") or (isinstance(cell.value, str) and PICTURE.match(cell.value)):
        fix = "请改填文字；图片请存成 JPG 文件放进 attachments 文件夹。"
        return error("cell-picture", place, field.label, "单元格里是一张图片，不是文字。", fix)
    if cell.formula is not None and cell.value is None:
        message = "这里是公式，但文件里没有保存它的结果。"
        return error("cell-formula", place, field.label, message, "请把公式换成它的值（选择性粘贴为数值）。")
    if cell.struck:
        part = "、".join(quoted(masked(text, field)) for text in cell.struck[:MOST_NAMED])
        message = "内容划有删除线，是否已作废？" if _is_wholly_struck(cell) else f"其中{part}划有删除线，是否已作废？"
        return error("struck-out", place, field.label, message, STRUCK_FIX)
    if cell.unshown:
        part = "、".join(quoted(masked(text, field)) for text in cell.unshown[:MOST_NAMED])
        message = f"其中{part}是上标或下标，没有相应的字符，会按普通文字印出。"
        return warning("script", place, field.label, message, "请改写成不用上下标的形式，或核对后保留。")
    return None
