"""What tests have a child do with a hostile file, so that its time and memory are its own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from generator.reading.returned.form import form_in
from generator.reading.returned.marks import marks_of
from generator.reading.schema import own_schema
from generator.reading.sheets.workbook_file import read_workbook


def workbook(_: Any, content: bytes) -> tuple[Any, bytes]:
    """What reading the workbook yields: rows of every table, and the problems."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "applications.xlsx"
        path.write_bytes(content)
        tables, problems = read_workbook(path, path.name, own_schema().fields)
    rows = {name: [table.read, len(table.records), table.blank] for name, table in tables.items()}
    told = [[one.code, one.message, one.fix] for one in problems]
    return {"rows": rows, "problems": told}, b""


def returned(name: Any, content: bytes) -> tuple[Any, bytes]:
    """What reading the returned form yields: how many forms, and the problems."""
    forms, problems = form_in(content, Path(name).suffix, name, marks_of(own_schema().forms.values()))
    return {"forms": len(forms), "problems": [[one.code, one.message, one.fix] for one in problems]}, b""


def opened(asked: Any, content: bytes) -> tuple[Any, bytes]:
    """Either of them, by the file's name."""
    return workbook(asked, content) if asked == "applications.xlsx" else returned(asked, content)
