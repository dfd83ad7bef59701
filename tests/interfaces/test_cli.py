import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from support.terminals import WUXIAO

from generator import __version__
from generator.interfaces.cli import run

BROKEN = ROOT / "data_examples" / "broken"


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"wuxiao {__version__}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["build"],
        ["bild", "x"],
        ["build", "nowhere", "--out", "out"],
        ["build", ".", "--out", "out", "--only", "notise"],
        ["build", ".", "--out", "out", "--format", "odt"],
        ["build", ".", "--out", "out", "--jobs", "-1"],
        ["workbook", "--out", "表.xls"],
        ["--unknown"],
    ],
)
def test_wrong_usage_ends_with_exit_code_2_and_a_message(
    arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert shown.err.strip()
    assert "Traceback" not in shown.err


def test_a_locale_of_ascii_alone_still_names_files_in_chinese(minimal: Path, tmp_path: Path) -> None:
    settings = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    arguments = ["build", str(minimal), "--out", str(tmp_path / "出"), "--only", "form2", "--format", "xlsx"]
    ended = subprocess.run([WUXIAO, *arguments], env=settings, capture_output=True, check=False)
    assert (ended.returncode, "生成1个文件" in ended.stdout.decode()) == (0, True)
    assert len(list((tmp_path / "出").rglob("*汇总表.xlsx"))) == 1


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    listed = capsys.readouterr().out
    for command in ("build", "check", "blank", "workbook"):
        assert command in listed
        assert run([command, "--help"]) == 0
        assert len(capsys.readouterr().out) > 200


@pytest.mark.parametrize(
    "call",
    [
        "from generator.interfaces.cli import run; run(['--help'])",
        "from generator.interfaces.cli import run; run(['--version'])",
        "from generator.interfaces.cli import run; run(['build', '--help'])",
        "import generator.pipeline, generator.running.executing",  # what the parent of a build needs
    ],
)
def test_no_renderer_is_imported_before_it_is_needed(call: str) -> None:
    heavy = ("weasyprint", "docxtpl", "jinja2", "lxml", "openpyxl", "pikepdf", "PIL", "fontTools", "fastapi")
    code = f"import sys\n{call}\nprint([m for m in {heavy} if m in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"


def test_check_says_that_a_good_campaign_is_good(minimal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(minimal)]) == 0
    assert "接受1，退回0，空行0" in capsys.readouterr().out


