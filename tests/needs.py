"""Names the Debian packages that tests need: `python3 tests/needs.py [PATH…]`, or `./run test --needs [PATH…]`.

`./run` asks before anything is installed, so this runs with the standard library of the system's Python alone. A
program that tests start has one owner, the module of `support/` that starts it. So what a test file needs follows from
what it imports, itself or through other modules of this folder and the conftest files above it; nothing is declared
twice.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parent
# The programs of each owner, and the Debian packages that bring them.
OWNERS = {
    "support.bare_machines": (("debootstrap",), ("debootstrap",)),
    "support.browsing": (("chromium",), ("chromium", "libatomic1")),  # libatomic1 is loaded by Playwright's Node
    "support.faults": (("strace",), ("strace",)),
    "support.nginx": (("nginx",), ("nginx-light",)),
    "support.offices": (("soffice",), ("libreoffice-writer-nogui", "libreoffice-calc-nogui")),
    "support.poppler": (("pdftoppm", "pdftotext", "pdffonts", "pdfimages"), ("poppler-utils",)),
    "support.qpdf": (("qpdf",), ("qpdf",)),
    "support.repository": (("git",), ("git",)),
    "support.systemd": (("systemd-analyze",), ("systemd",)),
    "support.word_readers": (("pandoc",), ("pandoc",)),
}


def packages(owners: Iterable[str]) -> list[str]:
    """The Debian packages of these owners, in the order of the table."""
    wanted = frozenset(owners)
    return [package for owner, (_, brought) in OWNERS.items() if owner in wanted for package in brought]


def owners_needed(arguments: Iterable[str], tests: Path = TESTS) -> set[str]:
    """The owners that pytest with these arguments needs; all of them where no argument is a file or folder of tests."""
    paths = [path for word in arguments if (path := Path(word.partition("::")[0]).resolve()).is_relative_to(tests)]
    files = {file for path in paths for file in _test_files(path, tests)}
    return _reached(files, tests) if files else set(OWNERS)


def _test_files(path: Path, tests: Path) -> Iterator[Path]:
    """The test files at or below the path, with the conftest files that pytest reads for them."""
    for file in path.rglob("test_*.py") if path.is_dir() else [path]:
        if file.is_file():
            yield file
            yield from (folder / "conftest.py" for folder in file.parents if folder.is_relative_to(tests))


def _reached(files: Iterable[Path], tests: Path) -> set[str]:
    """The owners among the modules that the files import, or that these import."""
    waiting, seen, owners = list(files), set[Path](), set[str]()
    while waiting:
        file = waiting.pop()
        if file in seen or not file.is_file():
            continue
        seen.add(file)
        for name in imported(file):
            owners.update({name} & OWNERS.keys())
            waiting += [folder / f"{name.replace('.', '/')}.py" for folder in (tests, file.parent)]
    return owners


def imported(file: Path) -> set[str]:
    """The full names of the modules that a file may import, wherever in it; `from a import b` may mean a module a.b."""
    found = set[str]()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


if __name__ == "__main__":
    sys.stdout.writelines(f"{package}\n" for package in packages(owners_needed(sys.argv[1:])))
