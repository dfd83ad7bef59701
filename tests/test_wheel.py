"""The built wheel works without the source: templates and the starter campaign come with it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import MINIMAL, ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds nothing but what the wheel holds."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def wuxiao(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = (
        f"import sys; sys.path.insert(0, {str(installed)!r})\n"
        "import generator; assert generator.__file__.startswith(sys.path[0]), generator.__file__\n"
        f"from generator.interfaces.cli import run; sys.exit(run({list(arguments)!r}))"
    )
    return subprocess.run([sys.executable, "-c", code], cwd=installed, capture_output=True, text=True)


def test_the_wheel_makes_the_blank_forms_of_the_starter_campaign(installed: Path, tmp_path: Path) -> None:
    ended = wuxiao(installed, "blank", "--out", str(tmp_path / "out"))
    assert ended.returncode == 0, ended.stderr
    assert len(list((tmp_path / "out").rglob("*.docx"))) == 2


def test_the_wheel_builds_a_campaign(installed: Path, tmp_path: Path) -> None:
    ended = wuxiao(installed, "build", str(MINIMAL), "--out", str(tmp_path / "out"), "--jobs", "1")
    assert ended.returncode == 0, ended.stderr
    assert len(list((tmp_path / "out").rglob("*.pdf"))) == 8


def test_the_wheel_holds_every_template_and_no_tests(installed: Path) -> None:
    held = {
        path.relative_to(installed / "generator/templates").as_posix()
        for path in (installed / "generator/templates").rglob("*")
        if path.is_file()
    }
    here = {
        path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()
    }
    assert held == here
    assert not list(installed.glob("tests"))


def test_the_wheel_holds_the_starter_campaign_alone(installed: Path) -> None:
    held = {path.name: path.read_bytes() for path in (installed / "generator/starter").iterdir()}
    here = {path.name: path.read_bytes() for path in (ROOT / "data_examples/starter").iterdir()}
    assert set(here) == {"campaign.yaml", "notice.yaml"}
    assert held == here
    assert not (installed / "data_examples").exists()
