"""Documents → bytes: each format by its renderer, in this process or a pool of processes."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pikepdf

from generator.composing.documents import Document
from generator.errors import TemplateError
from generator.records import Settings
from generator.rendering import pages, word, workbook

# Documents handed to one worker at a time, and chunks waiting: memory does not grow with the campaign.
CHUNK, CHUNKS_WAITING = 4, 6
FORM_KINDS = frozenset({"blank", "form1", "form2"})


@dataclass(frozen=True)
class Rendered:
    """A document and its content."""

    document: Document
    content: bytes


@dataclass(frozen=True)
class _Job:
    """What a worker needs for one document: everything a value."""

    template: str
    format: str
    folders: tuple[Path, ...]
    modified: date
    context: Mapping[str, Any]


def render_all(
    wanted: Sequence[Document], folders: Sequence[Path], settings: Settings, jobs: int
) -> tuple[int, Iterator[Rendered]]:
    """How many there are, and the documents rendered, in the order given."""
    made = (_job(document, tuple(folders), settings.issued_on) for document in wanted)
    contents = map(_render, made) if jobs == 1 else _in_pool(made, jobs)
    return len(wanted), (Rendered(d, content) for d, content in zip(wanted, contents, strict=True))


def locked(rendered: Rendered) -> Rendered:
    """The same, a Word form such that only its fields can be edited; other documents stay as they are."""
    document = rendered.document
    if document.format != "docx" or document.kind not in FORM_KINDS:
        return rendered
    return Rendered(document, word.protect(rendered.content))


def page_count(pdf: bytes) -> int:
    """The number of pages."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _job(document: Document, folders: tuple[Path, ...], modified: date) -> _Job:
    return _Job(document.template, document.format, folders, modified, document.context())


def _in_pool(made: Iterator[_Job], jobs: int) -> Iterator[bytes]:
    """The contents in order, from a pool of fresh processes with a bounded number of chunks waiting."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[bytes]]] = deque(_submitted(pool, made, CHUNKS_WAITING))
        try:
            while waiting:
                yield from waiting.popleft().result()
                waiting.extend(_submitted(pool, made, 1))
        finally:
            pool.shutdown(cancel_futures=True)


def _submitted(pool: Executor, made: Iterator[_Job], chunks: int) -> Iterable[Future[list[bytes]]]:
    for _ in range(chunks):
        chunk = list(islice(made, CHUNK))
        if chunk:
            yield pool.submit(_render_chunk, chunk)


def _render_chunk(chunk: list[_Job]) -> list[bytes]:
    return [_render(job) for job in chunk]


def _render(job: _Job) -> bytes:
    """The document's bytes. Raises TemplateError where the template is wrong or missing."""
    if job.format == "pdf":
        return pages.render(job.template, job.context, folders=job.folders)
    template = _template(job.template, job.folders)
    renderer = word.render if job.format == "docx" else workbook.render
    return renderer(template, job.context, modified=job.modified)


@cache
def _template(name: str, folders: tuple[Path, ...]) -> bytes:
    for folder in folders:
        if (folder / name).is_file():
            return (folder / name).read_bytes()
    raise TemplateError(f"找不到模板 templates/{name}。请从安装包恢复该文件。")
