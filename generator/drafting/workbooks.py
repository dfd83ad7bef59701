"""The Excel templates beside those of forms: winner list (获奖名单), certificate register (发证登记表), 申报进度."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from openpyxl.utils import get_column_letter

from generator.campaign.layout import FORM, OFFICIAL
from generator.drafting.sheets import SheetColumn, SheetLine, add_line, add_table, finished, new_sheet
from generator.drafting.word.elements import BIAOSONG, SONG

_WINNERS = (
    SheetColumn("row_number", "序号", 12),
    SheetColumn("tier", "等次", 30),
    SheetColumn("name", "{{ headers.name }}", 70),
    SheetColumn("people", "完成人", 48),
    SheetColumn("unit", "{{ headers.unit }}", 52),
    SheetColumn("recommender", "推荐单位", 42),
)
_REGISTER = (
    SheetColumn("number", "证书编号", 54),
    SheetColumn("tier", "等次", 27),
    SheetColumn("name", "{{ headers.name }}", 44),
    SheetColumn("people", "完成人", 30),
    SheetColumn("unit", "{{ headers.unit }}", 34),
    SheetColumn("recommender", "推荐单位", 29),
    SheetColumn("issued", "发证日期", 30),
    SheetColumn("revoked", "撤销", 22),
)


_PROGRESS = (
    SheetColumn("row_number", "序号", 12),
    SheetColumn("recommender", "申报单位", 62, "left"),
    SheetColumn("least_text", "最低数量", 22),
    SheetColumn("applications_text", "已申报", 20),
    SheetColumn("missing", "还差", 18),
    SheetColumn("non_public_text", "非公成果", 22),
    SheetColumn("share", "非公占比", 22),
    SheetColumn("errors", "错误", 18),
    SheetColumn("reminders", "提醒", 18),
)


def _list(name: str, columns: Sequence[SheetColumn]) -> bytes:
    """A workbook with a title over one table."""
    sheet = new_sheet(name, columns)
    last = get_column_letter(len(columns))
    add_line(sheet, SheetLine(f"A1:{last}1", "title", "{{ title }}", BIAOSONG, OFFICIAL.title_pt, "center", 18))
    add_table(sheet, columns, 2)
    return finished(sheet, header_row=2, last=f"{last}3")


def _draft_progress() -> bytes:
    """progress.xlsx (申报进度): heading lines, the table, overview and notes; the chart is drawn when it is filled."""
    sheet = new_sheet("申报进度", _PROGRESS)
    last = get_column_letter(len(_PROGRESS))
    add_line(sheet, SheetLine(f"A1:{last}1", "title", "{{ title }}", BIAOSONG, OFFICIAL.title_pt - 2, "center", 14))
    add_line(sheet, SheetLine("A2:B2", "as_of", "{{ as_of }}", SONG, FORM.cell_pt, "left", 8))
    add_line(sheet, SheetLine(f"C2:{last}2", "deadline", "{{ deadline }}", SONG, FORM.cell_pt, "right", 8))
    add_table(sheet, _PROGRESS, 3, header_mm=9, row_mm=6)
    add_line(sheet, SheetLine(f"A5:{last}5", "overview", "{{ overview }}", SONG, FORM.cell_pt, "left", 8))
    add_line(sheet, SheetLine(f"A6:{last}6", "notes", "{{ notes }}", SONG, FORM.cell_pt - 1.5, "left", 6))
    return finished(sheet, header_row=3, last=f"{last}6")


WORKBOOK_DRAFTS: Mapping[str, Callable[[], bytes]] = {
    "bulletin/winners.xlsx": partial(_list, "获奖名单", _WINNERS),
    "certificate/register.xlsx": partial(_list, "发证登记表", _REGISTER),
    "progress/progress.xlsx": _draft_progress,
}
