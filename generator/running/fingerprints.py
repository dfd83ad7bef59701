"""What decides the bytes of a piece of work, as one hash: two runs with the same hash make the same files.

Records, template files, fonts, libraries and the program itself count; places, the time and the number of
processes do not.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator.campaign.layout import package_templates
from generator.ground.inputs import file_hash
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


def fingerprint(*things: Any) -> str:
    """The hash of texts, numbers and lists of them."""
    return hashlib.sha256(json.dumps(things).encode()).hexdigest()


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
    return fingerprint(
        sys.version,
        [version(name) for name in LIBRARIES],
        _tree(program, program.rglob("*.py")),
        _tree(package_templates(), package_templates().rglob("*.*")),
        faces,
    )


def _tree(root: Path, paths: Iterable[Path]) -> list[tuple[str, str]]:
    return [(path.relative_to(root).as_posix(), file_hash(path, link=True)) for path in sorted(paths) if path.is_file()]
