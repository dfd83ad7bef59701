"""Reading and checking a workbook of applications, beside what openpyxl alone takes to load the same file.

.venv/bin/python -m benchmarks.reading 1000 10000
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.campaigns import write_campaign

SIZES = (1_000, 10_000)
# Each in a process of its own, so that its memory is its own.
READERS = {
    "openpyxl load_workbook": "from openpyxl import load_workbook; load_workbook(sys.argv[1] + '/applications.xlsx')",
    "wuxiao read": "from generator.reading.campaign_folder import read_campaign; read_campaign(Path(sys.argv[1]))",
    "wuxiao read and check": "from generator.checks.campaign import check_campaign\n"
    "campaign, _, problems = check_campaign(Path(sys.argv[1]))\n"
    "assert campaign is not None, problems[:3]",
}
MEASURED = """
import re, sys, time
from pathlib import Path
begun = time.perf_counter()
{code}
seconds = time.perf_counter() - begun
# Not getrusage: its figure begins with the memory of the process that started this one.
print(seconds, int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024)
"""


@dataclass(frozen=True)
class Row:
    """One reader on one file: seconds with its imports, and the largest memory of its process in MB."""

    reader: str
    applications: int
    seconds: float
    megabytes: float


def rows(sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """Every reader on a campaign of every size, measured one after the other."""
    measured = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            campaign = Path(folder) / str(size)
            write_campaign(campaign, size)
            measured += [_measured(reader, code, campaign, size) for reader, code in READERS.items()]
    return measured


def _measured(reader: str, code: str, campaign: Path, size: int) -> Row:
    command = [sys.executable, "-c", MEASURED.format(code=code), str(campaign)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, megabytes = ended.stdout.split()
    return Row(reader, size, float(seconds), float(megabytes))


def main(sizes: tuple[int, ...]) -> None:
    """Print a line for each."""
    for row in rows(sizes):
        per_thousand = 1000 * row.seconds / row.applications
        figures = f"{row.seconds:8.2f} s  {per_thousand:6.2f} s/1000  {row.megabytes:7.0f} MB"
        sys.stdout.write(f"{row.reader:24} {row.applications:7} {figures}\n")


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
