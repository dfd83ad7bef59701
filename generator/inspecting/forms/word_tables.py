"""The tables of a Word file as `Table`s: places of cells in mm, drawn rules, printed words, fonts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from lxml.etree import _Element as Element

from generator.inspecting.tables import Font, MeasuredCell, MeasuredRow, MeasuredTable
from generator.inspecting.word_file import MM_PER_TWIP, WordFile, blocks, children, mm_of
from generator.reading.word_tables.elements import W, value_of
from generator.reading.word_tables.styles import style_of

_NONE = ("nil", "none", "")
_GAP = "\0"


def tables(file: WordFile, container: Element | None = None) -> Iterator[Element]:
    """Every table in order, a table inside a cell after the one that holds it."""
    for block in blocks(file.body if container is None else container):
        if block.tag == f"{W}tbl":
            yield block
            yield from _within(file, block)


def tables_of_form(file: WordFile, blank: WordFile) -> list[Element]:
    """The tables of the file without those pasted into a cell: tables within a table where the blank form has such."""
    holding = [next(_within(blank, table), None) is not None for table in _outermost(blank)]
    made = []
    for place, table in enumerate(_outermost(file)):
        made.append(table)
        if place < len(holding) and holding[place]:
            made += _within(file, table)
    return made


def _outermost(file: WordFile) -> Iterator[Element]:
    return (block for block in blocks(file.body) if block.tag == f"{W}tbl")


def _within(file: WordFile, table: Element) -> Iterator[Element]:
    """The tables inside the cells of a table."""
    return (one for row in children(table, "tr") for cell in children(row, "tc") for one in tables(file, cell))


def table_of(file: WordFile, table: Element) -> MeasuredTable:
    """The table as it stands in the file."""
    edges = edges_of(table)
    borders = _borders(table.find(f"{W}tblPr/{W}tblBorders"))
    rows = list(_whole((row_of(file, row, edges) for row in children(table, "tr")), borders.get("insideH", 0)))
    return MeasuredTable(tuple(_with_rules(rows, borders, edges[-1])))


def _whole(rows: Iterable[MeasuredRow], between_pt: float) -> Iterator[MeasuredRow]:
    """The rows as they are seen: the words of an opinion and its seal and day, without a rule between, are one."""
    above: MeasuredRow | None = None
    for row in rows:
        if above and _goes_on(above, row, between_pt):
            above = _joined(above, row)
            continue
        if above:
            yield _closed(above, row)
        above = row
    if above:
        yield _closed(above, None)


def _goes_on(above: MeasuredRow, row: MeasuredRow, between_pt: float) -> bool:
    """Whether the row is the foot of the opinions in the one above; what a cell does not state is `between_pt`."""
    pairs = [(dict(one.rules_pt), dict(cell.rules_pt)) for one, cell in zip(above.cells, row.cells, strict=False)]
    return len(above.cells) == len(row.cells) and any(
        over and under and not over.get("bottom", between_pt) and not under.get("top", between_pt)
        for over, under in pairs
    )


def _joined(above: MeasuredRow, row: MeasuredRow) -> MeasuredRow:
    cells = []
    for one, foot in zip(above.cells, row.cells, strict=True):
        rules = {side: thick for side, thick in one.rules_pt if side != "bottom"}
        rules |= {side: thick for side, thick in foot.rules_pt if side != "top"}
        merge = one.merge if foot.merge else ""
        text, fixed = f"{one.text}\n{foot.text}".strip(), (*one.fixed, *foot.fixed)
        exact, fonts = one.exact and foot.exact, one.fonts | foot.fonts
        cells.append(
            replace(one, text=text, fixed=fixed, exact=exact, fonts=fonts, merge=merge, rules_pt=tuple(rules.items()))
        )
    height_mm = None if above.height_mm is None or row.height_mm is None else above.height_mm + row.height_mm
    return replace(above, cells=tuple(cells), height_mm=height_mm)


def _closed(row: MeasuredRow, below: MeasuredRow | None) -> MeasuredRow:
    """The row, of which no cell is merged with one below that there is not."""
    going_on = {cell.left_mm for cell in below.cells if cell.merge == "continue"} if below else set()
    return replace(
        row,
        cells=tuple(
            replace(cell, merge="") if cell.merge == "restart" and cell.left_mm not in going_on else cell
            for cell in row.cells
        ),
    )


def edges_of(table: Element) -> list[float]:
    """Where the columns of its grid begin and end, in mm from its left."""
    return [0.0, *accumulate(mm_of(column, "w") for column in table.iterfind(f"{W}tblGrid/{W}gridCol"))]


def row_of(file: WordFile, row: Element, edges: Sequence[float]) -> MeasuredRow:
    """A row as it stands in the file, below columns with these edges."""
    cells, column = [], 0
    for cell in children(row, "tc"):
        properties = cell.find(f"{W}tcPr")
        span = value_of(properties, "gridSpan") if properties is not None else ""
        last = column + (int(span) if span.isdigit() else 1)
        cells.append(
            _cell(file, cell, properties, edges[min(column, len(edges) - 1)], edges[min(last, len(edges) - 1)])
        )
        column = last
    height = row.find(f"{W}trPr/{W}trHeight")
    rule = height.get(f"{W}hRule", "auto") if height is not None else "auto"
    return MeasuredRow(tuple(cells), mm_of(height, "val"), rule)


def _cell(file: WordFile, cell: Element, properties: Element | None, left: float, right: float) -> MeasuredCell:
    width = merge = None
    rules: tuple[tuple[str, float], ...] = ()
    if properties is not None:
        width, merge = properties.find(f"{W}tcW"), properties.find(f"{W}vMerge")
        rules = tuple(_borders(properties.find(f"{W}tcBorders")).items())
    paragraphs = [block for block in blocks(cell) if block.tag == f"{W}p"]
    text, fixed, fonts = printed_words(file, paragraphs)
    controlled = _control(cell) is not None
    by_hand = any(style_of(one) == "OpinionText" for one in paragraphs)
    if by_hand:
        fixed = tuple(piece for piece in fixed if "签署" not in piece)  # gives way to the opinion
    return MeasuredCell(
        left,
        right,
        text,
        fixed,
        exact=not controlled and not by_hand,
        merge="" if merge is None else merge.get(f"{W}val", "continue"),
        fonts=fonts,
        name=_name(cell, text),
        own_width_mm=mm_of(width, "w") if width is not None and width.get(f"{W}type", "dxa") == "dxa" else None,
        rules_pt=rules,
    )


def _control(cell: Element) -> Element | None:
    """The control in a cell, or around it alone."""
    content = cell.getparent()
    if content is not None and content.tag == f"{W}sdtContent":
        return content.getparent()
    return next(cell.iter(f"{W}sdt"), None)


def printed_words(file: WordFile, paragraphs: Sequence[Element]) -> tuple[str, tuple[str, ...], frozenset[Font]]:
    """The whole text, the printed pieces of it outside of controls, and the fonts of those."""
    text, printed = "", ""
    fonts: set[Font] = set()
    for paragraph in paragraphs:
        for run in file.runs(paragraph):
            text += run.text
            printed += run.text if run.printed else _GAP
            if run.printed and run.text.strip():
                fonts.add((run.family, run.size_pt))
        text, printed = text + "\n", printed + "\n"
    return text.strip(), tuple(re.split(rf"[\s{_GAP}]+", printed.strip(f" \t\n\u3000{_GAP}"))), frozenset(fonts)


def _name(cell: Element, text: str) -> str:
    """What the cell is called: its label, or the name of its control."""
    control = _control(cell)
    alias = None if control is None else control.find(f"{W}sdtPr/{W}alias")
    named = alias.get(f"{W}val", "") if alias is not None else ""
    return named or re.sub(r"\s", "", text)[:20]


def _borders(container: Element | None) -> dict[str, float]:
    """Thickness in pt by side; 0 where a side says that it has none."""
    if container is None:
        return {}
    made = {}
    names = {"start": "left", "end": "right"}
    for side in container:
        name = str(side.tag).removeprefix(W)
        kind, size = side.get(f"{W}val", ""), side.get(f"{W}sz", "0")
        drawn = kind not in _NONE and size.isdigit()
        made[names.get(name, name)] = int(size) / 8 if drawn else 0.0
    return made


def _with_rules(rows: Sequence[MeasuredRow], borders: dict[str, float], width: float) -> Iterator[MeasuredRow]:
    """The rows with the rules that are drawn: a cell's own, its neighbour's, or the table's."""
    own = [[_stated(cell, borders, at, len(rows), width) for cell in row.cells] for at, row in enumerate(rows)]
    for at, row in enumerate(rows):
        cells = []
        for place, cell in enumerate(row.cells):
            drawn = dict(own[at][place])
            if place:
                drawn["left"] = max(drawn["left"], own[at][place - 1]["right"])
            if place + 1 < len(row.cells):
                drawn["right"] = max(drawn["right"], own[at][place + 1]["left"])
            if at:
                drawn["top"] = max(drawn["top"], _facing(cell, rows[at - 1], own[at - 1], "bottom"))
            if at + 1 < len(rows):
                drawn["bottom"] = max(drawn["bottom"], _facing(cell, rows[at + 1], own[at + 1], "top"))
            inside = [side for side in drawn if not _is_merged(cell, rows, at, side)]
            cells.append(replace(cell, rules_pt=tuple((side, drawn[side]) for side in inside)))
        yield replace(row, cells=tuple(cells))


