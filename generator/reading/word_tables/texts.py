"""A paragraph → its text as its reader understands it, in spans that know the control around them.

Counted is what shows on paper: insertions, results of fields, signs of sign fonts, raised and lowered characters as
Unicode's own. Deleted, hidden and struck-out text is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lxml.etree import _Element as Element

from generator.reading.sheets.rich_text import LOWERED, RAISED, carried_over
from generator.reading.word_tables.elements import (
    FRAMES,
    SDT,
    W14,
    P,
    R,
    T,
    W,
    content_of,
    is_on,
    value_of,
)
from generator.reading.word_tables.signs import EMPTY, TICKED, UNKNOWN, as_shown, sign

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SIGNS = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip
MAYBE_BLANK = "\u2028"  # in a text that was printed: a line ends here, and a blank may or may not stand there
_PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_TEXT_BOX = f"{W}txbxContent"
_ENCLOSED = re.compile(r"(?i)^\s*eq\s+\\o\s*(?:\\a[clr]\s*)?\([○◯〇□△◇◎⊙]\s*[,;，]\s*(\S{1,2}?)\s*\)")
_SCRIPTS = {f"{M}sup": RAISED, f"{M}sub": LOWERED}


@dataclass(frozen=True, eq=False)
class Control:
    """A content control. `ticked` is what one with a box says of itself, None where it has no box.

    `is_empty` says that it shows what stands there before something is entered, or so says its file.
    """

    tag: str
    ticked: bool | None
    is_empty: bool


class Span(NamedTuple):
    """A stretch of text, and the innermost control around it, None where there is none."""

    text: str
    control: Control | None


class Line(NamedTuple):
    """A paragraph: its spans, how many pictures stand in it, its text boxes, and what of it is struck out."""

    spans: tuple[Span, ...]
    pictures: int = 0
    boxes: tuple[Element, ...] = ()
    struck: str = ""
    element: Element | None = None

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(span.text for span in self.spans)

    def of_tag(self, tag: str) -> Line:
        """The same with nothing but what stands in controls of that tag."""
        return self._replace(spans=tuple(one for one in self.spans if one.control and one.control.tag == tag))


def control_of(element: Element) -> Control:
    """What a `w:sdt` says of itself."""
    properties = element.find(f"{W}sdtPr")
    if properties is None:
        return Control("", None, False)
    box = properties.find(f"{W14}checkbox")
    checked = box.find(f"{W14}checked") if box is not None else None
    ticked = None if box is None else checked is not None and checked.get(f"{W14}val", "1") in ("1", "true", "on")
    return Control(value_of(properties, "tag"), ticked, is_on(properties, "showingPlcHdr"))


class LineReader:
    """Reads paragraphs; the controls around them are given once each."""

    def __init__(self) -> None:
        """Begin with no control known."""
        self._controls: dict[Element, Control] = {}
        self._pictures = 0
        self._boxes: list[Element] = []
        self._struck: list[str] = []
        self._codes: list[str] = []  # of the fields around
        self._fields: list[str] = []  # those around, each at its "begin" or, where its result is read, "separate"

    def line(self, paragraph: Element, around: Sequence[Element] = (), number: str = "") -> Line:
        """The paragraph's text, after the number that its list gives it. `around` are the controls that hold it."""
        self._pictures = 0
        self._boxes, self._struck, self._fields, self._codes = [], [], [], []
        control = self._innermost(around)
        spans = ([Span(number, control)] if number else []) + list(self._spans(paragraph, control))
        return Line(tuple(_joined(spans)), self._pictures, tuple(self._boxes), "".join(self._struck), paragraph)

    def _innermost(self, around: Sequence[Element]) -> Control | None:
        known = [self._control(one) for one in around]
        return next((one for one in reversed(known) if one.tag or one.ticked is not None), known[-1] if known else None)

    def _control(self, element: Element) -> Control:
        if element not in self._controls:
            self._controls[element] = control_of(element)
        return self._controls[element]

    def _spans(self, container: Element, control: Control | None) -> Iterator[Span]:
        for child in container:
            if child.tag == R:
                if text := self.run(child):
                    yield Span(text, control)
            elif child.tag == SDT:
                if (content := content_of(child)) is not None:
                    own = self._control(child)
                    named = own.tag or own.ticked is not None or control is None or not control.tag
                    yield from self._spans(content, own if named else control)
            elif child.tag in FRAMES:
                yield from self._spans(child, control)
            elif child.tag in (f"{M}oMath", f"{M}oMathPara"):
                yield Span(_math(child), control)
            elif child.tag == P:  # a paragraph where only runs belong
                yield from self._spans(child, control)

    def run(self, run: Element) -> str:
        """The text of one run."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return "".join(self._pieces(run, ""))
        fonts = properties.find(f"{W}rFonts")
        font = "" if fonts is None else fonts.get(f"{W}ascii", fonts.get(f"{W}hAnsi", ""))
        text = "".join(self._pieces(run, font))
        if is_on(properties, "vanish") or is_on(properties, "webHidden"):
            return ""
        if text.strip() and _is_white(run, properties):
            return UNKNOWN  # it stands there, and nobody sees it on paper
        if is_on(properties, "strike") or is_on(properties, "dstrike"):
            self._struck.append(text)
            return ""
        script = value_of(properties, "vertAlign")
        return (carried_over(text, script) or text) if script else text

    def _pieces(self, run: Element, font: str) -> Iterator[str]:
        for child in run:
            if child.tag == T:
                if "begin" not in self._fields:
                    yield as_shown(child.text or "", font)
            elif child.tag in _SIGNS:
                yield "" if child.get(f"{W}type") in ("page", "column") else _SIGNS[str(child.tag)]
            elif child.tag == f"{W}sym":
                yield _symbol(child)
            elif child.tag == f"{W}fldChar":
                yield self._field(child)
            elif child.tag == f"{W}instrText" and self._fields:
                self._codes[-1] += child.text or ""
            elif child.tag in _PICTURES or child.tag in FRAMES:
                self._drawn(child)
            elif child.tag == f"{W}ruby":
                yield from (
                    piece
                    for base in child.iterfind(f"{W}rubyBase")
                    for one in base.iterfind(R)
                    for piece in self._pieces(one, font)
                )

    def _field(self, mark: Element) -> str:
        """What a mark of a field shows: old boxes and lists hold their value themselves."""
        kind = mark.get(f"{W}fldCharType", "")
        if kind == "begin":
            self._fields.append(kind)
            self._codes.append("")
            return _old_field(mark)
        before, code = (self._fields.pop(), self._codes.pop()) if self._fields else ("", "")
        if kind == "separate":
            self._fields.append(kind)
            self._codes.append(code)
        return _enclosed(code) if kind == "end" and before == "begin" else ""

    def _drawn(self, drawing: Element) -> None:
        boxes = list(drawing.iter(_TEXT_BOX))
        self._boxes += [one for one in boxes if not any(up in boxes for up in one.iterancestors(_TEXT_BOX))]
        self._pictures += not boxes


def _is_white(run: Element, properties: Element) -> bool:
    """Whether the run is white, with nothing dark behind it that a file tells of here."""
    if value_of(properties, "color").upper() != "FFFFFF" or is_on(properties, "highlight"):
        return False
    around = (one.find(f"{W}{one.tag.rpartition('}')[2]}Pr") for one in run.iterancestors(P, f"{W}tc", f"{W}tbl"))
    return all(_is_bare(one.find(f"{W}shd")) for one in (properties, *around) if one is not None)


def _is_bare(shading: Element | None) -> bool:
    if shading is None:
        return True
    plain = shading.get(f"{W}val", "clear") in ("clear", "nil")
    return plain and shading.get(f"{W}fill", "auto").upper() in ("AUTO", "FFFFFF")


def _enclosed(code: str) -> str:
    """The character that Word's 带圈字符 draws within a sign, as one that is ticked; a number in brackets."""
    found = _ENCLOSED.search(code)
    if found is None:
        return ""
    return f"({found[1]})" if found[1].isdigit() else f"{TICKED}{found[1]}"


