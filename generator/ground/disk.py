"""Writing that survives: new private files, flushing to the disk, folders that change places in one step."""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
FLUSHED_AT_ONCE = 16
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h

_REASONS = {
    errno.ENOSPC: "磁盘已满，请腾出空间",
    errno.EDQUOT: "磁盘配额已用完，请腾出空间或请管理员增加配额",
    errno.EIO: "磁盘读写出错，请联系管理员检查磁盘",
    errno.EACCES: "没有权限，请换一个位置或请管理员开放权限",
    errno.EPERM: "没有权限，请换一个位置或请管理员开放权限",
    errno.EROFS: "磁盘是只读的，请换一个位置",
    errno.ENAMETOOLONG: "名称太长，请换一个短些的名称",
    errno.EXDEV: "位置跨了两个磁盘，请换一个位置",
    errno.EBUSY: "正被系统占用，请换一个位置",
    errno.EMFILE: "打开的文件太多，请关闭别的程序",
    errno.ENFILE: "打开的文件太多，请关闭别的程序",
    errno.ENOMEM: "内存不够，请关闭别的程序",
    errno.EAGAIN: "系统不能再开新的进程，请关闭别的程序",
    errno.EISDIR: "那里有同名的文件夹，请换一个名称",
    errno.ENOTDIR: "位置中有一段是文件而不是文件夹，请检查位置",
    errno.ENOENT: "没有这个位置，请检查位置",
    errno.EEXIST: "那里已有同名的文件，请换一个名称",
    errno.ELOOP: "位置中的链接指向自己，请换一个位置",
    errno.EFBIG: "文件超过了允许的大小，请联系管理员",
    errno.ESTALE: "那里现在不是普通文件（是链接、管道、套接字或设备），请换回文件",
    errno.EADDRINUSE: "正被别的程序使用，请换一个",
    errno.EADDRNOTAVAIL: "这台电脑没有这个地址，请检查地址",
}


def reason(wrong: OSError) -> str:
    """What the error means and what to do, in Chinese, without a full stop."""
    return _REASONS.get(wrong.errno or 0) or f"系统报告错误{wrong.errno or ''}，请检查磁盘和权限"


def open_new(path: Path) -> BinaryIO:
    """A new private file to write. Raises FileExistsError."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, PRIVATE_FILE), "wb")


def write_new(path: Path, content: Iterable[bytes], *, flush: bool) -> None:
    """Write a new private file of these pieces; with `flush` down to the disk. Raises FileExistsError."""
    with open_new(path) as file:
        file.writelines(content)
        if flush:
            file.flush()
            os.fsync(file.fileno())


def make_folders(path: Path) -> None:
    """Make the folder and those above it, so that they last."""
    if not path.is_dir():
        make_folders(path.parent)
        path.mkdir(PRIVATE_FOLDER, exist_ok=True)
        flush(path.parent)


def make_below(folder: Path, path: Path) -> None:
    """Make the folders of `path` below `folder`, which must be there; Path.mkdir would make that too, and open."""
    for parent in reversed(path.relative_to(folder).parents[:-1]):
        (folder / parent).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def flush(path: Path) -> None:
    """See that a file's content, or a folder's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_below(folder: Path) -> None:
    """Flush everything in the folder, files before folders."""
    for place, _, names in os.walk(folder, topdown=False):
        flush_all(Path(place, name) for name in names)
        flush(Path(place))


def flush_all(files: Iterable[Path]) -> None:
    """Flush these files, many at a time: a disk's own waiting is shared."""
    with ThreadPoolExecutor(FLUSHED_AT_ONCE) as threads:
        for _ in threads.map(flush, files):
            pass


class Flushing:
    """Flushes files while others are still made, so that little is left to wait for in the end."""

    def __init__(self) -> None:
        """Nothing to flush yet."""
        self._threads = ThreadPoolExecutor(1)
        self._begun = list[Future[None]]()

    def __enter__(self) -> Flushing:
        """Itself."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _wrong: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Give up what is not flushed yet."""
        self._threads.shutdown(cancel_futures=True)

    def begin(self, files: Iterable[Path]) -> None:
        """Have these files flushed some time."""
        self._begun.append(self._threads.submit(_flush_each, list(files)))

    def finish(self) -> None:
        """Wait for all of it. Raises OSError where one file could not be flushed: the system says so only once."""
        for one in self._begun:
            one.result()


def _flush_each(files: Iterable[Path]) -> None:
    for file in files:
        flush(file)


def exchange(name: str, other: Path, folder: int) -> bool:
    """Let `name` in the folder of a handle and `other` change places in one step (renameat2); False where it cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    if libc.renameat2(folder, os.fsencode(name), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number))
