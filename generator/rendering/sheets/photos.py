"""Photographs that stand in a form: as they are printed, or the frame in which one is to be put."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from generator.campaign.errors import DataError, Place, error
from generator.checks.attached.apart import GONE, answered
from generator.checks.attached.kind import UnfitError
from generator.composing.filling.pictured import Picture
from generator.ground.apart.isolation import Isolated
from generator.ground.inputs import read_file
from generator.typesetting.fonts import covering_face, font_files

TASK = "generator.rendering.sheets.photo_child:made"
KEPT = 64  # of a few tens of kilobytes each; the formats of one form ask one after the other
_DPI, _MM_PER_INCH, _PT_PER_INCH = 200, 25.4, 72
_HINT_PT, _PITCH = 10.5, 1.5
_GREY = 160
# The child that makes photographs ready; it begins with the first and serves all that this process makes.
_MAKING = Isolated(TASK)


@dataclass(frozen=True)
class Photo:
    """A picture ready to be put into a file: its bytes, png or jpeg, and its size in mm."""

    content: bytes
    ending: str
    size_mm: tuple[float, float]


def pictures_in(context: Mapping[str, Any]) -> Iterator[Picture]:
    """The pictures of a form's context, or of the forms that a notice shows."""
    yield from context.get("pictures", {}).values()
    for annex in context.get("annexes", ()):
        yield from annex.get("pictures", {}).values()


def photo(one: Picture) -> Photo:
    """The picture upright, no larger than its cell, without what a camera wrote into it; else its frame.

    Raises:
        DataError: the file cannot be read after all.
    """
    if one.file is None:
        return _frame(one.size_mm, one.hint)
    try:
        return _photo(one.file, one.file.stat().st_mtime_ns, one.size_mm)
    except OSError:
        wrong = UnfitError(*GONE)
    except UnfitError as unfit:
        wrong = unfit
    raise DataError([error("attachment", Place(f"attachments/{one.file.name}"), one.label, wrong.message, wrong.fix)])


@lru_cache(maxsize=KEPT)
def _photo(file: Path, _changed: int, size_mm: tuple[float, float]) -> Photo:
    answer = answered(_MAKING, file.name, list(size_mm), read_file(file))
    wide, high = answer.value["size_mm"]
    return Photo(answer.content, "jpeg", (float(wide), float(high)))


@lru_cache(maxsize=KEPT)
def _frame(size_mm: tuple[float, float], hint: str) -> Photo:
    """A white picture of that size with the hint in its middle; with a thin frame where there is one."""
    size = tuple(round(side / _MM_PER_INCH * _DPI) for side in size_mm)
    picture = Image.new("L", (size[0], size[1]), 255)
    if hint:
        drawing = ImageDraw.Draw(picture)
        drawing.rectangle((0, 0, size[0] - 1, size[1] - 1), outline=_GREY)
        _write(drawing, hint.split("|"), size[0] / 2, size[1] / 2)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return Photo(out.getvalue(), "png", size_mm)


def _write(drawing: ImageDraw.ImageDraw, lines: list[str], middle: float, centre: float) -> None:
    """The lines around that place, in the type of hints."""
    pixels = _HINT_PT / _PT_PER_INCH * _DPI
    for number, line in enumerate(lines):
        char = next((char for char in line if not char.isspace()), "国")
        face = covering_face(char, "songti") or font_files("songti")[0]
        font = ImageFont.truetype(str(face.path), round(pixels), index=face.index)
        below = (number - (len(lines) - 1) / 2) * pixels * _PITCH
        drawing.text((middle, centre + below), line, fill=0, font=font, anchor="mm")
