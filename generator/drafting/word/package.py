"""A Word file from its body and footers: the parts around the text, and their relations."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from lxml.etree import _Element as Element

from generator.drafting.word.elements import NAMESPACES, off, w
from generator.drafting.word.glossary import glossary, used_styles
from generator.drafting.word.styles import FONT_SUBSTITUTES, styles
from generator.drafting.word.theme import theme
from generator.office.package import core_properties, write_package
from generator.typesetting.breaking import NO_LINE_END, NO_LINE_START

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _settings(mirrored: bool) -> Element:
    """Document settings in schema order (CT_Settings)."""
    compatibility = [
        w("doNotExpandShiftReturn"),
        w("useFELayout"),
        w(
            "compatSetting",
            name="compatibilityMode",
            uri="http://schemas.microsoft.com/office/word",
            val=15,
        ),
    ]
    return w(
        "settings",
        w("zoom", percent=100),
        *([w("mirrorMargins")] if mirrored else []),
        w("bordersDoNotSurroundHeader"),
        w("bordersDoNotSurroundFooter"),
        w("hideSpellingErrors"),
        w("hideGrammaticalErrors"),
        w("defaultTabStop", val=420),
        off("autoHyphenation"),
        *([w("evenAndOddHeaders")] if mirrored else []),
        w("drawingGridVerticalSpacing", val=156),
        w("characterSpacingControl", val="doNotCompress"),
        w("noLineBreaksAfter", lang="zh-CN", val=NO_LINE_END),
        w("noLineBreaksBefore", lang="zh-CN", val=NO_LINE_START),
        w("compat", *compatibility),
        w("themeFontLang", val="en-US", eastAsia="zh-CN"),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def _font_table() -> Element:
    """The families used, each with the name to try next on a machine that lacks it."""
    return w(
        "fonts",
        *(
            w("font", w("altName", val=other), w("charset", val="86"), name=family)
            for family, other in FONT_SUBSTITUTES.items()
        ),
    )


def _xml(tree: Element) -> bytes:
    etree.cleanup_namespaces(tree, keep_ns_prefixes=["w", "w14", "w15", "r", "mc"])
    tree.set(f"{{{NAMESPACES['mc']}}}Ignorable", "w14 w15")
    return _HEAD + etree.tostring(tree, encoding="UTF-8")


def _relations(targets: Mapping[str, tuple[str, str]]) -> bytes:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, (kind, target) in targets.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return _HEAD + f'<Relationships xmlns="{space}">{rows}</Relationships>'.encode()


def _content_types(parts: Mapping[str, str]) -> bytes:
    rows = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return _HEAD + f'<Types xmlns="{space}">{defaults}{rows}</Types>'.encode()


def _glossary(body: Element) -> dict[str, tuple[str, bytes]]:
    """The parts of what empty controls show, with the styles that it needs."""
    words = glossary(body)
    if words is None:
        return {}
    own = _relations({"rId1": (_RELATION + "styles", "styles.xml")})
    return {
        "word/glossary/document.xml": (_TYPE + "document.glossary+xml", _xml(words)),
        "word/glossary/styles.xml": (_TYPE + "styles+xml", _xml(styles(used_styles(words)))),
        "word/glossary/_rels/document.xml.rels": ("", own),
    }


def package(
    title: str,
    body: Element,
    *,
    footers: Mapping[str, Element] | None = None,
    headers: Mapping[str, Element] | None = None,
    mirrored: bool = True,
) -> bytes:
    """A Word file; footers and headers by their relationship ids. It names no author and no time."""
    parts: dict[str, tuple[str, bytes]] = {
        "word/document.xml": (_TYPE + "document.main+xml", _xml(w("document", body))),
        "word/styles.xml": (_TYPE + "styles+xml", _xml(styles())),
        "word/settings.xml": (_TYPE + "settings+xml", _xml(_settings(mirrored))),
        "word/fontTable.xml": (_TYPE + "fontTable+xml", _xml(_font_table())),
        "word/theme1.xml": ("application/vnd.openxmlformats-officedocument.theme+xml", _xml(theme())),
    }
    relations = {
        f"rId{number}": (_RELATION + name, f"{name}.xml")
        for number, name in enumerate(("styles", "settings", "fontTable"), start=1)
    }
    for kind, elements in (("footer", footers or {}), ("header", headers or {})):
        for number, (key, tree) in enumerate(elements.items(), start=1):
            parts[f"word/{kind}{number}.xml"] = (f"{_TYPE}{kind}+xml", _xml(tree))
            relations[key] = (_RELATION + kind, f"{kind}{number}.xml")
    parts["docProps/core.xml"] = (
        "application/vnd.openxmlformats-package.core-properties+xml",
        core_properties(title, None),
    )
    relations["rIdTheme"] = (_RELATION + "theme", "theme1.xml")
    if shown := _glossary(body):
        parts |= shown
        relations["rIdGlossary"] = (_RELATION + "glossaryDocument", "glossary/document.xml")
    roots = {
        "rId1": (_RELATION + "officeDocument", "word/document.xml"),
        "rId2": (_CORE, "docProps/core.xml"),
    }
    return write_package(
        {
            "[Content_Types].xml": _content_types({name: kind for name, (kind, _) in parts.items() if kind}),
            "_rels/.rels": _relations(roots),
            "word/_rels/document.xml.rels": _relations(relations),
        }
        | {name: data for name, (_, data) in parts.items()}
    )
