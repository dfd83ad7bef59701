"""The hidden folder beside an output in which a run works.

It is ours alone: made exclusively, looked at by handle, and refused where it is somebody else's or open to others. It
is locked while the run lives; the lock goes with the process, however it ends. So a folder that is there and
not locked was left by a run that was killed: the next run for the same output finds it under the same name, puts
back what stood half-way, and clears it or works on in it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from generator.campaign.errors import MachineError, UsageError
from generator.ground.disk import exchange, flush, make_folders, reason
from generator.ground.private import NotOursError, is_at, made_folder, own_file

STAGING_PREFIX = ".staging-"
LOCK = "lock"
EARLIER = "earlier"
MOST_MISSED = 1_000  # times in a row that a folder just made is gone
_LONGEST_NUMBER = 20  # of a process, in digits


@dataclass(frozen=True)
class WorkFolder:
    """The folder's place, for those who are told by name, and its handle, for all that must not be led elsewhere."""

    path: Path
    handle: int

    def require_in_place(self) -> None:
        """Raise MachineError where something else stands at its place: workers would write there."""
        if not is_at(self.handle, self.path):
            message = f"生成期间，工作文件夹 {self.path} 被移走或换掉了。原有输出没有改动。"
            raise MachineError(f"{message}请另选一个只有自己能改动的位置，再重新生成。")


@contextmanager
def work_folder(target: Path, *, resume: bool = False, wait: bool = False) -> Iterator[WorkFolder]:
    """A locked private folder beside `target`; with `resume` holding what a killed run left, otherwise empty.

    It is removed at the end, except where the user interrupts the run: that work can be resumed. With `wait` another
    run for the same target is waited for.

    Raises:
        UsageError: another run works for the same target, or a folder of that name is not ours alone.
        MachineError: the folder cannot be made.
    """
    folder = target.with_name(f"{STAGING_PREFIX}{target.name}")
    try:
        make_folders(target.parent)
        work, lock = _locked(folder, target, wait=wait)
    except NotOursError as wrong:
        message = f"工作文件夹 {folder} 或其中的文件不能用：{wrong.strerror}。原有输出没有改动。"
        raise UsageError(f"{message}请确认后删去它（不是自己的，请它的主人或管理员删），或另选输出位置。") from wrong
    except OSError as wrong:
        raise MachineError(f"不能在 {target.parent} 中写文件：{reason(wrong)}。原有输出没有改动。") from wrong
    kept = False
    try:
        _prepare(work, target, resume=resume)
        yield work
    except KeyboardInterrupt:
        kept = True
        raise
    finally:
        if not kept:
            _remove(work)
        os.close(lock)
        os.close(work.handle)


def take_place(work: WorkFolder, name: str, target: Path) -> None:
    """Let what is finished in the work folder take the place of the target; what stood there goes into that folder.

    In one step; where the system cannot, in two, and a run that dies between them is put right by the next one.
    """
    if not target.exists():
        os.rename(name, target, src_dir_fd=work.handle)
    elif not exchange(name, target, work.handle):
        os.rename(target, EARLIER, dst_dir_fd=work.handle)
        os.rename(name, target, src_dir_fd=work.handle)


def _prepare(work: WorkFolder, target: Path, *, resume: bool) -> None:
    """Put back an earlier output that a dying run left out of its place; clear what is not to be resumed."""
    try:
        if _has_folder(work, EARLIER) and not target.exists():
            os.rename(EARLIER, target, src_dir_fd=work.handle)
            flush(target.parent)
        if not resume:
            _clear(work)
    except OSError as wrong:
        raise MachineError(f"不能清理上次中断留下的文件夹 {work.path}：{reason(wrong)}。原有输出没有改动。") from wrong


def _locked(folder: Path, target: Path, *, wait: bool) -> tuple[WorkFolder, int]:
    """The folder, and the handle of its lock, which is ours until the handle is closed."""
    missed = 0
    while True:
        try:
            work = WorkFolder(folder, made_folder(folder))
        except FileNotFoundError:  # its run has just removed it; or no folder can be made here, as in one that is gone
            missed += 1
            if missed > MOST_MISSED or not folder.parent.is_dir():
                raise
            continue
        lock = None
        try:
            lock = _lock_of(work, target, wait=wait)
        finally:
            if lock is None:
                os.close(work.handle)
        if lock is not None:
            return work, lock


def _lock_of(work: WorkFolder, target: Path, *, wait: bool) -> int | None:
    """The handle of the folder's lock, held by us; None where its run has just removed it or the folder."""
    try:
        lock = own_file(LOCK, os.O_RDWR | os.O_CREAT, work.handle)
    except FileNotFoundError:
        return None
    held = False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        held = is_at(lock, LOCK, work.handle) and is_at(work.handle, work.path)
        if held:
            os.truncate(lock, 0)
            os.write(lock, f"{os.getpid()}".encode())
        return lock if held else None
    except BlockingIOError:
        holder = "".join(filter(str.isdigit, os.read(lock, _LONGEST_NUMBER).decode("ascii", "replace")))
        message = f"{target} 正在被另一次运行使用（进程 {holder}）。请等它结束，或另选输出位置。"
        raise UsageError(message) from None
    finally:
        if not held:
            os.close(lock)


def _has_folder(work: WorkFolder, name: str) -> bool:
    with os.scandir(work.handle) as entries:
        return any(entry.name == name and entry.is_dir(follow_symlinks=False) for entry in entries)


def _clear(work: WorkFolder) -> None:
    """Remove everything in the folder but the lock."""
    with os.scandir(work.handle) as entries:
        found = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    for name, is_folder in found:
        if is_folder:
            shutil.rmtree(name, dir_fd=work.handle)
        elif name != LOCK:
            os.unlink(name, dir_fd=work.handle)


def _remove(work: WorkFolder) -> None:
    """Remove the folder, the lock last. What cannot be removed is left to the next run."""
    with suppress(OSError):
        _clear(work)
        os.unlink(LOCK, dir_fd=work.handle)
        if is_at(work.handle, work.path):
            work.path.rmdir()
