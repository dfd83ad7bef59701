"""Opinions in Word: the words in a row that grows with them, seal and day in one below that keeps its height."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.campaign.forms import Cell, Row, Shows
from generator.drafting.forms.cells import opinion_foot_mm


def is_opinion(row: Row) -> bool:
    """Whether it is a row for the words of an opinion."""
    return any(cell.shows is Shows.OPINION and _has_words(cell) for cell in row.cells)


def _has_words(cell: Cell) -> bool:
    return len(cell.opinion) == 1


def open_at(cell: Cell) -> str:
    """The side at which an opinion has no rule: its words towards seal and day below, and they towards the words."""
    if cell.shows is not Shows.OPINION:
        return ""
    return "bottom" if _has_words(cell) else "top"


def with_feet(rows: Sequence[Row], numbers: Iterator[int]) -> list[Row]:
    """The rows, each in which an opinion ends as two; the opinions are numbered as told, which names their slots."""
    named = [replace(row, cells=tuple(_named(cell, numbers) for cell in row.cells)) for row in rows]
    feet: dict[int, list[Cell]] = {}
    for at, row in enumerate(named):
        for cell in row.cells:
            if cell.shows is Shows.OPINION:
                under = replace(cell, rows=1, opinion=cell.opinion[1:], slot=f"{cell.slot}_day")
                feet.setdefault(at + cell.rows - 1, []).append(under)
    made: list[Row] = []
    for at, row in enumerate(named):
        cells = tuple(_over(cell, at, feet) for cell in row.cells)
        foot_mm = opinion_foot_mm(row.height_mm) if at in feet else 0
        made.append(replace(row, cells=cells, height_mm=row.height_mm - foot_mm))
        if foot_mm:
            made.append(Row(height_mm=foot_mm, cells=tuple(feet[at])))
    return made


def _named(cell: Cell, numbers: Iterator[int]) -> Cell:
    return replace(cell, slot=f"opinion_{next(numbers)}") if cell.shows is Shows.OPINION else cell


def _over(cell: Cell, at: int, feet: dict[int, list[Cell]]) -> Cell:
    """The cell of the row `at`, over the feet too that stand among its rows; an opinion ends above its own."""
    more = sum(place in feet for place in range(at, at + cell.rows))
    if cell.shows is Shows.OPINION:
        return replace(cell, rows=cell.rows + more - 1, opinion=cell.opinion[:1])
    return replace(cell, rows=cell.rows + more)
