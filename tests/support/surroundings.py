"""A command among whatever may lie around it: things in place of files, descriptors, limits, environments."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from support.terminals import WUXIAO

NOBODY = 65534
CODES = frozenset({0, 1, 2, 3, 4, 130, 141})  # of docs/commands.md; 5 is the program's own fault
LONGEST_S = 300.0  # by the clock, on a machine however busy


@dataclass(frozen=True)
class Ended:
    """How a command ended: its code (None where it had to be killed) and what it said."""

    code: int | None
    out: str
    err: str


def wrong_with(ended: Ended, *, as_json: bool, heard: bool = True) -> list[str]:
    """What of the answer no surroundings excuse; `heard` says that standard error can be read."""
    wrong = [] if ended.code in CODES else [f"code {ended.code}"]
    said = ended.out + ended.err
    wrong += [word for word in ("Traceback", "内部错误", "Exception ignored") if word in said]
    if heard and ended.code in (2, 3, 4) and not re.search(r"[\u4e00-\u9fff]|\\u[0-9a-f]{4}", said):
        wrong.append("no words")
    if as_json and ended.out.strip():
        try:
            json.loads(ended.out)
        except ValueError:
            wrong.append("no JSON")
    return wrong


# ---- in a child of this process, which has loaded everything


def in_a_child(arguments: list[str], folder: Path, *, nobody: bool = False, seconds: float = LONGEST_S) -> Ended:
    """How `wuxiao ARGUMENTS` ends in this folder; as a user who owns nothing with `nobody`."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            _run(arguments, folder, out.fileno(), err.fileno(), nobody=nobody)
        code = _waited(child, seconds)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    return Ended(code, *texts)


def _run(arguments: list[str], folder: Path, out: int, err: int, *, nobody: bool) -> None:
    """Run the command as if it were this process's own, and end it."""
    code = 98
    try:
        from generator.interfaces import cli

        os.chdir(folder)
        os.dup2(out, 1)
        os.dup2(err, 2)
        for number, name in ((1, "stdout"), (2, "stderr")):
            setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))
        if nobody:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        warnings.resetwarnings()
        sys.argv = ["wuxiao", *arguments]
        cli.main()
    except SystemExit as ending:
        code = int(ending.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _waited(child: int, seconds: float) -> int | None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return None


# ---- things in the place of a file or folder


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's path may have 107 bytes only
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(here)


def _device(minor: int) -> Callable[[Path], None]:
    return lambda path: os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, minor))


def _closed_file(path: Path) -> None:
    path.write_text("甲", encoding="utf-8")
    path.chmod(0)


def _closed_folder(path: Path) -> None:
    path.mkdir()
    (path / "campaign.yaml").write_text("年度: 2023\n", encoding="utf-8")
    path.chmod(0)


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "甲.txt").write_text("甲", encoding="utf-8")


def _linked_file(path: Path) -> None:
    (path.parent / "elsewhere").write_text("甲", encoding="utf-8")
    path.symlink_to("elsewhere")


def _linked_folder(path: Path) -> None:
    (path.parent / "elsewhere").mkdir()
    path.symlink_to("elsewhere")


THINGS: Mapping[str, Callable[[Path], object]] = {
    "nothing": lambda path: None,
    "empty file": lambda path: path.write_bytes(b""),
    "junk": lambda path: path.write_bytes(b"\0\xff junk \x1b" * 50),
    "folder": _folder,
    "empty folder": lambda path: path.mkdir(),
    "pipe": os.mkfifo,
    "socket": _socket,
    "endless device": _device(5),
    "full device": _device(7),
    "dangling link": lambda path: path.symlink_to("nowhere-at-all"),
    "link to itself": lambda path: path.symlink_to(path),
    "link to a folder": _linked_folder,
    "link to a file": _linked_file,
    "closed file": _closed_file,
    "closed folder": _closed_folder,
}
DEVICES = frozenset({"endless device", "full device"})
CLOSED = frozenset({"closed file", "closed folder"})
NAMES = (
    "", ".", "/", "-", "..", "//", "~", "a" * 300, "a/" * 3000 + "b", "甲\n乙", "\udcff\udcfe", "甲\x1b[31m\u202e",
    "/dev/null", "/dev/zero", "/dev/stdin", "/proc/self/mem", "/proc/self/fd/0", "/proc/1/root", "x.xlsx/y.xlsx",
    "360102198705120018",
)  # fmt: skip
# Names that lead, alone or with more behind them, out of the folder of a test: only who owns nothing may try them.
LEADING_OUT = frozenset(name for name in NAMES if name.startswith("/") or name in ("", "..", "~"))


