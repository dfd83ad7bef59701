"""What is kept in the user's cache folder between runs: it saves time, and nothing depends on it.

What cannot be read, is not ours alone, or is not what was kept under that name, is as if it were not there; a folder
that cannot be written is no harm, and nothing half written stays in it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.ground.private import NotOursError, closing, is_at, made_folder, own_file, own_folder, tightened

_SUM = hashlib.sha256
_PART = ".part"


def folder() -> Path | None:
    """The program's part of the cache folder (XDG Base Directory Specification); None for a user without a home."""
    root = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if not root.is_absolute():
        if not os.environ.get("HOME", "unset"):  # which would be taken for the root of the disk
            return None
        try:
            root = Path.home() / ".cache"
        except RuntimeError:
            return None
    return root / "wuxiao" if root.is_absolute() else None


def refused() -> str:
    """Why the folder is not used, in Chinese: it is somebody else's, or others may enter it; empty where it is."""
    root = folder()
    try:
        if root is not None:
            tightened(root)
            os.close(own_folder(root))
    except NotOursError as wrong:
        return f"缓存文件夹 {root} {wrong.strerror}，没有使用"
    except OSError:  # there is none
        return ""
    return ""


def kept(name: str) -> bytes | None:
    """What was kept under that name, one of a folder and a file; None where it is not there as it was kept."""
    with suppress(OSError), _folder_of(name, make=False) as within:
        with os.fdopen(own_file(_file(name), os.O_RDONLY, within), "rb") as file:
            digest, content = file.read(_SUM().digest_size), file.read()
        return content if digest == _sum(name, content) else None
    return None


def keep(name: str, content: bytes) -> None:
    """Keep the content under that name, unless the disk or another process is in the way."""
    with suppress(OSError), _folder_of(name, make=True) as within:
        _write(_file(name), _sum(name, content) + content, within)


def stamp(*files: Path) -> str:
    """A text that changes when one of these files, each with its place, does."""
    seen = ((path, path.stat()) for path in files)
    return "\0".join(f"{path}:{about.st_size}:{about.st_mtime_ns}" for path, about in seen)


def _write(name: str, content: bytes, within: int) -> None:
    """Write the file beside its place and rename it when it is whole: another process may be reading.

    One that is writing the same holds the lock of the part. What a killed one left is written over.
    """
    part = f"{name}{_PART}"
    with os.fdopen(own_file(part, os.O_WRONLY | os.O_CREAT, within), "wb", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not is_at(file.fileno(), part, within):
            return
        try:
            file.truncate(0)
            left = memoryview(content)
            while left:
                left = left[file.write(left) :]
            os.replace(part, name, src_dir_fd=within, dst_dir_fd=within)
        except OSError:
            os.unlink(part, dir_fd=within)
            raise


def _sum(name: str, content: bytes) -> bytes:
    """It holds for one name only: a file that was moved to another is not taken there."""
    digest = _SUM(name.encode() + b"\0")
    digest.update(content)
    return digest.digest()


def _file(name: str) -> str:
    return name.rpartition("/")[2]


@contextmanager
def _folder_of(name: str, *, make: bool) -> Iterator[int]:
    """The handle of the folder in which that is kept. Raises OSError where there is none, or none of ours."""
    root = folder()
    if root is None:
        raise FileNotFoundError
    if make:
        root.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    tightened(root)
    opened = made_folder if make else own_folder
    with closing(opened(root)) as above, closing(opened(name.rpartition("/")[0], above)) as within:
        yield within
