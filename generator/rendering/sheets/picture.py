"""Pictures handed in → what is printed of them: upright, on white, in sRGB, no finer than paper shows.

A picture is made smaller strip by strip, so that what it takes does not grow with its kind.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms

FINEST_DPI = 300
_ORIENTATION = 0x0112  # a tag of EXIF
_STRIP_ROWS = 512
# How a picture is turned upright, by the tag (EXIF 2.3, 4.6.4 A).
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


def upright_size(picture: Image.Image) -> tuple[int, int]:
    """Width and height in pixels of the picture as it was seen."""
    width, height = picture.size
    return (height, width) if _is_turned(_orientation(picture)) else (width, height)


def upright(picture: Image.Image, finest: tuple[int, int]) -> Image.Image:
    """The picture as it was seen, plain, and of no more pixels than these."""
    tag = _orientation(picture)
    seen = _plain(picture, finest[1] if _is_turned(tag) else finest[0])
    if tag in _TURNS:
        seen = seen.transpose(_TURNS[tag])
    return seen.resize(finest, Image.Resampling.LANCZOS) if finest[0] < seen.width else seen


def jpeg(picture: Image.Image, quality: int) -> bytes:
    """The picture as a JPEG file, without what it held beside its pixels."""
    out, picture.info = BytesIO(), {}
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _orientation(picture: Image.Image) -> int:
    """The tag, 1 where there is none or it cannot be read."""
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:
        return 1


def _is_turned(tag: int) -> bool:
    """Whether width and height change places."""
    return tag >= 5 and tag in _TURNS


def _plain(picture: Image.Image, width: int) -> Image.Image:
    """The picture in grey or RGB, opaque, its colours as its profile means them; at most twice that wide."""
    factor = max(1, picture.width // max(1, width))
    profile = picture.info.get("icc_profile")
    if factor == 1:
        return _in_srgb(_on_white(picture), profile)
    small: Image.Image | None = None
    rows = _STRIP_ROWS * factor
    for top in range(0, picture.height, rows):
        strip = picture.crop((0, top, picture.width, min(picture.height, top + rows)))
        part = _in_srgb(_on_white(strip).reduce(factor), profile)
        if small is None:
            small = Image.new(part.mode, (part.width, -(-picture.height // factor)))
        small.paste(part, (0, top // factor))
    assert small is not None
    return small


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
    plain_mode = "L" if picture.mode == "L" else "RGB"
    if profile:
        try:
            own, srgb = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None  # a broken profile, or one of other colours: viewers show the plain conversion
        if converted is not None:
            return converted.convert(plain_mode)
    return picture.convert(plain_mode)
