"""The pages stay quick for many people while builds run. The whole measurement is `./run bench --only serving`."""

from __future__ import annotations

from support.load import bear, share_of_processor
from support.services import Running

USERS, SECONDS = 20, 10.0
MOST_MEDIAN_MS, MOST_GROWTH_MEGABYTES = 200, 15


def test_twenty_people_are_served_at_once_while_two_builds_run(service: Running, campaign: str, build: str) -> None:
    here, built = f"/campaigns/{campaign}", build.removeprefix("/api/v1")
    pages = ["/", here, f"{here}/check", f"{here}/builds", f"{built}?kind=form1", f"{built}?kind=certificate"]
    for page in pages:  # what is made once is made before
        assert service.ask("GET", page).status == 200
    share = share_of_processor()  # other tests may be at work beside this one
    load = bear(service, pages, [campaign, campaign], users=USERS, seconds=SECONDS)
    share = min(1.0, share, share_of_processor())
    assert load.wrong == []
    assert len(load.seconds) > USERS
    assert load.median_ms * share < MOST_MEDIAN_MS
    assert load.growth < MOST_GROWTH_MEGABYTES
