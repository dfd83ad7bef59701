"""Staging folder → output folder in one exchange, with manifest.json.

The output is the old one or the new one, whole: files are written beside it, all of them are flushed to the
disk, and the folders change places in one step. A run that fails or is killed leaves the earlier output as it was.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from generator.errors import MachineError, UsageError
from generator.manifest import FileList, Published, manifest

MANIFEST = "manifest.json"
STAGING_PREFIX = ".staging-"
ASIDE = ".aside"
FLUSHED_AT_ONCE = 16
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def put(
    folder: Path,
    path: str,
    content: bytes,
    *,
    document: str,
    format: str,
    record: str,
    pages: int | None,
    flush: bool = False,
) -> Published:
    """Write one file below a staging folder, from any process; what stood there before goes.

    With `flush` it is on the disk on return, otherwise when the folder is published.

    Raises:
        ValueError: the path leads outside.
    """
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise ValueError(path)
    target = folder / path
    for below in reversed(target.relative_to(folder).parents[:-1]):
        (folder / below).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)  # `parents=True` would leave those above open
    target.unlink(missing_ok=True)  # of a worker that died over it
    _write(target, [content], flush=flush)
    return Published(path, document, format, record, pages, len(content), hashlib.sha256(content).hexdigest())


class Staging:
    """A folder beside the output in which a run works."""

    def __init__(self, folder: Path) -> None:
        """Work in this folder."""
        self.folder = folder
        self.files = FileList()

    @property
    def aside(self) -> Path:
        """A folder for what only the run itself needs; it is not published."""
        return self.folder / ASIDE

    def write_manifest(self, about: dict[str, Any]) -> None:
        """Write manifest.json: what the run was about, and every file in order of its path."""
        _write(self.folder / MANIFEST, manifest(about, self.files), flush=True)


def _write(path: Path, content: Iterable[bytes], *, flush: bool) -> None:
    """Write a new private file of these pieces; with `flush` down to the disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb") as file:
        file.writelines(content)
        if flush:
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def staging(out: Path) -> Iterator[Staging]:
    """A staging folder that takes the place of `out` when the block ends without an exception.

    Raises UsageError where `out` holds something that is not an earlier output, MachineError where the disk or
    the permissions do not allow it.
    """
    _refuse_foreign(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{STAGING_PREFIX}{out.name}-", dir=out.parent))
    except OSError as wrong:
        raise MachineError(f"不能在 {out.parent} 中写文件：{wrong.strerror}。请检查权限和磁盘。") from wrong
    work = Staging(folder)
    try:
        yield work
        shutil.rmtree(work.aside, ignore_errors=True)
        _flush_below(folder)
        _take_place(folder, out)
    except OSError as wrong:
        raise MachineError(f"写文件失败：{wrong.strerror}。请检查磁盘空间和权限；原有输出没有改动。") from wrong
    finally:
        work.files.close()
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_foreign(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise UsageError(f"输出位置 {out} 不是文件夹。请另选一个位置。")
    if out.is_dir() and any(out.iterdir()) and not (out / MANIFEST).is_file():
        raise UsageError(f"文件夹 {out} 里有别的文件。请另选一个空文件夹，以免覆盖。")


def _flush_below(folder: Path) -> None:
    """Flush everything in the folder, files before folders. Many at a time: a disk's own waiting is shared."""
    with ThreadPoolExecutor(FLUSHED_AT_ONCE) as threads:
        for place, _, names in os.walk(folder, topdown=False):
            for _ in threads.map(_flush, [Path(place, name) for name in names]):
                pass
            _flush(Path(place))


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _take_place(folder: Path, out: Path) -> None:
    """Let the finished folder and the earlier output change places; the earlier one is then removed."""
    if out.exists():
        _exchange(folder, out)
    else:
        folder.rename(out)
    _flush(out.parent)


def _exchange(one: Path, other: Path) -> None:
    """Exchange two folders in one step (renameat2); in two renames where the system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "renameat2"):
        names = os.fsencode(one), os.fsencode(other)
        if libc.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0:
            return
        number = ctypes.get_errno()
        if number not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
            raise OSError(number, os.strerror(number))
    aside = one.with_name(f"{one.name}-old")
    other.rename(aside)
    one.rename(other)
    aside.rename(one)


def write_file(path: Path, content: bytes) -> None:
    """Write one file whole: beside its place, flushed, then renamed. Raises MachineError where it cannot."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=STAGING_PREFIX, dir=path.parent) as folder:
            staged = Path(folder) / path.name
            _write(staged, [content], flush=True)
            staged.replace(path)
        _flush(path.parent)
    except OSError as wrong:
        raise MachineError(f"不能写 {path}：{wrong.strerror}。请检查权限和磁盘。") from wrong
