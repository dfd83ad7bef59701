"""Reading and checking a workbook of applications, beside what openpyxl alone takes to load the same file."""

from __future__ import annotations

from benchmarks.campaigns import campaign_of
from benchmarks.measuring import Plan, Program, Row, compared, in_rounds, program, run_python

TITLE = "Reading and checking a workbook"
NOTE = (
    "Seconds of a process of its own, imports included, and the most memory that it held. openpyxl's row is "
    "`load_workbook` alone, which gives cells and neither records nor checks. The example, multiplied."
)
SIZES, FEW, LONG = (1_000, 10_000), (110,), 5_000
OURS = "wuxiao, read and check"
READERS = {
    "openpyxl load_workbook": "from openpyxl import load_workbook; load_workbook(sys.argv[1] + '/applications.xlsx')",
    "wuxiao, read": "from generator.reading.campaign_folder import read_campaign; read_campaign(Path(sys.argv[1]))",
    OURS: "from generator.checks.campaign import check_campaign\n"
    "campaign, _, problems = check_campaign(Path(sys.argv[1]))\n"
    "assert campaign is not None, problems[:3]",
}
MEASURED = """
import json, re, sys, time
from pathlib import Path
begun = time.perf_counter()
{code}
seconds = time.perf_counter() - begun
# Not getrusage: its figure begins with the memory of the process that started this one.
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) * 1024
print(json.dumps({{"seconds": seconds, "peak": peak}}))
"""


def rows(plan: Plan) -> list[Row]:
    """Time and memory of every reader on a workbook of every size."""
    made: list[Row] = []
    for size in FEW if plan.few else SIZES:
        folder = campaign_of(size)
        programs: dict[str, Program] = {
            f"{size:,}: {name}": program(run_python(MEASURED.format(code=code), folder))
            for name, code in READERS.items()
        }
        found = in_rounds(programs, plan.rounds(3 if size < LONG else 1))
        made += compared(found, f"{size:,}: {OURS}", unit="s")
        memory = compared(found, f"{size:,}: {OURS}", key="peak", unit="MB")
        made += [Row(f"{row.what}: memory", row.values, "MB", row.ratio) for row in memory if row.values]
    return made
