"""Two local Dask workers against the process pool of two."""

from __future__ import annotations

from benchmarks.dask_cluster import NoClusterError, local_cluster
from benchmarks.example import EXAMPLE
from benchmarks.measuring import WORK, WUXIAO, Goal, NotMeasuredError, Plan, Result, Row, compared, in_rounds, timed

TITLE = "Two local Dask workers and the process pool of two"
NOTE = (
    "Seconds of `wuxiao build` of the whole example, by `--jobs 2` and by `--cluster` with a scheduler and two "
    "workers of one thread each on this machine, started afresh for every run; their start is not counted."
)
POOL, DASK = "wuxiao --jobs 2", "wuxiao --cluster, two workers"
OF_POOL = 1.3


def rows(plan: Plan) -> list[Row]:
    """The pool and the cluster; the cluster's time is judged."""
    build = [*WUXIAO, "build", EXAMPLE, "--out", WORK / "cluster"]
    if plan.few:
        build += ["--only", "bulletin", "--format", "xlsx"]

    def on_cluster() -> Result:
        try:
            with local_cluster() as cluster:
                return timed([*build, "--cluster", cluster.address])
        except NoClusterError as reason:
            raise NotMeasuredError(str(reason)) from reason

    found = in_rounds({POOL: lambda: timed([*build, "--jobs", "2"]), DASK: on_cluster}, plan.rounds(2))
    pool, dask = compared(found, POOL, unit="s")
    if dask.ratio is None:
        return [pool, dask]
    return [pool, Row(dask.what, dask.values, "s", dask.ratio, (Goal(dask.ratio, OF_POOL, at_least=False),))]
