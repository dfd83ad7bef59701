"""What is kept in the user's cache folder between runs: it saves time, and nothing depends on it.

What cannot be read, or is not ours, is as if it were not there; a folder that cannot be written is no harm.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

_FOR_OTHERS = 0o077


def folder() -> Path | None:
    """The program's part of the cache folder (XDG Base Directory Specification); None for a user without a home."""
    root = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if not root.is_absolute():
        try:
            root = Path.home() / ".cache"
        except RuntimeError:
            return None
    return root / "wuxiao"


def kept(name: str) -> bytes | None:
    """The file of that name, if it is this user's and nobody else can write or read it."""
    with suppress(OSError):
        if path := _path(name):
            about = path.lstat()
            if about.st_uid == os.geteuid() and not about.st_mode & _FOR_OTHERS:
                return path.read_bytes()
    return None


def keep(name: str, content: bytes) -> None:
    """Keep the file under that name."""
    with suppress(OSError):
        if path := _path(name):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # A file of its own, private, and renamed when it is whole: another process may be reading or writing.
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(content)
            Path(file.name).replace(path)


def _path(name: str) -> Path | None:
    root = folder()
    return root / name if root else None