# ---- in a process of its own


def in_bash(line: str, arguments: list[str], folder: Path) -> Ended:
    """How the line of bash ends in the folder, `WUXIAO` in it standing for the command."""
    quoted = " ".join("'" + word.replace("'", "'\\''") + "'" for word in [WUXIAO, *arguments])
    try:
        ended = subprocess.run(
            ["bash", "-c", line.replace("WUXIAO", quoted)],
            capture_output=True,
            check=False,
            timeout=LONGEST_S,
            cwd=folder,
        )
    except subprocess.TimeoutExpired:
        return Ended(None, "", "")
    return Ended(ended.returncode, ended.stdout.decode("utf-8", "replace"), ended.stderr.decode("utf-8", "replace"))


AS_NOBODY = f"setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups WUXIAO"
_ENVIRONMENTS = (
    "LC_ALL=C", "LC_ALL=C PYTHONIOENCODING=ascii", "PYTHONIOENCODING=latin-1", "PYTHONIOENCODING=ascii:strict",
    "PYTHONUTF8=0 LC_ALL=C PYTHONCOERCECLOCALE=0", "LC_ALL=zh_CN.GBK PYTHONUTF8=0", "TERM=dumb", "TERM=", "COLUMNS=1",
    "COLUMNS=0", "COLUMNS=-5", "COLUMNS=abc", "COLUMNS=99999999999999999999", "TMPDIR=/nonexistent", "TMPDIR=/dev/null",
    "TMPDIR=/proc", "HOME=", "HOME=/nonexistent", "HOME=/dev/null", "HOME=relative", "XDG_CACHE_HOME=/dev/null",
    "XDG_CACHE_HOME=relative", "XDG_STATE_HOME=/dev/null", "TZ=garbage/nowhere", "TZ=:/dev/zero",
    "WUXIAO_FONTS=/nonexistent", "WUXIAO_FONTS=/dev/null", "SOURCE_DATE_EPOCH=abc", "SHELL=", "PATH=/nonexistent",
    "PYTHONWARNINGS=error", "PYTHONWARNINGS=always", "FONTCONFIG_FILE=/nonexistent", "FONTCONFIG_PATH=/nonexistent",
)  # fmt: skip
AROUND: Mapping[str, str] = {
    **{to: f"WUXIAO {to}" for to in (">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-", "</dev/full")},
    **{to: f"WUXIAO {to}" for to in (">/dev/full", "2>/dev/full", ">/dev/full 2>/dev/full")},
    **{
        to: f"WUXIAO {to}; exit ${{PIPESTATUS[0]}}"
        for to in ("| head -c 1", "| true", "2>&1 | true", "2>&1 >/dev/null | true")
    },
    **{setting: f"{setting} WUXIAO" for setting in _ENVIRONMENTS},
    "no HOME": "env -u HOME -u XDG_CACHE_HOME -u XDG_STATE_HOME WUXIAO",
    "no environment": 'env -i "PYTHONPATH=$PYTHONPATH" WUXIAO',
    **{f"ulimit -n {most}": f"ulimit -n {most}; WUXIAO" for most in (8, 12, 16, 20, 32, 64)},
    **{f"ulimit -f {most}": f"ulimit -f {most}; WUXIAO" for most in (0, 1, 4, 64)},
    **{f"ulimit -v {most}": f"ulimit -v {most}000; WUXIAO" for most in (60, 80, 100, 130, 160, 200, 300, 400, 700)},
    "ulimit -s": "ulimit -s 256; WUXIAO",
    "no working folder": "mkdir gone; cd gone; rmdir ../gone; WUXIAO",
    "nobody": AS_NOBODY,
    "nobody, umask 777": f"umask 777; {AS_NOBODY}",
    "nobody, one process": f"ulimit -u 1; {AS_NOBODY}",
    "umask 777": "umask 777; WUXIAO",
}
DEAF = frozenset(name for name in AROUND if "2>" in name)


def cleared(path: Path) -> Path:
    """The place, with nothing there."""
    if path.is_symlink() or path.is_file() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        path.chmod(0o700)
        shutil.rmtree(path)
    return path
