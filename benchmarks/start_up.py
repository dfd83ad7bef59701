"""How soon the command answers, and how long a campaign takes to load."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measuring import ROOT, WUXIAO, Goal, Plan, Row, compared, in_rounds, program, python_command, timed

TITLE = "Start-up"
NOTE = (
    "Seconds of the whole command, after one call that is not counted; below it, a Python that does nothing. A load is "
    "the first reading and checking of a campaign's folder in a fresh process, its imports aside."
)
HELP, LIMIT_S = "wuxiao --help", 0.25
COMMANDS = {
    HELP: (*WUXIAO, "--help"),
    "wuxiao --version": (*WUXIAO, "--version"),
    "python -c pass": (sys.executable, "-c", ""),
}

LOADS = {"load of the smallest example": "minimal", "load of the example of 303 applications": "jiangxi-2023"}


def rows(plan: Plan) -> list[Row]:
    """One row a command, one row a load."""
    timed(COMMANDS[HELP])
    found = in_rounds(
        {name: lambda command=command: timed(command) for name, command in COMMANDS.items()}, 4 * plan.runs
    )
    made = []
    for name, results in found.items():
        if isinstance(results, str):
            made.append(Row(name, note=results))
            continue
        row = Row(name, tuple(one["seconds"] for one in results), "s")
        goals = (Goal(row.median, LIMIT_S, at_least=False, unit="s"),) if name == HELP else ()
        made.append(Row(name, row.values, "s", goals=goals))
    loads = {name: program(python_command("benchmarks.loading", _campaign(folder))) for name, folder in LOADS.items()}
    return [*made, *compared(in_rounds(loads, 2 * plan.runs), "")]


def _campaign(folder: str) -> dict[str, Path]:
    return {"campaign": ROOT / "data_examples" / folder}
