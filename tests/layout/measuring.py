"""What stands where on a PDF page, in mm from the upper left corner of the sheet as it is printed.

Read from the page's own drawing commands, which WeasyPrint writes with straight rules, filled boxes and one
text-showing command for each run of glyphs; some 5 ms a page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

MM_PER_PT = 25.4 / 72
SAME_LINE_MM = 0.3
LEAST = 0.01  # px: what is thinner does not print

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Char:
    """One glyph: its text, origin, advance, size, angle of its line (0, 90, …), font, colour and number there."""

    text: str
    x: float
    y: float
    advance: float
    size_mm: float
    angle: int
    font: Font = field(repr=False)
    colour: tuple[float, ...]
    glyph: int

    @property
    def ink(self) -> Box | None:
        """Left, top, right, bottom of what is printed; None for a space. Only for text that runs across."""
        bounds = self.font.bounds_em(self.glyph)
        if bounds is None:
            return None
        left, low, right, high = (value * self.size_mm for value in bounds)
        return (self.x + left, self.y - high, self.x + right, self.y - low)


@dataclass(frozen=True)
class Line:
    """Characters on one baseline, from left to right; spaces are not counted."""

    chars: tuple[Char, ...]

    @property
    def text(self) -> str:
        return "".join(char.text for char in self.chars)

    @property
    def baseline(self) -> float:
        return self.chars[0].y

    @property
    def left(self) -> float:
        return self.chars[0].x

    @property
    def right(self) -> float:
        """The end of the last glyph's advance."""
        return self.chars[-1].x + self.chars[-1].advance

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def ink(self) -> Box:
        boxes = [char.ink for char in self.chars if char.ink]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )

    def start_of(self, text: str) -> float:
        """Where the text begins on the line."""
        return self.chars[self.text.index(text)].x


@dataclass(frozen=True)
class Rule:
    """A straight rule or filled box: left, top, right, bottom edge of its ink, and its colour."""

    left: float
    top: float
    right: float
    bottom: float
    colour: tuple[float, ...]

    @property
    def lies(self) -> bool:
        return self.right - self.left > self.bottom - self.top

    @property
    def thickness(self) -> float:
        return self.bottom - self.top if self.lies else self.right - self.left

    @property
    def middle(self) -> float:
        """The height of a lying rule, or the place across the page of an upright one."""
        return (self.top + self.bottom) / 2 if self.lies else (self.left + self.right) / 2


