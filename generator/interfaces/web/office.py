"""What every request works with: the store, the builds, the work of children, and how files come in."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from starlette.datastructures import FormData

from generator.interfaces.web import uploads
from generator.interfaces.web.builds import Builds
from generator.interfaces.web.limits import CAMPAIGN_FILES
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.service import Service
from generator.interfaces.web.sessions import Sessions
from generator.interfaces.web.store import CampaignAbout, Store, file_id
from generator.interfaces.web.work import Work

SWEEP_SECONDS = 600.0
FIELDS_BESIDE_FILES = 10


class Office:
    """One running service."""

    def __init__(self, service: Service, store: Store, sessions: Sessions) -> None:
        """Work on `store`, which the caller opened and closes."""
        self.service = service
        self.store = store
        self.sessions = sessions
        self.builds = Builds(store)
        self.work = Work(store)
        self._placing = asyncio.Lock()

    async def receive(self, request: Request, campaign: str | None) -> CampaignAbout:
        """Take in the files of an upload, into a new campaign where none is given. Raises RefusedError."""
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            raise RefusedError("malformed")
        if campaign is not None:
            self.store.campaign_folder(campaign)
        scratch = self.store.scratch()
        try:
            form_here = request.form(max_files=CAMPAIGN_FILES, max_fields=FIELDS_BESIDE_FILES)
            async with form_here as form, self._placing:
                return await asyncio.to_thread(self._place, form, campaign, scratch)
        finally:
            await asyncio.to_thread(shutil.rmtree, scratch, True)

    def _place(self, form: FormData, campaign: str | None, scratch: Path) -> CampaignAbout:
        arrived = uploads.received(form, scratch)
        about = self.store.campaign(campaign) if campaign else self.store.add_campaign(uploads.name_of(form))
        try:
            placed = uploads.place(arrived, self.store.files_folder(about.id))
            if not placed.taken:
                raise RefusedError("upload-unusable", "没有找到活动的文件。", "活动文件夹里应有 campaign.yaml 等文件。")
        except RefusedError:
            if campaign is None:
                self.store.remove_campaign(about.id)
            raise
        return self._noted(about, placed.note)

    def add_starter(self, campaign: str) -> CampaignAbout:
        """Give a campaign without settings those that come with the program."""
        placed = uploads.add_starter(self.store.files_folder(campaign))
        return self._noted(self.store.campaign(campaign), placed.note)

    def remove_file(self, campaign: str, identity: str) -> CampaignAbout:
        """Take one file out of the campaign folder. Raises RefusedError("not-found")."""
        for path, file in self.store.files(campaign).items():
            if file_id(path) == identity:
                file.unlink()
                return self._noted(self.store.campaign(campaign), f"已删除 {path}。")
        raise RefusedError("not-found")

    async def remove_campaign(self, campaign: str) -> None:
        """Remove a campaign with everything made of it."""
        self.store.campaign_folder(campaign)
        await self.builds.cancel_all(campaign)
        await asyncio.to_thread(self.store.remove_campaign, campaign)

    def _noted(self, about: CampaignAbout, note: str) -> CampaignAbout:
        changed = about.model_copy(update={"note": note})
        self.store.write_campaign(changed)
        return changed


@asynccontextmanager
async def running(office: Office) -> AsyncIterator[None]:
    """Sweep out what is too old from time to time; end every build at the end."""
    sweep = asyncio.create_task(_sweep(office))
    try:
        yield
    finally:
        sweep.cancel()
        await office.builds.cancel_all()


async def _sweep(office: Office) -> None:
    while True:
        busy = {live.campaign for live in office.builds.unfinished}
        await asyncio.to_thread(office.store.remove_expired, busy)
        await asyncio.sleep(SWEEP_SECONDS)


def office_of(request: Request) -> Office:
    """The office that the application was made with."""
    app: FastAPI = request.app
    office: Office = app.state.office
    return office


OfficeHere = Annotated[Office, Depends(office_of)]
