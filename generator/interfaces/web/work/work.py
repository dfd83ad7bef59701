"""Short work in children: checks, lists of problems, blank papers, pictures of pages; each made once and kept.

What a child makes lies in a place of its own first. Whatever it is, it comes to its place by a rename when it is
whole, so nothing is written for a campaign that was removed meanwhile.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from generator.ground.disk import PRIVATE_FOLDER
from generator.interfaces.web.limits import PICTURES_AT_ONCE, TASKS_AT_ONCE, UNPACKED_AT_ONCE
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.abouts import BuildAbout
from generator.interfaces.web.store.archives import write_zip
from generator.interfaces.web.store.outputs import Output, output_of, outputs
from generator.interfaces.web.store.placing import clear, put_files, put_folder, there
from generator.interfaces.web.store.problem_pages import Filter, ProblemPage, read_problems, read_summary
from generator.interfaces.web.store.store import Store, file_id, fingerprint
from generator.interfaces.web.work.children import Child
from generator.interfaces.web.work.worker import REPORT_NAME, picture_name

MADE = "made"
Put = Callable[[Path], None]


class Work:
    """What children make for the pages, of the campaigns in a store."""

    def __init__(self, store: Store) -> None:
        """Keep what is made beside what it was made of."""
        self._store = store
        self._turns = asyncio.Semaphore(TASKS_AT_ONCE)
        self._unpacking = asyncio.Semaphore(UNPACKED_AT_ONCE)
        self._running: dict[str, asyncio.Task[Any]] = {}
        self._children: dict[Child, str | None] = {}

    async def summary(self, campaign: str, *, final: bool) -> dict[str, Any]:
        """The check of a campaign as its files are now (worker.py), without its problems."""
        found: dict[str, Any] = await self._read_check(campaign, final, read_summary)
        return found

    async def problems(self, campaign: str, wanted: Filter, page: int, *, final: bool) -> ProblemPage:
        """A page of the problems of a campaign as its files are now."""
        found: ProblemPage = await self._read_check(campaign, final, lambda folder: read_problems(folder, wanted, page))
        return found

    async def _read_check(self, campaign: str, final: bool, read: Callable[[Path], Any]) -> Any:
        for last in (False, True):
            folder = await self._folder("check", campaign, final=final, today=_today())
            try:
                return await asyncio.to_thread(read, folder)
            except (OSError, ValueError, sqlite3.Error):  # replaced by a newer one meanwhile, or spoilt by the disk
                await asyncio.to_thread(clear, folder)
                if last:
                    raise RefusedError("machine") from None
        raise AssertionError

    async def report(self, campaign: str, *, final: bool) -> Path:
        """The list of problems as a workbook."""
        return await self._folder("report", campaign, final=final, today=_today()) / REPORT_NAME

    async def papers(self, campaign: str | None) -> Path:
        """The folder of notice, blank forms and entry workbook, of the program's own campaign where none is given."""
        if campaign is not None:
            return await self._folder("papers", campaign)
        kept = self._store.temporary / "papers"
        if not kept.is_dir():
            await self._once(
                "papers", lambda: self._child("papers", None, partial(put_folder, target=kept), campaign=None)
            )
        return kept

    async def progress(self, campaign: str) -> Path:
        """The folder of the state while applications come in, as a page and a workbook."""
        return await self._folder("progress", campaign, today=_today())

    async def _folder(self, task: str, campaign: str, **arguments: Any) -> Path:
        """The folder of what the task makes of the files as they are now; what it made of earlier ones goes."""
        own = self._store.campaign_folder(campaign)
        with there():
            state = await asyncio.to_thread(lambda: fingerprint(self._store.files(campaign)))
        name = "-".join([task, *(f"{value}".replace("-", "") for value in arguments.values())])
        kept = own / f"{name}-{state[:16]}"
        files = str(own / "files")

        async def make() -> None:
            await self._child(task, campaign, partial(put_folder, target=kept), campaign=files, **arguments)
            kinds = f"{task}-{arguments['final']}-*" if "final" in arguments else f"{task}-*"
            for one in own.glob(kinds):
                if one != kept:
                    await asyncio.to_thread(clear, one)

        if not kept.is_dir():
            await self._once(f"{kept}", make)
        return kept

    async def picture(self, build: BuildAbout, output: Output, page: int, width: int) -> Path:
        """The PNG file of one page; pages beside it are drawn at the same time. Raises RefusedError("not-found")."""
        if output.format != "pdf" or not 1 <= page <= (output.pages or 0):
            raise RefusedError("not-found")
        folder = self._store.build_folder(build.campaign, build.id)
        kept = folder / "pictures" / file_id(output.path)
        picture = kept / picture_name(page, width)
        first = (page - 1) // PICTURES_AT_ONCE * PICTURES_AT_ONCE + 1
        order = {"pdf": str(folder / "out" / output.path), "first": first, "count": PICTURES_AT_ONCE, "width": width}
        if not picture.is_file():
            put = partial(put_files, target=kept)
            await self._once(f"draw {kept} {first} {width}", lambda: self._child("draw", build.campaign, put, **order))
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

        def write() -> None:
            scratch = self._store.scratch()
            try:
                with there():
                    write_zip(scratch / MADE, folder / "out", paths, (build.ended or build.made).astimezone())
                    (scratch / MADE).replace(target)
            finally:
                clear(scratch)

        if not target.is_file():
            await self._once(f"zip {target}", lambda: asyncio.to_thread(write))
        return target

    async def output(self, build: BuildAbout, identity: str) -> Output:
        """One file of a finished build. Raises RefusedError."""
        return output_of(await asyncio.to_thread(outputs, self._store.output_folder(build)), identity)

    async def unpacked(self, archive: Path, folder: Path) -> list[tuple[PurePosixPath, Path]]:
        """The files of a zip under their names, each unpacked into `folder`, an empty one. Raises RefusedError."""
        async with self._unpacking:
            found = await self._alone("unpack", None, partial(put_files, target=folder), archive=str(archive))
        return [(PurePosixPath(path), folder / name) for path, name in found]

    def cancel(self, campaign: str) -> None:
        """End what is being made of a campaign."""
        for child, one in self._children.items():
            if one == campaign:
                child.cancel()

    async def _child(self, task: str, of: str | None, put: Put, **arguments: Any) -> None:
        async with self._turns:
            await self._alone(task, of, put, **arguments)

    async def _alone(self, task: str, of: str | None, put: Put, **arguments: Any) -> Any:
        """What a child says that does the task, and `put` the folder that it fills to its place."""
        scratch = self._store.scratch()
        made, temporary = scratch / MADE, scratch / "temporary"
        try:
            for one in (made, temporary):
                one.mkdir(mode=PRIVATE_FOLDER)
            child = Child(task, arguments | {"target": str(made)}, temporary=temporary)
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

    async def _once(self, key: str, make: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
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


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()
