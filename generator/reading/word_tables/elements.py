"""The elements of a Word document that tables are made of: blocks, rows and cells, those within controls too."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
P, R, T, TBL, TR, TC, SDT = (f"{W}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc", "sdt"))
# What only frames the rest; what was deleted or moved away with changes tracked (w:del, w:moveFrom) is none of it.
FRAMES = frozenset(
    f"{W}{name}" for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo")
) | {f"{COMPATIBLE}AlternateContent", f"{COMPATIBLE}Choice", f"{COMPATIBLE}Fallback"}
_OFF = ("0", "false", "off")


def value_of(element: Element | None, name: str) -> str:
    """The `w:val` of a child, empty without one."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val", "") if child is not None else ""


def is_on(properties: Element | None, name: str) -> bool:
    """Whether a switch among the properties is on."""
    child = properties.find(f"{W}{name}") if properties is not None else None
    return child is not None and child.get(f"{W}val", "1") not in _OFF


def content_of(control: Element) -> Element | None:
    """What stands in a control."""
    return control.find(f"{W}sdtContent")


def blocks(container: Element, controls: tuple[Element, ...] = ()) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    """Paragraphs and tables in order, those in block controls too, each with the controls around it."""
    for child in container:
        if child.tag in (P, TBL):
            yield child, controls
        elif child.tag == SDT:
            if (content := content_of(child)) is not None:
                yield from blocks(content, (*controls, child))
        elif child.tag in FRAMES:
            yield from blocks(child, controls)


def children(
    container: Element, tag: str, controls: tuple[Element, ...] = ()
) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    """Rows of a table or cells of a row, those in controls too, each with the controls around it."""
    for child in container:
        if child.tag == tag:
            yield child, controls
        elif child.tag == SDT:
            if (content := content_of(child)) is not None:
                yield from children(content, tag, (*controls, child))
        elif child.tag in FRAMES:
            yield from children(child, tag, controls)
