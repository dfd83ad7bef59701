"""How a child begins that is forked from nobody, and how any child ends, with what it started and what it left."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from generator.ground.apart.nursery import Forked, environment

CHILD = "generator.ground.apart.isolated_child"
Child = subprocess.Popen[bytes] | Forked


def begun(task: str, order: Mapping[str, Any], folder: str) -> subprocess.Popen[bytes]:
    """A process of its own that loads the task."""
    return subprocess.Popen(
        [sys.executable, "-m", CHILD, task, json.dumps(order)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environment(folder),
        bufsize=0,
    )


def put_away(child: Child, folder: str, owner: int) -> None:
    """End the child, and remove what it left; also where nobody asks for it any more. A fork of its owner does not."""
    if os.getpid() != owner:
        return
    assert child.stdin is not None
    assert child.stdout is not None
    kill(child)
    child.stdin.close()
    child.stdout.close()
    child.wait()
    shutil.rmtree(folder, ignore_errors=True)


def kill(child: Child) -> None:
    """End the child's group, also what is left of it where the child has ended."""
    if child.poll() is not None and _exists(child.pid):  # it ended long ago, and another has its number
        return
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError as wrong:
        return wrong.errno != errno.ESRCH
    return True
