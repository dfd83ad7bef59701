"""Contexts of forms of cells, their values fitted to their slots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.campaign.fields import Field
from generator.campaign.form_rows import cells_showing, completers_of
from generator.campaign.forms import MOST_FORMS_KEPT, Cell, GridForm, Page, Shows
from generator.campaign.records import Application
from generator.campaign.settings import Settings
from generator.composing.filling.named import slots_named
from generator.composing.filling.pictured import pictures_of
from generator.composing.filling.words import forms_of, printed, words_of
from generator.composing.fitting.slots import Slot, empty, fitted, fitted_boxes, parts_place, places
from generator.composing.shown import day_parts, shown, text_of


def blank_grid(settings: Settings, form: GridForm) -> dict[str, Any]:
    """The grid to be handed out."""
    return grid(settings, form, Filling({slot: empty(form, slot) for slot in places(form)}, blank=True))


def filled_grid(
    settings: Settings, form: GridForm, application: Application, files: Mapping[str, Path]
) -> dict[str, Any]:
    """The grid of one application, every value fitted to its slot."""
    filling = Filling(
        slots={slot: fitted(form, slot, text) for slot, text in grid_texts(form, application).items()},
        applied=day_parts(application.applied_on),
        days={slot: text_of(application, (field,)) for slot, field in days_of(form).items()},
        application=application,
        files=files,
    )
    return grid(settings, form, filling)


@dataclass(frozen=True)
class Filling:
    """What a grid is filled in with: nothing but empty slots in a blank."""

    slots: Mapping[str, Slot]
    applied: Mapping[str, str] | None = None
    days: Mapping[str, str] | None = None
    application: Application | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    blank: bool = False


def grid(settings: Settings, form: GridForm, filling: Filling) -> dict[str, Any]:
    """What every grid's template receives."""
    return {
        **printed(settings, form),
        "form": form,
        "issuer": f"{settings.issuer}  制",
        "completer_limit": min(settings.completer_limit, completers_of(form)),
        "blank": filling.blank,
        "slots": filling.slots,
        "checks": _checks(settings, form, filling.application),
        "applied": filling.applied or day_parts(None),
        "days": filling.days or dict.fromkeys(days_of(form), ""),
        "pictures": pictures_of(form, filling.files, blank=filling.blank),
        **{page.parts.slot: _parts(form, page, filling.application) for page in form.pages if page.parts},
    }


def grid_texts(form: GridForm, application: Application) -> dict[str, str]:
    """The text of every slot of the form's cover and tables; empty where nothing was entered."""
    named, people = slots_named(form), (application, *application.completers)
    of = {slot: (named[slot].fields, named[slot].completer) for slot in places(form)}
    return {slot: text_of(people[place], fields) if place < len(people) else "" for slot, (fields, place) in of.items()}


@lru_cache(maxsize=MOST_FORMS_KEPT)
def days_of(form: GridForm) -> Mapping[str, Field]:
    """The dates on the cover, which are written by hand in a blank."""
    return {value.slot: value.fields[0] for value in (form.cover.values if form.cover else ()) if value.is_day}


def _parts(form: GridForm, page: Page, application: Application | None) -> list[dict[str, Any]]:
    """The numbered long texts of the page, each with the place of them all; none of a blank."""
    if application is None or page.parts is None:
        return []
    place = parts_place(form, page)
    return [
        {
            "number": f"{number}.",
            "heading": field.label,
            "paragraphs": shown(application.value(field.key), field).split("\n"),
            "place": place,
        }
        for number, field in enumerate(page.parts.fields, start=1)
    ]


def _checks(settings: Settings, form: GridForm, application: Application | None) -> dict[str, list[dict[str, Any]]]:
    return {cell.slot: _boxes(settings, form, cell, application) for cell in cells_showing(form, Shows.BOXES)}


def _boxes(settings: Settings, form: GridForm, cell: Cell, application: Application | None) -> list[dict[str, Any]]:
    (field,) = cell.fields
    words = words_of(field, settings)
    value = application.value(field.key) if application else ""
    ticked = value if isinstance(value, tuple) else (shown(value, field),)
    fitted_ = fitted_boxes(form, cell.slot, words)
    return [
        {"label": word, "ticked": word in ticked, "size_pt": fitted_.size_pt, "ends_line": ends}
        for word, ends in zip(words, fitted_.ends_line, strict=True)
    ]


def box_lists(settings: Settings) -> Iterator[tuple[GridForm, Cell]]:
    """The cells with boxes, each with its form."""
    grids = (form for form in forms_of(settings).values() if isinstance(form, GridForm))
    return ((form, cell) for form in grids for cell in cells_showing(form, Shows.BOXES))
