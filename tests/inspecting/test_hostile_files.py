"""`inspect` of files that mean ill: told in words, within the time and memory of a command."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.inspect_bombs import BOMBS
from support.measured import Measured
from support.pace import pace_by_the_clock

MOST_SECONDS, MOST_BYTES = 30.0, 500_000_000
IN_EVERY_RUN = 3
# It is small when it starts the command, so what is measured is the command's own and its children's.
MEASURING = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-c", "from generator.interfaces.cli import main; main()", *sys.argv[1:]],
                      capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, done.stdout + done.stderr, used.ru_maxrss * 1024]))
"""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] * (place >= IN_EVERY_RUN)) for place, name in enumerate(BOMBS)]
)
def test_a_file_that_means_ill_is_told_in_words(name: str, tmp_path: Path, measured: Measured) -> None:
    ending, make = BOMBS[name]
    file = tmp_path / f"来件.{ending}"
    file.write_bytes(make())
    began = time.monotonic()
    command = [sys.executable, "-c", MEASURING, "inspect", str(file)]
    code, said, peak = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    seconds = time.monotonic() - began
    measured("files that mean ill, inspected", 1, "files")
    assert code in (1, 2), said
    assert "来件" in said
    assert "Traceback" not in said
    assert peak < MOST_BYTES
    assert seconds * pace_by_the_clock() < MOST_SECONDS
