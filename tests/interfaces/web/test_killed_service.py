"""The service killed at any moment of uploads, builds and changes of accounts: all opens, and what it said is there."""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from pathlib import Path

import pytest
from conftest import MINIMAL
from support.measured import Measured
from support.services import Running, files_of, running
from support.signed import filled, person

from generator.interfaces.web.people import accounts, keys, log
from generator.interfaces.web.people.database import FILE, NEWEST
from generator.interfaces.web.people.log import Wanted
from generator.interfaces.web.people.people import People
from generator.running.publishing import MANIFEST

ROUNDS, SAMPLED = 100, 3
LONGEST_SECONDS = 5.0  # a build is done after about 2 on a machine with nothing beside it
NAMES = 5  # of files that are sent again and again
DONE_KEPT = 3
NEWEST_BUILDS = 6  # of which none has been cleared away yet
ENDED = ("done", "failed", "cancelled")


@dataclass
class Heard:
    """What the service has acknowledged: names of accounts and keys, contents of files, builds; and what is on its way.

    `builds` is what was told of each last: of one that was done also the sums of its files.
    """

    accounts: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)
    sending: dict[str, bytes] = field(default_factory=dict)
    builds: dict[str, str] = field(default_factory=dict)
    sent: int = 0
    removed: int = 0

    @property
    def count(self) -> int:
        return len(self.accounts) + len(self.keys) + self.sent + len(self.builds) + self.removed


@dataclass(frozen=True)
class Place:
    """The service's folder with a campaign in it, and those who work there."""

    folder: Path
    admin: Running
    office: Running
    campaign: str

    @property
    def here(self) -> str:
        return f"/api/v1/campaigns/{self.campaign}"

    def at(self, service: Running) -> Place:
        """The same people at the service begun anew."""
        return replace(
            self, admin=replace(service, token=self.admin.token), office=replace(service, token=self.office.token)
        )


Work = Callable[[Place, Heard, str], None]


def add_people(place: Place, heard: Heard, name: str) -> None:
    if filled(place.admin, "/accounts", place.admin.token, name=name, role="office").status == 200:
        heard.accounts.add(name)
    if filled(place.admin, "/accounts/keys", place.admin.token, name=name, role="office").status == 200:
        heard.keys.add(name)


def send_files(place: Place, heard: Heard, name: str) -> None:
    path = f"attachments/{int(name.rpartition('-')[2]) % NAMES}.pdf"
    content = heard.sending[path] = f"%PDF-1.4 {name}".encode() * 500
    if place.office.upload({path: content}, f"{place.here}/files").status == 200:
        heard.files[path] = content
        heard.sent += 1


def build(place: Place, heard: Heard, _name: str) -> None:
    for one in [one for one, state in heard.builds.items() if state == "done"][:-DONE_KEPT]:
        del heard.builds[one]  # a campaign has 10 at most; gone or not, whenever the service dies
        place.office.ask("DELETE", f"{place.here}/builds/{one}")
        heard.removed += 1
    made = place.office.send(f"{place.here}/builds", {"kinds": ["form1"], "formats": ["pdf"]}).json
    while made["state"] not in ENDED:
        heard.builds[made["id"]] = made["state"]
        time.sleep(0.05)
        made = place.office.ask("GET", f"{place.here}/builds/{made['id']}").json
    assert made["state"] == "done", made
    heard.builds[made["id"]] = "done"


WORK: tuple[Work, ...] = (add_people, add_people, send_files, build)


def until_killed(work: Work, place: Place, heard: Heard, of: str, over: threading.Event) -> None:
    number = 0
    while not over.is_set():
        number += 1
        try:
            work(place, heard, f"{of}-{number}")
        except (OSError, HTTPException):
            return


def begun(folder: Path) -> Place:
    with running(folder) as service:
        campaign = service.upload(files_of(MINIMAL)).json["id"]
        admin, office = (person(service, role, role) for role in ("admin", "office"))
    return Place(folder, admin, office, campaign)


