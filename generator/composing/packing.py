"""What goes into each print packet (申报材料), in which order and how often (notice, section 五)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.campaign.forms import Form, Per
from generator.campaign.kinds import ATTACHMENTS_ITEM, CONTENTS_ITEM, INTRO, PACKET, SUMMARY, kind_of, packet_items
from generator.campaign.records import Application
from generator.campaign.settings import PacketItem, Settings
from generator.composing.document_table import pdf_of
from generator.composing.documents import Asked, Document
from generator.composing.names import recommender_names


@dataclass(frozen=True)
class PacketPiece:
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
class PacketGroup:
    """Pieces that are handed in together and so are collated: the first copy of each, then the second.

    `name` is that of their project, empty for what belongs to the whole packet.
    """

    name: str
    pieces: tuple[PacketPiece, ...]

    def in_order(self) -> Iterator[tuple[PacketPiece, int]]:
        """Every copy in print order, with its number from 1."""
        for copy in range(1, max((piece.copies for piece in self.pieces), default=0) + 1):
            yield from ((piece, copy) for piece in self.pieces if piece.copies >= copy)


@dataclass(frozen=True)
class PacketPlan:
    """One packet: whose it is, its groups in print order, and its place in the output without ending."""

    record: str
    owner: str
    path: str
    groups: tuple[PacketGroup, ...]

    @property
    def pieces(self) -> tuple[PacketPiece, ...]:
        """Its documents, each once."""
        return tuple(piece for group in self.groups for piece in group.pieces)

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing that is handed in: campaign.yaml may ask for what this one has none of."""
        return all(piece.is_contents for piece in self.pieces)


def packet_plans(asked: Asked, recommender: str, copies: int | None = None) -> list[PacketPlan]:
    """The packet of a recommender, and one for each of its applications.

    `copies` are those of what belongs to a project, where others are wanted than campaign.yaml gives.
    """
    campaign = asked.campaign
    items = campaign.settings.packet_items
    of_project = packet_items(campaign.settings.schema.forms.values())[Per.APPLICATION]
    if copies is not None:
        others = {"copies": copies}
        items = tuple(one.model_copy(update=others) if one.item in of_project else one for one in items)
    own = campaign.of(recommender)
    whole = PacketPlan(
        recommender,
        recommender,
        f"{PACKET.folder}/{recommender_names(campaign.settings)[recommender]}-申报材料",
        tuple(_groups(asked, items, recommender, own)),
    )
    single_items = [one for one in items if one.item in of_project or one.item == CONTENTS_ITEM]
    singles = [
        PacketPlan(
            application.number,
            _project_name(application),
            f"{PACKET.folder}/{asked.files[application.number]}-申报材料",
            tuple(_groups(asked, single_items, recommender, [application])),
        )
        for application in own
    ]
    return [whole, *singles]


def _project_name(application: Application) -> str:
    return f"{application.number} {application.name}"


def _groups(
    asked: Asked, items: Sequence[PacketItem], recommender: str, applications: Sequence[Application]
) -> Iterator[PacketGroup]:
    """The recommender's own papers one by one; what belongs to projects, project by project."""
    of_project = packet_items(asked.campaign.settings.schema.forms.values())[Per.APPLICATION]
    for is_project, some in groupby(items, key=lambda one: one.item in of_project):
        wanted = list(some)
        if is_project:
            for application in applications:
                pieces = [piece for one in wanted for piece in _of_application(asked, application, one)]
                yield PacketGroup(_project_name(application), tuple(pieces))
        else:
            for one in wanted:
                yield PacketGroup("", tuple(_of_recommender(asked, recommender, one)))


def _of_recommender(asked: Asked, recommender: str, one: PacketItem) -> Iterator[PacketPiece]:
    if one.item == CONTENTS_ITEM:
        yield PacketPiece("申报材料清单", one.copies)
    elif form := _form_called(asked.campaign.settings, one.item):
        yield PacketPiece(form.name, one.copies, pdf_of(kind_of(form), asked, recommender))
    else:
        for text in asked.campaign.summaries:
            if text.recommender == recommender:
                yield PacketPiece("工作总结", one.copies, pdf_of(SUMMARY, asked, text))


def _of_application(asked: Asked, application: Application, one: PacketItem) -> Iterator[PacketPiece]:
    if form := _form_called(asked.campaign.settings, one.item):
        yield PacketPiece(form.name, one.copies, pdf_of(kind_of(form), asked, application))
    elif one.item == ATTACHMENTS_ITEM:
        for place, file in enumerate(application.attachments, start=1):
            yield PacketPiece(f"附件{place}", one.copies, attachment=file, caption=f"{application.name} · 附件{place}")
    elif application.intro_paper:
        caption = f"{application.name} · {one.item}"
        yield PacketPiece(one.item, one.copies, attachment=application.intro_paper, caption=caption)
    else:
        yield PacketPiece(one.item, one.copies, pdf_of(INTRO, asked, application))


def _form_called(settings: Settings, item: str) -> Form | None:
    """The form that campaign.yaml calls so among the papers of a packet."""
    return next((form for form in settings.schema.forms.values() if kind_of(form).label == item), None)
