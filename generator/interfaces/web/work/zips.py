"""Zip files of what is kept: a build's output, a campaign's own files, what is sent out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.abouts import BuildAbout
from generator.interfaces.web.store.archives import write_zip
from generator.interfaces.web.store.outputs import outputs
from generator.interfaces.web.store.placing import clear, there
from generator.interfaces.web.store.store import Store, fingerprint
from generator.interfaces.web.work.errands import MADE
from generator.interfaces.web.work.work import Work
from generator.running.earlier_output import MANIFEST

PAPERS_ZIP = "papers.zip"


class Zips:
    """The zips of what a store keeps, each made once and kept beside what it is made of."""

    def __init__(self, store: Store, work: Work) -> None:
        """Those of this store."""
        self._store, self._work = store, work

    async def of_build(self, build: BuildAbout, kind: str) -> Path:
        """The zip of a build's output, or of one kind of document in it."""
        folder = self._store.build_folder(build.campaign, build.id)
        target = folder / f"{kind or 'all'}.zip"
        found = await asyncio.to_thread(outputs, folder / "out")
        paths = [one.path for one in found if kind in ("", one.document)]
        if not paths:
            raise RefusedError("not-found")
        if not kind:
            paths.append(MANIFEST)
        await self._zip(target, folder / "out", paths, (build.ended or build.made).astimezone())
        return target

    async def _zip(self, target: Path, folder: Path, paths: Sequence[str], made: datetime) -> None:
        """Write a zip of these files, unless it is there."""

        def write() -> None:
            scratch = self._store.scratch()
            try:
                with there():
                    write_zip(scratch / MADE, folder, paths, made)
                    (scratch / MADE).replace(target)
            finally:
                clear(scratch)

        if not target.is_file():
            await self._work.once(f"zip {target}", lambda: asyncio.to_thread(write))

    async def of_campaign(self, campaign: str) -> Path:
        """The zip of the campaign folder as it is."""
        folder = self._store.files_folder(campaign)
        files = await asyncio.to_thread(self._store.files, campaign)
        made = max((file.stat().st_mtime for file in files.values()), default=0.0)
        target = folder.parent / f"export-{fingerprint(files)[:16]}.zip"
        await self._zip(target, folder, list(files), datetime.fromtimestamp(made).astimezone())
        return target

    async def of_papers(self, campaign: str) -> Path:
        """The zip of notice, blank forms and entry workbook."""
        folder = await self._work.papers(campaign)
        paths = sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())
        wanted = [path for path in paths if path != MANIFEST]
        await self._zip(folder / PAPERS_ZIP, folder, wanted, datetime.now().astimezone())
        return folder / PAPERS_ZIP
