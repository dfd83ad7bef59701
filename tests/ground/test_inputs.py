"""What is read is looked at once it is open: a pipe, a link or a device in a file's place is not waited for."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import MINIMAL

from generator.campaign.errors import WuxiaoError
from generator.checks.attached.attachments import remarks_of
from generator.checks.attached.kind import UnfitError
from generator.composing import codes
from generator.ground.inputs import InputError, file_hash, opened, read_file
from generator.inspecting.comparing import read
from generator.interfaces.completing import _recommenders
from generator.linting.package import package_problems
from generator.reading.prescan import modest_content
from generator.reading.yaml_files.file import read_yaml
from generator.rendering.attached.a4_pages import drawn
from generator.rendering.html.pages import render
from generator.running.earlier_output import _hash
from generator.verifying.apart import codes_on

PATIENCE_S = 60
# Before the given opening of a file, a pipe takes its place; then the command goes on.
SWAPPING = """
import os, sys
from pathlib import Path
target, left = Path(sys.argv[1]), int(sys.argv[2])
def see(event, args):
    global left
    if event == "open" and isinstance(args[0], (str, os.PathLike)) and Path(args[0]) == target:
        left -= 1
        if left == 0:
            target.unlink()
            os.mkfifo(target)
sys.addaudithook(see)
from generator.interfaces.cli import run
sys.exit(run(sys.argv[3:]))
"""


def pipe(path: Path) -> None:
    os.mkfifo(path)


def link(path: Path) -> None:
    path.symlink_to(MINIMAL / "campaign.yaml")


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


def nothing(_path: Path) -> None:
    pass


THINGS = (pipe, link, device, listening, Path.mkdir, nothing)
# Whatever reads a file that others wrote.
READERS: dict[str, Callable[[Path], Any]] = {
    "settings": lambda path: read_yaml(path, "a"),
    "workbook": modest_content,
    "hash": file_hash,
    "hash of an output": _hash,
    "attachment, judged": remarks_of,
    "attachment, drawn": lambda path: drawn(str(path), b""),
    "inspected": read,
    "photographed": lambda path: codes_on(str(path), b""),
    "key": codes.private_key,
    "public key": codes.public_key,
    "Word template": lambda path: package_problems(path, "a.docx"),
    "page": lambda path: render("a.html", {}, folders=(path.parent,)),
    "completion": lambda path: _recommenders(path.parent),
}


@pytest.mark.parametrize("put", THINGS)
def test_only_an_ordinary_file_is_opened_and_the_path_is_told(tmp_path: Path, put: Callable[[Path], None]) -> None:
    path = tmp_path / "a"
    put(path)
    with pytest.raises(InputError) as refused:
        opened(path)
    assert refused.value.filename == str(path)


def test_a_file_is_read_whole_and_a_link_where_one_may_stand(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert (read_file(tmp_path / "a"), read_file(tmp_path / "b", link=True)) == (b"abc", b"abc")


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_no_reader_waits_for_a_pipe(tmp_path: Path, reader: Callable[[Path], Any]) -> None:
    path = tmp_path / ("a.html" if reader is READERS["page"] else "campaign.yaml")
    os.mkfifo(path)
    signal.signal(signal.SIGALRM, lambda *_: pytest.fail("waits for a pipe"))
    signal.alarm(20)
    with suppress(OSError, ValueError, WuxiaoError, UnfitError):
        reader(path)
    signal.alarm(0)


@pytest.mark.parametrize("opening", [1, 2])
def test_a_pipe_that_takes_a_files_place_during_a_build_is_told_and_nothing_changes(
    tmp_path: Path, opening: int
) -> None:
    shutil.copytree(MINIMAL, tmp_path / "campaign")
    file = tmp_path / "campaign/applications/NC-001.yaml"
    command = [sys.executable, "-c", SWAPPING, str(file), str(opening), "build", str(tmp_path / "campaign")]
    command += ["--out", str(tmp_path / "out"), "--only", "form2", "--format", "xlsx", "--jobs", "1"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert file.is_fifo()
    assert ended.returncode in (1, 4), ended.stderr
    assert "applications" in ended.stderr
    assert "写文件失败" not in ended.stderr
    assert not (tmp_path / "out").exists()
