"""The bulletin (通报): text and the lists of winners, one table for each tier. Public fields only."""

from __future__ import annotations

from lxml.etree import _Element as Element

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

# The key of each column, its header, how its control is called, its width in mm.
_COLUMNS = (
    ("number", "序号", "序号", 11),
    ("name", "{{ headers.name }}", "项目名称", 50),
    ("people", "完成人", "完成人", 33),
    ("unit", "{{ headers.unit }}", "所在单位", 36),
    ("recommender", "推荐单位", "推荐单位", 26),
)
_ROW_MM = 10
_TEXT_PT = 10.5
_LINE_PT = 1.3 * _TEXT_PT
_ABOVE_MM = 1.2


def _value(key: str, label: str, width_mm: float) -> Element:
    control = plain(key, label, f"row.{key}")
    for properties in control.iter(w("rPr").tag):
        properties.extend(size(_TEXT_PT))
    return cell(
        [width_mm],
        paragraph("CellValue", control, props=[exact(_LINE_PT), align("left" if key == "name" else "center")]),
    )


def _winners() -> Element:
    pitch = exact(_LINE_PT)
    headers = [
        cell([width], paragraph("CellLabel", run(label, fonts(HEI), *size(_TEXT_PT)), props=[pitch]))
        for _, label, _, width in _COLUMNS
    ]
    values = [_value(key, called, width) for key, _, called, width in _COLUMNS]
    return table(
        [width for *_, width in _COLUMNS],
        row(_ROW_MM, *headers, grows=True, header=True),
        tag_row("%tr for row in table.rows %", len(_COLUMNS)),
        row(_ROW_MM, *values, grows=True),
        tag_row("%tr endfor %", len(_COLUMNS)),
        above_mm=_ABOVE_MM,
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
