"""Contexts of forms, blank and filled, by the kind of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.campaign.forms import GridForm, ListForm
from generator.campaign.records import Application
from generator.campaign.settings import Settings
from generator.composing.filling.grids import Filling, blank_grid, days_of, filled_grid, grid
from generator.composing.filling.lists import blank_list, filled_list, list_row
from generator.composing.filling.words import form_of
from generator.composing.fitting.slots import fitted, places
from generator.composing.shown import day_parts
from generator.composing.wording.chinese import full_date


def blank(settings: Settings, key: str) -> dict[str, Any]:
    """The form to be handed out."""
    form = form_of(settings, key)
    return blank_grid(settings, form) if isinstance(form, GridForm) else blank_list(settings, form)


def filled(
    settings: Settings, key: str, application: Application, pictures: Mapping[str, Path] | None = None
) -> dict[str, Any]:
    """The form of one application: every value fitted to its slot, or a row for each other completer.

    `pictures` are the files of what the form shows of them, by slot.
    """
    form = form_of(settings, key)
    if isinstance(form, GridForm):
        return filled_grid(settings, form, application, pictures or {})
    rows = [list_row(form, place, one) for place, one in enumerate(application.completers, start=1)]
    return filled_list(settings, form, application.unit, application.applied_on, rows)


def filled_of_recommender(
    settings: Settings, key: str, applications: Sequence[Application], recommender: str
) -> dict[str, Any]:
    """The form of one recommender, dated with the latest of its applications: these in rows, in the order read."""
    form = form_of(settings, key)
    day = max((day for one in applications if (day := one.applied_on)), default=None)
    if isinstance(form, ListForm):
        rows = [list_row(form, place, one) for place, one in enumerate(applications, start=1)]
        return filled_list(settings, form, recommender, day, rows)
    slots = {slot: fitted(form, slot, recommender) for slot in places(form)}
    days = {slot: full_date(day) if day else "" for slot in days_of(form)}
    return grid(settings, form, Filling(slots, day_parts(day), days))
