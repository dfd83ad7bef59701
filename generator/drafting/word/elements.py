"""The few XML elements of WordprocessingML (ECMA-376 part 1) that the templates are drawn with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import chain

from lxml import etree
from lxml.etree import _Element as Element

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# The order that the schema asks of the properties of a paragraph and of a run (CT_PPr, CT_RPr).
_PARAGRAPH_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "pBdr", "shd"),
    *("tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE"),
    *("autoSpaceDN", "adjustRightInd", "snapToGrid", "spacing", "ind", "jc", "textDirection"),
    *("textAlignment", "outlineLvl", "rPr", "sectPr"),
)
_RUN_ORDER = (
    *("rStyle", "rFonts", "b", "i", "noProof", "vanish", "color", "spacing", "w", "kern", "position", "sz"),
    *("szCs", "highlight", "u", "lang"),
)

BIAOSONG = "方正小标宋简体"
FANGSONG = "仿宋_GB2312"
KAI = "楷体_GB2312"
HEI = "黑体"
SONG = "宋体"


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point, rounded."""
    return round(mm * 1440 / 25.4)


def emu(mm: float) -> int:
    """Millimetres in English Metric Units, rounded."""
    return round(mm * 36000)


def element(tag: str, /, *children: Element | str, **attributes: str | int) -> Element:
    """Element `prefix:name`; a string child is its text, attributes carry no namespace."""
    prefix, name = tag.split(":")
    made = etree.Element(f"{{{NAMESPACES[prefix]}}}{name}", nsmap=NAMESPACES)
    for key, value in attributes.items():
        made.set(key, str(value))
    for child in children:
        if isinstance(child, str):
            made.text = child
        else:
            made.append(child)
    return made


def w(name: str, /, *children: Element | str, **attributes: str | int) -> Element:
    """Element `w:name` with attributes of the same namespace."""
    made = element(f"w:{name}", *children)
    for key, value in attributes.items():
        made.set(f"{{{NAMESPACES['w']}}}{key}", str(value))
    return made


def off(name: str) -> Element:
    """A property switched off."""
    return w(name, val=0)


def _ordered(name: str, properties: Iterable[Element], order: Sequence[str]) -> list[Element]:
    """The container `w:name` with copies of its properties in schema order, or nothing without any."""
    listed = sorted(properties, key=lambda one: order.index(etree.QName(one).localname))
    return [w(name, *map(deepcopy, listed))] if listed else []


def fonts(family: str) -> Element:
    """One family in all four slots, so that no theme or default font comes in; “ ” … — count as Chinese."""
    return w("rFonts", hint="eastAsia", ascii=family, hAnsi=family, eastAsia=family, cs=family)


def size(points: float) -> tuple[Element, Element]:
    """Font size in pt."""
    return w("sz", val=round(points * 2)), w("szCs", val=round(points * 2))


def run_properties(*properties: Element) -> list[Element]:
    """`w:rPr` in schema order."""
    return _ordered("rPr", properties, _RUN_ORDER)


def paragraph_properties(*properties: Element) -> list[Element]:
    """`w:pPr` in schema order."""
    return _ordered("pPr", properties, _PARAGRAPH_ORDER)


def run(text: str, *properties: Element) -> Element:
    """A run of text; a line feed in it is a line break, a tab a tab."""
    if not any(etree.QName(one).localname == "rFonts" for one in properties):
        properties = (w("rFonts", hint="eastAsia"), *properties)
    pieces: list[Element] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            pieces.append(w("br"))
        for place, part in enumerate(line.split("\t")):
            if place:
                pieces.append(w("tab"))
            if part:
                piece = w("t", part)
                piece.set(XML_SPACE, "preserve")
                pieces.append(piece)
    return w("r", *run_properties(*properties), *pieces)


def field(instruction: str) -> list[Element]:
    """A field such as PAGE, in the three parts that Word writes."""
    code = w("instrText", f" {instruction} ")
    code.set(XML_SPACE, "preserve")
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", code),
        w("r", w("fldChar", fldCharType="separate")),
        run("1"),
        w("r", w("fldChar", fldCharType="end")),
    ]


def paragraph(style: str, *content: Element | str | Iterable[Element], props: Iterable[Element] = ()) -> Element:
    """A paragraph of a style; strings become runs."""
    flat = chain.from_iterable(
        [run(part)] if isinstance(part, str) else [part] if isinstance(part, Element) else part for part in content
    )
    return w("p", *paragraph_properties(w("pStyle", val=style), *props), *flat)


def align(where: str) -> Element:
    """Alignment: left, right, center, both or distribute."""
    return w("jc", val=where)


def exact(points: float, before: float = 0, after: float = 0) -> Element:
    """Exact line pitch and the space around, in pt."""
    return w(
        "spacing",
        before=round(before * 20),
        after=round(after * 20),
        line=round(points * 20),
        lineRule="exact",
    )


def single() -> Element:
    """A line as high as what stands in it."""
    return w("spacing", line=240, lineRule="auto")


def fitted(points: float, ratio: float) -> tuple[Element, Element]:
    """Properties of a paragraph whose value brings its own size: nominal size, and pitch in proportion."""
    return exact(points * ratio), w("rPr", *size(points))


def keep_with_next(held: Element) -> None:
    """Let the paragraph stay on the page of what follows; in a table, its row."""
    properties = held.find(w("pPr").tag)
    assert properties is not None, "every paragraph has a style"
    properties.insert(1, w("keepNext"))


def sliver(*props: Element) -> Element:
    """A paragraph of 1 pt: Word asks for one after a table."""
    return paragraph("Sliver", props=props)


def around_paragraphs(statement: str, *content: Element) -> list[Element]:
    """Paragraphs or tables inside a docxtpl block of paragraphs: `for …` or `if …`."""
    end = statement.split()[0]
    return [tag_paragraph(f"%p {statement} %"), *content, tag_paragraph(f"%p end{end} %")]


def tag_paragraph(tag: str) -> Element:
    """A paragraph that holds a docxtpl tag only; it vanishes when the template is prepared."""
    return paragraph("Normal", f"{{{tag}}}")


def around_runs(statement: str, *content: Element) -> list[Element]:
    """Runs inside a docxtpl block of runs."""
    end = statement.split()[0]
    return [run(f"{{%r {statement} %}}"), *content, run(f"{{%r end{end} %}}")]


def either_runs(condition: str, yes: Iterable[Element], no: Iterable[Element]) -> list[Element]:
    """Runs of which one set stands, by a condition."""
    return [run(f"{{%r if {condition} %}}"), *yes, run("{%r else %}"), *no, run("{%r endif %}")]
