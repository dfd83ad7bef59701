"""What the child does that makes photographs ready for a form; it reads files that somebody sent."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from generator.checks.attached.apart import refused
from generator.checks.attached.kind import UnfitError
from generator.checks.attached.pictures import opened_picture
from generator.rendering.sheets.picture import FINEST_DPI, jpeg, upright, upright_size

MM_PER_INCH = 25.4
_QUALITY = 92


def made(value: Any, content: bytes) -> tuple[Any, bytes]:
    """The picture as JPEG, upright, at most as many mm wide and high as told, with its size in mm."""
    try:
        with opened_picture(BytesIO(content)) as picture:
            width, height = upright_size(picture)
            scale_mm = min(value[0] / width, value[1] / height)
            size_mm = width * scale_mm, height * scale_mm
            wide, high = (max(1, round(side / MM_PER_INCH * FINEST_DPI)) for side in size_mm)
            return {"size_mm": size_mm}, jpeg(upright(picture, (wide, high)), _QUALITY)
    except UnfitError as unfit:
        return refused(unfit), b""
