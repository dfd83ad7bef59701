"""Rows of a form that run on to another page than the blank's: in Word by their heights, on paper as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from generator.campaign.errors import Severity
from generator.campaign.forms import GridForm, Page
from generator.campaign.layout import MM_PER_PT
from generator.composing.fitting.slots import head_mm
from generator.inspecting.findings import Finding, mm
from generator.inspecting.tables import MeasuredRow, Pair
from generator.inspecting.word_file import WordFile, mm_of, sections
from generator.reading.returned.labels import Labels, bare_label, labels
from generator.reading.returned.marks import marks_of
from generator.reading.returned.paper.cut import set_height_pt
from generator.reading.word_tables.elements import W, value_of
from generator.reading.word_tables.grid import Cell, DocumentReader, Grid
from generator.reading.word_tables.rooms import SetText, TallPage, TallRow, height_of, texts_in
from generator.reading.word_tables.styles import StyleSheet

_MARGIN_PT = 14  # of text that programs may break differently: a line
_MOST_ROWS = 200
_NAMED = 20  # characters of a label that a finding shows


def tall_pages(form: GridForm, file: WordFile) -> list[TallPage]:
    """The pages of a form in Word whose rows may run on; none where its tables are not those of the form."""
    grids = [block for block in DocumentReader().blocks(file.body) if isinstance(block, Grid)]
    first = 1 if form.cover else 0
    last = next(reversed(sections(file)), None)
    if len(grids) != first + len(form.pages) or last is None or _is_of_libreoffice(file):
        return []
    size, margins = last.find(f"{W}pgSz"), last.find(f"{W}pgMar")
    room_mm = mm_of(size, "h", 297) - mm_of(margins, "top") - mm_of(margins, "bottom")
    (marks,) = marks_of([form])
    known = labels(frozenset((*marks.others, *(word for mark in marks.marks for word in mark.words))))
    styles, made = StyleSheet(file.styles), []
    for number, (page, grid) in enumerate(zip(form.pages, grids[first:], strict=True), start=first + 1):
        above_mm = head_mm(form) if page is form.pages[0] else 0
        rows = tuple(_row(grid, cells, known, styles) for cells in grid.rows[:_MOST_ROWS] if cells)
        one = TallPage(number, (room_mm - above_mm) / MM_PER_PT, rows)
        if not _goes_on(page) and sum(max(row.least_pt, row.most_pt) for row in rows) > one.room_pt:
            made.append(one)
    return made


def _is_of_libreoffice(file: WordFile) -> bool:
    """Whether the controls have lost their names: then LibreOffice has written their texts several times over."""
    names = [value_of(one, "tag") for one in file.body.iter(f"{W}sdtPr")]
    return bool(names) and not any(names)


def _goes_on(page: Page) -> bool:
    """Whether the page ends with a text that is meant to go on over further pages."""
    return any(row.has_parts for row in page.rows)


def _row(grid: Grid, cells: Sequence[Cell], known: Labels, styles: StyleSheet) -> TallRow:
    height = height_of(cells)
    name = next((bare_label(cell.text) for cell in cells if known.whole(cell.text)), "")
    growing = [] if height.is_exact else [cell for cell in cells if cell.rows == 1 and not cell.is_rest]
    return TallRow(name[:_NAMED], height.pt, tuple(_texts(grid, cell, styles) for cell in growing))


def _texts(grid: Grid, cell: Cell, styles: StyleSheet) -> tuple[SetText, ...]:
    """The cell's texts, and of every row of a table pasted into it those that stand highest."""
    made = list(texts_in(grid, cell, styles))
    for inner in (one for one in cell.tables if isinstance(one, Grid)):
        for cells in inner.rows[:_MOST_ROWS]:
            texts = [texts_in(inner, one, styles) for one in cells]
            made += max(texts, key=lambda some: sum(text.most_pt for text in some), default=())
    return tuple(made)


def run_on(pages: Iterable[TallPage]) -> Iterator[Finding]:
    """That rows of these pages find no room on them: measured now."""
    for page in pages:
        heights = [max(row.least_pt, *map(set_height_pt, row.cells), 0) for row in page.rows]
        ends = list(accumulate(heights))
        if ends and ends[-1] > page.room_pt + _MARGIN_PT:
            at = next(place for place, end in enumerate(ends) if end > page.room_pt)
            name = next((row.name for row in reversed(page.rows[: at + 1]) if row.name), "")
            yield _finding(page.number, f"约高{mm(ends[-1] * MM_PER_PT)}，约从“{name}”一行起印到下一页")


def printed_on(pairs: Iterable[Pair], form: GridForm) -> Iterator[Finding]:
    """The same of a form on paper: rows that stand on another page than the first row of their page."""
    going_on = {number for number, page in enumerate(form.pages, 2 if form.cover else 1) if _goes_on(page)}
    begun: dict[int, int] = {}
    told: set[int] = set()
    for wanted, found in ((pair.wanted, pair.found) for pair in pairs):
        if wanted is None or found is None or wanted.page in going_on:
            continue
        if found.page != begun.setdefault(wanted.page, found.page) and wanted.page not in told:
            told.add(wanted.page)
            yield _finding(begun[wanted.page], f"从“{_name(wanted, found)}”一行起印在第{found.page}页")


def _name(wanted: MeasuredRow, found: MeasuredRow) -> str:
    """The first label of the row, or what stands in it."""
    texts = (bare_label(cell.text) for row in (wanted, found) for cell in row.cells)
    return next((text for text in texts if text), "空行")[:_NAMED]


def _finding(page: int, found: str) -> Finding:
    return Finding(f"第{page}页 表格", "各行", "印在同一页", found, Severity.WARNING)
