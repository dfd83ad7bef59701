"""The list of documents to make of a campaign: kind, format, template, context and place in the output."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.campaign.errors import AWARDS, CAMPAIGN, PROJECT, RECOMMENDER, Touch
from generator.campaign.kinds import FOLDERS, FORMATS, TEMPLATE_ENDINGS
from generator.campaign.records import Application, Campaign, Settings, Summary
from generator.composing import certificates, forms, official, papers
from generator.composing.coding import with_codes_of
from generator.composing.issuing import award_of, issued, of_awards, of_winner
from generator.composing.names import distinct_names, file_name, recommender_names

CERTIFICATE = "certificate/certificate"


@dataclass(frozen=True)
class Document:
    """One file to make. `path` is relative to the output folder, `record` says whose it is.

    `context` composes what the template receives. It holds only the records that it needs, since a document is
    sent to the worker that makes it; the formats of one document share it. `made_of` are the parts of the campaign
    that are in it: an error that touches one of them stops it.
    """

    kind: str
    format: str
    template: str
    path: str
    record: str
    context: Callable[[], Mapping[str, Any]]
    made_of: tuple[Touch, ...] = ()


# The part that a document of one record is made of, besides settings and wording.
PART_OF_RECORD = {
    "form1": PROJECT,
    "intro": PROJECT,
    "form2": RECOMMENDER,
    "summary": RECOMMENDER,
    "certificate": AWARDS,
}


def documents(
    campaign: Campaign, kinds: frozenset[str], recommenders: Collection[str], reprint: certificates.Keys = None
) -> Iterator[Document]:
    """Every document of these kinds except packets, in output order; of all recommenders where none is named.

    `reprint` names the certificates to make where not all are wanted.
    """
    settings = campaign.settings
    if "notice" in kinds:
        title = f"{settings.year}年“五小”活动通知"
        yield from _formats("notice", "notice/notice", title, "", partial(official.notice, campaign.only(())))
    if "blank" in kinds:
        yield from blank_documents(settings)
    if {"form1", "intro"} & kinds:
        files = {
            number: name for one in settings.recommender_names for number, name in application_files(campaign, one)
        }
    if "form1" in kinds:
        for application in campaign.applications:
            if not recommenders or application.recommender in recommenders:
                yield from form1_documents(settings, application, files[application.number])
    if "intro" in kinds:
        for application in campaign.applications:
            if (not recommenders or application.recommender in recommenders) and not application.intro_paper:
                yield from intro_documents(settings, application, files[application.number])
    if "form2" in kinds:
        for one in settings.recommenders:
            if campaign.of(one.name) and (not recommenders or one.name in recommenders):
                yield from form2_documents(campaign, one.name)
    if "summary" in kinds:
        for summary in campaign.summaries:
            if not recommenders or summary.recommender in recommenders:
                yield from summary_documents(campaign, summary)
    if campaign.winners and "certificate" in kinds:
        yield from _certificate_documents(campaign, recommenders, reprint)
    if campaign.winners and "bulletin" in kinds:
        yield from _bulletin_documents(campaign)


def blank_documents(settings: Settings) -> Iterator[Document]:
    """Blank Form 1 and Form 2 for handing out."""
    blank1, blank2 = partial(forms.blank_form1, settings), partial(forms.blank_form2, settings)
    yield from _formats("blank", "form1/form1", "附件1-项目申报表（空白）", "", blank1)
    yield from _formats("blank", "form2/form2", "附件2-申报汇总表（空白）", "", blank2, FORMATS)


def form1_documents(settings: Settings, application: Application, name: str) -> Iterator[Document]:
    """Form 1 of one application in Word and PDF, under this name of `application_files`."""
    context = partial(forms.filled_form1, settings, application)
    yield from _formats("form1", "form1/form1", name, application.number, context)


def intro_documents(settings: Settings, application: Application, name: str) -> Iterator[Document]:
    """The intro material of one application in Word and PDF, under this name of `application_files`."""
    context = partial(papers.intro, settings, application)
    yield from _formats("intro", "packet/paper", name, application.number, context)


def form2_documents(campaign: Campaign, recommender: str) -> Iterator[Document]:
    """Form 2 of one recommender in Word, PDF and Excel."""
    context = partial(forms.filled_form2, campaign.settings, campaign.of(recommender), recommender)
    name = f"{recommender_names(campaign.settings)[recommender]}-申报汇总表"
    yield from _formats("form2", "form2/form2", name, recommender, context, FORMATS)


def summary_documents(campaign: Campaign, summary: Summary) -> Iterator[Document]:
    """The work summary of one recommender in Word and PDF."""
    context = partial(papers.summary, campaign.settings, campaign.of(summary.recommender), summary)
    name = f"{recommender_names(campaign.settings)[summary.recommender]}-工作总结"
    yield from _formats("summary", "packet/paper", name, summary.recommender, context)


def application_files(campaign: Campaign, recommender: str) -> Iterator[tuple[str, str]]:
    """The number of each of the recommender's applications, and where its files lie in their folder, without ending."""
    own, folder = campaign.of(recommender), recommender_names(campaign.settings)[recommender]
    names = distinct_names(f"{one.number}-{one.name}" for one in own)
    return ((one.number, f"{folder}/{name}") for one, name in zip(own, names, strict=True))


