"""One wrong input beside its full list of expected problems; `--update-golden` writes the lists anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT

from generator.interfaces.cli import run

BROKEN = ROOT / "data_examples" / "broken"
FOLDERS = sorted(path.parent for path in BROKEN.glob("*/campaign.yaml"))
LEAST_CASES = 60


def told(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, object]]]:
    code = run(["check", str(folder), "--json"])
    return code, json.loads(capsys.readouterr().out)["problems"]


def test_there_are_enough_broken_campaigns() -> None:
    assert len(FOLDERS) >= LEAST_CASES


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_broken_campaign_has_exactly_the_expected_problems(
    folder: Path, capsys: pytest.CaptureFixture[str], pytestconfig: pytest.Config
) -> None:
    code, problems = told(folder, capsys)
    golden = folder / "expected.json"
    if pytestconfig.getoption("--update-golden"):
        golden.write_text(json.dumps(problems, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert problems == json.loads(golden.read_text(encoding="utf-8"))
    assert problems
    assert code == (1 if any(problem["severity"] == "error" for problem in problems) else 0)
    for problem in problems:
        assert problem["file"]
        assert problem["message"]
        assert problem["fix"]