@dataclass(frozen=True)
class Page:
    """One page as it is printed; `turned` is by how much a viewer turns it clockwise."""

    number: int
    width: float
    height: float
    turned: int
    chars: tuple[Char, ...]
    rules: tuple[Rule, ...]

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of text that run across the sheet, from the top; what shares a baseline is one line."""
        rows: list[list[Char]] = []
        for char in sorted(self.chars, key=lambda one: (one.y, one.x)):
            if char.angle or not char.text.strip():
                continue
            if rows and char.y - rows[-1][0].y < SAME_LINE_MM:
                rows[-1].append(char)
            else:
                rows.append([char])
        return [Line(tuple(sorted(row, key=lambda one: one.x))) for row in rows]

    @property
    def text(self) -> str:
        """The text of the page in the order in which it is drawn, without white space."""
        return re.sub(r"\s", "", "".join(char.text for char in self.chars))

    def line(self, text: str) -> Line:
        """The only line that holds the text."""
        found = [line for line in self.lines if text in line.text]
        assert len(found) == 1, (text, [line.text for line in self.lines])
        return found[0]

    def upright(self) -> Page:
        """The page as a viewer shows it."""
        if self.turned == 0:
            return self
        assert self.turned == 90
        chars = [replace(char, x=self.height - char.y, y=char.x, angle=(char.angle - 90) % 360) for char in self.chars]
        rules = [
            Rule(self.height - rule.bottom, rule.left, self.height - rule.top, rule.right, rule.colour)
            for rule in self.rules
        ]
        return Page(self.number, self.height, self.width, 0, tuple(chars), tuple(rules))

    def text_in(self, box: Box) -> str:
        """The text in the box, line by line from the top, without white space."""
        return "".join(line.text for line in replace(self, chars=tuple(self.inside(box))).lines)

    def inside(self, box: Box) -> list[Char]:
        """The visible characters whose middle lies in the box."""
        left, top, right, bottom = box
        return [
            char
            for char in self.chars
            if char.text.strip()
            and left < char.x + char.advance / 2 < right
            and top < char.y - 0.38 * char.size_mm < bottom
        ]


class Font:
    """A font of a PDF: what its codes stand for, how wide they are, and what they print."""

    def __init__(self, resource: pikepdf.Object) -> None:
        """Read the font's tables; its outlines only when they are asked for."""
        base = resource["/DescendantFonts"][0]
        self.name = str(resource["/BaseFont"])[1:].partition("+")[2]
        self.texts = _texts(resource["/ToUnicode"].read_bytes().decode("latin-1"))
        self.widths = _widths(base["/W"])
        self._default = float(base.get("/DW", 1000))
        descriptor = base["/FontDescriptor"]
        # Outlines are taken apart when they are asked for, after the file is closed.
        self._file = descriptor.get("/FontFile3", descriptor.get("/FontFile2")).read_bytes()
        self._is_cff = "/FontFile3" in descriptor
        mapping = base.get("/CIDToGIDMap")
        self._mapping = mapping.read_bytes() if isinstance(mapping, pikepdf.Stream) else b""
        self._draw: Callable[[int, BoundsPen], None] | None = None
        self._bounds: dict[int, Box | None] = {}

    def advance_em(self, code: int) -> float:
        return self.widths.get(code, self._default) / 1000

    def bounds_em(self, glyph: int) -> Box | None:
        """Left, bottom, right, top of the glyph's outline in em; None where it prints nothing."""
        if self._draw is None:
            self._draw, self._em = self._outlines()
        if glyph not in self._bounds:
            pen = BoundsPen(None)
            self._draw(glyph, pen)
            self._bounds[glyph] = tuple(value / self._em for value in pen.bounds) if pen.bounds else None
        return self._bounds[glyph]

    def _outlines(self) -> tuple[Callable[[int, BoundsPen], None], int]:
        """What draws the glyph of a code, and the units of an em: of a bare CFF font, or of a TrueType font."""
        if self._is_cff:
            fonts = CFFFontSet()
            fonts.decompile(io.BytesIO(self._file), None)
            programs = fonts[fonts.fontNames[0]].CharStrings
            return lambda code, pen: programs[f"cid{code:05d}" if code else ".notdef"].draw(pen), 1000
        font = TTFont(io.BytesIO(self._file))
        glyphs, names = font.getGlyphSet(), font.getGlyphOrder()
        return lambda code, pen: glyphs[names[self._glyph_of(code)]].draw(pen), font["head"].unitsPerEm

    def _glyph_of(self, code: int) -> int:
        return int.from_bytes(self._mapping[2 * code : 2 * code + 2], "big")


