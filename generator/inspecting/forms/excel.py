"""A returned list in Excel against the blank one: columns, header, rules of entry, formats, print set-up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.forms import ListForm
from generator.inspecting.findings import Finding, mm, points
from generator.inspecting.forms.books import Book, PlacedBook, cell_text, edge, placed, text_of
from generator.inspecting.tables import TOLERANCE_MM, words_missing
from generator.inspecting.words import Words, bare
from generator.rendering.excel.columns import DEFAULT_FONT_PT, width_mm

_MM_PER_INCH = 25.4
_NO_WIDTH = 8.43
_MARGINS = {"left": "左边距", "right": "右边距", "top": "上边距", "bottom": "下边距"}
_PAPERS = {9: "A4", 8: "A3", 1: "Letter", 5: "Legal", 11: "A5"}
_TURNS = {"landscape": "横向", "portrait": "纵向"}


def compare_book(form: ListForm, blank_book: Book, returned_book: Book, words: Words) -> Iterator[Finding]:
    """Every change of the fixed layout."""
    blank, returned = (placed(book, form, words) for book in (blank_book, returned_book))
    if blank.sheets != returned.sheets:
        yield Finding("工作簿", "工作表数", f"{blank.sheets}个", f"{returned.sheets}个")
    if blank.header != returned.header:
        yield Finding("表头", "所在行", f"第{blank.header}行", f"第{returned.header}行")
    yield from _columns(form, blank, returned)
    yield from _header(blank, returned, words)
    yield from _above(form, blank, returned, words)
    yield from _values(blank, returned)
    yield from _validations(blank, returned)
    yield from _printing(blank, returned)


def _columns(form: ListForm, blank: PlacedBook, returned: PlacedBook) -> Iterator[Finding]:
    for place, own in enumerate(form.columns, start=1):
        wanted, found = (width_mm(_width(one.sheet, place)) for one in (blank, returned))
        if abs(wanted - found) > TOLERANCE_MM:
            name = bare(own.label.split("|")[0].split("（{{")[0])
            yield Finding(f"{get_column_letter(place)}列 “{name}”", "列宽", mm(wanted), mm(found) if found else "隐藏")
    for place in range(blank.width + 1, returned.sheet.max_column + 1):
        if text := cell_text(returned.sheet, returned.header, place):
            yield Finding(f"{get_column_letter(place)}列", "列", "没有这一列", f"多出“{text}”")


def _width(sheet: Worksheet, place: int) -> float:
    """A column's width in characters, 0 where it is hidden; neighbours of one width are stored together."""
    for dimension in sheet.column_dimensions.values():
        first = dimension.min or 0
        if first <= place <= (dimension.max or first) and dimension.width is not None:
            return 0 if dimension.hidden else float(dimension.width)
    return float(sheet.sheet_format.defaultColWidth or _NO_WIDTH)


def _header(blank: PlacedBook, returned: PlacedBook, words: Words) -> Iterator[Finding]:
    rows = returned.header_last + 1 - returned.header
    if rows > 1:
        yield Finding("表头", "行数", "1行", f"{rows}行")
    for place in range(1, blank.width + 1):
        one, other = blank.sheet.cell(blank.header, place), _lowest(returned, place)
        cell = f"{other.coordinate} “{bare(str(one.value)).split('（')[0] or bare(str(one.value))}”"
        if not words.same(str(one.value), str(other.value or "")):
            yield Finding(cell, "表头", f"“{bare(str(one.value))}”", f"“{bare(str(other.value or ''))}”")
        yield from _fonts(one, other, cell)
        yield from _rules(one, other, cell) if rows == 1 else ()


def _lowest(book: PlacedBook, place: int) -> Any:
    """The lowest cell of the column's header with words."""
    cells = [book.sheet.cell(row, place) for row in range(book.header_last, book.header - 1, -1)]
    return next((cell for cell in cells if cell.value is not None), cells[-1])


def _fonts(one: Any, other: Any, place: str) -> Iterator[Finding]:
    if (one.font.name, one.font.sz) != (other.font.name, other.font.sz):
        wanted, found = (f"{cell.font.name}{points(cell.font.sz or DEFAULT_FONT_PT)}" for cell in (one, other))
        yield Finding(place, "字体字号", wanted, found)


def _rules(one: Any, other: Any, place: str) -> Iterator[Finding]:
    for side, name in (("left", "左"), ("right", "右"), ("top", "上"), ("bottom", "下")):
        wanted, found = (edge(cell, side) for cell in (one, other))
        if bool(wanted) != bool(found):
            yield Finding(place, f"{name}框线", "有" if wanted else "没有", "有" if found else "没有")


