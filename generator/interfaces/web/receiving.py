"""Material on its way into a campaign: received, looked at in a child, taken in at once or after somebody agreed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from fastapi import Request

from generator.arriving.found import Plan
from generator.arriving.homes import QUESTIONS
from generator.ground.disk import make_below
from generator.interfaces.web.limits import CAMPAIGN_FILES
from generator.interfaces.web.office import FIELDS_BESIDE_FILES, Office
from generator.interfaces.web.people.who import ASKING
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store import uploads
from generator.interfaces.web.store.arrivals import NEW, Arrival, read_plan
from generator.interfaces.web.store.history import Content, Said, Version
from generator.interfaces.web.store.names import distinct
from generator.interfaces.web.store.placing import clear
from generator.interfaces.web.store.store import file_id, fingerprint

TRIES = 3  # where others change the campaign meanwhile


async def receive(office: Office, request: Request, campaign: str) -> Arrival:
    """The files of a form, lying aside. Raises RefusedError."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise RefusedError("malformed")
    own, scratch = office.arrivals(campaign), office.store.scratch()
    try:
        async with request.form(max_files=CAMPAIGN_FILES, max_fields=FIELDS_BESIDE_FILES) as form:
            found = await asyncio.to_thread(uploads.received, form, scratch, office.service.bounds)
            whose = form.get("recommender")
        known = await known_recommender(office, campaign, whose if isinstance(whose, str) else "")
        about = own.add(recommender=known, only=ASKING.get().is_confined)
        await asyncio.to_thread(_laid_down, found, own.raw(about.id))
    finally:
        await asyncio.to_thread(clear, scratch)
    return about


async def known_recommender(office: Office, campaign: str, name: str) -> str:
    """The name, if it is a recommender's of the campaign; else nothing. A recommender's account sends its own."""
    if ASKING.get().is_confined:
        return ASKING.get().recommender
    return name if name and name in (await office.work.rows(campaign))["recommenders"] else ""


def _laid_down(found: Sequence[uploads.Arrived], raw: Path) -> None:
    for path, (_, file) in zip(distinct(path for path, _ in found), found, strict=True):
        make_below(raw, raw / path)
        file.replace(raw / path)


async def planned(office: Office, campaign: str, about: Arrival) -> tuple[Path, Plan]:
    """What taking the upload in does to the campaign as it is now, and the folder of its new files."""
    folder = await office.planner.plan(campaign, about)
    return folder, await asyncio.to_thread(read_plan, folder)


async def taken_at_once(office: Office, campaign: str, about: Arrival) -> Version | Plan | None:
    """The version that took the upload in, None where nothing changed; the plan where somebody has to agree first.

    Raises RefusedError where nothing is in it, which is given up.
    """
    _, plan = await planned(office, campaign, about)
    if not plan.files:
        await drop(office, campaign, about.id)
        raise RefusedError("upload-unusable", "压缩包或文件夹是空的，里面没有文件。", "请打开核对，放好文件再上传。")
    return await take(office, campaign, about, only_settled=True) if plan.settled else plan


async def take(office: Office, campaign: str, about: Arrival, *, only_settled: bool = False) -> Version | Plan | None:
    """Take an upload in. With `only_settled` the plan is returned where others have changed what it does meanwhile."""
    for last in (*(False for _ in range(TRIES)), True):
        if last:
            async with office.placing:
                return await _take(office, campaign, about, only_settled=only_settled)
        folder, _ = await planned(office, campaign, about)
        async with office.placing:
            if folder == office.planner.place(campaign, about):
                return await _take(office, campaign, about, only_settled=only_settled)
    raise AssertionError


async def _take(office: Office, campaign: str, about: Arrival, *, only_settled: bool) -> Version | Plan | None:
    folder, plan = await planned(office, campaign, about)
    if only_settled and not plan.settled:
        return plan
    writes: dict[str, Content] = {path: None if gone else folder / NEW / path for path, gone in plan.writes.items()}
    files = office.store.files(campaign)
    goals = {path: content for path, content in writes.items() if isinstance(content, Path)}
    kept = files.keys() - {path for path, content in writes.items() if content is None}
    uploads.require_room(kept | goals.keys(), goals, office.store.files_folder(campaign), office.service.bounds)
    said = Said(plan.told, plan.recommenders, plan.projects)
    made = await asyncio.to_thread(office.change, campaign, said, writes, plan.names)
    with suppress(RefusedError):
        await asyncio.to_thread(clear, office.arrivals(campaign).take(about.id))
    return made


async def settled(office: Office, campaign: str, about: Arrival) -> str:
    """The address to go on at: the upload is taken in at once, or somebody has to look at it."""
    made = await taken_at_once(office, campaign, about)
    if isinstance(made, Plan):
        return f"/campaigns/{campaign}/arrivals/{about.id}"
    return after(campaign, about, made)


def after(campaign: str, about: Arrival, made: Version | None) -> str:
    """The page to see after an upload was taken in: that on which it was dropped."""
    page = f"/campaigns/{campaign}"
    if about.recommender:
        page += f"/recommenders/{file_id(about.recommender)}"
    return f"{page}?done={made.number}" if made else f"{page}?same=true"


async def open_questions(office: Office, campaign: str) -> int:
    """How many questions the returned forms leave open."""
    if QUESTIONS not in office.store.files(campaign):
        return 0
    return sum(not one["is_answered"] for one in (await office.work.questions(campaign))["questions"])


@dataclass(frozen=True)
class AnswersKept:
    """What became of answers: how many questions are open, and which answers were not used or not allowed, by key."""

    left: int
    unusable: tuple[str, ...]
    refused: tuple[str, ...]


async def answer(office: Office, campaign: str, answers: Mapping[str, str]) -> AnswersKept:
    """Answer questions by their keys and read the forms once more. Raises RefusedError."""
    only = ASKING.get().recommender
    async with office.placing:
        folder, said = await office.planner.answered(campaign, answers, only)
        try:
            writes: dict[str, Content] = {
                path: None if gone else folder / path for path, gone in said["writes"].items()
            }
            whose = (only,) if only else ()
            done = len(answers) - len(said["unusable"]) - len(said["refused"])
            told = Said(f"{f'答复了{done}处，' if done else ''}表格重新读了一遍。", whose, said["projects"])
            await asyncio.to_thread(office.change, campaign, told, writes)
        finally:
            await asyncio.to_thread(clear, folder)
    return AnswersKept(int(said["questions"]), tuple(said["unusable"]), tuple(said["refused"]))


def choose(office: Office, campaign: str, about: Arrival, choices: Mapping[str, str]) -> Arrival:
    """Keep what was chosen of an upload's files."""
    changed = about.model_copy(update={"choices": about.choices | dict(choices)})
    office.arrivals(campaign).write(changed)
    return changed


async def drop(office: Office, campaign: str, arrival: str) -> None:
    """Give an upload up."""
    await asyncio.to_thread(clear, office.arrivals(campaign).take(arrival))


def move(office: Office, campaign: str, identity: str) -> Arrival:
    """An upload of one of the campaign's own files, which is to go somewhere else."""
    for path, file in office.store.files(campaign).items():
        if file_id(path) == identity:
            own = office.arrivals(campaign)
            about = own.add(leaving=(path,))
            name = office.names(campaign).get(path, PurePosixPath(path).name)
            os.link(file, own.raw(about.id) / name)
            return about
    raise RefusedError("not-found")


def state_of(office: Office, campaign: str) -> str:
    """A digest of the campaign's files as they are now."""
    return fingerprint(office.store.files(campaign))
