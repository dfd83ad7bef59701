"""Nothing is left in the temporary folder by a run that ended, however it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from conftest import EXAMPLE, MINIMAL, ROOT
from support.terminals import WUXIAO

BROKEN = ROOT / "data_examples" / "broken" / "several-at-once"
LONGEST_SECONDS = 120


@dataclass(frozen=True)
class Ended:
    """How a run ended, what lay in its temporary folder while it ran, and what lies there now."""

    code: int
    used: set[str]
    left: list[str]


def watched(arguments: Sequence[str], interrupt: Callable[[subprocess.Popen[bytes]], bool] = lambda _: True) -> Ended:
    """The run of a command with a temporary folder of its own; `interrupt` is asked until it says yes."""
    nowhere = subprocess.DEVNULL
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as temporary:  # short: a socket's name has little room
        inherited = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
        environment = inherited | {"TMPDIR": temporary}
        # Started in the background of a shell the tests ignore SIGINT, and what they start would too.
        listen = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        command = [WUXIAO, *arguments]
        with subprocess.Popen(command, stdout=nowhere, stderr=nowhere, env=environment, preexec_fn=listen) as run:
            used, asked, end = set[str](), False, time.monotonic() + LONGEST_SECONDS
            while run.poll() is None and time.monotonic() < end:
                used |= below(Path(temporary))
                asked = asked or interrupt(run)
                time.sleep(0.005)
        return Ended(run.returncode, used, sorted(below(Path(temporary))))


def below(folder: Path) -> set[str]:
    """The paths of everything in the folder, which may vanish meanwhile."""
    return {
        os.path.relpath(f"{place}/{name}", folder)
        for place, *some in os.walk(folder)
        for names in some
        for name in names
    }


def commands(folder: Path) -> dict[str, tuple[list[str], int]]:
    out = ["--out", str(folder / "out")]
    broken_template = folder / "campaign"
    return {
        "build": (["build", str(MINIMAL), *out, "--jobs", "1", "--reference"], 0),
        "build refused": (["build", str(BROKEN), *out, "--jobs", "2"], 1),
        "build with a wrong template": (["build", str(broken_template), *out, "--jobs", "2"], 3),
        "check": (["check", str(BROKEN), "--report", str(folder / "p.xlsx")], 1),
        "blank": (["blank", *out, "--protect"], 0),
        "workbook": (["workbook", "--out", str(folder / "w.xlsx")], 0),
        "progress": (["progress", str(MINIMAL), *out], 0),
        "inspect": (["inspect", str(ROOT / "tests/golden/none.docx")], 2),
        "lint-templates": (["lint-templates", str(broken_template)], 3),
        "verify": (["verify", str(EXAMPLE), "17"], 0),
        "wrong usage": (["build"], 2),
        "help": (["--help"], 0),
    }


@pytest.mark.parametrize("name", commands(Path()))
def test_a_run_leaves_nothing_behind(name: str, tmp_path: Path, minimal: Path) -> None:
    minimal.rename(tmp_path / "campaign")
    template = tmp_path / "campaign/templates/form1/form1.html"
    template.parent.mkdir(parents=True)
    template.write_text("{{ 没有这个名称 }}", encoding="utf-8")
    arguments, code = commands(tmp_path)[name]
    ended = watched(arguments)
    assert ended.code == code
    assert ended.left == []
    assert any(one.startswith("wuxiao-run-") for one in ended.used)


def test_what_libraries_put_there_in_processes_is_gone_too(tmp_path: Path) -> None:
    ended = watched(["build", str(MINIMAL), "--out", str(tmp_path / "out"), "--jobs", "2", "--reference"])
    assert ended.code == 0
    assert ended.left == []
    seen = " ".join(ended.used)
    for name in ("weasyprint-", "wuxiao-fonts-", "pymp-"):
        assert name in seen, name


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_build_leaves_nothing_behind_and_can_be_resumed(
    how: signal.Signals, jobs: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    journal = tmp_path / ".staging-out" / "journal"

    def interrupt(run: subprocess.Popen[bytes]) -> bool:
        if not journal.is_file():
            return False
        run.send_signal(how)
        return True

    ended = watched(["build", str(EXAMPLE), "--out", str(out), "--only", "form1,form2", "--jobs", jobs], interrupt)
    assert ended.code == 130
    assert ended.left == []
    assert not out.exists()
    assert journal.is_file()


def test_a_forked_process_leaves_its_parents_folder_alone(tmp_path: Path) -> None:
    code = """
import os, tempfile
from generator.ground.temporary import own_temporary_folder
own_temporary_folder()
child = os.fork()
if not child:
    raise SystemExit
os.waitpid(child, 0)
print(os.path.isdir(tempfile.gettempdir()), tempfile.gettempdir())
"""
    ended = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )
    there, folder = ended.stdout.split()
    assert there == "True"
    assert not Path(folder).exists()
