"""A further folder with a form.yaml is a further form: of each project or of each recommender, with its blank."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import MINIMAL
from support.poppler import pdf_text

from generator.checks.campaign import check_settings_of
from generator.interfaces.cli import run
from generator.running.earlier_output import MANIFEST

pytestmark = pytest.mark.xdist_group("further-forms")  # a whole campaign is made for it

OPINIONS = """
title: "{{ 年度 }}年{{ 省份 }}征求意见表"
name: 征求意见表
annex: 附件3
per: application
folder: 10-征求意见表
kind: grid
sizes_pt: [12, 10.5, 9]
foot_note: 本表由{{ 主办单位 }}留存。
columns_mm: [40, 116]
pages:
  - rows:
      - {height_mm: 14, cells: [{columns: [0, 0], label: 成果名称}, {columns: [1, 1], field: name}]}
      - height_mm: 14
        cells: [{columns: [0, 0], label: 专利形式}, {columns: [1, 1], field: patent_forms, boxes: true}]
      - height_mm: 60
        cells: [{columns: [0, 0], label: "{{ union }}"}, {columns: [1, 1], opinion: [同意, （盖章）, 年月日]}]
"""
PEOPLE = """
title: 完成人名册
name: 完成人名册
per: application
folder: 11-完成人名册
kind: list
sizes_pt: [10.5, 9]
unit_label: 所在单位：
columns:
  - {row_number: true, width_mm: 25, label: 序号}
  - {field: name, width_mm: 80, label: 姓名}
  - {of: [title, post], as: what, width_mm: 120, label: 职称和岗位}
"""
PROMISE = """
title: 申报承诺书
name: 申报承诺书
per: recommender
folder: 12-承诺书
kind: grid
sizes_pt: [12, 10.5]
columns_mm: [40, 116]
pages:
  - rows:
      - {height_mm: 14, cells: [{columns: [0, 0], label: 申报单位}, {columns: [1, 1], field: recommender}]}
"""
PROJECT = "NC-001-立式铣床主轴快速对中夹具"


def campaign(folder: Path) -> Path:
    shutil.copytree(MINIMAL, folder)
    for key, text in {"opinions": OPINIONS, "people": PEOPLE, "promise": PROMISE}.items():
        (folder / "templates" / key).mkdir(parents=True)
        (folder / "templates" / key / "form.yaml").write_text(text, encoding="utf-8")
    return folder


def build(folder: Path, out: Path, *options: str) -> int:
    return run(["build", str(folder), "--out", str(out), "--jobs", "1", "--quiet", *options])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return campaign(tmp_path_factory.mktemp("further") / "c")


@pytest.fixture(scope="module")
def out(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("further") / "out"
    assert build(folder, made, "--format", "pdf") == 0
    return made


def names(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*.pdf") if path.parts[len(out.parts)][:2] != "07"}


def test_each_form_has_its_folder_and_its_blank(out: Path) -> None:
    blanks = {
        *("附件1-项目申报表（空白）", "附件2-申报汇总表（空白）", "附件3-征求意见表（空白）"),
        *("完成人名册（空白）", "申报承诺书（空白）"),
    }
    assert {path.stem for path in (out / "02-空白表格").iterdir()} == blanks
    assert names(out) >= {
        f"10-征求意见表/南昌市总工会/{PROJECT}.pdf",
        f"11-完成人名册/南昌市总工会/{PROJECT}.pdf",
        "12-承诺书/南昌市总工会-申报承诺书.pdf",
    }
    kinds = {file["document"] for file in json.loads((out / MANIFEST).read_bytes())["files"]}
    assert {"opinions", "people", "promise", "form1", "blank"} <= kinds


def test_they_hold_their_values(out: Path) -> None:
    (opinions,) = (out / "10-征求意见表").rglob("*.pdf")
    (people,) = (out / "11-完成人名册").rglob("*.pdf")
    (promise,) = (out / "12-承诺书").rglob("*.pdf")
    text = pdf_text(opinions)
    for words in (
        "2023年江西省征求意见表",
        "立式铣床主轴快速对中夹具",
        "附件3",
        "市级工会",
        "本表由江西省总工会留存。",
        "☑",
    ):
        assert words in text
    assert "高级工铣工" in pdf_text(people)
    assert "所在单位：江西昌北恒岳精密机械有限公司" in pdf_text(people)
    assert "申报单位南昌市总工会" in pdf_text(promise)


def test_a_further_form_is_a_kind_of_its_own(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(folder, tmp_path / "one", "--only", "opinions") == 0
    assert names(tmp_path / "one") == {f"10-征求意见表/南昌市总工会/{PROJECT}.pdf"}
    assert build(folder, tmp_path / "other", "--only", "opinion") == 2
    assert "是不是“opinions”？" in capsys.readouterr().err


def test_of_a_project_alone_its_further_forms_are_made_too(folder: Path, tmp_path: Path) -> None:
    assert build(folder, tmp_path / "out", "--record", "NC-001", "--format", "pdf") == 0
    made = {path.relative_to(tmp_path / "out").parts[0] for path in (tmp_path / "out").rglob("*.pdf")}
    assert made >= {"03-申报表", "10-征求意见表", "11-完成人名册"}
    assert "12-承诺书" not in made


def test_boxes_that_find_no_room_are_told_at_the_form(tmp_path: Path) -> None:
    folder = campaign(tmp_path / "c")
    form = folder / "templates/opinions/form.yaml"
    low = OPINIONS.replace("columns_mm: [40, 116]", "columns_mm: [150, 6]")
    form.write_text(low.replace("field: patent_forms", "field: non_public"), encoding="utf-8")
    _, problems = check_settings_of(folder)
    (told,) = [one for one in problems if one.code == "fit"]
    assert (told.place.file, told.field) == ("templates/opinions/form.yaml", "是否非公")


def test_what_left_out_a_further_form_is_told_by_its_name(tmp_path: Path) -> None:
    folder = campaign(tmp_path / "c")
    path = folder / "applications/NC-001.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("第一完成人性别: 男", "第一完成人性别: 公"), encoding="utf-8"
    )
    assert build(folder, tmp_path / "out", "--sound-only", "--format", "pdf") == 1
    left = json.loads((tmp_path / "out" / MANIFEST).read_bytes())["left_out"]
    assert {"opinions", "people", "form1"} <= {kind for one in left for kind in one["papers"]}
