"""How the service bears an office: twenty people at its pages for a minute, while two builds of the example run."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.measuring import ROOT, Goal, Plan, Row
from tests.support.load import bear
from tests.support.pace import pace_by_the_clock
from tests.support.services import files_of, running

TITLE = "The service"
NOTE = (
    "Twenty people on loopback, each looking at a page for up to a second before asking for the next (home, files, "
    "check, builds, results, wall of certificates, a picture of one), while two builds of the example run all the time."
)
EXAMPLE = ROOT / "data_examples" / "jiangxi-2023"
USERS, SECONDS, FEW_SECONDS = 20, 60.0, 5.0
MEDIAN_LIMIT_MS, GROWTH_LIMIT_MEGABYTES = 200, 15
ORDER = {"kinds": ["form1", "certificate"], "formats": ["pdf"], "recommenders": ["南昌市总工会"]}


def rows(plan: Plan) -> list[Row]:
    """The answers, the memory, and what went wrong."""
    with tempfile.TemporaryDirectory() as scratch, running(Path(scratch)) as service:
        campaigns = [service.upload(files_of(EXAMPLE)).json["id"] for _ in range(2)]
        here, built = f"/campaigns/{campaigns[0]}", service.built(campaigns[0], **ORDER)
        build = f"{here}/builds/{built['id']}"
        files = service.ask("GET", f"/api/v1{build}/files").json
        picture = f"/api/v1{build}/files/{files[0]['id']}/pages/1?size=small"
        pages = [
            "/",
            here,
            f"{here}/check",
            f"{here}/builds",
            f"{build}?kind=form1",
            f"{build}?kind=certificate",
            picture,
        ]
        for page in pages:
            if (answer := service.ask("GET", page)).status != 200:
                raise SystemExit(f"{page} is answered with {answer.status}")
        pace = pace_by_the_clock()
        load = bear(service, pages, campaigns, users=USERS, seconds=FEW_SECONDS if plan.few else SECONDS)
    answers = f"{len(load.seconds):,} answers; 95 % within {load.slow_ms:.0f} ms; {load.builds} builds done meanwhile"
    answers += f"; the machine had {100 * pace:.0f} % of the pace of the one on which bounds were set"
    errors = "; ".join(f"{count} × {what}" for what, count in Counter(load.wrong).most_common(3))
    memory = f"{load.megabytes[0]:.0f} MB at first, {load.megabytes[-1]:.0f} MB at last"
    return [
        Row(
            "a page, median",
            (load.median_ms,),
            "ms",
            note=answers,
            goals=(Goal(load.median_ms, MEDIAN_LIMIT_MS, at_least=False, unit="ms"),),
        ),
        Row("errors", (len(load.wrong),), "", note=errors, goals=(Goal(len(load.wrong), 0, at_least=False, unit=""),)),
        Row(
            "memory of the server, last third less second",
            (load.growth,),
            "MB",
            note=memory,
            goals=(Goal(load.growth, GROWTH_LIMIT_MEGABYTES, at_least=False, unit="MB"),),
        ),
    ]
