"""100 certificates in PDF: the whole command from nothing, and the run part alone."""

from __future__ import annotations

from typing import Any

from benchmarks.campaigns import campaign_of
from benchmarks.example import data
from benchmarks.measuring import WORK, WUXIAO, Plan, Program, Row, compared, in_rounds, program, python_command, timed
from benchmarks.pdf_forms import typst_job

TITLE = "100 certificates in PDF"
NOTE = (
    "Seconds. The whole command is `wuxiao build --only certificate --format pdf` on a campaign of the 100 "
    "winners: it reads and checks the workbook, and makes one file of all certificates and a file for each. "
    "WeasyPrint one by one makes a document for each, of ready words; Typst makes one file of all, or the same "
    "files as the command. The run part makes one file of all, of ready words, after a warm-up."
)
COMMAND, ONE_BY_ONE = "wuxiao, whole command", "WeasyPrint, one by one, cold"
TYPST, TYPST_ALL = "Typst, one file, cold", "Typst, the same files, cold"
RUN, TYPST_RUN = "wuxiao, run part", "Typst, run part"
OF_WEASYPRINT, OF_TYPST = 1 / 5, 3.0


def rows(plan: Plan) -> list[Row]:
    """The cold rows with their ratios, then those of the run part."""
    count = plan.count(100)
    cold = in_rounds(_cold(count), plan.runs)
    warm = in_rounds(_warm(count), plan.runs)
    goals = {ONE_BY_ONE: 1 / OF_WEASYPRINT, TYPST: 1 / OF_TYPST, TYPST_ALL: 1 / OF_TYPST}
    return [
        *compared(cold, COMMAND, unit="s", goals=goals),
        *compared(warm, RUN, key="together", unit="s", goals={TYPST_RUN: 1.0}),
    ]


def _cold(count: int) -> dict[str, Program]:
    """Whole commands: the clock runs from before they start until they have ended."""
    campaign, out = campaign_of(100), WORK / "certificates"  # exactly the winners
    command = [*WUXIAO, "build", campaign, "--out", out, "--only", "certificate", "--format", "pdf"]
    one_by_one = _job(count) | {"what": "certificates", "at_once": 1, "warm": False}
    return {
        COMMAND: lambda: timed(command),
        ONE_BY_ONE: lambda: timed(python_command("benchmarks.peers.weasyprint_pages", one_by_one)),
        TYPST: lambda: timed(python_command("benchmarks.peers.typst_pages", _typst("in one, cold", count))),
        TYPST_ALL: lambda: timed(python_command("benchmarks.peers.typst_pages", _typst("both", count))),
    }


def _warm(count: int) -> dict[str, Program]:
    return {
        RUN: program(python_command("benchmarks.ours", _job(count) | {"what": "certificates"})),
        TYPST_RUN: program(python_command("benchmarks.peers.typst_pages", _typst("in one", count))),
    }


def _job(count: int) -> dict[str, Any]:
    return vars(data()) | {"count": count, "sample": WORK / "pdf" / "certificates.pdf"}


def _typst(way: str, count: int) -> dict[str, Any]:
    return typst_job("certificate.typ", way, data().certificates, count)
