"""Many people are served while builds run. How quickly is measured by `./run bench --only serving`."""

from __future__ import annotations

from support.load import bear
from support.services import Running

USERS, SECONDS = 20, 10.0
MOST_GROWTH_MEGABYTES = 15


def test_twenty_people_are_served_at_once_while_two_builds_run(service: Running, campaign: str, build: str) -> None:
    here, built = f"/campaigns/{campaign}", build.removeprefix("/api/v1")
    pages = ["/", here, f"{here}/check", f"{here}/builds", f"{built}?kind=form1", f"{built}?kind=certificate"]
    for page in pages:  # what is made once is made before
        assert service.ask("GET", page).status == 200
    load = bear(service, pages, [campaign, campaign], users=USERS, seconds=SECONDS)
    assert load.wrong == []
    assert len(load.seconds) > USERS
    assert load.growth < MOST_GROWTH_MEGABYTES
