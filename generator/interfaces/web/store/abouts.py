"""What is known of a campaign and of a build besides their files, as it lies on the disk."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from generator.campaign.kinds import FORMATS
from generator.ground.steps import MAKING, PLANNING
from generator.running.options import ALL_KINDS, EVERY, Options

State = Literal["waiting", "running", "done", "failed", "cancelled"]
LOST: frozenset[State] = frozenset({"failed", "cancelled"})  # nothing of it is kept
ENDED = LOST | {"done"}
# How much of the way a stage is, from where to where: a build that has begun has gone a little of it.
BEGUN = 0.02
WAY = {PLANNING: (BEGUN, 0.3), MAKING: (0.3, 0.98)}
Name = Annotated[str, Field(min_length=1, max_length=100)]
KindName = Annotated[str, Field(pattern=r"^(\*|[a-z][a-z0-9_]{1,29})$")]


class CampaignAbout(BaseModel):
    """What is known of an uploaded campaign besides its files."""

    id: str
    name: str
    made: datetime
    note: str = ""
    changed: datetime | None = None  # somebody's last action
    removed: datetime | None = None
    publicity_from: date | None = None
    publicity_until: date | None = None


class Choice(BaseModel):
    """What a build is asked for, everything where nothing is said; each word is kept once."""

    model_config = ConfigDict(extra="forbid")
    kinds: list[KindName] = Field(
        default=[EVERY], min_length=1, max_length=60, description=f"文书的种类，或另加的表格的文件夹名；{EVERY} 是全部"
    )
    formats: list[Literal[FORMATS]] = Field(default=list(FORMATS), min_length=1, max_length=5)  # type: ignore[valid-type]
    recommenders: list[Name] = Field(default=[], max_length=500, description="申报单位；空的就是全部")
    protect: bool = False
    numbers: list[Name] = Field(default=[], max_length=500, description="补打的证书号；kinds 须只有 certificate")
    records: list[Name] = Field(default=[], max_length=500, description="项目编号；空的就是全部项目")
    copies: int | None = Field(
        default=None, ge=1, le=20, description="申报材料里每个项目的材料各印几份；不写按活动的设置"
    )
    sound_only: bool = Field(default=False, description="有错误时，只生成没有错误的部分；不写则不生成")

    @field_validator("kinds", "formats", "recommenders", "numbers", "records")
    @classmethod
    def _each_once(cls, words: list[str]) -> list[str]:
        return list(dict.fromkeys(words))

    @property
    def is_whole(self) -> bool:
        """Whether nothing of its kinds is left out."""
        return not (self.recommenders or self.numbers or self.records)

    @model_validator(mode="after")
    def _reprints_certificates_alone(self) -> Choice:
        if self.numbers and self.kinds != ["certificate"]:
            raise ValueError('写了 numbers 时，kinds 只能是 ["certificate"]')
        return self

    def options(self, campaign: Path, out: Path, jobs: int) -> Options:
        """The same of the campaign in this folder, into `out`, by so many processes."""
        return Options(
            campaign,
            out,
            ALL_KINDS if EVERY in self.kinds else frozenset(self.kinds),
            frozenset(self.formats),
            frozenset(self.recommenders),
            frozenset(self.records),
            tuple(self.numbers),
            copies=self.copies,
            protect=self.protect,
            sound_only=self.sound_only,
            jobs=jobs,
        )


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

    @property
    def share(self) -> float:
        """How much of the way it has gone, from 0 to 1."""
        if self.state != "running":
            return float(self.state == "done")
        first, last = WAY.get(self.stage, (BEGUN, BEGUN))
        return first + (last - first) * self.done / max(1, self.total)

    def said(self, before: int) -> str:
        """How far it is in words; `before` are the builds that get their turn earlier."""
        if self.state == "waiting":
            return f"排队中，前面还有{before}个" if before else "排队中，马上开始"
        if self.stage != MAKING:
            return "正在检查数据"
        if self.done == self.total:
            return f"{self.total}个文件已做好，正在存妥"
        return f"正在生成：已完成{self.done}个，共{self.total}个"
