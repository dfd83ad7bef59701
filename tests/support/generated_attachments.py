"""Attachments of many makes: what scanners, phones, office programs and printers leave behind. The same for a seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from io import BytesIO
from time import struct_time

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

Maker = Callable[[random.Random], bytes]
SIZES_PT = ((595, 842), (842, 595), (842, 1191), (1191, 842), (612, 792), (420, 595), (200, 200), (300, 1400))


def _page(pdf: pikepdf.Pdf, luck: random.Random, **more: object) -> pikepdf.Page:
    """A page with a line of text and a box."""
    width, height = luck.choice(SIZES_PT)
    words = f"BT /F1 {luck.choice((9, 12, 20))} Tf 40 {height - 60} Td (Attachment {luck.randrange(1000)}) Tj ET"
    content = f"{words} 40 40 {width - 80} {height - 120} re S".encode()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, width, height]),
        Resources=Dictionary(Font=Dictionary(F1=font)),
        Contents=pdf.make_stream(content),
    )
    for key, value in more.items():
        page[f"/{key}"] = value
    return pikepdf.Page(pdf.make_indirect(page))


def _saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True, **how)  # type: ignore[arg-type]
    return out.getvalue()


def plain_pdf(luck: random.Random) -> bytes:
    """One to six pages of several sizes."""
    pdf = pikepdf.new()
    for _ in range(luck.choice((1, 1, 2, 3, 6))):
        pdf.pages.append(_page(pdf, luck))
    how: dict[str, object] = luck.choice(
        (
            {},
            {"linearize": True},
            {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
            {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "force_version": "1.3", "compress_streams": False},
        )
    )
    return _saved(pdf, **how)


def turned_pdf(luck: random.Random) -> bytes:
    """Pages turned by a scanner, and cut by a crop box."""
    pdf = pikepdf.new()
    for turn in (90, 180, 270):
        more: dict[str, object] = {"Rotate": turn}
        if luck.random() < 0.5:
            more["CropBox"] = Array([20, 20, 180, 190])
        pdf.pages.append(_page(pdf, luck, **more))
    return _saved(pdf)


def moved_pdf(luck: random.Random) -> bytes:
    """A page whose origin lies elsewhere, and one with edges in the wrong order."""
    pdf = pikepdf.new()
    pdf.pages.append(_page(pdf, luck, MediaBox=Array([-100, -50, 495, 792])))
    pdf.pages.append(_page(pdf, luck, MediaBox=Array([595, 842, 0, 0])))
    return _saved(pdf)


def layered_pdf(luck: random.Random) -> bytes:
    """A page with a layer that is shown and a form inside a form."""
    pdf = pikepdf.new()
    page = _page(pdf, luck)
    inner = pdf.make_stream(b"0 0 50 50 re S")
    inner.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 50, 50])))
    outer = pdf.make_stream(b"/I Do", Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 60, 60])))
    outer.Resources = Dictionary(XObject=Dictionary(I=inner))
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="层"))
    page.obj.Resources.XObject = Dictionary(O=outer)
    page.obj.Resources.Properties = Dictionary(L=layer)
    page.obj.Contents = Array([page.obj.Contents, pdf.make_stream(b"/OC /L BDC q 1 0 0 1 99 99 cm /O Do Q EMC")])
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(ON=Array([layer]), Order=Array([layer])))
    pdf.pages.append(page)
    return _saved(pdf)


def scanned_pdf(luck: random.Random) -> bytes:
    """Pictures on pages, as a scanner saves them."""
    out = BytesIO()
    picture = _drawn(luck, "RGB")
    moment = struct_time((2024, 1, 1, 0, 0, 0, 0, 1, 0))
    picture.save(out, "PDF", resolution=luck.choice((72, 150, 300)), creationDate=moment, modDate=moment)
    return out.getvalue()


def stamped_pdf(luck: random.Random) -> bytes:
    """A page with a stamp that is printed, and a link."""
    pdf = pikepdf.new()
    page = _page(pdf, luck)
    look = pdf.make_stream(b"1 0 0 RG 2 w 1 1 78 38 re S")
    look.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 80, 40])))
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([60, 60, 140, 100]), F=4, AP=Dictionary(N=look))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([10, 10, 50, 20]), Border=Array([0, 0, 0]))
    page.obj.Annots = Array([pdf.make_indirect(stamp), pdf.make_indirect(link)])
    pdf.pages.append(page)
    return _saved(pdf)


def _drawn(luck: random.Random, mode: str) -> Image.Image:
    """A picture of a few shapes."""
    size = luck.choice(((640, 480), (480, 640), (60, 40), (1600, 200), (30, 900), (1, 1)))
    picture = Image.new("RGB", size, (luck.randrange(256), luck.randrange(256), luck.randrange(256)))
    draw = ImageDraw.Draw(picture)
    for _ in range(12):
        left, top = luck.randrange(size[0]), luck.randrange(size[1])
        draw.rectangle((left, top, left + size[0] // 4, top + size[1] // 4), fill=(luck.randrange(256),) * 3)
    if mode == "I;16":
        picture = picture.convert("L")
    return picture.convert(mode) if mode != "RGB" else picture


def jpeg(luck: random.Random) -> bytes:
    """A photograph: grey, in colours or for the press, turned by its EXIF, progressive, of any resolution."""
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = luck.randint(1, 8)
    picture = _drawn(luck, luck.choice(("RGB", "RGB", "L", "CMYK")))
    how = {"exif": exif.tobytes()} if luck.random() < 0.5 else {}
    dpi = luck.choice(((72, 72), (300, 300), (96, 48), (1, 1)))
    picture.save(out, "JPEG", quality=luck.choice((30, 85)), progressive=luck.random() < 0.3, dpi=dpi, **how)
    return out.getvalue()


def png(luck: random.Random) -> bytes:
    """A drawing: black and white, grey, with a palette, with transparency."""
    out = BytesIO()
    picture = _drawn(
        luck, luck.choice(("1", "L", "LA", "P", "RGB", "RGBA", "I;16") if luck.random() < 0.9 else ("RGB",))
    )
    how = {"transparency": 0} if picture.mode in ("P", "L") and luck.random() < 0.4 else {}
    picture.save(out, "PNG", **how)
    return out.getvalue()


PDF_MAKERS: tuple[Maker, ...] = (plain_pdf, plain_pdf, turned_pdf, moved_pdf, layered_pdf, scanned_pdf, stamped_pdf)
ENDINGS: tuple[tuple[str, tuple[Maker, ...]], ...] = (
    ("pdf", PDF_MAKERS),
    ("PDF", PDF_MAKERS),
    ("jpg", (jpeg,)),
    ("JPEG", (jpeg,)),
    ("png", (png,)),
)
STEMS = (
    "检测报告",
    "专利证书 (扫描件)",
    "现场照片－1",
    "IMG_20250101_0001",
    "用户证明&附表",
    "查新[2]",
    "证明“原件”",
    "100%合格证",
)


def attachment(luck: random.Random, number: int) -> tuple[str, bytes]:
    """A file name unlike any of another number, and the file."""
    ending, makers = luck.choice(ENDINGS)
    return f"{number:03d}{luck.choice(STEMS)}.{ending}", luck.choice(makers)(luck)


def intro_paper(luck: random.Random, number: int) -> tuple[str, bytes]:
    """An intro material of the applicant's own."""
    return f"{number:03d}介绍材料.pdf", plain_pdf(luck)
