"""What the composing stage gives to every template, of a made-up campaign: names are judged by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.campaign.errors import DataError
from generator.campaign.fields import Field, Kind
from generator.campaign.kinds import CERTIFICATE, PROGRESS, rows_with
from generator.campaign.records import Application, Award, Campaign, Completer, Received, Summary, Value
from generator.campaign.settings import Settings
from generator.checks.campaign import check_papers_of
from generator.composing.codes import DIGITS, SIGNATURE_CHARACTERS
from generator.composing.contents import Counted, CountedGroup, captions, contents
from generator.composing.document_table import documents
from generator.composing.documents import Asked, Document
from generator.composing.issuing import issued
from generator.composing.receiving import receiving
from generator.rendering.proofreading.proof import TEMPLATE as PROOF
from generator.rendering.proofreading.proof import framed_context

TEXT = "试填文字"


@dataclass(frozen=True)
class Samples:
    """By template the contexts that it gets, blank and filled where it has both; and the date in the files."""

    contexts: Mapping[str, Sequence[Mapping[str, Any]]]
    day: date


def samples(campaign: Path) -> Samples:
    """What every template gets of a campaign with these settings.

    Raises DataError where the settings or the wording are wrong.
    """
    checked, problems = check_papers_of(campaign)
    if checked is None:
        raise DataError(problems)
    named = checked.settings.recommender_names[:1]
    settings = checked.settings.model_copy(update={"organisation_awards": named})
    one, day = _application(settings), settings.applications_until
    one = one.model_copy(update={"applied_on": day, "patent_date": day, "category": "".join(settings.categories[:1])})
    filled = checked.model_copy(
        update={
            "settings": settings,
            "applications": (one,),
            "summaries": (Summary(recommender=one.recommender, paragraphs=(TEXT,)),),
        }
    )
    found: dict[str, list[Mapping[str, Any]]] = {}
    received = Received(name=one.recommender, applications=1, non_public=1, errors=1, reminders=1)
    for document in _documents(filled, receiving(settings, [received], day)):
        found.setdefault(document.template, []).append(_with_frame(document))
    counted = CountedGroup(TEXT, (Counted(TEXT, copies=2, pages=3),))
    found["packet/contents.html"] = [contents(TEXT, [counted])]
    found["packet/caption.html"] = [captions(TEXT, [False, True])]
    return Samples(found, settings.issued_on)


def _documents(campaign: Campaign, state: Mapping[str, Any]) -> Iterator[Document]:
    """Every document of the campaign in this state; certificates over a printed paper and not, with codes and not."""
    kinds = {row.key for row in rows_with(campaign.settings.schema.forms.values())}
    yield from documents(Asked(campaign, state=state), {*kinds, PROGRESS.key})
    over = campaign.settings.model_copy(update={"certificate_overprint": not campaign.settings.certificate_overprint})
    codes = {one.number: one.statement.text + DIGITS[0] * SIGNATURE_CHARACTERS for one in issued(campaign)}
    for other in ({"settings": over}, {"codes": codes}, {"settings": over, "codes": codes}):
        yield from documents(Asked(campaign.model_copy(update=other)), {CERTIFICATE.key})


def _with_frame(document: Document) -> Mapping[str, Any]:
    """What the template is given: of the proof sheet that is the frame of the pictures too."""
    context = document.context()
    return {**context, **framed_context(context)} if document.template == PROOF else context


def _application(settings: Settings) -> Application:
    fields, day = settings.schema.fields, settings.applications_until
    texts: dict[str, Any] = {
        key: TEXT
        for key, about in Application.model_fields.items()
        if about.annotation is str and key not in ("recommender", "lead_sex", "intro_paper")
    }
    more = {one.key: _value(one, day) for one in fields.completer if one.key not in Completer.model_fields}
    completer = Completer(name=TEXT, sex="女", post=TEXT, title=TEXT, unit=TEXT, more=more)
    return Application.model_construct(
        **texts,
        recommender=settings.recommender_names[0],
        lead_sex="男",
        intro_paper="",
        non_public=True,
        patent_forms=(),
        completed_on=None,
        attachments=(),
        more={one.key: _value(one, day) for one in fields.application if one.key not in Application.model_fields},
        completers=(completer,) * 5,
        award=Award(tier=settings.tier_names[0], serial=1),
    )


def _value(field: Field, day: date) -> Value:
    """What stands for the value of a field of the campaign's own."""
    words = field.choices if isinstance(field.choices, tuple) and field.choices else (TEXT,)
    made: Mapping[Kind, Value] = {
        Kind.DATE: day,
        Kind.YES_NO: True,
        Kind.INTEGER: field.least or 0,
        Kind.MONEY: Decimal(1),
        Kind.CHOICE: words[0],
        Kind.CHOICES: words[:1],
        Kind.TEXTS: (TEXT,),
        Kind.PICTURE: "",
    }
    return made.get(field.kind, TEXT)
