"""Word and Excel packages changed part by part, and a template as Word leaves it: with all that it writes of itself."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from PIL import Image, PngImagePlugin

from generator.office.package import read_package, write_package

TYPES, ROOTS = "[Content_Types].xml", "_rels/.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SECRET = "不应外传ZK4Q"

Parts = Mapping[str, tuple[str, bytes | str]]  # name → content type, content
Relations = Iterable[tuple[str, str, str, str, str]]  # source, id, type, target, mode


def relations_of(source: str) -> str:
    """The name of the part that holds the relationships of `source`; of the package for an empty one."""
    folder, _, name = source.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def changed(package: bytes, parts: Parts = MappingProxyType({}), relations: Relations = ()) -> bytes:
    """The package with these parts put in or in place of its own, and these relationships added."""
    made = read_package(package)
    types = made[TYPES].decode()
    for name, (kind, content) in parts.items():
        made[name] = content.encode() if isinstance(content, str) else content
        if kind and f'PartName="/{name}"' not in types:
            types = types.replace("</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>')
    made[TYPES] = types.encode()
    empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    for source, key, kind, target, mode in relations:
        name = relations_of(source)
        address = kind if "://" in kind else OFFICE + kind
        mode = f' TargetMode="{mode}"' if mode else ""
        one = f'<Relationship Id="{key}" Type="{address}" Target="{target}"{mode}/></Relationships>'
        text = made.get(name, empty.encode()).decode()
        made[name] = text.replace("</Relationships>", one).encode()
    return write_package(made)


def with_text(package: bytes, part: str, old: str, new: str) -> bytes:
    """The package with a piece of one part's text replaced."""
    text = read_package(package)[part].decode()
    assert old in text, f"{part} has no {old}"
    return write_package(read_package(package) | {part: text.replace(old, new, 1).encode()})


def in_body(package: bytes, xml: str, part: str = "word/document.xml") -> bytes:
    """The Word file with this at the beginning of its text; `w`, `r` and `mc` are declared."""
    text = read_package(package)[part].decode()
    start = next(mark for mark in ("<w:body>", "<w:ftr", "<w:hdr") if mark in text)
    at = text.index(">", text.index(start)) + 1
    spaces = (
        f'xmlns:w="{W}" xmlns:r="{OFFICE.rstrip("/")}" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:o="urn:schemas-microsoft-com:office:office"'
    )
    name, rest = xml[1:].split(" ", 1) if " " in xml.split(">")[0] else xml[1:].split(">", 1)
    glue = " " if " " in xml.split(">")[0] else ">"
    tag = name.rstrip("/")
    opened = f"<{tag} {spaces}{glue}{rest}"
    return write_package(read_package(package) | {part: f"{text[:at]}{opened}{text[at:]}".encode()})


def field(*codes: str, result: str = "1") -> str:
    """A paragraph with one complex field, its instruction cut over runs."""
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>' for code in codes)
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"<w:p>{begin}{runs}{middle}<w:r><w:t>{result}</w:t></w:r>{end}</w:p>"


def png(*, secret: str = "") -> bytes:
    """A small picture, with a text in it that is not seen."""
    out, about = io.BytesIO(), PngImagePlugin.PngInfo()
    if secret:
        about.add_itxt("Comment", secret)
    Image.new("RGB", (8, 8), "red").save(out, "PNG", pnginfo=about)
    return out.getvalue()


def jpeg(*, secret: str = "") -> bytes:
    """A small photograph, with a comment and a camera's data where there is a secret."""
    out = io.BytesIO()
    exif = Image.Exif()
    if secret:
        exif[0x010E] = "EXIF-ZK4Q"
    Image.new("RGB", (8, 8), "blue").save(out, "JPEG", exif=exif, comment=secret.encode())
    return out.getvalue()


