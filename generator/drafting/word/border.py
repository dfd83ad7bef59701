"""The certificate's border as a Word drawing, from the drawing that the PDF uses (border.svg)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import etree
from lxml.etree import _Element as Element

from generator.campaign.layout import MM_PER_PT, OFFICIAL, package_templates
from generator.drafting.word.elements import element, emu
from generator.drafting.word.sections import drawing, vml_place

_SVG = "{http://www.w3.org/2000/svg}"
_UNITS_PER_MM = 100
_WIDTH_MM, _HEIGHT_MM = OFFICIAL.height_mm, OFFICIAL.width_mm
_VML_SIZE = f"{round(_WIDTH_MM * _UNITS_PER_MM)},{round(_HEIGHT_MM * _UNITS_PER_MM)}"
_COMMANDS = re.compile(r"([MLHVZ])|(-?\d+(?:\.\d+)?)")
_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "Z": 0}


@dataclass(frozen=True)
class _Frame:
    """How a group's coordinates lie on the page: mirrored by -1, then moved, in mm."""

    move: Sequence[float] = (0, 0)
    scale: Sequence[float] = (1, 1)

    def point(self, x: float, y: float) -> Element:
        at = [offset + factor * value for offset, factor, value in zip(self.move, self.scale, (x, y), strict=True)]
        return element("a:pt", x=round(at[0] * _UNITS_PER_MM), y=round(at[1] * _UNITS_PER_MM))


@dataclass(frozen=True)
class _Style:
    """How a shape is painted: colours as `#rrggbb` or `none`."""

    fill: str
    stroke: str
    width_mm: float


def _steps(path: str) -> Iterator[tuple[str, list[float]]]:
    """The commands of an SVG path in absolute coordinates, one at a time with its numbers."""
    command, numbers = "", list[float]()
    for letter, number in _COMMANDS.findall(path):
        if letter:
            command, numbers = letter, []
        else:
            numbers.append(float(number))
        if len(numbers) == _NUMBERS[command]:
            yield command, numbers
            numbers = []


def _path(steps: Iterator[tuple[str, list[float]]], frame: _Frame) -> list[Element]:
    made, x, y = [], 0.0, 0.0
    for command, numbers in steps:
        if command == "Z":
            made.append(element("a:close"))
            continue
        x = numbers[0] if command != "V" else x
        y = numbers[-1] if command != "H" else y
        made.append(element("a:moveTo" if command == "M" else "a:lnTo", frame.point(x, y)))
    return made


def _outline(shape: Element, frame: _Frame) -> list[Element]:
    """The shape's outline as steps of a DrawingML path."""
    if shape.tag == f"{_SVG}circle":
        x, y, radius = (float(shape.get(key, "0")) for key in ("cx", "cy", "r"))
        length = round(radius * _UNITS_PER_MM)
        turn = element("a:arcTo", wR=length, hR=length, stAng=0, swAng=360 * 60_000)
        return [element("a:moveTo", frame.point(x + radius, y)), turn, element("a:close")]
    path = shape.get("d", "")
    if shape.tag == f"{_SVG}rect":
        x, y, width, height = (float(shape.get(key, "0")) for key in ("x", "y", "width", "height"))
        path = f"M{x} {y}H{x + width}V{y + height}H{x}Z"
    return _path(_steps(path), frame)


def _fill(color: str) -> Element:
    if color == "none":
        return element("a:noFill")
    return element("a:solidFill", element("a:srgbClr", val=color.removeprefix("#").upper()))


def _shape(number: int, style: _Style, outline: list[Element]) -> Element:
    """A shape that spans the page, so that its coordinates are the page's."""
    size = {"w": round(_WIDTH_MM * _UNITS_PER_MM), "h": round(_HEIGHT_MM * _UNITS_PER_MM)}
    path = element("a:path", *outline, **size)
    if style.fill == "none":
        path.set("fill", "none")
    geometry = element(
        "a:custGeom",
        *(element(f"a:{name}") for name in ("avLst", "gdLst", "ahLst", "cxnLst")),
        element("a:rect", l=0, t=0, r="r", b="b"),
        element("a:pathLst", path),
    )
    line = element("a:ln", _fill(style.stroke), element("a:miter", lim=800000), w=emu(style.width_mm))
    return element(
        "wps:wsp",
        element("wps:cNvPr", id=number, name=f"边框{number}"),
        element("wps:cNvSpPr"),
        element("wps:spPr", element("a:xfrm", *_page("off", "ext")), geometry, _fill(style.fill), line),
        element("wps:bodyPr"),
    )


