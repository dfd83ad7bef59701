"""A Word document → the lists in its tables, by the headers of the campaign's lists; other blocks are left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.campaign.errors import Place
from generator.reading.returned.found import place_of
from generator.reading.returned.labels import bare_label
from generator.reading.returned.list_rows import ListHeader, ListRow, ListTable, header_in, recommender_in, records
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
        order = [cell.column for cell in block.rows[at]] if found else order
        above += [cell.text for row in block.rows[: max(at, 0)] for cell in row]
        rows, problems = records(now, _rows(block, at, now, order, file, known))
        if found is None:
            last = made.pop()
            made.append(ListTable(last.form, last.recommender, (*last.rows, *rows), (*last.problems, *problems)))
        else:
            recommender = recommender_in(reversed(above), now.form)
            made.append(ListTable(now.form, recommender, tuple(rows), tuple(problems)))
            above = []
        header = now
    return made, others


def _header(grid: Grid, known: Sequence[FormMarks]) -> tuple[int, ListHeader] | None:
    for at, row in enumerate(grid.rows):
        if header := header_in({cell.column: cell.text for cell in row}, known):
            return at, header
    return None


def _has_columns(grid: Grid, order: Sequence[int]) -> bool:
    """Whether every row of the table has as many cells as the header."""
    return bool(grid.rows) and all(len(row) == len(order) for row in grid.rows)


def _rows(
    grid: Grid, at: int, header: ListHeader, order: Sequence[int], file: str, known: Sequence[FormMarks]
) -> Iterator[ListRow]:
    for row in grid.rows[at + 1 :]:
        if row and header_in({cell.column: cell.text for cell in row}, known) is None:
            cells = {
                column: (value_in(cell.lines, header.columns.get(column, _ANY)), place_of(file, grid, cell))
                for column, cell in _by_column(row, order).items()
            }
            yield ListRow(cells, Place(file, f"第{grid.number}个表格", f"第{row[0].row + 1}行"))


def _by_column(row: Sequence[Cell], order: Sequence[int]) -> Mapping[int, Cell]:
    """The cells by the header's columns: by their places where there are as many, else by the grid."""
    columns = order if len(row) == len(order) else [cell.column for cell in row]
    return {column: cell for column, cell in zip(columns, row, strict=True) if not cell.is_rest}


def tagged_name(blocks: Sequence[Block], tag: str) -> str:
    """What stands in the control of that name outside of tables."""
    for block in blocks:
        if not isinstance(block, Grid):
            own = [span.text for span in block.spans if span.control and span.control.tag == tag]
            if own:
                return bare_label("".join(own))
    return ""