def _above(form: ListForm, blank: PlacedBook, returned: PlacedBook, words: Words) -> Iterator[Finding]:
    """Mark, title, unit and date above the table, and the note below: words, fonts, merged cells."""
    yield from words_missing(words.around(form), text_of(returned), words)
    title = str(blank.sheet.cell(2, 1).value)
    if not words.same(title, str(returned.sheet.cell(2, 1).value or "")):
        yield Finding("A2 标题", "文字", f"“{bare(title)}”", f"“{cell_text(returned.sheet, 2, 1)}”")
    for row in range(1, blank.header):
        yield from _fonts(blank.sheet.cell(row, 1), returned.sheet.cell(row, 1), f"A{row}")
    for area in sorted(_merges(blank) - _merges(returned)):
        yield Finding(area, "单元格合并", "合并", "没有合并")
    for area in sorted(_merges(returned) - _merges(blank)):
        yield Finding(area, "单元格合并", "不合并", "合并")


def _merges(book: PlacedBook) -> set[str]:
    """Merged cells outside the header; those of the foot note by their columns, since it moves with the rows."""
    made = set()
    for area in book.sheet.merged_cells.ranges:
        if area.min_row == book.header:
            continue
        columns = f"{get_column_letter(area.min_col)}:{get_column_letter(area.max_col)}"
        made.add(f"表下说明 {columns}" if area.min_row >= book.foot else str(area.coord))
    return made


def _values(blank: PlacedBook, returned: PlacedBook) -> Iterator[Finding]:
    """The cells to be filled: text format and rules, in every row of the table."""
    for place in range(1, blank.width + 1):
        one = blank.sheet.cell(blank.header + 1, place)
        column = get_column_letter(place)
        cells = [returned.sheet.cell(row, place) for row in range(returned.header_last + 1, returned.last + 1)]
        if wrong := next((cell for cell in cells if cell.number_format != one.number_format), None):
            yield Finding(f"{wrong.coordinate}", "单元格格式", f"文本（{one.number_format}）", str(wrong.number_format))
        bare_cells = [cell for cell in cells if not (edge(cell, "left") and edge(cell, "bottom"))]
        if edge(one, "left") and bare_cells:
            yield Finding(f"{column}列 {bare_cells[0].coordinate}", "框线", "有", "缺少")


def _validations(blank: PlacedBook, returned: PlacedBook) -> Iterator[Finding]:
    """Drop-downs and limits: each still over the whole of its column."""
    names = {"list": "下拉选项", "textLength": "字数限制"}
    for rule in blank.sheet.data_validations.dataValidation:
        column = min(cells.min_col for cells in rule.sqref.ranges)
        place = f"{get_column_letter(column)}列 “{cell_text(blank.sheet, blank.header, column).split('（')[0]}”"
        same = [
            other
            for other in returned.sheet.data_validations.dataValidation
            if other.type == rule.type and any(cells.min_col <= column <= cells.max_col for cells in other.sqref.ranges)
        ]
        if not same:
            yield Finding(place, names.get(str(rule.type), "数据验证"), "有", "缺少")
            continue
        if str(same[0].formula1) != str(rule.formula1):
            yield Finding(place, names.get(str(rule.type), "数据验证"), str(rule.formula1), str(same[0].formula1))


def _printing(blank: PlacedBook, returned: PlacedBook) -> Iterator[Finding]:
    one, other = blank.sheet, returned.sheet
    wanted, found = one.page_setup, other.page_setup
    figures: list[tuple[str, object, object]] = [
        ("纸张", _PAPERS.get(int(wanted.paperSize or 1)), _PAPERS.get(int(found.paperSize or 1), found.paperSize)),
        ("纸张方向", _TURNS.get(str(wanted.orientation)), _TURNS.get(str(found.orientation), "纵向")),
        ("每页都印的标题行", one.print_title_rows, other.print_title_rows),
        ("缩放到一页宽", _fits(one), _fits(other)),
    ]
    for what, want, have in figures:
        if want != have:
            yield Finding("打印设置", what, str(want or "没有"), str(have or "没有"))
    for side, label in _MARGINS.items():
        a, b = (float(getattr(sheet.page_margins, side)) * _MM_PER_INCH for sheet in (one, other))
        if abs(a - b) > TOLERANCE_MM:
            yield Finding("打印设置", label, mm(a), mm(b))


def _fits(sheet: Worksheet) -> str:
    setup = sheet.sheet_properties.pageSetUpPr
    return "是" if setup is not None and setup.fitToPage and sheet.page_setup.fitToWidth in (1, None) else "否"
