"""How time and memory grow with the campaign, and what 31 provinces would take."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.campaigns import campaign_of
from benchmarks.measuring import WORK, WUXIAO, Goal, NotMeasuredError, Plan, Row
from benchmarks.processes import Watched, watched

TITLE = "Growth"
NOTE = (
    "`wuxiao build --jobs 2` of a whole campaign, all documents and formats, from nothing; the example "
    "multiplied. Memory is the peak (VmHWM) of the command itself, of the planner (the process that reads and "
    "checks; it holds the campaign and ends before the first document is made) and of the greatest worker. The "
    "last rows follow from the processor time and the output of the larger campaign; cores are taken to scale, since "
    "records are independent."
)
SMALL, LARGE, JOBS = 300, 3000, 2
FEW, FEW_KINDS = (100, 110), ("--only", "bulletin", "--format", "xlsx")  # the winners alone are 100
TIME_GROWTH, MEMORY_GROWTH = 10.5, 1.15
PROVINCES, APPLICATIONS_EACH, MANY_CORES = 31, 10_000, 64


def rows(plan: Plan) -> list[Row]:
    """Both campaigns, what the larger is of the smaller, and the country's."""
    small, large = FEW if plan.few else (SMALL, LARGE)
    kinds = FEW_KINDS if plan.few else ()
    found: dict[int, list[Watched]] = {small: [], large: []}
    bytes_out = {}
    for count in (small, large, small):  # the larger one takes minutes and is built once, between two smaller ones
        try:
            found[count].append(_built(count, kinds))
        except NotMeasuredError as reason:
            return [Row(f"{count:,} applications", note=str(reason))]
        bytes_out[count] = _size(WORK / "grown")
    return [
        *_figures(small, found[small]),
        *_figures(large, found[large]),
        *_grown(found[small], found[large]),
        *_country(found[large], large, bytes_out[large]),
    ]


def _built(count: int, kinds: Sequence[str]) -> Watched:
    print(f"  {count:,} applications", file=sys.stderr, flush=True)
    return watched([*WUXIAO, "build", campaign_of(count), "--out", WORK / "grown", "--jobs", str(JOBS), *kinds])


def _figures(count: int, runs: Sequence[Watched]) -> list[Row]:
    return [
        Row(f"{count:,} applications", tuple(run.seconds for run in runs), "s"),
        Row(f"{count:,}: memory of the parent", tuple(run.parent_mb for run in runs), "MB"),
        Row(f"{count:,}: memory of the planner", tuple(run.planner_mb for run in runs), "MB"),
        Row(f"{count:,}: memory of the greatest worker", tuple(run.worker_mb for run in runs), "MB"),
    ]


def _grown(small: Sequence[Watched], large: Sequence[Watched]) -> list[Row]:
    """The larger campaign's figures over the smaller's, by their medians."""
    grown = []
    for name, key, bound in (
        ("time, larger over smaller", "seconds", TIME_GROWTH),
        ("memory of the parent, larger over smaller", "parent_mb", MEMORY_GROWTH),
        ("memory of the greatest worker, larger over smaller", "worker_mb", MEMORY_GROWTH),
    ):
        value = median(getattr(run, key) for run in large) / median(getattr(run, key) for run in small)
        grown.append(Row(name, (value,), "×", goals=(Goal(value, bound, at_least=False),)))
    return grown


def _country(runs: Sequence[Watched], count: int, bytes_out: int) -> list[Row]:
    """31 provinces of 10,000 applications: processor hours, hours on machines of two sizes, storage."""
    hours = PROVINCES * APPLICATIONS_EACH / count / 3600
    processor = tuple(run.processor_seconds * hours for run in runs)
    clock = tuple(run.seconds * hours for run in runs)
    name = f"{PROVINCES} provinces × {APPLICATIONS_EACH:,}"
    return [
        Row(f"{name}: hours of one core", processor, "h"),
        Row(f"{name}: hours on this machine, {JOBS} workers", clock, "h"),
        Row(f"{name}: hours on {MANY_CORES} cores", tuple(value / MANY_CORES for value in processor), "h"),
        Row(f"{name}: storage", (PROVINCES * APPLICATIONS_EACH / count * bytes_out / 1e9,), "GB"),
    ]


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
