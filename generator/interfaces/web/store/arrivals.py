"""Uploads that are not taken in yet: they lie aside with the campaign until a clerk has seen what they are.

arrivals/ID/about.json   Arrival
raw/                     the files as they were sent, by their paths
plan-KEY/                what taking them in does to the campaign as it is now (generator.arriving)
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from generator.arriving.found import Plan
from generator.ground.disk import PRIVATE_FOLDER
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.names import new_identity
from generator.interfaces.web.store.placing import clear, put_file, put_folder, take_away, there

ABOUT, RAW, PLAN, NEW = "about.json", "raw", "plan.json", "new"
KEPT_FOR, COMING_FOR = timedelta(days=30), timedelta(days=2)  # an upload that nobody looks at; one that broke off
PLANS = TypeAdapter(Plan)


class Piece(BaseModel):
    """A file of an upload: its path as sent, and how many bytes it has."""

    path: str
    bytes: int


class Arrival(BaseModel):
    """An upload: when it began, whose page it was dropped on, what was chosen by the files' ids.

    `whole` says that everything of it has come; `expected` are its files while it comes in pieces. `leaving` is a path
    of the campaign folder that goes when the file is taken in anew somewhere else. `only` says that nothing but the
    material of that recommender may change by it: it came from the recommender's own account.
    """

    id: str
    made: datetime
    recommender: str = ""
    choices: dict[str, str] = {}
    whole: bool = True
    expected: tuple[Piece, ...] = ()
    leaving: tuple[str, ...] = ()
    only: bool = False


class Arrivals:
    """The uploads of the campaign in `folder`. Whatever is unknown raises RefusedError("not-found")."""

    def __init__(self, folder: Path, temporary: Path) -> None:
        """Of the campaign whose folder of the store this is; `temporary` lies on the same disk."""
        self._own, self._temporary = folder / "arrivals", temporary

    def add(self, **known: Any) -> Arrival:
        """A new upload without files."""
        about = Arrival(id=new_identity(), made=datetime.now(UTC), **known)
        aside = self._temporary / secrets.token_hex(12)
        try:
            (aside / RAW).mkdir(mode=PRIVATE_FOLDER, parents=True)
            put_file(aside / ABOUT, about.model_dump_json().encode(), self._temporary)
            with there():
                self._own.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            put_folder(aside, self._own / about.id)
        finally:
            clear(aside)
        return about

    def folder(self, arrival: str) -> Path:
        """The folder of one upload."""
        folder = self._own / arrival
        if not arrival.isalnum() or not (folder / ABOUT).is_file():
            back = f"/campaigns/{self._own.parent.name}"
            raise RefusedError("not-found", "这次上传已经放入或取消。", "放入的都在收到的材料里。", back)
        return folder

    def raw(self, arrival: str) -> Path:
        """The folder of its files."""
        return self.folder(arrival) / RAW

    def about(self, arrival: str) -> Arrival:
        """What is known of one upload."""
        with there():
            content = (self.folder(arrival) / ABOUT).read_bytes()
        try:
            return Arrival.model_validate_json(content)
        except ValidationError:
            raise RefusedError("not-found") from None

    def write(self, about: Arrival) -> None:
        """Keep what is known of an upload."""
        put_file(self.folder(about.id) / ABOUT, about.model_dump_json().encode(), self._temporary)

    def waiting(self) -> list[Arrival]:
        """The uploads that came whole and wait for somebody, the oldest first."""
        return [one for one in self._all() if one.whole]

    def take(self, arrival: str) -> Path:
        """Take an upload away; returns the folder that is still to be cleared."""
        return take_away(self.folder(arrival), self._temporary)

    def take_expired(self) -> list[Path]:
        """Take away what nobody has looked at for long."""
        now = datetime.now(UTC)
        return [self.take(one.id) for one in self._all() if now - one.made > (KEPT_FOR if one.whole else COMING_FOR)]

    def _all(self) -> list[Arrival]:
        found = []
        with suppress(FileNotFoundError):
            for folder in self._own.iterdir():
                with suppress(RefusedError, OSError):
                    found.append(self.about(folder.name))
        return sorted(found, key=lambda one: one.made)


def plan_key(state: str, choices: Mapping[str, str]) -> str:
    """The name of a plan: of the campaign's files in this state, with these choices."""
    return f"plan-{hashlib.sha256(json.dumps([state, sorted(choices.items())]).encode()).hexdigest()[:16]}"


def read_plan(folder: Path) -> Plan:
    """The plan in its folder."""
    with there():
        return PLANS.validate_json((folder / PLAN).read_bytes())
