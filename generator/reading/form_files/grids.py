"""Forms of cells: pages of rows, each page a table that has to close and to find room on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from generator.campaign.forms import Cell, Page, Row, Shows, width_em
from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL, SLIVER_MM, TABLE_MM
from generator.campaign.masking import quoted
from generator.reading.form_files.cells import ROW, Taken, row_from
from generator.reading.form_files.covers import cover_from
from generator.reading.form_files.form_entry import FormEntry

GRID = ("columns_mm", "pages", "cover")
NARROWEST_MM, MOST_COLUMNS = 5.0, 24
FOOT_NOTE_MM = 8.5
NOTICE_MM = FORM.slack_mm - 1  # by which the pages of the notice are lower than those of a form by itself
HEAD_MM = FORM.title_mm + OFFICIAL.line_pitch_pt * MM_PER_PT  # annex mark and title of a form without a cover
LOWEST_HEADING_MM = 12.5  # with a note below it
LEAST_PARTS_MM, LOWEST_OPINION_MM, LEAST_LABEL_PT = 100.0, 25.0, 6.0


class _Written(NamedTuple):
    """A row and the mapping that it was read from."""

    entry: FormEntry
    row: Row


def grid_from(entry: FormEntry, head: Mapping[str, Any]) -> dict[str, Any]:
    """What a grid says besides what every form says, which `head` is."""
    widths = _widths(entry)
    taken, pages = Taken(), list[Page]()
    entries = list(entry.listed("pages", "各页", ("rows",))) if widths else []
    for number, page in enumerate(entries, start=1):
        rows = page.listed("rows", "各行", ROW)
        written = [_Written(one, row_from(one, len(widths), taken)) for one in rows]
        if written:
            _require_whole(written, widths)
            taken_mm = NOTICE_MM if head["in_notice"] else 0
            taken_mm += FOOT_NOTE_MM if head["foot_note"] and number == len(entries) else 0
            _require_room(page, written, taken_mm + (HEAD_MM if number == 1 and "cover" not in entry else 0))
            pages.append(Page(tuple(row for _, row in written)))
    return {"columns_mm": widths, "pages": tuple(pages), "cover": cover_from(entry) if "cover" in entry else None}


def _widths(entry: FormEntry) -> tuple[float, ...]:
    widths = entry.numbers("columns_mm", NARROWEST_MM)
    if "columns_mm" not in entry:
        entry.missing("columns_mm", "请列出各列的宽度（毫米）。")
    elif widths and abs(sum(widths) - OFFICIAL.text_width_mm) > 0.01:
        message = f"各列一共{sum(widths):g}毫米，版心宽{OFFICIAL.text_width_mm:g}毫米。"
        entry.wrong("form-size", "columns_mm", message, "请改列宽，使总和正好是版心的宽度。")
    elif len(widths) > MOST_COLUMNS:
        entry.wrong("form-size", "columns_mm", f"超过{MOST_COLUMNS}列。", "请合并一些列。")
    return widths


# ---- the table closes


def _require_whole(written: Sequence[_Written], widths: Sequence[float]) -> None:
    """Note cells that overlap, columns that no cell covers, cells that reach below the page."""
    columns = len(widths)
    left = [0] * columns  # how many further rows a cell from above covers, by column
    for number, (entry, row) in enumerate(written):
        covers = [1 if below else 0 for below in left]
        left = [max(below - 1, 0) for below in left]
        for cell in row.cells:
            first, last = cell.columns
            for column in range(first, last + 1) if first >= 0 else ():
                covers[column] += 1
                left[column] = max(left[column], cell.rows - 1)
            _require_size(entry, cell, written[number : number + cell.rows], widths)
            if number + cell.rows > len(written):
                entry.wrong("form-grid", "cells", "有格子跨的行数超出这一页。", "请改 rows。")
        _require_covered(entry, row, covers)
        if row.grows and any(left):
            message = "会续页的行要是跨行格子的最后一行。"
            entry.wrong("form-grid", "grows", message, "请把它移到跨行格子的末行，或不跨行。")


def _require_covered(entry: FormEntry, row: Row, covers: Sequence[int]) -> None:
    if any(first < 0 for first, _ in (cell.columns for cell in row.cells)):
        return  # told already
    twice = [str(column) for column, count in enumerate(covers) if count > 1]
    never = [str(column) for column, count in enumerate(covers) if not count]
    if twice:
        entry.wrong(
            "form-grid", "cells", f"第{'、'.join(twice)}列（从0数起）有格子重叠。", "请核对 columns 和上面的 rows。"
        )
    if never:
        entry.wrong("form-grid", "cells", f"第{'、'.join(never)}列（从0数起）没有格子。", "请补上，空格子也要写。")
    if any(one.columns > other.columns for one, other in pairwise(row.cells)):
        entry.wrong("form-grid", "cells", "格子要从左到右写。", "请调整次序。")


def _require_size(entry: FormEntry, cell: Cell, rows: Sequence[_Written], widths: Sequence[float]) -> None:
    """Note what finds no room in its cell: a picture, an opinion, a label, text that goes on over pages."""
    first, last = cell.columns
    if first < 0:
        return
    width = sum(widths[first : last + 1]) - 2 * FORM.cell_padding_mm
    height = sum(one.row.height_mm for one in rows) - 2 * FORM.above_mm
    if cell.size_mm is not None and (cell.size_mm[0] > width or cell.size_mm[1] > height):
        message = f"图片比格子大（格子内宽{width:g}、高{height:g}毫米）。"
        entry.wrong("form-size", "cells", message, "请改 size_mm，或加大格子。")
    if cell.note and height < LOWEST_HEADING_MM - 2 * FORM.above_mm:
        told = "放不下标题和它下面的说明。"
        entry.wrong("form-size", "height_mm", told, f"请至少写{LOWEST_HEADING_MM:g}毫米。")
    if cell.shows is Shows.OPINION and height < LOWEST_OPINION_MM:
        entry.wrong("form-size", "height_mm", "放不下意见、印章和日期。", f"请至少写{LOWEST_OPINION_MM + 2:g}毫米。")
    if cell.shows is Shows.PARTS and width < LEAST_PARTS_MM:
        entry.wrong("form-size", "cells", "parts 的格子太窄。", f"请至少给它{LEAST_PARTS_MM:g}毫米。")
    longest = max((width_em(line) for line in cell.text.split("|") if "{" not in line), default=0)
    if longest * LEAST_LABEL_PT * MM_PER_PT > width:
        message = f"格子太窄，放不下{quoted(cell.text)}。"
        entry.wrong("form-size", "cells", message, "请用 | 分行，或加宽。")


# ---- the page has room


def _require_room(page: FormEntry, written: Sequence[_Written], taken_mm: float) -> None:
    """Note a page whose rows find no room on it, and text over pages that does not end its page."""
    high = sum(row.height_mm * max(row.repeated, 1) for _, row in written)
    room = TABLE_MM - SLIVER_MM - taken_mm
    if high > room:
        message = f"各行一共高{high:g}毫米，一页只有{room:.0f}毫米。"
        page.wrong("form-size", "rows", message, "请减小行高，或分成两页。")
    for number, (entry, row) in enumerate(written):
        if row.has_parts:
            alone = all(cell.shows is Shows.PARTS for cell in row.cells)
            if number + 1 < len(written) or not alone or any(one.row.grows for one in written[:number]):
                message = "parts 的行要单独占一格，在一页的最后，上面没有别的续页的行。"
                entry.wrong("form-place", "cells", message, "请另起一页。")
