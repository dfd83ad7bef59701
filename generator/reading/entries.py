"""What lies in a campaign folder that is no ordinary file: links, pipes, sockets, devices. None is ever opened.

A link could bring a file from anywhere on this machine into a document, and a pipe would be waited for without end.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from pathlib import Path

from generator.campaign.errors import Place, Problem, error
from generator.reading.raw_campaign import FOLDERS, SINGLE_FILES

READ = frozenset({*SINGLE_FILES, *FOLDERS})


def special_entries(folder: Path) -> list[Problem]:
    """A problem for each entry that is no ordinary file or folder, of the campaign folder and those read below it."""
    return [
        error(
            "special-file",
            Place(entry.relative_to(folder).as_posix()),
            "",
            f"是{kind}，不是普通文件，没有读取。",
            "请删去它；需要里面的内容时，请复制一份真正的文件放在这里。",
        )
        for entry, kind in _special(folder)
    ]


def _special(folder: Path, read: Container[str] | None = READ) -> Iterator[tuple[Path, str]]:
    """The entries, each with what it is, in order of their names; below what is read as well, all of it for None."""
    for entry in _entries(folder):
        is_read = read is None or entry.name in read
        if kind := _kind(entry):
            if is_read or not Path(entry).is_dir():  # a link to a folder that nobody reads does no harm
                yield Path(entry), kind
        elif is_read and entry.is_dir():
            yield from _special(Path(entry), None)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:  # what cannot be listed cannot be read either, and is missed there
        return []


def _kind(entry: os.DirEntry[str]) -> str:
    """What the entry is where it is neither file nor folder."""
    if entry.is_symlink():
        return "指向别处的链接"
    if entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False):
        return ""
    return "管道、套接字或设备"
