"""What a worker does with a piece of work: compose, render, write into the staging folder.

Pieces and results are small, and say everything: a worker may be a process of this machine or of another one
that sees the same folders.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from generator.composing.documents import Document
from generator.composing.packing import PacketPlan
from generator.kinds import FORM_KINDS
from generator.manifest import Published
from generator.packets import assemble
from generator.publishing import ASIDE, put
from generator.rendering.rendering import page_count, render
from generator.typesetting.fonts import FONT_CLASSES, font_files, metrics

# WeasyPrint's fonts serve one thread at a time, and Dask's workers may have several.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Workplace:
    """What all pieces of a run have in common.

    Args:
        staging: the folder in which the run works.
        folders: where templates are looked for, in order.
        modified: the date in the files.
        protect: whether only the fields of Word forms can be edited.
        reference: whether every PDF is laid out anew by WeasyPrint.
        flush: whether a file is on the disk when its piece is done.
    """

    staging: Path
    folders: tuple[Path, ...]
    modified: date
    protect: bool = False
    reference: bool = False
    flush: bool = False


@dataclass(frozen=True)
class Batch:
    """Documents to make together, and which of them are only parts of packets."""

    place: Workplace
    documents: tuple[Document, ...]
    parts: frozenset[str] = frozenset()

    @property
    def records(self) -> tuple[str, ...]:
        """Whose documents they are, each once; of a document of the whole campaign its name."""
        return tuple(dict.fromkeys(one.record or PurePosixPath(one.path).stem for one in self.documents))


@dataclass(frozen=True)
class Binding:
    """A packet to bind of files of the staging folder, by kind and record, and of attachments."""

    place: Workplace
    plan: PacketPlan
    parts: Mapping[tuple[str, str], str]
    attachments: Mapping[str, Path]

    @property
    def records(self) -> tuple[str, ...]:
        """Whose packet it is."""
        return (f"{self.plan.record}申报材料",)


def make_documents(batch: Batch) -> list[Published]:
    """The documents made and written. Raises TemplateError where a template is wrong or missing."""
    place = batch.place
    with _ONE_AT_A_TIME:
        contexts: dict[int, Mapping[str, Any]] = {}  # by what composed them: formats share one
        for document in batch.documents:
            if id(document.context) not in contexts:
                contexts[id(document.context)] = document.context()
        made: list[Published] = []
        for template, some in groupby(sorted(batch.documents, key=_template_of), key=_template_of):
            together = list(some)
            given = [contexts[id(document.context)] for document in together]
            protect = place.protect and together[0].kind in FORM_KINDS
            contents = render(
                template,
                given,
                folders=place.folders,
                modified=place.modified,
                protect=protect,
                reference=place.reference,
            )
            made += [_written(batch, *one) for one in zip(together, contents, strict=True)]
        return made


def make_packet(binding: Binding) -> Published:
    """The packet bound and written. Raises DataError where an attachment cannot be read after all."""
    place, plan = binding.place, binding.plan
    parts = {key: (place.staging / path).read_bytes() for key, path in binding.parts.items()}
    with _ONE_AT_A_TIME:
        content = assemble(plan, parts, binding.attachments)
    return _put(place, plan.path, content, document="packet", format="pdf", record=plan.record)


def warm_up() -> None:
    """Load what every worker needs: the renderers by importing this module, and the fonts' metrics."""
    for font_class in FONT_CLASSES:
        for face in font_files(font_class)[:1]:
            metrics(face)
    gc.freeze()  # none of this will ever be garbage: the collector need not look at it again and again


def part_path(document: Document) -> str:
    """Where a document lies that is only a part of a packet."""
    return f"{ASIDE}/{document.path}"


def _template_of(document: Document) -> str:
    return document.template


def _written(batch: Batch, document: Document, content: bytes) -> Published:
    path = part_path(document) if document.path in batch.parts else document.path
    return _put(batch.place, path, content, document=document.kind, format=document.format, record=document.record)


def _put(place: Workplace, path: str, content: bytes, *, document: str, format: str, record: str) -> Published:
    pages = page_count(content) if format == "pdf" else None
    return put(
        place.staging,
        path,
        content,
        document=document,
        format=format,
        record=record,
        pages=pages,
        flush=place.flush,
    )
