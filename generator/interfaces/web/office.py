"""What every request works with: the store, the builds, the work of children, and how files come in."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from starlette.datastructures import FormData

from generator.ground.apart.nursery import Nursery
from generator.interfaces.web.clerks.folders import place_label
from generator.interfaces.web.documents import pool
from generator.interfaces.web.front.readiness import Readiness
from generator.interfaces.web.limits import ARCHIVES_AT_ONCE, CAMPAIGN_FILES
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.service import Service
from generator.interfaces.web.sessions import Sessions
from generator.interfaces.web.store import removing, uploads
from generator.interfaces.web.store.abouts import CampaignAbout
from generator.interfaces.web.store.arrivals import Arrivals
from generator.interfaces.web.store.history import History, Said, Undone, Version, Writes, known_names
from generator.interfaces.web.store.names import beside, is_zip
from generator.interfaces.web.store.placing import clear, there
from generator.interfaces.web.store.store import Store, file_id, now
from generator.interfaces.web.work import children
from generator.interfaces.web.work.builds import Builds
from generator.interfaces.web.work.planner import Planner
from generator.interfaces.web.work.trials import Trials
from generator.interfaces.web.work.work import Work
from generator.interfaces.web.work.zips import Zips

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
        self.nursery = Nursery((children.TASK, pool.TASK), store.temporary)
        self.builds = Builds(store, self.nursery)
        self.work = Work(store, self.nursery)
        self.trials = Trials(store, self.work)
        self.planner = Planner(store, self.work)
        self.zips = Zips(store, self.work)
        self.pool = pool.Pool(store.temporary, nursery=self.nursery)
        self.placing = asyncio.Lock()
        self.listed: dict[str, tuple[str, tuple[str, ...]]] = {}  # what belonging.py knows of the campaigns' settings
        self.readiness = Readiness(store.temporary)
        self._changing = threading.Lock()

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
            async with self.placing:
                return await asyncio.to_thread(self._place, arrived, name, campaign)
        finally:
            await asyncio.to_thread(clear, scratch)

    async def _arrived(self, form: FormData, scratch: Path) -> list[uploads.Arrived]:
        """The files of the form, and those of its archives, which a child unpacks."""
        arrived: list[uploads.Arrived] = []
        bounds = self.service.bounds
        left = bounds.campaign_bytes
        received = await asyncio.to_thread(uploads.received, form, scratch, bounds)
        if sum(is_zip(path) for path, _ in received) > ARCHIVES_AT_ONCE:
            raise RefusedError("too-large", f"一次最多上传{ARCHIVES_AT_ONCE}个压缩包。")
        for path, file in received:
            found = await self.work.unpacked(file, file.with_suffix(".d"), bounds) if is_zip(path) else [(path, file)]
            arrived += found
            left -= sum(one.stat().st_size for _, one in found)
            uploads.require_bounds(len(arrived), bounds.campaign_bytes - left, bounds)
        if not arrived:
            raise RefusedError("upload-unusable", "压缩包里没有文件。", "请把活动文件夹压缩后上传。")
        return arrived

    def _place(self, arrived: list[uploads.Arrived], name: str, campaign: str | None) -> CampaignAbout:
        about = self.store.campaign(campaign) if campaign else self.store.add_campaign(name)
        try:
            with there():
                placed, goals = uploads.placed(arrived, self.store.files_folder(about.id), self.service.bounds)
            if not placed.taken:
                raise RefusedError("upload-unusable", "没有找到活动的文件。", "活动文件夹里应有 campaign.yaml 等文件。")
            names = {goal: old for old, goal in placed.moved}
            self.change(
                about.id,
                f"已放入{len(goals)}个文件。",
                goals,
                {goal: PurePosixPath(old).name for goal, old in names.items()},
            )
            return self._noted(about, placed.note)
        except BaseException:
            if campaign is None:
                with suppress(RefusedError):
                    clear(self.store.take_campaign(about.id))
            raise

    def history(self, campaign: str) -> History:
        """What was changed of the campaign's files."""
        return History(self.store.campaign_folder(campaign), self.store.temporary)

    def change(
        self, campaign: str, told: str | Said, writes: Writes, names: Mapping[str, str] | None = None
    ) -> Version | None:
        """Write these files of the campaign folder, None removes one, so that it can be undone (History.change)."""
        with self._changing:
            return self.history(campaign).change(told, writes, names)

    def names(self, campaign: str) -> dict[str, str]:
        """The names under which the files were sent, by path, where the history knows them."""
        return known_names(self.history(campaign).versions())

    def undo(self, campaign: str, number: int) -> Undone:
        """Take a change back (History.undo)."""
        with self._changing:
            return self.history(campaign).undo(number)

    async def begin(self, year: int, source: str | None, name: str) -> CampaignAbout:
        """A new campaign of that year, made from another one or from the program's own. Raises RefusedError."""
        origin = f"{self.store.files_folder(source)}" if source else None
        scratch = self.store.scratch()
        try:
            made = scratch / "made"
            begun = await self.work.begun(origin, year, made)
            known = [one.name for one in self.store.campaigns()]
            about = self.store.add_campaign(name or beside(begun["title"] or f"{year}年的活动", known))
            written = {path: made / path for path in begun["files"]}
            self.change(about.id, "新建了活动。", written)
            return self._noted(about, "已新建。请核对设置，再看通知的文字。")
        finally:
            await asyncio.to_thread(clear, scratch)

    def rename(self, campaign: str, name: str) -> CampaignAbout:
        """Give a campaign another name."""
        about = self.store.campaign(campaign).model_copy(update={"name": name})
        return self._noted(about, f"已改名为“{name}”。")

    def add_starter(self, campaign: str) -> CampaignAbout:
        """Give a campaign without settings those that come with the program."""
        folder = self.store.files_folder(campaign)
        lacking = {name: content for name, content in uploads.starter_files() if not (folder / name).exists()}
        note = uploads.Placed(tuple(lacking), (), ()).note
        self.change(campaign, "已放入程序自带的设置。", lacking)
        return self._noted(self.store.campaign(campaign), note)

    def keep(self, campaign: str, files: Mapping[str, bytes], note: str) -> CampaignAbout:
        """Put these contents into the campaign folder. Raises RefusedError, OSError."""
        self.change(campaign, note, files)
        return self._noted(self.store.campaign(campaign), note)

    def remove_file(self, campaign: str, identity: str) -> CampaignAbout:
        """Take one file out of the campaign folder. Raises RefusedError("not-found")."""
        for path in self.store.files(campaign):
            if file_id(path) == identity:
                note = f"已删除 {path}。"
                self.change(campaign, f"已移去 {place_label(path)}。", {path: None})
                return self._noted(self.store.campaign(campaign), note)
        raise RefusedError("not-found")

    async def set_aside(self, campaign: str) -> None:
        """Remove a campaign so that it can be brought back; what works on it ends."""
        removing.set_aside(self.store, campaign)
        self.work.cancel(campaign)
        await self.builds.end_all(campaign)

    async def remove_campaign(self, campaign: str) -> None:
        """Remove a campaign with everything made of it: at once from its place, then what still works on it ends."""
        gone = self.store.take_campaign(campaign)
        self.work.cancel(campaign)
        await self.builds.end_all(campaign)
        await asyncio.to_thread(clear, gone)

    async def sweep(self) -> None:
        """Remove what is too old, and write down what the disk had no room for."""
        self.builds.write_again()
        await asyncio.to_thread(self.sessions.people.sweep, self.service.log_days)
        busy = {live.campaign for live in self.builds.unfinished}
        for gone in removing.take_expired(self.store, self.service.keep_days, busy):
            await asyncio.to_thread(clear, gone)
        for about in self.store.campaigns():
            with suppress(RefusedError):  # removed meanwhile
                for gone in self.arrivals(about.id).take_expired():
                    await asyncio.to_thread(clear, gone)

    def arrivals(self, campaign: str) -> Arrivals:
        """The uploads of a campaign that are not taken in yet."""
        return Arrivals(self.store.campaign_folder(campaign), self.store.temporary)

    def expires(self, about: CampaignAbout) -> datetime | None:
        """When the campaign is removed by itself, None where it never is."""
        return removing.expires(self.store, about, self.service.keep_days)

    def _noted(self, about: CampaignAbout, note: str) -> CampaignAbout:
        changed = about.model_copy(update={"note": note, "changed": now()})
        with suppress(OSError):  # what it tells of has been done all the same
            self.store.write_campaign(changed)
        return changed


@asynccontextmanager
async def running(office: Office) -> AsyncIterator[None]:
    """Have the tasks loaded, and sweep out what is too old from time to time; end every build at the end."""
    with suppress(OSError):  # whoever needs a child is told
        await asyncio.to_thread(office.nursery.begin)
    sweep = asyncio.create_task(_sweep(office))
    try:
        yield
    finally:
        sweep.cancel()
        await asyncio.to_thread(office.nursery.close)  # so nobody waits for it any more
        await office.builds.end_all()
        office.pool.close()


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
    """The address that the request came from: the client's, where a believed proxy tells it."""
    return request.client.host if request.client else ""


OfficeHere = Annotated[Office, Depends(office_of)]
