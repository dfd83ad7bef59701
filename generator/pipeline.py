"""The whole run, from a campaign folder to its documents. The command line calls these functions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator import __version__
from generator.checks.campaign import check_campaign, check_settings_of
from generator.composing.documents import FORMATS, KINDS, PACKET_PARTS, Document, blank_documents, documents
from generator.composing.packing import packet_plans
from generator.errors import DataError, Problem, UsageError
from generator.layout import starter_folder, template_folders
from generator.packets import assemble
from generator.publishing import Published, Staging, staging
from generator.reading.campaign_folder import input_files
from generator.reading.raw import near_miss
from generator.records import Campaign, Counts, Settings
from generator.rendering.machine import require_fonts
from generator.rendering.rendering import Rendered, locked, page_count, render_all

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Request:
    """What a build was asked for."""

    campaign: Path
    out: Path
    kinds: frozenset[str] = frozenset(KINDS)
    formats: frozenset[str] = frozenset(FORMATS)
    recommender: str | None = None
    jobs: int = 1
    protect: bool = False


@dataclass(frozen=True)
class Report:
    """What a build did."""

    out: Path
    counts: Counts
    files: tuple[Published, ...]
    problems: tuple[Problem, ...] = field(default=())

    @property
    def pages(self) -> int:
        """The pages of all PDF files."""
        return sum(file.pages or 0 for file in self.files if file.format == "pdf")


def _quiet(_stage: str, _done: int, _total: int) -> None:
    """No progress shown."""


def build(request: Request, progress: Progress = _quiet) -> Report:
    """The documents of a campaign, published. Raises DataError where the data has errors."""
    campaign, counts, problems = check_campaign(request.campaign)
    if campaign is None:
        raise DataError(problems)
    _require_recommender(campaign, request.recommender)
    require_fonts()
    with staging(request.out) as stage:
        parts = _make_documents(campaign, request, stage, progress)
        _make_packets(campaign, request, stage, parts, progress)
        _finish(stage, _about(campaign, counts))
    return Report(request.out, counts, tuple(stage.files), tuple(problems))


def blank(campaign: Path | None, out: Path, progress: Progress = _quiet, *, protect: bool = False) -> Report:
    """The blank forms for handing out, published; of the starter campaign where none is given."""
    folder = campaign or starter_folder()
    settings, problems = _settings(folder)
    require_fonts()
    with staging(out) as stage:
        made = list(blank_documents(settings))
        for rendered in _shown(render_all(made, template_folders(campaign), settings, 1), "空白表格", progress):
            _publish(stage, locked(rendered) if protect else rendered)
        counts = Counts(read=0, accepted=0, rejected=0, blank=0)
        _finish(stage, {"campaign": _title(settings), "version": __version__})
    return Report(out, counts, tuple(stage.files), tuple(problems))


def entry_workbook(campaign: Path | None) -> bytes:
    """The entry workbook (填报表) with the campaign's choices and limits."""
    from generator.rendering.entry_workbook import entry_workbook as made

    settings, _ = _settings(campaign or starter_folder())
    content: bytes = made(settings, modified=settings.issued_on)
    return content


def _settings(folder: Path) -> tuple[Settings, list[Problem]]:
    settings, problems = check_settings_of(folder)
    if settings is None:
        raise DataError(problems)
    return settings, problems


def _require_recommender(campaign: Campaign, name: str | None) -> None:
    names = campaign.settings.recommender_names
    if name is not None and name not in names:
        raise UsageError(f"没有申报单位“{name}”。{near_miss(name, names)}")


def _make_documents(
    campaign: Campaign, request: Request, stage: Staging, progress: Progress
) -> dict[tuple[str, str], bytes]:
    """Publish every document asked for; return the PDFs that packets are assembled of, by kind and record."""
    needed = request.kinds | (PACKET_PARTS if _packets_wanted(request) else frozenset())
    wanted = [
        document
        for document in documents(campaign, needed, request.recommender)
        if _is_published(document, request) or _is_part(document, request)
    ]
    folders = template_folders(request.campaign)
    parts: dict[tuple[str, str], bytes] = {}
    for rendered in _shown(render_all(wanted, folders, campaign.settings, request.jobs), "生成文件", progress):
        if _is_part(rendered.document, request):
            parts[rendered.document.kind, rendered.document.record] = rendered.content
        if _is_published(rendered.document, request):
            _publish(stage, locked(rendered) if request.protect else rendered)
    return parts


def _packets_wanted(request: Request) -> bool:
    return "packet" in request.kinds and "pdf" in request.formats


def _is_published(document: Document, request: Request) -> bool:
    return document.kind in request.kinds and document.format in request.formats


def _is_part(document: Document, request: Request) -> bool:
    return _packets_wanted(request) and document.kind in PACKET_PARTS and document.format == "pdf"


def _shown(rendered: tuple[int, Iterable[Rendered]], stage_name: str, progress: Progress) -> Iterable[Rendered]:
    """The same, with the progress told."""
    total, stream = rendered
    progress(stage_name, 0, total)
    for done, one in enumerate(stream, start=1):
        yield one
        progress(stage_name, done, total)


def _publish(stage: Staging, rendered: Rendered) -> None:
    document = rendered.document
    stage.add(
        document.path,
        rendered.content,
        document=document.kind,
        format=document.format,
        record=document.record,
        pages=page_count(rendered.content) if document.format == "pdf" else None,
    )


def _make_packets(
    campaign: Campaign,
    request: Request,
    stage: Staging,
    parts: Mapping[tuple[str, str], bytes],
    progress: Progress,
) -> None:
    if not _packets_wanted(request):
        return
    plans = packet_plans(campaign, request.recommender)
    for done, plan in enumerate(plans):
        progress("装订申报材料", done, len(plans))
        content = assemble(plan, parts, campaign.attachments)
        pages = page_count(content)
        stage.add(plan.path, content, document="packet", format="pdf", record=plan.record, pages=pages)
    progress("装订申报材料", len(plans), len(plans))


def _finish(stage: Staging, about: dict[str, Any]) -> None:
    """Give every Word and Excel file the pages of its PDF twin, and write the manifest."""
    pages = {file.path.rsplit(".", 1)[0]: file.pages for file in stage.files if file.format == "pdf"}
    stage.files = [
        replace(file, pages=pages.get(file.path.rsplit(".", 1)[0])) if file.pages is None else file
        for file in stage.files
    ]
    stage.write_manifest(about)


def _title(settings: Settings) -> str:
    return f"{settings.year}年{settings.province}职工“五小”活动"


def _about(campaign: Campaign, counts: Counts) -> dict[str, Any]:
    inputs = [
        {
            "path": path.relative_to(campaign.folder).as_posix(),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in input_files(campaign.folder)
    ]
    return {
        "campaign": _title(campaign.settings),
        "version": __version__,
        "inputs": inputs,
        "counts": counts.model_dump(),
    }