def _certificate_documents(
    campaign: Campaign, recommenders: Collection[str], keys: certificates.Keys
) -> Iterator[Document]:
    """The file of all certificates, the single ones, the organisation awards, the register and the proof sheet.

    Of a reprint only the certificates asked for, in one file and single ones.
    """
    settings, which = campaign.settings, "全部" if keys is None else "补打"
    printed = [
        (winner, some)
        for winner in campaign.winners
        if not recommenders or winner.recommender in recommenders
        if (some := [one for one in of_winner(settings, winner) if certificates.is_printed(one, keys)])
    ]
    if printed:
        whole = with_codes_of(campaign, [winner for winner, _ in printed], [one for _, some in printed for one in some])
        every = partial(certificates.winners_file, whole, keys)
        parts = _awards_in(campaign, recommenders, None if keys is None else [winner for winner, _ in printed])
        yield from _formats("certificate", CERTIFICATE, f"荣誉证书（{which}）", "", every, parts=parts)
    for winner, some in printed:
        name = f"单张/{award_of(winner).serial:03d}-{file_name(winner.name)}"
        context = partial(certificates.winners_file, with_codes_of(campaign, [winner], some), keys)
        yield from _formats("certificate", CERTIFICATE, name, winner.number, context)
    if settings.certificate_overprint:
        calibration = partial(certificates.calibration, settings)
        yield _document("certificate", "pdf", "certificate/calibration", "套打校准页", "", calibration)
    if recommenders:
        return
    awarded = [one for one in of_awards(campaign) if certificates.is_printed(one, keys)]
    if awarded:
        awards = partial(certificates.awards_file, with_codes_of(campaign, (), awarded), keys)
        yield from _formats("certificate", CERTIFICATE, f"组织奖证书（{which}）", "", awards)
    if keys is None:
        whole = with_codes_of(campaign, campaign.winners, issued(campaign))
        register = partial(certificates.register, campaign.only(campaign.winners))
        proof = partial(certificates.proof, whole)
        yield _document("certificate", "xlsx", "certificate/register", "发证登记表", "", register, (Touch(AWARDS),))
        if printed or awarded:  # not all revoked
            yield _document("certificate", "pdf", "certificate/proof", "证书校样", "", proof, (Touch(AWARDS),))


def _awards_in(
    campaign: Campaign, recommenders: Collection[str], reprinted: Sequence[Application] | None
) -> tuple[Touch, ...]:
    """The awards that the file of all certificates holds, those that are wrong included."""
    if reprinted is not None:
        return tuple(Touch(AWARDS, winner.number) for winner in reprinted)
    if not recommenders:
        return (Touch(AWARDS),)
    owners = [*campaign.rejected.items(), *((one.number, one.recommender) for one in campaign.applications)]
    return tuple(Touch(AWARDS, number) for number, owner in owners if owner in recommenders)


def _bulletin_documents(campaign: Campaign) -> Iterator[Document]:
    winning = campaign.only(campaign.winners)
    name = f"{campaign.settings.year}年“五小”活动优秀成果通报"
    bulletin, winners = partial(official.bulletin, winning), partial(official.winner_list, winning)
    yield from _formats("bulletin", "bulletin/bulletin", name, "", bulletin, parts=(Touch(AWARDS),))
    yield _document("bulletin", "xlsx", "bulletin/winners", "获奖名单", "", winners, (Touch(AWARDS),))


def _formats(
    kind: str,
    template: str,
    name: str,
    record: str,
    context: Callable[[], Mapping[str, Any]],
    formats: tuple[str, ...] = FORMATS[:2],
    parts: tuple[Touch, ...] = (),
) -> Iterator[Document]:
    for output in formats:
        yield _document(kind, output, template, name, record, context, parts)


def _document(
    kind: str,
    output: str,
    template: str,
    name: str,
    record: str,
    context: Callable[[], Mapping[str, Any]],
    parts: tuple[Touch, ...] = (),
) -> Document:
    """One document, made of the campaign's settings, the wording of its kind, its record's part and these `parts`."""
    source = f"{template}.{TEMPLATE_ENDINGS[output]}"
    own = (Touch(PART_OF_RECORD[kind], record),) if record else ()
    made_of = (Touch(CAMPAIGN, kind), *own, *parts)
    return Document(kind, output, source, f"{FOLDERS[kind]}/{name}.{output}", record, context, made_of)
