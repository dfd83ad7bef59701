"""What was filled in and cannot be read on paper: cut by its row or column, too small, hidden, or not printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.campaign.errors import Place, Severity
from generator.campaign.forms import Form, ListForm
from generator.inspecting.findings import Finding, points
from generator.inspecting.word_file import BrokenFileError, Why, WordFile
from generator.reading.prescan import WORKBOOK_ERRORS, PackageRefusedError, workbook_zip
from generator.reading.returned.lists.in_sheets import list_sheets, unread_on_paper
from generator.reading.returned.marks import marks_of
from generator.reading.returned.paper.cut import BY_COLUMN, Cut, Small, Tight, cuts, rooms_in
from generator.reading.returned.paper.cut_sheet import OUTSIDE, Unprinted
from generator.reading.sheets.workbook_package import opened
from generator.reading.word_tables.grid import DocumentReader
from generator.reading.word_tables.styles import StyleSheet

_WHAT = "填写的文字"
_CELL = re.compile(r"[A-Z]+\d+")


def unreadable_in_word(form: Form, file: WordFile) -> tuple[list[Small], list[Tight]]:
    """The cells with text too small to be read, and those that may be cut."""
    blocks = list(DocumentReader().blocks(file.body))
    return rooms_in(blocks, "", StyleSheet(file.styles), marks_of([form]))


def unreadable_in_book(form: ListForm, content: bytes) -> tuple[list[Small], list[Tight], list[Unprinted]]:
    """The same of a list in Excel, and its rows and columns that are not printed.

    Raises BrokenFileError where its values are not to be read.
    """
    try:
        with workbook_zip(content) as package:
            book = opened(package)
            return next((unread_on_paper(book, one) for one in list_sheets(book, "", marks_of([form]))), ([], [], []))
    except (PackageRefusedError, *WORKBOOK_ERRORS) as wrong:
        raise BrokenFileError(Why.UNUSUAL) from wrong


def findings_of(small: Sequence[Small], tight: Sequence[Tight], hidden: Sequence[Unprinted] = ()) -> Iterator[Finding]:
    """That these texts cannot be read; those that may be cut are measured now."""
    for one in small:
        found = f"字号（或行距）只有{points(one.size_pt)}"
        yield Finding(_called(one.place, one.label), _WHAT, "看得清", found, Severity.WARNING)
    for cut in cuts(tight):
        more = f" 等{cut.cells}格" if cut.cells > 1 else ""
        yield Finding(_called(cut.first.place, cut.first.label) + more, _WHAT, "打印得全", _how(cut), Severity.WARNING)
    for rows in hidden:
        if not rows.is_column or rows.why == OUTSIDE:  # of a hidden one the width is compared
            yield Finding(rows.which, _WHAT, "打印得出", rows.why, Severity.WARNING)


def _how(cut: Cut) -> str:
    if cut.first.how in BY_COLUMN:
        return BY_COLUMN[cut.first.how][0].removesuffix("。")
    return f"末尾约{cut.lines}行被固定的行高截去"


def _called(place: Place, label: str) -> str:
    """The place; of a workbook the cell alone, since one sheet of it is looked at."""
    where = place.cell if _CELL.fullmatch(place.cell) else f"{place.sheet} {place.cell}".strip()
    return f"{where} “{label}”" if label else where
