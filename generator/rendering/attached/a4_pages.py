"""Attachments → pages of A4: whatever a PDF or picture holds, fitted inside the margin and never clipped."""

from __future__ import annotations

import math
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from generator.campaign.layout import MM_PER_PT
from generator.checks.attached.apart import GONE, answered, refused
from generator.checks.attached.bounds import PDF_ERRORS
from generator.checks.attached.kind import UnfitError, is_pdf
from generator.checks.attached.pdf import Box, opened_pdf, unit, visible
from generator.checks.attached.pictures import opened_picture
from generator.ground.apart.isolation import Isolated
from generator.ground.inputs import read_file
from generator.rendering.attached.content import plain_content
from generator.rendering.attached.foreign import ForeignDocument, foreign, packed, unpacked
from generator.rendering.attached.streams import clean_stream
from generator.rendering.sheets.picture import FINEST_DPI, jpeg, upright, upright_size

DRAW = "generator.rendering.attached.a4_pages:drawn"
A4_PT = (210 / MM_PER_PT, 297 / MM_PER_PT)
MARGIN_PT = 10 / MM_PER_PT
COARSEST_DPI = 100  # a picture is printed no coarser than this many dots per inch, and stored no finer than 300
JPEG_QUALITY = 90


def drawn_apart(path: Path, child: Isolated) -> ForeignDocument:
    """The attachment's pages on A4; the child draws them, so what a file makes of its reader never ends a worker.

    Raises:
        UnfitError: the file cannot be read after all.
    """
    answer = answered(child, path.name, str(path))
    return unpacked(answer.value, answer.content)


def drawn(value: Any, _content: bytes) -> tuple[Any, bytes]:
    """The pages of the file of that path on A4: what the child does."""
    path = Path(value)
    try:
        return packed(foreign(attachment_pages(read_file(path), path.name)))
    except OSError:
        return refused(UnfitError(*GONE)), b""
    except UnfitError as unfit:
        return refused(unfit), b""


def attachment_pages(content: bytes, name: str) -> bytes:
    """The attachment as a PDF of A4 pages, upright or across as each page needs, within a margin of 10 mm.

    PDF pages are never enlarged. Pictures are turned as their camera noted, set on white and freed of all
    metadata. The same content gives the same bytes.

    Raises:
        UnfitError: the file cannot be read after all.
    """
    try:
        return _of_pdf(content) if is_pdf(name) else _of_picture(content)
    except UnfitError:
        raise
    except PDF_ERRORS as wrong:
        raise UnfitError("读不出来，无法装订。", "请重新导出 PDF 或另存图片后放入。") from wrong


def _saved(made: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    made.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _of_pdf(content: bytes) -> bytes:
    made = pikepdf.new()
    # Stamps, notes and filled-in form fields are annotations: they have become part of the page.
    with opened_pdf(BytesIO(content), clean_stream) as (source, _):
        for page in source.pages:
            _add_page(made, page)
        _keep_layers(source, made)
        return _saved(made)  # what was copied is read from the source only now


def _turn(page: pikepdf.Page) -> int:
    """Degrees clockwise, from the page or the nodes above it: 0, 90, 180 or 270."""
    node: pikepdf.Object = page.obj
    for _ in range(50):  # no sound page tree is deeper
        if "/Rotate" in node:
            return round(float(node.Rotate) / 90) * 90 % 360
        if "/Parent" not in node:
            break
        node = node.Parent
    return 0


def _add_page(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Add an A4 page that shows the source page as one form, turned and scaled."""
    box = visible(page)
    turn = _turn(page)
    pt = unit(page)
    form = made.copy_foreign(page.as_form_xobject(handle_transformations=False))
    form.write(plain_content(form.read_bytes()))
    form.BBox = pikepdf.Array([box.left, box.bottom, box.left + box.width, box.bottom + box.height])
    across = turn in (90, 270)
    shown = (box.height, box.width) if across else (box.width, box.height)
    sheet, scale, left, bottom = _placed(shown[0] * pt, shown[1] * pt, 1.0)
    form.Matrix = pikepdf.Array(_turned_to_origin(box, turn))
    _show(made, form, sheet, (scale * pt, scale * pt, left, bottom))


def _turned_to_origin(box: Box, turn: int) -> list[float]:
    """The matrix that turns the box clockwise and puts its lower left corner at the origin."""
    a, b, c, d, right, up = {
        0: (1, 0, 0, 1, 0.0, 0.0),
        90: (0, -1, 1, 0, 0.0, box.width),
        180: (-1, 0, 0, -1, box.width, box.height),
        270: (0, 1, -1, 0, box.height, 0.0),
    }[turn]
    return [a, b, c, d, right - a * box.left - c * box.bottom, up - b * box.left - d * box.bottom]


def _placed(width: float, height: float, largest: float) -> tuple[tuple[float, float], float, float, float]:
    """Sheet, scale (at most `largest`), left and bottom in pt of a thing centred inside the margin."""
    sheet = A4_PT if width <= height else A4_PT[::-1]
    room = [side - 2 * MARGIN_PT for side in sheet]
    scale = min(largest, room[0] / width, room[1] / height)
    return sheet, scale, (sheet[0] - width * scale) / 2, (sheet[1] - height * scale) / 2


def _show(
    made: pikepdf.Pdf,
    thing: pikepdf.Object,
    sheet: tuple[float, float],
    place: tuple[float, float, float, float],
) -> None:
    """Add a page of that size that draws the XObject, scaled by the first two of `place` and moved by the others."""
    page = made.add_blank_page(page_size=sheet)
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=made.make_indirect(thing)))
    across, up, left, bottom = (f"{value:.5f}" for value in place)
    page.obj.Contents = made.make_stream(f"q {across} 0 0 {up} {left} {bottom} cm /A Do Q".encode())


def _keep_layers(source: pikepdf.Pdf, made: pikepdf.Pdf) -> None:
    """Carry over which layers are hidden (ISO 32000-1, 8.11), else drawings would print all of them."""
    if "/OCProperties" in source.Root:
        made.Root.OCProperties = made.copy_foreign(source.make_indirect(source.Root.OCProperties))


def _of_picture(content: bytes) -> bytes:
    with opened_picture(BytesIO(content)) as opened:
        lossless = opened.format == "PNG"
        width, height = upright_size(opened)
        sheet, scale, left, bottom = _placed(width, height, 72 / COARSEST_DPI)
        size = (width * scale, height * scale)
        picture = upright(opened, (math.ceil(size[0] / 72 * FINEST_DPI), math.ceil(size[1] / 72 * FINEST_DPI)))
    made = pikepdf.new()
    _show(made, _image(made, picture, lossless), sheet, (*size, left, bottom))
    return _saved(made)


def _image(made: pikepdf.Pdf, picture: Image.Image, lossless: bool) -> pikepdf.Stream:
    """The image XObject: JPEG for photographs, deflated pixels for drawings."""
    grey = picture.mode == "L"
    about = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB,
        Interpolate=True,
    )
    if lossless:
        return made.make_stream(picture.tobytes(), about)
    about.Filter = pikepdf.Name.DCTDecode
    return made.make_stream(jpeg(picture, JPEG_QUALITY), about)
