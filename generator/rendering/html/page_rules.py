"""What a page made of an HTML template may hold: named elements and attributes, links that a template spells out.

A page is judged three times: as the parser that lays it out has read it, by the links and entry fields that came of the
styles, and as a finished PDF. Whatever is not listed here is refused: a document is printed, and does nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pikepdf

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
ELEMENTS = frozenset((
    "html", "head", "body", "title", "meta", "style", "link", "a", "abbr", "address", "article", "aside", "b", "bdi",
    "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div",
    "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i",
    "img", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section",
    "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr",
    "tt", "u", "ul", "var", "wbr",
))  # fmt: skip
DRAWN = frozenset((
    "svg", "circle", "clipPath", "defs", "desc", "ellipse", "g", "image", "line", "linearGradient", "marker", "mask",
    "path", "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "style", "symbol", "text", "textPath",
    "title", "tspan", "use",
))  # fmt: skip
ATTRIBUTES = frozenset((
    "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "charset", "cite", "class", "color", "colspan",
    "content", "datetime", "dir", "face", "headers", "height", "href", "http-equiv", "id", "lang", "media", "name",
    "nowrap", "rel", "reversed", "role", "rowspan", "scope", "size", "span", "src", "start", "style", "target", "title",
    "translate", "type", "valign", "value", "width", "xmlns",
))  # fmt: skip
OPEN_NAMES = ("data-", "aria-")  # attributes that say something to nobody but styles and readers
ADDRESSES = frozenset(("href", "src", "cite", f"{XLINK}href"))
# By element, what `rel` may say: a link rel=attachment would put a file into the PDF.
RELATIONS = {"link": frozenset({"stylesheet"}), "a": frozenset({"noopener", "noreferrer", "nofollow", "external"})}
LINK = re.compile(
    r"https?://[\w.%-]+(?::\d+)?(?:[/?#][^\s\\<>\"'`{}|^\x00-\x20\x7f]*)?"
    r"|mailto:[\w.+%-]+@[\w.-]+(?:\?subject=[\w.%+-]*)?",
    re.IGNORECASE,
)
INNER = re.compile(r"#[^\s\x00-\x20\x7f]+")
HOW_TO_LINK = "链接只能是 http://、https://、mailto: 或本页内的 #名称，并且逐字写在模板里"
LONGEST_SHOWN = 60
# ISO 32000-1: what a document, its pages, their links and its outline have, where nothing happens by itself.
_OF_DOCUMENT = {"/Type", "/Pages", "/Lang", "/Outlines", "/Names", "/ViewerPreferences", "/Version", "/Extensions"}
_OF_PAGE = {
    "/Type", "/Parent", "/MediaBox", "/TrimBox", "/BleedBox", "/CropBox", "/Resources", "/Contents", "/Rotate",
    "/Annots",
}  # fmt: skip
_OF_LINK = {"/Type", "/Subtype", "/Rect", "/BS", "/Dest", "/A"}
_OF_OUTLINE = {"/Type", "/Title", "/Dest", "/Count", "/First", "/Last", "/Prev", "/Next", "/Parent"}
_OF_INFO = {"/Title", "/Producer"}


class ForbiddenError(Exception):
    """Something that no page may hold; its text says what, for the clerk who changed the template."""


def require_allowed(root: Any) -> None:
    """Look at the tree that will be laid out. Raises ForbiddenError for the first thing that no page may hold."""
    for element in root.iter():
        if isinstance(element.tag, str):  # comments have none, and are printed nowhere
            for wrong in unwanted(element.tag, element.attrib):
                raise ForbiddenError(wrong)


def unwanted(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with an element, in words; nothing where it may stand in a page. Names as the parser has them."""
    name = tag.removeprefix(SVG)
    drawn = tag.startswith(SVG)
    if name not in (DRAWN if drawn else ELEMENTS):
        yield f"<{name[:LONGEST_SHOWN]}> 不能用在模板里"
        return
    for attribute, value in attributes.items():
        shown = attribute.removeprefix(XLINK)[:LONGEST_SHOWN]
        if attribute in ADDRESSES:
            if not _may_lead(name, value):
                yield f'<{name} {shown}="{value[:LONGEST_SHOWN]}"> 不能用：{_how(name)}'
        elif attribute == "rel":
            if not set(value.lower().split()) <= RELATIONS.get(name, frozenset()):
                yield f'<{name} rel="{value[:LONGEST_SHOWN]}"> 不能用在模板里'
        elif not (drawn and not attribute.lower().startswith("on")) and not is_known(attribute):
            yield f"<{name}> 的 {shown} 不能用在模板里"


