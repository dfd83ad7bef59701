"""An Excel workbook from a template and a context: the template is made ready once, each record is one run.

Marks are filled, the one data row is written for every row of the context. Every value is text, and row heights
come from the typesetter. openpyxl reads the template; what it keeps of it is what stands in the file.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import unescape

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.errors import TemplateError
from generator.ground.environment import FAULTS
from generator.office.package import CORE, WELL, packed, packed_core, zip_file
from generator.rendering.excel.compiled_sheet import CompiledSheet, Table, grown, shows
from generator.rendering.excel.package import BOOK, SHEETS, STRINGS, STYLES, styles_part, workbook_parts
from generator.rendering.excel.sheet_rows import Filling, LookOf

ROWS, HEADER = "rows", "header"
_NAME = re.compile(r'(<definedName name="([^"]*)"( localSheetId="\d+")?[^>]*>)([^<]*)')
_STYLE = re.compile(r"<xf [^>]*/>|<xf [^>]*[^/]>.*?</xf>")
_PLACES = re.compile(r"('(?:[^']|'')+'|[^\W\d][\w.]*)!([$A-Z0-9:]+)")


class CompiledWorkbook:
    """A template made ready; cells of its table may have those `looks`, which `dress` gives them."""

    def __init__(
        self, book: Workbook, looks: Sequence[str] = (), dress: Callable[[Cell, str], None] = lambda _cell, _look: None
    ) -> None:
        """Compile. Raises ValueError where a name is missing that tells where the table is."""
        tables = {
            sheet.title: Table(data, cells_of(book, sheet, HEADER), looks, dress)
            for sheet in book.worksheets
            if (data := cells_of(book, sheet, ROWS))
        }
        self._rows = {title: int(table.data.min_row) for title, table in tables.items()}
        for title, table in tables.items():
            _tell_areas(book, book[title], table.data)
        parts = workbook_parts(book)
        self._count = len(book._cell_styles)  # type: ignore[attr-defined]
        self._sheets = {
            (name := f"{SHEETS}sheet{number}.xml"): CompiledSheet(sheet, parts[name], tables.get(sheet.title))
            for number, sheet in enumerate(book.worksheets, start=1)
        }
        self._names = parts[BOOK].decode()
        head, styles, tail = re.split("<cellXfs[^>]*>|</cellXfs>", styles_part(book).decode())
        self._styles = head, _STYLE.findall(styles), tail
        filled = {*self._sheets, BOOK, STYLES, STRINGS, CORE}
        self._fixed = {name: packed(part, WELL) for name, part in parts.items() if name not in filled}
        self._order = (*parts, STRINGS)

    def filled(self, context: Mapping[str, Any], modified: date, look: LookOf | None) -> bytes:
        """The workbook of one record."""
        rows = list(context.get("prepared_rows") or context["rows"]) if self._rows else []
        filling = Filling(context, rows, look, self._count)
        made = {name: sheet.part(filling) for name, sheet in self._sheets.items()}
        made[BOOK] = _NAME.sub(lambda name: self._named(name, filling), self._names).encode()
        # Which hold what the sheets have asked for.
        made |= {STYLES: self._with_styles(filling), STRINGS: filling.strings.part()}
        whole = self._fixed | {name: packed(part) for name, part in made.items()}
        whole[CORE] = packed_core(str(context["title"]), modified)
        return zip_file({name: whole[name] for name in self._order})

    def _named(self, found: re.Match[str], filling: Filling) -> str:
        """A name: that of places moves with them, that of a number takes the context's of that name."""
        head, name, of_sheet, text = found.groups()
        if text.isdigit() and not of_sheet:
            return f"{head}{int(filling.context.get(name, text))}"

        def moved(place: re.Match[str]) -> str:
            row = self._rows.get(unescape(place[1].strip("'").replace("''", "'")))
            return f"{place[1]}!{grown(place[2], row, filling.more)}" if row else place[0]

        return f"{head}{_PLACES.sub(moved, text)}"

    def _with_styles(self, filling: Filling) -> bytes:
        """The styles of the template, and behind them those that the record adds."""
        head, styles, tail = self._styles
        chosen = [*styles[: self._count], *(styles[number] for number in filling.added)]
        return f'{head}<cellXfs count="{len(chosen)}">{"".join(chosen)}</cellXfs>{tail}'.encode()


def _tell_areas(book: Workbook, sheet: Worksheet, data: CellRange) -> None:
    """Let the name of the data row mean one row, and everything be printed that shows."""
    data.max_row = data.min_row
    book.defined_names[ROWS].attr_text = f"{quote_sheetname(sheet.title)}!{absolute_coordinate(data.coord)}"
    left, _, _, bottom = CellRange(sheet.dimensions).bounds
    right = max(place for row in sheet.iter_rows() for place, cell in enumerate(row, start=left) if shows(cell))
    sheet.print_area = f"{get_column_letter(left)}1:{get_column_letter(right)}{bottom}"


def cells_of(book: Workbook, sheet: Worksheet, name: str) -> CellRange | None:
    """The cells of that name, None where it lies on another sheet.

    Raises:
        ValueError: no such name in the workbook.
    """
    if name not in book.defined_names:
        raise ValueError(f"缺少名称 {name}")
    places = book.defined_names[name].destinations
    cells = (cells for title, cells in places if title.replace("''", "'") == sheet.title)
    return next(map(CellRange, cells), None)


@lru_cache(maxsize=8)
def program(template: bytes) -> CompiledWorkbook:
    """The template made ready; kept, so that a second record costs no preparation."""
    return CompiledWorkbook(load_workbook(BytesIO(template)))


def render(
    template: bytes,
    context: Mapping[str, Any],
    *,
    modified: date,
    prepared: Callable[[bytes], CompiledWorkbook] = program,
    look: LookOf | None = None,
) -> bytes:
    """The workbook: every mark filled, one row for each of the context's `rows`. Same input, same bytes.

    `prepared` makes the template ready; `look` names the look of the table's cells, one of those of the program.

    Raises:
        TemplateError: the template is no workbook, has no data row, or names what the context lacks.
    """
    try:
        return prepared(template).filled(context, modified, look)
    except (InvalidFileException, zipfile.BadZipFile, SyntaxError, *FAULTS) as wrong:
        raise TemplateError(f"Excel 模板有误：{wrong}。请恢复程序自带的模板。") from wrong
