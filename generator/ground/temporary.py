"""One folder for everything temporary of a run and of the processes that it starts, gone when it ends.

Libraries leave files behind where a process ends without taking its memory apart, as our workers do, and where it is
interrupted. So what is temporary is not looked for afterwards: it lies in one place.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

PREFIX = "wuxiao-run-"


def own_temporary_folder() -> None:
    """Make a private folder the temporary one of this process and its children; it is removed when this one ends.

    Called before what uses temporary files is loaded, so that it goes last. Where none can be made, whoever needs one
    says so.
    """
    with suppress(OSError):
        folder = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
        atexit.register(_remove, folder, os.getpid())
        os.environ["TMPDIR"] = tempfile.tempdir = folder


def shared_temporary_folder() -> Path:
    """The folder in which every run has its own."""
    folder = Path(tempfile.gettempdir())
    return folder.parent if folder.name.startswith(PREFIX) else folder


def _remove(folder: str, owner: int) -> None:
    """Remove the folder, unless this is a process that was forked from its owner."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
