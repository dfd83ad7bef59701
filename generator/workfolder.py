"""The hidden folder beside an output in which a run works.

It is locked while the run lives; the lock goes with the process, however it ends. So a folder that is there and
not locked was left by a run that was killed: the next run for the same output finds it under the same name, puts
back what stood half-way, and clears it or works on in it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.disk import PRIVATE_FILE, PRIVATE_FOLDER, exchange, flush, make_folders, reason
from generator.errors import MachineError, UsageError

STAGING_PREFIX = ".staging-"
LOCK = "lock"
EARLIER = "earlier"


@contextmanager
def work_folder(target: Path, *, resume: bool = False, wait: bool = False) -> Iterator[Path]:
    """A locked private folder beside `target`; with `resume` holding what a killed run left, otherwise empty.

    It is removed at the end, except where the user interrupts the run: that work can be resumed. With `wait` another
    run for the same target is waited for.

    Raises:
        UsageError: another run works for the same target.
        MachineError: the folder cannot be made.
    """
    folder = target.with_name(f"{STAGING_PREFIX}{target.name}")
    try:
        make_folders(target.parent)
        lock = _locked(folder, target, wait=wait)
    except OSError as wrong:
        raise MachineError(f"不能在 {target.parent} 中写文件：{reason(wrong)}。原有输出没有改动。") from wrong
    kept = False
    try:
        _prepare(folder, target, resume=resume)
        yield folder
    except KeyboardInterrupt:
        kept = True
        raise
    finally:
        if not kept:
            _remove(folder)
        os.close(lock)


def take_place(folder: Path, target: Path, work: Path) -> None:
    """Let the finished folder take the place of the target; what stood there goes into the work folder.

    In one step; where the system cannot, in two, and a run that dies between them is put right by the next one.
    """
    if not target.exists():
        folder.rename(target)
    elif not exchange(folder, target):
        target.rename(work / EARLIER)
        folder.rename(target)


def _prepare(folder: Path, target: Path, *, resume: bool) -> None:
    """Put back an earlier output that a dying run left out of its place; clear what is not to be resumed."""
    try:
        earlier = folder / EARLIER
        if earlier.is_dir() and not target.exists():
            earlier.rename(target)
            flush(target.parent)
        if not resume:
            _clear(folder)
    except OSError as wrong:
        raise MachineError(f"不能清理上次中断留下的文件夹 {folder}：{reason(wrong)}。原有输出没有改动。") from wrong


def _locked(folder: Path, target: Path, *, wait: bool) -> int:
    """The handle of the folder's lock, which is ours until the handle is closed."""
    while True:
        with suppress(FileExistsError):
            folder.mkdir(mode=PRIVATE_FOLDER)
        if folder.is_symlink():
            raise UsageError(f"{folder} 是指向别处的链接。请删去它，或另选输出位置。")
        try:
            handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, PRIVATE_FILE)
        except FileNotFoundError:  # its run has just removed it
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            if _is_at(handle, folder / LOCK):
                os.truncate(handle, 0)
                os.write(handle, f"{os.getpid()}".encode())
                return handle
        except BlockingIOError:
            holder = os.read(handle, 20).decode()
            os.close(handle)
            message = f"{target} 正在被另一次运行使用（进程 {holder}）。请等它结束，或另选输出位置。"
            raise UsageError(message) from None
        except OSError:
            os.close(handle)
            raise
        os.close(handle)


def _is_at(handle: int, path: Path) -> bool:
    """Whether the locked file is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False


def _clear(folder: Path) -> None:
    """Remove everything in the folder but the lock."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()


def _remove(folder: Path) -> None:
    """Remove the folder, the lock last. What cannot be removed is left to the next run."""
    with suppress(OSError):
        _clear(folder)
        (folder / LOCK).unlink()
        folder.rmdir()
