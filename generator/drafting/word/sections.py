"""Sections: the pages of an official document and its page numbers (GB/T 9704-2012, clauses 5.2 and 7.5)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from lxml.etree import _Element as Element

from generator.campaign.layout import MM_PER_PT, OFFICIAL
from generator.drafting.word.elements import (
    FANGSONG,
    align,
    element,
    emu,
    field,
    fonts,
    paragraph,
    run,
    sliver,
    twips,
    w,
)

# The dash of 宋体 stands in the middle of its line, so the line starts above the place of the dash.
_DASH_BELOW_LINE_TOP_MM = OFFICIAL.number_pt * 0.49 * 25.4 / 72
_NUMBER_TOP_MM = OFFICIAL.height_mm - OFFICIAL.bottom_mm + OFFICIAL.number_below_text_mm - _DASH_BELOW_LINE_TOP_MM
_LINE_MM = OFFICIAL.number_pt * 25.4 / 72
_FOOTER_MM = OFFICIAL.height_mm - _NUMBER_TOP_MM - _LINE_MM
HEADER_MM = 10  # from the sheet's edge to a header

NUMBERED: Mapping[str, str] = {"default": "rIdOdd", "even": "rIdEven"}
NUMBERED_LANDSCAPE: Mapping[str, str] = {"default": "rIdOddWide", "even": "rIdEvenWide"}
UNNUMBERED: Mapping[str, str] = {"default": "rIdNone", "even": "rIdNone"}


def section(
    *,
    footers: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    landscape: bool = False,
    slack_mm: float = 0,
    margins_mm: tuple[float, float, float, float] | None = None,
    kind: str = "nextPage",
    footer_mm: float = _FOOTER_MM,
) -> Element:
    """Section properties; margins are top, right (outer), bottom, left (binding).

    The foot of the footer is `footer_mm` above the sheet's.
    """
    o = OFFICIAL
    top, right, bottom, left = margins_mm or (o.top_mm, o.outer_mm, o.bottom_mm, o.binding_mm)
    width, height = (o.height_mm, o.width_mm) if landscape else (o.width_mm, o.height_mm)
    page = w("pgSz", w=twips(width), h=twips(height))
    if landscape:
        page.set(f"{{{page.nsmap['w']}}}orient", "landscape")
    references = [
        _reference(name, place, key)
        for name, keys in (("headerReference", headers or {}), ("footerReference", footers or {}))
        for place, key in keys.items()
    ]
    # The grid is declared for the program's page set-up; paragraphs do not snap to it. Forms have none.
    grid = w("docGrid", linePitch=round(o.line_pitch_pt * 20))
    if not (landscape or slack_mm):
        grid.set(grid.tag.replace("docGrid", "type"), "lines")
    return w(
        "sectPr",
        *references,
        w("type", val=kind),
        page,
        w(
            "pgMar",
            top=twips(top),
            right=twips(right),
            bottom=twips(bottom - slack_mm),
            left=twips(left),
            header=twips(HEADER_MM),
            footer=twips(footer_mm),
            gutter=0,
        ),
        w("cols", space=425),
        grid,
    )


def _reference(name: str, place: str, key: str) -> Element:
    made = w(name, type=place)
    made.set(f"{{{made.nsmap['r']}}}id", key)
    return made


def section_end(properties: Element) -> Element:
    """The paragraph that closes a section: it takes next to no room."""
    return sliver(properties)


def _number(place: str) -> Element:
    """“— 1 —”, one character in from the outer edge of the type area."""
    one = round(OFFICIAL.number_pt * 20)
    indent = w("ind", right=one) if place == "right" else w("ind", left=one)
    dash = run("—", fonts(FANGSONG))
    return paragraph(
        "PageNumber", dash, run(" "), field("PAGE"), run(" "), deepcopy(dash), props=[align(place), indent]
    )


def _turned_number(place: str, key: int) -> Element:
    """The number where it stands on the portrait sheet: turned, at the landscape page's left edge.

    The landscape page is the portrait sheet turned clockwise, head of the table to the sheet's left.
    """
    o = OFFICIAL
    top_mm = o.binding_mm if place == "right" else o.outer_mm
    left_mm = o.height_mm - _NUMBER_TOP_MM - _LINE_MM
    return paragraph("Sliver", w("r", _turned_box(key, (left_mm, top_mm, _LINE_MM, o.text_width_mm), _number(place))))


def _turned_box(key: int, box_mm: tuple[float, float, float, float], content: Element) -> Element:
    """A frameless text box, its text turned, at a place of the page: left, top, width, height in mm."""
    left, top, width, height = map(emu, box_mm)
    insets = dict.fromkeys(("lIns", "tIns", "rIns", "bIns"), 0)
    body = element("wps:bodyPr", element("a:noAutofit"), rot=0, vert="vert", wrap="square", **insets, anchor="t")
    shape = element(
        "wps:wsp",
        element("wps:cNvSpPr", txBox=1),
        element(
            "wps:spPr",
            element("a:xfrm", element("a:off", x=0, y=0), element("a:ext", cx=width, cy=height)),
            element("a:prstGeom", element("a:avLst"), prst="rect"),
            element("a:noFill"),
            element("a:ln", element("a:noFill")),
        ),
        element("wps:txbx", w("txbxContent", content)),
        body,
    )
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    lines = element("v:textbox", w("txbxContent", deepcopy(content)), style="layout-flow:vertical", inset="0,0,0,0")
    older = element("v:rect", lines, style=vml_place(box_mm), filled="f", stroked="f")
    return drawing(key, "页码", (left, top, width, height), element("a:graphicData", shape, uri=uri), older)


def vml_place(box_mm: tuple[float, float, float, float]) -> str:
    """The style of a VML shape behind the text at a place of the page: left, top, width, height in mm."""
    names = ("margin-left", "margin-top", "width", "height")
    sides = (f"{name}:{mm / MM_PER_PT:.2f}pt" for name, mm in zip(names, box_mm, strict=True))
    from_page = (f"mso-position-{way}-relative:page" for way in ("horizontal", "vertical"))
    return ";".join(("position:absolute", *sides, "z-index:-1", *from_page))


def drawing(key: int, name: str, box_emu: tuple[int, int, int, int], graphic: Element, older: Element) -> Element:
    """A drawing behind the text at a place of the page; `older` is it for programs that do not know Word 2010's."""
    left, top, width, height = box_emu
    anchor = element(
        "wp:anchor",
        element("wp:simplePos", x=0, y=0),
        element("wp:positionH", element("wp:posOffset", str(left)), relativeFrom="page"),
        element("wp:positionV", element("wp:posOffset", str(top)), relativeFrom="page"),
        element("wp:extent", cx=width, cy=height),
        element("wp:effectExtent", l=0, t=0, r=0, b=0),
        element("wp:wrapNone"),
        element("wp:docPr", id=key, name=name),
        element("wp:cNvGraphicFramePr"),
        element("a:graphic", graphic),
        **dict.fromkeys(("distT", "distB", "distL", "distR", "simplePos"), 0),
        relativeHeight=key,
        behindDoc=1,
        locked=1,
        layoutInCell=1,
        allowOverlap=1,
    )
    shape_prefix = "wpg" if graphic[0].tag.endswith("wgp") else "wps"
    choice = element("mc:Choice", w("drawing", anchor), Requires=shape_prefix)
    return element("mc:AlternateContent", choice, element("mc:Fallback", w("pict", older)))


def number_footers() -> dict[str, Element]:
    """Footers by relationship id: odd, even, and their landscape forms, and an empty one."""
    return {
        "rIdOdd": w("ftr", _number("right")),
        "rIdEven": w("ftr", _number("left")),
        "rIdOddWide": w("ftr", _turned_number("right", 1)),
        "rIdEvenWide": w("ftr", _turned_number("left", 2)),
        "rIdNone": w("ftr", sliver()),
    }
