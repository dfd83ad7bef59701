"""What belongs to a recommender: the campaigns that list it, its files, uploads and papers. Told by content.

A file that others' projects name, that is called by their number or lies with them, is nobody's own; what is no
recommender's is the office's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from generator.arriving.attachments import bare
from generator.arriving.confining import by_number, numbered_for
from generator.composing.names import file_name
from generator.interfaces.web.clerks.folders import is_of
from generator.interfaces.web.office import Office
from generator.interfaces.web.owners.listed import keep_listed, last_listed
from generator.interfaces.web.people.rights import Judged, Owner
from generator.interfaces.web.people.who import Who
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.abouts import CampaignAbout
from generator.interfaces.web.store.arrivals import Arrival
from generator.interfaces.web.store.history import Version
from generator.interfaces.web.store.outputs import Output, outputs
from generator.interfaces.web.store.store import file_id, fingerprint
from generator.reading.raw_campaign import APPLICATIONS_FOLDER, ATTACHMENTS_FOLDER, SETTINGS_FILE, TEMPLATES_FOLDER

SHARED_KINDS = frozenset({"packet", "certificate", "bulletin"})  # with attachments, or with what the office decided


async def require_own(office: Office, who: Who, judged: Judged) -> None:
    """Raises RefusedError("not-found") where the address names what is not this recommender's."""
    if not who.is_confined or judged.right.owner is Owner.NONE:
        return
    await require_listed(office, who, judged.named["campaign"])
    if not await _is_theirs(office, who, judged):
        raise RefusedError("not-found")


async def _is_theirs(office: Office, who: Who, judged: Judged) -> bool:
    """Whether what the address names below a campaign that lists the recommender is the recommender's."""
    campaign, named = judged.named["campaign"], judged.named
    if judged.right.owner is Owner.RECOMMENDER:
        return named["recommender"] == file_id(who.recommender)
    if judged.right.owner is Owner.ARRIVAL:
        return is_own_upload(office.arrivals(campaign).about(named["arrival"]), who)
    if judged.right.owner is Owner.FILE:
        return any(file_id(path) == named["file"] for path in await own_files(office, campaign, who.recommender))
    return judged.right.owner is Owner.CAMPAIGN


async def require_listed(office: Office, who: Who, campaign: str) -> None:
    """Raises RefusedError("not-found") where a recommender's account or key asks for a campaign that is not its."""
    if who.is_confined and who.recommender not in await listed(office, campaign):
        raise RefusedError("not-found")


async def listed(office: Office, campaign: str) -> tuple[str, ...]:
    """The recommenders that a campaign lists; while its settings have an error those that it listed before."""
    files = office.store.files(campaign)
    own = {path: file for path, file in files.items() if path.startswith((SETTINGS_FILE, f"{TEMPLATES_FOLDER}/"))}
    state, (known, names) = fingerprint(own), office.listed.get(campaign, ("", ()))
    if known != state:
        found = tuple((await office.work.rows(campaign))["recommenders"])
        if found:
            await asyncio.to_thread(keep_listed, office.store, campaign, found)
        names = found or names or last_listed(office.store, campaign)
        office.listed[campaign] = (state, names)
    return names


async def all_listed(office: Office) -> set[str]:
    """The recommenders that any campaign lists."""
    found: set[str] = set()
    for about in office.store.campaigns():
        with suppress(RefusedError):  # removed meanwhile, or its settings cannot be read
            found.update(await listed(office, about.id))
    return found


async def campaigns_of(office: Office, recommender: str) -> list[CampaignAbout]:
    """The campaigns that list the recommender and take applications already."""
    found = []
    for about in office.store.campaigns():
        with suppress(RefusedError):  # removed meanwhile, or its settings cannot be read
            if recommender in await listed(office, about.id) and await _has_begun(office, about.id):
                found.append(about)
    return found