def picture_run(relation: str, attribute: str = "r:embed", link: str = "") -> str:
    """A paragraph with a picture as Word draws it."""
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    return (
        "<w:p><w:r><w:drawing>"
        '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:extent cx="90000" cy="90000"/><wp:docPr id="9" name="图片">{link}</wp:docPr>'
        f'<a:graphic xmlns:a="{a}"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="9" name="图片"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip {attribute}="{relation}"><a:extLst><a:ext uri="{{28A0092B-C50C-407E-A947-70E740481C1C}}"/>'
        "</a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="90000" cy="90000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


_EMPTY = {
    "styles": f'{_HEAD}<w:styles xmlns:w="{W}"><w:docDefaults/></w:styles>',
    "settings": f'{_HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:rsids><w:rsidRoot w:val="0042AAAA"/>'
    "</w:rsids></w:settings>",
    "webSettings": f'{_HEAD}<w:webSettings xmlns:w="{W}"><w:optimizeForBrowser/><w:allowPNG/></w:webSettings>',
    "fontTable": f'{_HEAD}<w:fonts xmlns:w="{W}"><w:font w:name="宋体"><w:charset w:val="86"/></w:font></w:fonts>',
}
_GLOSSARY = (
    f'{_HEAD}<w:glossaryDocument xmlns:w="{W}"><w:docParts><w:docPart><w:docPartPr><w:name w:val="PH"/><w:category>'
    '<w:name w:val="常规"/><w:gallery w:val="placeholder"/></w:category><w:types><w:type w:val="bbPlcHdr"/></w:types>'
    '<w:behaviors><w:behavior w:val="content"/></w:behaviors><w:guid w:val="{8E2B1B0C-0000-4000-8000-000000000001}"/>'
    "</w:docPartPr><w:docPartBody><w:p><w:r><w:t>请填写</w:t></w:r></w:p></w:docPartBody></w:docPart></w:docParts>"
    "</w:glossaryDocument>"
)
_NOTES = (
    f'{_HEAD}<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
    '</w:footnote><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>脚注的文字</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)
_LIST = (
    f'{_HEAD}<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:nsid w:val="00A0B0C0"/>'
    '<w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum><w:num w:numId="1">'
    '<w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_COMMENTS = (
    f'{_HEAD}<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="{SECRET}" w:initials="Z"><w:p><w:r><w:t>{SECRET}'
    "</w:t></w:r></w:p></w:comment></w:comments>"
)
_TEXT = (
    f'<w:p xmlns:w14="{W14}" xmlns:w15="{W15}" w:rsidR="0042AAAA" w14:paraId="1A2B3C4D">'
    '<w:commentRangeStart w:id="0"/><w:r><w:t>正文</w:t></w:r><w:commentRangeEnd w:id="0"/>'
    '<w:r><w:rPr><w:rStyle w:val="a3"/></w:rPr><w:commentReference w:id="0"/></w:r>'
    f'<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="PersonName"><w:smartTagPr>'
    f'<w:attr w:name="ProductID" w:val="{SECRET}"/></w:smartTagPr><w:r><w:t>智能标记里的字</w:t></w:r></w:smartTag>'
    '<w:hyperlink r:id="rIdLink" w:history="1"><w:r><w:t>网址</w:t></w:r></w:hyperlink>'
    '<w:r><w:footnoteReference w:id="1"/></w:r><w:proofErr w:type="spellStart"/>'
    '<w:sdt><w:sdtPr><w:alias w:val="栏"/><w:placeholder><w:docPart w:val="PH"/></w:placeholder>'
    f'<w:dataBinding w:xpath="/x/{SECRET}" w:storeItemID="{{0}}"/><w15:repeatingSection/></w:sdtPr><w:sdtContent>'
    "<w:r><w:t>控件里的字</w:t></w:r></w:sdtContent></w:sdt></w:p>"
)
_P = "http://schemas.openxmlformats.org/"
_PROPERTIES = (
    f'{_HEAD}<cp:coreProperties xmlns:cp="{_P}package/2006/metadata/core-properties" '
    f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{SECRET}</dc:title><dc:creator>{SECRET}</dc:creator>'
    f"<cp:lastModifiedBy>{SECRET}</cp:lastModifiedBy></cp:coreProperties>"
)
_APPLICATION = (
    f'{_HEAD}<Properties xmlns="{_P}officeDocument/2006/extended-properties"><Application>Microsoft Office Word'
    f"</Application><Company>{SECRET}</Company></Properties>"
)
_CUSTOM = (
    f'{_HEAD}<Properties xmlns="{_P}officeDocument/2006/custom-properties" '
    f'xmlns:vt="{_P}officeDocument/2006/docPropsVTypes"><property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" '
    f'pid="2" name="KSOProductBuildVer"><vt:lpwstr>{SECRET}</vt:lpwstr></property></Properties>'
)
_PROPERTY_TYPE = "application/vnd.openxmlformats-officedocument."


def with_properties(package: bytes) -> bytes:
    """With all that an office program says of its user in a file, and data of others attached."""
    parts: Parts = {
        "docProps/core.xml": ("application/vnd.openxmlformats-package.core-properties+xml", _PROPERTIES),
        "docProps/app.xml": (f"{_PROPERTY_TYPE}extended-properties+xml", _APPLICATION),
        "docProps/custom.xml": (f"{_PROPERTY_TYPE}custom-properties+xml", _CUSTOM),
        "docProps/thumbnail.jpeg": ("image/jpeg", jpeg(secret=SECRET)),
        "customXml/item1.xml": ("application/xml", f"<x><y>{SECRET}</y></x>"),
        "customXml/itemProps1.xml": (
            f"{_PROPERTY_TYPE}customXmlProperties+xml",
            f'<ds:datastoreItem xmlns:ds="{_P}officeDocument/2006/customXml" ds:itemID="{{0}}"/>',
        ),
    }
    roots = [("rIdC", f"{OFFICE}custom-properties", "docProps/custom.xml")]
    if "docProps/app.xml" not in read_package(package):
        roots.append(("rIdA", f"{OFFICE}extended-properties", "docProps/app.xml"))
    thumbnail = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
    roots.append(("rIdT", thumbnail, "docProps/thumbnail.jpeg"))
    main = "word/document.xml" if "word/document.xml" in read_package(package) else "xl/workbook.xml"
    return changed(
        package,
        parts,
        [
            *(("", *root, "") for root in roots),
            (main, "rIdX", "customXml", "../customXml/item1.xml", ""),
            ("customXml/item1.xml", "rId1", "customXmlProps", "itemProps1.xml", ""),
        ],
    )


def as_word_leaves_it(template: bytes) -> bytes:
    """The Word template with what Word writes of itself: building blocks, notes, lists, comments, properties, links."""
    glossary = {f"word/glossary/{name}.xml": (f"{WORD_TYPE}{name}+xml", content) for name, content in _EMPTY.items()}
    parts: Parts = {
        **glossary,
        "word/glossary/document.xml": (f"{WORD_TYPE}document.glossary+xml", _GLOSSARY),
        "word/webSettings.xml": (f"{WORD_TYPE}webSettings+xml", _EMPTY["webSettings"]),
        "word/footnotes.xml": (f"{WORD_TYPE}footnotes+xml", _NOTES),
        "word/numbering.xml": (f"{WORD_TYPE}numbering+xml", _LIST),
        "word/comments.xml": (f"{WORD_TYPE}comments+xml", _COMMENTS),
        "word/media/image1.png": ("image/png", png(secret=SECRET)),
        "word/media/image2.jpeg": ("image/jpeg", jpeg(secret=SECRET)),
    }
    main = "word/document.xml"
    relations = [
        *(
            (main, f"rIdX{name}", name, f"{name}.xml", "")
            for name in ("webSettings", "footnotes", "numbering", "comments")
        ),
        *(("word/glossary/document.xml", f"rId{name}", name, f"{name}.xml", "") for name in _EMPTY),
        (main, "rIdLink", "hyperlink", "https://example.org/通知?年=2023", "External"),
        (main, "rIdPng", "image", "media/image1.png", ""),
        (main, "rIdJpeg", "image", "media/image2.jpeg", ""),
    ]
    if "word/glossary/document.xml" not in read_package(template):
        relations.append((main, "rIdGlossary", "glossaryDocument", "glossary/document.xml", ""))
    made = changed(template, parts, relations)
    variables = f'<w:docVars><w:docVar w:name="a" w:val="{SECRET}"/></w:docVars><w:decimalSymbol'
    made = with_text(made, "word/settings.xml", "<w:decimalSymbol", variables)
    for xml in (picture_run("rIdJpeg"), picture_run("rIdPng"), _TEXT):
        made = in_body(made, xml)
    return with_properties(made)


def stored(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip file of these entries, two of one name among them where it is so."""
    out = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()
