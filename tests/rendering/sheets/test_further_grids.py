"""Forms of cells other than the program's: rows that grow beside merged cells, texts over pages in narrower cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.own_fields import FIELDS

from generator.campaign.forms import GridForm
from generator.campaign.layout import FORM, MM_PER_PT, SLIVER_MM, TABLE_MM
from generator.composing.fitting.slots import Slot, fitted, growing_slots, parts_place, places
from generator.reading.form_files.forms_file import form_files, forms_of
from generator.rendering.sheets.grid_sheets import SheetRow, head_mm, table_sheets
from generator.rendering.sheets.parts import parts_sheets

TEXT = """
title: 征求意见表
name: 征求意见表
folder: 10-征求意见表
per: application
kind: grid
sizes_pt: [12, 10.5, 9, 8, 7]
columns_mm: [30, 60, 36, 30]
pages:
  - rows:
      - {height_mm: 20, cells: [{columns: [0, 0], label: 名称}, {columns: [1, 2], field: name}, {columns: [3, 3], rows: 3, label: 照片}]}
      - {height_mm: 20, cells: [{columns: [0, 0], rows: 2, label: 单位}, {columns: [1, 1], field: unit}, {columns: [2, 2], label: 备注}]}
      - {height_mm: 60, grows: true, cells: [{columns: [1, 2], field: benefit, sizes_pt: [12, 10.5]}]}
      - {height_mm: 20, cells: [{columns: [0, 0], label: 行业}, {columns: [1, 3], field: industry}]}
      - {height_mm: 40, grows: true, cells: [{columns: [0, 0], label: 实施}, {columns: [1, 3], field: implementation}]}
  - rows:
      - {height_mm: 12, cells: [{columns: [0, 3], heading: 内容}]}
      - {height_mm: 12, cells: [{columns: [0, 3], heading: 再分}]}
      - {height_mm: 90, grows: true, cells: [{columns: [0, 3], parts: [background, novelty], as: contents}]}
"""  # noqa: E501
SENTENCE = "采用双回路冗余控制与在线监测相结合的办法，使班组作业更安全。"


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> GridForm:
    folder = tmp_path_factory.mktemp("forms")
    (folder / "opinions").mkdir()
    (folder / "opinions" / "form.yaml").write_text(TEXT, encoding="utf-8")
    (made,), problems = read(folder)
    assert [one.code for one in problems] == ["form-draft"]
    assert isinstance(made, GridForm)
    return made


def read(folder: Path) -> Any:
    return forms_of(form_files([folder]), [folder], FIELDS)


def slots(form: GridForm, **texts: str) -> dict[str, Slot]:
    return {slot: fitted(form, slot, texts.get(slot, "")) for slot in places(form)}


def sheets(form: GridForm, **texts: str) -> list[list[SheetRow]]:
    room = TABLE_MM - SLIVER_MM - head_mm(form)
    return table_sheets(form.pages[0], slots(form, **texts), 0, room)


def columns(row: SheetRow) -> list[tuple[int, int]]:
    return [one.cell.columns for one in row.cells]


def lines(sheet: list[SheetRow]) -> list[str]:
    return [line for row in sheet for one in row.cells for line in one.lines or ()]


def test_what_grows_is_not_set_smaller_than_it_reads_well(form: GridForm) -> None:
    assert places(form)["industry"].ladder == (12, 10.5, 9, 8, 7)
    assert places(form)["implementation"].ladder == (12, 10.5, 9)
    assert places(form)["benefit"].ladder == (12, 10.5)


def test_two_rows_grow_each_by_itself(form: GridForm) -> None:
    assert growing_slots(form) == {"benefit", "implementation", "contents"}
    (still,) = sheets(form)
    assert [row.height_mm for row in still] == [20, 20, 60, 20, 40]
    grown = [row for sheet in sheets(form, benefit=SENTENCE * 14, implementation=SENTENCE * 30) for row in sheet]
    assert grown[2].height_mm > 60
    assert grown[4].height_mm > 40
    assert [row.height_mm for row in grown[:2]] == [20, 20]


def test_a_row_cut_by_the_page_goes_on_below_cells_merged_at_both_sides(form: GridForm) -> None:
    text = SENTENCE * 60
    first, second, *more = sheets(form, benefit=text)
    assert "".join(lines(first) + lines(second) + [line for sheet in more for line in lines(sheet)]) == text
    assert columns(second[0]) == [(0, 0), (1, 2), (3, 3)]
    assert [bool(one.cell.text) for one in second[0].cells] == [False, False, False]
    cut = {one.cell.text for row in first for one in row.cells if one.cut and one.cell.text}
    assert cut == {"照片", "单位"}
    for sheet in (first, second):
        assert sum(row.height_mm for row in sheet) <= TABLE_MM


def test_a_form_without_a_cover_leaves_room_for_its_title(form: GridForm) -> None:
    assert head_mm(form) == FORM.title_mm
    full = sheets(form, benefit=SENTENCE * 60)[0]
    assert TABLE_MM - head_mm(form) - 10 < sum(row.height_mm for row in full) <= TABLE_MM - head_mm(form)


def test_texts_over_pages_begin_below_all_rows_above_them(form: GridForm) -> None:
    place = parts_place(form, form.pages[1])
    parts = [{"number": "1.", "heading": "甲", "paragraphs": ["乙" * 30] * 70, "place": place}]
    first, second, last = parts_sheets(parts, place)
    assert len(second.lines) - len(first.lines) == pytest.approx(24 / MM_PER_PT / FORM.intro_pitch_pt, abs=1)
    assert len(first.lines) + len(second.lines) + len(last.lines) == 71
    assert 24 + first.height_mm <= TABLE_MM
