"""`./run test PATH` installs no more than the tests there need: every program has one owner, and tests import it."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from needs import OWNERS, TESTS, owners_needed, packages

# What every Debian brings; openssl comes with ca-certificates, which `run` asks for.
ORDINARY = {"bash", "cp", "openssl", "python", "sha256sum", "sleep", "tar", "true", "unshare"}
OFFICE = ["libreoffice-writer-nogui", "libreoffice-calc-nogui"]


def listed(*arguments: str) -> list[str]:
    """What `./run test --needs` says, which installs nothing."""
    command = [ROOT / "run", "test", "--needs", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT.parent).stdout.split()


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["tests/typesetting"], []),
        (["tests/typesetting/test_fonts.py::test_anything", "-k", "fonts"], []),
        (["tests/interfaces/web/test_builds.py"], []),
        (["tests/interfaces/web"], ["chromium", "libatomic1", "nginx-light", "git"]),
        (["tests/rendering/pdf/test_fixed.py"], ["poppler-utils"]),
        (["tests/linting", "tests/rendering/pdf/test_fixed.py"], [*OFFICE, "poppler-utils"]),
    ],
)
def test_a_part_needs_what_its_tests_import(arguments: list[str], needed: list[str]) -> None:
    assert listed(*arguments) == needed


@pytest.mark.parametrize("arguments", [[], ["-k", "dates"], ["long"], ["tests"]])
def test_the_whole_suite_needs_everything(arguments: list[str]) -> None:
    assert listed(*arguments) == packages(OWNERS)
    assert len(packages(OWNERS)) > 6


def started(file: Path) -> Iterator[str]:
    """The programs of the table that a file names."""
    programs = {program for names, _ in OWNERS.values() for program in names}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from programs & {node.value, node.value.rpartition("/")[2]}


def test_a_program_is_started_by_its_owner_alone() -> None:
    files = [file for file in TESTS.rglob("*.py") if file.name not in ("needs.py", "test_needs.py")]
    found = {(program, file.relative_to(TESTS).as_posix()) for file in files for program in started(file)}
    owned = {
        (program, f"{owner.replace('.', '/')}.py") for owner, (programs, _) in OWNERS.items() for program in programs
    }
    assert found == owned


def called(file: Path) -> Iterator[str]:
    """The programs that a file starts by name, in the call itself."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("subprocess.") and node.args:
            first = node.args[0].elts[:1] if isinstance(node.args[0], ast.List) else []
            yield from (str(one.value) for one in first if isinstance(one, ast.Constant))


def test_no_program_is_started_that_nobody_brings() -> None:
    found = {program for file in TESTS.rglob("*.py") for program in called(file)}
    assert found - {program for programs, _ in OWNERS.values() for program in programs} == ORDINARY


def test_needs_are_found_through_other_modules_and_the_conftest_above(tmp_path: Path) -> None:
    for name, text in {
        "support/poppler.py": "",
        "support/between.py": "def late():\n    from support import poppler",
        "part/conftest.py": "import support.qpdf",
        "part/inner/test_one.py": "from support.between import late",
        "part/inner/beside.py": "import support.offices",
        "part/inner/test_two.py": "import beside",
        "other/test_three.py": "from support import campaigns",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    def found(path: str) -> set[str]:
        return owners_needed([str(tmp_path / path)], tmp_path)

    assert found("part/inner/test_one.py") == {"support.poppler", "support.qpdf"}
    assert found("part/inner/test_two.py::test_a") == {"support.offices", "support.qpdf"}
    assert found("part") == {"support.poppler", "support.offices", "support.qpdf"}
    assert found("other") == set()
