"""Pages of a PDF as pictures."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

LARGEST_PAGE_PIXELS = 8_000  # on the longer side, whatever the page's shape


def draw_pages(pdf: Path, folder: Path, *, first: int, count: int, width: int) -> int:
    """The number of pages; writes those from `first` on (counted from 1) as `{page}-{width}.png`, `width` pixels wide.

    Raises PdfiumError where the file is no PDF.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        total = len(document)
        for number in range(first, min(first + count, total + 1)):
            page = document[number - 1]
            scale = min(width / page.get_width(), LARGEST_PAGE_PIXELS / page.get_height())
            picture = page.render(scale=scale).to_pil()
            target = folder / picture_name(number, width)
            (picture.convert("P", palette=1, colors=64) if width < 500 else picture).save(target, "PNG")
        return total


def picture_name(page: int, width: int) -> str:
    """The file name of one page's picture."""
    return f"{page}-{width}.png"
