"""A Word document → the lists in its tables, by the headers of the campaign's lists; other blocks are left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from generator.campaign.errors import Place, Problem
from generator.reading.raw import Raw
from generator.reading.returned.found import place_of, unread
from generator.reading.returned.lists.cells import ListRow
from generator.reading.returned.lists.header import ListHeader, header_in, header_of_two
from generator.reading.returned.lists.rows import Above, ListTable, recommender_in, records
from generator.reading.returned.marks import LINE, FormMarks, SlotMark
from generator.reading.returned.values import value_in
from generator.reading.word_tables.grid import Block, Cell, Grid

_ANY = SlotMark("", "", (), "", LINE)


def lists_in(blocks: Sequence[Block], file: str, known: Sequence[FormMarks]) -> tuple[list[ListTable], list[Block]]:
    """The lists, and the blocks that are none. A table without a header goes on with the list before it."""
    made: list[ListTable] = []
    others: list[Block] = []
    header: ListHeader | None = None
    order: list[int] = []  # the columns of the header's cells
    above: list[str] = []
    whose: str | None = None  # the recommender, until a further table says another
    for block in blocks:
        if not isinstance(block, Grid):
            above.append(block.text)
            others.append(block)
            continue
        found = _header(block, known)
        if found is None and not (header and _has_columns(block, order)):
            others.append(block)
            header = None
            continue
        at, now = found or (-1, header)
        assert now is not None
        above += [cell.text for row in block.rows[: max(at, 0)] for cell in row]
        if found:
            at, now = _of_two_rows(block, at, known) or found
            order = [cell.column for cell in block.rows[at]]
            now = _with_tags(now, block, at, order)
        said = recommender_in(above, now.form) if found else None
        whose = said if said is not None else whose
        titles = tuple(above) if found and made and said is None else ()
        over = Above(_title(above, file) if found else None, titles, whose, tuple(above) if found else ())
        rows, problems = records(now, _rows(block, at, now, order, file, known), over)
        if found is None:
            last = made.pop()
            made.append(ListTable(last.form, last.recommender, (*last.rows, *rows), (*last.problems, *problems)))
        else:
            made.append(ListTable(now.form, whose or "", tuple(rows), tuple(problems)))
            above = []
        header = now
    return made, others


def _title(above: Sequence[str], file: str) -> Raw | None:
    """The last paragraph above a table, which may be a heading of its rows."""
    text = next((text for text in reversed(above) if text.strip()), "")
    return Raw(text, Place(file)) if text else None


def _header(grid: Grid, known: Sequence[FormMarks]) -> tuple[int, ListHeader] | None:
    for at, row in enumerate(grid.rows):
        if header := header_in({cell.column: cell.text for cell in row}, known):
            return at, header
    return None


def _of_two_rows(grid: Grid, at: int, known: Sequence[FormMarks]) -> tuple[int, ListHeader] | None:
    """The header and its last row, where the row and the one below it are one header."""
    if at + 1 >= len(grid.rows):
        return None
    upper = {column: cell.text for cell in grid.rows[at] for column in range(cell.column, cell.end)}
    lower = {cell.column: cell.text for cell in grid.rows[at + 1]}
    joined = any(cell.is_rest for cell in grid.rows[at + 1])
    over = {column: upper.get(column, "") for column in lower}
    both = header_of_two(over, lower, known, joined=joined)
    return None if both is None else (at + 1, both)


def _with_tags(header: ListHeader, grid: Grid, at: int, order: Sequence[int]) -> ListHeader:
    """The header with the columns whose words are lost, by the controls in their first row."""
    marks = {mark.slot: mark for mark in header.form.marks if mark not in header.columns.values()}
    more: dict[int, SlotMark] = {}
    for row in grid.rows[at + 1 : at + 2]:
        for column, cell in _by_column(row, order).items():
            tags = {control.tag for control in cell.controls} & marks.keys()
            if len(tags) == 1 and column not in header.columns:
                more[column] = marks[tags.pop()]
    return replace(header, columns={**header.columns, **more})


def _has_columns(grid: Grid, order: Sequence[int]) -> bool:
    """Whether every row of the table has as many cells as the header."""
    return bool(grid.rows) and all(len(row) == len(order) for row in grid.rows)


def _rows(
    grid: Grid, at: int, header: ListHeader, order: Sequence[int], file: str, known: Sequence[FormMarks]
) -> Iterator[ListRow]:
    for row in grid.rows[at + 1 :]:
        if row and header_in({cell.column: cell.text for cell in row}, known) is None:
            shown = [(column, _shown(grid, cell)) for column, cell in _by_column(row, order).items()]
            cells = {
                column: (value_in(cell.lines, header.columns.get(column, _ANY)), place_of(file, grid, cell))
                for column, cell in shown
            }
            place = Place(file, f"第{grid.number}个表格", f"第{row[0].row + 1}行")
            rest = frozenset(column for column, cell in _by_column(row, order).items() if cell.is_rest)
            yield ListRow(cells, place, told=tuple(_within(shown, header, grid, file)), rest=rest)


def _within(shown: Sequence[tuple[int, Cell]], header: ListHeader, grid: Grid, file: str) -> Iterator[Problem]:
    """That a cell of the row has tables of its own, which are not read."""
    for column, cell in shown:
        if cell.tables and column in header.columns:
            message = f"这一格里另有{len(cell.tables)}个表格，没有核对。"
            yield unread(place_of(file, grid, cell), header.columns[column].label, message)


def _by_column(row: Sequence[Cell], order: Sequence[int]) -> Mapping[int, Cell]:
    """The cells by the header's columns: by their places where there are as many, else by the grid."""
    columns = order if len(row) == len(order) else [cell.column for cell in row]
    return dict(zip(columns, row, strict=True))


def _shown(grid: Grid, cell: Cell) -> Cell:
    """The cell, or the one above it that goes on here: what is merged counts for each of its rows."""
    return (grid.at(cell.row, cell.column) or cell) if cell.is_rest else cell
