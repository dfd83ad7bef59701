"""What is wrong is shown on a terminal by recommender and file, and nothing of it is lost on a narrow one."""

from __future__ import annotations

import subprocess
from io import StringIO

import pytest
from conftest import ROOT
from rich.cells import cell_len
from rich.console import Console
from support.terminals import WUXIAO, on_a_terminal

from generator.campaign.errors import Problem
from generator.checks.campaign import check_campaign
from generator.interfaces.problem_tables import show_tables

BROKEN = ROOT / "data_examples" / "broken"
CASES = ("several-at-once", "excel-id-as-number", "excel-header-missing", "form1-form2-disagree", "excel-password")


@pytest.fixture(scope="module")
def problems() -> list[Problem]:
    return [problem for case in CASES for problem in check_campaign(BROKEN / case)[2]]


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("width", [120, 80, 60, 59, 40, 24])
def test_nothing_is_lost_at_any_width(width: int, problems: list[Problem]) -> None:
    out = StringIO()
    show_tables(problems, Console(file=out, width=width))
    lines = out.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= width
    if width < 60:  # in a table the lines of one cell stand beside those of another
        for problem in problems:
            for text in (problem.recommender, problem.place.file, problem.field, problem.message, problem.fix):
                assert bare(text) in bare(out.getvalue())
    for problem in problems:
        for char in problem.message + problem.fix + problem.field:
            assert char in out.getvalue()


def test_the_problems_stand_under_their_recommender_and_file(problems: list[Problem]) -> None:
    out = StringIO()
    show_tables(problems, Console(file=out, width=140))
    text = out.getvalue()
    assert text.index("■ 南昌市总工会") < text.index("applications/NC-001.yaml（错误3处）") < text.index("“大发明”")
    assert text.count("applications/NC-001.yaml（") == 1
    assert "改法：是否应为“小发明”？" in text


def test_a_terminal_gets_tables_and_a_pipe_plain_lines() -> None:
    folder = BROKEN / "several-at-once"
    code, told = on_a_terminal(["check", str(folder)], 100)
    assert code == 1
    assert "■ 南昌市总工会" in told
    assert "\x1b[" in told
    command = [WUXIAO, "check", str(folder)]
    piped = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "\x1b[" not in piped.stdout
    assert piped.stderr == ""
    first, *lines, _, _ = piped.stdout.splitlines()
    assert first == "── 南昌市总工会"
    assert lines[0].startswith("[错误] applications/NC-001.yaml › 第5行 “项目类别”")
