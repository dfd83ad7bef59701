"""What goes into each print packet (申报材料), in which order and how often (notice, section 五)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from generator.composing.names import file_name
from generator.kinds import FOLDERS
from generator.records import Application, Campaign

FORM1_COPIES = 2  # 一式两份
FORM2_COPIES = 1
SUMMARY_COPIES = 1


@dataclass(frozen=True)
class Piece:
    """One document of a packet: a rendered part by its kind and record, or an attachment by its name."""

    title: str
    part: tuple[str, str] | None = None
    attachment: str = ""


@dataclass(frozen=True)
class PieceSet:
    """Pieces that are handed in together, `copies` times: collated set by set."""

    pieces: tuple[Piece, ...]
    copies: int


@dataclass(frozen=True)
class PacketPlan:
    """One packet: its sets in print order, and its place in the output."""

    record: str
    path: str
    sets: tuple[PieceSet, ...]


def packet_plans(campaign: Campaign, recommenders: Collection[str]) -> list[PacketPlan]:
    """One packet for each of these recommenders (all where none is named) that has applications, in their order."""
    known = campaign.settings.recommender_names
    names = [n for n in known if (not recommenders or n in recommenders) and campaign.of(n)]
    return [_plan(campaign, name) for name in names]


def _plan(campaign: Campaign, recommender: str) -> PacketPlan:
    form2 = Piece("申报汇总表", ("form2", recommender))
    sets = [PieceSet((form2,), FORM2_COPIES)]
    if any(summary.recommender == recommender for summary in campaign.summaries):
        sets.append(PieceSet((Piece("工作总结", ("summary", recommender)),), SUMMARY_COPIES))
    sets += [_project(application) for application in campaign.of(recommender)]
    path = f"{FOLDERS['packet']}/{file_name(recommender)}-申报材料.pdf"
    return PacketPlan(recommender, path, tuple(sets))


def _project(application: Application) -> PieceSet:
    name = f"{application.number} {application.name}"
    form1 = Piece(f"{name} 申报表", ("form1", application.number))
    attached = [
        Piece(f"{name} 附件{place}", attachment=file) for place, file in enumerate(application.attachments, start=1)
    ]
    return PieceSet((form1, *attached), FORM1_COPIES)
