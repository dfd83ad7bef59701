import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from support.small_campaign import write_small_campaign

from generator.interfaces.cli import run
from generator.running.earlier_output import MANIFEST

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


def test_two_runs_in_other_surroundings_give_the_same_bytes(minimal: Path, tmp_path: Path) -> None:
    """Other time zone, locale, hash seed, number of processes, umask, working and temporary folder, home, caches."""
    assert built(minimal, tmp_path / "one") == 0
    elsewhere = tmp_path / "100%完成 #1"  # a name that means something else in a URL
    elsewhere.mkdir()
    surroundings = {
        "TZ": "America/St_Johns",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": str(ROOT),
        "HOME": str(elsewhere),
        "XDG_CACHE_HOME": str(elsewhere),
        "TMPDIR": str(elsewhere),
    }
    main = "from generator.interfaces.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", main, "build", "../minimal", "--out", "../two", "--jobs", "2"],
        cwd=elsewhere,
        env={**os.environ, **surroundings},
        umask=0,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert len(one) > 10
    assert one == two
    for path in (tmp_path / "one").rglob("*"):
        other = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert other.stat().st_mode == path.stat().st_mode


def test_an_output_that_would_replace_the_campaign_or_be_read_as_its_data_is_refused(
    minimal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(tmp_path)
    for out in (minimal, tmp_path, minimal / "attachments", minimal / "applications/新", tmp_path / "x/../minimal"):
        assert built(minimal, out, "--only", "notice") == 2
        assert "请另选输出位置" in capsys.readouterr().err
    assert contents(tmp_path) == before


def test_when_the_result_cannot_be_shown_the_message_says_that_the_files_are_made(
    minimal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert built(minimal, tmp_path / "out", "--only", "form2", "--format", "xlsx") == 4
    shown = capsys.readouterr().err
    assert "文件已全部生成" in shown
    assert "磁盘已满" in shown
    assert (tmp_path / "out" / MANIFEST).is_file()


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
