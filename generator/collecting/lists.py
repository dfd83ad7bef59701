"""The lists of recommenders (Form 2) out of what the forms of their projects say; what is missing stays empty there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.campaign.errors import Place
from generator.campaign.fields import Kind
from generator.campaign.forms import ListForm, Per
from generator.campaign.records import Application, Campaign
from generator.campaign.settings import Settings
from generator.checks.tables import attributes, right_values
from generator.collecting.found import Collected
from generator.composing.document_table import documents
from generator.composing.documents import Asked, Document
from generator.composing.filling.words import forms_of
from generator.reading.raw import Raw, RawRecord

FOLDER = "汇总表"


def lists(found: Collected, settings: Settings, campaign: Path) -> list[Document]:
    """The documents: a list of each recommender that has projects, in every format."""
    kinds = frozenset(
        key for key, form in forms_of(settings).items() if isinstance(form, ListForm) and form.per is Per.RECOMMENDER
    )
    whole = Campaign(folder=campaign, settings=settings, applications=tuple(_applications(found, settings)))
    return list(documents(Asked(whole), kinds))


def _applications(found: Collected, settings: Settings) -> Iterator[Application]:
    fields = settings.schema.fields.application
    for one in found.projects:
        texts = {key: value.text for key, value in one.values.items()}
        if not texts.get("recommender") or not texts.get("name"):
            continue
        place = Place(one.number)
        raw = RawRecord({key: Raw(text or None, place) for key, text in texts.items()}, place)
        values, _ = right_values(raw, fields, settings)
        needed = {key: texts[key] for key in ("number", "recommender", "name")}
        made = attributes(Application, {**values, **needed})
        # What nobody has answered is neither yes nor no: it stays empty on paper.
        open_ones = {of.key: None for of in fields if of.kind is Kind.YES_NO and not texts.get(of.key)}
        yield Application.model_validate(made | {"more": {**made["more"], **open_ones}})
