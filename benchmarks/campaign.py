"""The whole example campaign, all documents and formats, against the plain pipeline that makes the same set."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.example import EXAMPLE, plain_values
from benchmarks.measuring import (
    WORK,
    WUXIAO,
    Plan,
    Program,
    Result,
    Row,
    compared,
    in_rounds,
    program,
    python_command,
    timed,
)
from benchmarks.plain_pipeline import Inputs, Paper
from generator.campaign.kinds import KINDS
from generator.campaign.layout import package_templates
from generator.campaign.records import Campaign
from generator.checks.campaign import check_campaign
from generator.composing.document_table import documents
from generator.composing.documents import Asked, Document
from generator.composing.packing import PacketPlan, packet_plans

TITLE = "The whole example campaign, all documents and formats"
NOTE = (
    "Seconds. `wuxiao build --jobs 2` of the example: reading, checking, every document, packets and the "
    "manifest, from nothing. The plain pipeline (benchmarks/plain_pipeline.py) makes the same files of ready "
    "inputs: a docxtpl loop, LibreOffice for the PDFs (one call a folder), openpyxl for the sheets, pypdf for the"
    " packets; also with two processes where it can use them. It takes minutes and is run once."
)
OURS, PLAIN, PLAIN_OF_TWO = "wuxiao, 2 workers", "plain pipeline", "plain pipeline, two at once"
OURS_OUT, PLAIN_OUT = WORK / "campaign-ours", WORK / "campaign-plain"
JOBS, OVER_PLAIN = 2, 20.0
# For a sample: the recommender with the fewest applications, and its forms and packet.
FEW_KINDS = frozenset({"form1", "form2", "packet"})
PARTS = frozenset({"form1", "form2", "intro", "summary"})


def rows(plan: Plan) -> list[Row]:
    """Ours, and the plain pipeline with one process and with two."""
    campaign, _, _ = check_campaign(EXAMPLE)
    if campaign is None:
        raise SystemExit("the example is broken: wuxiao check")
    names = campaign.settings.recommender_names
    only = frozenset({min(names, key=lambda name: len(campaign.of(name)))} if plan.few else ())
    inputs = WORK / "plain-inputs.pickle"
    inputs.parent.mkdir(parents=True, exist_ok=True)
    inputs.write_bytes(pickle.dumps(_inputs(campaign, FEW_KINDS if plan.few else frozenset(KINDS), only)))
    build = [*WUXIAO, "build", EXAMPLE, "--out", OURS_OUT, "--jobs", str(JOBS)]
    if only:
        build += ["--recommender", *only, "--only", ",".join(sorted(FEW_KINDS))]
    programs: dict[str, Program] = {
        OURS: lambda: timed(build),
        PLAIN: lambda: _plain(inputs, 1),
        PLAIN_OF_TWO: lambda: _plain(inputs, JOBS),
    }
    found = in_rounds(programs, plan.rounds(3), at_most={PLAIN: 1, PLAIN_OF_TWO: 1})
    made = compared(found, OURS, unit="s", goals={PLAIN: OVER_PLAIN})
    return [replace(row, note=row.note or _told(OURS_OUT if row.what == OURS else PLAIN_OUT)) for row in made]


def _told(out: Path) -> str:
    """How many files were made."""
    return f"{sum(path.is_file() for path in out.rglob('*')):,} files"


def _plain(inputs: Path, jobs: int) -> Result:
    shutil.rmtree(PLAIN_OUT, ignore_errors=True)
    return program(python_command("benchmarks.plain_pipeline", {"inputs": inputs, "out": PLAIN_OUT, "jobs": jobs}))()


def _inputs(campaign: Campaign, kinds: frozenset[str], only: frozenset[str]) -> Inputs:
    """What the plain pipeline is to make: the same documents, by the same templates."""
    asked = Asked(campaign, only)
    wanted = list(documents(asked, kinds | PARTS))
    drawn = {_stem(one) for one in wanted if one.format == "pdf"}
    papers = [_paper(one, pdf=_stem(one) in drawn) for one in wanted if one.format == "docx"]
    stems = {_stem(one) for one in wanted if one.format == "docx"}
    papers += [_paper(one, pdf=True) for one in wanted if one.format == "pdf" and _stem(one) not in stems]
    sheets = [_paper(one, pdf=False) for one in wanted if one.format == "xlsx"]
    names = [name for name in campaign.settings.recommender_names if not only or name in only]
    plans = [plan for name in names if campaign.of(name) for plan in packet_plans(asked, name)]
    packets = {f"{plan.path}.pdf": _pieces(plan, campaign.attachments) for plan in plans}
    return Inputs(papers, sheets, packets)


def _stem(document: Document) -> str:
    return document.path.rsplit(".", 1)[0]


def _paper(document: Document, *, pdf: bool) -> Paper:
    """The paper; one that we set in HTML alone is given as its text."""
    template = None if document.format == "pdf" else package_templates() / document.template
    path = f"{_stem(document)}.docx" if document.format == "pdf" else document.path
    return Paper(document.kind, document.record, template, path, plain_values(document.context()), pdf)


def _pieces(plan: PacketPlan, attachments: Mapping[str, Path]) -> Sequence[tuple[Any, Path | None]]:
    """The pieces in print order, every copy; the plain way has no contents sheet."""
    return [
        ((piece.document.kind, piece.document.record) if piece.document else None, attachments.get(piece.attachment))
        for group in plan.groups
        for piece, _ in group.in_order()
        if not piece.is_contents
    ]
