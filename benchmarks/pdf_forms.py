"""Filled Form 1 in PDF: 300 in one process, in one file and in single files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf

from benchmarks.example import FONTS, data
from benchmarks.measuring import WORK, Plan, Program, Row, compared, in_rounds, program, python_command
from benchmarks.office import libreoffice

TITLE = "Form 1 in PDF, one process, start-up excluded"
NOTE = (
    "Milliseconds a form of four to seven pages, after a warm-up. Ours begins with the application, and finding "
    "sizes is within its time, unless the row says that texts were fitted before; lines of 项目简介 are always broken"
    " within it. The others are given the sizes, so they are compared with the rows that are given them too; a "
    "first run finds neither blanks nor glyphs of an earlier one on the disk. Typst "
    "sets the same grid, fonts and values with its own line breaks, untagged, with both cores when it can use them; "
    "WeasyPrint lays out our HTML templates with the values in them; LibreOffice converts our Word files, 20 in one "
    "call, its start included. The same applications in the same order for all."
)
SINGLE, SINGLE_READY = "wuxiao, single files", "wuxiao, single files, texts fitted before"
IN_ONE, IN_ONE_READY = "wuxiao, one file", "wuxiao, one file, texts fitted before"
FIRST_RUN = "wuxiao, one file, texts fitted before, first run ever"
TYPST_SINGLE, TYPST_IN_ONE, TEN = "Typst, single files", "Typst, one file", "WeasyPrint, 10 a document"
SAMPLES = {IN_ONE_READY: "wuxiao-form1-pdf-of-contexts-in-one.pdf", TYPST_IN_ONE: "form1.typ-in one.pdf"}
OVER_TYPST, OVER_WEASYPRINT, SIZE_OF_TYPST = 3.0, 40.0, 0.5


def rows(plan: Plan) -> list[Row]:
    """One row an engine and way; then the sizes of the files of 300."""
    found = in_rounds(_programs(plan), plan.rounds(3))
    goals = {TYPST_SINGLE: OVER_TYPST, TEN: OVER_WEASYPRINT}
    single = compared(found, SINGLE_READY, goals=goals)
    in_one = {row.what: row for row in compared(found, IN_ONE_READY, goals={TYPST_IN_ONE: OVER_TYPST})}
    times = [in_one[row.what] if row.what == TYPST_IN_ONE else row for row in single]
    whole = {name: results for name, results in found.items() if name in (IN_ONE_READY, TYPST_IN_ONE)}
    return [*times, *_sizes(whole)]


def _sizes(found: dict[str, Any]) -> list[Row]:
    made = compared(found, IN_ONE_READY, key="bytes", unit="MB", goals={TYPST_IN_ONE: 1 / SIZE_OF_TYPST})
    return [replace(one, what=f"{one.what}: its size", note=one.note or _pages(SAMPLES[one.what])) for one in made]


def _pages(file: str) -> str:
    with pikepdf.open(WORK / "pdf" / file) as pdf:
        return f"{len(pdf.pages)} pages"


def _programs(plan: Plan) -> dict[str, Program]:
    files, folder = data(), WORK / "pdf"

    def ours(what: str, count: int, **more: Path) -> Program:
        sample = folder / f"wuxiao-{what}.pdf"
        job = vars(files) | {"what": what, "count": plan.count(count), "sample": sample} | more
        return program(python_command("benchmarks.ours", job))

    def typst(way: str, count: int) -> Program:
        job = typst_job("form1.typ", way, files.values, plan.count(count))
        return program(python_command("benchmarks.peers.typst_pages", job))

    def weasyprint(at_once: int, count: int) -> Program:
        sample = folder / f"weasyprint-{at_once}.pdf"
        job = {
            "what": "form1",
            "contexts": files.contexts,
            "at_once": at_once,
            "count": plan.count(count),
            "warm": True,
        }
        return program(python_command("benchmarks.peers.weasyprint_pages", job | {"sample": sample}))

    return {
        SINGLE: ours("form1-pdf", 300),
        SINGLE_READY: ours("form1-pdf-of-contexts", 300),
        IN_ONE: ours("form1-pdf-in-one", 300),
        IN_ONE_READY: ours("form1-pdf-of-contexts-in-one", 300),
        FIRST_RUN: ours("form1-pdf-of-contexts-in-one", 300, cache=folder),
        TYPST_SINGLE: typst("each", 300),
        TYPST_IN_ONE: typst("in one", 300),
        TEN: weasyprint(10, 30),
        "WeasyPrint, one a document": weasyprint(1, 10),
        "LibreOffice, from Word": lambda: libreoffice(plan.count(20)),
    }


def typst_job(source: str, way: str, records: Path, count: int) -> dict[str, Any]:
    """What the Typst program is told."""
    return {
        "source": source,
        "way": way,
        "records": records,
        "count": count,
        "fonts": [data().fonts, FONTS],
        "sample": WORK / "pdf" / f"{source}-{way}.pdf",
    }
