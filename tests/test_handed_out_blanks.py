"""Blanks of either make, typed in by hand: read by their slots, and found intact in Word and as printed from it.

`golden/handed_out` holds blanks of a former version: controls within lines, fixed rows, opinions in one row.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from conftest import ROOT
from rendering import word_contexts as contexts
from support import typed_forms
from support.offices import converted_by_libreoffice
from support.own_fields import MARKS
from support.returned_files import read_form
from test_typed_forms import blank

from generator.inspecting.inspecting import blank_form, inspect
from generator.office.package import read_package, write_package

pytestmark = pytest.mark.xdist_group("word")

HANDED_OUT, ANOTHER = ROOT / "tests/golden/handed_out", ROOT / "data_examples/another-award"
VALUES = contexts.SHORTEST | {"lead_title": "高级工程师", "patent_number": "ZL 2023 1 0123456.7"}
ROWS = {"name": ["夹具快换装置", "刀库防碰撞装置"], "lead_name": ["李一", "王二"]}


def of_make(make: str, form: str) -> bytes:
    return blank(form) if make == "present" else (HANDED_OUT / f"{form}.docx").read_bytes()


def typed(make: str, form: str, chance: random.Random) -> bytes:
    if form == "form2":
        return typed_forms.typed(of_make(make, form), ROWS, chance)
    texts = {key: [value] for key, value in VALUES.items() if key not in ("unit", "contact_name", "contact_phone")}
    covers = {f"cover_{key}": [VALUES[key]] for key in ("name", "lead_name", "unit", "contact_name", "contact_phone")}
    return typed_forms.typed(of_make(make, form), texts | covers | {"intro": ["成果背景。\n性能指标。"]}, chance)


@pytest.mark.parametrize("form", ["form1", "form2"])
@pytest.mark.parametrize("make", ["present", "former"])
def test_what_is_typed_in_a_blank_of_either_make_is_read(make: str, form: str, tmp_path: Path) -> None:
    file = tmp_path / f"{form}.docx"
    file.write_bytes(typed(make, form, random.Random(11)))
    forms, problems = read_form(file, file.name, MARKS)
    assert problems == []
    if form == "form2":
        assert [(one.text("name"), one.text("lead_name")) for one in forms] == list(zip(*ROWS.values(), strict=True))
        return
    (one,) = forms
    assert {key: one.text(key) for key in ("name", "lead_name", "lead_sex", "lead_title", "benefit", "cover_unit")} == {
        "name": VALUES["name"],
        "lead_name": "李一",
        "lead_sex": "女",
        "lead_title": "高级工程师",
        "benefit": VALUES["benefit"],
        "cover_unit": "某厂",
    }
    assert one.text("intro") == "成果背景。性能指标。"


def test_typing_changes_no_layout_in_a_blank_of_either_make_nor_on_paper(tmp_path: Path) -> None:
    chance, files = random.Random(12), []
    for make in ("present", "former"):
        for form in ("form1", "form2"):
            files.append(tmp_path / f"{make}-{form}.docx")
            files[-1].write_bytes(typed(make, form, chance))
            assert inspect(of_make(make, form), "x.docx").findings == ()
    for file in [*files, *converted_by_libreoffice(files, tmp_path)]:
        found = inspect(file)
        assert (found.kind, [str(one) for one in found.findings]) == (file.stem.split("-")[1], []), file.name


@pytest.mark.parametrize("name", ["刀库防碰撞装置", "机床主轴快速对中夹具与在线监测装置" * 4])
def test_a_cover_keeps_its_places_below_a_title_of_one_line_and_moves_only_with_long_values(
    name: str, tmp_path: Path
) -> None:
    file = tmp_path / "form1.docx"
    file.write_bytes(typed_forms.typed(blank_form("form1", "docx", ANOTHER), {"cover_name": [name]}, random.Random(1)))
    (printed,) = converted_by_libreoffice([file], tmp_path)
    assert [str(one) for one in inspect(printed, campaign=ANOTHER).findings] == []


def test_a_label_of_the_cover_that_was_moved_is_told_all_the_same(tmp_path: Path) -> None:
    parts = read_package(blank("form1"))
    lower = parts[typed_forms.DOCUMENT].replace(b'<w:trHeight w:val="879"', b'<w:trHeight w:val="1400"', 1)
    assert lower != parts[typed_forms.DOCUMENT]
    file = tmp_path / "form1.docx"
    file.write_bytes(write_package(parts | {typed_forms.DOCUMENT: lower}))
    (printed,) = converted_by_libreoffice([file], tmp_path)
    assert any("第1页" in one.place and one.what == "离纸上边" for one in inspect(printed).findings)
