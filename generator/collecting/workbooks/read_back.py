"""The sheets of a workbook that an earlier run wrote, row by row."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from generator.campaign.errors import DataError, Place, error
from generator.reading.prescan import PackageRefusedError, workbook_zip
from generator.reading.sheets.budget import Budget
from generator.reading.sheets.cells import read_cells
from generator.reading.sheets.workbook_package import opened

_ANOTHER = "请换一个输出文件夹，或把它移走；打开着的请先关上。"


def refuse(name: str, message: str, fix: str = _ANOTHER) -> NoReturn:
    """Raise DataError: what an earlier run wrote cannot be gone on with."""
    raise DataError([error("collect/earlier", Place(name), "", message, fix)])


def sheets_of(path: Path, titles: Collection[str] = ()) -> dict[str, list[dict[str, str]]]:
    """The rows of each sheet, or of those called so, by the labels of the header."""
    made: dict[str, list[dict[str, str]]] = {}
    try:
        with workbook_zip(path) as package:
            book, budget = opened(package), Budget()
            for part in book.sheets:
                if titles and part.title not in titles:
                    continue
                rows = read_cells(book, part, budget, path.name).rows
                head = {column: str(cell.value) for column, cell in rows.get(1, {}).items() if cell.value}
                made[part.title] = [
                    {head[column]: as_text(cell.value) for column, cell in cells.items() if column in head}
                    for number, cells in rows.items()
                    if number > 1
                ]
    except (OSError, PackageRefusedError) as wrong:
        refuse(path.name, f"读不出来：{wrong}")
    return made


def as_text(value: object) -> str:
    """A value of a cell as the text that we wrote."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
