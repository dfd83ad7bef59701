"""The entry workbook → raw rows, each value with its sheet and cell. The cell's type is kept, never guessed."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from generator.errors import Place, Problem, error, warning
from generator.fields import SHEETS
from generator.reading.prescan import BROKEN, WORKBOOK_ERRORS, has_formulas, workbook_trouble
from generator.reading.raw import RawTable
from generator.reading.sheet_table import is_empty, read_sheet

# Sheets of the entry workbook that hold no data: the instructions, and the words of its drop-downs.
OWN_SHEETS = frozenset({"填表说明", "选项"})


def read_workbook(path: Path, name: str) -> tuple[dict[str, RawTable], list[Problem]]:
    """The tables by sheet name, with every problem of the file's shape."""
    place = Place(name)
    try:
        trouble = workbook_trouble(path)
        if trouble is None:
            content = path.read_bytes()
            shown = _opened(content, values=True)
            # Without a formula both readings are the same, and reading is what takes the time.
            typed = _opened(content, values=False) if has_formulas(content) else shown
    except OSError:
        return {}, [error("file-missing", place, "", "文件不存在或打不开。", "请确认文件存在、没有被别的程序独占。")]
    except WORKBOOK_ERRORS:
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
    titles: dict[str, list[str]] = defaultdict(list)
    for sheet_of_cells in shown.worksheets:
        titles["".join(sheet_of_cells.title.split())].append(sheet_of_cells.title)
    for sheet, fields in SHEETS.items():
        found = titles.pop(sheet, [])
        if not found:
            meant = get_close_matches(sheet, shown.sheetnames, n=1)
            titles.pop("".join(meant), None)
            problems.append(_missing_sheet(sheet, meant, shown.sheetnames, name))
        elif len(found) > 1:
            message = f"工作表“{sheet}”有{len(found)}张，名称只差空格。"
            fix = "请把内容合并到一张，删去另一张。"
            problems.append(error("sheet-twice", Place(name, sheet=sheet), "", message, fix))
        else:
            tables[sheet], own = read_sheet(shown[found[0]], typed[found[0]], fields, name)
            problems.extend(own)
    others = [title for same in titles.values() for title in same]
    return tables, problems + _other_sheets(shown, others, name)


def _missing_sheet(sheet: str, meant: Sequence[str], present: Iterable[str], name: str) -> Problem:
    message = f"缺少工作表“{sheet}”。"
    close = f"“{meant[0]}”" if meant else "相应的工作表"
    fix = f"请把{close}改名为“{sheet}”，现有：{'、'.join(present)}。"
    return error("sheet-missing", Place(name, sheet=sheet), "", message, fix)


def _other_sheets(book: Workbook, titles: Iterable[str], name: str) -> list[Problem]:
    """A reminder for every further sheet with something on it: nothing there is read."""
    known = "、".join(SHEETS)
    return [
        warning(
            "sheet-ignored",
            Place(name, sheet=title),
            "",
            f"只读取{known}三张表，这张表的内容没有读入。",
            "里面如有申报内容，请移到相应的表中；否则请删去这张表。",
        )
        for title in titles
        if title not in OWN_SHEETS and not is_empty(book[title])
    ]
