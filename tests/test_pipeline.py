import json
from collections.abc import Callable
from pathlib import Path

import pytest
from support.small_campaign import write_small_campaign

from generator.interfaces.cli import run
from generator.publishing import MANIFEST

Edit = Callable[[str, str, str], Path]


def built(folder: Path, out: Path, *options: str) -> int:
    return run(["build", str(folder), "--out", str(out), "--jobs", "1", *options])


def contents(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_wrong_data_publish_nothing_and_leave_the_earlier_output(
    minimal: Path, edited: Edit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert built(minimal, out, "--only", "form2") == 0
    before = contents(out)
    assert len(before) == 4
    edited("applications/NC-001.yaml", "项目类别: 小发明", "项目类别: 大发明")
    assert built(minimal, out, "--only", "form2") == 1
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".staging")] == []
    shown = capsys.readouterr().err
    assert "applications/NC-001.yaml › 第5行" in shown
    assert "是否应为“小发明”" in shown


def test_a_wrong_template_ends_with_exit_code_3_and_its_name(
    minimal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = minimal / "templates" / "form2"
    own.mkdir(parents=True)
    (own / "form2.html").write_text("<p>{{ unknown_name }}</p>", encoding="utf-8")
    assert built(minimal, tmp_path / "out", "--only", "form2") == 3
    shown = capsys.readouterr().err
    assert "form2/form2.html" in shown
    assert "unknown_name" in shown
    assert not (tmp_path / "out").exists()


def test_a_campaigns_own_template_takes_the_place_of_the_programs(minimal: Path, tmp_path: Path) -> None:
    own = minimal / "templates" / "form2"
    own.mkdir(parents=True)
    (own / "form2.html").write_text('<p lang="zh-CN">{{ title }}</p>', encoding="utf-8")
    assert built(minimal, tmp_path / "out", "--only", "form2", "--format", "pdf") == 0
    (path,) = (tmp_path / "out").rglob("*.pdf")
    assert path.stat().st_size < 200_000


@pytest.mark.parametrize(
    ("options", "endings", "documents"),
    [
        (["--only", "notice"], {"docx", "pdf"}, {"notice"}),
        (["--only", "blank,form2", "--format", "xlsx"], {"xlsx"}, {"blank", "form2"}),
        (["--only", "packet"], {"pdf"}, {"packet"}),
        (["--format", "docx"], {"docx"}, {"notice", "blank", "form1", "form2", "intro"}),
        (["--only", "form1", "--recommender", "南昌市总工会"], {"docx", "pdf"}, {"form1"}),
    ],
)
def test_only_what_was_asked_for_is_made(
    options: list[str], endings: set[str], documents: set[str], minimal: Path, tmp_path: Path
) -> None:
    assert built(minimal, tmp_path / "out", *options) == 0
    files = json.loads((tmp_path / "out" / MANIFEST).read_text(encoding="utf-8"))["files"]
    assert {file["format"] for file in files} == endings
    assert {file["document"] for file in files} == documents


def test_several_recommenders_get_their_own_and_nobody_else(tmp_path: Path) -> None:
    folder, out = write_small_campaign(tmp_path / "small", 3), tmp_path / "out"
    two = [option for name in ("南昌市总工会", "九江市总工会") for option in ("--recommender", name)]
    assert built(folder, out, *two, "--only", "form2,certificate,packet", "--format", "pdf") == 0
    made = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]
    assert {file["record"] for file in made} == {"南昌市总工会", "九江市总工会", "NC-001", "NC-003", ""}
    (certificates,) = (file for file in made if file["document"] == "certificate" and not file["record"])
    assert certificates["pages"] == 2


def test_an_unknown_recommender_suggests_the_right_one(
    minimal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert built(minimal, tmp_path / "out", "--recommender", "南昌市总工会", "--recommender", "南昌总工会") == 2
    assert "南昌市总工会" in capsys.readouterr().err


def test_two_runs_give_the_same_bytes_with_any_number_of_jobs(minimal: Path, tmp_path: Path) -> None:
    assert built(minimal, tmp_path / "one") == 0
    assert run(["build", str(minimal), "--out", str(tmp_path / "two"), "--jobs", "2"]) == 0
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert len(one) > 10
    assert one == two


def test_the_entry_workbook_and_the_blank_forms_need_no_applications(tmp_path: Path) -> None:
    assert run(["workbook", "--out", str(tmp_path / "填报.xlsx")]) == 0
    assert run(["blank", "--out", str(tmp_path / "空表")]) == 0
    assert (tmp_path / "填报.xlsx").stat().st_size > 5000
    assert sorted(path.suffix for path in (tmp_path / "空表").rglob("附件*")) == [
        ".docx",
        ".docx",
        ".pdf",
        ".pdf",
        ".xlsx",
    ]
