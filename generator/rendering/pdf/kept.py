"""Compiled blanks kept on disk: the next run need not load WeasyPrint to lay out the same page again.

They hold no personal data, only what is printed on every record's page. What cannot be read is made anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter

from generator.campaign.layout import package_templates
from generator.ground import keeping
from generator.ground.inputs import read_file
from generator.rendering.pdf.blanks import CompiledPages
from generator.typesetting.fonts import FONT_CLASSES, font_files

# What decides how a blank looks, besides templates, fonts and this package.
_ENGINES = ("weasyprint", "pydyf", "jinja2", "fonttools")


def kept(template: str, folders: Sequence[Path], printed: str, make: Callable[[], CompiledPages]) -> CompiledPages:
    """The program, from the disk if it was made before from the same templates, fonts and versions."""
    name = f"blanks/{_key(template, folders, printed)}.json"
    with suppress(ValueError):
        if content := keeping.kept(name):
            return _as_json().validate_json(content)
    program = make()
    keeping.keep(name, _as_json().dump_json(program))
    return program


@cache
def _as_json() -> TypeAdapter[CompiledPages]:
    return TypeAdapter(CompiledPages)


def _key(template: str, folders: Sequence[Path], printed: str) -> str:
    """A name that changes with everything that the blank depends on."""
    parts = [template, printed, _program_stamp(), *_template_hashes(template, folders)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _template_hashes(template: str, folders: Sequence[Path]) -> list[str]:
    """A template may show whatever stands beside it and in `shared/`; a campaign's own, whatever the campaign has."""
    own = [folder for folder in folders if folder != package_templates()]
    program = [package_templates() / name for name in dict.fromkeys((Path(template).parent, Path("shared")))]
    files = [path for place in (*own, *program) for path in sorted(place.rglob("*")) if path.is_file()]
    return [f"{path}:{hashlib.sha256(read_file(path, link=True)).hexdigest()}" for path in files]


@cache
def _program_stamp() -> str:
    """Versions, fonts and this package's own modules as they are now."""
    sources = sorted(Path(__file__).parents[2].rglob("*.py"))
    fonts = sorted({face.path for name in FONT_CLASSES for face in font_files(name)})
    return "\0".join([*map(version, _ENGINES), keeping.stamp(*sources, *fonts)])
