"""Other papers beside the forms: small PDF and JPEG files, and what Windows, Word and the Mac leave behind."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw


def paper(title: str) -> bytes:
    """A PDF of one page with a frame and, as there is no font, the title in its data alone."""
    content = b"2 w 60 60 475 722 re S 120 700 355 4 re f 120 640 355 1 re f 120 600 355 1 re f"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Title<FEFF%s>>>" % title.encode("utf-16-be").hex().encode(),
    ]
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, one)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"trailer<</Size %d/Root 1 0 R/Info 5 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def photo(kind: str, seed: int) -> bytes:
    """A small picture of a thing with a gauge."""
    image = Image.new("RGB", (240, 160), (200, 205 - seed % 60, 190))
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 40, 150, 140), fill=(90, 100, 120), outline=(20, 20, 20))
    draw.ellipse((160, 50, 225, 115), fill=(240, 240, 235), outline=(10, 10, 10))
    draw.line((192, 82, 192 + seed % 25, 60), fill=(180, 0, 0), width=3)
    into = io.BytesIO()
    image.save(into, kind, **({"quality": 60} if kind == "JPEG" else {}))
    return into.getvalue()


def lock_of_word(owner: str) -> bytes:
    """The file ~$… that Word keeps while a document is open."""
    name = owner.encode("utf-16-le")
    return (bytes([len(owner)]) + owner.encode("gbk")).ljust(54, b" ") + bytes([len(owner), 0]) + name.ljust(106, b"\0")
