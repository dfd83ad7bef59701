"""The builds: a queue of bounded length, a few at once, each in a process group of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from generator.interfaces.web.children import Child
from generator.interfaces.web.limits import BUILDS_AT_ONCE, BUILDS_WAITING
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store import ENDED, BuildAbout, Choice, State, Store

LONGEST_SECONDS = 3600.0
STOPPED = "服务停止时还没有完成。请重新生成。"
CANCELLED = "已取消，没有留下文件。"


class _Live:
    """A build that has not ended."""

    def __init__(self, about: BuildAbout, child: Child) -> None:
        self.about = about
        self.child = child
        self.changed = asyncio.Condition()
        self.task: asyncio.Task[None] | None = None


def _processes(*, alone: bool) -> int:
    """How many processes a build may have, so that all together fill the machine once."""
    return max(1, len(os.sched_getaffinity(0)) // (1 if alone else BUILDS_AT_ONCE))


class Builds:
    """All builds of this service. What has ended is read from the store."""

    def __init__(self, store: Store) -> None:
        """Builds kept in `store`; those that an earlier service left unfinished are marked so."""
        self._store = store
        self._live: dict[str, _Live] = {}
        self._turns = asyncio.Semaphore(BUILDS_AT_ONCE)
        for about in store.all_builds():
            if about.state not in ENDED:
                self._end(about, "failed", STOPPED)

    def add(self, campaign: str, choice: Choice) -> BuildAbout:
        """A new build in the queue. Raises RefusedError("busy" | "full" | "not-found")."""
        if len(self._live) >= BUILDS_AT_ONCE + BUILDS_WAITING:
            raise RefusedError("busy")
        about = self._store.add_build(campaign, choice)
        folder = self._store.build_folder(campaign, about.id)
        temporary = folder / "temporary"
        temporary.mkdir(mode=0o700)
        order = choice.model_dump() | {
            "campaign": str(folder / "campaign"),
            "target": str(folder / "out"),
            "jobs": _processes(alone=not self._live),
        }
        live = _Live(about, Child("build", order, temporary=temporary, seconds=LONGEST_SECONDS))
        self._live[about.id] = live
        live.task = asyncio.create_task(self._run(live))
        return about

    def now(self, campaign: str, build: str) -> BuildAbout:
        """How far a build is."""
        live = self._live.get(build)
        return live.about if live and live.about.campaign == campaign else self._store.build(campaign, build)

    def of(self, campaign: str) -> list[BuildAbout]:
        """The builds of a campaign as they are now, the newest first."""
        return [self.now(campaign, about.id) for about in self._store.builds(campaign)]

    @property
    def unfinished(self) -> list[BuildAbout]:
        """The builds that wait or run."""
        return [live.about for live in self._live.values()]

    def before(self, build: str) -> int:
        """How many builds wait or run before this one gets its turn."""
        order = [one for one, live in self._live.items() if live.about.state in ("waiting", "running")]
        return max(0, order.index(build) - BUILDS_AT_ONCE + 1) if build in order else 0

    async def cancel(self, campaign: str, build: str) -> BuildAbout:
        """End a build that has not ended; one that has stays as it is."""
        self._store.build_folder(campaign, build)
        live = self._live.get(build)
        if live is not None and live.task is not None:
            live.child.cancel()
            if live.about.state == "waiting":
                live.task.cancel()
            await asyncio.wait([live.task])
        return self.now(campaign, build)

    async def remove(self, campaign: str, build: str) -> None:
        """End a build if need be, and remove it."""
        await self.cancel(campaign, build)
        await asyncio.to_thread(self._store.remove_build, campaign, build)

    async def cancel_all(self, campaign: str | None = None) -> None:
        """End every build, or those of one campaign."""
        for live in list(self._live.values()):
            if campaign in (None, live.about.campaign):
                await self.cancel(live.about.campaign, live.about.id)

    async def watch(self, campaign: str, build: str) -> AsyncIterator[BuildAbout]:
        """How far the build is now, then after every change, until it has ended."""
        live = self._live.get(build)
        if live is None or live.about.campaign != campaign:
            yield self._store.build(campaign, build)
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
        try:
            async with self._turns:
                await self._set(live, state="running", stage="检查数据")
                result = await live.child.run(lambda *told: self._tell(live, *told))
            await self._close(live, "done", "", result)
        except RefusedError as wrong:
            await self._close(live, "failed", f"{wrong.message}{wrong.fix}")
        except asyncio.CancelledError:
            await self._close(live, "cancelled", CANCELLED)

    def _tell(self, live: _Live, stage: str, done: int, total: int) -> None:
        live.about = live.about.model_copy(update={"stage": stage, "done": done, "total": total})
        task = asyncio.create_task(self._wake(live))
        task.add_done_callback(lambda _: None)

    async def _set(self, live: _Live, **changes: Any) -> None:
        live.about = live.about.model_copy(update=changes)
        self._store.write_build(live.about)
        await self._wake(live)

    @staticmethod
    async def _wake(live: _Live) -> None:
        async with live.changed:
            live.changed.notify_all()

    async def _close(self, live: _Live, state: State, message: str, result: dict[str, Any] | None = None) -> None:
        folder = self._store.build_folder(live.about.campaign, live.about.id)
        for leftover in (folder / "campaign", folder / "temporary", *folder.glob(".staging-*")):
            await asyncio.to_thread(shutil.rmtree, leftover, ignore_errors=True)
        live.about = self._end(live.about, state, message, result)
        self._live.pop(live.about.id, None)
        with contextlib.suppress(asyncio.CancelledError):
            await self._wake(live)

    def _end(self, about: BuildAbout, state: State, message: str, result: dict[str, Any] | None = None) -> BuildAbout:
        changes = {"state": state, "message": message, "ended": datetime.now(UTC), "result": result}
        ended = about.model_copy(update=changes)
        self._store.write_build(ended)
        return ended