def killed(place: Place, heard: Heard, number: int, after: float) -> None:
    """All of it at once, cut off by a kill -9."""
    over = threading.Event()
    with running(place.folder) as service:
        there = place.at(service)
        all_of_them = [
            threading.Thread(target=until_killed, args=(work, there, heard, f"{number}-{one}", over))
            for one, work in enumerate(WORK)
        ]
        for one in all_of_them:
            one.start()
        time.sleep(after)
        service.process.kill()
        over.set()
        for one in all_of_them:
            one.join(60)


def require_people(folder: Path, heard: Heard) -> None:
    with closing(sqlite3.connect(folder / "state" / FILE)) as file:
        assert file.execute("pragma integrity_check").fetchone() == ("ok",)
        assert file.execute("select version_num from alembic_version").fetchone() == (NEWEST,)
    people = People(folder / "state")
    names = {one.name for one in people.read(accounts.everybody)}
    programs = {one.name for one in people.read(keys.all_keys)}
    added = people.read(lambda one: log.entries(one, Wanted(what="添加了"), 1))[1]
    people.close()
    assert heard.accounts <= names
    assert heard.keys <= programs
    assert added == len(names) - 2 + len(programs), "each change has its entry, and no entry is without"


def require_campaign(place: Place, heard: Heard) -> None:
    """Through the service begun anew: files as they were acknowledged or sent last, builds ended, done ones whole."""
    with running(place.folder) as service:
        there = place.at(service)
        files = service.folder / "campaigns" / place.campaign / "files"
        listed = {one["path"] for one in there.office.ask("GET", there.here).json["files"]}
        for path, content in heard.files.items():
            assert path in listed
            assert (files / path).read_bytes() in (content, heard.sending[path])
        for path in listed & heard.sending.keys():  # what is kept from now on
            heard.files[path] = (files / path).read_bytes()
        for one, state in list(heard.builds.items())[-NEWEST_BUILDS:]:
            told = there.office.ask("GET", f"{there.here}/builds/{one}").json
            assert told["state"] == "done" if state == "done" else told["state"] in ENDED
            if told["state"] == "done":
                require_whole(service.folder / "campaigns" / place.campaign / "builds" / one / "out")
        for page in ("", "/history", "/builds", "/check"):
            assert there.office.ask("GET", f"/campaigns/{place.campaign}{page}", **cookie(there.office)).status == 200
        assert service.left() == []


def cookie(service: Running) -> dict[str, str]:
    return {"Cookie": f"wuxiao-{service.port}={service.token}", "Authorization": ""}


def require_whole(out: Path) -> None:
    listed = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]
    assert listed
    for one in listed:
        assert hashlib.sha256((out / one["path"]).read_bytes()).hexdigest() == one["sha256"]


def rounds(folder: Path, count: int, seed: int) -> Heard:
    order, heard, place = random.Random(seed), Heard(), begun(folder)
    for number in range(count):
        killed(place, heard, number, order.uniform(0.05, LONGEST_SECONDS))
        require_people(folder, heard)
        require_campaign(place, heard)
    return heard


def test_a_killed_service_has_lost_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    heard = rounds(tmp_path, SAMPLED, 5)
    assert heard.accounts
    assert heard.files
    assert heard.builds


@pytest.mark.long
def test_a_service_killed_a_hundred_times_is_measured(tmp_path: Path, measured: Measured) -> None:
    heard = rounds(tmp_path, ROUNDS, 6)
    named = "service killed amid uploads, builds and changes of accounts"
    measured(f"{named}: kills", ROUNDS, "kills")
    measured(f"{named}: acknowledged, all kept", heard.count, "changes")
    measured(
        f"{named}: builds that were done, all whole",
        heard.removed + list(heard.builds.values()).count("done"),
        "builds",
    )
