"""Codings of pictures without what is not drawn: the same pixels."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageCms, ImageDraw

from generator.checks.attached.kind import UnfitError
from generator.checks.attached.pdf import opened_pdf
from generator.rendering.attached.content import plain_content
from generator.rendering.attached.profile import plain_profile
from generator.rendering.attached.streams import _plain_jbig2, _plain_jpx, clean_stream, plain_jpeg


def gradient(mode: str) -> Image.Image:
    return Image.linear_gradient("L").resize((64, 48)).convert(mode)


def coded(mode: str, kind: str, **more: object) -> bytes:
    out = BytesIO()
    gradient(mode).save(out, kind, **more)
    return out.getvalue()


def pixels(content: bytes) -> bytes:
    with Image.open(BytesIO(content)) as picture:
        return picture.tobytes()


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("more", [{}, {"progressive": True}, {"restart_marker_blocks": 2}, {"optimize": True}])
def test_a_jpeg_has_the_same_pixels(mode: str, more: dict[str, object]) -> None:
    content = coded(mode, "JPEG", comment=b"EVIL", **more)
    made = plain_jpeg(content)
    assert b"EVIL" in content
    assert b"EVIL" not in made
    assert pixels(made) == pixels(content)


def test_a_profile_keeps_its_colours_and_no_words() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = plain_profile(profile)
    assert b"desc" in profile
    assert b"desc" not in made
    picture, lab = gradient("RGB"), ImageCms.createProfile("LAB")
    before, after = (
        ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(BytesIO(one)), lab, outputMode="LAB")
        for one in (profile, made)
    )
    assert before is not None
    assert after is not None
    assert before.tobytes() == after.tobytes()
    assert plain_profile(b"EVIL") == b""


def test_a_jpeg_2000_picture_loses_boxes_and_comments_of_others() -> None:
    content = coded("RGB", "JPEG2000", comment="EVIL")
    box = struct.pack(">I4s", 24, b"uuid") + b"EVIL" * 4
    at = content.index(b"jp2c") - 4
    made = _plain_jpx(content[:at] + box + content[at:] + b"EVIL")
    assert b"EVIL" in content
    assert b"EVIL" not in made
    assert pixels(made) == pixels(content)


def test_a_jbig2_picture_loses_comments() -> None:
    page = struct.pack(">IBBBI", 0, 48, 0, 1, 19) + b"p" * 19
    comment = struct.pack(">IBBBI", 1, 62, 0, 1, 4) + b"EVIL"
    region = struct.pack(">IBBBI", 2, 38, 0, 1, 5) + b"drawn"
    assert _plain_jbig2(page + comment + region) == page + region


@pytest.mark.parametrize(
    "content",
    [
        b"q 1 0 0 1 0 0 cm 0 0 m 9 9 l S Q ",
        b"BT /F 9 Tf (a (b) \\) c) Tj [(a) -20 <41>] TJ ET ",
        b"/Cs cs 0.5 /P scn [3 2] 0 d /G gs /Im Do ",
        b"/OC /L BDC f EMC ",
        b"BI /W 2 /H 2 /BPC 8 /CS /G ID \x00 EI\nEI\nQ ",
        b"BI /W 2 /H 2 /IM true /D [1 0] ID \x80\x40\nEI\nQ ",
    ],
)
def test_what_draws_stays(content: bytes) -> None:
    made = plain_content(content)
    assert b"".join(made.split()).replace(b"[", b"").replace(b"]", b"") == b"".join(content.split()).replace(
        b"[", b""
    ).replace(b"]", b"")


def _faxed(side: int) -> bytes:
    """A circle as a fax codes it."""
    picture, out = Image.new("1", (side, side), 1), BytesIO()
    ImageDraw.Draw(picture).ellipse((5, 5, side - 5, side - 5), fill=0)
    picture.save(out, "TIFF", compression="group4")
    tags = Image.open(out).tag_v2  # type: ignore[attr-defined]
    return out.getvalue()[tags[273][0] :][: tags[279][0]]


@pytest.mark.parametrize(
    "content",
    [
        b"(word) 0 0 1 rg /X 20 20 150 50 re f [(a)] 9 9 9 1 0 0 RG 20 20 m 180 180 l S",
        b"BT /F 24 Tf 20 90 Td [(Hello) --200 (World) 5.-3 (x) /EVIL <</A 1>> null (y)] TJ ET",
        b"BT /F 12.0.0 Tf 20 90 Td <48 65 6C zz 6C 6F> Tj 0 -30 Td <4865 Tj ET",
        b">> ] ) } { 1 0 0 rg 100 100 50 50 re f",
        b"q 90 0 0 90 20 20 cm BI /W 2 /H 2 /BPC 8 /CS /G /F [/AHx /Fl] /DP [null <</Predictor 15 /Columns 2>>] ID "
        + zlib.compress(b"\0\0\x80\0\xc0\0").hex().encode()
        + b">\nEI Q",
        b"q 90 0 0 90 20 20 cm BI /W 64 /H 64 /BPC 1 /CS /G /F /CCF /DP <</K -1 /Columns 64 /BlackIs1 true>> ID "
        + _faxed(64)
        + b"\nEI Q",
    ],
)
def test_what_viewers_make_of_unusual_content_they_make_of_it_still(content: bytes) -> None:
    made = plain_content(content)
    assert b"EVIL" not in made
    assert len(set(drawn(content))) > 1
    assert drawn(made) == drawn(content)


def drawn(content: bytes) -> bytes:
    """The pixels of a page with that content."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.obj.Contents = pdf.make_stream(content)
        out = BytesIO()
        pdf.save(out)
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        return document[0].render().to_pil().tobytes()


def test_what_pages_share_is_cleaned_once_and_what_is_damaged_draws_nothing() -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200))
        forms = {f"/X{number}": pdf.make_stream(b"0 0 9 9 re f", Subtype=pikepdf.Name.Form) for number in range(5)}
        forms["/X4"].write(b"no such packing", filter=pikepdf.Name.FlateDecode)
        page.obj.Resources = pdf.make_indirect(pikepdf.Dictionary(XObject=pikepdf.Dictionary(forms)))
        for _ in range(30):
            pdf.pages.append(page)
        out, cleaned = BytesIO(), list[pikepdf.Stream]()
        pdf.save(out)

    def visit(stream: pikepdf.Stream, kind: str) -> None:
        clean_stream(stream, kind)
        cleaned.append(stream)

    with opened_pdf(out, visit):
        assert sorted(stream.read_bytes() for stream in cleaned) == [b"", *[plain_content(b"0 0 9 9 re f")] * 4]


def test_what_is_drawn_on_a_page_unpacks_to_no_more_than_a_page_may_hold() -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200))
        form = pdf.make_stream(b"", Subtype=pikepdf.Name.Form)
        form.write(zlib.compress(b"0 0 9 9 re f\n" * 9_000_000, 1), filter=pikepdf.Name.FlateDecode)
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=form))
        out = BytesIO()
        pdf.save(out)
    with pytest.raises(UnfitError) as told, opened_pdf(out):
        pass
    assert told.value.message == "第1页的内容解开后超过100MB。"
