"""What a sheet hides from the eye, or lets one value stand for many: told, never passed over."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from generator.errors import Place, Problem, error, warning

MOST_NAMED = 10  # rows listed in one message


def hidden_problems(sheet: Worksheet, file: str, header: int) -> list[Problem]:
    """A reminder each for a hidden sheet, hidden or filtered rows, hidden columns: they are read like others."""
    place = Place(file, sheet=sheet.title)
    problems = []
    if sheet.sheet_state != "visible":
        problems.append(warning("hidden", place, "", "工作表被隐藏，其中内容照样读入。", "请取消隐藏后核对。"))
    rows = [str(row) for row, size in sorted(sheet.row_dimensions.items()) if size.hidden and row > header]
    if rows:
        more = f"等{len(rows)}行" if len(rows) > MOST_NAMED else "行"
        message = f"第{'、'.join(rows[:MOST_NAMED])}{more}被隐藏或筛选掉，其中内容照样读入。"
        problems.append(warning("hidden", place, "", message, "请取消隐藏和筛选后核对。"))
    columns = [letter for letter, size in sorted(sheet.column_dimensions.items()) if size.hidden]
    if columns:
        message = f"{'、'.join(columns)}列被隐藏，其中内容照样读入。"
        problems.append(warning("hidden", place, "", message, "请取消隐藏后核对。"))
    return problems


def merged_problems(sheet: Worksheet, file: str, header: int) -> list[Problem]:
    """Merged cells among the data: only their first cell holds a value, and nobody knows for which rows it is meant."""
    fix = "请取消合并，每格各填一个值。"
    return [
        error("merged", Place(file, sheet.title, merged.coord), "", "数据区有合并单元格。", fix)
        for merged in sheet.merged_cells.ranges
        if merged.max_row > header
    ]
