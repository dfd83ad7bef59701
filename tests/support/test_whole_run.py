"""A long run that is killed goes on where it stopped; its figures are written when they are whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.repository import git

TESTS = """
import os, pathlib, signal
import pytest

FLAG = pathlib.Path(os.environ["FLAG"])

@pytest.mark.long
@pytest.mark.xdist_group("parts")
@pytest.mark.parametrize("place", range(4))
def test_part(place, measured):
    with FLAG.with_name("ran").open("a") as ran:
        ran.write(f"{place}\\\\n")
    if place == 2 and not FLAG.exists():
        FLAG.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    measured("parts", 10, "pieces")

@pytest.mark.long
def test_wrong(measured):
    measured("wrong", 1, "piece")
    assert False

def test_usual():
    assert True
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = long\n", encoding="utf-8")
    (folder / "conftest.py").write_text('pytest_plugins = ("support.whole_run",)\n', encoding="utf-8")
    (folder / "test_parts.py").write_text(TESTS.replace("\\\\n", "\\n"), encoding="utf-8")
    (folder / ".gitignore").write_text(".pytest_cache/\n__pycache__/\n", encoding="utf-8")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "first"]):
        named = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        git(folder, *named, *words)
    return folder


def _run(project: Path, *words: str) -> tuple[int, str, list[str]]:
    """Exit code, output, and the places that ran."""
    ran = project.parent / "ran"
    ran.unlink(missing_ok=True)
    tests = str(Path(__file__).parent.parent)
    named = {"FLAG": str(project.parent / "flag"), "PYTHONPATH": tests, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-m", "long", "--whole", *words]
    ended = subprocess.run(command, cwd=project, env=os.environ | named, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout + ended.stderr, ran.read_text().split() if ran.exists() else []


@pytest.mark.parametrize("processes", [(), ("-n", "2", "--dist", "loadgroup")])
def test_a_run_goes_on_where_a_killed_one_stopped(project: Path, processes: tuple[str, ...]) -> None:
    if processes:
        (project.parent / "flag").touch()
        _, told, ran = _run(project, *processes, "-k", "0 or 1")
        assert sorted(ran) == ["0", "1"], told
    else:
        code, _, ran = _run(project)
        assert (code, ran) == (-9, ["0", "1", "2"])
    assert not (project / "docs").exists()

    code, told, ran = _run(project, *processes)

    assert (code, sorted(ran)) == (1, ["2", "3"])
    assert "2 passed before, 2 in this run" in told
    figures = (project / "docs/measured.md").read_text(encoding="utf-8")
    assert "| parts | 40 | pieces |" in figures
    assert "wrong" not in figures


def test_nothing_is_left_to_run_when_all_has_passed_and_a_change_begins_anew(project: Path) -> None:
    (project.parent / "flag").touch()
    assert _run(project, "-k", "not wrong")[0] == 0
    code, told, ran = _run(project, "-k", "not wrong")
    assert (code, ran) == (0, [])
    assert "4 passed before, 0 in this run" in told
    (project / "test_parts.py").write_text(TESTS.replace("\\\\n", "\\n").replace("10", "11"), encoding="utf-8")
    code, _, ran = _run(project, "-k", "not wrong")
    assert (code, len(ran)) == (0, 4)
    assert "| parts | 44 |" in (project / "docs/measured.md").read_text(encoding="utf-8")


def test_figures_of_other_runs_stay_with_their_day_and_commit(project: Path) -> None:
    (project.parent / "flag").touch()
    _run(project, "-k", "not wrong")
    path = project / "docs/measured.md"
    old = "| older | 7 | s | 2020-01-01 | abcdef0 |"
    path.write_text(path.read_text(encoding="utf-8") + old + "\n", encoding="utf-8")
    _run(project, "-k", "not wrong")
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert old in rows
    assert rows[1:] == sorted(rows[1:])
