"""What the child does that makes photographs ready for a form; it reads files that somebody sent."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

from generator.checks.attached.apart import refused
from generator.checks.attached.kind import UnfitError
from generator.checks.attached.pictures import opened_picture
from generator.rendering.sheets.picture import FINEST_DPI, is_turned, orientation, plain, upright

MM_PER_INCH = 25.4
_QUALITY = 92


def made(value: Any, content: bytes) -> tuple[Any, bytes]:
    """The picture as JPEG, upright, at most as many mm wide and high as told, with its size in mm."""
    try:
        with opened_picture(BytesIO(content)) as picture:
            return _made(picture, *value)
    except UnfitError as unfit:
        return refused(unfit), b""


def _made(opened: Image.Image, wide_mm: float, high_mm: float) -> tuple[Any, bytes]:
    tag = orientation(opened)
    width, height = opened.size[::-1] if is_turned(tag) else opened.size
    scale_mm = min(wide_mm / width, high_mm / height)
    size_mm = width * scale_mm, height * scale_mm
    finest = [max(1, round(side / MM_PER_INCH * FINEST_DPI)) for side in size_mm]
    picture = upright(plain(opened, finest[1] if is_turned(tag) else finest[0]), tag)
    if finest[0] < picture.width:
        picture = picture.resize((finest[0], finest[1]), Image.Resampling.LANCZOS)
    out, picture.info = BytesIO(), {}  # else what it held would be written with it
    picture.save(out, "JPEG", quality=_QUALITY)
    return {"size_mm": size_mm}, out.getvalue()
