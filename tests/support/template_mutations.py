"""Word templates armed at random at the level of parts, relationships, attributes and fields; the same for one seed."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

from support.office_files import (
    EXCEL_TYPE,
    OFFICE,
    SECRET,
    TYPES,
    WORD_TYPE,
    W,
    as_word_leaves_it,
    field,
    in_body,
    picture_run,
    png,
)
from support.package_mutations import MODES, Change, Parts, address, arm, marked, relate, renamed, retyped, spelt
from support.template_judge import EVIL

from generator.office.package import read_package, write_package

ROOT = Path(__file__).parent.parent.parent
MAIN = "word/document.xml"
PLACES = (MAIN, "word/footer1.xml", "word/footnotes.xml", "word/glossary/document.xml")
KINDS = (
    "image",
    "hyperlink",
    "attachedTemplate",
    "oleObject",
    "aFChunk",
    "subDocument",
    "frame",
    "mailMergeSource",
    "font",
    "package",
    "control",
    "video",
    "styles",
    "customXml",
    "header",
    "theme",
    "webSettings",
    "externalLink",
    "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
    "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/image",
)
SHAPE = '<w:p><w:r><w:pict><v:shape style="width:9pt;height:9pt">{}</v:shape></w:pict></w:r></w:p>'
CODES = (
    'INCLUDEPICTURE "@" \\d',
    'includetext "@"',
    'DdeAuto excel "@" a',
    "LINK Excel.Sheet.8 @ a",
    'HYPERLINK "@"',
    'PAGE"@"',
    'PAGEINCLUDETEXT "@"',
    "IF 1 = 1 INCLUDETEXT",
    'MACROBUTTON a "@"',
    "= 1 + 1",
    'DATABASE \\d "@"',
    'RD "@"',
    "FILENAME \\p",
    "DOCVARIABLE a",
    "MERGEFIELD a",
    'EQ \\o(a, "@")',
    "PAGE {{ title }}",
    "PAGE \\* MERGEFORMAT",
    "NUMPAGES",
    'HYPERLINK "https://example.org/a" \\o "b"',
    "QUOTE {{ title }}",
    'HYPERLINK \\l "@"',
    "TOC \\f",
)
NAMES = (
    "word/vbaProject.bin",
    "word/embeddings/oleObject1.bin",
    "word/foo/bin1.bin",
    "customUI/customUI14.xml",
    "word/activeX/activeX1.xml",
    "word/afchunk1.html",
    "word/header9.xml",
    "word/media/a.emf",
    "word/media/a.png",
    "docProps/evil.bin",
    "customXml/item9.xml",
    "WORD/document2.xml",
    "word/Document.xml",
    "word/fonts/font1.odttf",
    "word/%64ocument.xml",
    "../evil.xml",
    "/word/styles.xml",
    "[trash]/0000.dat",
    "word\\evil.xml",
    "word/charts/chart1.xml",
    "word/webextensions/taskpanes.xml",
    "word/recipientData.xml",
    "word/styles.XML",
    "docProps/custom.xml",
)
CONTENT_TYPES = (
    f"{WORD_TYPE}document.main+xml",
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "text/html",
    "application/vnd.ms-office.vbaProject",
    "application/vnd.openxmlformats-officedocument.oleObject",
    "application/xml",
    f"{WORD_TYPE}template.main+xml",
    f"{WORD_TYPE}footer+xml",
    f"{EXCEL_TYPE}sheet.main+xml",
    "image/png",
    "image/x-emf",
    "",
)


def _put(parts: Parts, place: str, xml: str) -> None:
    """The XML at the beginning of the text of that part."""
    text = parts.get(place, b"")
    if not any(mark in text for mark in (b"<w:body>", b"<w:ftr", b"<w:footnote ", b"<w:docPartBody")):
        return  # it is no longer there, or written in another way
    if place.startswith(("word/document", "word/footer", "word/header")):
        parts |= read_package(in_body(write_package(parts), xml, place))
        return
    opened = (
        xml.replace(">", f' xmlns:w="{W}" xmlns:r="{OFFICE.rstrip("/")}">', 1)
        if not xml.startswith("<w:p>")
        else (f'<w:p xmlns:w="{W}" xmlns:r="{OFFICE.rstrip("/")}" xmlns:v="urn:schemas-microsoft-com:vml">{xml[5:]}')
    )
    parts[place] = re.sub(
        rb"(<w:footnote |<w:docPartBody)([^>]*>)", lambda found: found[0] + opened.encode(), parts[place], count=1
    )


def _relation(luck: random.Random, parts: Parts, server: str) -> None:
    source, key = luck.choice((*PLACES, "word/settings.xml", "word/styles.xml", "")), f"rIdE{luck.randrange(99)}"
    relate(parts, source, key, luck.choice(KINDS), address(luck, server), luck.choice(MODES))
    use = luck.choice(
        (
            picture_run(key),
            picture_run(key, "r:link"),
            picture_run("rIdPng", link=_click(key)),
            f'<w:altChunk r:id="{key}"/>',
            f'<w:p><w:hyperlink r:id="{key}"><w:r><w:t>a</w:t></w:r></w:hyperlink></w:p>',
            f'<w:subDoc r:id="{key}"/>',
            SHAPE.format(f'<v:imagedata r:id="{key}"/>'),
            SHAPE.format(f'<v:imagedata r:href="{key}"/>'),
            f'<w:p><w:r><w:object><w:control r:id="{key}"/></w:object></w:r></w:p>',
        )
    )
    if luck.random() < 0.8:
        _put(parts, luck.choice(PLACES), use)


def _click(key: str) -> str:
    return f'<a:hlinkClick xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:id="{key}"/>'


def _shape(luck: random.Random, parts: Parts, server: str) -> None:
    attribute = luck.choice(("src", "href", "o:href", "o:althref", "r:pict", "o:relid", "target", "alt"))
    inside = luck.choice(("imagedata", "fill", "stroke"))
    shape = f'<v:shape style="width:9pt;height:9pt"><v:{inside} {attribute}="{address(luck, server)}"/></v:shape>'
    _put(parts, luck.choice(PLACES[:2]), f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>")


def _field(luck: random.Random, parts: Parts, server: str) -> None:
    code = luck.choice(CODES).replace("@", address(luck, server))
    code = "".join(luck.choice((one.lower(), one.upper())) for one in code) if luck.random() < 0.3 else code
    code = code.replace("&", "&amp;").replace("<", "&lt;")
    cuts = sorted(luck.sample(range(1, len(code)), min(len(code) - 1, luck.randint(0, 4))))
    whole = field(*(code[a:b] for a, b in zip([0, *cuts], [*cuts, len(code)], strict=True)))
    shape = luck.random()
    if shape < 0.2:
        quoted = code.replace('"', "&quot;")
        whole = f'<w:p><w:fldSimple w:instr="{quoted}"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
    elif shape < 0.35:
        inner = whole.removeprefix("<w:p>").removesuffix("</w:p>")
        whole = field("PAGE").replace('<w:r><w:instrText xml:space="preserve">PAGE', inner + "<w:r><w:instrText>PAGE")
    elif shape < 0.5:
        whole = _alternatives(luck, whole)
    elif shape < 0.6:
        drop = luck.choice(("begin", "separate", "end"))
        whole = whole.replace(f'<w:r><w:fldChar w:fldCharType="{drop}"/></w:r>', "")
    _put(parts, luck.choice(PLACES), whole)


def _alternatives(luck: random.Random, paragraph: str) -> str:
    inside = paragraph.removeprefix("<w:p>").removesuffix("</w:p>")
    needs = luck.choice(("w", "evil", ""))
    branches = [f'<mc:Choice Requires="{needs}">{inside}</mc:Choice>', f"<mc:Fallback>{inside}</mc:Fallback>"]
    luck.shuffle(branches)
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    chosen = "".join(branches[: luck.randint(1, 2)])
    return f'<w:p><mc:AlternateContent xmlns:mc="{space}" xmlns:evil="urn:x">{chosen}</mc:AlternateContent></w:p>'


def _part(luck: random.Random, parts: Parts, server: str) -> None:
    name, kind = luck.choice(NAMES), luck.choice(CONTENT_TYPES)
    parts[name] = luck.choice((b"MZ" + EVIL.encode(), f"<x>{EVIL}</x>".encode(), parts.get(MAIN, b""), png()))
    if luck.random() < 0.8:
        retyped(parts, name, kind)
    if luck.random() < 0.8:
        relate(parts, luck.choice((MAIN, "")), "rIdN", luck.choice(KINDS), "/" + name, "")


def _type(luck: random.Random, parts: Parts, _server: str) -> None:
    found = re.findall(rb'ContentType="[^"]+"', parts[TYPES])
    new = f'ContentType="{luck.choice(CONTENT_TYPES)}"'.encode()
    parts[TYPES] = parts[TYPES].replace(luck.choice(found), new, 1)


def _settings(luck: random.Random, parts: Parts, server: str) -> None:
    key = "rIdS"
    relate(parts, "word/settings.xml", key, luck.choice(KINDS), address(luck, server), luck.choice(MODES))
    one = luck.choice(
        (
            f'<w:attachedTemplate r:id="{key}"/>',
            f'<w:mailMerge><w:dataSource r:id="{key}"/></w:mailMerge>',
            f'<w:docVars><w:docVar w:name="a" w:val="{SECRET}"/></w:docVars>',
            f'<w:saveThroughXslt r:id="{key}"/>',
            '<w:documentProtection w:edit="forms" w:hash="a"/>',
            f'<w:attachedSchema w:val="{EVIL}"/>',
            "<w:trackRevisions/>",
            f'<w:rsids><w:rsidRoot w:val="{SECRET}"/></w:rsids>',
            f'<w:captions><w:caption w:name="{EVIL}"/></w:captions>',
        )
    )
    head = f'<w:decimalSymbol xmlns:r="{OFFICE.rstrip("/")}"'
    text = parts.get("word/settings.xml", b"").decode("utf-8", "replace")
    space = f' xmlns:r="{OFFICE.rstrip("/")}"'
    armed = re.sub(r"(<w:\w+)", lambda found: found[1] + space, one, count=1)
    parts["word/settings.xml"] = text.replace("<w:decimalSymbol", armed + head, 1).encode()


def _tracked(luck: random.Random, parts: Parts, _server: str) -> None:
    what = luck.choice(("ins", "del", "moveFrom", "moveTo", "customXml", "smartTag", "permStart", "object", "bogus"))
    inside = "<w:r><w:t>字</w:t></w:r>" if what != "permStart" else ""
    _put(parts, luck.choice(PLACES), f'<w:p><w:{what} w:id="1" w:author="{SECRET}">{inside}</w:{what}></w:p>')


CHANGES: tuple[Change, ...] = (
    _relation,
    _relation,
    _relation,
    _shape,
    _field,
    _field,
    _field,
    _part,
    _part,
    _type,
    renamed,
    spelt,
    marked,
    _settings,
    _tracked,
)


@cache
def sound() -> bytes:
    """The template of Form 2 as Word leaves it."""
    return as_word_leaves_it((ROOT / "templates/form2/form2.docx").read_bytes())


def armed(seed: int, server: str) -> bytes:
    """The template after one to three changes."""
    return arm(seed, server, sound(), CHANGES)
