"""The questions of 待确认.xlsx read back one by one, and the workbook with answers typed in."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from generator.collecting.workbooks.question_book import ANSWER, ASKED, FIRST_CHOICE, QUESTION_COLUMNS
from generator.collecting.workbooks.read_back import as_text, refuse
from generator.ground.inputs import read_file
from generator.reading.prescan import PackageRefusedError, workbook_zip
from generator.reading.sheets.budget import Budget
from generator.reading.sheets.cells import read_cells
from generator.reading.sheets.workbook_package import opened
from generator.rendering.excel.package import saved

_LABELS = [column.label for column in QUESTION_COLUMNS]


@dataclass(frozen=True)
class Asked:
    """A question as the workbook has it: where it stands, what is written there, the choices, and the answer."""

    key: str
    project: str
    field: str
    file: str
    table: str
    row: str
    column: str
    raw: str
    understood: str
    fix: str
    answer: str
    around: str
    is_answered: bool
    choices: tuple[str, ...]


def asked_in(path: Path) -> list[Asked]:
    """The questions of the workbook, open ones first as they stand there. Raises DataError where it cannot be read."""
    try:
        with workbook_zip(path) as package:
            book = opened(package)
            part = next((one for one in book.sheets if one.title == ASKED), None)
            rows = read_cells(book, part, Budget(), path.name).rows if part else {}
    except (OSError, PackageRefusedError) as wrong:
        refuse(path.name, f"读不出来：{wrong}")
    return [_asked({at: as_text(cell.value) for at, cell in cells.items()}) for row, cells in rows.items() if row > 1]


def _asked(texts: Mapping[int, str]) -> Asked:
    _, project, field, file, table, row, column, raw, understood, fix, answer, around, state, key = (
        texts.get(at, "") for at in range(1, len(_LABELS) + 1)
    )
    return Asked(
        key, project, field, file, table, row, column, raw, understood, fix, answer, around, state == "已答复",
        tuple(text for at, text in sorted(texts.items()) if at >= FIRST_CHOICE and text),
    )  # fmt: skip


def with_answers(path: Path, answers: Mapping[str, str]) -> bytes:
    """The workbook with these answers in their cells, by the keys of the questions."""
    book = load_workbook(io.BytesIO(read_file(path)))
    sheet = book[ASKED]
    key, answer = _LABELS.index("标记") + 1, _LABELS.index(ANSWER) + 1
    for row in range(2, sheet.max_row + 1):
        mark = str(sheet.cell(row, key).value or "")
        if mark in answers:
            cell = sheet.cell(row, answer)
            cell.value = answers[mark] or None
            if cell.data_type == "f":  # an answer is never a formula
                cell.data_type = "s"
    return saved(book)
