"""The list of documents to make of a campaign: kind, format, template, context and place in the output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.composing import certificates, forms, official
from generator.composing.names import file_name
from generator.records import Application, Campaign, Settings, Summary

KINDS = ("notice", "blank", "form1", "form2", "certificate", "bulletin", "packet")
FORMATS = ("docx", "pdf", "xlsx")
# What a packet is bound of: its PDFs, published by themselves or, as the work summary, only in the packet.
PACKET_PARTS = frozenset({"form1", "form2", "summary"})

FOLDERS = {
    "notice": "01-通知",
    "blank": "02-空白表格",
    "form1": "03-申报表",
    "form2": "04-汇总表",
    "certificate": "05-证书",
    "bulletin": "06-通报",
    "packet": "07-申报材料",
    "summary": "07-申报材料",
}
TEMPLATE_ENDINGS = {"docx": "docx", "pdf": "html", "xlsx": "xlsx"}


@dataclass(frozen=True)
class Document:
    """One file to make. `path` is relative to the output folder, `record` says whose it is."""

    kind: str
    format: str
    template: str
    path: str
    record: str
    context: Callable[[], Mapping[str, Any]]


def documents(campaign: Campaign, kinds: frozenset[str], recommender: str | None) -> Iterator[Document]:
    """Every document of these kinds except packets, in output order; of one recommender where it is given."""
    settings = campaign.settings
    if "notice" in kinds:
        title = f"{settings.year}年“五小”活动通知"
        yield from _formats("notice", "notice/notice", title, "", partial(official.notice, campaign))
    if "blank" in kinds:
        yield from blank_documents(settings)
    if "form1" in kinds:
        for application in campaign.applications:
            if recommender in (None, application.recommender):
                yield from form1_documents(settings, application)
    if "form2" in kinds:
        for one in settings.recommenders:
            if campaign.of(one.name) and recommender in (None, one.name):
                yield from form2_documents(campaign, one.name)
    if "summary" in kinds:
        for summary in campaign.summaries:
            if recommender in (None, summary.recommender):
                yield summary_document(campaign, summary)
    if campaign.winners and "certificate" in kinds:
        yield from _certificate_documents(campaign, recommender)
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
    context = partial(forms.filled_form2, campaign, recommender)
    name = f"{file_name(recommender)}-申报汇总表"
    yield from _formats("form2", "form2/form2", name, recommender, context, FORMATS)


def summary_document(campaign: Campaign, summary: Summary) -> Document:
    """The work summary of one recommender, in PDF for its packet."""
    context = partial(official.summary, campaign, summary)
    name = f"{file_name(summary.recommender)}-工作总结"
    return _document("summary", "pdf", "packet/summary", name, summary.recommender, context)


def _certificate_documents(campaign: Campaign, recommender: str | None) -> Iterator[Document]:
    """The file of all certificates, the single ones, the organisation awards and the register."""
    winners = [w for w in campaign.winners if recommender in (None, w.recommender)]
    template = "certificate/certificate"

    def of(some: list[Application]) -> Mapping[str, Any]:
        made = [c for winner in some for c in certificates.winner_certificates(campaign, winner)]
        return {"certificates": made}

    yield from _formats("certificate", template, "荣誉证书（全部）", "", partial(of, winners))
    for winner in winners:
        award = certificates.award_of(winner)
        name = f"单张/{award.serial:03d}-{file_name(winner.name)}"
        yield from _formats("certificate", template, name, winner.number, partial(of, [winner]))
    if recommender is None:
        awards = {"certificates": certificates.award_certificates(campaign)}
        if awards["certificates"]:
            yield from _formats("certificate", template, "组织奖证书（全部）", "", lambda: awards)
        yield _document(
            "certificate", "xlsx", "certificate/register", "发证登记表", "", partial(certificates.register, campaign)
        )


def _bulletin_documents(campaign: Campaign) -> Iterator[Document]:
    context = partial(official.bulletin, campaign)
    name = f"{campaign.settings.year}年“五小”活动优秀成果通报"
    yield from _formats("bulletin", "bulletin/bulletin", name, "", context)
    winners = partial(official.winner_list, campaign)
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
