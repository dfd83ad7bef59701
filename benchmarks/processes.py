"""A command watched: its time, the processor time of all its processes, and the peak memory of each."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import PATIENCE, ROOT, NotMeasuredError
from generator.pipeline import PLANNER

INTERVAL_S = 0.02


@dataclass(frozen=True)
class Watched:
    """Seconds on the clock, and of the processors (up to 0.02 a process less).

    Peak memory (MB) of the command, its planner, its greatest worker.
    """

    seconds: float
    processor_seconds: float
    parent_mb: float
    planner_mb: float
    worker_mb: float


def watched(command: Sequence[str | Path]) -> Watched:
    """What the command took. Raises NotMeasuredError where it fails."""
    started = time.perf_counter()
    peaks: dict[int, float] = {}
    used: dict[int, float] = {}
    planners: set[int] = set()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as running:
        while running.poll() is None:
            if time.perf_counter() - started > PATIENCE:
                running.kill()
            for pid in _tree(running.pid):
                peaks[pid] = max(_peak_mb(pid), peaks.get(pid, 0))
                used[pid] = max(_processor_seconds(pid), used.get(pid, 0))
                if _name(pid) == PLANNER:
                    planners.add(pid)
            time.sleep(INTERVAL_S)
        seconds = time.perf_counter() - started
        told = running.stderr.read() if running.stderr else ""
        if running.returncode:
            raise NotMeasuredError(f"{Path(command[0]).name} failed: {(told.strip().splitlines() or [''])[-1]}")
    planner = max((peaks[pid] for pid in planners), default=0)
    worker = max((peak for pid, peak in peaks.items() if pid not in planners | {running.pid}), default=0)
    return Watched(seconds, sum(used.values()), peaks.get(running.pid, 0), planner, worker)


def _tree(pid: int) -> Iterator[int]:
    """The process and all that descend from it."""
    yield pid
    for child in _children(pid):
        yield from _tree(child)


def _children(pid: int) -> list[int]:
    """The processes that this one has started, none where it has ended."""
    try:
        tasks = [task / "children" for task in Path(f"/proc/{pid}/task").iterdir()]
        return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]
    except OSError:
        return []


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _peak_mb(pid: int) -> float:
    """The most memory that the process has held so far (VmHWM, proc(5)), 0 where it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(found[0]) * 1024 / 1e6 if found else 0


def _processor_seconds(pid: int) -> float:
    """User and system time of the process so far, 0 where it has ended.

    Not that of the children that it waited for, which are watched themselves: workers' own parent is waited for by
    nobody, so the system's sums leave them out.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
