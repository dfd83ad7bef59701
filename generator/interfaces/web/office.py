"""What every request works with: the store, the builds, the work of children, and how files come in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from starlette.datastructures import FormData

from generator.interfaces.web.limits import ARCHIVES_AT_ONCE, CAMPAIGN_BYTES, CAMPAIGN_FILES
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.service import Service
from generator.interfaces.web.sessions import Sessions
from generator.interfaces.web.store import uploads
from generator.interfaces.web.store.abouts import CampaignAbout
from generator.interfaces.web.store.names import is_zip
from generator.interfaces.web.store.placing import clear, put_file, there
from generator.interfaces.web.store.store import Store, file_id
from generator.interfaces.web.work.builds import Builds
from generator.interfaces.web.work.work import Work

LOG = logging.getLogger("wuxiao.serve")
SWEEP_SECONDS = 60.0
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
            async with request.form(max_files=CAMPAIGN_FILES, max_fields=FIELDS_BESIDE_FILES) as form:
                arrived = await self._arrived(form, scratch)
                name = uploads.name_of(form)
            async with self._placing:
                return await asyncio.to_thread(self._place, arrived, name, campaign)
        finally:
            await asyncio.to_thread(clear, scratch)

    async def _arrived(self, form: FormData, scratch: Path) -> list[uploads.Arrived]:
        """The files of the form, and those of its archives, which a child unpacks."""
        arrived: list[uploads.Arrived] = []
        left = CAMPAIGN_BYTES
        received = await asyncio.to_thread(uploads.received, form, scratch)
        if sum(is_zip(path) for path, _ in received) > ARCHIVES_AT_ONCE:
            raise RefusedError("too-large", f"一次最多上传{ARCHIVES_AT_ONCE}个压缩包。")
        for path, file in received:
            found = await self.work.unpacked(file, file.with_suffix(".d")) if is_zip(path) else [(path, file)]
            arrived += found
            left -= sum(one.stat().st_size for _, one in found)
            if len(arrived) > CAMPAIGN_FILES or left < 0:
                raise RefusedError("too-large", "活动文件夹的文件太多或太大。")
        if not arrived:
            raise RefusedError("upload-unusable", "压缩包里没有文件。", "请把活动文件夹压缩后上传。")
        return arrived

    def _place(self, arrived: list[uploads.Arrived], name: str, campaign: str | None) -> CampaignAbout:
        about = self.store.campaign(campaign) if campaign else self.store.add_campaign(name)
        try:
            with there():
                placed = uploads.place(arrived, self.store.files_folder(about.id))
            if not placed.taken:
                raise RefusedError("upload-unusable", "没有找到活动的文件。", "活动文件夹里应有 campaign.yaml 等文件。")
            return self._noted(about, placed.note)
        except BaseException:
            if campaign is None:
                with suppress(RefusedError):
                    clear(self.store.take_campaign(about.id))
            raise

    def add_starter(self, campaign: str) -> CampaignAbout:
        """Give a campaign without settings those that come with the program."""
        folder = self.store.files_folder(campaign)
        taken = []
        for name, content in uploads.starter_files():
            if not (folder / name).exists():
                put_file(folder / name, content, self.store.temporary)
                taken.append(name)
        return self._noted(self.store.campaign(campaign), uploads.Placed(tuple(taken), (), ()).note)

    def remove_file(self, campaign: str, identity: str) -> CampaignAbout:
        """Take one file out of the campaign folder. Raises RefusedError("not-found")."""
        for path, file in self.store.files(campaign).items():
            if file_id(path) == identity:
                file.unlink()
                return self._noted(self.store.campaign(campaign), f"已删除 {path}。")
        raise RefusedError("not-found")

    async def remove_campaign(self, campaign: str) -> None:
        """Remove a campaign with everything made of it: at once from its place, then what still works on it ends."""
        gone = self.store.take_campaign(campaign)
        self.work.cancel(campaign)
        await self.builds.end_all(campaign)
        await asyncio.to_thread(clear, gone)

    async def sweep(self) -> None:
        """Remove what is too old, and write down what the disk had no room for."""
        self.builds.write_again()
        busy = {live.campaign for live in self.builds.unfinished}
        for gone in self.store.take_expired(busy):
            await asyncio.to_thread(clear, gone)

    def _noted(self, about: CampaignAbout, note: str) -> CampaignAbout:
        changed = about.model_copy(update={"note": note})
        with suppress(OSError):  # what it tells of has been done all the same
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
        await office.builds.end_all()


async def _sweep(office: Office) -> None:
    while True:
        try:
            await office.sweep()
        except Exception as wrong:  # the next time may do better; a sweep that dies is missed by nobody for long
            LOG.error("sweeping ended with %s", type(wrong).__name__)
        await asyncio.sleep(SWEEP_SECONDS)


def office_of(request: Request) -> Office:
    """The office that the application was made with."""
    app: FastAPI = request.app
    office: Office = app.state.office
    return office


def sender_of(request: Request) -> str:
    """The address that the request came from, as the connection tells it."""
    return request.client.host if request.client else ""


OfficeHere = Annotated[Office, Depends(office_of)]
