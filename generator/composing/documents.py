"""The list of documents to make of a campaign: kind, format, template, context and place in the output."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.composing import certificates, forms, official
from generator.composing.names import file_name
from generator.kinds import FOLDERS, FORMATS, TEMPLATE_ENDINGS
from generator.records import Application, Campaign, Settings, Summary


@dataclass(frozen=True)
class Document:
    """One file to make. `path` is relative to the output folder, `record` says whose it is.

    `context` composes what the template receives. It holds only the records that it needs, since a document is
    sent to the worker that makes it; the formats of one document share it.
    """

    kind: str
    format: str
    template: str
    path: str
    record: str
    context: Callable[[], Mapping[str, Any]]


def documents(campaign: Campaign, kinds: frozenset[str], recommenders: Collection[str]) -> Iterator[Document]:
    """Every document of these kinds except packets, in output order; of all recommenders where none is named."""
    settings = campaign.settings
    if "notice" in kinds:
        title = f"{settings.year}年“五小”活动通知"
        yield from _formats("notice", "notice/notice", title, "", partial(official.notice, campaign.only(())))
    if "blank" in kinds:
        yield from blank_documents(settings)
    if "form1" in kinds:
        for application in campaign.applications:
            if not recommenders or application.recommender in recommenders:
                yield from form1_documents(settings, application)
    if "form2" in kinds:
        for one in settings.recommenders:
            if campaign.of(one.name) and (not recommenders or one.name in recommenders):
                yield from form2_documents(campaign, one.name)
    if "summary" in kinds:
        for summary in campaign.summaries:
            if not recommenders or summary.recommender in recommenders:
                yield summary_document(campaign, summary)
    if campaign.winners and "certificate" in kinds:
        yield from _certificate_documents(campaign, recommenders)
    if campaign.winners and "bulletin" in kinds:
        yield from _bulletin_documents(campaign)


def blank_documents(settings: Settings) -> Iterator[Document]:
    """Blank Form 1 and Form 2 for handing out."""
    blank1, blank2 = partial(forms.blank_form1, settings), partial(forms.blank_form2, settings)
    yield from _formats("blank", "form1/form1", "附件1-项目申报表（空白）", "", blank1)
    yield from _formats("blank", "form2/form2", "附件2-申报汇总表（空白）", "", blank2, FORMATS)


def form1_documents(settings: Settings, application: Application) -> Iterator[Document]:
    """Form 1 of one application in Word and PDF."""
    name = f"{file_name(application.recommender)}/{file_name(f'{application.number}-{application.name}')}"
    context = partial(forms.filled_form1, settings, application)
    yield from _formats("form1", "form1/form1", name, application.number, context)


def form2_documents(campaign: Campaign, recommender: str) -> Iterator[Document]:
    """Form 2 of one recommender in Word, PDF and Excel."""
    context = partial(forms.filled_form2, campaign.only(campaign.of(recommender)), recommender)
    name = f"{file_name(recommender)}-申报汇总表"
    yield from _formats("form2", "form2/form2", name, recommender, context, FORMATS)


def summary_document(campaign: Campaign, summary: Summary) -> Document:
    """The work summary of one recommender, in PDF for its packet."""
    context = partial(official.summary, campaign.only(campaign.of(summary.recommender)), summary)
    name = f"{file_name(summary.recommender)}-工作总结"
    return _document("summary", "pdf", "packet/summary", name, summary.recommender, context)


def _certificate_documents(campaign: Campaign, recommenders: Collection[str]) -> Iterator[Document]:
    """The file of all certificates, the single ones, the organisation awards and the register."""
    winners = [w for w in campaign.winners if not recommenders or w.recommender in recommenders]
    template = "certificate/certificate"
    every = campaign.only(winners)
    yield from _formats("certificate", template, "荣誉证书（全部）", "", partial(certificates.of_winners, every))
    for winner in winners:
        award = certificates.award_of(winner)
        name = f"单张/{award.serial:03d}-{file_name(winner.name)}"
        context = partial(certificates.of_winners, campaign.only([winner]))
        yield from _formats("certificate", template, name, winner.number, context)
    if not recommenders:
        if campaign.settings.organisation_awards:
            awards = partial(certificates.of_awards, campaign.only(()))
            yield from _formats("certificate", template, "组织奖证书（全部）", "", awards)
        register = partial(certificates.register, every)
        yield _document("certificate", "xlsx", "certificate/register", "发证登记表", "", register)


def _bulletin_documents(campaign: Campaign) -> Iterator[Document]:
    winning = campaign.only(campaign.winners)
    name = f"{campaign.settings.year}年“五小”活动优秀成果通报"
    yield from _formats("bulletin", "bulletin/bulletin", name, "", partial(official.bulletin, winning))
    winners = partial(official.winner_list, winning)
    yield _document("bulletin", "xlsx", "bulletin/winners", "获奖名单", "", winners)


def _formats(
    kind: str,
    template: str,
    name: str,
    record: str,
    context: Callable[[], Mapping[str, Any]],
    formats: tuple[str, ...] = FORMATS[:2],
) -> Iterator[Document]:
    for output in formats:
        yield _document(kind, output, template, name, record, context)


def _document(
    kind: str, output: str, template: str, name: str, record: str, context: Callable[[], Mapping[str, Any]]
) -> Document:
    source = f"{template}.{TEMPLATE_ENDINGS[output]}"
    return Document(kind, output, source, f"{FOLDERS[kind]}/{name}.{output}", record, context)
