"""Contexts of the papers handed in with the forms: intro material (介绍材料) and work summary (工作总结)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.campaign.fields import Field
from generator.campaign.forms import GridForm, Per
from generator.campaign.records import Application, Block, Summary
from generator.campaign.settings import Settings
from generator.composing.fitting.fitting import own_names, title_lines
from generator.composing.shown import shown
from generator.composing.wording.chinese import enumeration, full_date, numeral
from generator.composing.wording.titles import title_pieces


def intro(settings: Settings, application: Application) -> dict[str, Any]:
    """The intro material of one application: what it is and whose, then the parts of 项目简介."""
    label = settings.schema.fields.label
    about = (
        (label("name"), application.name),
        (label("unit"), application.unit),
        ("完成人", enumeration(application.people)),
        (label("category"), application.category),
    )
    blocks = [Block(kind="h2", number="", lead=f"{name}：", text=text) for name, text in about if text]
    for place, field in enumerate(parts_of(settings), start=1):
        blocks.append(Block(kind="h1", number=f"{numeral(place)}、", lead=field.label, text=""))
        blocks += _paragraphs(shown(application.value(field.key), field).split("\n"))
    return _paper(title_lines(title_pieces(settings, "介绍材料")), blocks)


def parts_of(settings: Settings) -> tuple[Field, ...]:
    """The long texts that a form of an application shows numbered, over as many pages as they need."""
    forms = (form for form in settings.schema.forms.values() if isinstance(form, GridForm))
    pages = (page for form in forms if form.per is Per.APPLICATION for page in form.pages)
    return next((page.parts.fields for page in pages if page.parts), ())


def summary(settings: Settings, applications: Sequence[Application], text: Summary) -> dict[str, Any]:
    """A recommender's work summary, dated with the latest of its applications."""
    days = [one.applied_on for one in applications if one.applied_on]
    title = title_lines([text.recommender, *title_pieces(settings, "工作总结")], own_names(settings))
    day = full_date(max(days, default=settings.applications_until))
    return _paper(title, _paragraphs(text.paragraphs)) | {"signatory": text.recommender, "date": day}


def _paragraphs(texts: tuple[str, ...] | list[str]) -> list[Block]:
    return [Block(kind="p", number="", lead="", text=text) for text in texts]


def _paper(title: list[str], blocks: list[Block]) -> dict[str, Any]:
    return {
        "title": title,
        "blocks": [block.model_dump() for block in blocks],
        "signatory": "",
        "date": "",
        "sealed": True,
    }
