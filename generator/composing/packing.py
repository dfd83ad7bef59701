"""What goes into each print packet (申报材料), in which order and how often (notice, section 五)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.campaign.fields import PACKET_ITEMS, PROJECT_ITEMS
from generator.campaign.kinds import FOLDERS
from generator.campaign.records import Application, Campaign, PacketItem
from generator.composing.documents import (
    Document,
    application_files,
    form1_documents,
    form2_documents,
    intro_documents,
    summary_documents,
)
from generator.composing.names import recommender_names

CONTENTS, FORM2, SUMMARY, FORM1, INTRO, ATTACHMENT = PACKET_ITEMS


@dataclass(frozen=True)
class Piece:
    """One document of a packet: a PDF of ours, or a file of attachments/; the contents sheet is neither.

    `caption` is what the margin of the file's pages says.
    """

    title: str
    copies: int
    document: Document | None = None
    attachment: str = ""
    caption: str = ""

    @property
    def is_contents(self) -> bool:
        """Whether it is the contents sheet, made when all else is counted."""
        return not (self.document or self.attachment)


@dataclass(frozen=True)
class Group:
    """Pieces that are handed in together and so are collated: the first copy of each, then the second.

    `name` is that of their project, empty for what belongs to the whole packet.
    """

    name: str
    pieces: tuple[Piece, ...]

    def in_order(self) -> Iterator[tuple[Piece, int]]:
        """Every copy in print order, with its number from 1."""
        for copy in range(1, max((piece.copies for piece in self.pieces), default=0) + 1):
            yield from ((piece, copy) for piece in self.pieces if piece.copies >= copy)


@dataclass(frozen=True)
class PacketPlan:
    """One packet: whose it is, its groups in print order, and its place in the output without ending."""

    record: str
    owner: str
    path: str
    groups: tuple[Group, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its documents, each once."""
        return tuple(piece for group in self.groups for piece in group.pieces)

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing that is handed in: campaign.yaml may ask for what this one has none of."""
        return all(piece.is_contents for piece in self.pieces)


def packet_plans(campaign: Campaign, recommender: str, copies: int | None = None) -> list[PacketPlan]:
    """The packet of a recommender, and one for each of its applications.

    `copies` are those of what belongs to a project, where others are wanted than campaign.yaml gives.
    """
    items = campaign.settings.packet_items
    if copies is not None:
        items = tuple(one.model_copy(update={"copies": copies}) if _of_project(one) else one for one in items)
    own = campaign.of(recommender)
    folder, files = FOLDERS["packet"], dict(application_files(campaign, recommender))
    whole = PacketPlan(
        recommender,
        recommender,
        f"{folder}/{recommender_names(campaign.settings)[recommender]}-申报材料",
        tuple(_groups(campaign, items, recommender, own, files)),
    )
    single_items = [one for one in items if _of_project(one) or one.item == CONTENTS]
    singles = [
        PacketPlan(
            application.number,
            _project_name(application),
            f"{folder}/{files[application.number]}-申报材料",
            tuple(_groups(campaign, single_items, recommender, [application], files)),
        )
        for application in own
    ]
    return [whole, *singles]


def _of_project(one: PacketItem) -> bool:
    return one.item in PROJECT_ITEMS


def _project_name(application: Application) -> str:
    return f"{application.number} {application.name}"


def _groups(
    campaign: Campaign,
    items: Sequence[PacketItem],
    recommender: str,
    applications: Sequence[Application],
    files: Mapping[str, str],
) -> Iterator[Group]:
    """The recommender's own papers one by one; what belongs to projects, project by project."""
    for of_project, some in groupby(items, key=_of_project):
        wanted = list(some)
        if of_project:
            for application in applications:
                name = files[application.number]
                pieces = [piece for one in wanted for piece in _of_application(campaign, application, one, name)]
                yield Group(_project_name(application), tuple(pieces))
        else:
            for one in wanted:
                yield Group("", tuple(_of_recommender(campaign, recommender, one)))


def _of_recommender(campaign: Campaign, recommender: str, one: PacketItem) -> Iterator[Piece]:
    if one.item == CONTENTS:
        yield Piece("申报材料清单", one.copies)
    elif one.item == FORM2:
        yield Piece("申报汇总表", one.copies, _pdf(form2_documents(campaign, recommender)))
    else:
        for text in campaign.summaries:
            if text.recommender == recommender:
                yield Piece("工作总结", one.copies, _pdf(summary_documents(campaign, text)))


def _of_application(campaign: Campaign, application: Application, one: PacketItem, name: str) -> Iterator[Piece]:
    if one.item == FORM1:
        yield Piece("项目申报表", one.copies, _pdf(form1_documents(campaign.settings, application, name)))
    elif one.item == ATTACHMENT:
        for place, file in enumerate(application.attachments, start=1):
            yield Piece(f"附件{place}", one.copies, attachment=file, caption=f"{application.name} · 附件{place}")
    elif application.intro_paper:
        caption = f"{application.name} · {INTRO}"
        yield Piece(INTRO, one.copies, attachment=application.intro_paper, caption=caption)
    else:
        yield Piece(INTRO, one.copies, _pdf(intro_documents(campaign.settings, application, name)))


def _pdf(formats: Iterator[Document]) -> Document:
    """The document's PDF among its formats."""
    return next(document for document in formats if document.format == "pdf")
