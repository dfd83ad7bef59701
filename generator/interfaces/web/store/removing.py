"""Campaigns that go: by somebody's wish, to be brought back for some days; by themselves, after a set time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.interfaces.web.limits import UNDO_DAYS, WARN_DAYS
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.abouts import CampaignAbout
from generator.interfaces.web.store.placing import take_away, there
from generator.interfaces.web.store.store import ABOUT, IDENTITY, Store, listed, now, read_about, readable


def expires(store: Store, about: CampaignAbout, keep_days: int) -> datetime | None:
    """When the campaign is removed by itself, so long after somebody's last action; None where it never is."""
    if not keep_days:
        return None
    builds = [build.made for build in store.builds(about.id)]
    return max([about.changed or about.made, *builds]) + timedelta(days=keep_days)


def expires_soon(store: Store, about: CampaignAbout, keep_days: int) -> datetime | None:
    """The same where it is so near that it has to be told."""
    day = expires(store, about, keep_days)
    return day if day is not None and day < now() + timedelta(days=WARN_DAYS) else None


def take_expired(store: Store, keep_days: int, busy: Collection[str] = ()) -> list[Path]:
    """Take away campaigns kept for the set time, unless they are `busy`, and those that were set aside long ago.

    Returns the folders yet to be cleared.
    """
    names = set(listed(store.root / "campaigns")) - set(busy)
    gone = [store.take_campaign(name) for name in names if _is_expired(store, name, keep_days)]
    late = now() - timedelta(days=UNDO_DAYS)
    aside = [one for one in set_aside_campaigns(store) if (one.removed or one.made) < late]
    return gone + [take_away(store.root / "removed" / one.id, store.temporary) for one in aside]


def _is_expired(store: Store, campaign: str, keep_days: int) -> bool:
    try:
        day = expires(store, store.campaign(campaign), keep_days)
    except (RefusedError, OSError):  # its record is spoilt
        touched = (store.root / "campaigns" / campaign).stat().st_mtime
        day = datetime.fromtimestamp(touched, UTC) + timedelta(days=keep_days) if keep_days else None
    return day is not None and day < now()


def set_aside(store: Store, campaign: str) -> None:
    """Remove a campaign so that it can be brought back for some days."""
    about = store.campaign(campaign)
    store.write_campaign(about.model_copy(update={"removed": now()}))
    with there():
        store.campaign_folder(campaign).rename(store.root / "removed" / campaign)


def set_aside_campaigns(store: Store) -> list[CampaignAbout]:
    """The campaigns that can be brought back, the last one removed first."""
    folder = store.root / "removed"
    found = readable(lambda name: read_about(CampaignAbout, folder / name), listed(folder))
    return sorted(found, key=lambda one: one.removed or one.made, reverse=True)


def bring_back(store: Store, campaign: str) -> CampaignAbout:
    """Bring back a campaign that was set aside. Raises RefusedError("full" | "not-found")."""
    aside = store.root / "removed" / campaign
    if not IDENTITY.fullmatch(campaign) or not (aside / ABOUT).is_file():
        raise RefusedError("not-found")
    store.require_room()
    with there():
        aside.rename(store.root / "campaigns" / campaign)
    about = store.campaign(campaign).model_copy(update={"removed": None, "changed": now()})
    store.write_campaign(about)
    return about
