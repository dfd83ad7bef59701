"""Short work in children: checks, lists of problems, blank papers, pictures of pages; each made once and kept.

What a child makes lies in a place of its own first. Whatever it is, it comes to its place by a rename when it is
whole, so nothing is written for a campaign that was removed meanwhile.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from generator.ground.apart.nursery import Nursery
from generator.interfaces.web.limits import PICTURES_AT_ONCE, PROJECTS_FOUND, UNPACKED_AT_ONCE, Bounds
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.abouts import BuildAbout
from generator.interfaces.web.store.outputs import Output, output_of, outputs
from generator.interfaces.web.store.placing import clear, put_files, put_folder, put_folders, there
from generator.interfaces.web.store.problem_pages import (
    Filter,
    FoundProject,
    ProblemPage,
    find_projects,
    projects_of,
    read_problems,
    read_summary,
)
from generator.interfaces.web.store.store import Store, fingerprint
from generator.interfaces.web.work.errands import Errands, Put
from generator.interfaces.web.work.tasks.arriving import QUESTIONS_FOUND, ROWS
from generator.interfaces.web.work.tasks.telling import REPORT_NAME
from generator.interfaces.web.work.worker import picture_name

UNNAMED = ("recommender", "others")  # arguments that stand in no folder's name


class Work(Errands):
    """What children make for the pages, of the campaigns in a store."""

    def __init__(self, store: Store, nursery: Nursery | None = None) -> None:
        """Keep what is made beside what it was made of."""
        super().__init__(store, nursery)
        self._unpacking = asyncio.Semaphore(UNPACKED_AT_ONCE)
        self._later: set[asyncio.Task[Any]] = set()

    async def summary(self, campaign: str, *, final: bool | None) -> dict[str, Any]:
        """The check of a campaign as its files are now (worker.py), without its problems."""
        found: dict[str, Any] = await self._read_check(campaign, final, read_summary)
        return found

    async def problems(
        self, campaign: str, wanted: Filter, page: int, *, final: bool | None, order: str = "number"
    ) -> ProblemPage:
        """A page of the problems of a campaign as its files are now."""
        found: ProblemPage = await self._read_check(
            campaign, final, lambda folder: read_problems(folder, wanted, page, order)
        )
        return found

    async def projects(self, campaign: str, words: str) -> list[FoundProject]:
        """The projects of a campaign that a search finds."""
        found: list[FoundProject] = await self._read_check(campaign, None, lambda folder: find_projects(folder, words))
        return found

    async def projects_of(self, campaign: str, numbers: Sequence[str]) -> list[FoundProject]:
        """The projects of a campaign that have these numbers."""
        some = list(numbers)[:PROJECTS_FOUND]
        found: list[FoundProject] = await self._read_check(campaign, None, lambda folder: projects_of(folder, some))
        return found

    async def _read_check(self, campaign: str, final: bool | None, read: Callable[[Path], Any]) -> Any:
        for last in (False, True):
            folder = await self._folder("check", campaign, final=final, today=_today())
            try:
                return await asyncio.to_thread(read, folder)
            except (OSError, ValueError, sqlite3.Error):  # replaced by a newer one meanwhile, or spoilt by the disk
                await asyncio.to_thread(clear, folder)
                if last:
                    raise RefusedError("machine") from None
        raise AssertionError

    def known_summary(self, campaign: str) -> dict[str, Any] | None:
        """The check of the files as they are, where it was made already."""
        with suppress(OSError, ValueError, RefusedError):
            own = self._store.campaign_folder(campaign)
            state = fingerprint(self._store.files(campaign))[:16]
            return read_summary(own / f"check-None-{_today().replace('-', '')}-{state}")
        return None

    def look_later(self, campaign: str) -> None:
        """Make the check while nobody waits for it."""
        task = asyncio.create_task(self.summary(campaign, final=None))
        self._later.add(task)
        task.add_done_callback(self._looked)

    def _looked(self, task: asyncio.Task[Any]) -> None:
        self._later.discard(task)
        if not task.cancelled():
            task.exception()  # the page that asks for it will say so

    async def begun(self, source: str | None, year: int, target: Path) -> dict[str, Any]:
        """The paths of a new campaign's files, which lie in `target`, and its title."""
        put = partial(put_folder, target=target)
        found: dict[str, Any] = await self.alone("begin", None, put, campaign=source, year=year, changes={})
        return found

    async def report(self, campaign: str, *, final: bool) -> Path:
        """The list of problems as a workbook."""
        return await self._folder("report", campaign, final=final, today=_today()) / REPORT_NAME

    async def rows(self, campaign: str) -> dict[str, Any]:
        """The projects of a campaign as its files name them now, and what of its settings tells how far it is."""
        return await self._told("rows", campaign, ROWS)

    async def questions(self, campaign: str) -> dict[str, Any]:
        """The questions that the returned forms of a campaign leave, those that were answered too."""
        return await self._told("questions", campaign, QUESTIONS_FOUND)

    async def _told(self, task: str, campaign: str, name: str) -> dict[str, Any]:
        folder = await self._folder(task, campaign)
        found: dict[str, Any] = await asyncio.to_thread(lambda: json.loads((folder / name).read_bytes()))
        return found

    async def report_of(self, campaign: str, recommender: str, others: Sequence[str] = ()) -> Path:
        """The list of one recommender's problems as a workbook; where `others` are words of others, without these."""
        whose = hashlib.sha256(f"{recommender}{'!' if others else ''}".encode()).hexdigest()[:16]
        told = {"whose": whose, "recommender": recommender, "others": list(others)}
        return await self._folder("own", campaign, today=_today(), **told) / REPORT_NAME

    async def papers(self, campaign: str | None) -> Path:
        """The folder of notice, blank forms and entry workbook, of the program's own campaign where none is given."""
        if campaign is not None:
            return await self._folder("papers", campaign)
        kept = self._store.temporary / "papers"
        if not kept.is_dir():
            await self.once(
                "papers", lambda: self.child("papers", None, partial(put_folder, target=kept), campaign=None)
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
        name = "-".join([task, *(f"{value}".replace("-", "") for of, value in arguments.items() if of not in UNNAMED)])
        kept = own / f"{name}-{state[:16]}"
        files = str(own / "files")

        async def make() -> None:
            await self.child(task, campaign, partial(put_folder, target=kept), campaign=files, **arguments)
            kinds = f"{task}-{arguments['final']}-*" if "final" in arguments else f"{task}-*"
            for one in own.glob(kinds):
                is_of_others = "whose" in arguments and one.name.endswith(state[:16])
                if one != kept and not is_of_others:
                    await asyncio.to_thread(clear, one)

        if not kept.is_dir():
            await self.once(f"{kept}", make)
        return kept

    async def kept(self, task: str, campaign: str, *of: Any, **arguments: Any) -> Path:
        """The folder of what the task makes of the files as they are now, and of what else it depends on."""
        own = self._store.campaign_folder(campaign)
        with there():
            state = await asyncio.to_thread(lambda: fingerprint(self._store.files(campaign)))
        sum_ = hashlib.sha256(json.dumps([state, _today(), of]).encode()).hexdigest()
        target = own / f"{task}-{sum_[:16]}"

        async def make() -> None:
            await self.child(
                task, campaign, partial(put_folder, target=target), campaign=f"{own / 'files'}", **arguments
            )
            for one in own.glob(f"{task}-*"):
                if one != target:
                    await asyncio.to_thread(clear, one)

        if not target.is_dir():
            await self.once(f"{target}", make)
        return target

    async def done(self, task: str, campaign: str, put: Put, **arguments: Any) -> Any:
        """What the task says of the files as they are now; `put` takes what it makes."""
        files = self._store.files_folder(campaign)
        async with self._turns:
            return await self.alone(task, campaign, put, campaign=f"{files}", **arguments)

    async def picture(self, build: BuildAbout, output: Output, page: int, width: int) -> Path:
        """The PNG file of one page; what is beside it is drawn at the same time. Raises RefusedError("not-found").

        Beside a page are others of its file, beside a file of one page others of its folder.
        """
        if output.format != "pdf" or not 1 <= page <= (output.pages or 0):
            raise RefusedError("not-found")
        folder = self._store.build_folder(build.campaign, build.id)
        pictures = folder / "pictures"
        picture = pictures / output.id / picture_name(page, width)
        first = (page - 1) // PICTURES_AT_ONCE * PICTURES_AT_ONCE + 1
        some = await asyncio.to_thread(_beside, output, folder / "out")
        order = {
            "pdfs": {one.id: str(folder / "out" / one.path) for one in some},
            "first": first, "count": PICTURES_AT_ONCE, "width": width,
        }  # fmt: skip
        if not picture.is_file():
            key = f"draw {pictures / some[0].id} {first} {width}"
            put = partial(put_folders, target=pictures)
            await self.once(key, lambda: self.child("draw", build.campaign, put, **order))
        if not picture.is_file():
            raise RefusedError("not-found")
        return picture

    async def output(self, build: BuildAbout, identity: str) -> Output:
        """One file of a finished build. Raises RefusedError."""
        return output_of(await asyncio.to_thread(outputs, self._store.output_folder(build)), identity)

    async def unpacked(self, archive: Path, folder: Path, bounds: Bounds) -> list[tuple[PurePosixPath, Path]]:
        """The files of a zip under their names, each unpacked into `folder`, an empty one. Raises RefusedError."""
        async with self._unpacking:
            put = partial(put_files, target=folder)
            found = await self.alone("unpack", None, put, archive=str(archive), bounds=bounds)
        return [(PurePosixPath(path), folder / name) for path, name in found]


def _beside(output: Output, out: Path) -> Sequence[Output]:
    """The file, and where it has one page those around it that have one too, always the same together."""
    if output.pages != 1:
        return [output]
    kind = (output.document, output.group, output.format, output.pages)
    same = [one for one in outputs(out) if (one.document, one.group, one.format, one.pages) == kind]
    start = same.index(output) // PICTURES_AT_ONCE * PICTURES_AT_ONCE
    return same[start : start + PICTURES_AT_ONCE]


def _today() -> str:
    return datetime.now().astimezone().date().isoformat()
