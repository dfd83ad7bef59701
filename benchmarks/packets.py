"""The packets of the example: time to make them, and their size beside what is different in them."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pikepdf

from benchmarks.distinct import distinct_bytes
from benchmarks.example import EXAMPLE
from benchmarks.measuring import WORK, WUXIAO, Plan, Row

TITLE = "Packets"
NOTE = (
    "`wuxiao build --only packet --jobs 2` of the example, reading and checking included. What is different: every "
    "stream of a file once, as it is stored, and of every font face its largest program only. Cross-references, page "
    "objects and outlines are on top of that, as is whatever stands in a file twice."
)


def rows(plan: Plan) -> list[Row]:
    """Time of all packets; bytes and pages of those of recommenders and of applications."""
    out = WORK / "packets"
    command = [*map(str, WUXIAO), "build", str(EXAMPLE), "--out", str(out), "--only", "packet", "--jobs", "2"]
    seconds = tuple(_seconds(command) for _ in range(plan.rounds(1)))
    top = next(out.glob("07-*"))
    return [
        Row("all packets", seconds, "s"),
        *_sizes("of recommenders", sorted(top.glob("*.pdf"))),
        *_sizes("of applications", sorted(top.glob("*/*.pdf"))),
    ]


def _seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun


def _sizes(sort: str, files: list[Path]) -> list[Row]:
    contents = [path.read_bytes() for path in files]
    size, distinct = sum(map(len, contents)), sum(map(distinct_bytes, contents))
    pages = sum(_pages(path) for path in files)
    note = f"{len(files)} packets, {pages} pages; {size / distinct:.3f} × what is different"
    return [Row(f"{sort}: size", (size / 1e6,), "MB", note=note)]


def _pages(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)
