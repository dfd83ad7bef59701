"""A command on a terminal of its own, as a person at a keyboard has it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

WUXIAO = str(Path(sys.executable).with_name("wuxiao"))
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def on_a_terminal(
    arguments: Sequence[str], columns: int, environment: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """The exit code of `wuxiao ARGUMENTS` and what it writes to a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    own = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "NO_COLOR")}
    own |= {"TERM": "xterm-256color", **(environment or {})}
    with subprocess.Popen([WUXIAO, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=own) as told:
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # how Linux ends a terminal that nobody writes to any more
                break
            if not part:
                break
            parts.append(part)
    os.close(ours)
    return told.returncode, b"".join(parts).decode().replace("\r\n", "\n")


def plain(text: str) -> str:
    """The text without its colours, the only escape sequences that the program writes."""
    return COLOURS.sub("", text)
