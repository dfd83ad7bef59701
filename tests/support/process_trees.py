"""A command run to its end: how long it took, and the most memory that it and all that it started held at once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

STEP_S = 0.1


@dataclass(frozen=True)
class Took:
    """What a command took: seconds by the clock, seconds of processors, the most bytes of memory at one time."""

    code: int
    out: str
    seconds: float
    processor_seconds: float
    peak_bytes: int


def took(arguments: Sequence[str]) -> Took:
    """The command line of the program with these arguments, and what it took."""
    order = [sys.executable, "-c", "from generator.interfaces.cli import main; main()", *arguments]
    begun, before = time.monotonic(), os.times()
    with TemporaryFile("w+", encoding="utf-8") as out:  # a pipe that nobody reads meanwhile would fill up
        process = subprocess.Popen(order, stdout=out, stderr=subprocess.DEVNULL)
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(map(_held_bytes, _tree(process.pid))))
            time.sleep(STEP_S)
        seconds, after = time.monotonic() - begun, os.times()
        out.seek(0)
        told = out.read()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Took(process.returncode, told, seconds, used, peak)


def _tree(root: int) -> Iterator[int]:
    """The process and all below it."""
    below = defaultdict(list)
    for one in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((one / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        below[parent].append(int(one.name))
    waiting = [root]
    while waiting:
        yield (one := waiting.pop())
        waiting += below[one]


def _held_bytes(process: int) -> int:
    """The memory of a process; what it shares with others counts by its part."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
