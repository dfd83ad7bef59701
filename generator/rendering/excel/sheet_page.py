"""The printed page of an Excel sheet: paper, margins, page numbers, the header on every page."""

from __future__ import annotations

from typing import Literal

from openpyxl.worksheet.header_footer import _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

A3, A4 = 8, 9  # Excel's numbers of paper sizes
_SIDES_MM, _TOP_MM, _BOTTOM_MM, _HEADER_MM, _FOOTER_MM = 12, 20, 18, 8, 9
_MM_PER_INCH = 25.4
_FOOTER_PT = 10


def set_page(
    sheet: Worksheet,
    orientation: Literal["portrait", "landscape"],
    *,
    paper: int = A4,
    pages_wide: int = 1,
    header_row: int | None = None,
) -> None:
    """Set the sheet up to be printed so many pages wide, centred, with “第1页 共5页” at the foot."""
    setup = sheet.page_setup
    setup.orientation, setup.paperSize = orientation, paper
    setup.fitToWidth, setup.fitToHeight = pages_wide, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = _SIDES_MM / _MM_PER_INCH
    margins.top, margins.bottom = _TOP_MM / _MM_PER_INCH, _BOTTOM_MM / _MM_PER_INCH
    margins.header, margins.footer = _HEADER_MM / _MM_PER_INCH, _FOOTER_MM / _MM_PER_INCH
    sheet.print_options.horizontalCentered = True
    footer = sheet.oddFooter
    if footer is not None:
        footer.center = _HeaderFooterPart("第 &P 页  共 &N 页", font="宋体,常规", size=_FOOTER_PT)
    if header_row:
        sheet.print_title_rows = f"{header_row}:{header_row}"
