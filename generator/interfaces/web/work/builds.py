"""The builds: a queue of bounded length, a few at once, each in a process group of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from generator.ground.apart.nursery import Nursery
from generator.ground.steps import PLANNING
from generator.interfaces.web.limits import BUILDS_AT_ONCE, BUILDS_WAITING
from generator.interfaces.web.refusals import RefusedError, refused_for
from generator.interfaces.web.store.abouts import ENDED, BuildAbout, Choice, State
from generator.interfaces.web.store.keys import signing_key
from generator.interfaces.web.store.placing import clear, put_files, put_folder
from generator.interfaces.web.store.store import Store
from generator.interfaces.web.store.told_outputs import TOLD_FOLDER
from generator.interfaces.web.work.children import SHORT, Child

LOG = logging.getLogger("wuxiao.serve")
LIMITS = replace(SHORT, memory_bytes=6_000_000_000, wait_seconds=3600.0)
STOPPED = "服务重新启动过，这次没有做完。"
CANCELLED = "已取消，没有留下文件。"


Ending = tuple[State, str, dict[str, Any] | None]


class _Live:
    """A build that has not ended; what it makes lies in `place` until it is whole."""

    def __init__(self, about: BuildAbout, child: Child, place: Path) -> None:
        self.about = about
        self.child = child
        self.place = place
        self.ending: Ending = ("failed", STOPPED, None)  # where it ends before it is made
        self.changed = asyncio.Condition()
        self.task: asyncio.Task[None] | None = None


def _processes(*, alone: bool) -> int:
    """How many processes a build may have, so that all together fill the machine once."""
    return max(1, len(os.sched_getaffinity(0)) // (1 if alone else BUILDS_AT_ONCE))


class Builds:
    """All builds of this service. What has ended is read from the store."""

    def __init__(self, store: Store, nursery: Nursery | None = None) -> None:
        """Builds kept in `store`; those that an earlier service left unfinished are marked so."""
        self._store, self._nursery = store, nursery
        self._live: dict[str, _Live] = {}
        self._unwritten: dict[str, BuildAbout] = {}  # ended, but the disk did not take it
        self._turns = asyncio.Semaphore(BUILDS_AT_ONCE)
        for about in store.all_builds():
            if about.state not in ENDED:
                self._keep(_ended(about, "failed", STOPPED, None))

    def add(self, campaign: str, choice: Choice) -> BuildAbout:
        """A new build in the queue. Raises RefusedError("busy" | "full" | "not-found"), OSError."""
        if len(self._live) >= BUILDS_AT_ONCE + BUILDS_WAITING:
            raise RefusedError("busy")
        self.write_again()
        place = self._store.snapshot(campaign)
        try:
            temporary = place / "temporary"
            temporary.mkdir(mode=0o700)
            about = self._store.add_build(campaign, choice)
        except BaseException:
            clear(place)
            raise
        order = {
            "choice": choice.model_dump(),
            "campaign": str(place / "campaign"),
            "target": str(place / "out"),
            "jobs": _processes(alone=not self._live),
            "key": signing_key(self._store.campaign_folder(campaign)),
        }
        live = _Live(about, Child("build", order, self._nursery, temporary=temporary, limits=LIMITS), place)
        self._live[about.id] = live
        live.task = asyncio.create_task(self._run(live))
        return about

    def now(self, campaign: str, build: str) -> BuildAbout:
        """How far a build is."""
        kept = self._store.build(campaign, build)
        if live := self._live.get(build):
            kept = live.about
        return self._unwritten.get(build, kept)

    def of(self, campaign: str) -> list[BuildAbout]:
        """The builds of a campaign as they are now, the newest first."""
        return [self.now(campaign, about.id) for about in self._store.builds(campaign)]

    @property
    def unfinished(self) -> list[BuildAbout]:
        """The builds that wait or run."""
        return [live.about for live in self._live.values()]

    def unfinished_of(self, campaign: str) -> int:
        """How many builds of a campaign wait or run."""
        return sum(one.campaign == campaign for one in self.unfinished)

    def before(self, build: str) -> int:
        """How many builds wait or run before this one gets its turn."""
        order = [one for one, live in self._live.items() if live.about.state in ("waiting", "running")]
        return max(0, order.index(build) - BUILDS_AT_ONCE + 1) if build in order else 0

    async def cancel(self, campaign: str, build: str) -> BuildAbout:
        """End a build that has not ended; one that has stays as it is."""
        self._store.build_folder(campaign, build)
        live = self._live.get(build)
        if live is not None and live.about.campaign == campaign:
            await self._cancel(live)
        return self.now(campaign, build)

    async def remove(self, campaign: str, build: str) -> None:
        """Remove a build, and end it if need be: it finds no place any more for what it makes."""
        gone = self._store.take_build(campaign, build)
        self._unwritten.pop(build, None)
        if live := self._live.get(build):
            await self._cancel(live)
        await asyncio.to_thread(clear, gone)

    async def end_all(self, campaign: str | None = None) -> None:
        """End every build since the service stops, or those of one campaign since that goes."""
        for live in list(self._live.values()):
            if campaign in (None, live.about.campaign):
                await (self._end(live) if campaign is None else self._cancel(live))

    async def _cancel(self, live: _Live) -> None:
        """End it since somebody wants that."""
        live.ending = ("cancelled", CANCELLED, None)
        await self._end(live)

    @staticmethod
    async def _end(live: _Live) -> None:
        assert live.task is not None
        begun, first = live.about.state != "waiting", not live.child.cancelled
        live.child.cancel()
        if first and not begun:
            live.task.cancel()
        await asyncio.wait([live.task])

    def write_again(self) -> None:
        """Write down how builds ended for which the disk had no room before."""
        for about in list(self._unwritten.values()):
            del self._unwritten[about.id]
            self._keep(about)

    async def watch(self, campaign: str, build: str) -> AsyncIterator[BuildAbout]:
        """How far the build is now, then after every change, until it has ended."""
        live = self._live.get(build)
        if live is None or live.about.campaign != campaign:
            yield self.now(campaign, build)
            return
        while True:
            told = live.about
            yield told
            if told.state in ENDED:
                return
            async with live.changed:
                while live.about is told:
                    await live.changed.wait()

    # ---- one build

    async def _run(self, live: _Live) -> None:
        """Make a build. Whatever happens to it, it ends, is told to have ended, and frees its place."""
        ending: Ending = ("failed", STOPPED, None)
        try:
            ending = await self._made(live)
        finally:
            about = _ended(live.about, *ending)
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.to_thread(clear, live.place)
            self._keep(about)
            self._live.pop(about.id, None)
            live.about = about
            with contextlib.suppress(asyncio.CancelledError):
                await self._wake(live)

    async def _made(self, live: _Live) -> Ending:
        """How the build ended; what it made is in its place."""
        try:
            async with self._turns:
                live.about = live.about.model_copy(update={"state": "running", "stage": PLANNING})
                self._store.write_build(live.about)
                await self._wake(live)
                result = await live.child.run(lambda *told: self._tell(live, *told))
            folder = self._store.build_folder(live.about.campaign, live.about.id)
            put_files(live.place / TOLD_FOLDER, folder / TOLD_FOLDER)
            put_folder(live.place / "out", folder / "out")
        except asyncio.CancelledError:
            return live.ending
        except Exception as wrong:
            refused = refused_for(wrong, self._store.root)
            if refused.code == "failed":
                LOG.error("a build ended with %s", type(wrong).__name__)
            return "failed", f"{refused.message}{refused.fix}", None
        return "done", "", result

    def _tell(self, live: _Live, stage: str, done: int, total: int) -> None:
        live.about = live.about.model_copy(update={"stage": f"{stage}", "done": int(done), "total": int(total)})
        task = asyncio.create_task(self._wake(live))
        task.add_done_callback(lambda _: None)

    @staticmethod
    async def _wake(live: _Live) -> None:
        async with live.changed:
            live.changed.notify_all()

    def _keep(self, about: BuildAbout) -> None:
        """Write down how a build ended; where the disk does not take it, know it until it does."""
        try:
            self._store.write_build(about)
        except RefusedError:  # removed meanwhile
            return
        except OSError:
            self._unwritten[about.id] = about


def _ended(about: BuildAbout, state: State, message: str, result: dict[str, Any] | None) -> BuildAbout:
    changes = {"state": state, "message": message, "ended": datetime.now(UTC), "result": result}
    return about.model_copy(update=changes)
