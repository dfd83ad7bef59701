"""`wuxiao inspect`: its exit codes, its lines and its JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spoiling
from inspected_files import made

from generator.campaign.layout import starter_folder
from generator.interfaces.cli import run

pytestmark = pytest.mark.xdist_group("inspecting")


def _file(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def test_an_intact_form_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", _file(tmp_path, "甲.docx", made()["form1.docx"])]) == 0
    assert "版式没有改动" in capsys.readouterr().out


def test_a_changed_form_ends_with_1_and_names_the_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoilt = spoiling.in_text(made()["form1.docx"], "专利形式", "专利类型")
    assert run(["inspect", _file(tmp_path, "甲.docx", spoilt)]) == 1
    out = capsys.readouterr().out
    assert "[改动] 第2页 表格第3行第2格 “专利形式”：栏目文字应为“专利形式”，实为“专利类型”。" in out
    assert "版式有1处改动" in out


def test_a_form_held_against_the_starters_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _file(tmp_path, "甲.docx", spoiling.in_text(made()["form1.docx"], "专利形式", "专利类型"))
    assert run(["inspect", file]) == 1
    assert "对照的是自带的 2023 年活动" in capsys.readouterr().out
    assert run(["inspect", file, str(starter_folder())]) == 1
    assert "自带" not in capsys.readouterr().out


def test_programs_get_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoilt = spoiling.in_text(made()["form1.docx"], "专利形式", "专利类型")
    run(["inspect", _file(tmp_path, "甲.docx", spoilt), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (told["name"], told["kind"], told["format"], told["intact"]) == ("甲.docx", "form1", "docx", False)
    (finding,) = told["findings"]
    assert finding["severity"] == "error"
    assert set(finding) == {"place", "what", "wanted", "found", "severity"}


def test_a_notice_is_reported_figure_by_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", _file(tmp_path, "通知.pdf", made()["notice.pdf"])]) == 0
    out = capsys.readouterr().out
    assert "[符合] 7.5 单页页码右空：应为4.9毫米，实为4.9毫米" in out
    assert "不符0项" in out


def test_another_file_ends_with_2_and_a_broken_one_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", _file(tmp_path, "甲.txt", b"")]) == 2
    assert run(["inspect", str(tmp_path / "没有.docx")]) == 2
    assert run(["inspect", _file(tmp_path, "坏.docx", b"PK")]) == 1
    assert "坏.docx 不是完好的 docx 文件" in capsys.readouterr().err
