"""What a sheet hides from the eye, or lets one value stand for many: told, never passed over."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from generator.campaign.errors import Place, Problem, error, warning
from generator.reading.sheets.cells import LAST_COLUMN
from generator.reading.sheets.header import HeadedSheet

MOST_MERGES = 100  # told one by one
MOST_NAMED = 10  # rows or columns listed in one message


def hidden_problems(table: HeadedSheet) -> list[Problem]:
    """A reminder each for a hidden sheet, and for hidden or filtered rows and hidden columns that hold anything.

    All of them are read like others.
    """
    sheet, problems = table.sheet, []
    place = Place(sheet.file, sheet.title)
    if not sheet.is_visible:
        problems.append(warning("hidden", place, "", "工作表被隐藏，其中内容照样读入。", "请取消隐藏后核对。"))
    shown = {row for row, cells in sheet.rows.items() if any(not cell.is_blank for cell in cells.values())}
    rows = [str(row) for row in sorted(sheet.hidden_rows & shown) if row > table.header]
    if rows:
        more = f"等{len(rows)}行" if len(rows) > MOST_NAMED else "行"
        message = f"第{'、'.join(rows[:MOST_NAMED])}{more}被隐藏或筛选掉，其中内容照样读入。"
        problems.append(warning("hidden", place, "", message, "请取消隐藏和筛选后核对。"))
    used = sorted({column for cells in sheet.rows.values() for column, cell in cells.items() if not cell.is_blank})
    hidden = bytearray(LAST_COLUMN + 2)
    for first, last in sheet.hidden_columns:
        first, last = max(0, first), min(last, LAST_COLUMN)
        hidden[first : last + 1] = b"\1" * max(0, last + 1 - first)
    columns = [get_column_letter(column) for column in used if hidden[column]]
    if columns:
        more = f"等{len(columns)}列" if len(columns) > MOST_NAMED else "列"
        message = f"{'、'.join(columns[:MOST_NAMED])}{more}被隐藏，其中内容照样读入。"
        problems.append(warning("hidden", place, "", message, "请取消隐藏后核对。"))
    return problems


def merged_problems(table: HeadedSheet) -> list[Problem]:
    """Merged cells among the data: only their first cell holds a value, and nobody knows for which rows it is meant."""
    fix = "请取消合并，每格各填一个值。"
    below = [area for area in table.sheet.merged if area.bottom > table.header]
    among = [area for area in below if not (area.top == area.bottom and area.top in table.passed_over)]
    places = [Place(table.sheet.file, table.sheet.title, area.name) for area in among[: MOST_MERGES + 1]]
    told = [error("merged", place, "", "数据区有合并单元格。", fix) for place in places[:MOST_MERGES]]
    if len(among) > MOST_MERGES:
        message = f"数据区还有{len(among) - MOST_MERGES}处合并单元格，没有列出。"
        told.append(error("merged", places[MOST_MERGES], "", message, fix))
    return told
