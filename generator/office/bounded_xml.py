"""XML of an unknown author → a tree: no declarations, no entities, bounded in depth, elements and attributes.

Two parsers read it: expat counts and refuses, libxml2 builds the tree from what was found modest. Whoever goes on from
the tree, and writes it anew, has what was judged and nothing else, in whichever encoding it came.
"""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from xml.parsers import expat

from lxml import etree
from lxml.etree import _Element as Element

from generator.office.package import HEAD

COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DEEPEST = 200  # elements within each other; a table in a cell of a text box of a control comes to 40
MOST_ELEMENTS = 200_000
MOST_ATTRIBUTES_IN_ALL = 800_000
MOST_ATTRIBUTES = 120  # of an element; latent styles and theme colours have 20
LONGEST_ATTRIBUTE = 100_000
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
)


class XmlError(ValueError):
    """The text is no XML, or more than any part of a template is; said in Chinese."""


class _Counter:
    """Counts while expat reads; raises where a bound is passed."""

    def __init__(self) -> None:
        self.depth = 0
        self.elements = 0
        self.attributes = 0

    def started(self, _name: str, attributes: list[str]) -> None:
        self.depth += 1
        self.elements += 1
        self.attributes += len(attributes) // 2
        if self.depth > DEEPEST or len(attributes) > 2 * MOST_ATTRIBUTES:
            raise XmlError("内容嵌套过深，或属性过多")
        if self.elements > MOST_ELEMENTS or self.attributes > MOST_ATTRIBUTES_IN_ALL:
            raise XmlError("内容异常庞大")
        if any(len(text) > LONGEST_ATTRIBUTE for text in attributes):
            raise XmlError("内容异常庞大")

    def ended(self, _name: str) -> None:
        self.depth -= 1


def _named(_prefix: str | None, address: str | None) -> None:
    if "{" in (address or "") or "}" in (address or ""):
        raise XmlError("名称空间里有 { 或 }")


def _declared(*_: object) -> None:
    raise XmlError("有不允许的定义（DTD）")


def parsed(data: bytes) -> Element:
    """The root of the tree, without comments and instructions.

    Raises:
        XmlError: it is not whole, declares something, is in an encoding that XML does not name, or passes a bound.
    """
    counter, reader = _Counter(), expat.ParserCreate(namespace_separator=" ")
    reader.ordered_attributes = True
    reader.StartElementHandler, reader.EndElementHandler = counter.started, counter.ended
    reader.StartNamespaceDeclHandler = _named
    reader.StartDoctypeDeclHandler = reader.EntityDeclHandler = _declared
    try:
        reader.Parse(data, True)
        return etree.fromstring(data, _PARSER)
    except (expat.ExpatError, etree.XMLSyntaxError, LookupError, ValueError) as wrong:
        if isinstance(wrong, XmlError):
            raise
        raise XmlError("不是完好的 XML") from wrong


def written(root: Element) -> bytes:
    """The part in UTF-8, with the head that Word and Excel write."""
    return HEAD + etree.tostring(root, encoding="UTF-8")


@lru_cache(maxsize=4096)
def split_name(name: str) -> tuple[str, str]:
    """The namespace of an element or attribute, empty without one, and its local name."""
    parts = etree.QName(name)
    return parts.namespace or "", parts.localname


def attributes(element: Element) -> list[tuple[str, str]]:
    """Names and values."""
    return [(str(name), str(value)) for name, value in element.items()]


def ignorable(root: Element, known: Container[str]) -> frozenset[str]:
    """The namespaces that a reader may pass over (ECMA-376 part 3, 7.2), as far as they are not known."""
    named = {
        one.nsmap.get(prefix, "")
        for one in root.iter()
        if (prefixes := one.get(f"{{{COMPATIBILITY}}}Ignorable"))
        for prefix in prefixes.split()
    }
    return frozenset(address for address in named if address and address not in known)


def drop(element: Element) -> None:
    """Take the element out of its parent, and leave what follows it."""
    parent = element.getparent()
    assert parent is not None
    _keep_tail(element, parent)
    parent.remove(element)


def unwrap(element: Element) -> None:
    """Put the element's children in its place."""
    parent = element.getparent()
    assert parent is not None
    place = parent.index(element)
    _keep_tail(element, parent)
    parent[place : place + 1] = list(element)


def _keep_tail(element: Element, parent: Element) -> None:
    before = element.getprevious()
    if not (element.tail or "").strip():
        return
    if before is None:
        parent.text = f"{parent.text or ''}{element.tail}"
    else:
        before.tail = f"{before.tail or ''}{element.tail}"
    element.tail = None