def _is_merged(cell: MeasuredCell, rows: Sequence[MeasuredRow], at: int, side: str) -> bool:
    """Whether there is no edge on that side, since the cell goes on there."""
    if side == "top":
        return cell.merge == "continue"
    if side != "bottom" or not cell.merge or at + 1 == len(rows):
        return False
    return any(below.merge == "continue" and below.left_mm == cell.left_mm for below in rows[at + 1].cells)


def _stated(cell: MeasuredCell, borders: dict[str, float], at: int, count: int, width: float) -> dict[str, float]:
    """The rules that a cell states, or its table for it."""
    near = 10 * MM_PER_TWIP
    table = {
        "left": borders.get("left" if cell.left_mm < near else "insideV", 0),
        "right": borders.get("right" if cell.right_mm > width - near else "insideV", 0),
        "top": borders.get("top" if at == 0 else "insideH", 0),
        "bottom": borders.get("bottom" if at == count - 1 else "insideH", 0),
    }
    return table | {side: thick for side, thick in cell.rules_pt if side in table}


def _facing(cell: MeasuredCell, row: MeasuredRow, own: Sequence[dict[str, float]], side: str) -> float:
    """The thickest rule of that side among the cells of a neighbouring row that face the cell."""
    return max(
        (
            rules[side]
            for other, rules in zip(row.cells, own, strict=True)
            if other.left_mm < cell.right_mm - 1 and other.right_mm > cell.left_mm + 1
        ),
        default=0,
    )
