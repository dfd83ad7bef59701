"""100 certificates in PDF: the whole command from nothing, and the run part alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.campaigns import campaign_of
from benchmarks.example import data
from benchmarks.held import certificate_texts, holding
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
from benchmarks.overlays import certificates_overlay
from benchmarks.pdf_forms import REPORTLAB, noted, reportlab_program, typst_job

TITLE = "100 certificates in PDF"
NOTE = (
    "Seconds. The whole command is `wuxiao build --only certificate --format pdf` on a campaign of the 100 "
    "winners: it reads and checks the workbook, and makes one file of all certificates and a file for each. "
    "WeasyPrint one by one makes a document for each, of ready words; Typst makes the same files as the command. "
    "The run part is of ready words, after a warm-up: one file of all, or a file each. ReportLab draws a text object "
    "on the blank, which pdfrw gives it as a form object: bare, or with a font for every character that has it and "
    "no line that begins with a closing mark. Ours reads what it made back, the others do not."
)
COMMAND, ONE_BY_ONE = "wuxiao, whole command", "WeasyPrint, one by one, cold"
TYPST_ALL = "Typst, the same files, cold"
RUN, TYPST_RUN = "wuxiao, run part", "Typst, run part"
RUN_EACH, TYPST_EACH = "wuxiao, run part, single files", "Typst, run part, single files"
REPORTLAB_RUN = {careful: f"{name}, run part" for careful, name in REPORTLAB.items()}
REPORTLAB_EACH = {careful: f"{name}, run part, single files" for careful, name in REPORTLAB.items()}
OF_WEASYPRINT, OF_TYPST = 1 / 5, 3.0


def rows(plan: Plan) -> list[Row]:
    """The cold rows with their ratios, then those of the run part."""
    count = plan.count(100)
    cold = in_rounds(_cold(count), plan.runs)
    warm = in_rounds(_warm(count), plan.runs)
    single = in_rounds(_single(count), plan.runs)
    goals = {ONE_BY_ONE: 1 / OF_WEASYPRINT, TYPST_ALL: 1 / OF_TYPST}
    return [
        *compared(cold, COMMAND, unit="s", goals=goals),
        *noted(compared(warm, RUN, key="together", unit="s", goals={TYPST_RUN: 1.0}), warm),
        *noted(compared(_together(single, count), RUN_EACH, key="together", unit="s"), single),
    ]


def _cold(count: int) -> dict[str, Program]:
    """Whole commands: the clock runs from before they start until they have ended."""
    campaign, out = campaign_of(100), WORK / "certificates"  # exactly the winners
    command = [*WUXIAO, "build", campaign, "--out", out, "--only", "certificate", "--format", "pdf"]
    one_by_one = _job(count) | {"what": "certificates", "at_once": 1, "warm": False}
    return {
        COMMAND: lambda: timed(command),
        ONE_BY_ONE: lambda: timed(python_command("benchmarks.peers.weasyprint_pages", one_by_one)),
        TYPST_ALL: lambda: timed(python_command("benchmarks.peers.typst_pages", _typst("both", count))),
    }


def _warm(count: int) -> dict[str, Program]:
    """All in one file."""
    return {
        RUN: _ours("certificates", count),
        TYPST_RUN: _typst_program("in one", count),
        **{REPORTLAB_RUN[careful]: _reportlab("in one", count, careful) for careful in REPORTLAB},
    }


def _single(count: int) -> dict[str, Program]:
    """A file each."""
    return {
        RUN_EACH: _ours("certificates-each", count),
        TYPST_EACH: _typst_program("each", count),
        **{REPORTLAB_EACH[careful]: _reportlab("each", count, careful) for careful in REPORTLAB},
    }


def _together(found: Mapping[str, Sequence[Result] | str], count: int) -> dict[str, list[Result] | str]:
    """The seconds of all certificates, where the program told those of one."""
    return {
        name: results if isinstance(results, str) else [{"together": one["seconds"] * count} for one in results]
        for name, results in found.items()
    }


def _ours(what: str, count: int) -> Program:
    sample = WORK / "pdf" / f"{what}.pdf"
    command = python_command("benchmarks.ours", _job(count) | {"what": what, "sample": sample})
    return holding(program(command), sample, _shown())


def _typst_program(way: str, count: int) -> Program:
    job = _typst(way, count)
    return holding(program(python_command("benchmarks.peers.typst_pages", job)), job["sample"], _shown())


def _reportlab(way: str, count: int, careful: bool) -> Program:
    return holding(*reportlab_program(certificates_overlay, "certificates", way, count, careful), _shown())


def _shown() -> list[str]:
    """What the first certificate shows."""
    return certificate_texts(json.loads(data().certificates.read_text(encoding="utf-8"))[0])


def _job(count: int) -> dict[str, Any]:
    return vars(data()) | {"count": count, "sample": WORK / "pdf" / "certificates.pdf"}


def _typst(way: str, count: int) -> dict[str, Any]:
    return typst_job("certificate.typ", way, data().certificates, count)