def test_check_as_json_keeps_its_contract(
    edited: Callable[[str, str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edited("applications/NC-001.yaml", "项目类别: 小发明", "项目类别: 大发明")
    assert run(["check", str(folder), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"read": 1, "accepted": 0, "rejected": 1, "blank": 0}
    problem = told["problems"][0]
    assert set(problem) == {"severity", "code", "file", "sheet", "cell", "line", "field", "message", "fix", "touches"}
    assert (problem["severity"], problem["code"], problem["field"]) == ("error", "choice", "项目类别")
    assert problem["line"] == 5
    assert problem["touches"] == [
        {"kind": "project", "name": "NC-001"},
        {"kind": "recommender", "name": "南昌市总工会"},
    ]


def test_an_internal_error_shows_no_traceback_unless_asked(
    minimal: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path, *, final: bool) -> None:
        raise RuntimeError("360102198705120018")

    monkeypatch.setattr("generator.checks.campaign.check_campaign", fail)
    assert run(["check", str(minimal)]) == 5
    shown = capsys.readouterr().err
    assert "Traceback" not in shown
    assert "360102198705120018" not in shown
    assert run(["check", str(minimal)], debug=True) == 5
    assert "Traceback" in capsys.readouterr().err


def test_what_is_lacking_at_the_end_is_an_error(
    edited: Callable[[str, str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = edited("campaign.yaml", "最低数量: 1", "最低数量: 2")
    assert run(["check", str(folder)]) == 0
    assert run(["check", str(folder), "--final"]) == 1
    assert "── 南昌市总工会" in capsys.readouterr().out


def test_the_report_lists_every_problem_with_a_link_to_its_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "问题清单.xlsx"
    folder = BROKEN / "excel-id-as-number"
    assert run(["check", str(folder), "--report", str(report)]) == 1
    sheet = load_workbook(report)["问题清单"]
    header, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    told = dict(zip(header, row, strict=True))
    assert (told["级别"], told["申报单位"], told["工作表"], told["单元格或行"]) == (
        "错误",
        "南昌市总工会",
        "申报项目",
        "S3",
    )
    assert told["怎么改"]
    assert sheet["E2"].hyperlink.target == "applications.xlsx#'申报项目'!S3"
    assert not OpenXmlValidator().validate(report).errors
    assert run(["check", str(folder), "--report", str(tmp_path / "a.csv")]) == 2


def test_build_as_json_keeps_its_contract(minimal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["build", str(minimal), "--out", str(tmp_path / "out"), "--only", "form2", "--format", "xlsx", "--json"]
    assert run(asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"counts", "files", "pages", "out", "left_out", "problems"}
    assert told["counts"] == {"read": 1, "accepted": 1, "rejected": 0, "blank": 0}
    assert (told["files"], told["pages"], told["out"], told["left_out"]) == (1, 0, str(tmp_path / "out"), [])
    (minimal / "applications/NC-001.yaml").write_text("项目名称: 甲\n", encoding="utf-8")
    assert run(asked) == 1
    shown = capsys.readouterr()
    refused = json.loads(shown.out)
    assert set(refused) == set(told)
    assert (refused["files"], refused["counts"]["rejected"]) == (0, 1)
    assert run(["check", str(minimal), "--json"]) == 1
    assert refused["problems"] == json.loads(capsys.readouterr().out)["problems"]


def test_a_quiet_command_says_nothing_where_nothing_is_wrong(
    minimal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # where no other run has left anything
    out = ["--out", str(tmp_path / "out"), "-q"]
    for asked in (
        ["build", str(minimal), *out, "--only", "form2", "--format", "xlsx"],
        ["check", str(minimal), "-q"],
        ["workbook", "--out", str(tmp_path / "表.xlsx"), "--quiet"],
        ["purge", str(tmp_path), "--data", str(tmp_path / "none"), "-q"],
    ):
        assert run(asked) == 0
        shown = capsys.readouterr()
        assert (shown.out, shown.err) == ("", "")
    assert run(["check", str(BROKEN / "several-at-once"), "-q"]) == 1
    assert "[错误]" in capsys.readouterr().out


def test_a_short_name_stands_for_its_recommender(
    minimal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["build", str(minimal), "--out", str(tmp_path / "out"), "--only", "form2", "--format", "xlsx"]
    assert run([*asked, "--recommender", "南昌"]) == 0
    assert [path.name for path in (tmp_path / "out/04-汇总表").iterdir()]
    capsys.readouterr()
    assert run([*asked, "--recommender", "南昌总工会"]) == 2
    assert "--recommender 没有申报单位“南昌总工会”。是否应为“南昌市总工会”？" in capsys.readouterr().err


def test_a_place_that_is_wrong_is_told_with_what_is_probably_meant(
    minimal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "空").mkdir()
    (tmp_path / "活动.zip").write_bytes(b"PK")
    (tmp_path / "outer").mkdir()
    minimal.rename(tmp_path / "outer/minimal")
    for asked, told in (
        (["check", "空"], "是空的。活动文件夹里要有 campaign.yaml"),
        (["check", "活动.zip"], "是压缩包。请先解压"),
        (["check", "outer/minimal/campaign.yaml"], "是文件，这里要写文件夹，例如它所在的"),
        (["check", "outer/minimall"], "没有文件夹“outer/minimall”。是不是“outer/minimal”？"),
        (["check", "nowhere/minimal"], "连“nowhere”也没有"),
        (["check", "outer"], "它在下一级。请写“outer/minimal”"),
        (["inspect", "活动.docx"], "没有这个文件"),
        (["inspect", "outer"], "是文件夹，这里要写文件"),
        (["build", "outer/minimal", "--out", "o", "--key", "没有.pem"], "--key “没有.pem”：没有这个文件"),
        (["build", "outer/minimal", "--out", "o", "--only", "form3"], "--only 不认识“form3”。是不是“form2”？"),
    ):
        assert run(asked) == 2
        assert told in capsys.readouterr().err
    assert run(["workbook", "--out", "outer/minimal/campaign.yaml/表.xlsx"]) == 4
    assert "那里已有同名的文件" in capsys.readouterr().err
    assert run(["blank", "--out", "/proc/空表"]) == 4
    assert "不能在 /proc 中写文件" in capsys.readouterr().err
