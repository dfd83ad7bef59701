"""Contexts of forms, blank and filled: grids of cells with their values fitted, lists with their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.campaign.chinese import copies, full_date
from generator.campaign.fields import Field, Kind
from generator.campaign.form_rows import all_rows, completers_of
from generator.campaign.forms import MOST_FORMS_KEPT, Cell, Column, Form, GridForm, ListForm, Page, Per, Shows
from generator.campaign.kinds import ATTACHMENTS_ITEM, kind_of
from generator.campaign.records import Application, Filled, Settings
from generator.composing.fitting.form2_head import blank_rows
from generator.composing.fitting.slots import Slot, empty, fitted, fitted_boxes, parts_place, places
from generator.composing.pictured import pictures_of
from generator.composing.shown import NO, YES, shown
from generator.composing.wording import phrase, values


def forms_of(settings: Settings) -> Mapping[str, Form]:
    """The campaign's forms by their kinds, in order."""
    return settings.schema.forms


def form_of(settings: Settings, key: str) -> Form:
    """The campaign's form of that kind."""
    return forms_of(settings)[key]


def notice_forms(settings: Settings) -> tuple[str, ...]:
    """The forms that are attachments of the notice."""
    return tuple(key for key, form in forms_of(settings).items() if form.in_notice)


def grid_of(settings: Settings, key: str) -> GridForm:
    """The same, of one that is a grid. Raises TypeError for a list."""
    form = form_of(settings, key)
    if not isinstance(form, GridForm):
        raise TypeError(key)
    return form


def list_of(settings: Settings, key: str) -> ListForm:
    """The same, of one that is a list. Raises TypeError for a grid."""
    form = form_of(settings, key)
    if not isinstance(form, ListForm):
        raise TypeError(key)
    return form


def day_parts(day: date | None) -> dict[str, str]:
    """Year, month and day as the forms print them, empty without a date."""
    if day is None:
        return dict.fromkeys(("year", "month", "day"), "")
    return {"year": str(day.year), "month": str(day.month), "day": str(day.day)}


def blank(settings: Settings, key: str) -> dict[str, Any]:
    """The form to be handed out."""
    form = form_of(settings, key)
    return _blank_grid(settings, form) if isinstance(form, GridForm) else _blank_list(settings, form)


def filled(
    settings: Settings, key: str, application: Application, pictures: Mapping[str, Path] | None = None
) -> dict[str, Any]:
    """The form of one application: every value fitted to its slot, or a row for each other completer.

    `pictures` are the files of what the form shows of them, by slot.
    """
    form = form_of(settings, key)
    if isinstance(form, GridForm):
        return _filled_grid(settings, form, application, pictures or {})
    rows = [_row(form, place, one) for place, one in enumerate(application.completers, start=1)]
    return _filled_list(settings, form, application.unit, application.applied_on, rows)


def filled_of_recommender(
    settings: Settings, key: str, applications: Sequence[Application], recommender: str
) -> dict[str, Any]:
    """The form of one recommender, dated with the latest of its applications: these in rows, in the order read."""
    form = form_of(settings, key)
    day = max((day for one in applications if (day := one.applied_on)), default=None)
    if isinstance(form, ListForm):
        rows = [_row(form, place, one) for place, one in enumerate(applications, start=1)]
        return _filled_list(settings, form, recommender, day, rows)
    slots = {slot: fitted(form, slot, recommender) for slot in places(form)}
    days = {slot: full_date(day) if day else "" for slot in days_of(form)}
    return _grid(settings, form, _Filling(slots, day_parts(day), days))


# ---- grids


def _blank_grid(settings: Settings, form: GridForm) -> dict[str, Any]:
    return _grid(settings, form, _Filling({slot: empty(form, slot) for slot in places(form)}, blank=True))


