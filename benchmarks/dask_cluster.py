"""A Dask cluster of this machine: a scheduler and workers of one thread each, in processes of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE_S, GRACE_S = 60, 5
DASK = (sys.executable, "-m")


class NoClusterError(Exception):
    """The cluster did not start; the message says what it told last."""


@dataclass(frozen=True)
class Cluster:
    """A cluster that runs: its address, and the processes that were started for it."""

    address: str
    processes: Sequence[subprocess.Popen[bytes]]


@contextmanager
def local_cluster(workers: int = 2, environment: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """A scheduler with so many workers, ended afterwards. Raises NoClusterError where they do not start."""
    with tempfile.TemporaryDirectory() as name:
        log = Path(name) / "cluster.log"
        started: list[subprocess.Popen[bytes]] = []
        try:
            with log.open("wb") as out:
                common: dict[str, Any] = {
                    "stdout": out,
                    "stderr": out,
                    "cwd": name,
                    "env": os.environ | (environment or {}),
                    "start_new_session": True,
                }
                alone = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
                started.append(subprocess.Popen([*DASK, "distributed.cli.dask_scheduler", *alone], **common))
                address = _said(log, r"Scheduler at:\s+(tcp://\S+)", started[0])[0]
                many = (address, "--nworkers", str(workers), "--nthreads", "1", "--no-dashboard")
                started.append(subprocess.Popen([*DASK, "distributed.cli.dask_worker", *many], **common))
                _said(log, r"Register(?:ed)? worker", started[1], times=workers)
            yield Cluster(address, started)
        finally:
            for process in reversed(started):
                _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started: a nanny that is about to replace its worker does not end by itself."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(GRACE_S)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _said(log: Path, pattern: str, process: subprocess.Popen[bytes], times: int = 1) -> list[str]:
    """What the log says at last, so many times. Raises NoClusterError where it does not."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        found = re.findall(pattern, log.read_text(encoding="utf-8", errors="replace"))
        if len(found) >= times:
            return found
        time.sleep(0.1)
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    raise NoClusterError(f"no local cluster: {lines[-1] if lines else 'nothing said'}")
