"""Which rows of Form 2 stand on which page, how high they are, and how their text is broken."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from support import own_forms

from generator.campaign.layout import FORM
from generator.rendering.sheets.list_sheets import ListSheet, head_pt, head_texts, list_sheets
from generator.typesetting.typeset import PT_PER_MM, width_em

KEYS = own_forms.COLUMNS
HEADERS = [column.label for column in own_forms.FORM2.columns]


def sheets_of(*rows: dict[str, str], **changed: Any) -> list[ListSheet]:
    filled = [dict.fromkeys(KEYS, "") | row for row in rows]
    return list_sheets({"form": own_forms.FORM2, "headers": HEADERS, "rows": filled, **changed})


def room_mm(sheets: list[ListSheet], place: int) -> float:
    """The room for rows on the sheet of that place."""
    head_mm = 0 if place else FORM.list_head_mm
    note_mm = FORM.list_note_mm if place == len(sheets) - 1 else 0
    return FORM.list_sheet_height_mm - sheets[place].header_mm - head_mm - note_mm


def texts(sheets: list[ListSheet], key: str) -> list[str]:
    return [line.text for sheet in sheets for row in sheet.rows for line in row.cells[key]]


@pytest.mark.parametrize("count", [1, 8, 9, 10, 21, 22, 60])
def test_every_page_is_as_full_as_its_rows_allow(count: int) -> None:
    sheets = sheets_of(*[{"name": "夹具", "row_number": str(number)} for number in range(count)])
    assert texts(sheets, "row_number") == [str(number) for number in range(count)]
    for place, sheet in enumerate(sheets):
        assert sheet.rows
        assert {row.height_mm for row in sheet.rows} == {FORM.list_row_mm}
        assert sheet.rows_mm <= room_mm(sheets, place)
    for place, _ in enumerate(sheets[:-2]):
        assert sheets[place].rows_mm + FORM.list_row_mm > room_mm(sheets, place)


def test_the_last_row_goes_to_the_next_page_with_the_note_that_finds_no_room() -> None:
    full = max(range(1, 20), key=lambda count: count if len(sheets_of(*[{}] * count)) == 1 else 0)
    first, last = sheets_of(*[{}] * (full + 1))
    assert len(last.rows) == 1
    assert first.rows_mm <= FORM.list_sheet_height_mm - first.header_mm - FORM.list_head_mm


def test_a_row_is_as_high_as_its_longest_cell() -> None:
    (sheet,) = sheets_of({"name": "叶片在线清洗装置的研制与应用及推广" * 3})
    (row,) = sheet.rows
    lines = row.cells["name"]
    assert row.height_mm == pytest.approx(len(lines) * 10.5 * 1.3 * 25.4 / 72 + 2 + 0.5 * 25.4 / 72)


def test_a_number_is_set_smaller_before_it_is_broken() -> None:
    (sheet,) = sheets_of({"lead_phone": "13870912345"}, {"lead_phone": "0790-6290000"}, {"lead_phone": "1" * 40})
    first, second, longest = (row.cells["lead_phone"] for row in sheet.rows)
    assert [line.text for line in first] == ["13870912345"]
    assert [line.text for line in second] == ["0790-6290000"]
    assert 10.5 >= first[0].size_pt > second[0].size_pt
    assert "".join(line.text for line in longest) == "1" * 40


def test_a_row_higher_than_a_page_is_cut_between_lines_and_nothing_is_lost() -> None:
    long = "把每一道工序都写清楚" * 60
    sheets = sheets_of({"unit_and_post": long, "name": "夹具"}, {"name": "最后一项"})
    assert len(sheets) > 2
    assert "".join(texts(sheets, "unit_and_post")) == long
    assert texts(sheets, "name") == ["夹具", "最后一项"]
    assert all(sheet.rows_mm <= room_mm(sheets, place) for place, sheet in enumerate(sheets))


def test_labels_are_broken_by_meaning_and_the_header_is_as_high_as_they_need() -> None:
    few, many = (
        sheets_of({}, headers=[*HEADERS[:7], f"项目类别|（{names}）", HEADERS[8]])[0]
        for names in ("小发明、小创造", "、".join(["小发明"] * 9))
    )
    assert few.header[2] == ("第一完成人", "（牵头人）")
    assert few.header[7] == ("项目类别", "（小发明、", "小创造）")
    assert few.header_mm == FORM.list_header_mm < many.header_mm


def test_rules_lie_on_the_edges_of_rows_and_columns() -> None:
    (sheet,) = sheets_of({}, {"name": "叶片在线清洗装置的研制与应用及推广" * 2})
    upright = [box for box in sheet.rules if box.height > box.width]
    lying = [box for box in sheet.rules if box.width > box.height]
    across = [box.left + box.width / 2 for box in upright]
    down = [box.top + box.height / 2 for box in lying]
    assert [right - left for left, right in pairwise(across)] == pytest.approx(
        [column.width_mm for column in own_forms.FORM2.columns]
    )
    heights = [sheet.header_mm, *(row.height_mm for row in sheet.rows)]
    assert [foot - top for top, foot in pairwise(down)] == pytest.approx(heights)
    assert {round(box.left, 6) for box in lying} == {round(upright[0].left, 6)}
    assert {round(box.top, 6) for box in upright} == {round(lying[0].top, 6)}


def test_the_unit_and_the_day_above_the_table_stand_beside_each_other_however_long_they_are() -> None:
    table = replace(own_forms.FORM2, unit_label="{{ 省份 }}单位：", date_label="日期：")
    day = {"year": "2023", "month": "12", "day": "31"}
    for unit, at_full_size in (("赣州市总工会", True), ("精密机械制造" * 8, False)):
        form = {"form": table, "words": {"{{ 省份 }}单位：": "江西省单位："}, "recommender": unit, "applied": day}
        left, right = head_texts(form)
        assert (left, right) == (f"江西省单位：{unit}{table.seal}", "日期：2023年12月31日")
        assert (head_pt(form) == FORM.cell_pt) is at_full_size
        wide_mm = (width_em(left, "songti") + width_em(right, "songti")) * head_pt(form) / PT_PER_MM
        assert wide_mm < FORM.list_text_width_mm
