"""Plans of taking uploads in, made by children and kept with the upload until the campaign or a choice changes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from generator.interfaces.web.store.arrivals import Arrival, plan_key
from generator.interfaces.web.store.placing import clear, put_files, put_folder, there
from generator.interfaces.web.store.store import Store, fingerprint
from generator.interfaces.web.work.work import Work


class Planner:
    """The plans of the campaigns in a store."""

    def __init__(self, store: Store, work: Work) -> None:
        """Made as work of `work`."""
        self._store, self._work = store, work

    def place(self, campaign: str, about: Arrival) -> Path:
        """Where the plan lies of taking the upload in, for the campaign's files as they are now."""
        with there():
            state = fingerprint(self._store.files(campaign))
        return self._store.campaign_folder(campaign) / "arrivals" / about.id / plan_key(state, about.choices)

    async def plan(self, campaign: str, about: Arrival) -> Path:
        """The folder of the plan; an earlier one goes."""
        kept = await asyncio.to_thread(self.place, campaign, about)
        order = {
            "campaign": str(self._store.campaign_folder(campaign) / "files"),
            "raw": str(kept.parent / "raw"),
            "made": about.made.isoformat(),
            "choices": about.choices,
            "recommender": about.recommender,
            "leaving": list(about.leaving),
            "only": about.only,
        }

        async def make() -> None:
            await self._work.child("plan", campaign, partial(put_folder, target=kept), **order)
            for one in kept.parent.glob("plan-*"):
                if one != kept:
                    await asyncio.to_thread(clear, one)

        if not kept.is_dir():
            await self._work.once(f"{kept}", make)
        return kept

    async def answered(self, campaign: str, answers: Mapping[str, str], only: str = "") -> tuple[Path, dict[str, Any]]:
        """What answers to questions do, and the folder of the files that change, which the caller clears.

        With `only` they may change the projects of that recommender alone.
        """
        target = self._store.scratch()
        files = f"{self._store.campaign_folder(campaign) / 'files'}"
        order = {"campaign": files, "answers": dict(answers), "only": only}
        try:
            said = await self._work.child("answer", campaign, partial(put_files, target=target), **order)
        except BaseException:
            clear(target)
            raise
        return target, said