def _texts(cmap: str) -> dict[int, str]:
    pairs = re.findall(r"^<([0-9a-fA-F]+)> <([0-9a-fA-F]+)>$", cmap, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def _widths(array: pikepdf.Array) -> dict[int, float]:
    """The widths by code (ISO 32000, 9.7.4.3): a first code with a list, or a range with one width."""
    widths: dict[int, float] = {}
    items = iter(array)
    for first in items:
        following = next(items)
        if isinstance(following, pikepdf.Array):
            widths |= {int(first) + place: float(width) for place, width in enumerate(following)}
        else:
            widths |= dict.fromkeys(range(int(first), int(following) + 1), float(next(items)))
    return widths


def measured(pdf: bytes | Path, numbers: Sequence[int] = ()) -> list[Page]:
    """Every page of the PDF, or those of these numbers (from 1)."""
    with pikepdf.open(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf) as document:
        fonts: dict[tuple[int, int], Font] = {}
        wanted = numbers or range(1, len(document.pages) + 1)
        found = [_page(number, document.pages[number - 1], fonts) for number in wanted]
        return found


def _page(number: int, page: pikepdf.Page, fonts: dict[tuple[int, int], Font]) -> Page:
    left, bottom, right, top = (float(value) for value in page.mediabox)
    own = {}
    for name, resource in page.resources.get("/Font", {}).items():
        if resource.objgen not in fonts:
            fonts[resource.objgen] = Font(resource)
        own[name] = fonts[resource.objgen]
    to_mm = (MM_PER_PT, 0, 0, -MM_PER_PT, -left * MM_PER_PT, top * MM_PER_PT)
    states = page.resources.get("/ExtGState", {}).items()
    opaque = {name: float(state.get("/ca", state.get("/CA", 1))) > 0 for name, state in states}
    drawing = _Drawing(own, opaque, to_mm)
    drawing.run(pikepdf.parse_content_stream(page))
    return Page(
        number,
        (right - left) * MM_PER_PT,
        (top - bottom) * MM_PER_PT,
        int(page.get("/Rotate", 0)),
        tuple(drawing.chars),
        tuple(drawing.rules),
    )


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


@dataclass(frozen=True)
class _State:
    """The graphics state that q and Q keep."""

    matrix: Matrix
    fill: tuple[float, ...] = (0,)
    stroke: tuple[float, ...] = (0,)
    width: float = 1
    font: Font | None = None
    size: float = 0
    opaque: bool = True


class _Drawing:
    """Runs drawing commands and keeps what they print."""

    def __init__(self, fonts: Mapping[str, Font], opaque: Mapping[str, bool], matrix: Matrix) -> None:
        self.fonts = fonts
        self.opaque = opaque
        self.state = _State(matrix)
        self.chars: list[Char] = []
        self.rules: list[Rule] = []
        self._kept: list[_State] = []
        self._points: list[tuple[float, float]] = []
        self._boxes: list[Box] = []
        self._text: Matrix = (1, 0, 0, 1, 0, 0)
        self._line: Matrix = (1, 0, 0, 1, 0, 0)
        self._tracked = 0.0

    def run(self, commands: Sequence[Any]) -> None:
        for command in commands:
            action = self._ACTIONS.get(str(command.operator))
            if action:
                action(self, list(command.operands))

    def _keep(self, _: list[Any]) -> None:
        self._kept.append(self.state)

    def _restore(self, _: list[Any]) -> None:
        self.state = self._kept.pop()

    def _transform(self, values: list[Any]) -> None:
        matrix = _times(tuple(float(value) for value in values), self.state.matrix)  # type: ignore[arg-type]
        self.state = replace(self.state, matrix=matrix)

    def _opacity(self, values: list[Any]) -> None:
        self.state = replace(self.state, opaque=self.opaque.get(str(values[0]), True))

    def _fill_colour(self, values: list[Any]) -> None:
        self.state = replace(self.state, fill=tuple(float(value) for value in values))

    def _stroke_colour(self, values: list[Any]) -> None:
        self.state = replace(self.state, stroke=tuple(float(value) for value in values))

    def _line_width(self, values: list[Any]) -> None:
        self.state = replace(self.state, width=float(values[0]))

    def _point(self, values: list[Any]) -> None:
        self._points.append((float(values[0]), float(values[1])))

    def _box(self, values: list[Any]) -> None:
        x, y, width, height = (float(value) for value in values)
        self._boxes.append((x, y, x + width, y + height))

    def _no_path(self, _: list[Any]) -> None:
        self._points, self._boxes = [], []

    def _stroke(self, _: list[Any]) -> None:
        if len(self._points) == 2:
            (x1, y1), (x2, y2) = self._points
            half = self.state.width / 2
            # Butt ends: a rule is as long as its path, and as thick as the line width.
            across = abs(x2 - x1) >= abs(y2 - y1)
            grown = (0, half) if across else (half, 0)
            box = (min(x1, x2) - grown[0], min(y1, y2) - grown[1], max(x1, x2) + grown[0], max(y1, y2) + grown[1])
            self._print(box, self.state.stroke)
        self._no_path([])

    def _fill(self, _: list[Any]) -> None:
        for box in self._boxes:
            self._print(box, self.state.fill)
        self._no_path([])

    def _fill_between(self, _: list[Any]) -> None:
        """The even-odd rule: of two boxes, one inside the other, what lies between them is printed."""
        if len(self._boxes) == 2:
            (a, b, c, d), (e, f, g, h) = sorted(self._boxes, key=lambda box: abs((box[2] - box[0]) * (box[3] - box[1])))
            self._boxes = [(e, f, g, b), (e, d, g, h), (e, f, a, h), (c, f, g, h)]
        self._fill([])

    def _print(self, box: Box, colour: tuple[float, ...]) -> None:
        if not self.state.opaque or box[2] - box[0] < LEAST or box[3] - box[1] < LEAST:
            return
        corners = [self._place(box[0], box[1], self.state.matrix), self._place(box[2], box[3], self.state.matrix)]
        (x1, y1), (x2, y2) = corners
        self.rules.append(Rule(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2), colour))

    @staticmethod
    def _place(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
        a, b, c, d, e, f = matrix
        return a * x + c * y + e, b * x + d * y + f

    def _font(self, values: list[Any]) -> None:
        self.state = replace(self.state, font=self.fonts[str(values[0])], size=float(values[1]))

    def _text_place(self, values: list[Any]) -> None:
        self._text = self._line = tuple(float(value) for value in values)  # type: ignore[assignment]

    def _begin_text(self, _: list[Any]) -> None:
        self._text_place([1, 0, 0, 1, 0, 0])

    def _next_line(self, values: list[Any]) -> None:
        """Td: to a place told from the start of the line before."""
        self._text_place(list(_times((1, 0, 0, 1, float(values[0]), float(values[1])), self._line)))

    def _tracking(self, values: list[Any]) -> None:
        self._tracked = float(values[0])

    def _show_string(self, values: list[Any]) -> None:
        self._show([values])

    def _show(self, values: list[Any]) -> None:
        """TJ: strings of two-byte codes, and numbers that move back by thousandths of the size."""
        font, size = self.state.font, self.state.size
        assert font is not None
        if not self.state.opaque:
            return
        matrix = _times(self._text, self.state.matrix)
        a, b = matrix[0], matrix[1]
        scale = (a * a + b * b) ** 0.5
        angle = {(True, True): 0, (True, False): 180, (False, True): 90, (False, False): 270}[
            abs(a) > abs(b), (a if abs(a) > abs(b) else -b) > 0
        ]
        x = 0.0
        for item in values[0]:
            if not isinstance(item, pikepdf.String):
                x -= float(item) / 1000 * size
                continue
            codes = bytes(item)
            for high, low in zip(codes[::2], codes[1::2], strict=True):
                code = high << 8 | low
                advance = font.advance_em(code) * size
                place = self._place(x, 0, matrix)
                text = font.texts.get(code, "\ufffd")
                self.chars.append(Char(text, *place, advance * scale, size * scale, angle, font, self.state.fill, code))
                x += advance + self._tracked
        self._text = _times((1, 0, 0, 1, x, 0), self._text)

    _ACTIONS: Mapping[str, Any] = {
        "q": _keep, "Q": _restore, "cm": _transform, "w": _line_width,
        "gs": _opacity, "rg": _fill_colour, "g": _fill_colour, "k": _fill_colour,
        "RG": _stroke_colour, "G": _stroke_colour, "K": _stroke_colour,
        "m": _point, "l": _point, "re": _box, "n": _no_path, "S": _stroke, "f": _fill, "f*": _fill_between,
        "BT": _begin_text, "Td": _next_line, "Tf": _font, "Tm": _text_place, "TJ": _show, "Tj": _show_string,
        "Tc": _tracking,
    }  # fmt: skip


def upright_rules(rules: Sequence[Rule]) -> list[float]:
    """The places across the page at which upright rules lie, each once."""
    return _places(rule.middle for rule in rules if not rule.lies)


def lying_rules(rules: Sequence[Rule]) -> list[float]:
    """The heights at which lying rules lie, each once."""
    return _places(rule.middle for rule in rules if rule.lies)


def _places(values: Iterator[float] | Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 0.3:
            found.append(value)
    return found
