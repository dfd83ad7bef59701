"""A PDF → the blocks of a document: its paragraphs and tables in order, and what of it could not be read.

A PDF that is no form, or whose pages are pictures, is told by its text alone, before its pages are measured.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import groupby
from typing import Any

import pdfplumber
import pypdfium2
from pdfplumber.utils.exceptions import PdfminerException
from pypdfium2 import raw

from generator.collecting.printed.between import Known, text_between
from generator.collecting.printed.glyphs import Glyph, glyphs
from generator.collecting.printed.lines import PrintedLine, lines_of
from generator.collecting.printed.tables import (
    Numbering,
    PrintedTable,
    goes_on,
    tables_on,
    without_first_row,
)
from generator.reading.word_tables.grid import Block
from generator.reading.word_tables.signs import UNKNOWN

MOST_PAGES = 60
# What reading a damaged or locked file may raise.
PDF_ERRORS = (
    PdfminerException, pypdfium2.PdfiumError, ValueError, KeyError, TypeError, AttributeError, IndexError,
    AssertionError, OverflowError,
)  # fmt: skip
_PICTURE = 0.5  # of a page: a picture so large is the page
_MARGIN = 0.12  # of a page's height, above and below: there pages have numbers
_NUMBER_OF_PAGE = re.compile(r"[\W_]*\d{1,3}[\W_]*|第\d{1,3}页(?:[,，/]?共\d{1,3}页)?|\d{1,3}/\d{1,3}")
_FOOT = 0.75  # of a page's height: a row that a page cuts reaches so far


@dataclass(frozen=True)
class Looked:
    """What a PDF is at first sight: the text of each page, which of them are pictures, when it was made by itself."""

    texts: tuple[str, ...]
    pictures: tuple[int, ...]
    modified: str = ""

    @property
    def is_scan(self) -> bool:
        """Whether all of it are pictures."""
        return bool(self.texts) and len(self.pictures) == len(self.texts)


def looked_at(content: bytes) -> Looked:
    """What the file is. Raises one of PDF_ERRORS where it is damaged or locked."""
    with pypdfium2.PdfDocument(content) as opened:
        if len(opened) > MOST_PAGES:
            return Looked((), ())
        texts, pictures = list[str](), list[int]()
        for number in range(len(opened)):
            page = opened[number]
            texts.append(page.get_textpage().get_text_bounded())
            if _is_picture(page):
                pictures.append(number)
            page.close()
        told = opened.get_metadata_dict()
    return Looked(tuple(texts), tuple(pictures), _day(told.get("ModDate") or told.get("CreationDate") or ""))


def _day(told: str) -> str:
    """A date as a PDF has it, otherwise written: 2023-07-26T10:30:00."""
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", told)
    return "{}-{}-{}T{}:{}:{}".format(*found.groups()) if found else ""


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether a picture is the page, or its text is not shown: such text was guessed from the picture."""
    whole = page.get_width() * page.get_height()
    for one in page.get_objects(max_depth=3):
        if one.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = one.get_bounds()
            if (right - left) * (top - bottom) > _PICTURE * whole:
                return True
        elif one.type == raw.FPDF_PAGEOBJ_TEXT and _is_invisible(one):
            return True
    return not page.get_textpage().get_text_bounded().strip() and any(
        one.type == raw.FPDF_PAGEOBJ_IMAGE for one in page.get_objects(max_depth=3)
    )


def _is_invisible(text: pypdfium2.PdfObject) -> bool:
    return bool(raw.FPDFTextObj_GetTextRenderMode(text.raw) == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def blocks_of(content: bytes, pictures: Sequence[int], known: Known) -> list[Block]:
    """The blocks of the pages that are no `pictures`. Raises one of PDF_ERRORS."""
    pages = list[tuple[list[PrintedTable | PrintedLine], float]]()
    with pdfplumber.open(BytesIO(content)) as opened:
        for number, page in enumerate(opened.pages):
            if number not in pictures:
                pages.append((_on_page(page), float(page.height)))
            page.close()
    repeated = Counter(text for found, height in pages for text in {one.text for one in _marginal(found, height)})
    made = list[PrintedTable | PrintedLine]()
    for found, height in pages:
        heads = [one for one in _marginal(found, height) if repeated[one.text] > 1]
        _go_on(made, [one for one in found if one not in heads], height, known)
    numbering = Numbering()
    blocks = list[Block]()
    for is_table, group in groupby(made, key=lambda one: isinstance(one, PrintedTable)):
        if is_table:
            blocks += [numbering.grid(one) for one in group if isinstance(one, PrintedTable)]
        else:
            blocks += text_between([one for one in group if isinstance(one, PrintedLine)], known)
    return blocks


def _on_page(page: Any) -> list[PrintedTable | PrintedLine]:
    """The tables of a page and the lines between them, from above."""
    tables, left = tables_on(page, glyphs(page))
    height = float(page.height)
    lines = [one for one in lines_of(_readable(left)) if not _is_number_of_page(one, height)]
    return sorted([*tables, *lines], key=_top)


def _readable(left: Sequence[Glyph]) -> Iterator[Glyph]:
    """The characters outside of tables; what is drawn there is an ornament."""
    return (one for one in left if one.text != UNKNOWN)


def _top(one: PrintedTable | PrintedLine) -> float:
    return one.box[1] if isinstance(one, PrintedTable) else one.top


def _is_number_of_page(one: PrintedLine, height: float) -> bool:
    return _is_marginal(one, height, _MARGIN) and _NUMBER_OF_PAGE.fullmatch("".join(one.text.split())) is not None


def _is_marginal(one: PrintedLine, height: float, share: float) -> bool:
    return one.bottom < share * height or one.top > (1 - share) * height


def _marginal(found: Sequence[PrintedTable | PrintedLine], height: float) -> list[PrintedLine]:
    """The lines above and below the text of a page: where they are those of other pages too, they are none of it."""
    return [one for one in found if isinstance(one, PrintedLine) and _is_marginal(one, height, _MARGIN)]


def _go_on(
    made: list[PrintedTable | PrintedLine], page: list[PrintedTable | PrintedLine], height: float, known: Known
) -> None:
    """Let the page follow; a row that a page has cut in two is one."""
    last, first = made[-1] if made else None, page[0] if page else None
    if isinstance(last, PrintedTable) and isinstance(first, PrintedTable) and last.box[3] > _FOOT * height:
        pairs = [] if any(known.begins(cell.text) for cell in first.row(0)) else goes_on(last, first)
        for before, after in pairs:
            if before.lines and after.lines:
                before.lines[-1] = replace(before.lines[-1], is_cut=True)
            before.lines += after.lines
            before.tables += after.tables
        if pairs:
            rest = without_first_row(first)
            page = [*([rest] if rest else []), *page[1:]]
    made += page
