"""Print packets (申报材料): documents and attachments in one PDF for double-sided printing on A4.

Every copy of every document starts on a front side, and the file is whole sheets: what is wanting is filled
with empty pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pikepdf

from generator.composing.packing import PacketPlan, Piece
from generator.rendering.attached import A4_PT, attachment_pages

__all__ = ["assemble", "attachment_pages"]

# Objects that stand for themselves: two that look the same are still two.
_OWN = ("/Page", "/Pages", "/Catalog", "/Outlines")


def assemble(plan: PacketPlan, parts: Mapping[tuple[str, str], bytes], attachments: Mapping[str, Path]) -> bytes:
    """The packet: sets in order, copies collated set by set. The same input gives the same bytes.

    Raises:
        DataError: an attachment cannot be read after all.
    """
    packet = _Packet(parts, attachments)
    for one in plan.sets:
        for copy in range(1, one.copies + 1):
            for piece in one.pieces:
                packet.add(piece, f"{piece.title}（第{copy}份）" if one.copies > 1 else piece.title)
    return packet.content(plan.record)


@dataclass
class _Packet:
    """A packet being put together; sources stay open until it is written."""

    parts: Mapping[tuple[str, str], bytes]
    attachments: Mapping[str, Path]
    pdf: pikepdf.Pdf = field(default_factory=pikepdf.new)
    sources: dict[Piece, pikepdf.Pdf] = field(default_factory=dict)
    starts: list[tuple[str, int]] = field(default_factory=list)

    def add(self, piece: Piece, title: str) -> None:
        """Add one copy, filled up to whole sheets. A second copy shares the contents of the first."""
        self.starts.append((title, len(self.pdf.pages)))
        self.pdf.pages.extend(self._source(piece).pages)
        if len(self.pdf.pages) % 2:
            self.pdf.add_blank_page(page_size=A4_PT)

    def _source(self, piece: Piece) -> pikepdf.Pdf:
        if piece not in self.sources:
            if piece.part:
                content = self.parts[piece.part]
            else:
                content = attachment_pages(self.attachments[piece.attachment].read_bytes(), piece.attachment)
            self.sources[piece] = pikepdf.open(BytesIO(content))
        return self.sources[piece]

    def content(self, record: str) -> bytes:
        """The finished file: outline, printing preferences, equal objects stored once."""
        with self.pdf.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, page) for title, page in self.starts)
        self.pdf.Root.ViewerPreferences = pikepdf.Dictionary(
            Duplex=pikepdf.Name.DuplexFlipLongEdge,
            PrintScaling=pikepdf.Name("/None"),
            PickTrayByPDFSize=True,
            DisplayDocTitle=True,
        )
        self.pdf.Root.PageMode = pikepdf.Name.UseOutlines
        self.pdf.docinfo["/Title"] = f"{record}申报材料"
        _join_layers(self.pdf, list(self.sources.values()))
        _store_equal_objects_once(self.pdf)
        out = BytesIO()
        self.pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
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


def _store_equal_objects_once(pdf: pikepdf.Pdf) -> None:
    """Let every reference to one of several equal objects (fonts, forms) point to the first of them.

    Objects become equal when what they refer to was found equal: so it is repeated until nothing changes.
    """
    replaced = True
    while replaced:
        first: dict[bytes, pikepdf.Object] = {}
        second: dict[tuple[int, int], pikepdf.Object] = {}
        used = list(_used_objects(pdf))
        for thing in used:
            kept = first.setdefault(_likeness(thing), thing)
            if kept.objgen != thing.objgen:
                second[thing.objgen] = kept
        replaced = bool(second)
        for thing in used if replaced else ():
            if thing.objgen not in second:
                _redirect(thing, second)


def _used_objects(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """The indirect objects that the trailer leads to, each once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[pikepdf.Object] = [pdf.trailer]
    while waiting:
        thing = waiting.pop()
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
            yield thing
        waiting.extend(_inside(thing))


def _inside(thing: pikepdf.Object) -> list[pikepdf.Object]:
    """The objects directly inside a dictionary, array or stream."""
    if isinstance(thing, pikepdf.Array):
        found = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        found = [thing[key] for key in sorted(thing.keys())]  # a set of their own: in no order
    else:
        found = []
    return [one for one in found if isinstance(one, pikepdf.Object)]


def _likeness(thing: pikepdf.Object) -> bytes:
    """What two equal objects have in common; for those that stand for themselves, their own number."""
    if isinstance(thing, pikepdf.Stream):
        about = pikepdf.Dictionary({key: thing[key] for key in sorted(thing.keys()) if key != "/Length"})
        return hashlib.sha256(about.unparse() + b"\0" + thing.read_raw_bytes()).digest()
    if isinstance(thing, pikepdf.Dictionary) and (str(thing.get("/Type")) in _OWN or "/Title" in thing):
        return str(thing.objgen).encode()
    return thing.unparse(resolved=True)


def _redirect(thing: pikepdf.Object, to: Mapping[tuple[int, int], pikepdf.Object]) -> None:
    """Replace, inside this object, every reference to a replaced one."""
    keys = range(len(thing)) if isinstance(thing, pikepdf.Array) else list(_keys(thing))
    for key in keys:
        inner = thing[key]
        if not isinstance(inner, pikepdf.Object):
            continue
        if inner.is_indirect:
            if inner.objgen in to:
                thing[key] = to[inner.objgen]
        else:
            _redirect(inner, to)


def _keys(thing: pikepdf.Object) -> list[str]:
    return sorted(thing.keys()) if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) else []
