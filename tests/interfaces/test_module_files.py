"""Files that lie in the current folder under the names of modules are data like any others: nothing there is run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import MINIMAL
from PIL import Image
from support.services import files_of, running
from support.terminals import WUXIAO

from generator.ground.apart.isolation import ask

MODULES = ("generator", "json", "logging", "multiprocessing", "numpy", "PIL", "signal", "struct", "threading", "typing")
TRAP = "import os, pathlib\npathlib.Path({!r}).touch()\nos._exit(3)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign that came with such files, whose picture is opened in a child."""
    campaign = Path(shutil.copytree(MINIMAL, tmp_path / "campaign"))
    (campaign / "attachments").mkdir()
    Image.new("RGB", (9, 9)).save(campaign / "attachments/a.jpg")
    file = campaign / "applications/NC-001.yaml"
    file.write_text(f"附件: [a.jpg]\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    for name in MODULES:
        (campaign / f"{name}.py").write_text(TRAP.format(f"{tmp_path / 'run'}"), encoding="utf-8")
    return campaign


@pytest.mark.parametrize("command", [("check", "."), ("build", ".", "--out", "../out", "--jobs", "2")])
def test_a_command_runs_nothing_of_the_folder_that_it_is_called_in(command: tuple[str, ...], folder: Path) -> None:
    ended = subprocess.run([WUXIAO, *command], cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert not (folder.parent / "run").exists()
    assert ended.returncode == 0, ended


def test_a_service_runs_nothing_of_the_folder_that_it_is_started_in(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONSAFEPATH", "1")  # of the service itself, which here is started as `python -c`
    with running(tmp_path) as service:
        monkeypatch.delenv("PYTHONSAFEPATH")
        campaign = service.upload(files_of(MINIMAL)).json["id"]
        assert service.built(campaign, kinds=["form1"])["state"] == "done"
    assert not (tmp_path / "run").exists()


def test_a_child_runs_nothing_of_the_folder_that_its_caller_is_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]), prepend=":")
    assert ask("tests.support.isolated_tasks:do", {"do": "echo", "say": sys.platform}).value["said"] == sys.platform
    assert not (folder.parent / "run").exists()
