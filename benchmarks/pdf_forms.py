"""Filled Form 1 in PDF: 300 in one process, in one file and in single files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pikepdf

from benchmarks.example import FONTS, Data, data
from benchmarks.held import form1_texts, holding
from benchmarks.measuring import (
    ROOT,
    WORK,
    Plan,
    Program,
    Row,
    as_json,
    compared,
    in_rounds,
    missing,
    program,
    python_command,
)
from benchmarks.office import libreoffice
from benchmarks.overlays import Overlay, form1_overlay

TITLE = "Form 1 in PDF, one process, start-up excluded"
NOTE = (
    "Milliseconds a form of four to seven pages, after a warm-up. Ours begins with the application, and finding "
    "sizes is within its time, unless the row says that texts were fitted before; lines of 项目简介 are always broken"
    " within it. The others are given the sizes, so they are compared with the rows that are given them too; a "
    "first run finds neither blanks nor glyphs of an earlier one on the disk. Typst "
    "sets the same grid, fonts and values with its own line breaks, untagged, with both cores when it can use them; "
    "WeasyPrint lays out our HTML templates with the values in them; LibreOffice converts our Word files, 20 in one "
    "call, its start included. ReportLab draws a text object on the blanks, which pdfrw gives it as form objects; it "
    "is given the places too, breaks the lines of 项目简介 itself and has its fonts converted, since it takes none "
    "with CFF outlines: bare with the first font of a value's class, or with a font for every character that has it "
    "and no line that begins with a closing mark. The same applications in the same order for all; a peer whose file "
    "lacks one of the first record's values is not measured."
)
SINGLE, SINGLE_READY = "wuxiao, single files", "wuxiao, single files, texts fitted before"
IN_ONE, IN_ONE_READY = "wuxiao, one file", "wuxiao, one file, texts fitted before"
FIRST_RUN = "wuxiao, one file, texts fitted before, first run ever"
TYPST_SINGLE, TYPST_IN_ONE, TEN = "Typst, single files", "Typst, one file", "WeasyPrint, 10 a document"
NODE_TYPST = "Typst for node, single files"
REPORTLAB = {False: "ReportLab and pdfrw, bare", True: "ReportLab and pdfrw, fallback per character"}
REPORTLAB_IN_ONE = {careful: f"{name}, one file" for careful, name in REPORTLAB.items()}
SAMPLES = {IN_ONE_READY: "wuxiao-form1-pdf-of-contexts-in-one.pdf", TYPST_IN_ONE: "form1.typ-in one.pdf"}
OVER_TYPST, OVER_WEASYPRINT, SIZE_OF_TYPST = 3.0, 40.0, 0.5


def rows(plan: Plan) -> list[Row]:
    """One row an engine and way; then the sizes of the files of 300."""
    found = in_rounds(_programs(plan), plan.rounds(3))
    goals = {TYPST_SINGLE: OVER_TYPST, TEN: OVER_WEASYPRINT}
    single = noted(compared(found, SINGLE_READY, goals=goals), found)
    in_one = noted(compared(found, IN_ONE_READY, goals={TYPST_IN_ONE: OVER_TYPST}), found)
    of_one_file = {IN_ONE, IN_ONE_READY, FIRST_RUN, TYPST_IN_ONE, *REPORTLAB_IN_ONE.values()}
    times = [one if one.what in of_one_file else each for each, one in zip(single, in_one, strict=True)]
    whole = {name: results for name, results in found.items() if name in (IN_ONE_READY, TYPST_IN_ONE)}
    return [*times, *_sizes(whole)]


def noted(rows: Sequence[Row], found: Mapping[str, Any]) -> list[Row]:
    """The rows, with how many values lack a character where an engine tells it."""
    lost = {name: results[-1].get("lost", 0) for name, results in found.items() if not isinstance(results, str)}
    told = {name: f"{count:.0f} values lack a character" for name, count in lost.items() if count}
    return [replace(row, note=row.note or told.get(row.what, "")) for row in rows]


def _sizes(found: dict[str, Any]) -> list[Row]:
    made = compared(found, IN_ONE_READY, key="bytes", unit="MB", goals={TYPST_IN_ONE: 1 / SIZE_OF_TYPST})
    return [replace(one, what=f"{one.what}: its size", note=one.note or _pages(SAMPLES[one.what])) for one in made]


def _pages(file: str) -> str:
    with pikepdf.open(WORK / "pdf" / file) as pdf:
        return f"{len(pdf.pages)} pages"


def _programs(plan: Plan) -> dict[str, Program]:
    files, folder = data(), WORK / "pdf"
    values = json.loads(files.values.read_text(encoding="utf-8"))
    shown = form1_texts(values[0])

    def reportlab(way: str, count: int, careful: bool) -> Program:
        return holding(*reportlab_program(form1_overlay, "form1", way, plan.count(count), careful), shown)

    def ours(what: str, count: int, **more: Path) -> Program:
        sample = folder / f"wuxiao-{what}.pdf"
        job = vars(files) | {"what": what, "count": plan.count(count), "sample": sample} | more
        return holding(program(python_command("benchmarks.ours", job)), sample, shown)

    def typst(way: str, count: int) -> Program:
        job = typst_job("form1.typ", way, files.values, plan.count(count))
        return holding(program(python_command("benchmarks.peers.typst_pages", job)), job["sample"], shown)

    def weasyprint(at_once: int, count: int) -> Program:
        sample, some = folder / f"weasyprint-{at_once}.pdf", plan.count(count)
        job = {"what": "form1", "contexts": files.contexts, "at_once": at_once, "count": some, "warm": True}
        command = python_command("benchmarks.peers.weasyprint_pages", job | {"sample": sample})
        first = (some - 1) // at_once * at_once  # of the last document, which is kept
        return holding(program(command), sample, form1_texts(values[first]))

    return {
        SINGLE: ours("form1-pdf", 300),
        SINGLE_READY: ours("form1-pdf-of-contexts", 300),
        IN_ONE: ours("form1-pdf-in-one", 300),
        IN_ONE_READY: ours("form1-pdf-of-contexts-in-one", 300),
        FIRST_RUN: ours("form1-pdf-of-contexts-in-one", 300, cache=folder),
        TYPST_SINGLE: typst("each", 300),
        NODE_TYPST: node_typst(files, plan.count(300), shown),
        TYPST_IN_ONE: typst("in one", 300),
        **{REPORTLAB[careful]: reportlab("each", 300, careful) for careful in REPORTLAB},
        **{REPORTLAB_IN_ONE[careful]: reportlab("in one", 300, careful) for careful in REPORTLAB},
        TEN: weasyprint(10, 30),
        "WeasyPrint, one a document": weasyprint(1, 10),
        "LibreOffice, from Word": lambda: libreoffice(plan.count(20)),
    }


def node_typst(files: Data, count: int, shown: Sequence[str]) -> Program:
    """Typst's compiler within node, a file for each record."""
    sample = WORK / "pdf" / "typst-node.pdf"
    job = {
        "template": ROOT / "benchmarks" / "typst" / "form1.typ",
        "values": files.values,
        "fonts": [files.fonts, FONTS],
        "root": ROOT,
        "count": count,
        "sample": sample,
    }
    return holding(program(["node", ROOT / "benchmarks" / "node" / "typst_form1.js", as_json(job)]), sample, shown)


def reportlab_program(
    overlay: Callable[[], Overlay], name: str, way: str, count: int, careful: bool
) -> tuple[Program, Path]:
    """ReportLab's program, and where it keeps a file to look at."""
    sample = WORK / "pdf" / f"reportlab-{name}-{way}-{careful}.pdf"
    if not find_spec("reportlab"):  # before fonts are converted for it
        return partial(missing, "ReportLab is not installed"), sample
    job = {**overlay(), "way": way, "careful": careful, "count": count, "sample": sample}
    return program([sys.executable, ROOT / "benchmarks" / "peers" / "reportlab_pages.py", as_json(job)]), sample


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
