"""The proof sheet (证书校样): every certificate as a small picture beside its row of the data, twelve to a page.

The pictures are the pages that go to the printer, drawn smaller: what the two have in common stands in the file
once, and whoever signs the sheet has seen what will be printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pikepdf

from generator.campaign.layout import MM_PER_PT, OFFICIAL
from generator.rendering.pdf.press import Press
from generator.rendering.proofreading import proofread

TEMPLATE = "certificate/proof.html"
COLUMNS, ROWS = 2, 6
A_PAGE = COLUMNS * ROWS
# The cells on the sheet, in mm: left and upper edge of the first, steps to the next, width and height of a picture.
LEFT_MM, TOP_MM, ACROSS_MM, DOWN_MM, WIDTH_MM = 12.0, 29.0, 94.0, 39.5, 49.0
HEIGHT_MM = WIDTH_MM * OFFICIAL.width_mm / OFFICIAL.height_mm


def render(context: Mapping[str, Any], press: Press) -> bytes:
    """The sheets for `certificates` (as the certificates' template gets them) and their `rows`.

    Raises:
        TemplateError: a template is wrong.
        DataError: a certificate does not say what it should.
    """
    framed = press.render(TEMPLATE, framed_context(context))
    certificates = press.render(proofread.TEMPLATE, context)
    proofread.require_equal(certificates, context, press.folders)
    return _with_pictures(framed, certificates)


def framed_context(context: Mapping[str, Any]) -> dict[str, Any]:
    """What the sheets' template shows: rows beside the places of pictures, and what each sheet has at its foot."""
    rows = context["rows"]
    cells = [{"row": row, "corner_mm": _corner_mm(place)} for place, row in enumerate(rows)]
    sheets = [cells[start : start + A_PAGE] for start in range(0, len(cells), A_PAGE)]
    return {
        "title": context["title"],
        "cell": {"across_mm": ACROSS_MM, "width_mm": WIDTH_MM, "height_mm": HEIGHT_MM},
        "sheets": [
            {"cells": cells, "foot": f"第{number}页，共{len(sheets)}页；证书共{len(rows)}份"}
            for number, cells in enumerate(sheets, start=1)
        ],
    }


def _corner_mm(place: int) -> tuple[float, float]:
    """The left and upper edge of the picture of that place, counted from 0."""
    row, column = divmod(place % A_PAGE, COLUMNS)
    return LEFT_MM + column * ACROSS_MM, TOP_MM + row * DOWN_MM


def _with_pictures(framed: bytes, certificates: bytes) -> bytes:
    """The sheets with page after page of the certificates drawn into the cells."""
    with pikepdf.open(BytesIO(framed)) as made, pikepdf.open(BytesIO(certificates)) as printed:
        drawn: dict[int, list[str]] = defaultdict(list)
        for place, page in enumerate(printed.pages):
            sheet = made.pages[place // A_PAGE]
            left, top = _corner_mm(place)
            scale = WIDTH_MM / MM_PER_PT / float(page.mediabox[2])
            x, y = left / MM_PER_PT, float(sheet.mediabox[3]) - (top + HEIGHT_MM) / MM_PER_PT
            # Names of our own: pikepdf's would be new at every run.
            names = [
                sheet.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(f"/C{form.objgen[0]}"))
                for form in _forms(made, page)
            ]
            show = " ".join(f"{name} Do" for name in names)
            drawn[place // A_PAGE].append(f"q {scale:.6f} 0 0 {scale:.6f} {x:.3f} {y:.3f} cm {show} Q")
        for number, commands in drawn.items():
            made.pages[number].contents_add(b"q", prepend=True)  # WeasyPrint leaves its own axes behind
            made.pages[number].contents_add("\n".join(["Q", *commands]).encode())
        out = BytesIO()
        made.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _forms(made: pikepdf.Pdf, page: pikepdf.Page) -> list[pikepdf.Object]:
    """What the page draws as form XObjects of the other file; a stream that pages share becomes one of them."""
    contents = page.obj.Contents
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    forms = []
    for stream in streams:
        form = made.copy_foreign(stream)
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = pikepdf.Array(list(page.mediabox))
        form.Resources = _copied(made, page.obj.Resources)
        forms.append(form)
    return forms


def _copied(made: pikepdf.Pdf, thing: pikepdf.Object) -> pikepdf.Object:
    return made.copy_foreign(thing) if thing.is_indirect else made.copy_foreign(thing.with_same_owner_as(thing))
