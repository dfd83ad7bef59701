"""Folders and files of our own, held by handle: what a name leads to can be changed by others, a handle cannot.

A folder is made exclusively or looked at before it is used: a folder, no link, owned by us, closed to everybody else.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.ground.disk import PRIVATE_FILE, PRIVATE_FOLDER

_FOR_OTHERS, _WRITABLE_FOR_OTHERS = 0o077, 0o022
# Neither a link is followed nor a pipe waited for, and no program that we start inherits the handle.
_SAFELY = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NOT_OF_THE_KIND = frozenset({errno.ELOOP, errno.ENOTDIR, errno.EISDIR, errno.ENXIO})


class NotOursError(OSError):
    """What stands at a name is not what we put there: its text says in Chinese what it is instead."""


def own_folder(name: str | Path, within: int | None = None) -> int:
    """The handle of the folder of that name, in the folder of a handle, which is ours alone. The caller closes it.

    Raises:
        NotOursError: it is a link or no folder, belongs to somebody else, or others may enter it.
        OSError: it cannot be opened.
    """
    handle = _opened(name, os.O_RDONLY | os.O_DIRECTORY, within)
    try:
        _require_private(os.fstat(handle), Path(name).parent if within is None else None)
    except BaseException:
        os.close(handle)
        raise
    return handle


def made_folder(name: str | Path, within: int | None = None) -> int:
    """The handle of our own folder of that name, made where there is none. Raises as `own_folder` does."""
    with suppress(FileExistsError):
        os.mkdir(name, PRIVATE_FOLDER, dir_fd=within)
    return own_folder(name, within)


def tightened(folder: Path) -> None:
    """Close a folder of our own to others who could look into it; one that they could write into stays as it is."""
    with suppress(OSError), closing(_opened(folder, os.O_RDONLY | os.O_DIRECTORY, None)) as handle:
        about = os.fstat(handle)
        if about.st_uid == os.geteuid() and not about.st_mode & _WRITABLE_FOR_OTHERS and about.st_mode & _FOR_OTHERS:
            os.fchmod(handle, PRIVATE_FOLDER)


def own_file(name: str, flags: int, within: int) -> int:
    """The handle of the file of that name in a folder of ours; with O_CREAT a private one is made.

    Raises:
        NotOursError: it is a link or no file, has other names too, belongs to somebody else, or others may open it.
        OSError: it cannot be opened.
    """
    handle = _opened(name, flags, within)
    about, folder = os.fstat(handle), os.fstat(within)
    open_to_others = about.st_mode & _FOR_OTHERS and not folder.st_mode & _FOR_OTHERS
    if stat.S_ISREG(about.st_mode) and about.st_nlink == 1 and about.st_uid == folder.st_uid and not open_to_others:
        return handle
    os.close(handle)
    raise NotOursError(errno.EPERM, "不是本程序写的文件")


def file_below(path: str, within: int) -> int:
    """The handle, for reading, of a file of our own at this path below a folder of ours; no link is followed.

    Raises:
        NotOursError: as `own_file`, also for a path that leads outside.
        OSError: it is not there or cannot be opened.
    """
    *folders, name = path.split("/")
    if not {"", ".", ".."}.isdisjoint((*folders, name)):
        raise NotOursError(errno.EPERM, "位置在文件夹之外")
    handle = os.dup(within)
    try:
        for folder in folders:
            inner = _opened(folder, os.O_RDONLY | os.O_DIRECTORY, handle)
            os.close(handle)
            handle = inner
        return own_file(name, os.O_RDONLY, handle)
    finally:
        os.close(handle)


@contextmanager
def closing(handle: int) -> Iterator[int]:
    """The handle, closed at the end."""
    try:
        yield handle
    finally:
        os.close(handle)


def is_at(handle: int, name: str | Path, within: int | None = None) -> bool:
    """Whether what the handle holds still stands at that name."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(name, dir_fd=within, follow_symlinks=False))
    except OSError:
        return False


def _opened(name: str | Path, flags: int, within: int | None) -> int:
    try:
        return os.open(name, flags | _SAFELY, PRIVATE_FILE, dir_fd=within)
    except OSError as wrong:
        if wrong.errno in _NOT_OF_THE_KIND:
            raise NotOursError(wrong.errno, _what(name, within)) from wrong
        if isinstance(wrong, PermissionError) and flags & os.O_DIRECTORY and not _is_own(name, within):
            raise NotOursError(wrong.errno, "属于另一个用户") from wrong
        raise


def _what(name: str | Path, within: int | None) -> str:
    with suppress(OSError):
        if stat.S_ISLNK(os.stat(name, dir_fd=within, follow_symlinks=False).st_mode):
            return "是指向别处的链接"
    return "不是本程序留下的那一种文件"


def _is_own(name: str | Path, within: int | None) -> bool:
    with suppress(OSError):
        return os.stat(name, dir_fd=within, follow_symlinks=False).st_uid == os.geteuid()
    return True


def _require_private(about: os.stat_result, parent: Path | None) -> None:
    """Raise NotOursError unless the folder is ours alone, or lies where the disk knows neither owners nor modes."""
    if _is_private(about) or (parent is not None and _owner_of_all(parent) == about.st_uid):
        return
    what = "属于另一个用户" if about.st_uid != os.geteuid() else "别的用户也能打开"
    raise NotOursError(errno.EPERM, what)


def _is_private(about: os.stat_result) -> bool:
    return about.st_uid == os.geteuid() and not about.st_mode & _FOR_OTHERS


def _owner_of_all(parent: Path) -> int | None:
    """Whose everything on this disk is, where it keeps neither owner nor mode (a USB stick, a Windows share); or None.

    A new file tells: its handle is of what we made, whatever others do with its name.
    """
    try:
        with tempfile.TemporaryFile(dir=parent) as probe:
            about = os.fstat(probe.fileno())
    except OSError:
        return None
    return None if _is_private(about) else about.st_uid
