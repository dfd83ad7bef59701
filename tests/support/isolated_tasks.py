"""Tasks for a child that is to be ended: what they do is chosen by the value."""

import contextlib
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LOADED_IN = os.getpid()


def do(value: Any, content: bytes) -> tuple[Any, bytes]:
    """Whatever the value says."""
    return _DOING[value["do"]](value, content)


def told(value: Any, _content: bytes, tell: Callable[[Any], None]) -> tuple[Any, bytes]:
    """It tells so many things, starts a process of its own that lasts, and does what the value says."""
    for place in range(value["tell"]):
        tell([place, "told"])
    lasting = subprocess.Popen(["sleep", "60"])
    tell(["started", lasting.pid, os.getpid(), os.getppid()])
    return do(value, b"")


def ended(_value: Any, _content: bytes) -> tuple[Any, bytes]:
    """Whatever is asked, it ends the child."""
    os.abort()


def _echo(value: Any, content: bytes) -> tuple[Any, bytes]:
    return {"said": value["say"], "process": os.getpid(), "loaded": LOADED_IN}, content[::-1]


def _spin(_value: Any, _content: bytes) -> tuple[Any, bytes]:
    while True:
        pass


def _sleep(_value: Any, _content: bytes) -> tuple[Any, bytes]:
    time.sleep(60)
    return None, b""


def _fill(_value: Any, _content: bytes) -> tuple[Any, bytes]:
    kept = [bytearray(10_000_000) for _ in range(100)]
    return len(kept), b""


def _crash(_value: Any, _content: bytes) -> tuple[Any, bytes]:
    os.abort()


def _start(_value: Any, _content: bytes) -> tuple[Any, bytes]:
    try:
        subprocess.run(["true"], check=True)
    except PermissionError as wrong:
        return str(wrong), b""
    return "started", b""


def _shout(_value: Any, _content: bytes) -> tuple[Any, bytes]:
    os.write(1, b'{"value": "forged", "content": 0}\n')
    return "own", b""


def _forge(value: Any, _content: bytes) -> tuple[Any, bytes]:
    for handle in range(3, 20):
        with contextlib.suppress(OSError):
            os.write(handle, value["say"].encode())
    return "own", b""


def _leave(_value: Any, _content: bytes) -> tuple[Any, bytes]:
    Path(tempfile.gettempdir(), "left").touch()
    return None, b""


def _limits(_value: Any, _content: bytes) -> tuple[Any, bytes]:
    kinds = (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU)
    return [resource.getrlimit(kind)[1] for kind in kinds], b""


_DOING = {
    "echo": _echo, "spin": _spin, "sleep": _sleep, "fill": _fill, "crash": _crash, "start": _start, "shout": _shout,
    "forge": _forge, "leave": _leave, "limits": _limits,
}  # fmt: skip
