"""Where the cells of Form 1 and Form 2 are on a page: the grid laid on the rules that were measured."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from layout.measuring import Box, Page, lying_rules, upright_rules
from support import own_forms

from generator.campaign import forms
from generator.campaign.form_rows import rows_of

Cell = tuple[forms.Cell | None, Box]
PARTS = {"data": own_forms.DATA, "intro": own_forms.INTRO, "opinions": own_forms.OPINIONS}


def grid_cells(rows: Sequence[forms.Row], widths: Sequence[float], left: float, top: float) -> list[list[Cell]]:
    """The cells of every row from the left, with their boxes; None stands for a cell that began in a row above."""
    xs = [left, *(left + width for width in accumulate(widths))]
    ys = [top, *(top + height for height in accumulate(row.height_mm for row in rows))]
    ends: dict[tuple[int, int], int] = {}
    found: list[list[Cell]] = []
    for number, row in enumerate(rows):
        cells: list[Cell] = []
        for (first, last), end in ends.items():
            if number < end:
                cells.append((None, (xs[first], ys[number], xs[last + 1], ys[number + 1])))
        for cell in row.cells:
            (first, last), end = cell.columns, number + cell.rows
            ends[first, last] = end
            cells.append((cell, (xs[first], ys[number], xs[last + 1], ys[end])))
        found.append(sorted(cells, key=lambda one: one[1][0]))
    return found


def form1_cells(page: Page, part: str) -> list[list[Cell]]:
    """The cells of Form 1's page `data`, `intro` or `opinions`, where its outermost rules are."""
    rows, widths = rows_of(PARTS[part], 5), own_forms.FORM1.columns_mm
    return grid_cells(rows, widths, upright_rules(page.rules)[0], lying_rules(page.rules)[0])


def ruled_rows(page: Page) -> list[list[Box]]:
    """The cells of a table whose rows all have the same columns, such as Form 2's."""
    xs, ys = upright_rules(page.rules), lying_rules(page.rules)
    return [[(left, top, right, foot) for left, right in pairwise(xs)] for top, foot in pairwise(ys)]
