"""Which rows and lines of a grid stand on which page, where a text goes on over pages.

Word breaks pages by itself: rows whole, growing ones between lines. The PDF breaks where Word does, from the
same figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from generator.campaign.form_rows import row_groups, rows_of
from generator.campaign.forms import MOST_FORMS_KEPT, Cell, GridForm, Page, Row, Shows
from generator.campaign.layout import FORM, MM_PER_PT, SLIVER_MM, TABLE_MM
from generator.composing.fitting.slots import AROUND_MM, LINE_HEIGHT, Slot, blank_day, head_mm, parts_place
from generator.rendering.sheets.paragraphs import Line
from generator.rendering.sheets.parts import intro_parts, parts_sheets


@dataclass(frozen=True)
class SheetCell:
    """A cell on a page. Of one that is `cut` a part stands on another page; a value has the `lines` that stand here."""

    cell: Cell
    cut: bool = False
    lines: tuple[str, ...] | None = None


@dataclass(frozen=True)
class SheetRow:
    """A row on a page, or the piece of it that finds room there."""

    height_mm: float
    cells: tuple[SheetCell, ...]


@lru_cache(maxsize=8 * MOST_FORMS_KEPT)
def whole_rows(page: Page, completers: int) -> tuple[SheetRow, ...]:
    """The rows of a page as in the blank."""
    return tuple(_whole(row) for row in rows_of(page, completers))


def _whole(row: Row) -> SheetRow:
    return SheetRow(row.height_mm, tuple(map(SheetCell, row.cells)))


def is_one_sheet(page: Page, slots: Mapping[str, Slot]) -> bool:
    """Whether the rows stand as in the blank, since none grows beyond its cell."""
    return all(_text_mm(row, slots) <= row.height_mm for row in page.rows if row.grows and not row.has_parts)


def table_sheets(page: Page, slots: Mapping[str, Slot], completers: int, room_mm: float) -> list[list[SheetRow]]:
    """The rows of a table page by page: one page, and more where a value grows beyond its cell.

    There are rows for that many other completers. The first page has that room.
    """
    if is_one_sheet(page, slots):
        return [list(whole_rows(page, completers))]
    sheets: list[list[SheetRow]] = [[]]
    for group in row_groups(rows_of(page, completers)):
        pieces = [list(map(_whole, group))]
        if group[0].grows:
            pieces = [[piece] for piece in _grown(page, group[0], slots, room_mm)]
        if len(pieces) > 1:
            sheets[-1] = [_cut_below(row, len(sheets[-1]) - place) for place, row in enumerate(sheets[-1])]
        for piece in pieces:
            height_mm = sum(row.height_mm for row in piece)
            if height_mm > room_mm:
                sheets.append([])
                room_mm = TABLE_MM
            sheets[-1] += piece
            room_mm -= height_mm
    return sheets


def _grown(page: Page, row: Row, slots: Mapping[str, Slot], room_mm: float) -> Iterator[SheetRow]:
    """The row as high as its text needs, cut between lines where the page ends."""
    lines, pitch_mm = _grown_lines(row, slots)
    height_mm = max(row.height_mm, _text_mm(row, slots))
    if height_mm <= room_mm:
        yield replace(_whole(row), height_mm=height_mm)
        return
    cells, start = row.cells, 0
    while start < len(lines):
        piece = tuple(lines[start : start + int((room_mm - AROUND_MM) / pitch_mm)])
        yield SheetRow(
            len(piece) * pitch_mm + AROUND_MM,
            tuple(SheetCell(cell, True, piece if cell.shows is Shows.VALUE else None) for cell in cells),
        )
        start, room_mm = start + len(piece), TABLE_MM
        cells = _going_on(row.cells, _columns_of(page))


def _going_on(cells: Sequence[Cell], columns: int) -> tuple[Cell, ...]:
    """The cells below a cut: what goes on has its labels on the page before, as the cells beside it have theirs."""
    kept = [cell if cell.shows is Shows.VALUE else Cell(columns=cell.columns, shows=Shows.NOTHING) for cell in cells]
    covered = {column for cell in cells for column in range(cell.columns[0], cell.columns[1] + 1)}
    missing = [Cell(columns=(at, at), shows=Shows.NOTHING) for at in range(columns) if at not in covered]
    return tuple(sorted([*kept, *missing], key=lambda cell: cell.columns))


@lru_cache(maxsize=8 * MOST_FORMS_KEPT)
def _columns_of(page: Page) -> int:
    return 1 + max(cell.columns[1] for row in page.rows for cell in row.cells)


def _text_mm(row: Row, slots: Mapping[str, Slot]) -> float:
    """How high a row is that its text just fills."""
    lines, pitch_mm = _grown_lines(row, slots)
    return len(lines) * pitch_mm + AROUND_MM


def _grown_lines(row: Row, slots: Mapping[str, Slot]) -> tuple[Sequence[str], float]:
    """The lines of the row's value, and their pitch in mm."""
    (slot,) = (cell.slot for cell in row.cells if cell.shows is Shows.VALUE)
    return slots[slot].lines, slots[slot].size_pt * LINE_HEIGHT * MM_PER_PT


