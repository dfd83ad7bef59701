"""Contexts of Form 1 (申报表) and Form 2 (汇总表), blank and filled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from generator.campaign.chinese import copies, full_date
from generator.campaign.fields import APPLICATION_FIELDS, INTRO_KEYS, PACKET_ITEMS
from generator.campaign.layout import grid
from generator.campaign.records import Application, Completer, Settings
from generator.composing.fitting.form2_head import blank_rows
from generator.composing.fitting.slots import Slot, empty, fitted, fitted_boxes, table_slots
from generator.composing.wording import phrase, values

_, FORM2, _, FORM1, _, ATTACHMENTS = PACKET_ITEMS
COMPLETER_PARTS = ("name", "sex", "post", "title", "unit")
LABELS = {field.key: field.label for field in APPLICATION_FIELDS}


def form1_title(settings: Settings) -> str:
    """The title of Form 1, as on its cover."""
    return f"{settings.year}年{settings.province}职工“五小”活动优秀成果项目申报表"


def form2_title(settings: Settings) -> str:
    """The title of Form 2."""
    return f"{settings.year}年{settings.province}职工“五小”活动优秀成果申报汇总表"


def day_parts(day: date | None) -> dict[str, str]:
    """Year, month and day as the forms print them, empty without a date."""
    if day is None:
        return dict.fromkeys(("year", "month", "day"), "")
    return {"year": str(day.year), "month": str(day.month), "day": str(day.day)}


def blank_form1(settings: Settings) -> dict[str, Any]:
    """Form 1 to be handed out."""
    return _form1(settings) | {
        "blank": True,
        "slots": {key: empty(key) for key in table_slots()},
        "checks": _checks(settings, (), ""),
        "applied": day_parts(None),
        "intro": [],
    }


def filled_form1(settings: Settings, application: Application) -> dict[str, Any]:
    """Form 1 of one application, every value fitted to its slot."""
    return _form1(settings) | {
        "blank": False,
        "slots": form1_slots(application),
        "checks": _checks(settings, application.patent_forms, application.patent_status),
        "applied": day_parts(application.applied_on),
        "intro": [
            {
                "number": f"{place}.",
                "heading": LABELS[key],
                "paragraphs": getattr(application, key).split("\n"),
            }
            for place, key in enumerate(INTRO_KEYS, start=1)
        ],
    }


def form1_slots(application: Application) -> dict[str, Slot]:
    """The values of every slot of Form 1's cover and table, fitted."""
    return {key: fitted(key, text) for key, text in form1_texts(application).items()}


def form1_texts(application: Application) -> dict[str, str]:
    """The text of every slot of Form 1's cover and table; empty where nothing was entered."""
    texts = dict.fromkeys(table_slots(), "")
    for key, name in _own_slots():
        value = getattr(application, name)
        if isinstance(value, str):
            texts[key] = value
    if application.patent_date:
        texts["patent_date"] = full_date(application.patent_date)
    for place, completer in enumerate(application.completers, start=1):
        texts |= _completer_texts(place, completer)
    return texts


@cache
def _own_slots() -> tuple[tuple[str, str], ...]:
    """The slots that show a value of the application itself, with that value's name."""
    names = ((key, key.removeprefix("cover_")) for key in table_slots())
    return tuple((key, name) for key, name in names if name in Application.model_fields or hasattr(Application, name))


def _completer_texts(place: int, completer: Completer) -> dict[str, str]:
    return {f"completer{place}_{part}": getattr(completer, part) for part in COMPLETER_PARTS}


def _form1(settings: Settings) -> dict[str, Any]:
    return {
        "title": form1_title(settings),
        "issuer": f"{settings.issuer}  制",
        "completer_limit": settings.completer_limit,
        "foot_note": form1_foot_note(settings),
        # Only a province calls its office that of the province, and a municipality has districts below it.
        "union": "区级工会" if settings.province.endswith("市") else "市级工会",
        "office": "省评选办公室" if settings.province.endswith("省") else "评选办公室",
    }


def form1_foot_note(settings: Settings) -> str:
    """The note below Form 1, with the copies that campaign.yaml asks for."""
    return phrase(grid("form1")["foot_note"], {"copies": form1_copies(settings)})


def form2_foot_note(settings: Settings) -> str:
    """The note below Form 2, with the copies that campaign.yaml asks for."""
    return phrase(grid("form2")["foot_note"], {"copies": form2_copies(settings)})


def form1_copies(settings: Settings) -> str:
    """What Form 1 says of its copies and those of the attachments; nothing of what is not handed in."""
    form, attachments = settings.copies_of(FORM1), settings.copies_of(ATTACHMENTS)
    if form == attachments:
        return f"，本表及附件均一式{copies(form)}份" if form else ""
    asked = [f"{name}一式{copies(count)}份" for name, count in (("本表", form), ("附件", attachments)) if count]
    return f"，{'，'.join(asked)}"


def form2_copies(settings: Settings) -> str:
    """What Form 2 says of its copies; nothing where it is not handed in."""
    count = settings.copies_of(FORM2)
    return f"，一式{copies(count)}份" if count else ""


def _checks(settings: Settings, forms: Sequence[str], status: str) -> dict[str, list[dict[str, Any]]]:
    return {
        "patent_forms": _boxes("patent_forms", settings.patent_forms, forms),
        "patent_status": _boxes("patent_status", settings.patent_states, (status,)),
    }


def _boxes(key: str, words: tuple[str, ...], ticked: Sequence[str]) -> list[dict[str, Any]]:
    fitted_ = fitted_boxes(key, words)
    return [
        {"label": word, "ticked": word in ticked, "size_pt": fitted_.size_pt, "ends_line": ends}
        for word, ends in zip(words, fitted_.ends_line, strict=True)
    ]


def blank_form2(settings: Settings) -> dict[str, Any]:
    """Form 2 to be handed out: rows 1, 2, 3, …, then empty ones to fill the page."""
    numbers = ["1", "2", "3", "…"]
    head = _form2(settings)
    rows = blank_rows(head["headers"])
    numbers = (numbers + [""] * rows)[: max(rows, 1)]
    keys = [column["key"] for column in grid("form2")["columns"]]
    return head | {
        "blank": True,
        "recommender": "",
        "applied": day_parts(None),
        "rows": [dict.fromkeys(keys, "") | {"row_number": number} for number in numbers],
    }


def filled_form2(settings: Settings, applications: Sequence[Application], recommender: str) -> dict[str, Any]:
    """Form 2 of one recommender: its applications in the order read, dated with the latest of them."""
    return _form2(settings) | {
        "blank": False,
        "recommender": recommender,
        "applied": day_parts(max(application.applied_on for application in applications)),
        "rows": [form2_row(place, one) for place, one in enumerate(applications, start=1)],
    }


def form2_row(place: int, application: Application) -> dict[str, str]:
    """The nine cells of one application, by column key."""
    texts: dict[str, str] = {"row_number": str(place)}
    for column in grid("form2")["columns"][1:]:
        value = getattr(application, column["key"])
        texts[column["key"]] = value if isinstance(value, str) else ("是" if value else "否")
    return texts


def _form2(settings: Settings) -> dict[str, Any]:
    own = {"brief_limit": settings.brief_limit, "categories": settings.categories}
    context = values(settings, ()) | own
    return {
        "title": form2_title(settings),
        "headers": [phrase(column["label"], context) for column in grid("form2")["columns"]],
        "foot_note": form2_foot_note(settings),
        **own,
    }
