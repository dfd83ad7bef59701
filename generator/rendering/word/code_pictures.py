"""The QR symbols of a Word file's certificates: a picture for each, in its place on the page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

from markupsafe import Markup
from PIL import Image

from generator.campaign.layout import OFFICIAL
from generator.rendering.sheets import qr
from generator.rendering.sheets.photos import Photo
from generator.rendering.word.media import EMU_PER_MM, NAMESPACES, graphic, media_id

# The symbol's left and lower edge on the page, in mm: as in certificate.css.
LEFT_MM, BOTTOM_MM = 36.0, 33.0
_PIXELS = 8  # a module's side


def run(code: str, overprint: Mapping[str, float] | None = None) -> Markup:
    """The run that shows the symbol, moved with the words where they are printed over prepared paper."""
    side = round(qr.symbol(code).side_mm * EMU_PER_MM)
    right, down = (overprint["right_mm"], overprint["down_mm"]) if overprint else (0.0, 0.0)
    left = round((LEFT_MM + right) * EMU_PER_MM)
    top = round((OFFICIAL.width_mm - BOTTOM_MM + down) * EMU_PER_MM) - side
    wp = f'xmlns:wp="{NAMESPACES["wp"]}"'
    return Markup(
        f'<w:r><w:drawing><wp:anchor {wp} distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2"'
        ' behindDoc="0" locked="1" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{side}" cy="{side}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        '<wp:docPr id="1" name="验证码" descr="证书验证码"/><wp:cNvGraphicFramePr/>'
        f"{graphic('验证码', media_id(code), (side, side))}"
        "</wp:anchor></w:drawing></w:r>"
    )


def media(context: Mapping[str, Any]) -> dict[str, Photo]:
    """The symbols of these certificates as pictures by their ids."""
    codes = dict.fromkeys(one["code"] for one in context.get("certificates", ()) if "code" in one)
    return {media_id(code): Photo(_picture(code), "png", (0, 0)) for code in codes}


@lru_cache(maxsize=1024)
def _picture(code: str) -> bytes:
    """The symbol as a PNG of black and white."""
    one = qr.symbol(code)
    modules = bytearray(b"\xff" * one.modules**2)
    for x, y, length in one.dark:
        start = y * one.modules + x
        modules[start : start + length] = bytes(length)
    small = Image.frombytes("L", (one.modules, one.modules), bytes(modules)).convert("1")
    picture = small.resize((one.modules * _PIXELS, one.modules * _PIXELS), Image.Resampling.NEAREST)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