def is_known(attribute: str) -> bool:
    """Whether an attribute of that name may stand in a page."""
    return attribute in ATTRIBUTES or attribute.startswith(OPEN_NAMES) or attribute.startswith("{http://www.w3.org/XML")


def _may_lead(name: str, address: str) -> bool:
    """Whether the element may have the address: a link of `a`, else a file of the templates or a part of the page.

    Whether there is such a file is found when it is fetched.
    """
    address = address.strip(" ")
    if name == "a" or address.startswith("#"):
        return bool(LINK.fullmatch(address) or INNER.fullmatch(address))
    return not re.search(r"[:\\\x00-\x1f\x7f]|^\s*/", address)


def _how(name: str) -> str:
    return HOW_TO_LINK if name == "a" else "只能写 templates 文件夹中文件的名称"


def require_spelt_out(document: Any, sources: Iterator[str]) -> None:
    """Look at the links and entry fields of a document that is laid out, also those that styles made.

    `sources` are the texts of the templates, asked for only where there is a link to elsewhere.

    Raises:
        ForbiddenError: for an entry field, an attached file, or a link that no template spells out: it would be made
            of the data.
    """
    if any(any(inputs) or form is not None for page in document.pages for form, inputs in page.forms.items()):
        raise ForbiddenError("<form> 等表单不能用在模板里")
    links = [link for page in document.pages for link in page.links if link[0] != "internal"]
    if not links:
        return
    written = [quoted(unescape(source)) for source in sources]
    for kind, target, *_ in links:
        if kind != "external" or not LINK.fullmatch(target):
            raise ForbiddenError(f"链接“{target[:LONGEST_SHOWN]}”不能用：{HOW_TO_LINK}")
        if not any(target in one for one in written):
            raise ForbiddenError(f"链接“{target[:LONGEST_SHOWN]}”是用数据拼成的，不能用：{HOW_TO_LINK}")


def quoted(text: str) -> str:
    """The text as addresses in it are quoted (RFC 3986): so is what WeasyPrint makes of an address."""
    return quote(text, safe="/:?#[]@!$&'()*+,;=~%")


def require_still(content: bytes) -> None:
    """Look at a finished PDF. Raises ForbiddenError where a viewer would do more than show it and follow a link."""
    with pikepdf.open(BytesIO(content)) as pdf:
        _require_keys("文件", pdf.Root, _OF_DOCUMENT)
        _require_keys("文件名称表", pdf.Root.get("/Names", {}), {"/Dests"})
        _require_keys("文件属性", pdf.trailer.get("/Info", {}), _OF_INFO)
        for page in pdf.pages:
            _require_keys("页", page.obj, _OF_PAGE)
            for mark in page.obj.get("/Annots", ()):
                _require_link(mark)
        for entry in _outline(pdf.Root):
            _require_keys("书签", entry, _OF_OUTLINE)


def _require_keys(what: str, thing: Any, known: set[str]) -> None:
    if unknown := sorted(set(thing.keys()) - known):
        raise ForbiddenError(f"印出的{what}里有不允许的内容（{unknown[0]}）")


def _require_link(mark: Any) -> None:
    if mark.get("/Subtype") != "/Link":
        raise ForbiddenError(f"印出的页上有不允许的标注（{mark.get('/Subtype')}）")
    _require_keys("链接", mark, _OF_LINK)
    if action := mark.get("/A"):
        _require_keys("链接", action, {"/Type", "/S", "/URI"})
        if action.get("/S") != "/URI" or not LINK.fullmatch(str(action.get("/URI", ""))):
            raise ForbiddenError(f"链接“{str(action.get('/URI', ''))[:LONGEST_SHOWN]}”不能用：{HOW_TO_LINK}")


def _outline(root: Any) -> Iterator[Any]:
    """The entries of the outline, each once, as they may lead in a circle."""
    waiting, seen = [root.get("/Outlines")], set[tuple[int, int]]()
    while waiting:
        entry = waiting.pop()
        if entry is not None and (not entry.is_indirect or entry.objgen not in seen):
            seen.add(entry.objgen)
            yield entry
            waiting += [entry.get("/First"), entry.get("/Next")]