def _filled_grid(
    settings: Settings, form: GridForm, application: Application, files: Mapping[str, Path]
) -> dict[str, Any]:
    """The grid of one application, every value fitted to its slot."""
    filling = _Filling(
        slots=grid_slots(form, application),
        applied=day_parts(application.applied_on),
        days={slot: _text(application, (field,)) for slot, field in days_of(form).items()},
        application=application,
        files=files,
    )
    return _grid(settings, form, filling)


@dataclass(frozen=True)
class _Filling:
    """What a grid is filled in with: nothing but empty slots in a blank."""

    slots: Mapping[str, Slot]
    applied: Mapping[str, str] | None = None
    days: Mapping[str, str] | None = None
    application: Application | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    blank: bool = False


def _grid(settings: Settings, form: GridForm, filling: _Filling) -> dict[str, Any]:
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


def grid_slots(form: GridForm, application: Application) -> dict[str, Slot]:
    """The values of every slot of the form's cover and tables, fitted."""
    return {slot: fitted(form, slot, text) for slot, text in grid_texts(form, application).items()}


def grid_texts(form: GridForm, application: Application) -> dict[str, str]:
    """The text of every slot of the form's cover and tables; empty where nothing was entered."""
    completers = application.completers
    texts = {}
    for slot, (fields, place) in shown_in(form).items():
        if not place:
            texts[slot] = _text(application, fields)
        else:
            texts[slot] = _text(completers[place - 1], fields) if place <= len(completers) else ""
    return texts


@lru_cache(maxsize=MOST_FORMS_KEPT)
def shown_in(form: GridForm) -> Mapping[str, tuple[tuple[Field, ...], int]]:
    """What each slot of the form shows: fields, and which completer's they are, 0 for the application's own."""
    values_ = form.cover.values if form.cover else ()
    on_cover = {value.slot: (value.fields, 0) for value in values_ if not value.is_day}
    rows = all_rows(form, completers_of(form))
    shown_ = [(cell, row.place or 0) for row in rows for cell in row.cells if cell.shows is Shows.VALUE]
    return on_cover | {cell.slot: (cell.fields, place) for cell, place in shown_}


@lru_cache(maxsize=MOST_FORMS_KEPT)
def days_of(form: GridForm) -> Mapping[str, Field]:
    """The dates on the cover, which are written by hand in a blank."""
    return {value.slot: value.fields[0] for value in (form.cover.values if form.cover else ()) if value.is_day}


def _text(record: Filled, fields: Sequence[Field]) -> str:
    """The values of these fields as printed, joined by a blank."""
    if len(fields) == 1:
        return shown(record.value(fields[0].key), fields[0])
    return " ".join(text for field in fields if (text := shown(record.value(field.key), field)))


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
    return {cell.slot: _boxes(settings, form, cell, application) for cell in _box_cells(form)}


@lru_cache(maxsize=MOST_FORMS_KEPT)
def _box_cells(form: GridForm) -> tuple[Cell, ...]:
    return tuple(cell for cell in form.cells if cell.shows is Shows.BOXES)


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


def box_lists(settings: Settings) -> Iterator[tuple[GridForm, str, str]]:
    """The boxes of the campaign's own lists: the form, the slot, and which list it is."""
    for form in forms_of(settings).values():
        if isinstance(form, GridForm):
            named = ((cell.slot, cell.fields[0].choices) for cell in _box_cells(form))
            yield from ((form, slot, choices) for slot, choices in named if choices and isinstance(choices, str))


def words_of(field: Field, settings: Settings) -> tuple[str, ...]:
    """The words that a field may have, of the campaign where it names a list of it."""
    if field.kind is Kind.YES_NO:
        return (YES, NO)
    words: tuple[str, ...] = getattr(settings, field.choices) if isinstance(field.choices, str) else field.choices
    return words


# ---- lists


