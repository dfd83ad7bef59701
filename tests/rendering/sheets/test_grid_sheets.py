"""Where the rows and lines of a growing Form 1 go: on the page where they fit, whole."""

from __future__ import annotations

from typing import Any

from rendering.word_contexts import LONG, SHORTEST, form1
from support import own_forms

from generator.campaign.form_rows import row_groups, rows_of
from generator.campaign.layout import SLIVER_MM, TABLE_MM
from generator.composing.fitting.slots import parts_place
from generator.rendering.sheets.grid_sheets import SheetRow, table_sheets
from generator.rendering.sheets.parts import PartsSheet, intro_parts, parts_sheets

ROWS = rows_of(own_forms.DATA, 5)


def sheets_of(benefit: str) -> list[list[SheetRow]]:
    slots = form1(SHORTEST | {"benefit": benefit}, completers=5)["slots"]
    return table_sheets(own_forms.DATA, slots, 5, TABLE_MM - SLIVER_MM)


def intro_sheets(parts: list[dict[str, Any]]) -> list[PartsSheet]:
    return parts_sheets(parts, parts_place(own_forms.FORM1, own_forms.INTRO))


def lines_of(sheet: list[SheetRow]) -> list[str]:
    return [line for row in sheet for cell in row.cells for line in cell.lines or ()]


def intro(*lengths: int) -> list[dict[str, Any]]:
    return own_forms.parts(
        {"number": f"{place}.", "heading": "一部分", "paragraphs": ["甲" * 70] * n} for place, n in enumerate(lengths)
    )


def test_groups_are_headings_with_the_row_below_and_rows_that_a_cell_spans() -> None:
    assert [len(group) for group in row_groups(ROWS)] == [2, 3, 1, 1, 2, 1, 1, 1, 6]
    assert [row for group in row_groups(ROWS) for row in group] == list(ROWS)


def test_a_benefit_that_fits_leaves_the_page_as_it_is() -> None:
    (sheet,) = sheets_of("年节约1万元。")
    assert [row.height_mm for row in sheet] == [row.height_mm for row in ROWS]


def test_a_benefit_beyond_its_cell_makes_its_row_higher_and_moves_whole_groups() -> None:
    first, second = sheets_of(LONG * 8)
    assert [len(first), len(second)] == [12, 6]
    assert first[6].height_mm > 37
    assert tuple(one.cell for one in first[6].cells) == ROWS[6].cells


def test_a_benefit_beyond_its_page_is_cut_between_lines_and_loses_none() -> None:
    text = LONG * 40
    sheets = sheets_of(text)
    assert len(sheets) == 2
    assert "".join(line for sheet in sheets for line in lines_of(sheet)) == text
    assert sum(row.height_mm for row in sheets[0]) <= 229
    # The label stands on the first page; below it the columns go on, empty.
    assert [one.cell.text for one in sheets[0][-1].cells] == ["转化创造|效益情况", ""]
    assert [(one.cell.columns, one.cell.text) for one in sheets[1][0].cells] == [
        ((0, 0), ""),
        ((1, 1), ""),
        ((2, 7), ""),
    ]
    assert all(row.cells[0].cut for row in sheets[0][-2:])


def test_a_blank_intro_has_no_sheet() -> None:
    assert intro_sheets([]) == []


def test_the_first_page_of_an_intro_has_29_lines_and_a_further_one_30() -> None:
    sheets = intro_sheets(intro(40))
    assert [len(sheet.lines) for sheet in sheets] == [29, 30, 22]
    assert sheets[0].height_mm > 210 > sheets[2].height_mm
    assert [round(sheet.height_mm / 7.408) for sheet in sheets] == [29, 30, 22]


def test_a_short_intro_has_the_cell_of_the_blank() -> None:
    (sheet,) = intro_sheets(intro(2, 2))
    assert sheet.height_mm == 210


def test_a_heading_that_would_stand_alone_goes_to_the_next_page_and_leaves_its_line_free() -> None:
    parts = intro(5, 8, 3)  # 11 and 17 lines, then a heading on line 29
    sheets = intro_sheets(parts)
    assert [len(sheet.lines) for sheet in sheets] == [28, 7]
    assert round(sheets[0].height_mm / 7.408) == 29
    assert sheets[1].lines[0].runs[0].text == "2.一部分"
    assert [part["fills_page"] for part in intro_parts(parts)] == [False, True, False]
    assert [part["fills_page"] for part in intro_parts(intro(5, 7, 3))] == [False, False, False]
