"""How much a PDF may hold before its pages are measured: pages, and what they draw once it is unpacked."""

from __future__ import annotations

from io import BytesIO

import pikepdf

from generator.checks.attached.bounds import PDF_ERRORS  # bounds too what one stream unpacks to
from generator.inspecting.word_file import BrokenFileError, Why

MOST_PAGES = 300
LARGEST_DRAWN_BYTES = 20_000_000  # by all pages, forms as often as they are drawn; a page of ours comes to 60,000
MOST_OBJECTS = 200_000
MOST_MARKS = 20_000  # annotations of all pages
DEEPEST_FORMS = 12  # drawn one within the other


def require_modest_pdf(content: bytes) -> None:
    """Raises BrokenFileError where the file is damaged, locked, or holds more than any of the papers."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if len(pdf.pages) > MOST_PAGES or len(pdf.objects) > MOST_OBJECTS:
                raise BrokenFileError(Why.LARGE)
            _require_modest_pages(pdf)
    except PDF_ERRORS as wrong:
        raise BrokenFileError(Why.LARGE if "limit" in str(wrong) else Why.BROKEN) from wrong


def _require_modest_pages(pdf: pikepdf.Pdf) -> None:
    known: dict[tuple[int, int], int] = {}
    drawn = marks = 0
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
            if isinstance(stream, pikepdf.Stream):
                drawn += _drawn(stream, page.resources, known, 0)
        listed = page.obj.get("/Annots")
        marks += len(listed) if isinstance(listed, pikepdf.Array) else 0
        if drawn > LARGEST_DRAWN_BYTES or marks > MOST_MARKS:
            raise BrokenFileError(Why.LARGE)


def _drawn(stream: pikepdf.Stream, resources: object, known: dict[tuple[int, int], int], depth: int) -> int:
    """At most so many bytes of drawing come of the stream, forms within it counted whenever it draws any."""
    if depth > DEEPEST_FORMS:
        raise BrokenFileError(Why.LARGE)
    content = stream.read_bytes()
    largest = 0
    things = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    for one in things.values() if isinstance(things, pikepdf.Dictionary) and b"Do" in content else ():
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form":
            if one.objgen not in known:
                known[one.objgen] = _drawn(one, one.get("/Resources", resources), known, depth + 1)
            largest = max(largest, known[one.objgen])
    made = len(content) + content.count(b"Do") * largest
    if made > LARGEST_DRAWN_BYTES:
        raise BrokenFileError(Why.LARGE)
    return made
