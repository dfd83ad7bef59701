"""The header of a sheet: its row, the field of each column, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.campaign.errors import Place, Problem, error
from generator.campaign.fields import Field
from generator.reading.raw import field_called, near_field, unknown_name
from generator.reading.sheets.cells import Cell, Row, SheetCells, place_of

SEARCHED_ROWS = 10
MOST_UNKNOWN = 50  # headers told one by one, each with what was probably meant
# Headers of a column that only counts the rows; it is passed over where it holds nothing but numbers.
ROW_NUMBERS = frozenset({"序号", "行号", "no", "no.", "№", "#"})


def header_row(sheet: SheetCells, fields: tuple[Field, ...]) -> int:
    """The row with the most headers among the first ones, 0 where none has enough of them."""
    hits = {row: len(fields_in(cells, fields)) for row, cells in sheet.rows.items() if row <= SEARCHED_ROWS}
    best = max(hits, key=lambda row: (hits[row], -row), default=0)
    return best if hits.get(best, 0) >= min(2, len(fields)) else 0


def fields_in(cells: Row, fields: tuple[Field, ...]) -> dict[int, Field]:
    """The field that each cell of a row names as a header, by column; one that stands twice by its first."""
    found: dict[int, Field] = {}
    for column, cell in sorted(cells.items()):
        field = field_called(header_text(cell), fields)
        if field is not None and field not in found.values():
            found[column] = field
    return found


def header_text(cell: Cell) -> str:
    """The header without blanks and line breaks."""
    return "".join(str(cell.value or "").split())


def header_problems(
    sheet: SheetCells, file: str, header: int, fields: tuple[Field, ...], passed_over: Collection[int]
) -> list[Problem]:
    """Headers that are unknown, stand twice or are missing; `passed_over` are rows below that hold no data."""
    columns, problems = fields_in(sheet.rows[header], fields), []
    named = [(column, cell) for column, cell in sorted(sheet.rows[header].items()) if column not in columns]
    for column, cell in named[:MOST_UNKNOWN]:
        text, at = header_text(cell), place_of(sheet, file, header, column)
        if not text or _counts_rows(sheet, header, column, passed_over):
            continue
        if field := field_called(text, fields):
            problems.append(error("header-twice", at, field.label, "这个表头出现了两次。", "请删去多余的一列。"))
        else:
            problems.append(unknown_name("unknown-header", at, "表头", text, fields))
    if len(named) > MOST_UNKNOWN:
        message = f"还有{len(named) - MOST_UNKNOWN}列的表头不认识，没有列出。"
        fix = "请删去填报表以外的各列。"
        problems.append(
            error("unknown-header", place_of(sheet, file, header, named[MOST_UNKNOWN][0]), "", message, fix)
        )
    meant = {near.key for problem in problems if (near := near_field(problem.field, fields))}
    present = meant | {field.key for field in columns.values()}
    missing = [field.label for field in fields if field.required and field.key not in present]
    return [*problems, *_missing(sheet, file, header, missing, passed_over)]


def _counts_rows(sheet: SheetCells, header: int, column: int, passed_over: Collection[int]) -> bool:
    """Whether the column does no more than count the rows."""
    if header_text(sheet.rows[header][column]).lower() not in ROW_NUMBERS:
        return False
    return all(
        str(cell.value).strip().isdigit() for cell in _below(sheet, header, column, passed_over) if not cell.is_blank
    )


def _below(sheet: SheetCells, header: int, column: int, passed_over: Collection[int]) -> Iterator[Cell]:
    for row, cells in sheet.rows.items():
        if row > header and row not in passed_over and column in cells:
            yield cells[column]


def _missing(
    sheet: SheetCells, file: str, header: int, missing: list[str], passed_over: Collection[int]
) -> list[Problem]:
    """The columns that are missing; or, where columns without a header hold something, those by their place."""
    if headless := _headless(sheet, header, passed_over):
        lacking = f"请补上表头（缺少：{'、'.join(missing)}）" if missing else "请补上表头"
        message, fix = "这一列没有表头，其中的内容没有读入。", f"{lacking}，或删去这一列的内容。"
        if len(headless) > MOST_UNKNOWN:
            message = f"有{len(headless)}列没有表头，其中的内容没有读入。"
            return [error("header-missing", place_of(sheet, file, *headless[0]), "", message, fix)]
        return [error("header-missing", place_of(sheet, file, *cell), "", message, fix) for cell in headless]
    place = Place(file, sheet.title)
    return [error("header-missing", place, label, "缺少这一列。", "请补上这一列。") for label in missing]


def _headless(sheet: SheetCells, header: int, passed_over: Collection[int]) -> list[tuple[int, int]]:
    """Row and column of the first cell with content in every column that has an empty header."""
    named = {column for column, cell in sheet.rows[header].items() if header_text(cell)}
    found: dict[int, int] = {}
    for row, cells in sheet.rows.items():
        for column, cell in cells.items():
            if row > header and row not in passed_over and column not in named and not cell.is_blank:
                found.setdefault(column, row)
    return [(row, column) for column, row in sorted(found.items())]
