"""Print packets (申报材料): documents and attachments in one PDF for double-sided printing on A4.

Every copy of every document starts on a front side, and the file is whole sheets: what is wanting is filled
with empty pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Any

import pikepdf

from generator.campaign.errors import DataError, Place, error
from generator.checks.attached.kind import UnfitError
from generator.composing import contents
from generator.composing.documents import Document as Planned
from generator.composing.packing import PacketPiece, PacketPlan
from generator.ground.apart.isolation import Isolated
from generator.ground.bounds import Guard, unwatched
from generator.rendering.attached.a4_pages import DRAW, drawn_apart
from generator.rendering.attached.foreign import ForeignDocument, foreign
from generator.rendering.pdf.fixed import Binding, Captioned, Document, SetDocument
from generator.rendering.pdf.press import Press, file_of

# The child that draws attachments; it begins with the first and serves all that this process makes.
_DRAWING = Isolated(DRAW)
DUPLEX, SIMPLEX = "DuplexFlipLongEdge", "Simplex"


@dataclass
class Workshop:
    """What documents and packets are made of, and what was made ready for one of them and serves another.

    `files` are the attachments by name. `guard` watches what templates of the campaign's own take.
    """

    press: Press
    files: Mapping[str, Path] = field(default_factory=dict)
    guard: Guard = unwatched
    _contexts: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _ready: dict[str, ForeignDocument] = field(default_factory=dict)

    def context(self, document: Planned) -> Mapping[str, Any]:
        """What the document is filled with, composed once for all its formats."""
        name = document.path.removesuffix(document.format)
        if name not in self._contexts:
            self._contexts[name] = document.context()
        return self._contexts[name]

    def attachment(self, name: str, owner: str) -> ForeignDocument:
        """The file's pages on A4, without captions.

        Raises:
            DataError: the file, which `owner` hands in, cannot be read after all.
        """
        if name not in self._ready:
            try:
                self._ready[name] = drawn_apart(self.files[name], _DRAWING)
            except UnfitError as wrong:
                place, message = Place(f"attachments/{name}"), f"（{owner}）{wrong.message}"
                raise DataError([error("attachment", place, "附件", message, wrong.fix)]) from wrong
        return self._ready[name]


def assemble(plan: PacketPlan, shop: Workshop) -> bytes:
    """The packet: groups in order, copies collated group by group. The same input gives the same bytes.

    Raises:
        DataError: an attachment cannot be read after all.
        TemplateError: a template is wrong.
    """
    return _Packet(plan, shop).bound()


def sides(packet: bytes, *, backs_reversed: bool) -> tuple[bytes, bytes]:
    """The packet's front sides and its back sides, for a printer that prints one side at a time.

    The backs come in the order of the fronts, or last first where the printer puts each sheet on the one before.
    """
    with pikepdf.open(BytesIO(packet)) as whole:
        count = len(whole.pages)
        backs = range(1, count, 2)
        return _pages_alone(whole, range(0, count, 2)), _pages_alone(whole, backs[::-1] if backs_reversed else backs)


def _pages_alone(whole: pikepdf.Pdf, numbers: Sequence[int]) -> bytes:
    made = pikepdf.new()
    for number in numbers:
        made.pages.append(whole.pages[number])
    if "/OCProperties" in whole.Root:  # which layers are hidden
        made.Root.OCProperties = made.copy_foreign(whole.make_indirect(whole.Root.OCProperties))
    made.Root.ViewerPreferences = pikepdf.Object.parse(_printing(SIMPLEX).encode())
    made.docinfo["/Title"] = str(whole.docinfo["/Title"])
    out = BytesIO()
    made.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


# A page of a piece, counted from 0.
_Leaf = tuple[PacketPiece, int]


class _Packet:
    """A packet being put together: every document is set, then all are bound."""

    def __init__(self, plan: PacketPlan, shop: Workshop) -> None:
        """Set every document; the contents sheet last, when all pages are counted."""
        self._plan, self._shop = plan, shop
        self._title = f"{plan.owner}申报材料"
        self._counts: dict[PacketPiece, int] = {}
        self._documents: dict[PacketPiece, Document] = {}
        for group in plan.groups:
            for piece in group.pieces:
                self._add(piece, group.name)
        for piece in plan.pieces:
            if piece.is_contents:
                self._counts[piece] = contents.contents_pages(self._counted())
        for piece in filter(lambda one: one.is_contents, plan.pieces):
            self._put(piece, self._document("packet/contents.html", contents.contents(plan.owner, self._counted())))

    def _add(self, piece: PacketPiece, owner: str) -> None:
        if piece.attachment:
            attachment = self._shop.attachment(piece.attachment, owner)
            across = [page.is_across for page in attachment.pages]
            captions = self._document("packet/caption.html", contents.captions(piece.caption, across))
            self._put(piece, Captioned(attachment, captions))
        elif piece.document:
            document = piece.document
            self._put(piece, self._document(document.template, self._shop.context(document), document.record))

    def _document(self, template: str, context: Mapping[str, Any], record: str = "") -> SetDocument | ForeignDocument:
        """The document set; where it cannot be, as it is rendered by itself."""
        press = self._shop.press
        return self._shop.guard(
            template,
            record or self._plan.record,
            lambda: press.set(template, context) or foreign(press.render(template, context)),
        )

    def _put(self, piece: PacketPiece, document: Document) -> None:
        self._documents[piece] = document
        self._counts[piece] = len(document.pages)

    def _counted(self) -> list[contents.CountedGroup]:
        return [
            contents.CountedGroup(group.name, tuple(self._count_of(piece) for piece in group.pieces))
            for group in self._plan.groups
        ]

    def _count_of(self, piece: PacketPiece) -> contents.Counted:
        return contents.Counted(piece.title, piece.copies, self._counts.get(piece, 0))

    def bound(self) -> bytes:
        """The finished file: outline, printing preferences, everything that is equal stored once."""
        order, outline = self._order()
        ends = accumulate((len(document.pages) for document in self._documents.values()), initial=0)
        starts = dict(zip(self._documents, ends, strict=False))
        leaves = [leaf and starts[leaf[0]] + leaf[1] for leaf in order]
        return file_of(self._documents.values(), self._title, Binding(leaves, outline, _printing(DUPLEX)))

    def _order(self) -> tuple[list[_Leaf | None], list[tuple[str, int]]]:
        """The leaves, None for an empty one, and the outline: names and the leaves that they lead to."""
        order: list[_Leaf | None] = []
        outline = []
        for group in self._plan.groups:
            for piece, copy in group.in_order():
                name = " ".join(filter(None, (group.name, piece.title)))
                outline.append((f"{name}（第{copy}份）" if piece.copies > 1 else name, len(order)))
                order += [(piece, number) for number in range(self._counts[piece])]
                if len(order) % 2:
                    order.append(None)
        return order, outline


def _printing(sides: str) -> str:
    """Preferences of the viewer (ISO 32000-1, 12.2): to print at actual size, on one side or both."""
    return f"<< /Duplex /{sides} /PrintScaling /None /PickTrayByPDFSize true /DisplayDocTitle true >>"
