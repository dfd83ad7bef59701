"""The one way to open files that others wrote: a name that led to a file a moment ago may lead to anything now.

A pipe put in a file's place would be waited for without end, a device read without end, a link could bring a file from
anywhere. So what was opened is looked at, not what the name led to before.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from io import BufferedReader
from pathlib import Path

_AT_ONCE = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


class InputError(OSError):
    """A file that was to be read cannot be: it is gone, forbidden, or no ordinary file (ESTALE)."""


def opened(path: Path, *, link: bool = False) -> BufferedReader:
    """The file, open for reading; with `link` also one that the path is a link to.

    Raises:
        InputError: it cannot be opened, or is no ordinary file.
    """
    try:
        handle = os.open(path, _AT_ONCE if link else _AT_ONCE | os.O_NOFOLLOW)
    except OSError as wrong:
        is_other = wrong.errno in (errno.ELOOP, errno.ENXIO)  # a link, a socket
        raise _unread(errno.ESTALE if is_other else wrong.errno or 0, path) from wrong
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise _unread(errno.ESTALE, path)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_file(path: Path, *, link: bool = False) -> bytes:
    """The file's bytes. Raises as `opened` does."""
    with opened(path, link=link) as file:
        return file.read()


def file_hash(path: Path, *, link: bool = False) -> str:
    """The SHA-256 of the file's content. Raises as `opened` does."""
    with opened(path, link=link) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unread(number: int, path: Path) -> InputError:
    return InputError(number, os.strerror(number), str(path))
