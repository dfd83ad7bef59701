import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator import __version__
from generator.interfaces.cli import run


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


def test_every_command_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    listed = capsys.readouterr().out
    for command in ("build", "check", "blank", "workbook"):
        assert command in listed
        assert run([command, "--help"]) == 0
        assert len(capsys.readouterr().out) > 200


def test_help_imports_no_renderer() -> None:
    code = (
        "import sys\nfrom generator.interfaces.cli import run\nrun(['--help'])\n"
        "print([m for m in ('weasyprint', 'docxtpl', 'openpyxl', 'pikepdf', 'fontTools') if m in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"


def test_check_says_that_a_good_campaign_is_good(minimal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(minimal)]) == 0
    assert "接受1，退回0，空行0" in capsys.readouterr().out


def test_check_as_json_keeps_its_contract(edited, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    folder = edited("applications/NC-001.yaml", "项目类别: 小发明", "项目类别: 大发明")
    assert run(["check", str(folder), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"read": 1, "accepted": 0, "rejected": 1, "blank": 0}
    problem = told["problems"][0]
    assert set(problem) == {"severity", "code", "file", "sheet", "cell", "line", "field", "message", "fix"}
    assert (problem["severity"], problem["code"], problem["field"]) == ("error", "choice", "项目类别")
    assert problem["line"] == 5


def test_an_internal_error_shows_no_traceback_unless_asked(
    minimal: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path) -> None:
        raise RuntimeError("360102198705120018")

    monkeypatch.setattr("generator.checks.campaign.check_campaign", fail)
    assert run(["check", str(minimal)]) == 5
    shown = capsys.readouterr().err
    assert "Traceback" not in shown
    assert "360102198705120018" not in shown
    assert run(["check", str(minimal)], debug=True) == 5
    assert "Traceback" in capsys.readouterr().err
