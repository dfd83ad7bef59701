"""What systemd itself says of a unit, and which calls of the system it lets through."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

ANALYZE = "systemd-analyze"


def verified(unit: Path) -> str:
    """What systemd finds wrong with the unit, empty where nothing."""
    done = subprocess.run([ANALYZE, "verify", unit], capture_output=True, text=True, timeout=60, check=False)
    return done.stderr + ("" if not done.returncode else f"code {done.returncode}")


def exposure(unit: Path) -> float:
    """How much of the system lies open to it, from 0 to 10."""
    command = [ANALYZE, "security", "--offline=true", "--no-pager", unit]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert found, done
    return float(found[1])


def let_through(filters: Sequence[str]) -> set[str]:
    """The system calls that lines of SystemCallFilter let through, in their order; `~` takes away."""
    allowed = set[str]()
    for one in filters:
        calls = _system_calls(one.lstrip("~"))
        allowed = allowed - calls if one.startswith("~") else allowed | calls
    return allowed


def _system_calls(group: str) -> set[str]:
    """The system calls of a group (`@system-service`), those of the groups in it too."""
    done = subprocess.run([ANALYZE, "syscall-filter", group], capture_output=True, text=True, timeout=60, check=True)
    names = {line.strip() for line in done.stdout.splitlines()[1:]} - {""}
    names = {name for name in names if not name.startswith("#")}
    inner = {name for name in names if name.startswith("@")}
    return (names - inner).union(*map(_system_calls, inner))
