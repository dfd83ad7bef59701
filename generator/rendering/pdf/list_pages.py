"""The fixed pages of a list: every row has the places of one, moved down the page."""

from __future__ import annotations

from generator.campaign.forms import Column, ListForm
from generator.campaign.layout import FORM, MM_PER_PT
from generator.rendering.pdf.fixed_values import Context, FixedPage
from generator.rendering.sheets.list_sheets import ListSheet, head_pt, head_texts, list_sheets
from generator.rendering.sheets.paragraphs import Line, Run
from generator.typesetting.typeset import width_em

_OF_RECORD = ("blank", "form", "recommender", "applied", "rows")


def list_pages(form: Context) -> list[FixedPage]:
    """The sheets of a list; the note below the last row moves with the height of its sheet."""
    sheets = list_sheets(form)
    last = len(sheets) - 1
    pages = []
    for number, sheet in enumerate(sheets):
        values = {"page": _line(f"第{number + 1}页 共{len(sheets)}页"), **_cells(sheet)}
        name = "more" if number else "first"
        if not number:
            values |= _head(form)
        height_mm = sheet.rows_mm if number == last else 0.0
        name += "-last" if number == last else ""
        pages.append(FixedPage(name, values, height_mm, {"rules": _operators(sheet)}, moved=_moved(sheet)))
    return pages


def _head(form: Context) -> dict[str, tuple[Line, ...]]:
    size_pt = head_pt(form)
    return {slot: _line(text, size_pt) for slot, text in zip(("unit", "day"), head_texts(form), strict=True)}


def _cells(sheet: ListSheet) -> dict[str, tuple[Line, ...]]:
    return {f"{place}.{key}": lines for place, row in enumerate(sheet.rows) for key, lines in row.cells.items()}


def _moved(sheet: ListSheet) -> dict[str, tuple[str, float]]:
    """A cell's place is that of its column: text is in the middle of its row."""
    rows = enumerate(zip(sheet.rows, sheet.middles_mm, strict=True))
    return {f"{place}.{key}": (key, middle_mm) for place, (row, middle_mm) in rows for key in row.cells}


def _line(text: str, size_pt: float = 0) -> tuple[Line, ...]:
    return (Line((Run("songti", text),), size_pt),)


def _operators(sheet: ListSheet) -> bytes:
    """The table's rules as PDF operators, its upper left corner in the origin.

    Each is a path of its own: viewers draw those sharp on the screen.
    """
    boxes = [
        b"%.3f %.3f %.3f %.3f re f" % tuple(part / MM_PER_PT for part in (left, -top - height, width, height))
        for left, top, width, height in sheet.rules
    ]
    return b"0 g\n" + b"\n".join(boxes)


def list_printed(form: Context) -> Context:
    """What the blank of a list prints."""
    return {key: value for key, value in form.items() if key not in _OF_RECORD}


def list_probes(form: ListForm, printed: Context) -> list[Context]:
    """Lists of many pages, of two, and of one, of several heights: every page comes with several page numbers."""
    tall = next((column for column in form.columns if len(_sizes(form, column)) == 1), form.columns[-1])
    return [
        {
            **printed,
            "form": form,
            "blank": False,
            "recommender": recommender,
            "applied": dict(zip(("year", "month", "day"), day, strict=True)),
            "rows": [
                {column.key: _probe_cell(kind, form, column, column is tall) for column in form.columns}
                for kind in kinds
            ],
        }
        for recommender, day, kinds in (
            ("国", ("2023", "1", "1"), "12nt12nttttttttt12n"),
            ("国国国" * 20, ("2023", "12", "1"), "21ntt12n1"),
            ("国国", ("2023", "12", "12"), "12n"),
            ("国国国国" * 15, ("2023", "1", "12"), "212n2"),
        )
    ]


def _probe_cell(kind: str, form: ListForm, column: Column, is_tall: bool) -> str:
    """One line (1), two (2), two of a smaller size for the length of a number (n), or half a page (t) in one column."""
    if is_tall:
        return {"1": "国", "t": "\n".join("国" * 18)}.get(kind, "国国\n国")
    room_pt = (column.width_mm - 2 * FORM.cell_padding_mm) / MM_PER_PT
    sizes = _sizes(form, column)
    smaller_pt = sizes[len(sizes) // 2]
    number = "1" * int(room_pt / smaller_pt / width_em("1", "songti"))
    return {"1": "国", "2": "国国\n国", "n": f"{number}\n国", "t": ""}[kind]


def _sizes(form: ListForm, column: Column) -> tuple[float, ...]:
    return column.sizes_pt or form.sizes_pt
