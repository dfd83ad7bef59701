"""Form 2 in Excel: ours, openpyxl filling the same template, XlsxWriter writing the same sheet."""

from __future__ import annotations

import json
import sys

from benchmarks.example import data
from benchmarks.held import form2_texts, holding
from benchmarks.measuring import ROOT, WORK, Plan, Program, Row, as_json, compared, in_rounds, program, python_command
from generator.campaign.layout import package_templates

TITLE = "Form 2 in Excel, one process"
NOTE = (
    "Milliseconds a sheet of a recommender's applications, of ready values, after a warm-up. openpyxl loads our own "
    "template for every sheet, fills its marks (compiled once) and copies its data row; XlsxWriter writes the same "
    "sheet, its layout in code. Both write every value as text, with the same styles, rules for entering, printed area "
    "and names, and estimate a row's height by counting characters; ours comes from the typesetter. A peer whose "
    "sheet lacks one of the values is not measured."
)
OURS, OPENPYXL, XLSXWRITER = "wuxiao", "openpyxl, the same template", "XlsxWriter, layout in code"
OF_XLSXWRITER = 1.5  # times its time, at most
WARM_UPS = 2  # the last records, which are not counted: nothing of a counted one has been met before
SCRIPTS = {OPENPYXL: "openpyxl_form2.py", XLSXWRITER: "xlsxwriter_form2.py"}


def rows(plan: Plan) -> list[Row]:
    """One row an engine."""
    found = in_rounds(_programs(plan), 2 * plan.runs)
    return compared(found, OURS, goals={OPENPYXL: 1.0, XLSXWRITER: 1 / OF_XLSXWRITER})


def _programs(plan: Plan) -> dict[str, Program]:
    files, folder = data(), WORK / "excel"
    records = json.loads(files.form2_values.read_text(encoding="utf-8"))
    shown = form2_texts(records[0])
    job = vars(files) | {"template": package_templates() / "form2" / "form2.xlsx"}
    job |= {"count": 2 if plan.few else len(records) - WARM_UPS}

    def peer(name: str) -> Program:
        sample = folder / f"{name}.xlsx"
        script = ROOT / "benchmarks" / "peers" / SCRIPTS[name]
        return holding(program([sys.executable, script, as_json(job | {"sample": sample})]), sample, shown)

    sample = folder / "wuxiao.xlsx"
    ours = program(python_command("benchmarks.ours", job | {"what": "form2-xlsx", "sample": sample}))
    return {OURS: holding(ours, sample, shown), **{name: peer(name) for name in SCRIPTS}}
