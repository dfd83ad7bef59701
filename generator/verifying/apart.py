"""Codes read off pictures and PDF pages in a child with limits: named formats only, pages one by one, pixels capped."""

from __future__ import annotations

import math
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image, UnidentifiedImageError

from generator.checks.attached.kind import LONGEST_START, UnfitError, is_pdf, other_kind
from generator.checks.attached.pictures import opened_picture
from generator.ground.inputs import read_file

DOTS_PER_POINT = 200 / 72  # at which pages are drawn to be read: four dots a module
MOST_PAGES = 100  # of a file that are read
MOST_CODES = 200
LARGEST_FILE_BYTES = 100_000_000
LARGEST_PAGE_PIXELS = 16_000_000  # A3 at 200 dpi twice over
LONGEST_CODE = 4_000  # characters; a QR code holds no more


def codes_on(value: Any, _content: bytes) -> tuple[Any, bytes]:
    """The texts of the codes on the picture or PDF of that path; None where it cannot be read."""
    path = Path(value)
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES or not path.is_file():
            return None, b""
        content = read_file(path, link=True)
        if other_kind(content[:LONGEST_START], path.name):
            return None, b""
        found = list[str]()
        for picture in _pages(content) if is_pdf(path.name) else _picture(content):
            found += _read(picture)
            if len(found) >= MOST_CODES:
                break
        return found[:MOST_CODES], b""
    except (OSError, UnfitError, UnidentifiedImageError, pypdfium2.PdfiumError, ValueError):
        return None, b""


def _read(picture: Image.Image) -> list[str]:
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [one.text[:LONGEST_CODE] for one in zxingcpp.read_barcodes(picture, formats=wanted)]


def _pages(content: bytes) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(content) as document:
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            width, height = page.get_size()
            if not (0 < width < math.inf and 0 < height < math.inf):
                continue
            most = math.sqrt(LARGEST_PAGE_PIXELS / (width * height))
            scale = min(DOTS_PER_POINT, most, LARGEST_PAGE_PIXELS / max(width, height) / 1000)
            if min(width, height) * scale >= 1:
                yield page.render(scale=scale, grayscale=True).to_pil()
            page.close()


def _picture(content: bytes) -> Iterator[Image.Image]:
    with opened_picture(BytesIO(content)) as opened:
        yield opened.convert("L")
