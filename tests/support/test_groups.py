"""Tests of a group run one after the other in one process: they share what is dear to make, or one LibreOffice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

TESTS = """
import os, pathlib, time
import pytest

def noted(name):
    with pathlib.Path(os.environ["NOTES"]).open("a") as notes:
        notes.write(f"{name} {os.getpid()}\\n")
    time.sleep(0.05)

@pytest.mark.xdist_group("together")
@pytest.mark.parametrize("number", range(8))
def test_of_a_group(number):
    noted("together")

@pytest.mark.parametrize("number", range(32))  # still some left when the group is done
def test_alone(number):
    noted("alone")
"""


def test_a_group_of_tests_keeps_to_one_process(tmp_path: Path) -> None:
    (tmp_path / "test_parts.py").write_text(TESTS, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(ROOT / "pyproject.toml"),
        "-n",
        "2",
        "-q",
        "-p",
        "no:cacheprovider",
    ]
    notes = tmp_path / "notes"
    subprocess.run(
        [*command, str(tmp_path)], cwd=tmp_path, env=os.environ | {"NOTES": str(notes)}, check=True, capture_output=True
    )
    processes: dict[str, set[str]] = {}
    for line in notes.read_text(encoding="utf-8").splitlines():
        name, process = line.split()
        processes.setdefault(name, set()).add(process)
    assert len(processes["together"]) == 1
    assert len(processes["alone"]) == 2
