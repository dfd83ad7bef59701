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
from generator.fields import SINGLE_SIDED
from generator.kinds import FORM_KINDS
from generator.manifest import Published
from generator.packets import Workshop, assemble, sides
from generator.publishing import ASIDE, put
from generator.rendering.rendering import page_count, render
from generator.typesetting.fonts import FONT_CLASSES, font_files, metrics

# How campaign.yaml wants the back sides, and whether that is last first.
BACKS = dict(zip(SINGLE_SIDED[1:], (False, True), strict=True))

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
    """The packets of a recommender and its applications, to bind of documents and attachments.

    `parts` are the documents that were made before, and where each lies in the staging folder. `backs` says how
    the back sides are wanted in a file of their own, if at all.
    """

    place: Workplace
    plans: tuple[PacketPlan, ...]
    parts: Mapping[str, str]
    attachments: Mapping[str, Path]
    backs: str = ""

    @property
    def records(self) -> tuple[str, ...]:
        """Whose packets they are."""
        return (f"{self.plans[0].record}申报材料",)


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


def make_packets(binding: Binding) -> list[Published]:
    """The packets bound and written. Raises DataError where an attachment cannot be read after all."""
    place = binding.place
    parts = {name: place.staging / path for name, path in binding.parts.items()}
    shop = Workshop(place.folders, parts, binding.attachments, place.reference)
    made: list[Published] = []
    with _ONE_AT_A_TIME:
        for plan in binding.plans:
            content = assemble(plan, shop)
            files = {"": content}
            if binding.backs in BACKS:
                fronts, backs = sides(content, backs_reversed=BACKS[binding.backs])
                files |= {"-正面": fronts, "-背面": backs}
            for ending, one in files.items():
                path = f"{plan.path}{ending}.pdf"
                made.append(_put(place, path, one, document="packet", format="pdf", record=plan.record))
    return made


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
        flushed=place.flush,
    )
