"""Codings of pictures without what is not drawn: the same pixels."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from generator.rendering.attached_content import plain_content
from generator.rendering.attached_profile import plain_profile
from generator.rendering.attached_streams import _plain_jbig2, _plain_jpx, plain_jpeg


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
