"""A campaign loaded: its folder read and checked for the first time in a process, imports aside.

python -m benchmarks.loading '{"campaign": "data_examples/minimal"}'
"""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.peers.job import job, told
from generator.checks.campaign import check_campaign


def main() -> None:
    """Do the job."""
    folder = Path(job()["campaign"])
    started = time.perf_counter()
    campaign, _, problems = check_campaign(folder)
    seconds = time.perf_counter() - started
    if campaign is None:
        raise SystemExit("\n".join(str(problem) for problem in problems))
    told(seconds=seconds)


if __name__ == "__main__":
    main()
