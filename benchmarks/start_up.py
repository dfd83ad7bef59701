"""How soon the command answers."""

from __future__ import annotations

import sys

from benchmarks.measuring import WUXIAO, Goal, Plan, Row, in_rounds, timed

TITLE = "Start-up"
NOTE = "Seconds of the whole command, after one call that is not counted. Below it, a Python that does nothing."
HELP, LIMIT_S = "wuxiao --help", 0.25
COMMANDS = {
    HELP: (*WUXIAO, "--help"),
    "wuxiao --version": (*WUXIAO, "--version"),
    "python -c pass": (sys.executable, "-c", ""),
}


def rows(plan: Plan) -> list[Row]:
    """One row a command."""
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
    return made
