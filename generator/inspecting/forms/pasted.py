"""What was pasted into a cell of a Word form and is not printed: tables and pictures larger than it, hidden text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml.etree import _Element as Element

from generator.campaign.errors import Severity
from generator.inspecting.findings import Finding, mm
from generator.inspecting.forms.word_tables import edges_of, row_of
from generator.inspecting.tables import TOLERANCE_MM, MeasuredCell
from generator.inspecting.word_file import MM_PER_TWIP, WordFile, blocks, children, is_on
from generator.reading.word_tables.elements import W

_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_INLINE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"
_EMU_PER_MM = 36_000
_WHITE = "FFFFFF"
_MOST_EMU = 10**9  # no page is so large


def unprinted_inside(file: WordFile, tables: Iterable[tuple[int, Element]]) -> Iterator[Finding]:
    """What of the cells of these tables of the form, each with its page, is not printed."""
    for page, table in tables:
        edges = edges_of(table)
        for at, row in enumerate(children(table, "tr"), start=1):
            cells = zip(row_of(file, row, edges).cells, children(row, "tc"), strict=True)
            for number, (cell, element) in enumerate(cells, start=1):
                name = f" “{cell.name}”" if cell.name else ""
                for what, wanted, found in _inside(file, cell, element):
                    place = f"第{page}页 表格第{at}行第{number}格{name}"
                    yield Finding(place, what, wanted, found, Severity.WARNING)


def _inside(file: WordFile, cell: MeasuredCell, element: Element) -> Iterator[tuple[str, str, str]]:
    """What is not printed, or not whole: what it is, how it should be and how it is."""
    room_mm = cell.right_mm - cell.left_mm
    for block in blocks(element):
        if block.tag == f"{W}tbl":
            if (wide_mm := edges_of(block)[-1]) > room_mm + TOLERANCE_MM:
                yield "贴入的表格", f"宽不超过{mm(room_mm)}", f"宽{mm(wide_mm)}，右边打印不出来"
            continue
        for how in sorted({how for run in block.iter(f"{W}r") if (how := _unseen(file, run, block))}):
            yield "填写的文字", "打印得出", f"有{how}的文字"
        line_mm = _fixed_line_mm(file, block)
        for wide_mm, high_mm in _pictures(block):
            if wide_mm > room_mm + TOLERANCE_MM:
                yield "图片", f"宽不超过{mm(room_mm)}", f"宽{mm(wide_mm)}，右边打印不出来"
            elif line_mm and high_mm > line_mm + TOLERANCE_MM:
                yield "图片", "打印得全", f"高{mm(high_mm)}，被固定的行距{mm(line_mm)}截去"


def _unseen(file: WordFile, run: Element, paragraph: Element) -> str:
    """How the text of the run is kept from being seen, empty where it is seen or there is none."""
    if not any((text.text or "").strip() for text in run.iterfind(f"{W}t")):
        return ""
    known = file.run(run, paragraph)
    if is_on(known, "vanish"):
        return "隐藏"
    return "白色" if known.get("color", {}).get("val", "").upper() == _WHITE else ""


def _fixed_line_mm(file: WordFile, paragraph: Element) -> float:
    """The height of the paragraph's lines where it is fixed, else 0."""
    spacing = file.paragraph(paragraph).get("spacing", {})
    line = spacing.get("line", "")
    is_fixed = spacing.get("lineRule", "auto") == "exact" and line.isdigit()
    return int(line) * MM_PER_TWIP if is_fixed else 0


def _pictures(paragraph: Element) -> Iterator[tuple[float, float]]:
    """Width and height in mm of the pictures that stand in the line as a character does."""
    for inline in paragraph.iter(_INLINE):
        extent = inline.find(_EXTENT)
        sides = [extent.get(side, "") for side in ("cx", "cy")] if extent is not None else []
        if len(sides) == 2 and all(side.isdigit() and int(side) < _MOST_EMU for side in sides):
            yield int(sides[0]) / _EMU_PER_MM, int(sides[1]) / _EMU_PER_MM