def _cut_below(row: SheetRow, rows_below: int) -> SheetRow:
    """The row, its cells that span more than `rows_below` further ones marked as cut."""
    return replace(row, cells=tuple(replace(one, cut=one.cell.rows > rows_below) for one in row.cells))


# ---- for templates


@dataclass(frozen=True)
class GridSheet:
    """A page of a form: its rows, and below them on pages of texts their lines in a cell of its height.

    `continued` says that it goes on from the page before, `text` is the cell of the texts.
    """

    rows: Sequence[SheetRow]
    continued: bool = False
    text: Cell | None = None
    lines: tuple[Line, ...] = ()
    height_mm: float = 0


def grid_sheets(form: Mapping[str, Any]) -> Iterator[GridSheet]:
    """The pages of a grid's context behind its cover."""
    grid: GridForm = form["form"]
    for page in grid.pages:
        cell = page.parts
        room_mm = TABLE_MM - SLIVER_MM - (head_mm(grid) if page is grid.pages[0] else 0)
        if cell is None:
            for number, rows in enumerate(table_sheets(page, form["slots"], form["completer_limit"], room_mm)):
                yield GridSheet(rows, number > 0)
            continue
        above = whole_rows(page, form["completer_limit"])[:-1]
        sheets = parts_sheets(form[cell.slot], parts_place(grid, page))
        if not sheets:
            yield GridSheet(above, text=cell, height_mm=page.rows[-1].height_mm)
        for number, sheet in enumerate(sheets):
            yield GridSheet(() if number else above, number > 0, cell, sheet.lines, sheet.height_mm)


def cell_width_mm(cell: Cell, form: GridForm) -> float:
    """The width of the cell from rule to rule."""
    return form.width_mm(cell)


def cell_height_mm(cell: Cell, form: GridForm) -> float:
    """The height of the rows that the cell covers, as high as they are in the blank."""
    for page in form.pages:
        for number, row in enumerate(page.rows):
            if cell in row.cells:
                return sum(one.height_mm for one in page.rows[number : number + cell.rows])
    raise ValueError(cell)


def opinion_mm(form: GridForm) -> float:
    """The height of the form's first cell to write an opinion in."""
    return next((cell_height_mm(cell, form) for cell in form.cells if cell.shows is Shows.OPINION), 0)


def aside_mm(page: Page, form: GridForm) -> float:
    """How far the numbered texts of a page stand from the rules beside them."""
    assert page.parts is not None
    text_mm = parts_place(form, page).characters * FORM.intro_pt * 25.4 / 72
    return (form.width_mm(page.parts) - text_mm) / 2


def picture(slot: str) -> Markup:
    """The element that shows the record's picture of that slot; the pages find the file by the slot."""
    return Markup('<img src="pictures/{}" alt="">').format(slot)


FILTERS = {
    "picture": picture,
    "intro_parts": intro_parts,
    "grid_sheets": grid_sheets,
    "cell_width_mm": cell_width_mm,
    "cell_height_mm": cell_height_mm,
    "opinion_mm": opinion_mm,
    "aside_mm": aside_mm,
    "head_mm": head_mm,
    "blank_day": blank_day,
}
