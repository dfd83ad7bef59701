"""Rows below the header that are no data: remarks and totals under the table, and the header standing there again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.campaign.errors import Problem, error, warning
from generator.campaign.masking import quoted
from generator.reading.raw import bare_name, names_of
from generator.reading.sheets.cells import NOTHING, ReadRow
from generator.reading.sheets.header import HeadedSheet, fields_in, header_text

LOOKED_AT = 3  # cells of a row that tell whether it may be a header
# How remarks, totals and signatures under a table begin.
NOTE = re.compile(
    r"(?:附?注|备注|说明|(?:填表|填写|填报)(?:说明|要求)?)\s*\d*\s*(?:[:：、.．]|$)"
    r"|(?:合\s*计|总\s*计|共\s*计|小\s*计)|共\s*\d+\s*[个项件条人名]"
    r"|(?:填报人?|填表人?|制表人?|经办人?|审核人?|审批人?|复核人?|(?:单位)?负责人|联系人|(?:联系)?电话|分管领导|主要领导"
    r"|(?:填报|申报|推荐|所在)?单位|(?:填报|填表|申报)?(?:日期|时间)|盖章|公章|签字|签名)\s*(?:[（(][^）)]*[）)])?\s*[:：]"
    r"|[（(]?\s*(?:单位)?(?:盖章|公章|签字|签名)\s*[）)]?$"
    r"|[※＊*]|[—\-－\s]*以下空白|\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?$"
)


def passed_over(table: HeadedSheet) -> dict[int, Problem]:
    """The rows that are no data, each with what is told of it."""
    found: dict[int, Problem] = {}
    names = names_of(table.fields)
    for row, cells in table.below:
        problem = _note(table, row, cells)
        if any(bare_name(header_text(cells[column])) in names for column in sorted(cells)[:LOOKED_AT]):
            problem = _header_again(table, row) or problem
        if problem:
            found[row] = problem
    return found


def _header_again(table: HeadedSheet, row: int) -> Problem | None:
    """What is told of a second header: a reminder, or an error where its columns stand in another order."""
    again = fields_in(table.sheet.rows[row], table.fields)
    if 2 * len(again) <= len(table.columns):
        return None
    place = table.sheet.place(row, min(again))
    if all(table.columns.get(column) == field for column, field in again.items()):
        message = "这一行又是表头，没有当作数据读入。"
        return warning("header-again", place, "", message, "请核对后删去这一行。")
    message = "这里又是一个表头，栏目的顺序与上面不同，下面各行会读错栏。"
    return error("header-again", place, "", message, "请把下面各行按上面表头的顺序排好，再删去这一行。")


def _note(table: HeadedSheet, row: int, cells: ReadRow) -> Problem | None:
    """The reminder that a row is a remark: it begins like one, and is no whole record."""
    texts = _texts(cells)
    column, beginning = next(texts, (0, ""))
    if not NOTE.match(beginning):
        return None
    if not any(field.required and cells.get(at, NOTHING).is_blank for at, field in table.columns.items()):
        return None
    whole = " ".join((beginning, *(text for _, text in texts)))
    message = f"这一行只有{quoted(whole)}，看作表格的说明，没有当作数据读入。"
    fix = "如是申报内容，请按表头逐栏填写；说明请移到“填表说明”表中或删去。"
    return warning("note-row", table.sheet.place(row, column), "", message, fix)


def _texts(cells: ReadRow) -> Iterator[tuple[int, str]]:
    """Column and text of the row's cells that show anything."""
    for column, cell in sorted(cells.items()):
        if not cell.is_blank:
            yield column, str(cell.value).strip()
