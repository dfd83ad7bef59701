"""What the service keeps: uploaded campaigns and their builds, in one private folder. The disk is the only memory.

campaigns/ID/about.json   CampaignAbout
files/       the campaign folder
check-*.json the last check, with the state of the files it saw
builds/ID/about.json, out/, pictures/
tmp/                      uploads on their way in, temporary files of children
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel

from generator.disk import PRIVATE_FOLDER, reason
from generator.errors import MachineError, UsageError
from generator.interfaces.web.limits import BUILDS_KEPT, CAMPAIGNS_KEPT, KEEP_DAYS
from generator.interfaces.web.refusals import RefusedError
from generator.publishing import write_file

IDENTITY = re.compile(r"[0-9a-f]{24}")
ABOUT = "about.json"
About = TypeVar("About")
State = Literal["waiting", "running", "done", "failed", "cancelled"]
ENDED: frozenset[State] = frozenset({"done", "failed", "cancelled"})


class CampaignAbout(BaseModel):
    """What is known of an uploaded campaign besides its files."""

    id: str
    name: str
    made: datetime
    note: str = ""


class Choice(BaseModel):
    """What a build was asked for."""

    kinds: list[str]
    formats: list[str]
    recommenders: list[str] = []
    protect: bool = False
    numbers: list[str] = []


class BuildAbout(BaseModel):
    """One build and how far it is."""

    id: str
    campaign: str
    made: datetime
    choice: Choice
    state: State = "waiting"
    stage: str = ""
    done: int = 0
    total: int = 0
    message: str = ""
    ended: datetime | None = None
    result: dict[str, Any] | None = None


class Store:
    """The private folder. Every method that names something unknown raises RefusedError("not-found")."""

    def __init__(self, root: Path, *, keep_days: int = KEEP_DAYS) -> None:
        """Use `root`, made if need be; it belongs to this process alone until `close`."""
        self.root = root
        self.keep = timedelta(days=keep_days)
        try:
            root.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            root.chmod(PRIVATE_FOLDER)
            self._lock = os.open(root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as wrong:
            raise MachineError(f"不能使用文件夹 {root}：{reason(wrong)}。请用 --data 另选一个。") from wrong
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._lock)
            raise UsageError("wuxiao serve 已经在运行。请用它显示的链接，或先停止它。") from None
        shutil.rmtree(root / "tmp", ignore_errors=True)
        for name in ("tmp", "campaigns"):
            (root / name).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)

    def close(self) -> None:
        """Let another process use the folder."""
        os.close(self._lock)

    # ---- places

    @property
    def temporary(self) -> Path:
        """Where temporary files go."""
        return self.root / "tmp"

    def scratch(self) -> Path:
        """A new empty folder among the temporary files."""
        folder = self.temporary / secrets.token_hex(12)
        folder.mkdir(mode=PRIVATE_FOLDER)
        return folder

    def campaign_folder(self, campaign: str) -> Path:
        """The folder of one campaign."""
        if not IDENTITY.fullmatch(campaign) or not (self.root / "campaigns" / campaign / ABOUT).is_file():
            raise RefusedError("not-found")
        return self.root / "campaigns" / campaign

    def files_folder(self, campaign: str) -> Path:
        """The campaign folder as a clerk sent it."""
        return self.campaign_folder(campaign) / "files"

    def build_folder(self, campaign: str, build: str) -> Path:
        """The folder of one build."""
        folder = self.campaign_folder(campaign) / "builds" / build
        if not IDENTITY.fullmatch(build) or not (folder / ABOUT).is_file():
            raise RefusedError("not-found")
        return folder

    # ---- campaigns

    def campaigns(self) -> list[CampaignAbout]:
        """All campaigns, the newest first."""
        found = _there(self.campaign, _listed(self.root / "campaigns"))
        return sorted(found, key=lambda one: one.made, reverse=True)

    def campaign(self, campaign: str) -> CampaignAbout:
        """What is known of one campaign."""
        return CampaignAbout.model_validate_json((self.campaign_folder(campaign) / ABOUT).read_bytes())

    def add_campaign(self, name: str, note: str = "") -> CampaignAbout:
        """A new campaign without files. Raises RefusedError("full")."""
        if len(_listed(self.root / "campaigns")) >= CAMPAIGNS_KEPT:
            raise RefusedError("full", f"已保存{CAMPAIGNS_KEPT}个活动，不能再上传。", "请先在首页删除不再需要的活动。")
        about = CampaignAbout(id=secrets.token_hex(12), name=name, made=_now(), note=note)
        folder = self.root / "campaigns" / about.id
        for one in (folder, folder / "files", folder / "builds"):
            one.mkdir(mode=PRIVATE_FOLDER)
        self.write_campaign(about)
        return about

    def write_campaign(self, about: CampaignAbout) -> None:
        """Keep what is known of a campaign."""
        write_file(self.root / "campaigns" / about.id / ABOUT, about.model_dump_json().encode())

    def remove_campaign(self, campaign: str) -> None:
        """Remove a campaign with its builds."""
        _remove(self.campaign_folder(campaign), self.temporary)

    def files(self, campaign: str) -> dict[str, Path]:
        """The files of the campaign folder by their paths in it, in order."""
        folder = self.files_folder(campaign)
        return {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}

    def expires(self, about: CampaignAbout) -> datetime:
        """When the campaign is removed by itself: a set time after it or its last build was made."""
        builds = [build.made for build in self.builds(about.id)]
        return max([about.made, *builds]) + self.keep

    def remove_expired(self, busy: Collection[str] = ()) -> int:
        """Remove campaigns kept for the set time, unless they are `busy`; returns how many went."""
        gone = [one for one in self.campaigns() if one.id not in busy and self.expires(one) < _now()]
        for one in gone:
            self.remove_campaign(one.id)
        return len(gone)

    # ---- builds

    def builds(self, campaign: str) -> list[BuildAbout]:
        """The builds of a campaign, the newest first."""
        folder = self.campaign_folder(campaign) / "builds"
        found = _there(lambda name: self.build(campaign, name), _listed(folder))
        return sorted(found, key=lambda one: one.made, reverse=True)

    def all_builds(self) -> Iterator[BuildAbout]:
        """Every build there is."""
        for campaign in self.campaigns():
            yield from self.builds(campaign.id)

    def build(self, campaign: str, build: str) -> BuildAbout:
        """One build as it was last kept."""
        return BuildAbout.model_validate_json((self.build_folder(campaign, build) / ABOUT).read_bytes())

    def add_build(self, campaign: str, choice: Choice) -> BuildAbout:
        """A new build, waiting, over a snapshot of the files as they are now. Raises RefusedError("full")."""
        folder = self.campaign_folder(campaign)
        if len(_listed(folder / "builds")) >= BUILDS_KEPT:
            raise RefusedError("full", f"这个活动已有{BUILDS_KEPT}次生成结果。", "请先删除不再需要的结果。")
        about = BuildAbout(id=secrets.token_hex(12), campaign=campaign, made=_now(), choice=choice)
        own = folder / "builds" / about.id
        for one in (own, own / "pictures"):
            one.mkdir(mode=PRIVATE_FOLDER)
        # Files are only ever replaced, never written into: links keep what they were.
        shutil.copytree(folder / "files", own / "campaign", copy_function=os.link)
        self.write_build(about)
        return about

    def write_build(self, about: BuildAbout) -> None:
        """Keep what is known of a build."""
        folder = self.root / "campaigns" / about.campaign / "builds" / about.id
        write_file(folder / ABOUT, about.model_dump_json().encode())

    def remove_build(self, campaign: str, build: str) -> None:
        """Remove a build and its files."""
        _remove(self.build_folder(campaign, build), self.temporary)


def fingerprint(files: dict[str, Path]) -> str:
    """A digest that changes when a file is added, replaced or removed."""
    state = [(path, file.stat().st_size, file.stat().st_mtime_ns, file.stat().st_ino) for path, file in files.items()]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()


def file_id(path: str) -> str:
    """The name of a file in addresses: its path may hold a person's name, this does not."""
    return hashlib.sha256(path.encode()).hexdigest()[:16]


def _now() -> datetime:
    return datetime.now(UTC)


def _listed(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir() if IDENTITY.fullmatch(one.name) and (one / ABOUT).is_file()]


def _there(read: Callable[[str], About], names: Iterable[str]) -> list[About]:
    """What is read of each, without those that somebody removes meanwhile."""
    found = []
    for name in names:
        with contextlib.suppress(RefusedError, FileNotFoundError):
            found.append(read(name))
    return found


def _remove(folder: Path, temporary: Path) -> None:
    """Take the folder away in one step, then delete it."""
    aside = temporary / secrets.token_hex(12)
    folder.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)