def _old_field(mark: Element) -> str:
    """The box or chosen word of a field of the older kind, by its data."""
    data = mark.find(f"{W}ffData")
    if data is None:
        return ""
    if (box := data.find(f"{W}checkBox")) is not None:
        state = "checked" if box.find(f"{W}checked") is not None else "default"
        return TICKED if is_on(box, state) else EMPTY
    if (chosen := data.find(f"{W}ddList")) is not None:
        words = [one.get(f"{W}val", "") for one in chosen.iterfind(f"{W}listEntry")]
        place = value_of(chosen, "result") or value_of(chosen, "default") or "0"
        return words[int(place)] if place.isdecimal() and int(place) < len(words) else ""
    return ""


def _symbol(element: Element) -> str:
    code = element.get(f"{W}char", "")
    try:
        return sign(int(code, 16), element.get(f"{W}font", ""))
    except (ValueError, OverflowError):
        return UNKNOWN


def _math(element: Element, script: str = "") -> str:
    """The text of a formula in one line, raised and lowered parts as Unicode's own."""
    if element.tag == f"{M}t":
        text = element.text or ""
        return (carried_over(text, script) or text) if script else text
    return "".join(_math(child, _SCRIPTS.get(str(child.tag), script)) for child in element)


def _joined(spans: Sequence[Span]) -> Iterator[Span]:
    """The spans, neighbours of one control as one: Word cuts text into runs wherever the cursor stood."""
    held: list[str] = []
    last: Control | None = None
    for text, control in spans:
        if held and control is not last:
            yield Span("".join(held).replace("\u00a0", " "), last)
            held = []
        held, last = [*held, text], control
    if held:
        yield Span("".join(held).replace("\u00a0", " "), last)
