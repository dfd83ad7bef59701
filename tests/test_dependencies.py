"""docs/dependencies.md tells of every package that the program needs what it is for, and who alone imports it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from conftest import ROOT

HOUSE = ROOT / "generator"
TABLE = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ROW = re.compile(r"^\| ([\w.-]+) \| (.+) \| (.+) \|$", re.MULTILINE)
NAME = re.compile(r"[\w.-]+")
OF_THE_CLUSTER = {"distributed": ["running/executing.py"]}

Rows = dict[str, list[str]]


def normal(name: str) -> str:
    """The name of a package as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def owners_told(table: str) -> Rows:
    """Package → its owners, by the rows of the table."""
    rows = [found for found in ROW.findall(table) if found[0] != "package"]
    return {normal(name): re.findall(r"`([^`]+)`", owners) for name, _, owners in rows}


def imported(file: Path) -> Iterator[str]:
    """The modules outside the standard library that a file imports, by statement or by `import_module("name")`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [str(node.module)]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            names = [str(one.value) for one in node.args if isinstance(one, ast.Constant)]
        tops = {name.partition(".")[0] for name in names}
        yield from tops - sys.stdlib_module_names - {HOUSE.name}


def importers(house: Path) -> Rows:
    """Package → the files of the house that import it, below the house."""
    distributions = packages_distributions()
    found: Rows = {}
    for file in sorted(house.rglob("*.py")):
        for module in imported(file):
            for package in {normal(one) for one in distributions.get(module, [module])}:
                found.setdefault(package, []).append(file.relative_to(house).as_posix())
    return found


def strangers(told: Rows, found: Rows) -> list[str]:
    """The imports of a package outside of its owners."""
    return [
        f"{package} in {file}"
        for package, files in found.items()
        for file in files
        if not any(file == owner or file.startswith(f"{owner}/") for owner in told.get(package, []))
    ]


def idle(told: Rows, found: Rows) -> list[str]:
    """The owners that import nothing of the package."""
    return [
        f"{package} in {owner}"
        for package, owners in told.items()
        for owner in owners
        if not any(file == owner or file.startswith(f"{owner}/") for file in found.get(package, []))
    ]


def test_every_dependency_has_a_row_and_every_row_is_one() -> None:
    needed = [normal(match[0]) for one in PROJECT["dependencies"] if (match := NAME.match(one))]
    assert len(needed) > 20
    assert list(owners_told(TABLE)) == sorted(needed) == needed


def test_a_package_is_imported_by_its_owners_alone_and_by_all_of_them() -> None:
    told, found = owners_told(TABLE) | OF_THE_CLUSTER, importers(HOUSE)
    assert sum(map(len, found.values())) > 100
    assert strangers(told, found) == []
    assert idle(told, found) == []


def test_what_nobody_imports_says_so() -> None:
    assert [package for package, owners in owners_told(TABLE).items() if not owners] == [
        "defusedxml",
        "python-multipart",
    ]
    assert len(re.findall(r"\| – \|$", TABLE, re.MULTILINE)) == 2


def test_a_stranger_and_an_idle_owner_would_be_noticed(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "one.py").write_text("def late():\n    from yaml import load\n", encoding="utf-8")
    (tmp_path / "inner/two.py").write_text("import lxml.etree, os, generator.campaign\n", encoding="utf-8")
    (tmp_path / "three.py").write_text('import importlib\nimportlib.import_module("yaml")\n', encoding="utf-8")
    found = importers(tmp_path)
    assert found == {"lxml": ["inner/two.py"], "pyyaml": ["one.py", "three.py"]}
    assert strangers({"lxml": ["inner"], "pyyaml": ["one.py", "three.py"]}, found) == []
    assert strangers({"lxml": ["inn"], "pyyaml": ["one.py"]}, found) == ["lxml in inner/two.py", "pyyaml in three.py"]
    assert idle({"lxml": ["inner", "one.py"], "rich": ["one.py"]}, found) == ["lxml in one.py", "rich in one.py"]
