"""What the service keeps, as it is at one moment, while it goes on working.

Its files are only ever replaced, so links to them stay what they are. A campaign that somebody changes meanwhile is
looked at again. Databases are copied by SQLite itself.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from generator.campaign.errors import MachineError
from generator.ground.disk import PRIVATE_FOLDER, open_new

LEFT_OUT = frozenset({"tmp", "lock"})
OF_CAMPAIGNS = ("campaigns", "removed")
COMING = "arrivals"  # uploads on their way in grow; whatever has come of them is kept
SQLITE = b"SQLite format 3\0"
BESIDE_A_DATABASE = ("-wal", "-shm", "-journal")
TRIES = 20

State = frozenset[tuple[str, int, int, int]]


def snapshot(root: Path, target: Path) -> None:
    """Make `target`, on the same disk, hold what the folder of the service holds. Raises OSError, MachineError."""
    target.mkdir(PRIVATE_FOLDER)
    for one in sorted(root.iterdir()):
        if one.name in LEFT_OUT or one.is_symlink():
            continue
        if one.is_dir() and one.name in OF_CAMPAIGNS:
            (target / one.name).mkdir(PRIVATE_FOLDER)
            for campaign in sorted(one.iterdir()):
                with suppress(FileNotFoundError):  # removed meanwhile
                    keep = _campaign if campaign.is_dir() else _kept
                    keep(campaign, target / one.name / campaign.name)
        elif one.is_dir():
            shutil.copytree(one, target / one.name, copy_function=_kept, ignore=_ignored)
        elif not one.name.endswith(BESIDE_A_DATABASE):
            _kept(one, target / one.name)


def _campaign(folder: Path, target: Path) -> None:
    for _ in range(TRIES):
        before = _state(folder)
        try:
            shutil.copytree(folder, target, copy_function=_kept, ignore=_ignored)
            if _state(folder) == before:
                return
        except (FileNotFoundError, shutil.Error):  # something of it was replaced or removed
            if not folder.is_dir():
                shutil.rmtree(target, ignore_errors=True)
                return
        shutil.rmtree(target, ignore_errors=True)
    raise MachineError("有一个活动一直在改动，没有做成备份。请过几分钟再试。")


def _ignored(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name.endswith(BESIDE_A_DATABASE)]


def _state(folder: Path) -> State:
    """What changes with every change of the campaign."""
    return frozenset(_stats(folder))


def _stats(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    for place, folders, names in os.walk(folder):
        if Path(place) == folder:
            folders[:] = [name for name in folders if name != COMING]
        for name in (*folders, *names):
            about = (Path(place) / name).lstat()
            yield f"{place}/{name}", about.st_ino, about.st_mtime_ns, about.st_size


def _kept(source: str | Path, target: str | Path) -> None:
    """A link to the file; a copy of a database, or where the disk knows no links."""
    if _is_database(source):
        with open_new(Path(target)):
            pass
        with closing(sqlite3.connect(source)) as own, closing(sqlite3.connect(target)) as copy:
            own.backup(copy)
        return
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as wrong:
        if isinstance(wrong, FileNotFoundError):
            raise
        shutil.copyfile(source, target, follow_symlinks=False)


def _is_database(source: str | Path) -> bool:
    with Path(source).open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE
