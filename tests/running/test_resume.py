"""`wuxiao build --resume` after a build was killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MINIMAL
from support.small_campaign import write_small_campaign
from support.trees import tree

from generator.interfaces.cli import run
from generator.pipeline import Report, build
from generator.running.options import Options

KINDS = frozenset({"blank", "form1", "packet"})
pytestmark = pytest.mark.xdist_group("resume")
PIECES_BEFORE_DEATH = 3


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a campaign and what is left of its build, killed when it had done three pieces of four.

    They are those of its three recommenders, and the blank forms.
    """
    place = tmp_path_factory.mktemp("killed")
    write_small_campaign(place / "campaign", 3)
    code = f"""
import os, signal, sys
from generator.running.publishing import Staging
from generator.interfaces.cli import run
enter, entered = Staging.enter, []
def enter_and_die(stage, key, files):
    enter(stage, key, files)
    entered.append(key)
    if len(entered) == {PIECES_BEFORE_DEATH}: os.kill(os.getpid(), signal.SIGKILL)
Staging.enter = enter_and_die
run(["build", "campaign", "--out", "out", "--jobs", "1", "--only", "{",".join(sorted(KINDS))}"])
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=place, check=False).returncode == -signal.SIGKILL
    return place


@pytest.fixture
def interrupted(killed: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    return Path(shutil.copytree(killed, tmp_path / "place"))


@pytest.fixture(scope="module")
def uninterrupted(killed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The output of the same build without a kill."""
    out = tmp_path_factory.mktemp("uninterrupted") / "out"
    build(Options(killed / "campaign", out, KINDS))
    return tree(out)


def resumed(place: Path) -> Report:
    return build(Options(place / "campaign", place / "out", KINDS, resume=True))


def made_before(place: Path) -> dict[str, int]:
    """The files for the output of the pieces that the killed build had done, with the time each was written."""
    lines = (place / ".staging-out/journal").read_text(encoding="ascii").splitlines()
    paths = [file["path"] for _, files in (json.loads(line.partition(" ")[2]) for line in lines) for file in files]
    return {path: (place / ".staging-out/output" / path).stat().st_mtime_ns for path in paths}


def test_it_makes_only_what_is_missing_and_comes_to_the_same_bytes(
    interrupted: Path, uninterrupted: dict[str, bytes]
) -> None:
    before = made_before(interrupted)
    assert 2 < len(before) < len(uninterrupted)
    report = resumed(interrupted)
    assert report.taken_over == len(before)
    assert {path: (interrupted / "out" / path).stat().st_mtime_ns for path in before} == before
    assert tree(interrupted / "out") == uninterrupted
    assert sorted(path.name for path in interrupted.iterdir()) == ["campaign", "out"]


def test_without_the_option_everything_is_made_anew(interrupted: Path, uninterrupted: dict[str, bytes]) -> None:
    before = made_before(interrupted)
    assert build(Options(interrupted / "campaign", interrupted / "out", KINDS)).taken_over == 0
    assert not {path.stat().st_mtime_ns for path in (interrupted / "out").rglob("*")} & set(before.values())
    assert tree(interrupted / "out") == uninterrupted


def test_a_damaged_file_is_made_again(interrupted: Path, uninterrupted: dict[str, bytes]) -> None:
    path = next((interrupted / ".staging-out/output/03-申报表").rglob("*.pdf"))
    content = path.read_bytes()
    path.write_bytes(content[:1000] + bytes((content[1000] ^ 1,)) + content[1001:])
    before = made_before(interrupted)
    assert 0 < resumed(interrupted).taken_over < len(before)
    assert tree(interrupted / "out") == uninterrupted


def with_another_project_name(campaign: Path) -> None:
    file = campaign / "applications/NC-001.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("1号铣床", "一号卧式铣床"), encoding="utf-8")


def with_an_own_template(campaign: Path) -> None:
    (campaign / "templates/form2").mkdir(parents=True)
    (campaign / "templates/form2/form2.html").write_text('<p lang="zh-CN">{{ title }}</p>', encoding="utf-8")


def with_another_date(campaign: Path) -> None:
    file = campaign / "campaign.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("成文日期: 2023年7月20日", "成文日期: 2023年7月21日"), "utf-8"
    )


@pytest.mark.parametrize(
    ("change", "depends"),
    [(with_another_project_name, "南昌市总工会"), (with_an_own_template, ""), (with_another_date, "")],
)
def test_what_depends_on_a_changed_input_or_template_is_made_again(
    change: Callable[[Path], None], depends: str, interrupted: Path, tmp_path: Path
) -> None:
    """`depends` is in the path of every file that does."""
    stay = [path for path in made_before(interrupted) if depends not in path]
    assert bool(stay) == bool(depends)
    change(interrupted / "campaign")
    report = resumed(interrupted)
    assert report.taken_over == len(stay)
    build(Options(interrupted / "campaign", tmp_path / "anew", KINDS))
    assert tree(interrupted / "out") == tree(tmp_path / "anew")


def test_a_build_holds_its_output_and_its_workers_end_with_it_when_it_is_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["build", str(MINIMAL), "--out", str(tmp_path / "out"), "--jobs", "2", "--only", "notice,form1"]
    command = [sys.executable, "-c", f"from generator.interfaces.cli import run; run({arguments})"]
    parent = subprocess.Popen(command, start_new_session=True)
    journal = tmp_path / ".staging-out/journal"
    until = time.monotonic() + 120
    while not journal.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert run(arguments) == 2
    assert "正在被另一次运行使用" in capsys.readouterr().err
    parent.kill()
    parent.wait()
    while _processes(parent.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _processes(parent.pid)
    assert run([*arguments, "--resume"]) == 0


@pytest.mark.parametrize("moment", ["while everything is loaded", "while files are made"])
def test_an_interrupted_build_says_how_to_go_on_and_leaves_no_process(moment: str, tmp_path: Path) -> None:
    """Ctrl-C goes to every process of the terminal; only the command itself answers."""
    campaign = write_small_campaign(tmp_path / "campaign", 9)
    arguments = ["build", str(campaign), "--out", str(tmp_path / "out"), "--jobs", "2"]
    main = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    main += f"from generator.interfaces.cli import run; raise SystemExit(run({arguments}))"
    command = [sys.executable, "-c", main]
    parent = subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE, encoding="utf-8")
    expected = tmp_path / ".staging-out" / ("journal" if moment == "while files are made" else "output")
    until = time.monotonic() + 120
    while not expected.exists() and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(parent.pid, signal.SIGINT)
    _, said = parent.communicate(timeout=20)
    assert parent.returncode == 130
    assert said.strip().endswith("已中断，原有输出没有改动。再次运行并加上 --resume，可接着做完。")
    assert "Traceback" not in said
    while _processes(parent.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _processes(parent.pid)
    assert not (tmp_path / "out").exists()


def _processes(session: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.getsid(int(entry.name)) == session:
                found.append(int(entry.name))
        except ProcessLookupError:
            continue
    return found
