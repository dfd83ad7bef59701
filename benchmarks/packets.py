"""The packets of the example: time to make them, and their size beside what is different in them.

.venv/bin/python -m benchmarks.packets

What is different: every stream of a file once, as it is stored, and of every font face its largest program only.
Cross-references, page objects and outlines are on top of that, as is whatever stands in a file twice.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from benchmarks.distinct import distinct_bytes
from benchmarks.example import EXAMPLE
from benchmarks.measuring import WUXIAO


@dataclass(frozen=True)
class Row:
    """Packets of one sort: their number, pages, bytes, and the bytes of what is different in them."""

    sort: str
    packets: int
    pages: int
    bytes: int
    distinct: int

    @property
    def ratio(self) -> float:
        """Size beside what is different."""
        return self.bytes / self.distinct


def rows(jobs: int = 2) -> tuple[float, list[Row]]:
    """Seconds of `wuxiao build --only packet` of the example, and the packets of recommenders and applications."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        command = [*WUXIAO, "build", str(EXAMPLE), "--out", str(out), "--only", "packet"]
        begun = time.perf_counter()
        subprocess.run([*command, "--jobs", str(jobs)], check=True, capture_output=True)
        seconds = time.perf_counter() - begun
        top = next(out.glob("07-*"))
        return seconds, [
            _row("of recommenders", sorted(top.glob("*.pdf"))),
            _row("of applications", sorted(top.glob("*/*.pdf"))),
        ]


def _row(sort: str, files: list[Path]) -> Row:
    contents = [path.read_bytes() for path in files]
    pages = 0
    for path in files:
        with pikepdf.open(path) as pdf:
            pages += len(pdf.pages)
    return Row(sort, len(files), pages, sum(map(len, contents)), sum(map(distinct_bytes, contents)))


def main() -> None:
    """Print the time, and a line for each sort."""
    seconds, made = rows()
    sys.stdout.write(f"{seconds:.1f} s\n")
    for row in made:
        size = f"{row.bytes / 1e6:7.1f} MB, {row.ratio:.3f} × {row.distinct / 1e6:.1f} MB"
        sys.stdout.write(f"{row.sort:16} {row.packets:4} packets {row.pages:6} pages {size}\n")


if __name__ == "__main__":
    main()
