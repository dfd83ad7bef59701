"""Entry workbooks as clerks send them: whose rows they hold, rows taken out of one, attachments named in another."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_from_string

from generator.arriving.rows import Rows, rows_in
from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET, COMPLETER_SHEET
from generator.campaign.settings import Settings
from generator.collecting.projects.merging import called
from generator.ground.inputs import read_file
from generator.reading.raw import RawRecord, RawTable
from generator.reading.sheets.workbook_file import read_workbook
from generator.rendering.excel.package import saved


def rows_of_workbook(path: Path, name: str, settings: Settings) -> Rows | None:
    """The projects of a workbook, None where it cannot be read or has no sheet of them."""
    tables, _ = read_workbook(path, name, settings.schema.fields)
    return rows_in(tables, settings) if APPLICATION_SHEET in tables else None


def without(path: Path, recommenders: Collection[str], settings: Settings) -> bytes | None:
    """The workbook without the projects of these recommenders and their people; None where nothing is left.

    Awards stay: they are said of numbers, whichever workbook holds their projects.
    """
    tables, _ = read_workbook(path, path.name, settings.schema.fields)
    own = _records(tables, APPLICATION_SHEET)
    gone = [one for one in own if called(one.text("recommender"), settings) in recommenders]
    kept = {one.text("number") for one in own} - {one.text("number") for one in gone}
    numbers = {one.text("number") for one in gone} - kept
    people = [one for one in _records(tables, COMPLETER_SHEET) if one.text("number") in numbers]
    if len(gone) == len(own) and not _records(tables, AWARD_SHEET):
        return None
    book = load_workbook(io.BytesIO(read_file(path)))
    for sheet, records in ((APPLICATION_SHEET, gone), (COMPLETER_SHEET, people)):
        for row in sorted({_row(one) for one in records}, reverse=True):
            book[_title(records, sheet)].delete_rows(row)
    return saved(book)


def with_attachments(path: Path, wanted: Mapping[str, Mapping[str, str]], settings: Settings) -> bytes | None:
    """The workbook whose projects name these attachments: by number, the new name by the one that stands there.

    A name that does not stand there is added. None where the column is not there.
    """
    tables, _ = read_workbook(path, path.name, settings.schema.fields)
    label = next((of.label for of in settings.schema.fields.application if of.key == "attachments"), "")
    book = load_workbook(io.BytesIO(read_file(path)))
    for one in _records(tables, APPLICATION_SHEET):
        names = wanted.get(one.text("number"))
        if not names:
            continue
        sheet = book[one.place.sheet or APPLICATION_SHEET]
        column = next((cell.column for row in sheet.iter_rows(max_row=10) for cell in row if _says(cell, label)), None)
        if column is None:
            return None
        cell = sheet.cell(_row(one), column)
        listed = [part.strip() for part in str(cell.value or "").replace(";", "；").split("；") if part.strip()]
        cell.value = "；".join([*(names.get(part, part) for part in listed), *_added(names, listed)])
    return saved(book)


def _added(names: Mapping[str, str], listed: Collection[str]) -> list[str]:
    return [new for old, new in names.items() if old not in listed and new not in listed]


def _says(cell: object, label: str) -> bool:
    value = getattr(cell, "value", None)
    return isinstance(value, str) and value.strip("*＊ \n") == label


def _records(tables: Mapping[str, RawTable], sheet: str) -> list[RawRecord]:
    return tables[sheet].records if sheet in tables else []


def _row(one: RawRecord) -> int:
    cell = next((raw.place.cell for raw in one.values.values() if raw.place.cell), one.place.cell)
    return coordinate_from_string(cell)[1]


def _title(records: Collection[RawRecord], sheet: str) -> str:
    return next((one.place.sheet for one in records if one.place.sheet), sheet)
