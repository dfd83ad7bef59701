"""Attachments → pages of A4: whatever a PDF or picture holds, fitted inside the margin and never clipped."""

from __future__ import annotations

import math
from io import BytesIO

import pikepdf
from PIL import Image, ImageCms, ImageOps

from generator.checks.attached_bounds import PDF_ERRORS
from generator.checks.attached_kind import UnfitError, is_pdf
from generator.checks.attached_pdf import Box, opened_pdf, unit, visible
from generator.checks.attached_pictures import opened_picture
from generator.errors import DataError, Place, error
from generator.layout import MM_PER_PT

A4_PT = (210 / MM_PER_PT, 297 / MM_PER_PT)
MARGIN_PT = 10 / MM_PER_PT
# A picture is printed no coarser than this many dots per inch, and stored no finer.
COARSEST_DPI, FINEST_DPI = 100, 300
JPEG_QUALITY = 90
_HIDDEN = ("/Metadata", "/PieceInfo", "/AF", "/OPI", "/Alternates")  # of pictures, drawings and layers
_OF_FILES = ("/EF", "/RF")


def attachment_pages(content: bytes, name: str) -> bytes:
    """The attachment as a PDF of A4 pages, upright or across as each page needs, within a margin of 10 mm.

    PDF pages are never enlarged. Pictures are turned as their camera noted, set on white and freed of all
    metadata. The same content gives the same bytes.

    Raises:
        DataError: the file cannot be read after all.
    """
    try:
        return _of_pdf(content) if is_pdf(name) else _of_picture(content)
    except UnfitError as wrong:
        raise _refusal(name, wrong.message, wrong.fix) from wrong
    except PDF_ERRORS as wrong:
        raise _refusal(name, "读不出来，无法装订。", "请重新导出 PDF 或另存图片后放入。") from wrong


def _refusal(name: str, message: str, fix: str) -> DataError:
    return DataError([error("attachment", Place(f"attachments/{name}"), "附件", message, fix)])


def _saved(made: pikepdf.Pdf) -> bytes:
    _drop_hidden(made)
    out = BytesIO()
    made.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _of_pdf(content: bytes) -> bytes:
    made = pikepdf.new()
    # Stamps, notes and filled-in form fields are annotations: they have become part of the page.
    with opened_pdf(BytesIO(content)) as (source, _):
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


def _drop_hidden(made: pikepdf.Pdf) -> None:
    """Drop what no print shows: metadata, data of other programs, files embedded or associated."""
    for thing in made.objects:
        # Without a type it may be a list of resources, whose keys are names that the file chose.
        if isinstance(thing, pikepdf.Stream) or (isinstance(thing, pikepdf.Dictionary) and "/Type" in thing):
            for key in _HIDDEN + (_OF_FILES if thing.get("/Type") == "/Filespec" else ()):
                if key in thing:
                    del thing[key]


def _of_picture(content: bytes) -> bytes:
    with opened_picture(BytesIO(content)) as opened:
        lossless = opened.format == "PNG"
        picture = _in_srgb(_on_white(ImageOps.exif_transpose(opened)), opened.info.get("icc_profile"))
    sheet, scale, left, bottom = _placed(*picture.size, 72 / COARSEST_DPI)
    size = (picture.width * scale, picture.height * scale)
    finest = [math.ceil(side / 72 * FINEST_DPI) for side in size]
    if finest[0] < picture.width:
        picture = picture.resize((finest[0], finest[1]), Image.Resampling.LANCZOS)
    made = pikepdf.new()
    _show(made, _image(made, picture, lossless), sheet, (*size, left, bottom))
    return _saved(made)


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture in grey, RGB or CMYK, opaque."""
    if picture.mode.startswith("I"):  # 16 bits a channel; Pillow's own conversion would cut, not scale
        picture = picture.convert("I").point(lambda value: value / 257).convert("L")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture).convert("RGB")
    if picture.mode == "1":
        return picture.convert("L")
    return picture if picture.mode in ("L", "RGB", "CMYK") else picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in grey or RGB, its colours as its profile means them."""
    plain = "L" if picture.mode == "L" else "RGB"
    if profile:
        try:
            own, srgb = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None  # a broken profile, or one of other colours: viewers show the plain conversion
        if converted is not None:
            return converted.convert(plain)
    return picture.convert(plain)


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
    out = BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY)
    about.Filter = pikepdf.Name.DCTDecode
    return made.make_stream(out.getvalue(), about)