async def _has_begun(office: Office, campaign: str) -> bool:
    """Whether applications are taken, as far as that is known; before, the office is still at its settings."""
    opens = (await office.work.rows(campaign)).get("opens")
    return opens is None or date.fromisoformat(opens) <= datetime.now().astimezone().date()


def is_own_upload(about: Arrival, who: Who) -> bool:
    """Whether it came from an account of the recommender."""
    return about.only and about.recommender == who.recommender


async def own_files(office: Office, campaign: str, recommender: str) -> dict[str, Path]:
    """The files of the campaign that are the recommender's and nobody else's, by path."""
    rows = await office.work.rows(campaign)
    files = office.store.files(campaign)
    known = _Known.of(recommender, rows)
    return {path: file for path, file in files.items() if _is_own(path, known)}


@dataclass(frozen=True)
class _Known:
    """What projects tell of files: which are named or held by own ones and by others', whose numbers there are."""

    recommender: str
    longer: Sequence[str]  # other recommenders whose names begin with this one's
    own_names: frozenset[str]
    other_names: frozenset[str]
    own_files: frozenset[str]
    other_files: frozenset[str]
    nobodys_files: frozenset[str]
    numbers: Mapping[str, set[str]]

    @staticmethod
    def of(recommender: str, rows: Mapping[str, Any]) -> _Known:
        """Of the projects as the task `rows` tells them."""

        def held(some: Sequence[Mapping[str, Any]]) -> frozenset[str]:
            return frozenset(row["file"] for row in some)

        def named(some: Sequence[Mapping[str, Any]]) -> frozenset[str]:
            return frozenset(name for row in some for name in row["names"])

        own = [row for row in rows["rows"] if row["recommender"] == recommender]
        nobodys = [row for row in rows["rows"] if not row["recommender"]]
        others = [row for row in rows["rows"] if row["recommender"] not in (recommender, "")]
        return _Known(
            recommender=recommender,
            longer=[
                one for one in rows["recommenders"] if one != recommender and file_name(one).startswith(recommender)
            ],
            own_names=named(own),
            other_names=named(others),
            own_files=held(own),
            other_files=held(others),
            nobodys_files=held(nobodys),
            numbers=by_number((row["number"], row["recommender"]) for row in rows["rows"]),
        )


def _is_own(path: str, known: _Known) -> bool:
    recommender, top = known.recommender, PurePosixPath(path).parts[0]
    if top == ATTACHMENTS_FOLDER:
        name = path.removeprefix(f"{ATTACHMENTS_FOLDER}/")
        is_named = bare(name) in known.own_names and bare(name) not in known.other_names
        return is_named and numbered_for(name, known.numbers) <= {recommender}
    if path in known.other_files:
        return False
    if top == APPLICATIONS_FOLDER and path in known.own_files and path not in known.nobodys_files:
        return True
    return is_of(path, recommender, ()) and not any(is_of(path, one, ()) for one in known.longer)


def own_papers(office: Office, campaign: str, recommender: str) -> tuple[str, list[Output]]:
    """The last build that made papers of the recommender, and these: what others' bytes cannot be in."""
    for build in office.builds.of(campaign):
        if build.state == "done":
            with suppress(RefusedError):
                found = [one for one in outputs(office.store.output_folder(build)) if is_own_paper(one, recommender)]
                if found:
                    return build.id, found
    return "", []


def is_own_paper(one: Output, recommender: str) -> bool:
    """Whether the paper lies in the recommender's folder, or is called by it, and holds nothing but its material."""
    own = file_name(recommender)
    whose = one.group.split("/")[0] == own if one.group else one.title.startswith(f"{own}-") or one.title == own
    return whose and one.document not in SHARED_KINDS


def own_version(version: Version | None, who: Who) -> Version | None:
    """The change, where it is one of this recommender's material alone."""
    if version is None or not who.is_confined or set(version.recommenders) == {who.recommender}:
        return version
    return None
