"""Contexts of lists: their rows, each value with its column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from generator.campaign.fields import Kind
from generator.campaign.forms import Column, ListForm
from generator.campaign.records import Filled
from generator.campaign.settings import Settings
from generator.composing.filling.words import printed, words_of
from generator.composing.fitting.list_cells import cell_sizes
from generator.composing.fitting.list_head import blank_rows
from generator.composing.shown import day_parts, text_of

PREPARED_ROWS = 30  # of a blank workbook, which is filled in as it is and has no page to fill


def blank_list(settings: Settings, form: ListForm) -> dict[str, Any]:
    """The list to be handed out: rows 1, 2, 3, …, then empty ones to fill the page, and more of them in a workbook."""
    head = _list(settings, form)
    numbers = ["1", "2", "3", "…"]
    rows = blank_rows(form, head["headers"])
    prepared = [
        {column.key: listed("" if column.fields else number, column, form) for column in form.columns}
        for number in [*numbers, *[""] * (PREPARED_ROWS - len(numbers))]
    ]
    return head | {
        "blank": True,
        "recommender": "",
        "applied": day_parts(None),
        "rows": prepared[: max(rows, 1)],
        "prepared_rows": prepared,
    }


def filled_list(
    settings: Settings, form: ListForm, owner: str, day: date | None, rows: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """The list of that owner with these rows, dated."""
    return _list(settings, form) | {
        "blank": False,
        "recommender": owner,
        "applied": day_parts(day),
        "rows": rows,
    }


class Listed(str):
    """A value of a list, with the column that it stands in and the sizes that are tried there."""

    __slots__ = ("column", "sizes_pt")
    column: Column
    sizes_pt: tuple[float, ...]


def listed(text: str, column: Column, form: ListForm) -> Listed:
    """The text in that column of the list."""
    made = Listed(text)
    made.column, made.sizes_pt = column, cell_sizes(form, column)
    return made


def list_row(form: ListForm, place: int, record: Filled) -> dict[str, str]:
    """The cells of one application or completer, by column key."""
    return {
        column.key: listed(text_of(record, column.fields) if column.fields else str(place), column, form)
        for column in form.columns
    }


def headers(settings: Settings, form: ListForm) -> list[str]:
    """The labels of the columns as they are printed."""
    words = printed(settings, form)["words"]
    return [words.get(column.label, column.label) for column in form.columns]


def _list(settings: Settings, form: ListForm) -> dict[str, Any]:
    return {
        **printed(settings, form),
        "form": form,
        "headers": headers(settings, form),
        "choices": {column.key: words_of(column.fields[0], settings) for column in _chosen_columns(form)},
        "brief_limit": settings.brief_limit,
        "categories": settings.categories,
    }


def _chosen_columns(form: ListForm) -> list[Column]:
    """The columns of which one of several words is chosen."""
    return [column for column in form.columns if [field.kind for field in column.fields] == [Kind.CHOICE]]
