"""Filled Form 1 in Word: our template by docxtpl, and the same form in the syntax of other engines."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.example import data
from benchmarks.held import form1_texts, holding
from benchmarks.machine import RUST_PYTHON
from benchmarks.measuring import ROOT, WORK, Plan, Program, Row, as_json, compared, in_rounds, program, python_command
from benchmarks.peer_templates import braces_template, mailmerge_template, marks_template, peer_values
from generator.campaign.layout import package_templates

TITLE = "Form 1 in Word, one process"
NOTE = (
    "Milliseconds a document, of ready values, after a warm-up. docxtpl and rust-docxtpl fill our own template, "
    "with a new template object for every document as their documentation shows; the others a template made of "
    "it, with the same grid and the same slots: they set no size by the value, and only the sign of a check box, "
    "not its state; in docx-mailmerge2 and in the plain way (zipfile, one regular expression over document.xml, "
    "every part deflated) the paragraphs of 项目简介 are lines of one paragraph. A peer whose document "
    "lacks one of the record's values is not measured."
)
OURS, DOCXTPL, PLAIN = "wuxiao", "docxtpl", "zipfile and one regular expression"
PLAIN_READY = f"{PLAIN}, template read once"
FROM_DOCXTPL, FROM_THE_FASTEST = 50.0, 8.0
INTERPRETERS = {"rust-docxtpl": RUST_PYTHON, "docxtemplater": "node", "easy-template-x": "node"}


def rows(plan: Plan) -> list[Row]:
    """One row an engine; goals against docxtpl and against the fastest engine."""
    found = in_rounds(_programs(plan), plan.runs)
    means = {
        name: sum(one["seconds"] for one in results) / len(results)
        for name, results in found.items()
        if name not in (OURS, PLAIN, PLAIN_READY) and not isinstance(results, str)
    }
    goals = {min(means, key=lambda name: means[name]): FROM_THE_FASTEST} if means else {}
    return compared(found, OURS, goals=goals | {DOCXTPL: FROM_DOCXTPL})


def _programs(plan: Plan) -> dict[str, Program]:
    files, folder = data(), WORK / "word"
    values = json.loads(files.values.read_text(encoding="utf-8"))
    own = package_templates() / "form1" / "form1.docx"
    braces = _written(folder / "braces", braces_template(values[0]), values, paragraphs=True)
    fields = _written(folder / "fields", mailmerge_template(values[0]), values, paragraphs=False)
    marks = _written(folder / "marks", marks_template(values[0]), values, paragraphs=False)
    shown = form1_texts(values[0])

    def peer(
        name: str, script: str, count: int, template: Path = own, values: Path = files.values, **more: bool
    ) -> Program:
        sample = folder / f"{name}.docx"
        job = {"template": template, "values": values, "count": plan.count(count), "sample": sample} | more
        command = [INTERPRETERS.get(name, sys.executable), ROOT / "benchmarks" / script, as_json(job)]
        return holding(program(command), sample, shown)

    ours = {
        "what": "form1-docx",
        "contexts": files.contexts,
        "count": plan.count(300),
        "sample": folder / "wuxiao.docx",
    }
    return {
        OURS: holding(program(python_command("benchmarks.ours", ours)), folder / "wuxiao.docx", shown),
        DOCXTPL: peer(DOCXTPL, "peers/docxtpl_form1.py", 30),
        "rust-docxtpl": peer("rust-docxtpl", "peers/docxtpl_form1.py", 60),
        "docx-mailmerge2": peer("docx-mailmerge2", "peers/mailmerge_form1.py", 100, *fields),
        "docxtemplater": peer("docxtemplater", "node/docxtemplater.js", 200, *braces),
        "easy-template-x": peer("easy-template-x", "node/easy_template_x.js", 200, *braces),
        PLAIN: peer("zipfile", "peers/zip_form1.py", 200, *marks),
        PLAIN_READY: peer("zipfile-once", "peers/zip_form1.py", 200, *marks, once=True),
    }


def _written(folder: Path, template: bytes, values: Sequence[Any], *, paragraphs: bool) -> tuple[Path, Path]:
    """The files of a template in a peer's syntax and of its values."""
    folder.mkdir(parents=True, exist_ok=True)
    files = folder / "template.docx", folder / "values.json"
    files[0].write_bytes(template)
    made = [peer_values(one, paragraphs=paragraphs) for one in values]
    files[1].write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    return files
