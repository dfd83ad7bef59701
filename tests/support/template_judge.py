"""Says of a made Word or Excel file what in it could fetch, run or embed something, or betray who wrote its template.

It shares nothing with the lists of the program: it looks by local names through every part, whatever the part is
called, and knows the dangers rather than what is allowed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree
from support.office_files import SECRET

EVIL = "EVIL7Q"  # stands in every address and text that must not get through
_NAMES = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml"
    r"|word/(glossary/)?((_rels/)?(document|styles|settings|fontTable|webSettings|numbering|footnotes|endnotes"
    r"|stylesWithEffects|(header|footer)\d*)\.xml(\.rels)?|(theme/)?theme\d*\.xml|media/[\w-]+\.(?i:png|jpe?g))"
    r"|xl/(workbook|styles|sharedStrings)\.xml|xl/_rels/workbook\.xml\.rels|xl/theme/theme1\.xml"
    r"|xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?"
)
_DANGEROUS = frozenset(
    [
        "object",
        "oleobject",
        "oleobjects",
        "altchunk",
        "subdoc",
        "control",
        "controls",
        "movie",
        "frameset",
        "attachedtemplate",
        "mailmerge",
        "hlinkclick",
        "hlinkhover",
        "docvar",
        "docvars",
        "comment",
        "commentreference",
        "commentrangestart",
        "databinding",
        "ins",
        "del",
        "movefrom",
        "moveto",
        "rprchange",
        "smarttag",
        "contentpart",
        "embedregular",
        "permstart",
        "webextension",
        "externalreference",
        "externalreferences",
        "oleitem",
        "ddelink",
        "drawing_of_sheet",
        "pivotcaches",
        "tablepart",
        "rsid",
        "rsidroot",
        "ffdata",
        "chart",
        "svgblip",
    ]
)
_FETCHING = re.compile(
    r"\b(INCLUDE\w*|IMPORT|DDE\w*|LINK|DATABASE|MACRO\w*|RD|EMBED|ASK|FILLIN|QUOTE|IF|SET|REF|AUTOTEXT|DOC\w+|USER\w+"
    r"|MERGE(?!FORM|F?O?R?$)\w+|PRINT|GOTO\w+|SAVEDATE|AUTHOR|FILENAME|TEMPLATE|INFO|XE|TC|TOC|NEXT|COMPARE)\b"
)
_OTHER_LINK = re.compile(r"HYPERLINK\s*(?!\s|\"?HTTPS?://|\"?MAILTO:)")
_PLAIN_FORMULA = re.compile(r"\"[^=|]*\"|-?[\d.]+|[^\W\d]\w*|('?[^\W\d]\w*'?!)?\$?[A-Z]*\$?\d*(:\$?[A-Z]*\$?\d*)?")


def complaints(made: bytes) -> list[str]:
    """What is wrong with the file; empty where nothing is."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    told = [f"part {name}" for name in names if not _NAMES.fullmatch(name)]
    if len({name.lower() for name in names}) != len(names):
        told.append("a name twice")
    for name, data in parts.items():
        if SECRET.encode() in data or b"ZK4Q" in data:
            told.append(f"{name} tells of who wrote the template")
        if name.endswith((".xml", ".rels")):
            told += [f"{name}: {one}" for one in _of_part(name, data)]
    return told


def _of_part(name: str, data: bytes) -> Iterator[str]:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        yield "a declaration"
    root = etree.fromstring(data)
    if name.endswith(".rels"):
        for one in root.xpath("//*[local-name()='Relationship']"):
            yield from _of_relation({key.lower(): value for key, value in one.items()})
        return
    for one in root.xpath("//*"):
        local = etree.QName(one).localname
        if local.lower() in _DANGEROUS:
            yield f"element {local}"
    for key in root.xpath("//@*[local-name()='src' or local-name()='href' or local-name()='link']"):
        yield f"an address {key}"
    yield from _of_fields(root)
    if name.startswith("xl/"):
        yield from _of_formulas(root)
    elif EVIL in "".join(root.xpath("//@*")) and not _only_links(root):
        yield "the address in an attribute"


def _only_links(root: etree._Element) -> bool:
    held = [one for one in root.xpath("//@*") if EVIL in one]
    return all(one.attrname.endswith(("}instr", "}tooltip", "alt")) for one in held)


def _of_relation(one: dict[str, str]) -> Iterator[str]:
    kind, target = one["type"].rsplit("/", 1)[-1].lower(), one["target"]
    if one.get("targetmode", "").lower() == "external" or "://" in target or target.startswith(("\\\\", "//")):
        if kind != "hyperlink" or not target.lower().startswith(("http://", "https://", "mailto:")):
            yield f"leads to {target} as {kind}"
    elif kind in (
        "oleobject",
        "package",
        "control",
        "afchunk",
        "subdocument",
        "vbaproject",
        "externallink",
        "customxml",
    ):
        yield f"a relationship {kind}"


def _of_fields(root: etree._Element) -> Iterator[str]:
    """Every instruction, with what is next to it: whichever way a program puts them together, none may fetch."""
    whole = root.xpath("//*[local-name()='fldSimple']/@*[local-name()='instr']")
    whole += [str(one.xpath("string()")) for one in root.xpath("//*[local-name()='p'][.//*[local-name()='instrText']]")]
    for code in whole:
        if _OTHER_LINK.search(code.upper()):
            yield f"a link {code}"
    codes = ["".join(root.xpath("//*[local-name()='instrText']/text()"))]
    codes += root.xpath("//*[local-name()='instrText']/text()")
    for code in codes + whole:
        if found := _FETCHING.search(code.upper()):
            yield f"field {found[0]}"


def _of_formulas(root: etree._Element) -> Iterator[str]:
    for one in root.xpath("//*[local-name()='f']"):
        yield f"formula {one.text}"
    for one in root.xpath("//*[local-name()='drawing' or local-name()='legacyDrawing' or local-name()='picture']"):
        yield f"element {one.tag}"
    for text in root.xpath("//*[starts-with(local-name(), 'formula') or local-name()='definedName']/text()"):
        if not all(_PLAIN_FORMULA.fullmatch(one.strip()) for one in text.split(",")) and text[:1] != '"':
            yield f"formula {text}"
        if "|" in text or "(" in text or "[" in text:
            yield f"formula {text}"
