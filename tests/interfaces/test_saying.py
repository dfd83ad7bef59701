"""What leaves the program for a terminal steers none; a reader that is gone is no failure, a full disk is one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from conftest import EXAMPLE, MINIMAL, ROOT
from support.terminals import WUXIAO, on_a_terminal

from generator.campaign.showing import visible
from generator.composing.codes import split
from generator.interfaces.web.serving import _Visible

BROKEN = ROOT / "data_examples" / "broken" / "several-at-once"
# ESC, CR, CSI in one byte, bell, backspace, right-to-left override, isolate, mark, zero width, line mark.
HOSTILE = "\x1b]0;PWN\x07\x1b[31m甲\r真实有效\x9b2J\b\u202e乙\u2066\u200f\u200b\u2028丙"
STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
# What shows nothing although it is no control: fillers, selectors, tags, places never to be used.
HIDDEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufdd0-\ufdef\ufff0-\ufffb"
    "\U000e0000-\U000e0fff]"
)


def steering_in(text: str) -> list[str]:
    """What of the text could steer a terminal; its lines' ends do not."""
    return [char for char in text if char != "\n" and unicodedata.category(char) in STEERING]


def test_every_character_that_steers_is_written_out_and_no_other_is_touched() -> None:
    assert visible("甲\x1b[31m乙\u202e") == "甲\\x1b[31m乙\\u202e"
    assert visible("a\nb\U000e0041") == "a\\x0ab\\U000e0041"
    assert visible("张\u3000三 𠀀 é — “甲”") == "张\u3000三 𠀀 é — “甲”"
    for told in (
        "葛\U000e0100飾",
        "✓\ufe0f ❤\ufe0f ☎\ufe0e ©\ufe0f ‼\ufe0f 2\ufe0f\u20e3",
        "🏳\ufe0f",
        "O’Neil",
        "买买提·吐尔逊",
    ):
        assert visible(told) == told, told  # forms of ideographs and pictures stay
    assert visible("甲\ufe0f\ufe0f✓\U000e0100 2\ufe0fa") == "甲\ufe0f\\ufe0f✓\\U000e0100 2\\ufe0fa"
    everything = [chr(number) for number in range(0x110000)]
    assert steering_in("".join(map(visible, everything))) == []
    for char in everything:
        if visible(char) != char:
            assert unicodedata.category(char) in STEERING or HIDDEN.match(char) or ord(char) & 0xFFFE == 0xFFFE, char
    assert [char for char in everything if HIDDEN.match(char) and visible(char) == char] == []


# ---- what quotes others


def test_the_log_of_the_service_is_clean() -> None:
    import logging

    record = logging.LogRecord("a", logging.WARNING, "b", 1, "GET %s", (f"/{HOSTILE}",), None)
    assert steering_in(_Visible("%(asctime)s %(message)s").format(record)) == []


def test_a_forged_code_cannot_overwrite_the_word_that_says_so(tmp_path: Path) -> None:
    number = "赣工五小证字〔2023〕第001号”。\r真实有效：\x9b2K\x1b[1A" + "长" * 60
    code = f"{number}\n甲\n一等优秀成果\n{'A' * 96}"
    assert split(code)[0].number == number
    code_line, told = on_a_terminal(["verify", str(EXAMPLE), code], 80)
    assert code_line == 1
    (line,) = told.splitlines()
    assert line.startswith("伪造或改动过：签名不符；码上自称是“")
    assert steering_in(line) == []
    assert line.count("”") == 1
    assert len(line) < 120
    answer = json.loads(
        subprocess.run([WUXIAO, "verify", str(EXAMPLE), code, "--json"], capture_output=True, check=False).stdout
    )
    assert answer[0]["verdict"] == "forged"
    assert answer[0]["signed"] == {}
    assert answer[0]["unsigned"]["number"] == number
    assert answer[0]["demo_key"] is True


# ---- readers that are gone, disks that are full


def commands(folder: Path) -> dict[str, list[str]]:
    out = ["--out", str(folder / "out")]
    return {
        "help": ["--help"],
        "help of a command": ["build", "--help"],
        "version": ["--version"],
        "build": ["build", str(MINIMAL), *out, "--only", "form2", "--format", "xlsx"],
        "build as JSON": ["build", str(MINIMAL), *out, "--only", "form2", "--format", "xlsx", "--json"],
        "check": ["check", str(MINIMAL)],
        "check of much": ["check", str(BROKEN)],
        "check as JSON": ["check", str(BROKEN), "--json"],
        "blank": ["blank", *out],
        "workbook": ["workbook", "--out", str(folder / "w.xlsx")],
        "progress": ["progress", str(MINIMAL)],
        "verify": ["verify", str(EXAMPLE), "17"],
        "keygen": ["keygen", str(folder / "minimal")],
        "lint-templates": ["lint-templates", str(folder / "minimal")],
        "purge": ["purge", str(folder), "--data", str(folder / "none")],
        "script": ["--show-completion"],
    }


def shell(line: str, folder: Path, name: str) -> tuple[int, str]:
    """The exit code of the command within a line of bash, and what it says on standard error."""
    own = Path(shutil.copytree(MINIMAL, folder / "minimal", dirs_exist_ok=True)) / "templates/form2"
    own.mkdir(parents=True)
    shutil.copy(ROOT / "templates/form2/form2.html", own)
    words = " ".join(f"'{word}'" for word in [WUXIAO, *commands(folder)[name]])
    environment = os.environ | {"SHELL": "/bin/bash"}
    ended = subprocess.run(
        ["bash", "-c", line.replace("WUXIAO", words)], capture_output=True, text=True, check=False, env=environment
    )
    return ended.returncode, ended.stderr


@pytest.mark.parametrize("name", commands(Path()))
def test_a_reader_that_goes_away_is_no_failure(name: str, tmp_path: Path) -> None:
    code, said = shell("WUXIAO | true; exit ${PIPESTATUS[0]}", tmp_path, name)
    assert code in (0, 141)
    assert "Traceback" not in said
    assert "内部错误" not in said


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("name", ["build", "build as JSON", "check", "verify", "help"])
def test_closed_descriptors_are_no_failure(name: str, closed: str, tmp_path: Path) -> None:
    code, said = shell(f"WUXIAO {closed}", tmp_path, name)
    assert code == 0
    assert "Traceback" not in said
    assert not said or "2>&-" not in closed


def test_progress_that_nobody_reads_does_not_stop_a_build(tmp_path: Path) -> None:
    code, _ = shell("WUXIAO 2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}", tmp_path, "build")
    assert code == 0
    assert (tmp_path / "out/manifest.json").is_file()


@pytest.mark.parametrize("name", commands(Path()))
def test_a_full_disk_is_told(name: str, tmp_path: Path) -> None:
    code, said = shell("WUXIAO >/dev/full", tmp_path, name)
    assert code == 4
    assert "磁盘已满" in said
    assert "Traceback" not in said


def test_all_text_leaves_by_the_one_way() -> None:
    written = re.compile(r"typer\.s?echo\(|(?<![\w.])print\(|\.stdout\.write|\.stderr\.write|Console\(\)")
    found = [
        f"{path.name}: {hit[0]}"
        for path in (ROOT / "generator").rglob("*.py")
        for hit in written.finditer(path.read_text(encoding="utf-8"))
    ]
    assert written.search("typer.echo(text)")
    assert found == []
