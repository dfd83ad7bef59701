"""The state of the campaign while applications come in: true counts in whatever state the data is, on one page."""

from __future__ import annotations

import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import EXAMPLE, MINIMAL
from openpyxl import load_workbook
from support.poppler import pdf_text

from generator.handing_out import receiving, receiving_files
from generator.interfaces.cli import run

TODAY = date(2023, 8, 10)


@pytest.fixture(scope="module")
def unfinished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as it may look on the way.

    南昌 has fewer projects than asked for and one that names its recommender wrongly, 九江 nothing non-public and
    one value missing.
    """
    folder = tmp_path_factory.mktemp("campaign") / "on-the-way"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("source", "*.py"))
    book = load_workbook(folder / "applications.xlsx")
    sheet = book["申报项目"]
    columns = {str(cell.value).strip("*"): cell.column for cell in sheet[1]}
    rows = [row for row in range(3, sheet.max_row + 1) if sheet.cell(row, 1).value]
    own = {name: [row for row in rows if sheet.cell(row, 2).value == name] for name in ("南昌市总工会", "九江市总工会")}
    for row in own["九江市总工会"]:
        sheet.cell(row, columns["是否非公"]).value = "否"
    sheet.cell(own["九江市总工会"][0], columns["所属行业"]).value = None
    sheet.cell(own["南昌市总工会"][0], columns["申报单位"]).value = "南昌总工会"
    for row in reversed(own["南昌市总工会"][1:4]):
        sheet.delete_rows(row)
    book.save(folder / "applications.xlsx")
    return folder


@pytest.fixture(scope="module")
def state(unfinished: Path) -> dict[str, Any]:
    return receiving(unfinished, TODAY)


def row_of(state: dict[str, Any], name: str) -> dict[str, Any]:
    return next(row for row in state["rows"] if row["recommender"] == name)


def test_every_recommender_has_its_count_and_what_is_missing(state: dict[str, Any]) -> None:
    row = row_of(state, "南昌市总工会")
    assert (row["applications"], row["least"], row["missing"]) == (23, 25, "2")
    assert row["is_short"]
    assert not row_of(state, "赣州市总工会")["is_short"]


def test_the_share_of_non_public_units_is_judged_where_the_notice_demands_it(state: dict[str, Any]) -> None:
    assert row_of(state, "九江市总工会")["share"] == "0.0%"
    assert row_of(state, "九江市总工会")["is_share_short"]
    assert not row_of(state, "江西省电力产业工会")["is_share_short"]  # no share is asked of an industry's union


def test_errors_are_counted_for_whom_they_concern(state: dict[str, Any]) -> None:
    assert row_of(state, "九江市总工会")["errors"] == "1"
    nobody = row_of(state, "申报单位不明")
    assert nobody["applications"] == 1
    assert nobody["is_wrong"]


def test_nothing_is_lost_on_the_way_to_the_totals(state: dict[str, Any]) -> None:
    assert sum(row["applications"] for row in state["rows"]) == 300
    assert state["totals"]["applications_text"] == "300"


@pytest.mark.parametrize(
    ("today", "says"),
    [(date(2023, 8, 10), "还有5天"), (date(2023, 8, 15), "今天截止"), (date(2023, 8, 17), "（已截止）")],
)
def test_the_deadline_is_told_from_the_day_given(today: date, says: str) -> None:
    assert says in receiving(MINIMAL, today)["deadline"]


def test_the_page_is_one_and_shows_every_figure(unfinished: Path, state: dict[str, Any], tmp_path: Path) -> None:
    files = receiving_files(unfinished, state, TODAY)
    assert files == receiving_files(unfinished, state, TODAY)
    with pikepdf.open(io.BytesIO(files["申报进度.pdf"])) as pdf:
        assert len(pdf.pages) == 1
    (tmp_path / "a.pdf").write_bytes(files["申报进度.pdf"])
    text = pdf_text(tmp_path / "a.pdf")
    for row in state["rows"]:
        assert row["recommender"] in text
    assert state["overview"] in text
    book = load_workbook(io.BytesIO(files["申报进度.xlsx"]))
    table = {row[1]: row for row in book["申报进度"].iter_rows(values_only=True)}
    assert table["南昌市总工会"][2:5] == (25, 23, 2)
    assert table["合计"][3] == 300
    assert len(book["图表"]._charts) == 1


def test_the_workbook_colours_who_is_behind_and_its_figures_can_be_added_up(
    unfinished: Path, state: dict[str, Any]
) -> None:
    sheet = load_workbook(io.BytesIO(receiving_files(unfinished, state, TODAY)["申报进度.xlsx"]))["申报进度"]
    rows = {str(row[1].value): row for row in sheet.iter_rows() if row[0].row > 3}
    red = {(name, cell.column) for name, row in rows.items() for cell in row if cell.fill.fgColor.rgb == "00F4CCCC"}
    assert red == {("南昌市总工会", 5), ("九江市总工会", 7), ("九江市总工会", 8), ("申报单位不明", 8)}
    counted = [row[3] for name, row in rows.items() if name in {one["recommender"] for one in state["rows"]}]
    assert {(cell.data_type, cell.number_format) for cell in counted} == {("n", "0")}
    assert sum(cell.value for cell in counted) == rows["合计"][3].value == 300
    assert {cell.font.name for cell in rows["合计"]} == {"黑体"}


def test_the_command_tells_a_line_each_and_writes_both_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["progress", str(MINIMAL), "--today", "2023-08-10", "--out", str(tmp_path / "out")]) == 0
    assert "南昌市总工会：已申报1，最低1，还差—；非公1（100.0%）" in capsys.readouterr().out
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["申报进度.pdf", "申报进度.xlsx"]


def test_the_command_answers_in_json_and_refuses_another_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["progress", str(MINIMAL), "--today", "2023-08-10", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["applications"] == 1
    assert run(["progress", str(MINIMAL), "--today", "8月10日"]) == 2
