"""What was made of the winners: the newest builds of a kind of document, and whether they are of today's data."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.arriving.sorting import ORIGINALS_FOLDER, UNSORTED_FOLDER
from generator.campaign.kinds import BULLETIN, CERTIFICATE
from generator.composing.codes import PUBLIC_NAME
from generator.interfaces.web.api.api_builds import ordered
from generator.interfaces.web.limits import PICTURE_WIDTHS
from generator.interfaces.web.office import Office
from generator.interfaces.web.store.abouts import ENDED, BuildAbout, Choice
from generator.interfaces.web.store.outputs import Output, outputs
from generator.interfaces.web.store.told_outputs import read_told
from generator.reading.raw_campaign import (
    ATTACHMENTS_FOLDER,
    COLLECTED_FILE,
    NOTICE_FILE,
    RETURNED_FOLDER,
    SUMMARIES_FOLDER,
)
from generator.running.options import EVERY

SINGLE = "单张"  # the folder of the files of single projects
IN_NOTHING = (PUBLIC_NAME, COLLECTED_FILE, f"{RETURNED_FOLDER}/", f"{ORIGINALS_FOLDER}/", f"{UNSORTED_FOLDER}/")
# What these are not made of. A certificate can wait for an attachment that its project lacked.
ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    CERTIFICATE.key: (NOTICE_FILE, f"{SUMMARIES_FOLDER}/"),
    BULLETIN.key: (NOTICE_FILE, f"{SUMMARIES_FOLDER}/", f"{ATTACHMENTS_FOLDER}/"),
}


@dataclass(frozen=True)
class Made:
    """How far a kind of document is: the build that runs, how the last one failed, and the newest that is whole.

    `said` is how far the one that runs is, `is_old` says that the campaign's files changed after it.
    """

    live: BuildAbout | None = None
    said: str = ""
    failed: str = ""
    done: BuildAbout | None = None
    files: tuple[Output, ...] = ()
    is_old: bool = False

    def pdf(self, group: str = "", starting: str = "") -> Output | None:
        """The first PDF in that folder of the kind whose name begins so."""
        found = (
            one for one in self.files if one.format == "pdf" and one.group == group and one.name.startswith(starting)
        )
        return next(found, None)


async def made(office: Office, campaign: str, kind: str) -> Made:
    """How far the kind of document is."""
    builds = [one for one in office.builds.of(campaign) if one.choice.is_whole and holds(one, kind)]
    own = next((one for one in builds if one.choice.kinds == [kind]), None)
    done = next((one for one in builds if one.state == "done"), None)
    live = own if own and own.state not in ENDED else None
    failed = own.message if own and own.state in ("failed", "cancelled") else ""
    told = live.said(office.builds.before(live.id)) if live else ""
    if done is None:
        return Made(live, told, failed)
    every = await asyncio.to_thread(outputs, office.store.output_folder(done))
    files = tuple(one for one in every if one.document == kind)
    return Made(live, told, failed, done, files, is_old(office, campaign, done, kind))


async def reprinted(office: Office, campaign: str, build: str) -> Made | None:
    """How far that build of a single certificate is, None where there is no such build any more."""
    one = next((one for one in office.builds.of(campaign) if one.id == build), None)
    if one is None:
        return None
    if one.state != "done":
        live = None if one.state in ENDED else one
        return Made(live, one.said(office.builds.before(one.id)) if live else "", "" if live else one.message)
    every = await asyncio.to_thread(outputs, office.store.output_folder(one))
    by_group = sorted(every, key=lambda file: file.group, reverse=True)  # that of the whole order is as that of the one
    return Made(done=one, files=tuple({file.format: file for file in by_group}.values()))


async def picture_size(office: Office, state: Made, shown: Output | None) -> tuple[int, int]:
    """Width and height in pixels of a large picture of that file of the newest whole build."""
    if state.done is None or shown is None:
        return 0, 0
    told = await asyncio.to_thread(read_told, office.store.build_folder(state.done.campaign, state.done.id))
    return told.picture_size(shown.document, shown.path, PICTURE_WIDTHS[1])


def holds(build: BuildAbout, kind: str) -> bool:
    """Whether documents of the kind were wanted."""
    return kind in build.choice.kinds or EVERY in build.choice.kinds


def is_old(office: Office, campaign: str, build: BuildAbout, kind: str) -> bool:
    """Whether files that documents of the kind are made of changed after the build was ordered."""
    beside = IN_NOTHING + ELSEWHERE.get(kind, ())
    later = (one for one in office.history(campaign).versions() if one.made > build.made)
    return any(not change.path.startswith(beside) for version in later for change in version.changes)


async def make(office: Office, campaign: str, choice: Choice) -> BuildAbout:
    """A build in the queue; of earlier ones of the same order only the newest that was done stays."""
    same = [one for one in office.builds.of(campaign) if one.choice == choice and one.state in ENDED]
    kept = next((one for one in same if one.state == "done"), None)
    for one in same:
        if one is not kept:
            await office.builds.remove(campaign, one.id)
    return await ordered(campaign, choice, office)


def newest_of_each(builds: Iterable[BuildAbout], kinds: Iterable[str]) -> dict[str, BuildAbout]:
    """For each kind the newest build that is done and has all of it."""
    whole = [one for one in builds if one.state == "done" and one.choice.is_whole]
    found = {kind: next((one for one in whole if holds(one, kind)), None) for kind in kinds}
    return {kind: one for kind, one in found.items() if one is not None}
