"""What the service keeps: uploaded campaigns and their builds, in one private folder. The disk is the only memory.

campaigns/ID/about.json   CampaignAbout; listed.json, the recommenders of its settings
removed/ID/               the same of a campaign that can still be brought back
files/       the campaign folder
check-*/, report-*/, …  what was made of the files as they are, named after their state
builds/ID/about.json, out/, pictures/
tmp/                      uploads on their way in, builds that run, temporary files of children
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from generator.campaign.errors import MachineError, UsageError
from generator.ground.disk import PRIVATE_FOLDER, reason
from generator.interfaces.web.limits import BUILDS_KEPT, CAMPAIGNS_KEPT, LOST_BUILDS_KEPT
from generator.interfaces.web.refusals import RefusedError
from generator.interfaces.web.store.abouts import LOST, BuildAbout, CampaignAbout, Choice
from generator.interfaces.web.store.form import form_of, note_form, require_form, require_place
from generator.interfaces.web.store.names import new_identity, unmasked
from generator.interfaces.web.store.placing import clear, linked, put_file, put_folder, take_away, there

IDENTITY = re.compile(r"[0-9a-f]{24}")
ABOUT = "about.json"
LONGEST_ROOT_BYTES = 400  # SQLite opens no file with a whole name of more than 512, and ours lie deep
About = TypeVar("About", bound=BaseModel)


class Store:
    """The private folder. Every method that names something unknown raises RefusedError("not-found")."""

    def __init__(self, root: Path) -> None:
        """Use `root`, made if need be; it belongs to this process alone until `close`."""
        self.root = root
        if (bytes_ := len(os.fsencode(root.absolute()))) > LONGEST_ROOT_BYTES:
            how = f"有{bytes_}个字节，最多{LONGEST_ROOT_BYTES}个，一个汉字占3个"
            raise UsageError(f"存放文件的文件夹位置太长：{how}。请用 --data 另选一个。")
        try:
            require_place(root)
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
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        """Make what is lacking, nothing where the folder holds what this version cannot read."""
        require_form(form_of(self.root), f"文件夹 {self.root}")
        clear(self.root / "tmp")
        for name in ("tmp", "campaigns", "removed"):
            (self.root / name).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        note_form(self.root, self.temporary)

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

    def output_folder(self, about: BuildAbout) -> Path:
        """The output of one build."""
        return self.build_folder(about.campaign, about.id) / "out"

    # ---- campaigns

    def campaigns(self) -> list[CampaignAbout]:
        """All campaigns, the newest first."""
        found = readable(self.campaign, listed(self.root / "campaigns"))
        return sorted(found, key=lambda one: one.made, reverse=True)

    def campaign(self, campaign: str) -> CampaignAbout:
        """What is known of one campaign."""
        return read_about(CampaignAbout, self.campaign_folder(campaign))

    def add_campaign(self, name: str, note: str = "") -> CampaignAbout:
        """A new campaign without files. Raises RefusedError("full")."""
        self.require_room()
        about = CampaignAbout(id=new_identity(), name=name, made=now(), note=note)
        self._appear(about, self.root / "campaigns" / about.id, "files", "builds")
        return about

    def require_room(self) -> None:
        """Raises RefusedError("full") where no further campaign is kept."""
        if len(listed(self.root / "campaigns")) >= CAMPAIGNS_KEPT:
            raise RefusedError("full", f"已保存{CAMPAIGNS_KEPT}个活动，不能再增加。", "请先在首页删除不再需要的活动。")

    def _appear(self, about: BaseModel, place: Path, *folders: str) -> None:
        """Make a new folder, whole with what is known of it."""
        aside = self.scratch()
        try:
            for one in folders:
                (aside / one).mkdir(mode=PRIVATE_FOLDER)
            put_file(aside / ABOUT, about.model_dump_json().encode(), self.temporary)
            put_folder(aside, place)
        finally:
            clear(aside)

    def write_campaign(self, about: CampaignAbout) -> None:
        """Keep what is known of a campaign."""
        put_file(self.root / "campaigns" / about.id / ABOUT, about.model_dump_json().encode(), self.temporary)

    def take_campaign(self, campaign: str) -> Path:
        """Take a campaign with its builds away in one step; returns the folder that is still to be cleared."""
        return take_away(self.campaign_folder(campaign), self.temporary)

    def files(self, campaign: str) -> dict[str, Path]:
        """The files of the campaign folder by their paths in it, in order."""
        folder = self.files_folder(campaign)
        return {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}

    # ---- builds

    def builds(self, campaign: str) -> list[BuildAbout]:
        """The builds of a campaign, the newest first."""
        folder = self.campaign_folder(campaign) / "builds"
        found = readable(lambda name: self.build(campaign, name), listed(folder))
        return sorted(found, key=lambda one: one.made, reverse=True)

    def all_builds(self) -> Iterator[BuildAbout]:
        """Every build there is."""
        for campaign in self.campaigns():
            yield from self.builds(campaign.id)

    def build(self, campaign: str, build: str) -> BuildAbout:
        """One build as it was last kept."""
        return read_about(BuildAbout, self.build_folder(campaign, build))

    def add_build(self, campaign: str, choice: Choice) -> BuildAbout:
        """A new build, waiting. Raises RefusedError("full")."""
        folder = self.campaign_folder(campaign) / "builds"
        lost = [one.id for one in self.builds(campaign) if one.state in LOST]  # of which nothing is kept
        if len(listed(folder)) - len(lost) >= BUILDS_KEPT:
            raise RefusedError("full", f"这个活动已有{BUILDS_KEPT}次生成结果。", "请先删除不再需要的结果。")
        about = BuildAbout(id=new_identity(), campaign=campaign, made=now(), choice=choice)
        self._appear(about, folder / about.id, "pictures")
        for old in lost[LOST_BUILDS_KEPT - 1 :]:
            with contextlib.suppress(RefusedError):  # removed meanwhile
                clear(self.take_build(campaign, old))
        return about

    def snapshot(self, campaign: str) -> Path:
        """A new folder among the temporary files, whose `campaign` is the campaign folder as it is now."""
        folder = self.scratch()
        try:
            linked(self.files_folder(campaign), folder / "campaign")
        except BaseException:
            clear(folder)
            raise
        return folder

    def write_build(self, about: BuildAbout) -> None:
        """Keep what is known of a build."""
        folder = self.root / "campaigns" / about.campaign / "builds" / about.id
        put_file(folder / ABOUT, about.model_dump_json().encode(), self.temporary)

    def take_build(self, campaign: str, build: str) -> Path:
        """Take a build and its files away in one step; returns the folder that is still to be cleared."""
        return take_away(self.build_folder(campaign, build), self.temporary)


def fingerprint(files: dict[str, Path]) -> str:
    """A digest that changes when a file is added, replaced or removed."""
    state = []
    for path, file in files.items():
        with contextlib.suppress(FileNotFoundError):  # removed since
            about = file.stat()
            state.append((path, about.st_size, about.st_mtime_ns, about.st_ino))
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()


def file_id(path: str) -> str:
    """The name of a file in addresses: its path may hold a person's name, this does not."""
    return unmasked(hashlib.sha256(path.encode()).hexdigest(), 16)


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def listed(folder: Path) -> list[str]:
    """The names of the campaigns or builds in the folder."""
    with there():
        return [one.name for one in folder.iterdir() if IDENTITY.fullmatch(one.name) and (one / ABOUT).is_file()]


def read_about(kind: type[About], folder: Path) -> About:
    """What is known of a campaign or build. Raises RefusedError, also where the disk has spoilt it."""
    with there():
        content = (folder / ABOUT).read_bytes()
    try:
        return kind.model_validate_json(content)
    except ValidationError:
        raise RefusedError("machine", "这一项的记录已损坏，读不出来。", "请删除后重新上传或生成。") from None


def readable(read: Callable[[str], About], names: Iterable[str]) -> list[About]:
    """What is read of each, without those that somebody removes meanwhile or whose record is spoilt."""
    found = []
    for name in names:
        with contextlib.suppress(RefusedError, OSError):
            found.append(read(name))
    return found
