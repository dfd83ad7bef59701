"""Two local Dask workers against the process pool of two."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.example import EXAMPLE
from benchmarks.measuring import WORK, WUXIAO, Goal, NotMeasuredError, Plan, Result, Row, compared, in_rounds, timed

TITLE = "Two local Dask workers and the process pool of two"
NOTE = (
    "Seconds of `wuxiao build` of the whole example, by `--jobs 2` and by `--cluster` with a scheduler and two "
    "workers of one thread each on this machine, started afresh for every run; their start is not counted."
)
POOL, DASK = "wuxiao --jobs 2", "wuxiao --cluster, two workers"
OF_POOL = 1.3
PATIENCE_S = 30


def rows(plan: Plan) -> list[Row]:
    """The pool and the cluster; the cluster's time is judged."""
    build = [*WUXIAO, "build", EXAMPLE, "--out", WORK / "cluster"]
    if plan.few:
        build += ["--only", "bulletin", "--format", "xlsx"]

    def on_cluster() -> Result:
        with local_cluster() as address:
            return timed([*build, "--cluster", address])

    found = in_rounds({POOL: lambda: timed([*build, "--jobs", "2"]), DASK: on_cluster}, plan.rounds(3))
    pool, dask = compared(found, POOL, unit="s")
    if dask.ratio is None:
        return [pool, dask]
    return [pool, Row(dask.what, dask.values, "s", dask.ratio, (Goal(dask.ratio, OF_POOL, at_least=False),))]


@contextmanager
def local_cluster() -> Iterator[str]:
    """The address of a scheduler with two workers, in processes of their own, ended afterwards."""
    with tempfile.TemporaryDirectory() as name:
        log = Path(name) / "scheduler.log"
        dask = [sys.executable, "-m", "distributed.cli"]
        started: list[subprocess.Popen[bytes]] = []
        try:
            with log.open("wb") as out:
                scheduler = [
                    *dask[:2],
                    "distributed.cli.dask_scheduler",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    "0",
                    "--no-dashboard",
                ]
                started.append(subprocess.Popen(scheduler, stdout=out, stderr=out, cwd=name))
                address = _said(log, r"Scheduler at:\s+(tcp://\S+)", started[0])
                worker = [
                    *dask[:2],
                    "distributed.cli.dask_worker",
                    address,
                    "--nworkers",
                    "2",
                    "--nthreads",
                    "1",
                    "--no-dashboard",
                ]
                started.append(subprocess.Popen(worker, stdout=out, stderr=out, cwd=name))
                _said(log, r"(?s)(Register(?:ed)? (?:worker|to):?.*){2}", started[1])
            yield address
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def _said(log: Path, pattern: str, process: subprocess.Popen[bytes]) -> str:
    """What the log says at last. Raises NotMeasuredError where it does not."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        if found := re.search(pattern, log.read_text(encoding="utf-8", errors="replace")):
            return found[1]
        time.sleep(0.1)
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    raise NotMeasuredError(f"no local cluster: {lines[-1] if lines else 'nothing said'}")
