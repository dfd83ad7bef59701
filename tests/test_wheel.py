"""The built wheel works without the source: templates and the starter campaign come with it."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import MINIMAL, ROOT
from support.bare_machines import FONTS, PANGO, as_root, hiding
from support.services import running

from generator.ground.needed import FANDOL_PACKAGE, FONT_PACKAGES, PANGO_PACKAGES, without_pango


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


def python_of(installed: Path, *arguments: str) -> list[str]:
    code = (
        f"import sys; sys.path.insert(0, {str(installed)!r})\n"
        "import generator; assert generator.__file__.startswith(sys.path[0]), generator.__file__\n"
        f"from generator.interfaces.cli import run; sys.exit(run({list(arguments)!r}))"
    )
    return [sys.executable, "-c", code]


def wuxiao(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(python_of(installed, *arguments), cwd=installed, capture_output=True, text=True)


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


# ---- on a machine that has Python and not all the rest: files are hidden from the whole process, nothing is simulated


def on_a_machine_without(
    hidden: tuple[str, ...], installed: Path, folder: Path, *arguments: str
) -> subprocess.CompletedProcess[str]:
    command = [*hiding(*hidden), "env", f"XDG_CACHE_HOME={folder / 'cache'}", *python_of(installed, *arguments)]
    return subprocess.run(command, cwd=installed, capture_output=True, text=True, timeout=200)


@as_root
def test_without_pango_word_and_excel_are_made(installed: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "out", tmp_path / "blank"
    commands = (
        ("build", str(MINIMAL), "--out", str(out), "--format", "docx,xlsx"),
        ("blank", "--out", str(again), "--format", "docx,xlsx"),
        ("workbook", "--out", str(tmp_path / "填报表.xlsx")),
        ("check", str(MINIMAL)),
    )
    for arguments in commands:
        ended = on_a_machine_without(PANGO, installed, tmp_path, *arguments)
        assert ended.returncode == 0, ended.stderr
    assert {path.suffix for path in out.rglob("*.*")} >= {".docx", ".xlsx"}
    assert sorted(path.suffix for path in again.rglob("*空白*.*")) == [".docx", ".docx", ".xlsx"]


@as_root
@pytest.mark.parametrize("arguments", [("build", str(MINIMAL)), ("blank",)], ids=["build", "blank"])
def test_without_pango_a_pdf_is_answered_with_what_to_install(
    installed: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    ended = on_a_machine_without(PANGO, installed, tmp_path, *arguments, "--out", str(tmp_path / "out"))
    assert (ended.returncode, ended.stdout) == (4, "")
    assert ended.stderr == f"{without_pango()}\n"
    assert all(package in ended.stderr for package in PANGO_PACKAGES)
    assert not (tmp_path / "out").exists()


@as_root
def test_without_fonts_the_packages_that_bring_them_are_named(installed: Path, tmp_path: Path) -> None:
    ended = on_a_machine_without(FONTS, installed, tmp_path, "blank", "--out", str(tmp_path / "out"))
    assert (ended.returncode, ended.stdout) == (4, "")
    assert "没有小标宋、宋体" in ended.stderr
    assert all(package in ended.stderr for package in FONT_PACKAGES)


@as_root
def test_without_pango_the_service_serves_all_but_pdfs(tmp_path: Path) -> None:
    with running(tmp_path, inside=hiding(*PANGO)) as service:
        assert f"{without_pango()}" in service.log.read_text(encoding="utf-8")
        assert "新建活动" in service.page("/")
        assert service.ask("GET", "/api/v1/papers/form1.docx").body.startswith(b"PK")
        refused = service.ask("GET", "/api/v1/papers/form1.pdf")
        assert (refused.status, refused.json["code"], refused.json["message"]) == (503, "machine", f"{without_pango()}")


def test_run_installs_what_a_machine_is_told_to_install() -> None:
    text = (ROOT / "run").read_text(encoding="utf-8")
    listed = re.search(r"run_packages=\((.*?)\n\)", text, re.DOTALL)
    assert listed is not None
    names = re.sub("#.*", "", listed[1]).split()
    assert set(names) == {"ca-certificates", "python3", "python3-venv", *PANGO_PACKAGES, *FONT_PACKAGES}
    assert f"download_package {FANDOL_PACKAGE} " in text
