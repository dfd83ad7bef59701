"""How the modules of the program stand: few in a folder, imports that go downward only and never in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from configparser import ConfigParser
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from conftest import ROOT

HOUSE = ROOT / "generator"
MOST_MODULES = 14

Graph = Mapping[str, set[str]]


def modules(house: Path) -> dict[str, Path]:
    """Every module by its dotted name, packages' own left out."""
    paths = (path.relative_to(house.parent).with_suffix("") for path in house.rglob("*.py"))
    return {".".join(path.parts): (house.parent / path).with_suffix(".py") for path in paths if path.stem != "__init__"}


def imports(house: Path) -> dict[str, set[str]]:
    """Module → the modules of the house that it imports: anywhere in it, for the sake of types too."""
    found = modules(house)
    return {name: {one for one in _named(path) if one in found} for name, path in found.items()}


def _named(path: Path) -> Iterable[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports by dots"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def circles(graph: Graph) -> list[set[str]]:
    """Circles of imports, each once as the modules in it; after one is found it is cut and the search goes on."""
    left = {name: set(others) for name, others in graph.items()}
    found: list[set[str]] = []
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            way: list[str] = error.args[1]  # each is imported by the next one
            found.append(set(way))
            left[way[1]].discard(way[0])
        else:
            return found


def crowded(house: Path) -> list[str]:
    """Folders with more modules than somebody sees at a glance."""
    folders = [path.parent for path in modules(house).values()]
    return sorted({folder.name for folder in folders if folders.count(folder) > MOST_MODULES})


def test_no_folder_is_crowded() -> None:
    assert len(modules(HOUSE)) > 200
    assert crowded(HOUSE) == []


def test_every_folder_says_what_it_holds() -> None:
    folders = {path.parent for path in HOUSE.rglob("*.py")}
    assert len(folders) > 20
    silent = [
        folder.name
        for folder in folders
        if not ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
    ]
    assert silent == []


def test_no_imports_go_in_a_circle() -> None:
    graph = imports(HOUSE)
    assert sum(map(len, graph.values())) > 700
    assert circles(graph) == []


def test_every_folder_has_a_place_in_the_order() -> None:
    """Two modules of different folders that no contract orders could begin a circle of folders."""
    config = ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    named = [
        f"{section['containers'].strip()}.{layer.strip()}"
        for section in map(config.__getitem__, config.sections())
        if "layers" in section
        for row in section["layers"].strip().splitlines()
        for layer in row.split("|")
    ]
    assert len(named) > 100
    folders = {path.parent.relative_to(ROOT) for path in modules(HOUSE).values()} - {Path("generator")}
    assert {".".join(folder.parts) for folder in folders} - set(named) == set()


def test_a_crowd_and_circles_would_be_noticed(tmp_path: Path) -> None:
    house = tmp_path / "house"
    (house / "full").mkdir(parents=True)
    for number in range(MOST_MODULES + 1):
        (house / "full" / f"m{number}.py").write_text("")
    (house / "__init__.py").write_text("")
    assert crowded(house) == ["full"]
    (house / "full" / "m0.py").unlink()
    assert crowded(house) == []
    (house / "full" / "m1.py").write_text("from house.full import m2\n")
    (house / "full" / "m2.py").write_text("def later():\n    from house.full.m3 import thing\n")
    (house / "full" / "m3.py").write_text("import house.full.m4\n")
    assert circles(imports(house)) == []
    (house / "full" / "m4.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from house.full.m1 import Thing\n"
    )
    assert circles(imports(house)) == [{f"house.full.m{number}" for number in (1, 2, 3, 4)}]
    (house / "full" / "m5.py").write_text("from house.full import m6\n")
    (house / "full" / "m6.py").write_text("from house.full import m5\n")
    assert len(circles(imports(house))) == 2


@pytest.mark.parametrize("text", ["from . import m1\n", "from .m1 import thing\n"])
def test_imports_by_dots_would_be_noticed(text: str, tmp_path: Path) -> None:
    house = tmp_path / "house"
    house.mkdir()
    (house / "m1.py").write_text(text)
    with pytest.raises(AssertionError, match="by dots"):
        imports(house)


def namesakes(tests: Path) -> list[str]:
    """The names of test modules that stand twice, in folders that are no packages: pytest reads only one of them."""
    loose = [path.name for path in tests.rglob("test_*.py") if not (path.parent / "__init__.py").exists()]
    return sorted({name for name in loose if loose.count(name) > 1})


def test_every_test_module_is_read(tmp_path: Path) -> None:
    assert namesakes(ROOT / "tests") == []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "test_same.py").write_text("")
    assert namesakes(tmp_path) == ["test_same.py"]
    (tmp_path / "two" / "__init__.py").write_text("")
    assert namesakes(tmp_path) == []
