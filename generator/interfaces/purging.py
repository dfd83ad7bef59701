"""`wuxiao purge`: what killed runs and the service have left on the disk, found and removed; nothing else ever.

A leftover is a folder of ours by its name and by what lies in it, that no running process holds. Links are neither
followed nor removed, and nothing is written.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from generator.campaign.kinds import ROWS
from generator.ground.temporary import shared_temporary_folder
from generator.running.earlier_output import MANIFEST
from generator.running.publishing import JOURNAL, OUTPUT, PIECES
from generator.running.workfolder import EARLIER, LOCK, STAGING_PREFIX

# All that a run ever puts at the top of its work folder.
OF_A_RUN = frozenset({LOCK, EARLIER, MANIFEST, OUTPUT, PIECES, JOURNAL, *(row.folder for row in ROWS)})
TEMPORARY = re.compile(r"wuxiao-(?:fonts|apart|trial|run)-(\d+)-\w+")  # with the process that made it
CAMPAIGN = re.compile(r"[0-9a-f]{24}")
OF_A_SERVICE = (LOCK, "format")  # one that was brought back and never started has no lock
OF_CAMPAIGNS = ("campaigns", "removed")  # those that can still be brought back are personal data too


@dataclass(frozen=True)
class Leftover:
    """A folder that was left: what it is in words, and why it stays; `kept` is empty where it can go."""

    path: Path
    what: str
    kept: str = ""


def purged(folders: Iterable[Path], data: Path, *, dry_run: bool) -> list[Leftover]:
    """The leftovers of builds beside and in these folders, of the service and of temporary files: gone, unless kept.

    With `dry_run` nothing is removed.
    """
    return [_done(one, dry_run=dry_run) for one in _leftovers(folders, data)]


def _done(leftover: Leftover, *, dry_run: bool) -> Leftover:
    if leftover.kept or dry_run:
        return leftover
    with suppress(OSError):
        shutil.rmtree(leftover.path)  # which does not follow links
    gone = not os.path.lexists(leftover.path)
    return leftover if gone else Leftover(leftover.path, leftover.what, "删不掉，请检查权限")


def _leftovers(folders: Iterable[Path], data: Path) -> Iterator[Leftover]:
    seen: set[Path] = set()
    for folder in folders:
        for path in (folder.parent / f"{STAGING_PREFIX}{folder.name}", *sorted(folder.glob(f"{STAGING_PREFIX}*"))):
            if path not in seen and _is_own_folder(path) and {one.name for one in path.iterdir()} <= OF_A_RUN:
                seen.add(path)
                yield Leftover(path, "中断的生成", _why_kept(path))
    yield from _of_service(data)
    for path in sorted(shared_temporary_folder().glob("wuxiao-*")):
        named = TEMPORARY.fullmatch(path.name)
        if named and int(named[1]) != os.getpid() and _is_own_folder(path):
            yield Leftover(path, "临时文件", "正在使用" if Path(f"/proc/{named[1]}").exists() else "")


def _is_own_folder(path: Path, owner: int | None = None) -> bool:
    """Whether it is a folder, no link, of this user or the named one, that nobody else can enter."""
    try:
        about = path.lstat()
    except OSError:
        return False
    whose = os.getuid() if owner is None else owner
    return stat.S_ISDIR(about.st_mode) and about.st_uid == whose and not stat.S_IMODE(about.st_mode) & 0o077


def _owner_of(data: Path) -> int:
    """Whose the folder of the service must be: this user's; for root its own user's, whoever it is."""
    with suppress(OSError):
        if os.geteuid() == 0:
            return data.stat().st_uid
    return os.getuid()


def _why_kept(work: Path) -> str:
    """Why a run's folder must stay: the run lives, or it died with the only earlier output in its hands."""
    target = work.with_name(work.name.removeprefix(STAGING_PREFIX))
    if (work / EARLIER).exists() and not target.exists():
        return f"里面有 {target.name} 原来的内容，请先重新生成一次"
    with _lock(work / LOCK) as free:
        return "" if free else "正在使用"


def _of_service(data: Path) -> Iterator[Leftover]:
    """The campaigns, builds and temporary files of the service, while it does not run."""
    data = data.resolve()  # the folder that systemd gives is a link
    owner = _owner_of(data)
    if not _is_own_folder(data, owner) or not any((data / name).is_file() for name in OF_A_SERVICE):
        return
    with _lock(data / LOCK) as free:
        kept = "" if free else "wuxiao serve 正在运行"
        for path in [path for name in (*OF_CAMPAIGNS, "tmp") for path in sorted((data / name).glob("*"))]:
            is_campaign = path.parent.name in OF_CAMPAIGNS and CAMPAIGN.fullmatch(path.name)
            if _is_own_folder(path, owner) and (is_campaign or path.parent.name == "tmp"):
                yield Leftover(path, "网页服务的活动" if is_campaign else "网页服务的临时文件", kept)


@contextmanager
def _lock(path: Path) -> Iterator[bool]:
    """Whether no process holds the lock, which is ours until the block ends."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        yield True
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)
