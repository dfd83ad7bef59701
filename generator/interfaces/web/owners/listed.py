"""The recommenders that a campaign's settings listed while they were right, kept beside the campaign.

While somebody mends the settings its recommenders still find the campaign, also when the service begins anew meanwhile.
"""

from __future__ import annotations

import json
from contextlib import suppress

from generator.interfaces.web.store.placing import put_file
from generator.interfaces.web.store.store import Store

LISTED = "listed.json"


def last_listed(store: Store, campaign: str) -> tuple[str, ...]:
    """Those that were listed last, nobody where that was never kept or the file is spoilt."""
    with suppress(OSError, ValueError):
        names = json.loads((store.campaign_folder(campaign) / LISTED).read_bytes())
        if isinstance(names, list):
            return tuple(one for one in names if isinstance(one, str))
    return ()


def keep_listed(store: Store, campaign: str, names: tuple[str, ...]) -> None:
    """Keep these, where they are others; a disk without room only costs what this is for."""
    if names != last_listed(store, campaign):
        with suppress(OSError):
            put_file(store.campaign_folder(campaign) / LISTED, json.dumps(names).encode(), store.temporary)
