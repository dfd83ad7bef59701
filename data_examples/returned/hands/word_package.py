"""The files around the pieces: a .docx as a program saves it, and zips; the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from .word_parts import SPACES, Xml

FIXED = (2023, 8, 14, 9, 30, 0)
STRICT = (
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main"),
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PROGRAMS = {
    "word": ("Microsoft Office Word", "16.0000"),
    "word2007": ("Microsoft Office Word", "12.0000"),
    "wps": ("WPS Office_11.8.2.12085_F1E327BC-269C-435d-A152-05C5408002CA", "11.0000"),
    "wps_mac": ("WPS Office WWO_wpscloud_20230731", "15.0000"),
}


SECTION = Xml(
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1474" w:bottom="1440" w:left="1588" '
    'w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>'
)


def document(body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {SPACES}><w:body>{body}{SECTION}'
        "</w:body></w:document>"
    ).encode()


STYLES = (
    f'<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体" '
    'w:hAnsi="Times New Roman"/><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" '
    'w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="2">'
    '<w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr>'
    "</w:style></w:styles>"
).encode()
NUMBERING = (
    f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt '
    'w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl '
    'w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId '
    'w:val="1"/></w:num></w:numbering>'
).encode()


def word_file(
    body: str, program: str = "word", pictures: Mapping[str, bytes] | None = None, strict: bool = False
) -> bytes:
    """A .docx as `program` would save it; `pictures` by relation id, `strict` in strict OOXML."""
    name, version = PROGRAMS[program]
    images = dict(pictures or {})
    kinds = "".join(f'<Default Extension="{one}" ContentType="image/{one}"/>' for one in ("png", "jpeg"))
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{main}{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"))
    )
    relations = "".join(
        f'<Relationship Id="rId{place}" Type="{RELATION}{kind}" Target="{kind}.xml"/>'
        for place, kind in enumerate(("styles", "numbering"), 1)
    ) + "".join(f'<Relationship Id="{one}" Type="{RELATION}image" Target="media/{one}.png"/>' for one in images)
    package = "http://schemas.openxmlformats.org/package/2006/"
    parts: dict[str, bytes] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{package}content-types"><Default Extension="rels" ContentType="application/'
            f'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f"{kinds}{overrides}</Types>"
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{package}relationships"><Relationship Id="rId1" Type="{RELATION}officeDocument" '
            f'Target="word/document.xml"/><Relationship Id="rId2" Type="{RELATION}extended-properties" '
            'Target="docProps/app.xml"/></Relationships>'
        ).encode(),
        "docProps/app.xml": (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            f"<Application>{name}</Application><AppVersion>{version}</AppVersion></Properties>"
        ).encode(),
        "word/document.xml": document(body),
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{package}relationships">{relations}</Relationships>'
        ).encode(),
    }
    parts |= {f"word/media/{one}.png": content for one, content in images.items()}
    if strict:
        parts = {
            part: _strict(content) if part.endswith(("xml", "rels")) else content for part, content in parts.items()
        }
    return zipped(parts)


def _strict(content: bytes) -> bytes:
    text = content.decode()
    for loose, strict in STRICT:
        text = text.replace(loose, strict)
    return text.replace("<w:document ", '<w:document w:conformance="strict" ').encode()


def zipped(parts: Mapping[str, bytes], stored: bool = False) -> bytes:
    """A zip with fixed dates."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, FIXED)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            package.writestr(info, content)
    return into.getvalue()


def zipped_in_gbk(parts: Mapping[str, bytes]) -> bytes:
    """A zip as the Chinese Windows makes it: names in GBK, without the mark of UTF-8."""

    class InGbk(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name in zipfile
            return self.filename.encode("gbk"), self.flag_bits & ~0x800

    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = InGbk(name, FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return into.getvalue()