def _page(*names: str) -> list[Element]:
    """The page's rectangle, as a transformation states it."""
    place = {"x": 0, "y": 0}
    size = {"cx": emu(_WIDTH_MM), "cy": emu(_HEIGHT_MM)}
    return [element(f"a:{name}", **(place if name.lower().endswith("off") else size)) for name in names]


def _outlines(svg: Element) -> Iterator[tuple[_Style, list[Element]]]:
    """Style and outline of every shape, in painting order; a group hands its style and frame down."""
    for child in svg:
        if child.tag != f"{_SVG}g":
            yield _style(child, svg), _outline(child, _Frame())
            continue
        numbers = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", child.get("transform", ""))]
        frame = _Frame(numbers[:2], numbers[2:]) if numbers else _Frame()
        for shape in child:
            yield _style(shape, child), _outline(shape, frame)


def _style(shape: Element, group: Element) -> _Style:
    """How a shape is painted: what it does not say itself, its group says."""
    fill, stroke, width = (
        shape.get(key, group.get(key, default))
        for key, default in (("fill", "none"), ("stroke", "none"), ("stroke-width", "0"))
    )
    return _Style(fill, stroke, float(width))


def border(key: int) -> Element:
    """The border, to be anchored in a header so that it stands behind every page."""
    svg = etree.parse(str(package_templates() / "certificate" / "border.svg")).getroot()
    shapes = [
        _shape(key + number, style, [step for _, outline in same for step in outline])
        for number, (style, same) in enumerate(_by_style(svg), start=1)
    ]
    older = element(
        "v:group",
        *(_vml_shape(style, [step for _, outline in same for step in outline]) for style, same in _by_style(svg)),
        style=vml_place((0, 0, _WIDTH_MM, _HEIGHT_MM)),
        coordsize=_VML_SIZE,
    )
    group = element(
        "wpg:wgp",
        element("wpg:cNvGrpSpPr"),
        element("wpg:grpSpPr", element("a:xfrm", *_page("off", "ext", "chOff", "chExt"))),
        *shapes,
    )
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
    box = (0, 0, emu(_WIDTH_MM), emu(_HEIGHT_MM))
    return drawing(key, "证书边框", box, element("a:graphicData", group, uri=uri), older)


def _by_style(svg: Element) -> Iterator[tuple[_Style, Iterator[tuple[_Style, list[Element]]]]]:
    return groupby(_outlines(svg), key=lambda one: one[0])


def _vml_shape(style: _Style, outline: Sequence[Element]) -> Element:
    """The shape for programs that know VML alone (ECMA-376 part 4, 14.1.2.19)."""
    wide, high = _VML_SIZE.split(",")
    made = element("v:shape", style=f"position:absolute;width:{wide};height:{high}", coordsize=_VML_SIZE)
    made.set("path", "".join(_vml_steps(outline)) + "e")
    for name, colour in (("fill", style.fill), ("strok", style.stroke)):
        made.set(f"{name}ed", "f" if colour == "none" else "t")
        if colour != "none":
            made.set("fillcolor" if name == "fill" else "strokecolor", colour)
    if style.stroke != "none":
        made.set("strokeweight", f"{style.width_mm / MM_PER_PT:.2f}pt")
    return made


def _vml_steps(outline: Sequence[Element]) -> Iterator[str]:
    """The steps of a DrawingML path in VML; a circle begins at its right, which VML finds by itself."""
    for step, following in zip(outline, [*outline[1:], None], strict=True):
        name, after = (str(one.tag).rsplit("}", 1)[1] if one is not None else "" for one in (step, following))
        if name == "close":
            yield "x"
        elif name == "arcTo":
            continue
        else:
            x, y = (int(step[0].get(axis, "0")) for axis in ("x", "y"))
            radius = int(following.get("wR", "0")) if following is not None else 0
            box = f"{x - 2 * radius},{y - radius},{x},{y + radius}"
            yield f"ar{box},{x},{y},{x},{y}" if after == "arcTo" else f"{'m' if name == 'moveTo' else 'l'}{x},{y}"
