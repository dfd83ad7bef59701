"""Print packets (申报材料): documents and attachments in one PDF for double-sided printing on A4.

Every copy of every document starts on a front side, and the file is whole sheets: what is wanting is filled
with empty pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from generator.composing import contents
from generator.composing.packing import PacketPlan, Piece
from generator.errors import DataError, Place, error
from generator.rendering import pdf as papers
from generator.rendering.attached import A4_PT, attachment_pages
from generator.rendering.fixed import Binding
from generator.rendering.sharing import store_equal_objects_once

__all__ = ["Workshop", "assemble", "attachment_pages", "sides"]

DUPLEX, SIMPLEX = "DuplexFlipLongEdge", "Simplex"


@dataclass
class Workshop:
    """What packets are made of, and what was made ready for one packet and serves another.

    `parts` are PDFs made before, by the path of their document; `files` the attachments by name. With `reference`
    WeasyPrint lays out every document by itself.
    """

    folders: Sequence[Path]
    parts: Mapping[str, Path]
    files: Mapping[str, Path]
    reference: bool = False
    _ready: dict[str, pikepdf.Pdf] = field(default_factory=dict)

    def attachment(self, name: str, owner: str) -> pikepdf.Pdf:
        """The file's pages on A4, without captions.

        Raises:
            DataError: the file, which `owner` hands in, cannot be read after all.
        """
        key = f"attachments/{name}"
        if key not in self._ready:
            try:
                content = attachment_pages(self.files[name].read_bytes(), name)
            except DataError as wrong:
                problem = wrong.problems[0]
                message = f"（{owner}）{problem.message}"
                raise DataError([error(problem.code, Place(key), problem.field, message, problem.fix)]) from wrong
            self._ready[key] = pikepdf.open(BytesIO(content))
        return self._ready[key]

    def document(self, piece: Piece) -> pikepdf.Pdf:
        """The PDF of a document that does not share pages with others. Raises TemplateError as rendering does."""
        document = piece.document
        assert document is not None, piece.title
        if document.path not in self._ready:
            if document.path in self.parts:
                content = self.parts[document.path].read_bytes()
            else:
                content = self.rendered(document.template, document.context())
            self._ready[document.path] = pikepdf.open(BytesIO(content))
        return self._ready[document.path]

    def rendered(self, template: str, context: Mapping[str, Any]) -> bytes:
        """A PDF of its own. Raises TemplateError as rendering does."""
        return papers.render(template, context, folders=self.folders, reference=self.reference)


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
    _set_printing(made, SIMPLEX)
    _join_layers(made, [whole])
    made.docinfo["/Title"] = str(whole.docinfo["/Title"])
    return _saved(made)


# A page of a piece, counted from 0.
_Leaf = tuple[Piece, int]


class _Packet:
    """A packet being put together: every document is set, then all are bound."""

    def __init__(self, plan: PacketPlan, shop: Workshop) -> None:
        """Set every document; the contents sheet last, when all pages are counted."""
        self._plan, self._shop = plan, shop
        self._title = f"{plan.owner}申报材料"
        self._shelf, self._shelved = papers.Shelf(self._title, shop.folders), 0
        self._counts: dict[Piece, int] = {}
        # Where the pages of a piece, or the captions of a file's pages, are: from a place on the shelf, or alone.
        self._places: dict[Piece, tuple[int, int]] = {}
        self._alone: dict[Piece, pikepdf.Pdf] = {}
        for group in plan.groups:
            for piece in group.pieces:
                self._set(piece, group.name)
        for piece in plan.pieces:
            if piece.is_contents:
                self._counts[piece] = contents.contents_pages(self._counted())
        for piece in filter(lambda one: one.is_contents, plan.pieces):
            self._put(piece, "packet/contents.html", contents.contents(plan.owner, self._counted()))

    def _set(self, piece: Piece, owner: str) -> None:
        if piece.attachment:
            pages = self._shop.attachment(piece.attachment, owner).pages
            across = [bool(page.mediabox[2] > page.mediabox[3]) for page in pages]
            self._put(piece, "packet/caption.html", contents.captions(piece.caption, across))
            self._counts[piece] = len(pages)
        elif piece.document and piece.document.path in self._shop.parts:
            self._alone[piece] = self._shop.document(piece)
            self._counts[piece] = len(self._alone[piece].pages)
        elif piece.document:
            self._put(piece, piece.document.template, piece.document.context())

    def _put(self, piece: Piece, template: str, context: Mapping[str, Any]) -> None:
        """Put the pages on the shelf; where they are not fixed they stand alone."""
        count = 0 if self._shop.reference else self._shelf.add(template, context)
        if count:
            self._places[piece] = (self._shelved, self._shelved + count)
            self._shelved += count
        elif piece.document:
            self._alone[piece] = self._shop.document(piece)
        else:
            self._alone[piece] = pikepdf.open(BytesIO(self._shop.rendered(template, context)))
        self._counts[piece] = count or len(self._alone[piece].pages)

    def _counted(self) -> list[contents.CountedGroup]:
        return [
            contents.CountedGroup(group.name, tuple(self._count_of(piece) for piece in group.pieces))
            for group in self._plan.groups
        ]

    def _count_of(self, piece: Piece) -> contents.Counted:
        return contents.Counted(piece.title, piece.copies, self._counts.get(piece, 0))

    def bound(self) -> bytes:
        """The finished file: outline, printing preferences, everything that is equal stored once."""
        order, outline = self._order()
        if len(self._places) == len(self._counts) and not any(piece.attachment for piece in self._plan.pieces):
            leaves = [leaf and self._places[leaf[0]][0] + leaf[1] for leaf in order]
            return self._shelf.content(Binding(leaves, outline, _printing(DUPLEX)))
        return self._joined(order, outline)

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

    def _joined(self, order: Sequence[_Leaf | None], outline: Sequence[tuple[str, int]]) -> bytes:
        """The file with pages of others in it."""
        made = pikepdf.new()
        shared = pikepdf.open(BytesIO(self._shelf.content())) if self._places else made
        own = {piece: self._own_pages(piece, shared) for piece in self._counts}
        first: dict[_Leaf, int] = {}
        for leaf in order:
            if leaf is None:
                made.add_blank_page(page_size=A4_PT)
            elif leaf in first:  # its contents are shared, not stored again
                made.pages.append(made.pages[first[leaf]])
            else:
                first[leaf] = len(made.pages)
                self._append(made, leaf, own[leaf[0]])
        with made.open_outline() as listed:
            listed.root.extend(pikepdf.OutlineItem(name, leaf) for name, leaf in outline)
        _set_printing(made, DUPLEX)
        made.Root.PageMode = pikepdf.Name.UseOutlines
        made.docinfo["/Title"] = self._title
        names = dict.fromkeys(piece.attachment for piece in self._plan.pieces if piece.attachment)
        _join_layers(made, [self._shop.attachment(name, "") for name in names])
        if len(names) + len(self._alone) > 1:  # what is on the shelf is there once
            store_equal_objects_once(made)
        return _saved(made)

    def _append(self, made: pikepdf.Pdf, leaf: _Leaf, own: Sequence[pikepdf.Page]) -> None:
        """Add the page; `own` are the pages of its piece."""
        piece, number = leaf
        if not piece.attachment:
            made.pages.append(own[number])
            return
        made.pages.append(self._shop.attachment(piece.attachment, "").pages[number])
        _add_caption(made, made.pages[-1], own[number])

    def _own_pages(self, piece: Piece, shared: pikepdf.Pdf) -> Sequence[pikepdf.Page]:
        if piece in self._places:
            start, end = self._places[piece]
            return list(shared.pages[start:end])
        return list(self._alone[piece].pages)


def _add_caption(made: pikepdf.Pdf, page: pikepdf.Page, caption: pikepdf.Page) -> None:
    """Let the page show the caption too: its text, with the font that all captions share."""
    contents = caption.obj.Contents
    text = made.copy_foreign(contents[-1] if isinstance(contents, pikepdf.Array) else contents)
    page.obj.Contents = pikepdf.Array([page.obj.Contents, text])
    fonts = made.copy_foreign(caption.obj.Resources.Font)
    page.obj.Resources = pikepdf.Dictionary(XObject=page.obj.Resources.XObject, Font=fonts)


def _printing(sides: str) -> str:
    """Preferences of the viewer (ISO 32000-1, 12.2): to print at actual size, on one side or both."""
    return f"<< /Duplex /{sides} /PrintScaling /None /PickTrayByPDFSize true /DisplayDocTitle true >>"


def _set_printing(made: pikepdf.Pdf, sides: str) -> None:
    made.Root.ViewerPreferences = pikepdf.Object.parse(_printing(sides).encode())


def _saved(made: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    made.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _join_layers(pdf: pikepdf.Pdf, sources: list[pikepdf.Pdf]) -> None:
    """The layers (ISO 32000-1, 8.11) of all attachments in one list, hidden where they were hidden."""
    groups, hidden = pikepdf.Array(), pikepdf.Array()
    for source in sources:
        if "/OCProperties" in source.Root:
            layers = pdf.copy_foreign(source.make_indirect(source.Root.OCProperties))
            groups.extend(layers.get("/OCGs", pikepdf.Array()))
            usual = layers.get("/D", pikepdf.Dictionary())
            hidden.extend(_hidden(layers.get("/OCGs", pikepdf.Array()), usual))
    if len(groups):
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=groups, D=pikepdf.Dictionary(OFF=hidden))


def _hidden(groups: pikepdf.Object, usual: pikepdf.Object) -> list[pikepdf.Object]:
    """The layers that are off at first: those listed, or all but those listed where all are off."""
    if usual.get("/BaseState") == pikepdf.Name.OFF:
        on = {layer.objgen for layer in usual.get("/ON", pikepdf.Array())}
        return [layer for layer in groups if layer.objgen not in on]
    return list(usual.get("/OFF", pikepdf.Array()))
