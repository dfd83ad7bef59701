"""What decides the bytes of a piece of work, as one hash: two runs with the same hash make the same files.

Records, template files, fonts, libraries and the program itself count; places, the time and the number of
processes do not.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from generator.campaign.layout import package_templates
from generator.ground.inputs import opened
from generator.typesetting.fonts import FONT_CLASSES, font_files

# The libraries whose doing is in the files.
LIBRARIES = (
    "deflate",
    "docxtpl",
    "fonttools",
    "jinja2",
    "lxml",
    "openpyxl",
    "pikepdf",
    "pillow",
    "pydyf",
    "weasyprint",
)


class Fingerprints:
    """Hashes of things that have many records in common: each record is looked through once."""

    def __init__(self) -> None:
        """Know no record yet."""
        self._known: dict[int, tuple[BaseModel, str]] = {}  # by identity; the record itself keeps that its own

    def of(self, *things: Any) -> str:
        """The hash of records, texts, numbers and what is composed of them."""
        return hashlib.sha256(json.dumps(things, default=self._plain, sort_keys=True).encode()).hexdigest()

    def _plain(self, thing: Any) -> Any:
        """What JSON does not know, of things that it knows. Raises TypeError for what has no fixed content."""
        if isinstance(thing, BaseModel):
            if id(thing) not in self._known:
                self._known[id(thing)] = thing, self.of(type(thing).__name__, dict(thing))
            return self._known[id(thing)][1]
        if isinstance(thing, partial):
            return [thing.func.__module__, thing.func.__qualname__, thing.args, thing.keywords]
        if isinstance(thing, Path):
            return thing.name  # where a file lies decides nothing; its content has a hash of its own
        if isinstance(thing, date):
            return thing.isoformat()
        if isinstance(thing, frozenset):
            return sorted(thing)
        if is_dataclass(thing) and not isinstance(thing, type):
            return {field.name: getattr(thing, field.name) for field in fields(thing)}
        raise TypeError(type(thing))


def file_hash(path: Path, *, link: bool = False) -> str:
    """The SHA-256 of a file, as `inputs.opened` finds it."""
    with opened(path, link=link) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def machine_fingerprint() -> str:
    """The hash of the program, its templates and libraries, and the fonts of this machine."""
    program = Path(__file__).parents[1]
    faces = [
        (name, face.family, face.index, str(face.path), stat.st_size, stat.st_mtime_ns)
        for name in FONT_CLASSES
        for face in font_files(name)
        for stat in [face.path.stat()]
    ]
    return Fingerprints().of(
        sys.version,
        [version(name) for name in LIBRARIES],
        _tree(program, program.rglob("*.py")),
        _tree(package_templates(), package_templates().rglob("*.*")),
        faces,
    )


def _tree(root: Path, paths: Iterable[Path]) -> list[tuple[str, str]]:
    return [(path.relative_to(root).as_posix(), file_hash(path, link=True)) for path in sorted(paths) if path.is_file()]
