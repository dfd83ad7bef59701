"""What is measured: rounds in which every engine has its turn, medians with their range, and goals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
WORK = ROOT / "out" / "bench"
# Seconds; far above what any single run needs, so that a run that hangs is told from a slow one.
PATIENCE = 3600
WUXIAO = (Path(sys.executable).with_name("wuxiao"),)


@dataclass(frozen=True)
class Plan:
    """How much to measure: rounds of every engine, and whether only a sample of the records (for the tests)."""

    runs: int = 5
    few: bool = False

    def count(self, records: int) -> int:
        """So many records, or the few of them that show that a section works."""
        return max(2, records // 100) if self.few else records

    def rounds(self, at_most: int) -> int:
        """The rounds of a section whose runs are long."""
        return min(self.runs, at_most)


@dataclass(frozen=True)
class Goal:
    """The figure to reach: a bound on `value`, which is what was measured or a ratio of it."""

    value: float
    bound: float
    at_least: bool
    unit: str = "×"

    @property
    def reached(self) -> bool:
        """Whether the figure is reached."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound


@dataclass(frozen=True)
class Row:
    """A line of a table: what was measured in every round, in which unit, how many times ours it is.

    Without values it is not measured, and `note` says why.
    """

    what: str
    values: tuple[float, ...] = ()
    unit: str = "ms"
    ratio: float | None = None
    goals: tuple[Goal, ...] = ()
    note: str = ""

    @property
    def median(self) -> float:
        """The middle of the rounds."""
        return median(self.values)


Result = Mapping[str, float]
Program = Callable[[], Result]


class NotMeasuredError(Exception):
    """A peer that this machine does not have, or that failed; the message says why."""


def missing(reason: str) -> Result:
    """The program of a peer that this machine does not have. Raises NotMeasuredError with the reason."""
    raise NotMeasuredError(reason)


def in_rounds(
    programs: Mapping[str, Program], runs: int, at_most: Mapping[str, int] | None = None
) -> dict[str, list[Result] | str]:
    """Each program's results, a round at a time so that a slow minute meets them all; a reason for those that fail.

    `at_most` names programs so slow that they have fewer rounds.
    """
    found: dict[str, list[Result] | str] = {name: [] for name in programs}
    for number in range(runs):
        for name, program in programs.items():
            results = found[name]
            if isinstance(results, str) or number >= (at_most or {}).get(name, runs):
                continue
            print(f"  {name} ({number + 1}/{runs})", file=sys.stderr, flush=True)
            try:
                results.append(program())
            except NotMeasuredError as reason:
                found[name] = str(reason)
    return found


def compared(
    found: Mapping[str, list[Result] | str],
    ours: str,
    *,
    key: str = "seconds",
    unit: str = "ms",
    goals: Mapping[str, float] | None = None,
) -> list[Row]:
    """One row a program, with its ratio to ours; `goals` are the ratios (at least) to reach, by program."""
    factor = {"ms": 1000.0, "MB": 1e-6}.get(unit, 1.0)
    values = {
        name: tuple(one[key] * factor for one in results)
        for name, results in found.items()
        if not isinstance(results, str)
    }
    rows = []
    for name, results in found.items():
        if isinstance(results, str):
            rows.append(Row(name, unit=unit, note=results))
            continue
        ratio = median(values[name]) / median(values[ours]) if name != ours and ours in values else None
        bound = (goals or {}).get(name)
        judged = (Goal(ratio, bound, at_least=True),) if ratio is not None and bound is not None else ()
        rows.append(Row(name, values[name], unit, ratio, judged))
    return rows


def program(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Program:
    """A program that prints its result as JSON on its last line; the environment is this checkout's unless given."""

    def run() -> Result:
        result: Result = json.loads(called(command, environment).splitlines()[-1])
        return result

    return run


def python_command(module: str, job: Mapping[str, Any]) -> list[str | Path]:
    """The command that runs a module of ours on a job."""
    return [sys.executable, "-m", module, as_json(job)]


def run_python(code: str, *arguments: str | Path) -> list[str | Path]:
    """The command that runs a piece of Python."""
    return [sys.executable, "-c", code, *arguments]


def as_json(job: Mapping[str, Any]) -> str:
    """The job as a program takes it: the one argument."""
    return json.dumps(job, ensure_ascii=False, default=str)


def timed(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Result:
    """The seconds that a whole command takes, started from nothing."""
    started = time.perf_counter()
    called(command, environment)
    return {"seconds": time.perf_counter() - started}


def called(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> str:
    """What the command prints. Raises NotMeasuredError where it is not there or fails."""
    shown = Path(command[0]).name
    around = environment or {**os.environ, "PYTHONPATH": str(ROOT)}
    try:
        done = subprocess.run(
            command,
            cwd=around["PYTHONPATH"],
            env=around,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
    except FileNotFoundError:
        raise NotMeasuredError(f"{shown} is not installed") from None
    except subprocess.CalledProcessError as failed:
        told = (failed.stderr or failed.stdout).strip().splitlines()
        reasons = [line.strip() for line in told if "Error" in line] or told
        raise NotMeasuredError(f"{shown} failed: {reasons[-1] if reasons else failed.returncode}") from failed
    return done.stdout
