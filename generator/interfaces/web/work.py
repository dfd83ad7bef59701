"""Short work in children: checks, lists of problems, blank papers, pictures of pages; each made once and kept."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.interfaces.web.archives import write_zip
from generator.interfaces.web.children import Child
from generator.interfaces.web.drawing import picture_name
from generator.interfaces.web.limits import PICTURES_AT_ONCE, TASKS_AT_ONCE
from generator.interfaces.web.outputs import Output, output_of, outputs
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store import BuildAbout, Store, file_id, fingerprint
from generator.interfaces.web.worker import REPORT_NAME
from generator.publishing import write_file

SECONDS = 120.0


class Work:
    """What children make for the pages, of the campaigns in a store."""

    def __init__(self, store: Store) -> None:
        """Keep what is made beside what it was made of."""
        self._store = store
        self._turns = asyncio.Semaphore(TASKS_AT_ONCE)
        self._running: dict[str, asyncio.Task[Any]] = {}

    async def check(self, campaign: str, *, final: bool) -> dict[str, Any]:
        """The check of a campaign as its files are now (checking.checked)."""
        files = self._store.files(campaign)
        kept = self._store.campaign_folder(campaign) / f"check-{'final' if final else 'open'}.json"
        today = _today()
        state = f"{await asyncio.to_thread(fingerprint, files)} {today}"
        if kept.is_file():
            last: dict[str, Any] = json.loads(await asyncio.to_thread(kept.read_bytes))
            if last["state"] == state:
                return dict(last["found"])

        async def make() -> dict[str, Any]:
            found: dict[str, Any] = await self._child("check", campaign=self._files(campaign), final=final, today=today)
            content = json.dumps({"state": state, "found": found}, ensure_ascii=False).encode()
            await asyncio.to_thread(write_file, kept, content)
            return found

        return dict(await self._once(f"check {campaign} {final} {state}", make))

    async def report(self, campaign: str, *, final: bool) -> Path:
        """The list of problems as a workbook."""
        place = await self._place(campaign, f"report-{'final' if final else 'open'}-{_today()}")
        return await self._folder("report", place, campaign=self._files(campaign), final=final) / REPORT_NAME

    async def papers(self, campaign: str | None) -> Path:
        """The folder of notice, blank forms and entry workbook, of the program's own campaign where none is given."""
        if campaign is None:
            return await self._folder("papers", self._store.temporary / "papers", campaign=None)
        return await self._folder("papers", await self._place(campaign, "papers"), campaign=self._files(campaign))

    async def progress(self, campaign: str) -> Path:
        """The folder of the state while applications come in, as a page and a workbook."""
        today = _today()
        place = await self._place(campaign, f"progress-{today}")
        return await self._folder("progress", place, campaign=self._files(campaign), today=today)

    async def _place(self, campaign: str, name: str) -> Path:
        """Where something is kept that was made of the files as they are now."""
        state = await asyncio.to_thread(fingerprint, self._store.files(campaign))
        return self._store.campaign_folder(campaign) / f"{name}-{state[:16]}"

    async def _folder(self, task: str, kept: Path, **arguments: Any) -> Path:
        async def make() -> None:
            await self._child(task, target=str(kept), **arguments)
            for one in kept.parent.glob(f"{kept.name.rpartition('-')[0] or kept.name}-*"):
                if one != kept:  # made of files as they were before
                    await asyncio.to_thread(shutil.rmtree, one, ignore_errors=True)

        if not kept.is_dir():
            await self._once(f"{task} {kept}", make)
        return kept

    async def picture(self, build: BuildAbout, output: Output, page: int, width: int) -> Path:
        """The PNG file of one page; pages beside it are drawn at the same time. Raises RefusedError("not-found")."""
        if output.format != "pdf" or not 1 <= page <= (output.pages or 0):
            raise RefusedError("not-found")
        folder = self._store.build_folder(build.campaign, build.id)
        kept = folder / "pictures" / file_id(output.path)
        picture = kept / picture_name(page, width)
        first = (page - 1) // PICTURES_AT_ONCE * PICTURES_AT_ONCE + 1

        async def make() -> None:
            kept.mkdir(mode=0o700, exist_ok=True)
            pdf = str(folder / "out" / output.path)
            count = PICTURES_AT_ONCE
            await self._child("draw", pdf=pdf, target=str(kept), first=first, count=count, width=width)

        if not picture.is_file():
            await self._once(f"draw {kept} {first} {width}", make)
        if not picture.is_file():
            raise RefusedError("not-found")
        return picture

    async def archive(self, build: BuildAbout, kind: str) -> Path:
        """The zip of a build's output, or of one kind of document in it."""
        folder = self._store.build_folder(build.campaign, build.id)
        target = folder / f"{kind or 'all'}.zip"
        found = await asyncio.to_thread(outputs, folder / "out")
        paths = [one.path for one in found if kind in ("", one.document)]
        if not paths:
            raise RefusedError("not-found")
        if not kind:
            paths.append("manifest.json")

        async def make() -> None:
            made = (build.ended or build.made).astimezone()
            await asyncio.to_thread(write_zip, target, folder / "out", paths, made)

        if not target.is_file():
            await self._once(f"zip {target}", make)
        return target

    async def output(self, build: BuildAbout, identity: str) -> Output:
        """One file of a finished build. Raises RefusedError."""
        folder = self._store.build_folder(build.campaign, build.id) / "out"
        return output_of(await asyncio.to_thread(outputs, folder), identity)

    def _files(self, campaign: str) -> str:
        return str(self._store.files_folder(campaign))

    async def _child(self, task: str, **arguments: Any) -> Any:
        async with self._turns:
            scratch = self._store.scratch()
            try:
                return await Child(task, arguments, temporary=scratch, seconds=SECONDS).run()
            finally:  # a child that is ended leaves its temporary files
                await asyncio.to_thread(shutil.rmtree, scratch, ignore_errors=True)

    async def _once(self, key: str, make: Callable[[], Awaitable[Any]]) -> Any:
        """What `make` returns; those who ask for the same at the same time share it, whoever goes away."""
        task = self._running.get(key)
        if task is None:
            task = asyncio.ensure_future(_awaited(make))
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))
        return await asyncio.shield(task)


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()


async def _awaited(make: Callable[[], Awaitable[Any]]) -> Any:
    return await make()
