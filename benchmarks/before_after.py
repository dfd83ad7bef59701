"""Two checkouts of this program side by side: `./run bench --against DIR`, the other one being what was before.

Both are run by this checkout's Python, each with its own modules, examples and cache. A pair is one run of each, one
right after the other, in turn either first, so that other work on the machine meets both.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measuring import (
    ROOT,
    WUXIAO,
    NotMeasuredError,
    Plan,
    Program,
    called,
    program,
    python_command,
    run_python,
    timed,
)
from benchmarks.table import figure

TITLE = "Before and after"
NOTE = (
    "Two checkouts in one sitting, in pairs: one run of each, one right after the other. The ratio is the median of "
    "the pairs' ratios, beside it the least and the greatest of them, and the ratio of the quickest runs, which other "
    "work on the machine disturbs least; a figure is called slower or faster where it is so in every pair. Forms, "
    "certificates and sheets are of ready values within one process after a warm-up, loads are those of a fresh "
    "process without its imports, commands are whole. The first pair of each is not counted."
)
LONG = 3  # pairs, of what takes many seconds
DATA = "import json; from benchmarks.example import data; print(json.dumps(vars(data()), default=str))"
WINNERS = "from benchmarks.campaigns import campaign_of; print(campaign_of(100))"
# What our side does in one process (benchmarks/ours.py): its name there, the records, the row's name.
IN_ONE_PROCESS = (
    ("form1-docx", 300, "Form 1 in Word"),
    ("form1-pdf", 300, "Form 1 in PDF, single files"),
    ("form1-pdf-in-one", 300, "Form 1 in PDF, one file"),
    ("form1-pdf-of-contexts", 300, "Form 1 in PDF, single files, texts fitted before"),
    ("form1-pdf-of-contexts-in-one", 300, "Form 1 in PDF, one file, texts fitted before"),
    ("form2-xlsx", 16, "Form 2 in Excel"),
    ("certificates", 100, "certificates, one file"),
    ("certificates-each", 100, "certificates, single files"),
)


@dataclass(frozen=True)
class Pair:
    """A figure of both checkouts, run by run; without values it was not measured, and `note` says why."""

    what: str
    unit: str
    before: tuple[float, ...] = ()
    after: tuple[float, ...] = ()
    note: str = ""

    @property
    def ratios(self) -> list[float]:
        """How many times the figure before the one after is, pair by pair."""
        return [after / before for before, after in zip(self.before, self.after, strict=True)]

    @property
    def verdict(self) -> str:
        """Whether all pairs say the same."""
        if all(ratio > 1 for ratio in self.ratios):
            return "slower"
        return "faster" if all(ratio < 1 for ratio in self.ratios) else "the same within noise"


def pairs(plan: Plan, before: Path) -> list[Pair]:
    """Every figure of the checkout `before` and of this one."""
    homes = (before.resolve(), ROOT)
    programs = [_programs(home, plan) for home in homes]
    return [_pair(what, [some[what] for some in programs], plan) for what in programs[1]]


def _pair(what: str, both: Sequence[Program], plan: Plan) -> Pair:
    """The runs of both, the first of each not counted."""
    unit, factor = ("s", 1.0) if what.startswith("wuxiao") else ("ms", 1000.0)
    seconds: list[list[float]] = [[], []]
    for number in range(1 + (plan.rounds(LONG) if what.startswith("wuxiao build") else plan.runs)):
        print(f"  {what} ({number})", file=sys.stderr, flush=True)
        for place in (0, 1) if number % 2 else (1, 0):
            try:
                seconds[place].append(both[place]()["seconds"] * factor)
            except NotMeasuredError as reason:
                return Pair(what, unit, note=f"{('before', 'after')[place]}: {reason}")
    return Pair(what, unit, *(tuple(some[1:]) for some in seconds))


def _programs(home: Path, plan: Plan) -> dict[str, Program]:
    """What is measured of a checkout, by the rows' names."""
    around = _surroundings(home)
    files: Mapping[str, Any] = program(run_python(DATA), around)()
    winners = Path(called(run_python(WINNERS), around).splitlines()[-1])
    examples, out = home / "data_examples", home / "out" / "bench" / "against"

    def ours(what: str, count: int) -> Program:
        sample = out / f"{what}.out"
        job = {**files, "what": what, "count": plan.count(count), "sample": sample}
        return program(python_command("benchmarks.ours", job), around)

    def load(name: str) -> Program:
        return program(python_command("benchmarks.loading", {"campaign": examples / name}), around)

    def build(campaign: Path, *options: str) -> Program:
        return lambda: timed([*WUXIAO, "build", campaign, "--out", out / campaign.name, *options], around)

    return {
        "wuxiao --help": lambda: timed([*WUXIAO, "--help"], around),
        "load of the smallest example": load("minimal"),
        "load of the example of 303 applications": load("jiangxi-2023"),
        **{name: ours(what, count) for what, count, name in IN_ONE_PROCESS},
        "wuxiao build of 100 certificates": build(winners, "--only", "certificate", "--format", "pdf"),
        "wuxiao build of the whole example, 2 workers": build(examples / "jiangxi-2023", "--jobs", "2"),
    }


def _surroundings(home: Path) -> dict[str, str]:
    """The environment of a checkout: its modules first, blanks and glyphs kept apart from the other's."""
    cache = home / "out" / "bench" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    return {**os.environ, "PYTHONPATH": str(home), "XDG_CACHE_HOME": str(cache)}


def against_table(found: Sequence[Pair]) -> str:
    """The pairs in Markdown."""
    head = "| what | before | after | after / before | pairs | by the least of each | |"
    return "\n".join([head, "|---|---:|---:|---:|---:|---:|---|", *(_line(pair) for pair in found)])


def _line(pair: Pair) -> str:
    if pair.note:
        return f"| {pair.what} | — | — | | | | not measured: {pair.note} |"
    before, after = (f"{figure(median(values))} {pair.unit}" for values in (pair.before, pair.after))
    ratios, least = pair.ratios, min(pair.after) / min(pair.before)
    spread = f"{median(ratios):.2f} × | {min(ratios):.2f}–{max(ratios):.2f} | {least:.2f} ×"
    return f"| {pair.what} | {before} | {after} | {spread} | {pair.verdict} |"


def commit(home: Path) -> str:
    """The commit that the checkout stands at."""
    asked = ["git", "-C", str(home), "log", "-1", "--format=%h"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
