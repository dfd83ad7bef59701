"""One child for one task: each in its turn, in a place of its own, and what it makes put where it belongs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from generator.ground.apart.nursery import Nursery
from generator.ground.disk import PRIVATE_FOLDER
from generator.interfaces.web.limits import TASKS_AT_ONCE
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.placing import clear
from generator.interfaces.web.store.store import Store
from generator.interfaces.web.work.children import LONGER, SHORT, Child

MADE = "made"
Put = Callable[[Path], None]


class Errands:
    """The children that run, and of which campaign."""

    def __init__(self, store: Store, nursery: Nursery | None = None) -> None:
        """For the campaigns in `store`, by children of the nursery, where there is one."""
        self._store, self._nursery = store, nursery
        self._turns = asyncio.Semaphore(TASKS_AT_ONCE)
        self._running: dict[str, asyncio.Task[Any]] = {}
        self._children: dict[Child, str | None] = {}

    def cancel(self, campaign: str) -> None:
        """End what is being made of a campaign."""
        for child, one in self._children.items():
            if one == campaign:
                child.cancel()

    async def child(self, task: str, of: str | None, put: Put, **arguments: Any) -> Any:
        """Do a task of worker.py for a campaign in its turn, and `put` the folder that it fills to its place."""
        async with self._turns:
            return await self.alone(task, of, put, **arguments)

    async def alone(self, task: str, of: str | None, put: Put, **arguments: Any) -> Any:
        """What a child says that does the task, and `put` the folder that it fills to its place."""
        scratch = self._store.scratch()
        made, temporary = scratch / MADE, scratch / "temporary"
        try:
            for one in (made, temporary):
                one.mkdir(mode=PRIVATE_FOLDER)
            order = arguments | {"target": str(made)}
            child = Child(task, order, self._nursery, temporary=temporary, limits=LONGER.get(task, SHORT))
            self._children[child] = of
            try:
                said = await child.run()
            except (RefusedError, asyncio.CancelledError):
                self._require(of, child)  # a campaign that goes makes its check fail in any way
                raise
            finally:
                del self._children[child]
            await asyncio.to_thread(put, made)
            return said
        finally:  # a child that is ended leaves its temporary files
            await asyncio.to_thread(clear, scratch)

    def _require(self, campaign: str | None, child: Child) -> None:
        """Raises RefusedError("not-found") where the campaign has gone."""
        if campaign is not None:
            self._store.campaign_folder(campaign)
        if child.cancelled:
            raise RefusedError("not-found")

    async def once(self, key: str, make: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """What `make` returns; those who ask for the same at the same time share it, whoever goes away."""
        task = self._running.get(key)
        if task is None:
            task = asyncio.create_task(make())
            self._running[key] = task
            task.add_done_callback(lambda done: self._ended(key, done))
        return await asyncio.shield(task)

    def _ended(self, key: str, task: asyncio.Task[Any]) -> None:
        self._running.pop(key, None)
        if not task.cancelled():
            task.exception()  # looked at, since nobody may be waiting any more
