"""The pictures of a Word file: the run that shows one, and the parts of the package that hold them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from html import escape

from markupsafe import Markup

from generator.composing.filling.pictured import Picture
from generator.rendering.sheets.photos import Photo, photo

EMU_PER_MM = 36_000
_RELATIONS, _TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
NAMESPACES = {
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


def graphic(name: str, media: str, size_emu: tuple[int, int]) -> str:
    """The markup of a picture of that id among the media, inside what places it."""
    a, pic, r = (f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("a", "pic", "r"))
    wide, high = size_emu
    return (
        f'<a:graphic {a}><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic {pic}>'
        f'<pic:nvPicPr><pic:cNvPr id="1" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip {r} r:embed="{media}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    )


def run(one: Picture) -> Markup:
    """The run that shows the picture in its line; a frame waits for one, as a hint does."""
    shown, name = photo(one), escape(one.label)
    wide, high = (round(side * EMU_PER_MM) for side in shown.size_mm)
    waits = "" if one.file else '<w:rPr><w:rStyle w:val="Hint"/></w:rPr>'
    return Markup(
        f'<w:r>{waits}<w:drawing><wp:inline xmlns:wp="{NAMESPACES["wp"]}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="1" name="{name}"/><wp:cNvGraphicFramePr/>'
        f"{graphic(name, media_id(shown.content), (wide, high))}</wp:inline></w:drawing></w:r>"
    )


def media_id(content: bytes | str) -> str:
    """The id of a picture among the media, by what it is of."""
    content = content.encode() if isinstance(content, str) else content
    return f"code{hashlib.sha256(content).hexdigest()[:12]}"


def parts(template: Mapping[str, bytes], media: Mapping[str, Photo]) -> dict[str, bytes]:
    """The parts of the package that these pictures, by their ids, add or change; none without pictures."""
    if not media:
        return {}
    related = "".join(
        f'<Relationship Id="{name}" Type="{_KIND}" Target="media/{name}.{one.ending}"/>' for name, one in media.items()
    )
    types = template[_TYPES]
    for ending in dict.fromkeys(one.ending for one in media.values()):
        kind = f'<Default Extension="{ending}" ContentType="image/{ending}"/>'.encode()
        types = types if kind in types else types.replace(b"</Types>", kind + b"</Types>")
    changed = {
        _RELATIONS: template[_RELATIONS].replace(b"</Relationships>", related.encode() + b"</Relationships>"),
        _TYPES: types,
    }
    return changed | {f"word/media/{name}.{one.ending}": one.content for name, one in media.items()}
