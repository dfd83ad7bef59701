"""The header of a sheet: its row, the field of each column, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.campaign.errors import Place, Problem, error
from generator.campaign.fields import Field
from generator.reading.raw import field_called, near_field, unknown_name
from generator.reading.sheets.cells import ReadCell, ReadRow, SheetCells

SEARCHED_ROWS = 10
MOST_UNKNOWN = 50  # headers told one by one, each with what was probably meant
# Headers of a column that only counts the rows; it is passed over where it holds nothing but numbers.
ROW_NUMBERS = frozenset({"序号", "行号", "no", "no.", "№", "#"})


@dataclass
class HeadedSheet:
    """A sheet with its header: the row of it, the fields asked for, and the field of each column.

    `passed_over` are the rows below that hold no data, each with what is told of it.
    """

    sheet: SheetCells
    fields: tuple[Field, ...]
    header: int
    columns: Mapping[int, Field]
    passed_over: Mapping[int, Problem] = field(default_factory=dict)

    @property
    def below(self) -> Iterator[tuple[int, ReadRow]]:
        """The rows below the header that are not passed over, by number."""
        return ((n, row) for n, row in self.sheet.rows.items() if n > self.header and n not in self.passed_over)


def table_in(sheet: SheetCells, fields: tuple[Field, ...]) -> HeadedSheet | None:
    """The table under the row with the most headers among the first ones, None where none has enough of them."""
    hits = {row: fields_in(cells, fields) for row, cells in sheet.rows.items() if row <= SEARCHED_ROWS}
    best = max(hits, key=lambda row: (len(hits[row]), -row), default=0)
    return HeadedSheet(sheet, fields, best, hits[best]) if len(hits.get(best, ())) >= min(2, len(fields)) else None


def fields_in(cells: ReadRow, fields: tuple[Field, ...]) -> dict[int, Field]:
    """The field that each cell of a row names as a header, by column; one that stands twice by its first."""
    found: dict[int, Field] = {}
    for column, cell in sorted(cells.items()):
        named = field_called(header_text(cell), fields)
        if named is not None and named not in found.values():
            found[column] = named
    return found


def header_text(cell: ReadCell) -> str:
    """The header without blanks and line breaks."""
    return "".join(str(cell.value or "").split())


def header_problems(table: HeadedSheet) -> list[Problem]:
    """Headers that are unknown, stand twice or are missing."""
    problems = []
    headers = table.sheet.rows[table.header]
    named = [(column, cell) for column, cell in sorted(headers.items()) if column not in table.columns]
    for column, cell in named[:MOST_UNKNOWN]:
        text, at = header_text(cell), table.sheet.place(table.header, column)
        if not text or _counts_rows(table, column):
            continue
        if known := field_called(text, table.fields):
            problems.append(error("header-twice", at, known.label, "这个表头出现了两次。", "请删去多余的一列。"))
        else:
            problems.append(unknown_name("unknown-header", at, "表头", text, table.fields))
    if len(named) > MOST_UNKNOWN:
        message = f"还有{len(named) - MOST_UNKNOWN}列的表头不认识，没有列出。"
        place = table.sheet.place(table.header, named[MOST_UNKNOWN][0])
        problems.append(error("unknown-header", place, "", message, "请删去填报表以外的各列。"))
    meant = {near.key for problem in problems if (near := near_field(problem.field, table.fields))}
    present = meant | {one.key for one in table.columns.values()}
    missing = [one.label for one in table.fields if one.required and one.key not in present]
    return [*problems, *_missing(table, missing)]


def _counts_rows(table: HeadedSheet, column: int) -> bool:
    """Whether the column does no more than count the rows."""
    if header_text(table.sheet.rows[table.header][column]).lower() not in ROW_NUMBERS:
        return False
    below = (cells[column] for _, cells in table.below if column in cells)
    return all(str(cell.value).strip().isdigit() for cell in below if not cell.is_blank)


def _missing(table: HeadedSheet, missing: list[str]) -> list[Problem]:
    """The columns that are missing; or, where columns without a header hold something, those by their place."""
    if headless := _headless(table):
        lacking = f"请补上表头（缺少：{'、'.join(missing)}）" if missing else "请补上表头"
        message, fix = "这一列没有表头，其中的内容没有读入。", f"{lacking}，或删去这一列的内容。"
        if len(headless) > MOST_UNKNOWN:
            message = f"有{len(headless)}列没有表头，其中的内容没有读入。"
            headless = headless[:1]
        return [error("header-missing", place, "", message, fix) for place in headless]
    place = Place(table.sheet.file, table.sheet.title)
    return [error("header-missing", place, label, "缺少这一列。", "请补上这一列。") for label in missing]


def _headless(table: HeadedSheet) -> list[Place]:
    """The first cell with content in every column that has an empty header."""
    named = {column for column, cell in table.sheet.rows[table.header].items() if header_text(cell)}
    found: dict[int, int] = {}
    for row, cells in table.below:
        for column, cell in cells.items():
            if column not in named and not cell.is_blank:
                found.setdefault(column, row)
    return [table.sheet.place(row, column) for column, row in sorted(found.items())]
