"""What Tab offers in bash, zsh and fish: quick, and silent whatever the campaign looks like."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import EXAMPLE, MINIMAL
from support.pace import pace
from support.terminals import WUXIAO

from generator.campaign.kinds import KINDS

QUICK_SECONDS = 0.3  # of processor time: what other programs take meanwhile is not ours


def asked(line: str, shell: str = "bash") -> subprocess.CompletedProcess[str]:
    """What the shell is answered for a line whose last word is being typed."""
    words = line.split(" ")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("_TYPER")}
    environment["_WUXIAO_COMPLETE"] = f"complete_{shell}"
    if shell == "bash":
        environment |= {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
    else:
        environment |= {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    return subprocess.run([WUXIAO], capture_output=True, text=True, check=False, env=environment)


def offered(line: str) -> list[str]:
    answer = asked(line)
    assert answer.stderr == ""
    return answer.stdout.split()


def test_commands_and_options_are_offered() -> None:
    assert offered("wuxiao b") == ["build", "blank"]
    assert {"--only", "--format", "--recommender", "--json", "--quiet"} <= set(offered("wuxiao build x --"))


def test_a_comma_list_goes_on_with_its_last_word() -> None:
    assert offered("wuxiao build x --only ") == list(KINDS)
    assert offered("wuxiao build x --only notice,f") == ["notice,form1", "notice,form2"]
    assert offered("wuxiao build x --only form1,form") == ["form1,form2"]
    assert offered("wuxiao build x --format pdf,") == ["pdf,docx", "pdf,xlsx"]
    assert offered("wuxiao build x --format=d") == ["docx"]


def test_recommenders_are_those_of_the_campaign_on_the_line() -> None:
    assert offered(f"wuxiao build {EXAMPLE} --recommender 南") == ["南昌市总工会"]
    assert offered(f"wuxiao build {EXAMPLE} --recommender 江西省电") == ["江西省电力产业工会"]
    assert offered(f"wuxiao build {EXAMPLE} --recommender 冶") == ["冶金"]
    assert len(offered(f"wuxiao build {EXAMPLE} --recommender ")) == 18


def test_projects_are_those_of_the_campaign_on_the_line() -> None:
    assert offered(f"wuxiao build {EXAMPLE} --record NC-00")[:2] == ["NC-001", "NC-002"]
    assert offered(f"wuxiao build {EXAMPLE} --record NC-001,NC-00")[0] == "NC-001,NC-002"
    assert len(offered(f"wuxiao build {EXAMPLE} --record ")) == 303
    assert offered(f"wuxiao build {MINIMAL} --record ") == ["NC-001"]


def test_nobody_waits_for_the_numbers_of_a_country(tmp_path: Path) -> None:
    campaign = Path(shutil.copytree(MINIMAL, tmp_path / "campaign"))
    assert offered(f"wuxiao build {campaign} --record ") != []
    with (campaign / "applications/NC-001.yaml").open("a", encoding="utf-8") as file:
        file.write("# 很长\n" * 200_000)
    assert offered(f"wuxiao build {campaign} --record ") == []


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_answered_too(shell: str) -> None:
    assert "notice,form1" in asked("wuxiao build x --only notice,f", shell).stdout
    assert "南昌市总工会" in asked(f"wuxiao build {EXAMPLE} --recommender 南", shell).stdout
    told = asked("wuxiao ch", shell)
    assert "check" in told.stdout
    assert "检查活动的数据" in told.stdout
    assert told.stderr == ""


@pytest.mark.parametrize("content", ["", "[", "年度: 2023\n", "申报单位: 甲\n", "申报单位: [{名称: }, 3]\n", "\x00"])
def test_a_broken_campaign_offers_nothing_and_says_nothing(content: str, tmp_path: Path) -> None:
    (tmp_path / "campaign.yaml").write_text(content, encoding="utf-8")
    (tmp_path / "applications.xlsx").write_text(content, encoding="utf-8")
    for line in (
        f"wuxiao build {tmp_path} --recommender ",
        f"wuxiao build {tmp_path} --record ",
        "wuxiao build nowhere --recommender 南",
        "wuxiao build nowhere --record N",
    ):
        assert asked(line).stderr == ""
        assert offered(line) == []


def test_a_name_that_a_shell_would_run_is_not_offered(tmp_path: Path) -> None:
    names = ['"$(touch pwn)"', "甲;乙", "甲`乙`", "'", "甲\x1b乙", "南昌市总工会"]
    rows = "".join(f"  - {{名称: {name!r}}}\n" for name in names)
    (tmp_path / "campaign.yaml").write_text(f"申报单位:\n{rows}", encoding="utf-8")
    assert offered(f"wuxiao build {tmp_path} --recommender ") == ["南昌市总工会"]


def test_it_is_quick() -> None:
    def spent() -> float:
        before = os.times()
        offered(f"wuxiao build {EXAMPLE} --recommender 南")
        asked("wuxiao ", "zsh")
        after = os.times()
        return (after.children_user + after.children_system - before.children_user - before.children_system) / 2

    assert min(spent() for _ in range(3)) * pace() <= QUICK_SECONDS


@pytest.mark.parametrize(
    ("shell", "file"), [("bash", ".bash_completions/wuxiao.sh"), ("fish", ".config/fish/completions/wuxiao.fish")]
)
def test_it_is_installed_for_the_users_shell(shell: str, file: str, tmp_path: Path) -> None:
    environment = os.environ | {"HOME": str(tmp_path), "SHELL": f"/usr/bin/{shell}"}
    code = f"""
from generator.interfaces import cli, completing
completing._shell = lambda: {shell!r}
raise SystemExit(cli.run(["--install-completion"]))
"""
    ended = subprocess.run(
        [Path(WUXIAO).with_name("python"), "-c", code],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    assert ended.stdout.startswith(f"已为 {shell} 装好命令补全：")
    script = (tmp_path / file).read_text(encoding="utf-8")
    assert "_WUXIAO_COMPLETE" in script


def test_bash_itself_completes(tmp_path: Path) -> None:
    script = subprocess.run(
        [WUXIAO, "--show-completion"], capture_output=True, text=True, check=True, env=os.environ | {"SHELL": "bash"}
    ).stdout
    line = f"{WUXIAO} build {EXAMPLE} --recommender 南"
    bash = f"""
{script}
COMP_WORDS=({line}) COMP_CWORD=4
_wuxiao_completion {WUXIAO}
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    ended = subprocess.run(["bash", "--norc", "-c", bash], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["南昌市总工会"]
