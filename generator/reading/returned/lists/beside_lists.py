"""What stands in a workbook beside the rows of its lists: hidden sheets and rows, sheets set aside, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.campaign.errors import Place, Problem
from generator.campaign.masking import quoted
from generator.reading.returned.found import unread
from generator.reading.returned.lists.cells import GONE
from generator.reading.returned.lists.in_sheets import ListSheet, list_in
from generator.reading.returned.lists.rows import is_none
from generator.reading.returned.marks import FormMarks
from generator.reading.sheets.budget import Budget
from generator.reading.sheets.cells import read_cells
from generator.reading.sheets.rich_text import MAIN
from generator.reading.sheets.workbook_package import SheetPart, Workbook

_ASIDE = re.compile(rf"{GONE}|备选|候补|草稿|旧表|作废|删除|未报")
_MOST_COMMENTS = 20
_SHEET, _ROWS, _COMMENT = "工作表", "隐藏的行", "批注"
_TAKE_OUT = "不申报的，请删去再收一次，或从 applications.xlsx 里删去。"


def beside_lists(book: Workbook, name: str, known: Sequence[FormMarks]) -> Iterator[Problem]:
    """What a clerk has to know of the workbook beside what its lists say. `name` is how messages call it.

    Raises as `list_sheets` does.
    """
    budget = Budget()
    sheets = [(part, read_cells(book, part, budget, name)) for part in book.sheets]
    lists = [made for part, cells in sheets if (made := list_in(part, cells, known)) is not None]
    is_any_visible = any(cells.is_visible for _, cells in sheets)
    for one in lists:
        if is_any_visible and not one.cells.is_visible:
            message = f"隐藏的工作表{quoted(one.part.title)}里也有一张表，没有核对。"
            yield unread(Place(name, one.part.title), _SHEET, message, "要用的，请取消隐藏后再收一次。")
            continue
        if _ASIDE.search(one.part.title):
            message = f"工作表{quoted(one.part.title)}里的项目也读入了。"
            yield unread(Place(name, one.part.title), _SHEET, message, _TAKE_OUT)
        yield from _hidden_rows(one)
        yield from comments_in(book, one.part, name)


def _hidden_rows(one: ListSheet) -> Iterator[Problem]:
    rows = [row for row in one.rows if row.row in one.cells.hidden_rows and not is_none(one.header, row)]
    if rows:
        which = "、".join(str(row.row) for row in rows)
        message = f"第{which}行被隐藏（或被筛选掉），也读入了。"
        yield unread(one.cells.place(rows[0].row, 1), _ROWS, message, _TAKE_OUT)


def comments_in(book: Workbook, part: SheetPart, name: str) -> Iterator[Problem]:
    """What somebody wrote in comments on the sheet's cells."""
    found = [one for _, (kind, one) in book.parts.relations(part.part) if kind == "comments"]
    root = book.parts.tree(found[0]) if found else None
    for comment in list(root.iter(f"{MAIN}comment"))[:_MOST_COMMENTS] if root is not None else ():
        text = "".join(one.text or "" for one in comment.iter(f"{MAIN}t")).strip()
        if text:
            message = f"这一格的批注写着{quoted(text)}，没有核对。"
            yield unread(Place(name, part.title, comment.get("ref", "")), _COMMENT, message)
