"""The entry workbook → raw rows, each value with its sheet and cell. The cell's type is kept, never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from generator.campaign.errors import Place, Problem, error, warning
from generator.campaign.fields import AWARD_SHEET, Fields
from generator.reading.prescan import PackageRefusedError, workbook_zip
from generator.reading.raw import RawTable
from generator.reading.sheets.budget import Budget
from generator.reading.sheets.cells import is_empty, read_cells
from generator.reading.sheets.table import read_sheet
from generator.reading.sheets.workbook_package import SheetPart, Workbook, opened

# Sheets of the entry workbook that hold no data: the instructions, and the words of its drop-downs.
MOST_NAMED, LONGEST_NAMED = 20, 40  # sheets in one message, and characters of each
OWN_SHEETS = frozenset({"填表说明", "选项"})


def read_workbook(path: Path, name: str, fields: Fields) -> tuple[dict[str, RawTable], list[Problem]]:
    """The tables of these fields by sheet name, with every problem of the file's shape."""
    place = Place(name)
    try:
        with workbook_zip(path) as package:
            return _tables(opened(package), name, fields)
    except OSError:
        return {}, [error("file-missing", place, "", "文件不存在或打不开。", "请确认文件存在、没有被别的程序独占。")]
    except PackageRefusedError as refused:
        trouble = refused.trouble
    return {}, [error(trouble.code, place, "", trouble.message, trouble.fix)]


def _tables(book: Workbook, name: str, known: Fields) -> tuple[dict[str, RawTable], list[Problem]]:
    tables: dict[str, RawTable] = {}
    problems: list[Problem] = []
    if not book.has_formats:
        message = "文件里记录格式的部分读不出来，只读了内容；日期、删除线和上下标没法识别。"
        fix = "请核对日期等内容，或用 Excel、WPS 打开后另存一份。"
        problems.append(warning("workbook-formats", Place(name), "", message, fix))
    budget = Budget()
    titles: dict[str, list[SheetPart]] = defaultdict(list)
    for part in book.sheets:
        titles["".join(part.title.split())].append(part)
    for sheet, fields in known.tables.items():
        found = titles.pop(sheet, [])
        if not found:
            present = [part.title for part in book.sheets]
            meant = get_close_matches(sheet, present, n=1)
            titles.pop("".join(meant), None)
            problems.append(_missing_sheet(sheet, meant, present, name))
        elif len(found) > 1:
            message = f"工作表“{sheet}”有{len(found)}张，名称只差空格。"
            fix = "请把内容合并到一张，删去另一张。"
            problems.append(error("sheet-twice", Place(name, sheet=sheet), "", message, fix))
        else:
            tables[sheet], own = read_sheet(read_cells(book, found[0], budget, name), fields)
            problems.extend(own)
    others = [part for same in titles.values() for part in same]
    return tables, problems + _other_sheets(book, others, budget, name, known)


def _missing_sheet(sheet: str, meant: Sequence[str], present: Sequence[str], name: str) -> Problem:
    if sheet == AWARD_SHEET and not meant:  # which recommenders do not fill in, and may have deleted
        message = f"没有“{sheet}”表，当作没有写评选结果。"
        fix = f"申报单位的填报表没有这张表不用管；评选结果写在别的表里的，请把那张表改名为“{sheet}”。"
        return warning("awards-missing", Place(name), "", message, fix)
    message = f"缺少工作表“{sheet}”。"
    close = f"“{meant[0]}”" if meant else "相应的工作表"
    fix = f"请把{close}改名为“{sheet}”，现有：{_named(present)}。"
    return error("sheet-missing", Place(name, sheet=sheet), "", message, fix)


def _named(titles: Sequence[str]) -> str:
    more = f"等{len(titles)}张" if len(titles) > MOST_NAMED else ""
    return "、".join(title[:LONGEST_NAMED] for title in titles[:MOST_NAMED]) + more


def _other_sheets(
    book: Workbook, others: Iterable[SheetPart], budget: Budget, name: str, known: Fields
) -> list[Problem]:
    """A reminder for every further sheet with something on it: nothing there is read."""
    read = "、".join(known.tables)
    return [
        warning(
            "sheet-ignored",
            Place(name, sheet=part.title),
            "",
            f"只读取{read}三张表，这张表的内容没有读入。",
            "里面如有申报内容，请移到相应的表中；否则请删去这张表。",
        )
        for part in others
        if part.title not in OWN_SHEETS and not is_empty(book, part, budget)
    ]
