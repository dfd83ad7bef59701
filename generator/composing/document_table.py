"""The table of documents: of what kind, with which template and formats, for whom there is one, and how it is composed.

Whoever wants documents asks here: a build, the blanks and papers that are handed out, 申报进度, packets, the trial of
templates. A new document is a row here, and where its kind is new a row of `generator.campaign.kinds`; a form that is
data brings its row along.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from generator.campaign.errors import AWARDS, Touch
from generator.campaign.forms import Form, GridForm, Per
from generator.campaign.kinds import (
    BLANK,
    BULLETIN,
    CERTIFICATE,
    FORMATS,
    INTRO,
    NOTICE,
    PROGRESS,
    SUMMARY,
    DocumentKind,
    kind_of,
)
from generator.campaign.records import Application, Campaign, Summary
from generator.campaign.settings import Settings
from generator.composing import certificates, forms, official, papers
from generator.composing.documents import Asked, Composed, Document, DocumentRow
from generator.composing.filling.pictured import picture_names
from generator.composing.filling.words import form_of
from generator.composing.issuing import Issued, award_of, issued, with_codes_of
from generator.composing.names import file_name, recommender_names

WORD_AND_PDF, PDF, EXCEL = FORMATS[:2], FORMATS[1:2], FORMATS[2:]


# ---- what there is one document of


def _once(_asked: Asked) -> Iterable[None]:
    return (None,)


def _printed(asked: Asked) -> Iterable[Any]:
    return asked.printed


def _once_where(holds: Callable[[Asked], Any]) -> Callable[[Asked], Iterable[None]]:
    return lambda asked: (None,) if holds(asked) else ()


def _of_winners(asked: Asked) -> bool:
    return bool(asked.campaign.winners)


def _of_all_certificates(asked: Asked) -> bool:
    """Whether the whole register is wanted, and not that of some recommenders or of a reprint."""
    return _of_winners(asked) and not asked.recommenders and asked.reprint is None


def _of_all_printed(asked: Asked) -> bool:
    """The same, and there are such as are not revoked."""
    return _of_all_certificates(asked) and bool(asked.printed or asked.awarded)


def _over_printed_paper(asked: Asked) -> bool:
    return _of_winners(asked) and asked.campaign.settings.certificate_overprint


def _applications(asked: Asked) -> Iterable[Application]:
    return (one for one in asked.campaign.applications if asked.holds(one.recommender))


def _without_intro_paper(asked: Asked) -> Iterable[Application]:
    return (one for one in _applications(asked) if not one.intro_paper)


def _recommenders(asked: Asked) -> Iterable[str]:
    names = asked.campaign.settings.recommender_names
    return (name for name in names if asked.holds(name) and asked.campaign.of(name))


def _summaries(asked: Asked) -> Iterable[Summary]:
    return (one for one in asked.campaign.summaries if asked.holds(one.recommender))


# ---- each document


def _notice(asked: Asked, _: None) -> Composed:
    return Composed(asked.name("通知"), partial(official.notice, asked.campaign.only(())))


def _blank(form: Form, asked: Asked, _: None) -> Composed:
    name = f"{form.annex}-{form.name}（空白）".removeprefix("-")
    return Composed(name, partial(forms.blank, asked.campaign.settings, form.key))


def _of_application(form: Form, asked: Asked, one: Application) -> Composed:
    files = asked.campaign.attachments
    names = picture_names(form, one, files)
    pictures = ({slot: files[name] for slot, name in names.items()},) if names else ()
    context = partial(forms.filled, asked.campaign.settings, form.key, one, *pictures)
    return Composed(asked.files[one.number], context, one.number, files=tuple(names.values()))


def _intro(asked: Asked, one: Application) -> Composed:
    return Composed(asked.files[one.number], partial(papers.intro, asked.campaign.settings, one), one.number)


def _of_recommender(form: Form, asked: Asked, recommender: str) -> Composed:
    campaign = asked.campaign
    own = campaign.of(recommender)
    context = partial(forms.filled_of_recommender, campaign.settings, form.key, own, recommender)
    return Composed(f"{recommender_names(campaign.settings)[recommender]}-{form.name}", context, recommender)


def _summary(asked: Asked, text: Summary) -> Composed:
    campaign = asked.campaign
    context = partial(papers.summary, campaign.settings, campaign.of(text.recommender), text)
    return Composed(f"{recommender_names(campaign.settings)[text.recommender]}-工作总结", context, text.recommender)


def _all_certificates(asked: Asked, _: None) -> Composed:
    some = [one for _, certificates_ in asked.printed for one in certificates_]
    whole = with_codes_of(asked.campaign, [winner for winner, _ in asked.printed], some)
    context = partial(certificates.winners_file, whole, asked.reprint)
    return Composed(f"{asked.name('荣誉证书')}（{asked.which}）", context, parts=_awards_in(asked))


def _awards_in(asked: Asked) -> tuple[Touch, ...]:
    """The awards that the file of all certificates holds, those that are wrong included."""
    if asked.reprint is not None:
        return tuple(Touch(AWARDS, winner.number) for winner, _ in asked.printed)
    if not asked.recommenders:
        return (Touch(AWARDS),)
    campaign = asked.campaign
    owners = [*campaign.rejected.items(), *((one.number, one.recommender) for one in campaign.applications)]
    return tuple(Touch(AWARDS, number) for number, owner in owners if asked.holds(owner))


def _certificates(asked: Asked, one: tuple[Application, Sequence[Issued]]) -> Composed:
    winner, some = one
    context = partial(certificates.winners_file, with_codes_of(asked.campaign, [winner], some), asked.reprint)
    return Composed(f"单张/{award_of(winner).serial:03d}-{file_name(winner.name)}", context, winner.number)


def _calibration(asked: Asked, _: None) -> Composed:
    return Composed(asked.name("套打校准页"), partial(certificates.calibration, asked.campaign.settings))


def _organisations(asked: Asked, _: None) -> Composed:
    context = partial(certificates.awards_file, with_codes_of(asked.campaign, (), asked.awarded), asked.reprint)
    return Composed(f"{asked.name('组织奖证书')}（{asked.which}）", context)


def _about_winners(name: str, compose: Callable[[Campaign], Mapping[str, Any]], asked: Asked, _: None) -> Composed:
    """The paper of that name about all winners, composed of them alone."""
    context = partial(compose, asked.campaign.only(asked.campaign.winners))
    return Composed(asked.name(name), context, parts=(Touch(AWARDS),))


_register = partial(_about_winners, "发证登记表", certificates.register)
_bulletin = partial(_about_winners, "通报", official.bulletin)
_winner_list = partial(_about_winners, "获奖名单", official.winner_list)


def _proof(asked: Asked, _: None) -> Composed:
    whole = with_codes_of(asked.campaign, asked.campaign.winners, issued(asked.campaign))
    return Composed(asked.name("证书校样"), partial(certificates.proof, whole), parts=(Touch(AWARDS),))


def _progress(asked: Asked, _: None) -> Composed:
    return Composed(asked.name("申报进度"), lambda: asked.state or {})


def _form_row(form: Form) -> DocumentRow:
    """The row of a form filled in."""
    each, paper = (_applications, _of_application) if form.per is Per.APPLICATION else (_recommenders, _of_recommender)
    return _row_of(form, kind_of(form), each, partial(paper, form))


def _blank_row(form: Form) -> DocumentRow:
    return _row_of(form, BLANK, _once, partial(_blank, form))


def _row_of(
    form: Form, kind: DocumentKind, each: Callable[[Asked], Iterable[Any]], paper: Callable[..., Composed]
) -> DocumentRow:
    """A row of that form. A list cannot be protected: no rows could be added to it."""
    locks = isinstance(form, GridForm)
    return DocumentRow(kind, f"{form.key}/{form.key}", form.formats, each, paper, form.page, locks)


_CALIBRATION = DocumentRow(CERTIFICATE, "certificate/calibration", PDF, _once_where(_over_printed_paper), _calibration)
_INTRO = DocumentRow(INTRO, "packet/paper", WORD_AND_PDF, _without_intro_paper, _intro)
_AFTER: tuple[DocumentRow, ...] = (
    DocumentRow(SUMMARY, "packet/paper", WORD_AND_PDF, _summaries, _summary),
    DocumentRow(CERTIFICATE, "certificate/certificate", WORD_AND_PDF, _once_where(_printed), _all_certificates),
    DocumentRow(CERTIFICATE, "certificate/certificate", WORD_AND_PDF, _printed, _certificates),
    _CALIBRATION,
    DocumentRow(
        CERTIFICATE, "certificate/certificate", WORD_AND_PDF, _once_where(lambda asked: asked.awarded), _organisations
    ),
    DocumentRow(CERTIFICATE, "certificate/register", EXCEL, _once_where(_of_all_certificates), _register),
    DocumentRow(CERTIFICATE, "certificate/proof", PDF, _once_where(_of_all_printed), _proof),
    DocumentRow(BULLETIN, "bulletin/bulletin", WORD_AND_PDF, _once_where(_of_winners), _bulletin),
    DocumentRow(BULLETIN, "bulletin/winners", EXCEL, _once_where(_of_winners), _winner_list),
    DocumentRow(PROGRESS, "progress/progress", (*PDF, *EXCEL), _once_where(lambda asked: asked.state), _progress),
)


def table(settings: Settings) -> tuple[DocumentRow, ...]:
    """The rows of a campaign: those of its forms among those that every campaign has."""
    every = tuple(settings.schema.forms.values())
    of_applications = [form for form in every if form.per is Per.APPLICATION]
    of_recommenders = [form for form in every if form.per is Per.RECOMMENDER]
    return (
        DocumentRow(NOTICE, "notice/notice", settings.schema.notice_formats, _once, _notice),
        *map(_blank_row, every),
        *map(_form_row, of_applications),
        _INTRO,
        *map(_form_row, of_recommenders),
        *_AFTER,
    )


def documents(asked: Asked, kinds: Collection[str]) -> Iterator[Document]:
    """Every document of these kinds except packets, in output order."""
    rows = table(asked.campaign.settings)
    return (document for row in rows if row.kind.key in kinds for document in row.documents(asked))


def blanks(settings: Settings) -> Iterator[Document]:
    """The blank forms for handing out, which need nothing but the settings."""
    return documents(Asked(_without_applications(settings)), {BLANK.key})


def blank_of(settings: Settings, key: str, output: str) -> Document:
    """The blank of one form in one of its formats."""
    made = _blank_row(form_of(settings, key)).documents(Asked(_without_applications(settings)))
    return next(document for document in made if document.format == output)


def progress(settings: Settings, state: Mapping[str, Any]) -> Iterator[Document]:
    """The papers of 申报进度 in this state."""
    return documents(Asked(_without_applications(settings), state=state), {PROGRESS.key})


def calibration(settings: Settings) -> Document:
    """The page for measuring a printer, whether anybody has won yet or not."""
    (page,) = _CALIBRATION.of(Asked(_without_applications(settings)), None)
    return page


def _without_applications(settings: Settings) -> Campaign:
    return Campaign(folder=Path(), settings=settings)


def pdf_of(kind: DocumentKind, asked: Asked, one: Application | Summary | str) -> Document:
    """The PDF of the document of this kind that an application, a summary or a recommender has."""
    row = next(row for row in table(asked.campaign.settings) if row.kind.key == kind.key)
    return next(document for document in row.of(asked, one) if document.format == "pdf")