def _blank_list(settings: Settings, form: ListForm) -> dict[str, Any]:
    """The list to be handed out: rows 1, 2, 3, …, then empty ones to fill the page."""
    head = _list(settings, form)
    numbers = ["1", "2", "3", "…"]
    rows = blank_rows(form, head["headers"])
    numbers = (numbers + [""] * rows)[: max(rows, 1)]
    return head | {
        "blank": True,
        "recommender": "",
        "applied": day_parts(None),
        "rows": [
            {column.key: listed("" if column.fields else number, column, form) for column in form.columns}
            for number in numbers
        ],
    }


def _filled_list(
    settings: Settings, form: ListForm, owner: str, day: date | None, rows: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
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
    made.column, made.sizes_pt = column, column.sizes_pt or form.sizes_pt
    return made


def _row(form: ListForm, place: int, record: Filled) -> dict[str, str]:
    """The cells of one application or completer, by column key."""
    return {
        column.key: listed(_text(record, column.fields) if column.fields else str(place), column, form)
        for column in form.columns
    }


def list_row(form: ListForm, place: int, application: Application) -> dict[str, str]:
    """The cells of one application in the list of its recommender, by column key."""
    return _row(form, place, application)


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
    return [column for column in form.columns if len(column.fields) == 1 and column.fields[0].kind is Kind.CHOICE]


# ---- printed words


@dataclass(frozen=True, eq=False)
class _Same:
    """Settings as a key: equal to themselves alone, since comparing all they hold takes longer than what is kept."""

    settings: Settings

    def __hash__(self) -> int:
        """By identity."""
        return id(self.settings)

    def __eq__(self, other: object) -> bool:
        """By identity."""
        return isinstance(other, _Same) and self.settings is other.settings


def printed(settings: Settings, form: Form) -> Mapping[str, Any]:
    """The words that the form prints: title, note, who stands above the unit, the review office.

    `words` are its texts that have marks in them as they are printed, `labels` the same in order.
    """
    return _printed(_Same(settings), form)


@lru_cache(maxsize=MOST_FORMS_KEPT)
def _printed(of: _Same, form: Form) -> Mapping[str, Any]:
    settings = of.settings
    own = {
        # Only a province calls its office that of the province, and a municipality has districts below it.
        "union": "区级工会" if settings.province.endswith("市") else "市级工会",
        "office": "省评选办公室" if settings.province.endswith("省") else "评选办公室",
    }
    context = values(settings, ()) | own
    context |= {"brief_limit": settings.brief_limit, "categories": settings.categories}
    context |= {"copies": form_copies(settings, form)}
    words = {text: phrase(text, context) for text in marked_texts(form)}
    return {
        "title": phrase(form.title, context),
        "foot_note": phrase(form.foot_note, context),
        "words": words,
        "labels": tuple(words.values()),
        **own,
    }


@lru_cache(maxsize=MOST_FORMS_KEPT)
def marked_texts(form: Form) -> tuple[str, ...]:
    """The form's printed words that have marks in them; `labels` of its context are the same as they are printed."""
    if isinstance(form, ListForm):
        texts = [*(column.label for column in form.columns), form.unit_label, form.seal, form.date_label]
    else:
        texts = [text for cell in form.cells for text in (cell.text, cell.note, cell.hint, *cell.opinion)]
        texts += [text for value in (form.cover.values if form.cover else ()) for text in (value.label, value.hint)]
    return tuple(dict.fromkeys(text for text in texts if "{" in text))


def form_copies(settings: Settings, form: Form) -> str:
    """What the form says of its copies, and one of an application of the attachments' too.

    Nothing is said of what is not handed in.
    """
    count = settings.copies_of(kind_of(form).label)
    if form.per is Per.RECOMMENDER:
        return f"，一式{copies(count)}份" if count else ""
    attachments = settings.copies_of(ATTACHMENTS_ITEM)
    if count == attachments:
        return f"，本表及附件均一式{copies(count)}份" if count else ""
    asked = [f"{name}一式{copies(count)}份" for name, count in (("本表", count), ("附件", attachments)) if count]
    return f"，{'，'.join(asked)}"
