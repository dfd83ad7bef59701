"""What a worker does with a piece of work: compose, render, write into the staging folder.

Pieces and results are small, and say everything: a worker may be a process of this machine or of another one
that sees the same folders.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path, PurePosixPath

from generator.campaign.fields import SINGLE_SIDED
from generator.campaign.layout import package_templates
from generator.composing.documents import Document
from generator.composing.packing import PacketPlan
from generator.ground.bounds import Guard, unwatched, watched
from generator.ground.disk import flush_all
from generator.ground.steps import MARKS, mark
from generator.rendering.formats import page_count, render
from generator.rendering.pdf.press import Press
from generator.running.manifest import Published
from generator.running.options import Options
from generator.running.packets import Workshop, assemble, sides
from generator.running.publishing import put

# How campaign.yaml wants the back sides, and whether that is last first.
BACKS = dict(zip(SINGLE_SIDED[1:], (False, True), strict=True))

_TEMPLATE = attrgetter("template")

# WeasyPrint's fonts serve one thread at a time, and Dask's workers may have several.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Workplace:
    """What all pieces of a run have in common.

    Args:
        staging: the folder in which the run works.
        folders: where templates are looked for, in order.
        modified: the date in the files.
        options: what the run was asked for.
        flush: whether a file is on the disk when its piece is done.
    """

    staging: Path
    folders: tuple[Path, ...]
    modified: date
    options: Options
    flush: bool = False


@dataclass(frozen=True)
class Batch:
    """Documents to make together, and packets to bind of the same documents and others.

    `attachments` are the files of the packets by name. `backs` says how the packets' back sides are wanted in a
    file of their own, if at all.
    """

    place: Workplace
    documents: tuple[Document, ...]
    plans: tuple[PacketPlan, ...] = ()
    attachments: Mapping[str, Path] = field(default_factory=dict)
    backs: str = ""

    @property
    def records(self) -> tuple[str, ...]:
        """Whose documents and packets they are, each once; of a document of the whole campaign its name."""
        names = [_called(one) for one in self.documents]
        return tuple(dict.fromkeys([*names, *(plan.record for plan in self.plans)]))

    @property
    def files(self) -> int:
        """How many files come of it."""
        return len(self.documents) + len(self.plans) * (3 if self.backs in BACKS else 1)


def make(batch: Batch) -> list[Published]:
    """The documents and packets made and written.

    Raises:
        TemplateError: a template is wrong or missing, or one of the campaign's own takes too much for a record.
        DataError: an attachment cannot be read after all.
    """
    place = batch.place
    with _ONE_AT_A_TIME, _guard(place) as guard:
        shop = Workshop(Press(place.folders, reference=place.options.reference), batch.attachments, guard)
        made = [*_documents(batch, shop), *_packets(batch, shop)]
    if place.flush:
        flush_all(place.staging / file.path for file in made)
    return made


def _guard(place: Workplace) -> AbstractContextManager[Guard]:
    """What watches the campaign's own templates; those that come with the program need nobody."""
    if place.folders == (package_templates(),):
        return nullcontext(unwatched)
    from generator.linting.trial import is_own  # which loads what reads Word templates

    return watched(partial(is_own, own=place.folders[0]), place.options.limits)


def _documents(batch: Batch, shop: Workshop) -> Iterator[Published]:
    place = batch.place
    for template, some in groupby(sorted(batch.documents, key=_TEMPLATE), key=_TEMPLATE):
        for one in some:
            protect = place.options.protect and one.locks
            rendered = partial(
                render, template, [shop.context(one)], folders=place.folders, modified=place.modified,
                protect=protect, press=shop.press,
            )  # fmt: skip
            (content,) = shop.guard(template, _called(one), rendered)
            yield _put(place, one.path, content, document=one.kind, record=one.record)


def _packets(batch: Batch, shop: Workshop) -> Iterator[Published]:
    for plan in batch.plans:
        content = assemble(plan, shop)
        files = {"": content}
        if batch.backs in BACKS:
            fronts, backs = sides(content, backs_reversed=BACKS[batch.backs])
            files |= {"-正面": fronts, "-背面": backs}
        for ending, one in files.items():
            path = f"{plan.path}{ending}.pdf"
            yield _put(batch.place, path, one, document="packet", record=plan.record)


def _called(document: Document) -> str:
    """Whose the document is, or where it is the whole campaign's its own name."""
    return document.record or PurePosixPath(document.path).stem


def _put(place: Workplace, path: str, content: bytes, *, document: str, record: str) -> Published:
    pages = page_count(content) if path.endswith(".pdf") else None
    made = put(place.staging, path, content, document=document, record=record, pages=pages)
    mark(place.staging.with_name(MARKS))
    return made
