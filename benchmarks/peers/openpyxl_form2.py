"""Form 2 in Excel by openpyxl: our template loaded for every sheet, its marks filled, its data row copied."""

from __future__ import annotations

import json
from copy import copy
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import jinja2
from estimate import height_pt
from job import each, job, told
from openpyxl import load_workbook
from openpyxl.styles import Border
from openpyxl.worksheet.worksheet import Worksheet


@cache
def compiled(mark: str) -> jinja2.Template:
    """The mark, compiled once."""
    return jinja2.Environment().from_string(mark)


def filled(template: bytes, context: dict[str, Any]) -> bytes:
    """The workbook of these values."""
    book, out = load_workbook(BytesIO(template)), BytesIO()
    sheet = book.active
    data = int(book.defined_names["rows"].attr_text.rpartition("$")[2])
    last = data + len(context["rows"]) - 1
    make_room(sheet, data, last - data)
    write_rows(sheet, data, context)
    fill_marks(sheet, context)
    finish(sheet, data, last, context)
    book.defined_names["rows"].attr_text = f"'{sheet.title}'!$A${data}:$I${last}"
    book.properties.title = context["title"]
    book.save(out)
    return out.getvalue()


def make_room(sheet: Worksheet, data: int, by: int) -> None:
    """Move what stands below the data row down, with its merges and heights."""
    if not by:
        return
    below = {row: size.height for row, size in sheet.row_dimensions.items() if row > data}
    sheet.insert_rows(data + 1, by)
    for merged in sheet.merged_cells.ranges:
        if merged.min_row > data:
            merged.shift(row_shift=by)
    for row, height in below.items():
        sheet.row_dimensions[row + by].height = height


def write_rows(sheet: Worksheet, data: int, context: dict[str, Any]) -> None:
    """A row of the data row's style for each row, as high as its text is estimated to need."""
    models = [(cell, compiled(cell.value), copy(cell._style)) for cell in sheet[data] if cell.value]
    least = sheet.row_dimensions[data].height
    for place, row in enumerate(context["rows"], start=data):
        sizes = []
        for model, mark, style in models:
            cell = sheet.cell(place, model.column)
            cell.value, cell.data_type, cell._style = mark.render(row=row), "s", copy(style)
            sizes.append((cell.value, sheet.column_dimensions[model.column_letter].width, model.font.size))
        sheet.row_dimensions[place].height = height_pt(sizes, least)


def fill_marks(sheet: Worksheet, context: dict[str, Any]) -> None:
    """The marks of single values."""
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, str) and "{{" in cell.value:
                cell.value = compiled(cell.value).render(context)


def finish(sheet: Worksheet, data: int, last: int, context: dict[str, Any]) -> None:
    """The rule below the last row; validations and the printed area over all rows."""
    for head, cell in zip(sheet[data - 1], sheet[last], strict=True):
        own = cell.border
        cell.border = Border(left=own.left, right=own.right, top=own.top, bottom=head.border.top)
    for rule in sheet.data_validations.dataValidation:
        for cells in rule.sqref.ranges:
            cells.expand(down=last - data)
        for part in ("formula1", "error"):
            if "{{" in (text := getattr(rule, part) or ""):
                setattr(rule, part, compiled(text).render(context))
    sheet.print_area = f"A1:I{last + 1}"


def main() -> None:
    """Do the job."""
    about = job()
    template = Path(about["template"]).read_bytes()
    records = json.loads(Path(about["form2_values"]).read_text(encoding="utf-8"))
    told(**each(lambda context: filled(template, context), records, about["count"], Path(about["sample"])))


if __name__ == "__main__":
    main()
