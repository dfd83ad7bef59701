"""Where ink lies on a PDF page: a dash's top is drawn, and stands in no table of the font."""

from __future__ import annotations

from io import BytesIO

import pdfplumber

_DPI = 300
_DARK = 128


def ink_top_mm(content: bytes, page: int, box_mm: tuple[float, float, float, float]) -> float | None:
    """The topmost ink inside a box (left, top, right, bottom) of a page (from 1), None where there is none."""
    scale = _DPI / 25.4
    with pdfplumber.open(BytesIO(content)) as opened:
        picture = opened.pages[page - 1].to_image(resolution=_DPI).original.convert("L")
    left, top, right, bottom = (round(edge * scale) for edge in box_mm)
    part = picture.crop((left, top, right, bottom)).point(lambda grey: 255 if grey < _DARK else 0)
    ink = part.getbbox()
    return None if ink is None else (top + ink[1]) / scale
