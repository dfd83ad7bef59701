"""The rows of a grid as they are drawn: one for each other completer, in groups that stay together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from generator.campaign.forms import COMPLETER, MOST_FORMS_KEPT, Cell, Form, GridForm, Page, Row, Shows


@lru_cache(maxsize=MOST_FORMS_KEPT)
def completers_of(form: GridForm) -> int:
    """For how many other completers the form has rows, 0 where it asks for none."""
    return max((row.repeated for page in form.pages for row in page.rows), default=0)


def most_completers(forms: tuple[Form, ...]) -> int | None:
    """For how many other completers every form has rows; None where no form asks for them."""
    counts = [completers_of(form) for form in forms if isinstance(form, GridForm)]
    return min((count for count in counts if count), default=None)


@lru_cache(maxsize=16 * MOST_FORMS_KEPT)
def rows_of(page: Page, completers: int) -> tuple[Row, ...]:
    """The page's rows with one for each of so many other completers; without any, the labels above go too."""
    rows: list[Row] = []
    for number, row in enumerate(page.rows):
        if row.repeated:
            count = min(completers, row.repeated)
            rows += [_for_completer(row, place) for place in range(1, count + 1)]
        elif not is_head(page, number):
            rows.append(_reaching(page, number, completers))
        elif completers:
            rows.append(replace(_reaching(page, number, completers), place=0))
    return tuple(rows)


def all_rows(form: GridForm, completers: int) -> tuple[Row, ...]:
    """The rows of all pages in order."""
    return tuple(row for page in form.pages for row in rows_of(page, completers))


@lru_cache(maxsize=4 * MOST_FORMS_KEPT)
def cells_showing(form: GridForm, what: Shows) -> tuple[Cell, ...]:
    """The cells of the form, as written, that show such a thing."""
    return tuple(cell for cell in form.cells if cell.shows is what)


def is_head(page: Page, number: int) -> bool:
    """Whether the row (from 0) holds the labels of the repeated row below it, and nothing else."""
    if number + 1 >= len(page.rows) or not page.rows[number + 1].repeated:
        return False
    cells = page.rows[number].cells
    reaches = any(cell.rows > 1 for cell in cells)
    covered = {cell.columns for cell in page.rows[number + 1].cells} <= {cell.columns for cell in cells}
    return all(cell.shows is Shows.LABEL for cell in cells) and (reaches or covered)


def _for_completer(pattern: Row, place: int) -> Row:
    cells = tuple(
        replace(cell, slot=f"{COMPLETER}{place}_{cell.slot}") if cell.slot else cell for cell in pattern.cells
    )
    return replace(pattern, cells=cells, repeated=0, place=place)


def _reaching(page: Page, number: int, completers: int) -> Row:
    """The row, its cells over the repeated one reaching over as many as there are."""
    row = page.rows[number]
    more = {  # how many rows a cell of so many written ones covers besides
        rows: sum(min(completers, one.repeated) - 1 for one in page.rows[number : number + rows] if one.repeated)
        for rows in {cell.rows for cell in row.cells}
    }
    if not any(more.values()):
        return row
    return replace(row, cells=tuple(replace(cell, rows=cell.rows + more[cell.rows]) for cell in row.cells))


def row_groups(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of a page in groups that stay together when what stands above them grows.

    A heading stays with the row below it, and the rows that a cell spans are one; a row that grows stands alone.
    """
    groups: list[list[Row]] = []
    below = 0  # how many further rows stay with those above
    for row in rows:
        if not below or row.grows:
            groups.append([])
        groups[-1].append(row)
        heads = any(cell.shows is Shows.HEADING for cell in row.cells)
        below = max(below - 1, int(heads), max(cell.rows for cell in row.cells) - 1)
    return groups


def standing(rows: Sequence[Row]) -> Iterator[list[tuple[Cell, bool]]]:
    """The cells of each row from the left, and whether one goes on from the row above."""
    going_on: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        cells = {first: (cell, True) for first, (cell, _) in going_on.items()}
        going_on = {first: (cell, left - 1) for first, (cell, left) in going_on.items() if left > 1}
        for cell in row.cells:
            cells[cell.columns[0]] = (cell, False)
            if cell.rows > 1:
                going_on[cell.columns[0]] = (cell, cell.rows - 1)
        yield [cells[first] for first in sorted(cells)]
