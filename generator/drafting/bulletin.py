"""The bulletin (通报): text and the lists of winners, one table for each tier. Public fields only."""

from __future__ import annotations

from lxml.etree import _Element as Element

from generator.campaign.layout import WINNERS, WinnerColumn
from generator.drafting.official import (
    annex_title,
    attachments,
    blank_line,
    blocks,
    head,
    imprint,
    signature,
)
from generator.drafting.word.controls import plain
from generator.drafting.word.elements import HEI, align, around_paragraphs, exact, fonts, paragraph, run, size, w
from generator.drafting.word.package import package
from generator.drafting.word.sections import NUMBERED, number_footers, section
from generator.drafting.word.tables import cell, row, table, tag_row

_PITCH = exact(WINNERS.line_height * WINNERS.text_pt)


def _value(column: WinnerColumn) -> Element:
    control = plain(column.key, column.label, f"row.{column.key}|winner_text('{column.key}')")
    for properties in control.iter(w("rPr").tag):
        properties.extend(size(WINNERS.text_pt))
    return cell([column.width_mm], paragraph("CellValue", control, props=[_PITCH, align(column.align)]))


def _header(column: WinnerColumn) -> Element:
    label = f"{{{{ headers.{column.key} }}}}" if column.key in WINNERS.own_headers else column.label
    text = run(label, fonts(HEI), *size(WINNERS.text_pt))
    return cell([column.width_mm], paragraph("CellLabel", text, props=[_PITCH]))


def _winners() -> Element:
    columns = WINNERS.columns
    return table(
        [column.width_mm for column in columns],
        row(WINNERS.row_mm, *map(_header, columns), grows=True, header=True),
        tag_row("%tr for row in table.rows %", len(columns)),
        row(WINNERS.row_mm, *map(_value, columns), grows=True),
        tag_row("%tr endfor %", len(columns)),
        padding_mm=WINNERS.cell_padding_mm,
        above_mm=WINNERS.above_mm,
    )


def _annex() -> list[Element]:
    """附件: its mark, its title on the third line, the tables."""
    tier = paragraph(
        "CellHeading",
        "{{ table.tier }}（{{ table.rows|length }}项）",
        props=[w("keepNext"), exact(20, before=14, after=6)],
    )
    return [
        paragraph("AnnexMark", "附件", props=[w("pageBreakBefore")]),
        blank_line(),
        annex_title("annex_title"),
        *around_paragraphs("for table in tables", tier, _winners()),
    ]


def draft_bulletin() -> bytes:
    """bulletin.docx."""
    body = w(
        "body",
        *head(),
        *blocks(),
        *attachments(),
        *signature(),
        *_annex(),
        *imprint(section(footers=NUMBERED)),
    )
    return package("通报", body, footers=number_footers())
