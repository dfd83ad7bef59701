"""The QR symbols of a Word file's certificates: a picture for each, in its place on the page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

from markupsafe import Markup
from PIL import Image

from generator.campaign.layout import OFFICIAL
from generator.rendering.sheets import qr

# The symbol's left and lower edge on the page, in mm: as in certificate.css.
LEFT_MM, BOTTOM_MM = 36.0, 33.0
_EMU_PER_MM = 36_000
_PIXELS = 8  # a module's side
_RELATIONS, _TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_NAMESPACES = {
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


def run(code: str, overprint: Mapping[str, float] | None = None) -> Markup:
    """The run that shows the symbol, moved with the words where they are printed over prepared paper."""
    side = round(qr.symbol(code).side_mm * _EMU_PER_MM)
    right, down = (overprint["right_mm"], overprint["down_mm"]) if overprint else (0.0, 0.0)
    left = round((LEFT_MM + right) * _EMU_PER_MM)
    top = round((OFFICIAL.width_mm - BOTTOM_MM + down) * _EMU_PER_MM) - side
    wp, a, pic, r = (f'xmlns:{name}="{address}"' for name, address in _NAMESPACES.items())
    return Markup(
        f'<w:r><w:drawing><wp:anchor {wp} distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2"'
        ' behindDoc="0" locked="1" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{side}" cy="{side}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        '<wp:docPr id="1" name="验证码" descr="证书验证码"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic {a}><a:graphicData uri="{_NAMESPACES["pic"]}"><pic:pic {pic}>'
        '<pic:nvPicPr><pic:cNvPr id="1" name="验证码"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip {r} r:embed="{_id(code)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
    )


def parts(template: Mapping[str, bytes], context: Mapping[str, Any]) -> dict[str, bytes]:
    """The parts of the package that the symbols of these certificates add or change; none without symbols."""
    codes = dict.fromkeys(one["code"] for one in context.get("certificates", ()) if "code" in one)
    if not codes:
        return {}
    related = "".join(
        f'<Relationship Id="{_id(code)}" Type="{_KIND}" Target="media/{_id(code)}.png"/>' for code in codes
    )
    kind = b'<Default Extension="png" ContentType="image/png"/>'
    types = template[_TYPES]
    changed = {
        _RELATIONS: template[_RELATIONS].replace(b"</Relationships>", related.encode() + b"</Relationships>"),
        _TYPES: types if kind in types else types.replace(b"</Types>", kind + b"</Types>"),
    }
    return changed | {f"word/media/{_id(code)}.png": _picture(code) for code in codes}


def _id(code: str) -> str:
    return f"code{hashlib.sha256(code.encode()).hexdigest()[:12]}"


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
