"""Compiled blanks kept on disk: the next run need not load WeasyPrint to lay out the same page again.

They hold no personal data, only what is printed on every record's page. What cannot be read is made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from generator.campaign.layout import package_templates
from generator.ground import keeping
from generator.ground.inputs import read_file
from generator.rendering.pdf.blanks import Blank, Drawing, Program
from generator.rendering.pdf.places import Place
from generator.typesetting.fonts import FONT_CLASSES, Face, font_files

# What decides how a blank looks, besides templates, fonts and this package.
_ENGINES = ("weasyprint", "pydyf", "jinja2", "fonttools")


def kept(template: str, folders: Sequence[Path], printed: str, make: Callable[[], Program]) -> Program:
    """The program, from the disk if it was made before from the same templates, fonts and versions."""
    name = f"blanks/{_key(template, folders, printed)}.json"
    with suppress(ValueError, KeyError, TypeError):
        if content := keeping.kept(name):
            return _read(content)
    program = make()
    keeping.keep(name, _written(program))
    return program


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
    stamps = [f"{path}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in (*sources, *fonts)]
    return "\0".join([*(version(name) for name in _ENGINES), *stamps])


# ---- a program as JSON: bytes as Latin-1, which has a character for each of them


def _written(program: Program) -> bytes:
    return json.dumps(
        {
            "title": program.title,
            "objects": [thing.decode("latin-1") for thing in program.objects],
            "fonts": {name: [_face(face), list(texts.items())] for name, (face, texts) in program.fonts.items()},
            "blanks": {name: _blank(blank) for name, blank in program.blanks.items()},
        }
    ).encode()


def _face(face: Face) -> list[Any]:
    return [face.family, str(face.path), face.index, face.weight]


def _blank(blank: Blank) -> dict[str, Any]:
    return {
        "size_pt": blank.size_pt,
        "pieces": [piece.decode("latin-1") for piece in blank.drawing.pieces],
        "growing": blank.drawing.growing,
        "places": {slot: asdict(place) for slot, place in blank.places.items()},
        "figures": blank.figures,
    }


def _read(content: bytes) -> Program:
    made = json.loads(content)
    return Program(
        made["title"],
        {name: _read_blank(blank) for name, blank in made["blanks"].items()},
        tuple(thing.encode("latin-1") for thing in made["objects"]),
        {name: (_read_face(face), dict(map(tuple, texts))) for name, (face, texts) in made["fonts"].items()},
    )


def _read_face(face: list[Any]) -> Face:
    family, path, index, weight = face
    return Face(family, Path(path), index, weight)


def _read_blank(blank: dict[str, Any]) -> Blank:
    width, height = blank["size_pt"]
    growing = tuple((start, step) for start, step in blank["growing"])
    return Blank(
        (width, height),
        Drawing(tuple(piece.encode("latin-1") for piece in blank["pieces"]), growing),
        {slot: Place(**{**place, "color": tuple(place["color"])}) for slot, place in blank["places"].items()},
        {name: (left, bottom) for name, (left, bottom) in blank["figures"].items()},
    )
